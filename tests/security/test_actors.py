"""Roles come from one file; what it does not name is not given."""

from pathlib import Path

import pytest

from lib.security.actors import (
    ROLES,
    NotAllowed,
    actor_as,
    demo_actor,
    load_roles,
    terminal_actor,
)

RIGHTS = {
    "figures.see",
    "persons.see",
    "contacts.see",
    "places.see",
    "imports.see",
    "rows.import",
    "rows.export",
}


def test_every_right_is_known_and_given_to_someone() -> None:
    assert set().union(*(role.rights for role in ROLES.values())) == RIGHTS


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


def test_a_role_of_the_file_is_a_role(tmp_path: Path) -> None:
    file = tmp_path / "roles.toml"
    file.write_text('[x]\nen = "X"\nvi = "Y"\nrights = []\n')
    (role,) = load_roles(file).values()
    assert (role.label("en"), role.label("vi"), role.rights) == ("X", "Y", frozenset())


def test_an_unknown_role_is_nobody() -> None:
    with pytest.raises(KeyError):
        actor_as("x", "mayor")
