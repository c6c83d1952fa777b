"""Polars expressions that answer for plain cells exactly what parse_value would say.

A cell they are not sure of stays null and goes to parse_value. They know nothing of errors, so a
mistake here can only be slowness or a wrong value; tests/ingest/test_fast.py looks for the latter.
"""

from datetime import date, timedelta

import polars as pl

from lib.ingest.dates import MAX_YEAR, MIN_YEAR, YEARS_AS_DAYS
from lib.ingest.lookups import Lookups
from lib.ingest.parse import (
    BIRTH_DATE,
    COORDINATES,
    DISEASES,
    DOORS,
    GROUPS,
    is_by_hand,
    is_past,
    parse_value,
)
from lib.schema.columns import Column

DTYPES: dict[str, pl.DataType | type[pl.DataType]] = {
    "integer": pl.Int64, "year": pl.Int64, "number": pl.Float64,
    "boolean": pl.Boolean, "date": pl.Date,
}  # fmt: skip
# Letters and signs that `clean` leaves alone: no Eth, no "#" (a formula's error), no "?" (a lost
# letter), nothing to compose, nothing invisible; single spaces inside.
_PLAIN = r"[!-\"$->@-~\u00c0-\u00cf\u00d1-\u00ef\u00f1-\u017f\u01a0\u01a1\u01af\u01b0\u1ea0-\u1ef9]"
_PLAIN_TEXT = rf"^{_PLAIN}+(?: {_PLAIN}+)*$"
# Letters that Vietnamese lacks, capitals inside a word, vowels that never follow each other: what
# an old font shows where it makes no syllable.
_PERHAPS_MISREAD = (
    r"[\u00c4-\u00c7\u00cb\u00ce-\u00d1\u00d6-\u00d8\u00db\u00dc\u00de\u00df\u00e4-\u00e7\u00eb\u00ee-\u00f1"
    r"\u00f6-\u00f8\u00fb\u00fc\u00fe-\u0101\u0104-\u010f\u0112-\u0127\u012a-\u0167\u016a-\u017f]"
    r"|[a-z\u00e0-\u00ff][\u00c0-\u00dd]"
    r"|(?i:[ae\u00f4][\u00e0-\u00fd]|y[\u00e0-\u00e9\u00f2-\u00fd]"
    r"|o[\u00e2\u00ea\u00f2-\u00fa]|u[\u00e8\u00e9\u00f2\u00f3\u00f5-\u00fa])"
)
_PERHAPS_A_DAY = r"/[0-9]{4}$|[0-9]-[A-Za-z]|[a-z0-9]-[0-9]{2}"  # at a door; see parse
_PERHAPS_HEALTHY = r"(?i)^[ksbcnt0./-]"
_AFTER_YEARS = max(YEARS_AS_DAYS) + timedelta(days=1)
_SAMPLE, _FEW = 1000, 500
_DAY = r"^[0-9]{1,2}/[0-9]{1,2}/[0-9]{4}$"
_ISO_DAY = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"
_CLOCK = r"(?:[01][0-9]|2[0-3]):[0-5][0-9]"
_MOMENT = rf"^[0-9]{{2}}/[0-9]{{2}}/[0-9]{{4}}(?: {_CLOCK})?$"
_ISO_MOMENT = rf"^[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}(?:[T ]{_CLOCK})?$"


def dtype_of(column: Column) -> pl.DataType | type[pl.DataType]:
    return DTYPES.get(column.type, pl.String)


def quick_values(
    positions: dict[Column, str], cells: pl.DataFrame, lookups: Lookups, *, today: date
) -> pl.DataFrame:
    """A typed column per declared column. `positions`: column -> its name in `cells`."""
    words = _words(positions, cells)
    expressions = {
        column.name: by_word(column, at, words[at], lookups, today=today)
        if at in words
        else by_pattern(column, cells[at], lookups, today=today)
        for column, at in positions.items()
    }
    days = [column for column in positions if column.type == "date"]
    values = cells.select(**expressions)
    return values.with_columns(_in_time(column, today) for column in days)


def _words(positions: dict[Column, str], cells: pl.DataFrame) -> dict[str, pl.Series]:
    """The different cells of columns that have few; of typed columns, those of a sample do."""
    sample = cells.gather_every(max(1, cells.height // _SAMPLE))
    different = sample.select(pl.all().unique().implode())
    found, whole = {}, []
    for column, at in positions.items():
        words, is_closed = different[at].explode(), _is_closed(column)
        if len(words) > _FEW and not is_closed:
            continue
        if dtype_of(column) == pl.String and not is_closed:
            whole.append(at)
        else:
            found[at] = words
    together = cells.select(pl.col(whole).unique().implode())
    return found | {at: together[at].explode() for at in whole}


def by_word(column: Column, at: str, words: pl.Series, lookups: Lookups, *, today: date) -> pl.Expr:
    """Each different word is read once, by its shape if that tells; the good ones are looked up."""
    words = words.drop_nulls().alias(at)
    dtype = dtype_of(column)
    values = pl.Series([None], dtype=dtype).new_from_index(0, len(words))
    if not _is_closed(column):
        quick = by_pattern(column, words, lookups, today=today)
        values = words.to_frame().select(quick).to_series()
    open_at = values.is_null().arg_true()
    parsed = [parse_value(column, text, lookups, today=today) for text in words.gather(open_at)]
    meant = [one.value if one.code is None else None for one in parsed]
    values = values.scatter(open_at, pl.Series(meant, dtype=dtype))
    if dtype == pl.String and values.eq_missing(words).all():
        return pl.col(at)
    is_good = values.is_not_null()
    old, new = words.filter(is_good), values.filter(is_good)
    return pl.col(at).replace_strict(old, new, default=None, return_dtype=dtype)


def _is_closed(column: Column) -> bool:
    """Whether a list says what such a cell may mean, not its shape."""
    return column.type in ("enum", "boolean", "year") or column.ref == GROUPS


def by_pattern(column: Column, cells: pl.Series, lookups: Lookups, *, today: date) -> pl.Expr:
    """Many different cells: an expression knows the plain ones by their shape."""
    cell = pl.col(cells.name)
    match column.type:
        case "text" | "code":
            is_plain = (cell.str.len_bytes() <= column.max_length) & cell.str.contains(_PLAIN_TEXT)
            if is_by_hand(column):
                is_plain &= ~cell.str.contains(_PERHAPS_MISREAD)
            if column.name in DOORS:
                is_plain &= ~cell.str.contains(_PERHAPS_A_DAY)
            if column.name == DISEASES:
                is_plain &= ~cell.str.contains(_PERHAPS_HEALTHY)
            return pl.when(is_plain).then(cell)
        case "phone":
            return _phone(cell, cells)
        case "national_id":
            is_number = cell.cast(pl.Int64, strict=False).is_not_null() & (cell >= "0")
            return pl.when(is_number & cell.str.len_bytes().is_in([9, 12])).then(cell)
        case "date":
            return _day(cell, _looks_iso(cells))
        case "moment":
            return _moment(cell, _looks_iso(cells), _last_day(column, today))
        case "integer" | "number":
            return _number(column, cell)
        case "ref":
            return _known_id(column, cell, lookups)
    raise ValueError(f"no pattern for {column.type}")


def _phone(cell: pl.Expr, cells: pl.Series) -> pl.Expr:
    if cells.head(_SAMPLE).str.contains(" ", literal=True).any():
        cell = cell.str.replace_all(" ", "", literal=True)
    second = cell.cast(pl.Int64, strict=False) // 10**8
    is_right = (second == 1) | (second == 3) | (second == 5) | second.is_between(7, 9)
    return pl.when((cell.str.len_bytes() == 10) & cell.str.starts_with("0") & is_right).then(cell)


def _looks_iso(cells: pl.Series) -> bool:
    first = cells.first(ignore_nulls=True)
    return first is not None and "-" in str(first)[4:5]


def _day(cell: pl.Expr, is_iso: bool, *, is_repeated: bool = False) -> pl.Expr:
    style, pattern = ("%Y-%m-%d", _ISO_DAY) if is_iso else ("%d/%m/%Y", _DAY)
    day = cell.str.to_date(style, strict=False, cache=is_repeated)
    return pl.when(cell.str.contains(pattern)).then(day)


def _in_time(column: Column, today: date) -> pl.Expr:
    """A day outside the accepted time is left to parse_value, which says what is wrong."""
    day = pl.col(column.name)
    first = _AFTER_YEARS if column.name == BIRTH_DATE else date(MIN_YEAR, 1, 1)
    return pl.when(day.is_between(first, _last_day(column, today))).then(day)


def _last_day(column: Column, today: date) -> date:
    return today if is_past(column) else date(MAX_YEAR, 12, 31)


def _moment(cell: pl.Expr, is_iso: bool, last: date) -> pl.Expr:
    """The day's text is built from the cell: as a date it would have to be written out again."""
    day = _day(cell.str.slice(0, 10), is_iso, is_repeated=True)
    is_good = cell.str.contains(_ISO_MOMENT if is_iso else _MOMENT)
    is_good &= day.is_between(date(MIN_YEAR, 1, 1), last)
    parts = [(0, 10)] if is_iso else [(6, 4), (3, 2), (0, 2)]
    day_text = pl.concat_str([cell.str.slice(*part) for part in parts], separator="-")
    time = pl.when(cell.str.len_bytes() > 10).then("T" + cell.str.slice(11, 5))
    return pl.when(is_good).then(pl.concat_str([day_text, time.fill_null("")]))


def _number(column: Column, cell: pl.Expr) -> pl.Expr:
    if column.type == "integer":
        pattern, number = "^[0-9]{1,15}$", cell.cast(pl.Int64, strict=False)
    else:
        decimals = "[0-9]{1,15}" if column.name in COORDINATES else "(?:[0-9]{1,2}|[0-9]{4,15})"
        pattern = rf"^-?[0-9]{{1,15}}(?:[.,]{decimals})?$"
        with_point = cell.str.replace(",", ".", literal=True)
        number = with_point.cast(pl.Float64, strict=False)
    is_good = cell.str.contains(pattern)
    if column.min is not None:
        is_good &= number >= column.min
    if column.max is not None:
        is_good &= number <= column.max
    return pl.when(is_good).then(number)


def _known_id(column: Column, cell: pl.Expr, lookups: Lookups) -> pl.Expr:
    if column.late:
        return pl.when(cell.str.contains(_PLAIN_TEXT)).then(cell)
    known = pl.Series(sorted(lookups.ids.get(column.ref or "", ())), dtype=pl.String)
    return pl.when(cell.is_in(known.implode())).then(cell)
