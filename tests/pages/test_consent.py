"""An administrator opens the account of a vice-chair, beside one who agrees."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from lib.actions.accounts import NewAccount, open_account, open_first_administrator
from lib.actions.own_access import change_own_password
from lib.reports.accounts import load_accounts
from lib.security.actors import Actor, actor_of
from lib.settings import Settings, today
from lib.store.engine import Store, open_store
from lib.ui.context import PageContext

BOSSES, CHAIRS = "con mèo leo cây cau", "hỏi thăm chú chuột đi đâu"


@pytest.fixture
def ward_store(tmp_path: Path) -> Iterator[Store]:
    opened = open_store(Settings(tmp_path / "ward", is_demo=False))
    yield opened
    opened.close()


@pytest.fixture
def boss(ward_store: Store) -> Actor:
    """The administrator of a ward whose vice-chair has come in."""
    actor = actor_of(open_first_administrator(ward_store, "sep", "Sếp", BOSSES, BOSSES))
    once = open_account(ward_store, actor, NewAccount("pct", "Bà Phó", "vice_chair"))
    (chair,) = (a for a in load_accounts(ward_store, actor) if a.login == "pct")
    change_own_password(ward_store, chair, once, CHAIRS, CHAIRS)
    return actor


def page(context: "Any") -> None:
    """Run as a text of its own: what it needs it imports."""
    from lib.ui.accounts import show_accounts

    show_accounts(context)


def test_a_vice_chair_is_opened_with_the_word_of_another(ward_store: Store, boss: Actor) -> None:
    context = PageContext(ward_store, boss, today())
    app = AppTest.from_function(page, args=(context,), default_timeout=60).run()
    app.text_input(key="accounts.login.0").set_value("pct2")
    app.text_input(key="accounts.name.0").set_value("Ông Phó")
    app.selectbox(key="accounts.new.0.role").set_value("vice_chair").run()
    app.button(key="accounts.open").click().run()
    assert [box.value for box in app.error if "Phó Chủ tịch" in box.value]
    app.text_input(key="accounts.new.chair.0").set_value("pct")
    app.text_input(key="accounts.new.word.0").set_value(CHAIRS)
    app.button(key="accounts.open").click().run()
    assert not app.exception
    assert not app.error
    assert [a.login for a in load_accounts(ward_store, boss)] == ["pct", "pct2", "sep"]
    assert CHAIRS not in repr(app.session_state)


def test_for_others_nobody_is_asked(ward_store: Store, boss: Actor) -> None:
    context = PageContext(ward_store, boss, today())
    app = AppTest.from_function(page, args=(context,), default_timeout=60).run()
    app.selectbox(key="accounts.new.0.role").set_value("auditor").run()
    assert not [box for box in app.text_input if box.key.endswith(("chair.0", "word.0"))]


def test_the_password_is_sent_however_it_is_left(ward_store: Store, boss: Actor) -> None:
    """Only a form sends a password that somebody leaves by the Tab key."""
    context = PageContext(ward_store, boss, today())
    app = AppTest.from_function(page, args=(context,), default_timeout=60).run()
    app.selectbox(key="accounts.new.0.role").set_value("vice_chair").run()
    (chair,) = (a for a in load_accounts(ward_store, boss) if a.login == "pct")
    app.selectbox(key="accounts.chosen").set_value(chair.account_id).run()
    words = [box for box in app.text_input if box.key and ".word." in box.key]
    assert len(words) == 2
    assert all(box.form_id for box in words)


def test_a_store_that_takes_nothing_is_said(ward_store: Store, boss: Actor) -> None:
    context = PageContext(replace(ward_store, problem="DISK_FULL"), boss, today())
    app = AppTest.from_function(page, args=(context,), default_timeout=60).run()
    app.text_input(key="accounts.login.0").set_value("kt1")
    app.text_input(key="accounts.name.0").set_value("Kiểm Tra")
    app.selectbox(key="accounts.new.0.role").set_value("auditor").run()
    app.button(key="accounts.open").click().run()
    assert not app.exception
    assert [box.value for box in app.error]
