"""Who acts, and with which rights. Actions and reports ask; pages never decide."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from lib.security.roles import ROLES as ROLES
from lib.security.roles import ScopeKind
from lib.settings import now as present
from lib.text.catalogue import _

TERMINAL_ROLE = "data_officer"
# Where the demo's people work; a role that is not named here works for the whole ward.
DEMO_PLACES: dict[str, dict[str, str]] = {
    "testing_team": {"team_id": "XN1"},
    # The team that has written nothing down yet, by the telephone of one of its volunteers; the
    # testers' is the team's, so that the question who is walking can be seen too.
    "support_team": {"team_id": "HT6", "member_id": "M021"},
    "appraisal_team": {"team_id": "TD1"},
    "group_leader": {"group_id": "TDP05"},
}


class NotAllowed(Exception):  # noqa: N818 - the name says what happened
    """The actor lacks `right`."""

    def __init__(self, right: str) -> None:
        super().__init__(right)
        self.right = right

    def sentence(self) -> str:
        return _("Your role does not allow this. Ask the data officer.")


class AccountClosed(NotAllowed):
    """The account was disabled or its time is over."""

    def __init__(self) -> None:
        super().__init__("account")

    def sentence(self) -> str:
        return _("Your account is closed. Ask the administrator.")


@dataclass(frozen=True)
class Scope:
    """Whose people: the whole ward, those of one team's groups, or those of one group."""

    kind: ScopeKind = "ward"
    team_id: str | None = None
    group_id: str | None = None


@dataclass(frozen=True)
class Actor:
    """Whoever acts: a name for the audit, the role, its rights and how far they reach.

    `account_id` leads back to the account, which is looked up again at every call; the terminal
    and the demo have none. `member_id` is the volunteer of the team to whom the account is tied.
    """

    account: str
    role: str
    rights: frozenset[str]
    scope: Scope = Scope()
    account_id: str | None = None
    member_id: str | None = None

    def may(self, right: str) -> bool:
        return right in self.rights

    def require(self, right: str) -> None:
        """Raises NotAllowed when the role lacks `right`."""
        if not self.may(right):
            raise NotAllowed(right)


class AccountFacts(Protocol):
    """What of an account decides about its rights."""

    @property
    def account_id(self) -> str: ...
    @property
    def login(self) -> str: ...
    @property
    def role(self) -> str: ...
    @property
    def team_id(self) -> str | None: ...
    @property
    def group_id(self) -> str | None: ...
    @property
    def member_id(self) -> str | None: ...
    @property
    def disabled_at(self) -> datetime | None: ...
    @property
    def expires_at(self) -> datetime | None: ...


def is_open(account: AccountFacts, at: datetime) -> bool:
    """Neither closed nor over at the moment."""
    is_over = account.expires_at is not None and account.expires_at <= at
    return account.disabled_at is None and not is_over


def actor_of(account: AccountFacts, at: datetime | None = None) -> Actor:
    """The account as an actor at a moment, now unless given. Raises AccountClosed."""
    if not is_open(account, at or present()) or account.role not in ROLES:
        raise AccountClosed
    role = ROLES[account.role]
    scope = Scope(
        role.scope,
        account.team_id if role.scope == "team" else None,
        account.group_id if role.scope == "group" else None,
    )
    member_id = account.member_id if role.scope == "team" else None
    return Actor(account.login, role.name, role.rights, scope, account.account_id, member_id)


def actor_as(
    account: str, role: str, *, team_id: str | None = None, group_id: str | None = None,
    member_id: str | None = None,
) -> Actor:  # fmt: skip
    """An actor without an account, for the terminal and the demo."""
    scope = Scope(ROLES[role].scope, team_id, group_id)
    return Actor(account, role, ROLES[role].rights, scope, member_id=member_id)


def demo_actor(role: str) -> Actor:
    """A person of the demo. Loopback only; the server sees to that."""
    return actor_as(f"demo:{role}", role, **DEMO_PLACES.get(role, {}))


def terminal_actor(account: str) -> Actor:
    """Whoever sits at the terminal already owns the files: a data officer under that name."""
    return actor_as(account, TERMINAL_ROLE)
