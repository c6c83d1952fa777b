"""The same record twice in one file: told by its id where the file gives one, else by what the
table names as its natural key. Equal rows are needed once; rows that differ are for a person."""

from collections import defaultdict
from typing import Any

import polars as pl

from lib.ingest.ledger import ROW, Ledger
from lib.schema.columns import Table
from lib.text.fold import fold_key

# Lower case is all that fold_key does to these letters, unless an open diphthong (hoa, thuy)
# carries a tone mark that could stand on either vowel.
_VIETNAMESE = (
    r"^[ -~\u00c0-\u00c3\u00c8-\u00ca\u00cc\u00cd\u00d2-\u00d5\u00d9\u00da\u00dd"
    r"\u00e0-\u00e3\u00e8-\u00ea\u00ec\u00ed\u00f2-\u00f5\u00f9\u00fa\u00fd"
    r"\u0102\u0103\u0110\u0111\u0128\u0129\u0168\u0169\u01a0\u01a1\u01af\u01b0\u1ea0-\u1ef9]*$"
)
_OPEN_DIPHTHONG = (
    r"[ou][\u00e0\u00e1\u1ea3\u00e3\u1ea1\u00e8\u00e9\u1ebb\u1ebd\u1eb9"
    r"\u1ef3\u00fd\u1ef7\u1ef9\u1ef5]"
)


def check_duplicates(table: Table, values: pl.DataFrame, ledger: Ledger) -> None:
    """Looks at rows that nothing else refuses: a refused row is no record yet."""
    key = [name for name in table.natural_key if name in values.columns]
    if table.id in values.columns:
        id_ = pl.col(table.id)
        alike = values.select(ROW, id_).filter(_maybe_repeated(values[table.id]), id_.is_not_null())
        twins = ledger.open_rows(alike).filter(id_.is_duplicated())
        _report(values, twins[ROW], list(twins[table.id]), ledger)
        if not values[table.id].null_count():
            return
    if key:
        _check_natural_key(table, key, values, ledger)


def note_shared_phones(table: Table, values: pl.DataFrame, ledger: Ledger) -> None:
    """A family has one phone: worth a look, no reason to join or refuse anybody."""
    for name, column in table.columns.items():
        if column.type == "phone" and name in values.columns:
            phones = values[name].drop_nulls()
            if n_shared := len(phones) - phones.hash().n_unique():
                ledger.add("PHONES_SHARED", None, name, n=n_shared)


def _maybe_repeated(texts: pl.Series) -> pl.Series:
    """True for every text that stands there twice, and for hardly any other. Numbers made from
    the texts are sorted: a third of the time that it takes to compare the texts."""
    numbers = texts.hash()
    in_order = numbers.sort()
    twice = in_order.filter(in_order == in_order.shift(1)).unique()
    return numbers.is_in(twice.implode())


def _check_natural_key(table: Table, key: list[str], values: pl.DataFrame, ledger: Ledger) -> None:
    """A row with an id is a twin only of one without: two ids are two records."""
    texts = [name for name in key if table.columns[name].type == "text"]
    exact = [name for name in key if name not in texts]
    own = {table.id} & set(values.columns)
    rows = ledger.open_rows(values.select(ROW, *dict.fromkeys([*key, *own])))
    rows = rows.filter(~pl.all_horizontal(pl.col(name).is_null() for name in key))
    rows = rows.filter(pl.struct(exact).is_duplicated()) if exact else rows
    folded = rows.select(*exact, *(_fold(rows[name]) for name in texts))
    is_twin = folded.is_duplicated()
    rows, keys = rows.filter(is_twin), folded.filter(is_twin).rows()
    if table.id in rows.columns:
        nameless = {key for key, id_ in zip(keys, rows[table.id], strict=True) if id_ is None}
        rows = rows.filter([key in nameless for key in keys])
        keys = [key for key in keys if key in nameless]
    _report(values, rows[ROW], keys, ledger)


def _fold(texts: pl.Series) -> pl.Series:
    """fold_key of every text; in Polars where that is only a matter of case."""
    lower = pl.col(texts.name).str.to_lowercase()
    is_easy = pl.col(texts.name).str.contains(_VIETNAMESE) & ~lower.str.contains(_OPEN_DIPHTHONG)
    folded = texts.to_frame().select(pl.when(is_easy).then(lower)).to_series()
    open_at = (folded.is_null() & texts.is_not_null()).arg_true()
    if open_at.is_empty():
        return folded
    return folded.scatter(open_at, [fold_key(text) for text in texts.gather(open_at)])


def _report(values: pl.DataFrame, rows: pl.Series, keys: list[Any], ledger: Ledger) -> None:
    """`rows` and `keys` go together, in the order of the file."""
    if not keys:
        return
    twins = values.filter(pl.col(ROW).is_in(rows.implode()))
    groups: defaultdict[Any, list[tuple[int, tuple[Any, ...]]]] = defaultdict(list)
    for key, (row, *said) in zip(keys, twins.rows(), strict=True):
        groups[key].append((row, tuple(said)))
    for members in groups.values():
        _report_group(members, ledger)


def _report_group(members: list[tuple[int, tuple[Any, ...]]], ledger: Ledger) -> None:
    first_row, first_said = members[0]
    others = [row for row, said in members if said != first_said]
    if not others:
        for row, _ in members[1:]:
            ledger.add("ROW_TWICE", row, other=first_row)
        return
    for row, said in members:
        ledger.add("ROW_CONFLICT", row, other=others[0] if said == first_said else first_row)
