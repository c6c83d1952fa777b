"""Which stored record a row of a file is about: its id, else its natural key.

An id that the file gives is believed: two records with ids of their own are two records,
whatever their names say. Only a row without an id is recognised by its natural key.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass

import polars as pl

from lib.schema.columns import Column, Table
from lib.schema.findings import Finding
from lib.store.ids import new_id as new_id
from lib.text.fold import fold_key

# A case is recognised by the day of its report, whether or not the hour was written.
_KEYED_BY_DAY = {"reported_at"}
_TEAM = "team_id"
_SEPARATOR = "\x1f"


@dataclass(frozen=True)
class Recognised:
    """For each row the id of its stored record, None for a new one; and the rows in doubt."""

    targets: list[str | None]
    refusals: tuple[Finding, ...]


def natural_keys(table: Table, frame: pl.DataFrame, without: Collection[str] = ()) -> list[str]:
    """One text per row, equal for two rows about the same record; empty cells count as equal."""
    parts = [_part(table.columns[name], frame) for name in table.natural_key if name not in without]
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
    teamless = _Teamless.of(table, stored)
    live, first_row = set(stored[table.id]), dict[str, int]()
    gone = ever - live
    targets: list[str | None] = []
    refusals: list[Finding] = []
    keys, own_ids = natural_keys(table, rows), _own_ids(table, rows)
    others = teamless.found_by(table, rows)
    for row, key, own_id, other_ids in zip(rows["row"], keys, own_ids, others, strict=True):
        if own_id is None or table.single:
            found = by_key.get(key) or other_ids
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


@dataclass(frozen=True)
class _Teamless:
    """Records that have a team in their natural key, by the rest of it: a row that names no team is
    about the one record of that moment, and the other way round."""

    by_rest: Mapping[str, list[tuple[str, str | None]]]

    @classmethod
    def of(cls, table: Table, stored: pl.DataFrame) -> "_Teamless":
        by_rest: defaultdict[str, list[tuple[str, str | None]]] = defaultdict(list)
        if _TEAM in table.natural_key and not table.columns[_TEAM].required:
            rest = natural_keys(table, stored, (_TEAM,))
            for key, id_, team_id in zip(rest, stored[table.id], stored[_TEAM], strict=True):
                by_rest[key].append((id_, team_id))
        return cls(by_rest)

    def found_by(self, table: Table, rows: pl.DataFrame) -> list[list[str]]:
        if not self.by_rest:
            return [[]] * rows.height
        teams = rows[_TEAM] if _TEAM in rows.columns else [None] * rows.height
        found = []
        for key, team_id in zip(natural_keys(table, rows, (_TEAM,)), teams, strict=True):
            same = self.by_rest.get(key, [])
            ids = [id_ for id_, other in same if team_id is None or other is None]
            found.append(ids if len(ids) == 1 else [])
        return found


def _own_ids(table: Table, rows: pl.DataFrame) -> list[str | None]:
    return rows[table.id].to_list() if table.id in rows.columns else [None] * rows.height
