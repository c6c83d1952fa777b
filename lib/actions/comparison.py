"""Checked rows beside the stored ones: new, changed (old -> new per cell), unchanged, refused."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import polars as pl

from lib.actions.contradictions import contradictions
from lib.actions.doors import ADDRESS, Doors, has_doors
from lib.actions.identity import new_id, recognise
from lib.actions.merging import EXTRA, Basis, Cells, Pair, Spoken, merge_row
from lib.ingest.checks import Checked
from lib.ingest.extras import extra_names
from lib.ingest.mapping import Mapping as Headings
from lib.ingest.reader import TextTable
from lib.schema.columns import Table
from lib.schema.findings import Finding
from lib.store.conflicts import EXTRA_CELL, Conflict, Decision

_STORED = ":stored"
# Ids of stored rows -> id -> column -> what stood there before a later change.
Earlier = Callable[[Collection[str]], Mapping[str, Mapping[str, Collection[Any]]]]


def _nothing_earlier(row_ids: Collection[str]) -> dict[str, dict[str, list[Any]]]:
    return {}


@dataclass(frozen=True)
class File:
    """What a comparison must know of the file besides its checked rows. `left_open`: the rows
    that no earlier import of the same bytes has taken; None when there was none."""

    text: TextTable
    mapping: Headings
    basis: Basis = field(default_factory=Basis)
    decisions: tuple[Decision, ...] = ()
    left_open: frozenset[int] | None = None
    earlier: Earlier = _nothing_earlier

    def spoken(self, table: Table, checked: Checked) -> Spoken:
        said = [c for c in checked.accepted.columns if c in table.columns and c != table.id]
        extras = [EXTRA_CELL + n for n in extra_names(self.mapping, self.text.headers).values()]
        own = {*self.mapping.columns, *self.mapping.via, *self.mapping.constants, *extras}
        return Spoken((*said, *extras), frozenset(own))


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
    """`new` are complete rows with their ids; `households` those their addresses open; `about`
    the ids of the stored rows that the file speaks of."""

    checked: Checked
    new: tuple[tuple[int, dict[str, Any]], ...]
    changed: tuple[RowDiff, ...]
    unchanged: int
    households: tuple[tuple[int, dict[str, Any]], ...]
    conflicts: tuple[Conflict, ...]
    about: frozenset[str]


def compare(table: Table, checked: Checked, stored: Stored, file: File) -> Comparison:
    recognised = recognise(table, checked.accepted, stored.rows, stored.ever)
    in_doubt = [finding.row for finding in recognised.refusals]
    rows = (
        _completed(table, checked.accepted, stored.rows)
        .with_columns(pl.Series("_target", recognised.targets, dtype=pl.String))
        .filter(~pl.col("row").is_in(in_doubt))
    )
    left = rows if file.left_open is None else rows.filter(pl.col("row").is_in(file.left_open))
    known = left.filter(pl.col("_target").is_not_null())
    doors = Doors.of(stored.households)
    new = _new_rows(table, left.filter(pl.col("_target").is_null()), doors)
    changed, conflicts = _changed_rows(table, known, stored.rows, doors, checked, file)
    broken = contradictions(table, stored.rows, changed)
    refused = {finding.row for finding in broken}
    return Comparison(
        checked=with_refusals(checked, file.text, [*recognised.refusals, *broken]),
        new=new,
        changed=tuple(diff for diff in changed if diff.row not in refused),
        unchanged=rows.height - len(new) - len(changed),
        households=tuple(doors.opened),
        conflicts=tuple(each for each in conflicts if each.row not in refused),
        about=frozenset(target for target in recognised.targets if target),
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


def _without_defaults(
    table: Table, known: pl.DataFrame, checked: Checked, basis: Basis
) -> pl.DataFrame:
    """What the importer filled in where the file is silent must not overwrite what is known. A
    cell that was emptied in a list is not silent."""
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
        elif basis:
            continue
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
        if has_doors(table):
            row |= doors.address_for(row["household_id"], row)
            row["household_id"] = row["household_id"] or doors.household(row, source_row)
        made.append((source_row, row))
    return tuple(made)


def _changed_rows(
    table: Table,
    known: pl.DataFrame,
    stored: pl.DataFrame,
    doors: Doors,
    checked: Checked,
    file: File,
) -> tuple[list[RowDiff], list[Conflict]]:
    known = _without_defaults(table, known, checked, file.basis)
    spoken = file.spoken(table, checked)
    own = [name for name in (*table.columns, EXTRA, "row_version") if name != table.id]
    pairs = known.join(
        stored, left_on="_target", right_on=table.id, suffix=_STORED, maintain_order="left"
    ).rename({"row_version": "row_version" + _STORED})
    diffs: list[RowDiff] = []
    conflicts: list[Conflict] = []
    differing = pairs.filter(_may_differ(table, spoken, file.basis))
    # Only a row that says its code can be of an older copy; a team's own list carries none.
    coded = differing.filter(pl.col(table.id).is_not_null())["_target"].to_list()
    earlier = {} if file.basis or not coded else file.earlier(coded)
    for row in differing.iter_rows(named=True):
        now = {name: row[name + _STORED] for name in own}
        base = file.basis.before(row["row"], row["_target"], now)
        id_ = row["_target"]
        pair = Pair(row["row"], id_, now["row_version"], row, now, base, earlier.get(id_, {}))
        cells, found = merge_row(pair, spoken, file.decisions)
        conflicts += found
        is_settled = all(each.cell != "household_id" for each in found)
        if has_doors(table) and is_settled:
            cells |= household_after(pair, cells, doors)
        if cells:
            diffs.append(RowDiff(pair.row, pair.row_id, pair.row_version, cells))
    return diffs, conflicts


def _may_differ(table: Table, spoken: Spoken, basis: Basis) -> pl.Expr:
    """Quickly leaves out the many rows that say what is stored."""
    names = [name for name in (*spoken.cells, EXTRA) if name in (*table.columns, EXTRA)]
    return pl.any_horizontal(_differs(name, basis) for name in names)


def _differs(name: str, basis: Basis) -> pl.Expr:
    is_said = pl.lit(value=True) if basis else pl.col(name).is_not_null()
    return is_said & pl.col(name).ne_missing(pl.col(name + _STORED))


def household_after(pair: Pair, cells: Cells, doors: Doors) -> Cells:
    """Someone whose address is corrected belongs to the household of the corrected address,
    unless the file names another one; whose household is named lives there."""
    old, said = pair.stored["household_id"], pair.file["household_id"]
    is_elsewhere = not cells.keys().isdisjoint(ADDRESS)
    if "household_id" in cells and not is_elsewhere:
        address = doors.address_for(cells["household_id"][1], pair.stored)
        return {name: (None, value) for name, value in address.items()}
    if not is_elsewhere or "household_id" in cells or (said and pair.base is None):
        return {}
    address = {name: cells[name][1] if name in cells else pair.stored[name] for name in ADDRESS}
    new = doors.household(address, pair.row)
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
