"""Forms that spread one thing over two columns: a name over its family and its given part, the
year of birth over one column for men and one for women. Put together before the headings are
understood; no column moves, the second one is left without heading or gets the sex.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

import polars as pl

from lib.ingest.header import column_letter
from lib.ingest.headings import column_words, readings
from lib.ingest.vocabulary import form_words, headings_of
from lib.schema.columns import Column, Table
from lib.schema.findings import Finding
from lib.text.fold import fold_header, fold_key

_SEXES = ("nam", "n\u1eef")  # as fold_key gives them: "year" differs from "male" by its mark alone
_NAME, _SEX, _BORN = "full_name", "sex", ("birth_year", "birth_date")
_APART = re.compile(r"[\s()\[\]:/-]+")
_TELLS_TIME = r"[0-9]{2}"
_TELLS_YEAR = r"(?:^|[^0-9])(?:19|20)[0-9]{2}(?:$|[^0-9])"
_IS_GIVEN_NAME = r"^\s*[^\W\d_]+(?:\s+[^\W\d_]+)?\s*$"
_MOST_BOTH = 0.1


@dataclass(frozen=True)
class _Form:
    """Cells and headings, column by column as they are put together."""

    cells: pl.DataFrame
    headings: tuple[str, ...]
    joined: tuple[int, ...] = ()

    def taking(self, at: int, headings: tuple[str, str], columns: Sequence[pl.Expr]) -> "_Form":
        """With this column and the next one replaced."""
        named = [column.alias(str(at + n)) for n, column in enumerate(columns)]
        return _Form(
            self.cells.with_columns(named),
            (*self.headings[:at], *headings, *self.headings[at + 2 :]),
            (*self.joined, at, at + 1),
        )


def put_together(
    cells: pl.DataFrame, headings: tuple[str, ...], tables: Sequence[Table]
) -> tuple[pl.DataFrame, tuple[str, ...], tuple[Finding, ...]]:
    """With a note that names the columns, where there are such."""
    form = _with_years(_with_names(_Form(cells, headings), tables), tables)
    letters = ", ".join(map(column_letter, form.joined))
    notes = (Finding("COLUMNS_JOINED", "", params={"columns": letters}),) if letters else ()
    return form.cells, form.headings, notes


def _with_names(form: _Form, tables: Sequence[Table]) -> _Form:
    """A file that has whole names as well keeps its columns."""
    column = next(_columns(tables, _NAME), None)
    if column is None:
        return form
    whole = [at for at, heading in enumerate(form.headings) if _is_whole(heading)]
    halves = [at for at in range(len(form.headings) - 1) if _are_halves(form, at)]
    if len(halves) != 1 or whole not in ([], halves):
        return form
    at = halves[0]
    names = pl.concat_str(
        pl.col(str(at)).str.strip_chars(), pl.col(str(at + 1)).str.strip_chars(),
        separator=" ", ignore_nulls=True,
    )  # fmt: skip
    text = pl.when(names.str.strip_chars() != "").then(names.str.strip_chars())
    return form.taking(at, (column.vi, ""), (text, pl.lit(None, pl.String)))


@cache
def _known(kind: str) -> frozenset[str]:
    return frozenset(map(fold_header, form_words(kind)))


def _is_whole(heading: str) -> bool:
    return not _known("whole_name").isdisjoint(readings(heading))


def _are_halves(form: _Form, at: int) -> bool:
    """Named as such, or one heading over two columns of which the second holds given names."""
    first, second = form.headings[at : at + 2]
    if _is_family_name(first):
        return not _known("given_name").isdisjoint(readings(second))
    if second or not _is_whole(first):
        return False
    given = form.cells[str(at + 1)].drop_nulls()
    return len(given) * 2 > form.cells.height and given.str.contains(_IS_GIVEN_NAME).all()


def _is_family_name(heading: str) -> bool:
    is_bare = fold_key(heading.split("\n")[-1]) in map(fold_key, form_words("family_name_bare"))
    return is_bare or not _known("family_name").isdisjoint(readings(heading))


def _with_years(form: _Form, tables: Sequence[Table]) -> _Form:
    """Rows that fill both columns count men and women: they are another thing."""
    sex = next(_columns(tables, _SEX), None)
    pairs = [at for at in range(len(form.headings) - 1) if _are_sexes(form, at, tables)]
    if sex is None or len(pairs) != 1:
        return form
    at = pairs[0]
    men, women = (_said(form.cells[str(at + n)]) for n in range(2))
    n_both = int((men.is_not_null() & women.is_not_null()).sum())
    years = _years_heading(form.headings[at], men.fill_null(women).drop_nulls(), tables)
    if years is None or n_both > _MOST_BOTH * len(men):
        return form
    others = {fold_header(other) for n, other in enumerate(form.headings) if n not in (at, at + 1)}
    if not others.isdisjoint({fold_header(sex.vi), fold_header(years)} - {""}):
        return form
    return form.taking(at, (years, sex.vi), _told(at, form.headings, has_years=bool(years)))


def _years_heading(heading: str, said: pl.Series, tables: Sequence[Table]) -> str | None:
    """What the numbers are; "" where there are none but marks, None where nobody knows."""
    above = _above(heading)
    if above and fold_header(above) not in _words(tables, _SEX):
        return above
    if not said.str.contains(_TELLS_TIME).any():
        return ""
    born = next(_columns(tables, _BORN[0]), None)
    return born.vi if born and said.str.contains(_TELLS_YEAR).all() else None


def _told(at: int, headings: Sequence[str], *, has_years: bool) -> tuple[pl.Expr, pl.Expr]:
    """What stands for both in one row is kept as it is, for a person to look at."""
    pair = [(_said_in(pl.col(str(at + n))), _words_of(headings[at + n])[-1]) for n in range(2)]
    both = _joined(said for said, _ in pair)
    years = pl.when(both.str.contains(_TELLS_TIME) & pl.lit(has_years)).then(both)
    sexes = _joined(pl.when(said.is_not_null()).then(pl.lit(word)) for said, word in pair)
    return years, pl.when(sexes != "").then(sexes)


def _joined(texts: Iterable[pl.Expr]) -> pl.Expr:
    return pl.concat_str(*texts, separator=" / ", ignore_nulls=True)


def _are_sexes(form: _Form, at: int, tables: Sequence[Table]) -> bool:
    """The same above both, or nothing."""
    above = _above(form.headings[at])
    known = {"", *_words(tables, _SEX, *_BORN), *headings_of("age")}
    pair = tuple(_words_of(heading)[-1:] for heading in form.headings[at : at + 2])
    is_pair = pair == tuple([sex] for sex in _SEXES)
    return is_pair and fold_header(above) in known and above == _above(form.headings[at + 1])


def _above(heading: str) -> str:
    return " ".join(_words_of(heading)[:-1])


def _words_of(heading: str) -> list[str]:
    return [word for word in _APART.split(fold_key(heading)) if word]


def _said(cells: pl.Series) -> pl.Series:
    return cells.to_frame("said").select(_said_in(pl.col("said"))).to_series()


def _said_in(cell: pl.Expr) -> pl.Expr:
    return pl.when(cell.str.strip_chars() != "").then(cell.str.strip_chars())


def _columns(tables: Sequence[Table], name: str) -> Iterator[Column]:
    return (table.columns[name] for table in tables if name in table.columns)


def _words(tables: Sequence[Table], *names: str) -> set[str]:
    columns = (column for name in names for column in _columns(tables, name))
    return {word for column in columns for word in column_words(column.headers)}
