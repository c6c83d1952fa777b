"""Who has an account."""

from lib.security.access import allowed
from lib.security.actors import Actor
from lib.store.accounts import Account, list_accounts
from lib.store.engine import Store
from lib.store.repository import fetch


def load_accounts(store: Store, actor: Actor) -> tuple[Account, ...]:
    """By sign-in name, closed ones too. Raises NotAllowed."""
    allowed(store, actor, "accounts.see")
    with store.read() as conn:
        return list_accounts(conn, store.ward_id)


def team_names(store: Store, actor: Actor) -> dict[str, str]:
    """team_id -> name, for roles that work for one."""
    allowed(store, actor, "accounts.see")
    with store.read() as conn:
        teams = fetch(conn, store.ward_id, "teams", ("team_id", "name"))
    return dict(teams.rows())
