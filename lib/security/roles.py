"""data/roles.toml -> ROLES, read once and strictly: what the file misspells cannot start."""

import tomllib
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, cast, get_args

from lib.schema.tables import TABLES
from lib.settings import ROOT

FieldRule = Literal["full", "masked", "reason", "none"]
ScopeKind = Literal["ward", "team", "group"]
ROLES_FILE = ROOT / "data" / "roles.toml"
EVERY_TABLE = "*.edit"
# Kinds that no list names: fields of the type phone, and the classes personal and sensitive.
IMPLIED_KINDS = ("identity", "phone", "health")


@dataclass(frozen=True)
class Role:
    """`fields` says for each kind of field how it is shown; a kind that is absent is not."""

    name: str
    en: str
    vi: str
    rights: frozenset[str]
    scope: ScopeKind = "ward"
    fields: Mapping[str, FieldRule] = field(default_factory=dict)

    def label(self, language: str) -> str:
        return self.en if language == "en" else self.vi


@dataclass(frozen=True)
class Declared:
    """The whole file. `rights`: right -> what it allows; `kinds`: kind -> "table.column"."""

    rights: Mapping[str, str]
    kinds: Mapping[str, tuple[str, ...]]
    roles: Mapping[str, Role]


def load_roles(path: Path = ROLES_FILE) -> Declared:
    """Raises ValueError naming what the file gets wrong."""
    said = tomllib.loads(path.read_text("utf-8"))
    kinds = {kind: _columns(patterns) for kind, patterns in said["kinds"].items()}
    roles = {
        name: _role(name, spec, said["rights"].keys(), {*kinds, *IMPLIED_KINDS})
        for name, spec in said["roles"].items()
    }
    return Declared(said["rights"], kinds, roles)


def _columns(patterns: list[str]) -> tuple[str, ...]:
    """ "*.column" stands for every table that has the column."""
    every = {f"{table.name}.{column}" for table in TABLES.values() for column in table.columns}
    found: list[str] = []
    for pattern in patterns:
        table, _dot, column = pattern.partition(".")
        fitting = {name for name in every if name.endswith(f".{column}")}
        fitting = fitting if table == "*" else fitting & {pattern}
        if not fitting:
            raise ValueError(f"data/roles.toml: no such field: {pattern}")
        found += sorted(fitting)
    return tuple(found)


def _role(name: str, spec: dict[str, Any], known: Collection[str], kinds: set[str]) -> Role:
    rights = frozenset().union(*(_expanded(right) for right in spec["rights"]))
    _refuse(name, "right", {right for right in rights if not _is_right(right, known)})
    _refuse(name, "kind of field", spec["fields"].keys() - kinds)
    _refuse(name, "rule", set(spec["fields"].values()) - set(get_args(FieldRule)))
    _refuse(name, "scope", {spec["scope"]} - set(get_args(ScopeKind)))
    fields = cast("Mapping[str, FieldRule]", spec["fields"])
    return Role(name, spec["en"], spec["vi"], rights, spec["scope"], fields)


def _refuse(role: str, what: str, wrong: set[str]) -> None:
    if wrong:
        raise ValueError(f"data/roles.toml: {role}: no such {what}: {', '.join(sorted(wrong))}")


def _expanded(right: str) -> frozenset[str]:
    named = [f"{table}.edit" for table in TABLES] if right == EVERY_TABLE else [right]
    return frozenset(named)


def _is_right(right: str, known: Collection[str]) -> bool:
    if right in known:
        return True
    table, _dot, rest = right.partition(".")
    verb, _dot, column = rest.partition(".")
    return verb == "edit" and table in TABLES and (not column or column in TABLES[table].columns)


DECLARED = load_roles()
ROLES: Mapping[str, Role] = DECLARED.roles
