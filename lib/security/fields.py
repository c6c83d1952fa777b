"""Which fields of a table a role may read. Selected in SQL, never hidden in a widget."""

from collections.abc import Iterable

from lib.schema.columns import Column
from lib.schema.tables import TABLES
from lib.security.actors import Actor

CONTACT_TYPES = ("phone", "national_id")


def may_see(actor: Actor, column: Column) -> bool:
    """Open fields for everybody with figures; names and health for those who may see persons;
    phones and ids need a right of their own."""
    if column.type in CONTACT_TYPES:
        return "contacts.see" in actor.rights
    if column.class_ == "open":
        return "figures.see" in actor.rights
    return "persons.see" in actor.rights


def visible_columns(actor: Actor, table: str, wanted: Iterable[str]) -> tuple[str, ...]:
    """`wanted` in its order without what the actor may not see."""
    columns = TABLES[table].columns
    return tuple(name for name in wanted if may_see(actor, columns[name]))
