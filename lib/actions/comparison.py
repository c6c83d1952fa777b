"""Checked rows beside the stored ones: new, changed (old -> new per cell), unchanged, refused.

An empty cell of the file is "no word", never an erasure; a column the file lacks likewise.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import polars as pl

from lib.actions.doors import ADDRESS, Doors, has_doors
from lib.actions.identity import new_id, recognise
from lib.ingest.checks import Checked
from lib.ingest.reader import TextTable
from lib.schema.columns import Table
from lib.schema.findings import Finding

_STORED = ":stored"
Cells = dict[str, tuple[Any, Any]]


@dataclass(frozen=True)
class Stored:
    """What a comparison must know of the store."""

    rows: pl.DataFrame  # live rows: declared columns, extra, row_version
    ever: frozenset[str]  # every id the table ever gave out
    households: pl.DataFrame | None = None  # only for tables with addresses


@dataclass(frozen=True)
class RowDiff:
    """A stored row about which the file says something else: column -> (old, new)."""

    row: int
    row_id: str
    row_version: int
    cells: Cells


@dataclass(frozen=True)
class Comparison:
    """`new` are complete rows with their ids; `households` those their addresses open."""

    checked: Checked
    new: tuple[tuple[int, dict[str, Any]], ...]
    changed: tuple[RowDiff, ...]
    unchanged: int
    households: tuple[tuple[int, dict[str, Any]], ...]


def compare(table: Table, checked: Checked, text: TextTable, stored: Stored) -> Comparison:
    recognised = recognise(table, checked.accepted, stored.rows, stored.ever)
    in_doubt = [finding.row for finding in recognised.refusals]
    rows = (
        _completed(table, checked.accepted, stored.rows)
        .with_columns(pl.Series("_target", recognised.targets, dtype=pl.String))
        .filter(~pl.col("row").is_in(in_doubt))
    )
    known = _without_defaults(table, rows.filter(pl.col("_target").is_not_null()), checked)
    doors = Doors.of(stored.households)
    new = _new_rows(table, rows.filter(pl.col("_target").is_null()), doors)
    changed = _changed_rows(table, known, stored.rows, doors)
    return Comparison(
        checked=with_refusals(checked, text, recognised.refusals),
        new=new,
        changed=changed,
        unchanged=known.height - len(changed),
        households=tuple(doors.opened),
    )


def _completed(table: Table, rows: pl.DataFrame, stored: pl.DataFrame) -> pl.DataFrame:
    """All columns of the table in its order; those the file lacks are empty."""
    names = (*table.columns, "extra")
    return rows.select(
        "row",
        *(
            name if name in rows.columns else pl.lit(None, dtype=stored.schema[name]).alias(name)
            for name in names
        ),
    )


def _without_defaults(table: Table, known: pl.DataFrame, checked: Checked) -> pl.DataFrame:
    """What the importer filled in where the file is silent must not overwrite what is known."""
    for column in table.columns.values():
        if column.absent is None:
            continue
        filled = [
            finding.row
            for finding in checked.findings
            if finding.code == "GROUP_ABSENT" and finding.column == column.name
        ]
        if None in filled:
            filled = known["row"].to_list()
        said = pl.col("row").is_in(filled).not_()
        known = known.with_columns(pl.when(said).then(column.name).alias(column.name))
    return known


def _new_rows(
    table: Table, rows: pl.DataFrame, doors: Doors
) -> tuple[tuple[int, dict[str, Any]], ...]:
    made = []
    for row in rows.drop("_target").iter_rows(named=True):
        source_row = row.pop("row")
        row[table.id] = row[table.id] or new_id(table.prefix)
        if has_doors(table) and not row["household_id"]:
            row["household_id"] = doors.household(row, source_row)
        made.append((source_row, row))
    return tuple(made)


def _changed_rows(
    table: Table, known: pl.DataFrame, stored: pl.DataFrame, doors: Doors
) -> tuple[RowDiff, ...]:
    names = [name for name in (*table.columns, "extra") if name != table.id]
    pairs = known.join(
        stored, left_on="_target", right_on=table.id, suffix=_STORED, maintain_order="left"
    )
    differing = pairs.filter(pl.any_horizontal(_differs(name) for name in names))
    diffs = []
    for row in differing.iter_rows(named=True):
        cells = _cells(row, names)
        if has_doors(table) and not row["household_id"] and not cells.keys().isdisjoint(ADDRESS):
            cells |= _moved(row, doors)
        if cells:
            diffs.append(RowDiff(row["row"], row["_target"], row["row_version"], cells))
    return tuple(diffs)


def _differs(name: str) -> pl.Expr:
    return pl.col(name).is_not_null() & pl.col(name).ne_missing(pl.col(name + _STORED))


def _cells(row: dict[str, Any], names: Sequence[str]) -> Cells:
    pairs = {name: (row[name + _STORED], row[name]) for name in names}
    cells = {n: (old, new) for n, (old, new) in pairs.items() if new is not None and new != old}
    if "extra" in cells:
        old, new = (json.loads(extra or "{}") for extra in cells.pop("extra"))
        if new.items() - old.items():
            cells["extra"] = (row["extra" + _STORED], json.dumps(old | new, ensure_ascii=False))
    return cells


def _moved(row: dict[str, Any], doors: Doors) -> Cells:
    """Someone whose address is corrected belongs to the household of the corrected address."""
    address = {
        name: row[name] if row[name] is not None else row[name + _STORED] for name in ADDRESS
    }
    old, new = row["household_id" + _STORED], doors.household(address, row["row"])
    return {"household_id": (old, new)} if new and new != old else {}


def with_refusals(checked: Checked, text: TextTable, refusals: Sequence[Finding]) -> Checked:
    """Rows that only the store could refuse join the others, with their text."""
    if not refusals:
        return checked
    is_refused = pl.col("row").is_in([finding.row for finding in refusals])
    refused = text.cells.filter(is_refused).select(checked.refused.columns)
    return replace(
        checked,
        accepted=checked.accepted.filter(~is_refused),
        refused=pl.concat([checked.refused, refused]).sort("row"),
        findings=tuple(sorted((*checked.findings, *refusals), key=lambda f: f.row or 0)),
    )
