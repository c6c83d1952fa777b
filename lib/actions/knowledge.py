"""What the importer's checks must know of the store: known ids, people by name, groups."""

import polars as pl
import sqlalchemy as sa

from lib.ingest.lookups import Lookups, PersonKey, group_spellings, people_names
from lib.schema.columns import Table
from lib.schema.tables import TABLES
from lib.security.access import current_reach
from lib.security.actors import Actor
from lib.security.scope import Reach, rows_within
from lib.store.engine import Store
from lib.store.repository import fetch

_PERSON = ("full_name", "group_id", "birth_year", "birth_date")


def load_lookups(
    conn: sa.Connection, ward_id: str, table: Table, reach: Reach | None = None
) -> Lookups:
    """Only what `table` refers to is read, and only whom the sender reaches."""
    referred = {column.ref for column in table.references if column.ref}
    return Lookups(
        ids={name: _ids(conn, ward_id, TABLES[name], reach) for name in referred},
        names={
            name: _people(conn, ward_id, TABLES[name], reach) for name in referred if _named(name)
        },
        groups=_groups(conn, ward_id),
    )


def spelt_groups(store: Store) -> dict[str, str]:
    """Lookups.groups by themselves."""
    with store.read() as conn:
        return _groups(conn, store.ward_id)


def own_work(store: Store, actor: Actor) -> dict[str, str]:
    """The team, and the volunteer who alone uses the account, as columns of what they do."""
    if actor.scope.team_id is None:
        return {}
    with store.read() as conn:
        reach = current_reach(conn, store, actor)
        teams, members = (
            _ids(conn, store.ward_id, TABLES[name], reach) for name in ("teams", "members")
        )
    own = {"team_id": (actor.scope.team_id, teams), "member_id": (actor.member_id, members)}
    return {name: id_ for name, (id_, reached) in own.items() if id_ and id_ in reached}


def _groups(conn: sa.Connection, ward_id: str) -> dict[str, str]:
    return group_spellings(fetch(conn, ward_id, "groups", ("group_id", "name")).rows())


def _ids(conn: sa.Connection, ward_id: str, table: Table, reach: Reach | None) -> frozenset[str]:
    within = rows_within(reach, ward_id, table.name)
    return frozenset(fetch(conn, ward_id, table.name, (table.id,), within=within)[table.id])


def _named(table: str) -> bool:
    return set(_PERSON) <= set(TABLES[table].columns)


def _people(
    conn: sa.Connection, ward_id: str, table: Table, reach: Reach | None
) -> dict[PersonKey, tuple[str, ...]]:
    within = rows_within(reach, ward_id, table.name)
    people = fetch(conn, ward_id, table.name, (table.id, *_PERSON), within=within)
    named = people.filter(pl.col("full_name").is_not_null()).select(
        table.id,
        "full_name",
        "group_id",
        pl.coalesce("birth_year", pl.col("birth_date").dt.year().cast(pl.Int64)),
    )
    return people_names(named.rows())
