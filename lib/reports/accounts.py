"""Who has an account."""

from collections.abc import Callable

from lib.security.access import allowed
from lib.security.actors import ROLES, Actor
from lib.security.sessions import demo_account
from lib.store.accounts import Account, list_accounts
from lib.store.engine import Store
from lib.store.repository import fetch
from lib.store.rosters import names_of_members, roster_of
from lib.text.collate import name_key


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


def team_roster(store: Store, actor: Actor, team_id: str) -> dict[str, str]:
    """member_id -> name of the volunteers of a team by name, and nothing else about them: for
    whoever gives them their accounts. Raises NotAllowed."""
    allowed(store, actor, "accounts.manage")
    with store.read() as conn:
        names = roster_of(conn, store.ward_id, team_id, store.settings.default_as_of)
    return dict(sorted(names.items(), key=lambda pair: (name_key(pair[1]), pair[0])))


def volunteer_names(store: Store, actor: Actor) -> dict[str, str]:
    """member_id -> name, also of those who have left their team; nobody's for whoever may only see
    who has an account."""
    actor = allowed(store, actor, "accounts.see")
    if not actor.may("accounts.manage"):
        return {}
    with store.read() as conn:
        return names_of_members(conn, store.ward_id)


def names_of_accounts(store: Store) -> Callable[[str], str]:
    """What stands beside a deed -> the name to show: of the volunteer to whom the account is tied,
    else the account's own; the role of the demo's person; what a list brought in stays as it is.
    For reports that may show the deed."""
    with store.read() as conn:
        members = names_of_members(conn, store.ward_id)
        accounts = list_accounts(conn, store.ward_id)
    if store.settings.is_demo:
        accounts += tuple(map(demo_account, ROLES))
    names = {each.login: members.get(each.member_id or "", each.name) for each in accounts}
    return lambda said: names.get(said) or said
