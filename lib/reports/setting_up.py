"""How far a ward is set up: what is there, and what is still missing."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from lib.reports.frames import kept, version_key
from lib.reports.ward import Ward, ward
from lib.schema.tables import TABLES
from lib.security.access import allowed
from lib.security.actors import Actor
from lib.store.accounts import list_accounts
from lib.store.engine import Store
from lib.store.repository import fetch

RIGHT = "setup.see"
# The lists a ward begins with, in the order in which one needs the other.
FIRST_LISTS = ("households", "cases", "unvaccinated", "teams", "members", "venues", "gatherings")


@dataclass(frozen=True)
class SetUp:
    """`accounts`: role -> open accounts. `rows`: table -> rows. `n_placed`: groups with a centre
    point. `without`: groups without a population."""

    ward: Ward
    population: int | None
    accounts: Mapping[str, int]
    rows: Mapping[str, int]
    n_placed: int
    has_boundaries: bool
    without_population: int


def set_up_state(store: Store, actor: Actor) -> SetUp:
    """Numbers only. Raises NotAllowed."""
    actor = allowed(store, actor, RIGHT)
    with store.read() as conn:
        accounts = list_accounts(conn, store.ward_id)
    rows, groups, population = kept(("set_up", *version_key(store)), lambda: _counts(store))
    return SetUp(
        ward=ward(store, actor),
        population=population,
        accounts=Counter(account.role for account in accounts if account.disabled_at is None),
        rows=rows,
        n_placed=groups.filter(pl.col("latitude").is_not_null()).height,
        has_boundaries=store.settings.boundaries_file.exists(),
        without_population=groups["population"].null_count(),
    )


def _counts(store: Store) -> tuple[dict[str, int], pl.DataFrame, int | None]:
    with store.read() as conn:
        rows = {
            table: fetch(conn, store.ward_id, table, (TABLES[table].id,)).height
            for table in ("groups", *FIRST_LISTS)
        }
        groups = fetch(conn, store.ward_id, "groups", ("group_id", "latitude", "population"))
        said = fetch(conn, store.ward_id, "ward", ("population",))["population"].to_list()
    return rows, groups, said[0] if said else None
