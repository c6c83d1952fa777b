"""The administrator's page of a real ward."""

import json
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from lib.actions.accounts import (
    NewAccount,
    last_day_of,
    open_account,
    open_first_administrator,
)
from lib.actions.imports import accept_import
from lib.actions.own_access import sign_in
from lib.cli import main
from lib.security.actors import actor_as, terminal_actor
from lib.settings import now, ward_settings
from lib.store.accounts import Account, find_account
from lib.store.engine import Store, open_store
from lib.ui.navigation import page_file
from lib.ui.state import store
from tests.conftest import SHELL

GOOD = "con mèo leo cây cau"
SHARED = "Không: điện thoại dùng chung của tổ"


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


@pytest.fixture
def _roster(ward: Store) -> None:
    lists = {
        "teams": "team_id,name,kind\nHT1,Tổ hỗ trợ 1,support\nHT2,Tổ hỗ trợ 2,support\n",
        "members": "member_id,full_name\nM1,Trần An\nM2,Lê Bình\nM3,Lê Cúc\n",
        "memberships": "member_id,team_id,from_on,to_on\nM1,HT1,01/12/2021,\nM2,HT1,01/12/2021,\n"
        "M3,HT2,01/12/2021,\n",
    }
    for table, text in lists.items():
        taken = accept_import(ward, terminal_actor("lan"), text.encode(), f"{table}.csv", table)
        assert taken.refused == 0


def offered(app: AppTest, key: str) -> list[str]:
    return list(app.selectbox(key=key).options)


@pytest.mark.usefixtures("_roster")
def test_an_account_is_tied_to_a_volunteer_of_its_team(ward: Store, page: AppTest) -> None:
    page.text_input(key="accounts.login.0").set_value("an.ht1")
    page.text_input(key="accounts.name.0").set_value("An").run()
    page.selectbox(key="accounts.new.0.role").set_value("support_team").run()
    page.selectbox(key="accounts.new.0.team").set_value("HT1").run()
    box = "accounts.new.0.HT1.member"
    assert offered(page, box) == [SHARED, "Trần An \u00b7 M1", "Lê Bình \u00b7 M2"]
    page.selectbox(key=box).set_value("M1").run()
    page.button(key="accounts.open").click().run()
    assert not page.exception
    account = found(ward, "an.ht1")
    assert account.member_id == "M1"
    (line,) = page.dataframe[0].value.query("`Tên đăng nhập` == 'an.ht1'").to_dict("records")
    assert (line["Tình nguyện viên"], line["Phụ trách"]) == ("Trần An", "Tổ hỗ trợ 1")

    page.selectbox(key="accounts.new.1.role").set_value("support_team").run()
    page.selectbox(key="accounts.new.1.team").set_value("HT1").run()
    assert offered(page, "accounts.new.1.HT1.member") == [SHARED, "Lê Bình \u00b7 M2"]

    page.selectbox(key="accounts.chosen").set_value(account.account_id).run()
    box = f"accounts.{account.account_id}"
    assert page.selectbox(key=f"{box}.team").value == "HT1"
    assert page.selectbox(key=f"{box}.HT1.member").value == "M1"
    page.selectbox(key=f"{box}.team").set_value("HT2").run()
    assert page.selectbox(key=f"{box}.HT2.member").value == ""
    moved = b"member_id,team_id,from_on\nM1,HT2,01/12/2021\n"
    assert accept_import(ward, terminal_actor("lan"), moved, "m.csv", "memberships").refused == 0
    page.selectbox(key=f"{box}.team").set_value("HT1").run()
    page.selectbox(key=f"{box}.team").set_value("HT2").run()
    assert page.selectbox(key=f"{box}.HT2.member").value == "M1", "taken along to the next team"
    page.selectbox(key=f"{box}.HT2.member").set_value("M3").run()
    page.button(key="accounts.save").click().run()
    assert (found(ward, "an.ht1").team_id, found(ward, "an.ht1").member_id) == ("HT2", "M3")
    page.selectbox(key=f"{box}.HT2.member").set_value("").run()
    page.button(key="accounts.save").click().run()
    assert found(ward, "an.ht1").member_id is None


@pytest.mark.usefixtures("_roster")
def test_a_change_of_something_else_keeps_the_tie_of_whoever_left(
    ward: Store, page: AppTest
) -> None:
    new = NewAccount("an.ht1", "An", "support_team", "HT1", member_id="M1")
    open_account(ward, actor_as("boss", "administrator"), new)
    gone = b"member_id,team_id,from_on,to_on\nM1,HT1,01/12/2021,02/12/2021\n"
    assert accept_import(ward, terminal_actor("lan"), gone, "m.csv", "memberships").refused == 0
    chosen = found(ward, "an.ht1").account_id
    page.run()
    page.selectbox(key="accounts.chosen").set_value(chosen).run()
    assert "Trần An, không còn trong tổ" in offered(page, f"accounts.{chosen}.HT1.member")
    page.date_input(key=f"accounts.{chosen}.until").set_value(date(2035, 12, 31)).run()
    page.button(key="accounts.save").click().run()
    assert not page.error
    account = found(ward, "an.ht1")
    assert (account.member_id, last_day_of(account)) == ("M1", date(2035, 12, 31))


@pytest.mark.usefixtures("_roster")
def test_the_terminal_ties_and_unties(ward: Store, capsys: pytest.CaptureFixture[str]) -> None:
    person = ("--name", "An", "--role", "support_team", "--team", "HT1")
    assert main(["accounts", "add", "an.ht1", *person, "--member", "M3"]) == 4
    assert "không có trong danh sách thành viên" in capsys.readouterr().err
    assert main(["accounts", "add", "an.ht1", *person, "--member", "M1"]) == 0
    assert main(["accounts", "add", "may.ht1", *person]) == 0
    assert main(["accounts", "tie", "may.ht1", "M1"]) == 4
    assert main(["accounts", "tie", "may.ht1", "M2"]) == 0
    capsys.readouterr()
    assert main(["accounts", "list"]) == 0
    tied = {a["login"]: a["member"] for a in json.loads(capsys.readouterr().out)["accounts"]}
    assert tied == {"an.ht1": "M1", "may.ht1": "M2", "sep": None}
    assert main(["accounts", "tie", "may.ht1"]) == 0
    assert found(ward, "may.ht1").member_id is None


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


def test_an_address_that_is_kept_means_the_present_day(ward: Store, page: AppTest) -> None:
    """A phone opens in the morning the tab of the evening before; another day is left by a tap."""
    assert "as_of" not in page.query_params
    yesterday = ward.settings.default_as_of - timedelta(1)
    page.date_input(key="shell.as_of").set_value(yesterday)
    app = page.switch_page(page_file("teams")).run()
    assert app.query_params["as_of"] == yesterday.isoformat()
    app.button(key="day.today").click().run()
    assert not app.exception
    assert app.date_input(key="shell.as_of").value == ward.settings.default_as_of
    assert "as_of" not in app.query_params
