"""Which fields of a table a role may read, and how. Selected in SQL, never hidden in a widget."""

from collections.abc import Iterable
from typing import Any

from lib.schema.columns import Column
from lib.schema.tables import TABLES
from lib.security.actors import Actor
from lib.security.roles import DECLARED, IMPLIED_KINDS, ROLES, FieldRule
from lib.store.repository import MASK

# What can be shown in part: its last three digits.
MASKABLE_TYPES = ("phone", "national_id")
OPEN = "open"
_KIND_OF: dict[str, str] = {}
for _kind, _names in DECLARED.kinds.items():
    for _name in _names:
        _KIND_OF.setdefault(_name, _kind)
_KIND_OF_CLASS = {"open": OPEN, "personal": "identity", "sensitive": "health"}


def kind_of(table: str, column: Column) -> str:
    """What a field tells: "open", "phone", "identity", "health" or a kind of data/roles.toml."""
    if named := _KIND_OF.get(f"{table}.{column.name}"):
        return named
    if column.class_ != "open" and column.type == "phone":
        return "phone"
    return _KIND_OF_CLASS[column.class_]


def rule_for(actor: Actor, table: str, column: Column) -> FieldRule:
    """How a field is shown: open ones to whoever may see figures, others by the role's rules."""
    kind = kind_of(table, column)
    if kind == OPEN:
        return "full" if actor.may("figures.see") else "none"
    if not actor.may("persons.see"):
        return "none"
    return ROLES[actor.role].fields.get(kind, "none")


def visible_columns(actor: Actor, table: str, wanted: Iterable[str]) -> tuple[str, ...]:
    """`wanted` in its order without what the actor may not see, not even in part."""
    columns = TABLES[table].columns
    return tuple(name for name in wanted if _is_shown(actor, table, columns[name]))


def masked_columns(actor: Actor, table: str, shown: Iterable[str]) -> frozenset[str]:
    """Those of the shown columns of which only the last digits may be read."""
    columns = TABLES[table].columns
    return frozenset(n for n in shown if rule_for(actor, table, columns[n]) != "full")


def disclosable_columns(actor: Actor, table: str) -> tuple[str, ...]:
    """What is shown in full, and what could be for a typed reason."""
    columns = TABLES[table].columns.values()
    return tuple(c.name for c in columns if rule_for(actor, table, c) in ("full", "reason"))


def hidden_columns(actor: Actor, table: str) -> tuple[str, ...]:
    """What the actor gets to see for a typed reason only."""
    columns = TABLES[table].columns.values()
    return tuple(c.name for c in columns if rule_for(actor, table, c) == "reason")


def shown_value(actor: Actor, table: str, name: str, value: Any) -> Any:
    """One value as the actor may see it, for what cannot be selected in SQL."""
    column = TABLES[table].columns.get(name)
    if value is None or (column is not None and rule_for(actor, table, column) == "full"):
        return value
    return value if column is None and may_see_extra(actor) else MASK


def may_see_extra(actor: Actor) -> bool:
    """Columns that a table does not know may hold anything: for those who may see everything."""
    rules = ROLES[actor.role].fields
    return all(rules.get(kind, "none") != "none" for kind in (*DECLARED.kinds, *IMPLIED_KINDS))


def may_write(actor: Actor, table: str, column: str | None = None) -> bool:
    """The whole table, or one column of rows that are there already."""
    return actor.may(f"{table}.edit") or (
        column is not None and actor.may(f"{table}.edit.{column}")
    )


def _is_shown(actor: Actor, table: str, column: Column) -> bool:
    rule = rule_for(actor, table, column)
    return rule == "full" or (rule != "none" and column.type in MASKABLE_TYPES)
