"""Which stored record a row of a file is about: its id, else its natural key.

An id that the file gives is believed: two records with ids of their own are two records,
whatever their names say. Only a row without an id is recognised by its natural key.
"""

from collections import defaultdict
from dataclasses import dataclass

import polars as pl

from lib.schema.columns import Column, Table
from lib.schema.findings import Finding
from lib.store.ids import new_id as new_id
from lib.text.fold import fold_key

# A case is recognised by the day of its report, whether or not the hour was written.
_KEYED_BY_DAY = {"reported_at"}
_SEPARATOR = "\x1f"


@dataclass(frozen=True)
class Recognised:
    """For each row the id of its stored record, None for a new one; and the rows in doubt."""

    targets: list[str | None]
    refusals: tuple[Finding, ...]


def natural_keys(table: Table, frame: pl.DataFrame) -> list[str]:
    """One text per row, equal for two rows about the same record; empty cells count as equal."""
    parts = [_part(table.columns[name], frame) for name in table.natural_key]
    return frame.with_columns(_key=pl.concat_str(parts, separator=_SEPARATOR))["_key"].to_list()


def _part(column: Column, frame: pl.DataFrame) -> pl.Expr | pl.Series:
    if column.name not in frame.columns:
        return pl.lit("")
    if column.type in ("text", "code"):
        return _folded(frame[column.name])
    text = pl.col(column.name).cast(pl.String).fill_null("")
    return text.str.head(10) if column.name in _KEYED_BY_DAY else text


def _folded(values: pl.Series) -> pl.Series:
    """fold_key of every value; each spelling is folded once."""
    spellings = values.drop_nulls().unique()
    folded = pl.Series([fold_key(spelling) for spelling in spellings], dtype=pl.String)
    return values.replace_strict(spellings, folded, default="", return_dtype=pl.String)


def recognise(
    table: Table, rows: pl.DataFrame, stored: pl.DataFrame, ever: frozenset[str]
) -> Recognised:
    """`stored` are the live records, `ever` all ids that were given out, void ones included."""
    by_key: defaultdict[str, list[str]] = defaultdict(list)
    for key, id_ in zip(natural_keys(table, stored), stored[table.id], strict=True):
        by_key[key].append(id_)
    live, first_row = set(stored[table.id]), dict[str, int]()
    gone = ever - live
    targets: list[str | None] = []
    refusals: list[Finding] = []
    keys, own_ids = natural_keys(table, rows), _own_ids(table, rows)
    for row, key, own_id in zip(rows["row"], keys, own_ids, strict=True):
        if own_id is None or table.single:
            found = by_key.get(key, [])
        else:
            found = [own_id] if own_id in live else []
        targets.append(found[0] if found else None)
        about = found[0] if found else own_id or key
        if len(found) > 1:
            refusals.append(Finding("REF_AMBIGUOUS", table.name, row, table.id))
        elif table.single and not found and (live or first_row):
            refusals.append(Finding("ROW_SECOND", table.name, row, table.id))
        elif own_id in gone:
            said = {"table": table.name}  # declared void: the code stands for nothing now
            refusals.append(Finding("REF_UNKNOWN", table.name, row, table.id, said))
        elif (other := first_row.setdefault(about, row)) != row:
            refusals.append(Finding("ROW_CONFLICT", table.name, row, params={"other": other}))
    return Recognised(targets, tuple(refusals))


def _own_ids(table: Table, rows: pl.DataFrame) -> list[str | None]:
    return rows[table.id].to_list() if table.id in rows.columns else [None] * rows.height
