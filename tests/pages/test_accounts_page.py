"""The administrator's page of a real ward."""

import json
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from lib.actions.accounts import last_day_of, open_first_administrator
from lib.actions.own_access import sign_in
from lib.cli import main
from lib.settings import now, ward_settings
from lib.store.accounts import Account, find_account
from lib.store.engine import Store, open_store
from lib.ui.navigation import page_file
from lib.ui.state import store
from tests.conftest import SHELL

GOOD = "con mèo leo cây cau"


@pytest.fixture
def ward(empty_folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    """With one administrator, who is signed in."""
    opened = open_store(ward_settings())
    open_first_administrator(opened, "sep", "Sếp", GOOD, GOOD, now=now())
    token = sign_in(opened, "sep", GOOD, now=now())
    monkeypatch.setattr("lib.ui.reader.session_token", lambda: token)
    store.cache_clear()
    yield opened
    store().close()
    store.cache_clear()
    opened.close()


@pytest.fixture
def page(ward: Store) -> AppTest:
    app = AppTest.from_file(str(SHELL), default_timeout=60).run()
    return app.switch_page(page_file("accounts")).run()


def found(ward: Store, login: str) -> Account:
    with ward.read() as conn:
        account = find_account(conn, ward.ward_id, login=login)
    assert account is not None
    return account


def test_an_account_is_opened_to_a_last_day_and_kept_longer(ward: Store, page: AppTest) -> None:
    page.text_input(key="accounts.login.0").set_value("kt.hoa")
    page.text_input(key="accounts.name.0").set_value("Hoa").run()
    page.selectbox(key="accounts.new.0.role").set_value("auditor")
    page.date_input(key="accounts.new.0.until").set_value(date(2021, 12, 31)).run()
    page.button(key="accounts.open").click().run()
    assert not page.exception
    assert last_day_of(found(ward, "kt.hoa")) == date(2021, 12, 31)
    (line,) = page.dataframe[0].value.query("`Tên đăng nhập` == 'kt.hoa'").to_dict("records")
    assert (line["Trạng thái"], line["Đến hết ngày"]) == ("hết hạn", "31/12/2021")

    chosen = found(ward, "kt.hoa").account_id
    page.selectbox(key="accounts.chosen").set_value(chosen).run()
    assert page.date_input(key=f"accounts.{chosen}.until").value == date(2021, 12, 31)
    page.date_input(key=f"accounts.{chosen}.until").set_value(None).run()
    page.button(key="accounts.save").click().run()
    assert found(ward, "kt.hoa").expires_at is None


def test_ones_own_sessions_are_listed_before_they_are_ended(ward: Store) -> None:
    sign_in(ward, "sep", GOOD, now=now() - timedelta(minutes=25))
    sign_in(ward, "sep", GOOD, now=now() - timedelta(minutes=45))  # over by itself
    app = AppTest.from_file(str(SHELL), default_timeout=60).run()
    app = app.switch_page(page_file("account")).run()
    assert not app.exception
    assert list(app.table[0].value["Thiết bị"]) == ["máy này", "máy khác"]


def test_the_terminal_sets_the_last_day_too(
    ward: Store, capsys: pytest.CaptureFixture[str]
) -> None:
    person = ("--name", "Hoa", "--role", "auditor")
    assert main(["accounts", "add", "kt.hoa", *person, "--until", "31/12/2021"]) == 0
    capsys.readouterr()
    assert main(["accounts", "list"]) == 0
    (hoa, _sep) = json.loads(capsys.readouterr().out)["accounts"]
    assert (hoa["login"], hoa["open"], hoa["until"]) == ("kt.hoa", False, "2021-12-31")
    assert main(["accounts", "until", "kt.hoa"]) == 0
    assert found(ward, "kt.hoa").expires_at is None
    assert main(["accounts", "until", "kt.hoa", "2035-12-31"]) == 0
    assert last_day_of(found(ward, "kt.hoa")) == date(2035, 12, 31)
    assert main(["accounts", "until", "sep", "2035-12-31"]) == 4  # nobody else stays
