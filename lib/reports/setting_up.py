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
# The lists of a ward's work, in the order in which they go in: what is pointed at comes first.
LISTS = (
    "households", "members", "teams", "team_areas", "memberships", "cases", "assignments",
    "visits", "tests", "unvaccinated", "outreach", "venues", "gatherings", "inspections",
    "directives",
)  # fmt: skip
# Without these the first morning has nothing to say about one of its subjects.
NEEDED = ("members", "teams", "cases", "unvaccinated", "venues")


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
    is_demo: bool

    @property
    def is_placed(self) -> bool:
        n_groups = self.rows["groups"]
        return self.has_boundaries or (n_groups > 0 and self.n_placed == n_groups)

    @property
    def missing_lists(self) -> tuple[str, ...]:
        return tuple(table for table in NEEDED if not self.rows[table])

    @property
    def done(self) -> tuple[bool, ...]:
        """Each step, in the order of the page: ward, accounts, groups, places, templates, lists."""
        n_office = sum(self.accounts.get(role, 0) for role in ("data_officer", "vice_chair"))
        return (
            bool(self.ward.ward_name), self.is_demo or n_office >= 2, self.rows["groups"] > 0,
            self.is_placed, any(self.rows[table] for table in LISTS), not self.missing_lists,
        )  # fmt: skip


def needed_before(table: str) -> tuple[str, ...]:
    """The lists that this one points at; the groups come before all of them."""
    pointed = {column.ref for column in TABLES[table].references} - {table, "groups"}
    return tuple(each for each in LISTS if each in pointed)


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
        is_demo=store.settings.is_demo,
    )


def _counts(store: Store) -> tuple[dict[str, int], pl.DataFrame, int | None]:
    with store.read() as conn:
        rows = {
            table: fetch(conn, store.ward_id, table, (TABLES[table].id,)).height
            for table in ("groups", *LISTS)
        }
        groups = fetch(conn, store.ward_id, "groups", ("group_id", "latitude", "population"))
        said = fetch(conn, store.ward_id, "ward", ("population",))["population"].to_list()
    return rows, groups, said[0] if said else None
