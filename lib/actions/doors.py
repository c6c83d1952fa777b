"""The household behind an address: found again by group and folded address, else opened; and the
address of a household that a row names by its code alone.

A street without a house number is no door: such a row keeps its address and gets no household.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import polars as pl

from lib.actions.identity import new_id
from lib.schema.columns import Table
from lib.schema.tables import TABLES
from lib.text.fold import fold_key

ADDRESS = ("group_id", "house_number", "alley", "street")
Door = tuple[str, ...]


@dataclass
class Doors:
    """All doors known so far; `opened` are those that this file brought, with their first row."""

    known: dict[Door, str]
    opened: list[tuple[int, dict[str, Any]]] = field(default_factory=list)
    addresses: dict[str, dict[str, Any]] = field(default_factory=dict)

    @classmethod
    def of(cls, households: pl.DataFrame | None) -> "Doors":
        """When two households share an address the first id is taken, every time."""
        doors = cls({})
        rows = [] if households is None else households.iter_rows(named=True)
        for row in rows:
            id_ = row["household_id"]
            doors.known.setdefault(_door(row), id_)
            doors.addresses[id_] = {name: row[name] for name in ADDRESS[1:] if row[name]}
        return doors

    def address_for(self, household_id: str | None, row: Mapping[str, Any]) -> dict[str, Any]:
        """What the household says of a row that has no address of its own."""
        if any(row.get(name) for name in ADDRESS[1:]):
            return {}
        return self.addresses.get(household_id or "", {})

    def household(self, row: Mapping[str, Any], source_row: int) -> str | None:
        """The household of the row's address, opened when it is new; None without an address."""
        if not row.get("house_number"):
            return None
        door = _door(row)
        if door not in self.known:
            self.known[door] = new_id(TABLES["households"].prefix)
            address = {name: row.get(name) for name in ADDRESS}
            self.opened.append((source_row, {"household_id": self.known[door]} | address))
        return self.known[door]


def has_doors(table: Table) -> bool:
    """Does the table carry an address beside a household (cases, unvaccinated)?"""
    return table.name != "households" and {"household_id", *ADDRESS} <= set(table.columns)


def _door(row: Mapping[str, Any]) -> Door:
    return (row["group_id"], *(fold_key(row.get(name) or "") for name in ADDRESS[1:]))
