"""Who has an account."""

from collections.abc import Callable

from lib.security.access import allowed
from lib.security.actors import ROLES, Actor
from lib.security.sessions import DEMO
from lib.store.accounts import Account, list_accounts
from lib.store.engine import Store
from lib.store.repository import fetch
from lib.text.catalogue import language


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


def names_of_accounts(store: Store) -> Callable[[str], str]:
    """What stands beside a deed -> the name to show: an account's own, the role of the demo's
    person; what a list brought in stays as it is. For reports that may show the deed."""
    with store.read() as conn:
        names = {account.login: account.name for account in list_accounts(conn, store.ward_id)}

    def name_of(said: str) -> str:
        role = ROLES.get(said.removeprefix(DEMO)) if said.startswith(DEMO) else None
        return role.label(language()) if role else names.get(said) or said

    return name_of
