"""Actors and their rights, from data/roles.toml. Actions and reports ask; pages never decide."""

import tomllib
from dataclasses import dataclass
from pathlib import Path

from lib.settings import ROOT
from lib.text.catalogue import _

ROLES_FILE = ROOT / "data" / "roles.toml"
TERMINAL_ROLE = "data_officer"


class NotAllowed(Exception):  # noqa: N818 - the name says what happened
    """The actor lacks `right`."""

    def __init__(self, right: str) -> None:
        super().__init__(right)
        self.right = right

    def sentence(self) -> str:
        return _("Your role does not allow this. Ask the data officer.")


@dataclass(frozen=True)
class Role:
    name: str
    en: str
    vi: str
    rights: frozenset[str]

    def label(self, language: str) -> str:
        return self.en if language == "en" else self.vi


@dataclass(frozen=True)
class Actor:
    """Whoever acts: an account, the role it has now, and that role's rights."""

    account: str
    role: str
    rights: frozenset[str]

    def may(self, right: str) -> bool:
        return right in self.rights

    def require(self, right: str) -> None:
        """Raises NotAllowed when the role lacks `right`."""
        if not self.may(right):
            raise NotAllowed(right)


def load_roles(path: Path = ROLES_FILE) -> dict[str, Role]:
    declared = tomllib.loads(path.read_text("utf-8"))
    return {
        name: Role(name, spec["en"], spec["vi"], frozenset(spec["rights"]))
        for name, spec in declared.items()
    }


ROLES = load_roles()


def actor_as(account: str, role: str) -> Actor:
    return Actor(account, role, ROLES[role].rights)


def demo_actor(role: str) -> Actor:
    """A person of the demo, until accounts exist. Loopback only; the server sees to that."""
    return actor_as(f"demo:{role}", role)


def terminal_actor(account: str) -> Actor:
    """Whoever sits at the terminal already owns the files: a data officer under that name."""
    return actor_as(account, TERMINAL_ROLE)
