"""Roles come from one file; what it does not name is not given."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pytest

from lib.schema.tables import TABLES
from lib.security.actors import (
    DEMO_PLACES,
    AccountClosed,
    NotAllowed,
    actor_as,
    actor_of,
    demo_actor,
    terminal_actor,
)
from lib.security.roles import DECLARED, ROLES, ROLES_FILE, load_roles

NOW = datetime.fromisoformat("2021-12-29T08:30")


@dataclass(frozen=True)
class Account:
    account_id: str = "A1"
    login: str = "lan"
    role: str = "testing_team"
    team_id: str | None = "XN1"
    group_id: str | None = "TDP05"
    member_id: str | None = None
    disabled_at: datetime | None = None
    expires_at: datetime | None = None


def test_every_right_is_given_to_someone() -> None:
    given = set().union(*(role.rights for role in ROLES.values()))
    assert set(DECLARED.rights) <= given


def test_nobody_alone_may_do_everything() -> None:
    assert not any(set(DECLARED.rights) <= role.rights for role in ROLES.values())


def test_the_data_officer_writes_every_table() -> None:
    assert {f"{table}.edit" for table in TABLES} <= ROLES["data_officer"].rights


def test_what_a_role_lacks_is_refused_by_name() -> None:
    auditor = demo_actor("auditor")
    auditor.require("figures.see")
    with pytest.raises(NotAllowed) as refused:
        auditor.require("persons.see")
    assert refused.value.right == "persons.see"
    assert refused.value.sentence()


def test_the_terminal_acts_as_the_data_officer_under_its_own_name() -> None:
    actor = terminal_actor("lan")
    assert (actor.account, actor.rights) == ("lan", ROLES["data_officer"].rights)
    assert actor.scope.kind == "ward"


@pytest.mark.parametrize(
    ("role", "scope"),
    [
        ("testing_team", ("team", "XN1", None)),
        ("group_leader", ("group", None, "TDP05")),
        ("data_officer", ("ward", None, None)),
    ],
)
def test_an_account_reaches_as_far_as_its_role(role: str, scope: tuple[str | None, ...]) -> None:
    actor = actor_of(Account(role=role), NOW)
    assert (actor.scope.kind, actor.scope.team_id, actor.scope.group_id) == scope
    assert (actor.account, actor.account_id, actor.rights) == ("lan", "A1", ROLES[role].rights)


@pytest.mark.parametrize(
    "account",
    [
        Account(disabled_at=datetime.fromisoformat("2021-12-01T00:00")),
        Account(disabled_at=datetime.fromisoformat("2022-12-01T00:00")),
        Account(expires_at=NOW),
        Account(role="mayor"),
    ],
    ids=["disabled", "disabled by a clock that runs ahead", "expired", "unknown role"],
)
def test_a_closed_account_is_nobody(account: Account) -> None:
    with pytest.raises(AccountClosed) as closed:
        actor_of(account, NOW)
    assert closed.value.sentence()


def test_an_account_is_good_until_its_last_moment() -> None:
    later = datetime.fromisoformat("2021-12-29T08:31")
    assert actor_of(Account(expires_at=later), NOW).rights


def test_the_demo_has_a_place_for_every_role_that_needs_one() -> None:
    assert {name for name, role in ROLES.items() if role.scope != "ward"} == set(DEMO_PLACES)


def test_an_unknown_role_is_nobody() -> None:
    with pytest.raises(KeyError):
        actor_as("x", "mayor")


def test_whoever_sees_people_sees_who_they_are_and_until_when() -> None:
    for role in ROLES.values():
        if "persons.see" in role.rights:
            assert role.fields["identity"] == role.fields["status"] == "full", role.name


@pytest.mark.parametrize(
    ("line", "wrong"),
    [
        ('"audit.see.own", "*.edit"', '"audit.see.own", "audit.forge"'),
        ('"audit.see.own", "*.edit"', '"audit.see.own", "casez.edit"'),
        ('"tests.edit"', '"tests.edit.colour"'),
        ('scope = "team"', 'scope = "street"'),
        ('care = "full"', 'care = "maybe"'),
        ('care = "full"', 'gossip = "full"'),
        ('"*.birth_date"', '"*.birthday"'),
        ('"cases.latitude"', '"caces.latitude"'),
    ],
)
def test_a_misspelt_file_does_not_start(tmp_path: Path, line: str, wrong: str) -> None:
    text = ROLES_FILE.read_text("utf-8")
    assert line in text
    file = tmp_path / "roles.toml"
    file.write_text(text.replace(line, wrong), "utf-8")
    with pytest.raises(ValueError, match=r"data/roles\.toml"):
        load_roles(file)
