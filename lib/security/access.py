"""The question every action and report begins with, and what of a table the answer opens."""

from collections.abc import Iterable
from dataclasses import dataclass

import polars as pl
import sqlalchemy as sa

from lib.security.actors import AccountClosed, Actor, actor_of
from lib.security.fields import masked_columns, visible_columns
from lib.security.scope import Reach, reach_of, rows_within
from lib.settings import now
from lib.store.accounts import find_account
from lib.store.engine import Store
from lib.store.repository import fetch


def allowed(store: Store, actor: Actor, *rights: str) -> Actor:
    """The actor as the account is at this moment, who has all these rights.

    A page may hold on to an actor for hours; a right that was taken away is gone at the next
    call. Raises NotAllowed.
    """
    current = _as_it_is_now(store, actor)
    for right in rights:
        current.require(right)
    return current


def _as_it_is_now(store: Store, actor: Actor) -> Actor:
    if actor.account_id is None:  # the terminal, and the demo's people
        return actor
    with store.read() as conn:
        account = find_account(conn, store.ward_id, account_id=actor.account_id)
    if account is None:
        raise AccountClosed
    return actor_of(account)


@dataclass(frozen=True)
class View:
    """What one reader gets of a table: which columns, which of them masked, whose rows.

    Equal views show the same, so a view is part of the key of everything that is kept.
    """

    table: str
    columns: tuple[str, ...]
    masked: frozenset[str]
    reach: Reach | None


def view_of(store: Store, actor: Actor, table: str, wanted: Iterable[str]) -> View:
    columns = visible_columns(actor, table, wanted)
    return View(table, columns, masked_columns(actor, table, columns), reach(store, actor))


def reach(store: Store, actor: Actor) -> Reach | None:
    """Whose people the actor reaches now; None for the whole ward."""
    if actor.scope.kind == "ward":
        return None
    with store.read() as conn:
        return current_reach(conn, store, actor)


def current_reach(conn: sa.Connection, store: Store, actor: Actor) -> Reach | None:
    """The same inside a transaction."""
    day = store.settings.default_as_of
    return reach_of(conn, store.ward_id, actor, day=day, at=now())


def read_view(store: Store, view: View) -> pl.DataFrame:
    with store.read() as conn:
        within = rows_within(view.reach, store.ward_id, view.table)
        return fetch(
            conn, store.ward_id, view.table, view.columns, within=within, masked=view.masked
        )
