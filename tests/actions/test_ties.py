"""An account and its volunteer, on both engines: who may be tied, what it writes, what is noted."""

from datetime import date, datetime, timedelta

import pytest
import sqlalchemy as sa

from lib.actions.accounts import AccountRefused, NewAccount, change_access, open_account
from lib.actions.samples import Taken, record_tests
from lib.actions.visits import Visit, record_visit
from lib.reports.accounts import (
    load_accounts,
    names_of_accounts,
    team_roster,
    volunteer_names,
)
from lib.reports.my_day import my_round
from lib.security.access import allowed
from lib.security.actors import Actor, NotAllowed, actor_as, actor_of
from lib.store.accounts import Account
from lib.store.audit import AUDIT
from lib.store.engine import Store
from lib.store.repository import fetch

NOW = datetime.fromisoformat("2021-12-29T08:30")
DAY, AT = NOW.date(), "2021-12-29T08:30"
BOSS = actor_as("boss", "administrator")
TABLES = {
    "groups": "group_id,name\nTDP05,Tổ 5\n",
    "teams": "team_id,name,kind\nHT1,Tổ hỗ trợ 1,support\nXN1,Tổ xét nghiệm,testing\n",
    "team_areas": "team_id,group_id,from_on\nHT1,Tổ 5,01/12/2021\nXN1,Tổ 5,01/12/2021\n",
    "members": "member_id,full_name,phone\nM1,Trần An,0190000001\nM2,Lê Bình,0190000002\n"
    "M3,Lê Cúc,0190000003\nM4,Vũ Dần,0190000004\nM5,Đỗ Én,0190000005\n",
    "memberships": "member_id,team_id,from_on,to_on\nM1,HT1,01/12/2021,\nM2,HT1,01/12/2021,\n"
    "M3,XN1,01/12/2021,\nM4,HT1,01/12/2021,28/12/2021\nM5,HT1,30/12/2021,\n",
    "cases": "case_id,case_type,full_name,birth_year,group_id,reported_at,quarantine_start,"
    "quarantine_end\nC1,F0,Trần Thị Mẫu,1950,Tổ 5,25/12/2021,25/12/2021,03/01/2022\n"
    "C2,F1,Trần An,1990,Tổ 5,25/12/2021,25/12/2021,03/01/2022\n",
}


@pytest.fixture(autouse=True)
def _known(take) -> None:
    for table, text in TABLES.items():
        assert take(table, text).refused == 0


def opened(store: Store, login: str, member_id: str | None, **more: object) -> Account:
    values = {"role": "support_team", "team_id": "HT1"} | more
    new = NewAccount(login, login.title(), member_id=member_id, **values)  # type: ignore[arg-type]
    open_account(store, BOSS, new, now=NOW)
    return account(store, login)


def account(store: Store, login: str) -> Account:
    return next(each for each in load_accounts(store, BOSS) if each.login == login)


def changed(store: Store, login: str, **values: object) -> None:
    change_access(store, BOSS, account(store, login).account_id, values, now=NOW)


def audit(store: Store) -> list[tuple[object, ...]]:
    c = AUDIT.c
    query = sa.select(c.action, c.table_name, c.row_id, c.subject).order_by(c.number)
    with store.read() as conn:
        return [tuple(row) for row in conn.execute(query) if row.action.startswith("account")]


def member_of(store: Store, table: str) -> list[tuple[object, ...]]:
    with store.read() as conn:
        return fetch(conn, store.ward_id, table, ("case_id", "team_id", "member_id")).rows()


def test_a_tie_is_kept_with_the_account_and_noted_by_codes(store: Store) -> None:
    opened(store, "an.ht1", "M1")
    changed(store, "an.ht1", expires_at=NOW + timedelta(days=9))
    changed(store, "an.ht1", member_id="M2")
    changed(store, "an.ht1", member_id=None)
    assert account(store, "an.ht1").member_id is None
    assert audit(store) == [
        ("account.open", None, None, "an.ht1"), ("account.tie", "members", "M1", "an.ht1"),
        ("account.change", None, None, "an.ht1"),
        ("account.change", None, None, "an.ht1"), ("account.untie", "members", "M1", "an.ht1"),
        ("account.tie", "members", "M2", "an.ht1"),
        ("account.change", None, None, "an.ht1"), ("account.untie", "members", "M2", "an.ht1"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("member_id", "place", "code"),
    [
        ("M1", {}, None),
        ("M5", {}, None),  # who begins tomorrow gets the account today
        ("M3", {}, "TIE_TEAM"),  # of another team
        ("M4", {}, "TIE_TEAM"),  # who has left
        ("M9", {}, "TIE_TEAM"),  # nobody
        ("M3", {"role": "testing_team", "team_id": "XN1"}, None),
        ("M1", {"role": "testing_team", "team_id": "XN1"}, "TIE_TEAM"),
        ("M1", {"role": "group_leader", "group_id": "TDP05"}, "TIE_TEAM"),
        ("M1", {"role": "data_officer"}, "TIE_TEAM"),
        ("M2", {}, "TIE_TAKEN"),
    ],
)
def test_only_somebody_of_the_own_team_and_once(
    store: Store, member_id: str, place: dict[str, str], code: str | None
) -> None:
    opened(store, "binh", "M2")
    opened(store, "may", None)
    for act in (
        lambda: opened(store, "moi", member_id, **place),
        lambda: changed(store, "may", member_id=member_id, **place),
    ):
        if code is None:
            act()
            changed(store, "moi", member_id=None)
        else:
            with pytest.raises(AccountRefused, match=code):
                act()
    assert account(store, "may").member_id == (None if code else member_id)


def test_another_team_or_role_needs_another_tie(store: Store) -> None:
    opened(store, "an.ht1", "M1")
    for values in ({"team_id": "XN1"}, {"role": "auditor"}):
        with pytest.raises(AccountRefused, match="TIE_TEAM"):
            changed(store, "an.ht1", **values)
        changed(store, "an.ht1", **values, member_id=None)
        changed(store, "an.ht1", role="support_team", team_id="HT1", member_id="M1")


@pytest.mark.parametrize("end", [{"disabled_at": NOW}, {"expires_at": NOW}])
def test_who_has_a_closed_account_may_get_another_one_and_not_both(
    store: Store, end: dict[str, datetime]
) -> None:
    opened(store, "an.ht1", "M1")
    changed(store, "an.ht1", **end)
    opened(store, "an.moi", "M1")
    with pytest.raises(AccountRefused, match="TIE_TAKEN"):
        changed(store, "an.ht1", **dict.fromkeys(end))
    changed(store, "an.moi", disabled_at=NOW)
    changed(store, "an.ht1", **dict.fromkeys(end))


def test_whoever_left_keeps_the_tie_and_nobody_gets_it_anew(store: Store, take) -> None:
    opened(store, "an.ht1", "M1")
    gone = "member_id,team_id,from_on,to_on\nM1,HT1,01/12/2021,28/12/2021\n"
    assert take("memberships", gone).refused == 0
    changed(store, "an.ht1", expires_at=datetime.fromisoformat("2099-01-01"))
    changed(store, "an.ht1", disabled_at=NOW)
    changed(store, "an.ht1", disabled_at=None)
    assert account(store, "an.ht1").member_id == "M1"
    walker = my_round(store, actor_of(account(store, "an.ht1"), NOW), DAY, "HT1").walker
    assert walker is not None
    assert (walker.member_id, walker.name, walker.has_left, walker.is_out) == (
        "M1", "Trần An", True, False,
    )  # fmt: skip
    changed(store, "an.ht1", member_id=None)
    with pytest.raises(AccountRefused, match="TIE_TEAM"):
        changed(store, "an.ht1", member_id="M1")


def test_whoever_is_in_quarantine_is_told_on_that_day(store: Store, take) -> None:
    phone = "case_id,case_type,full_name,phone,group_id,reported_at\n"
    assert take("cases", f"{phone}C2,F1,Trần An,0190000001,Tổ 5,25/12/2021\n").refused == 0
    actor = actor_of(opened(store, "an.ht1", "M1"), NOW)
    out = [
        (walker := my_round(store, actor, day, "HT1").walker) and walker.is_out
        for day in (date(2021, 12, 24), DAY)
    ]
    assert out == [False, True]


def test_what_a_tied_account_writes_is_its_volunteers(store: Store) -> None:
    actor = actor_of(opened(store, "an.ht1", "M1"), NOW)
    for named, at in ((None, AT), ("M2", "2021-12-29T08:31")):
        record_visit(store, actor, Visit("C1", at, "seen_ok", "HT1", named), now=NOW)
    assert member_of(store, "visits") == [("C1", "HT1", "M1")] * 2
    role = {"role": "testing_team", "team_id": "XN1"}
    tester = actor_of(opened(store, "cuc", "M3", **role), NOW)
    record_tests(store, tester, [Taken("C1", DAY, "rapid_antigen", "negative")], now=NOW)
    assert member_of(store, "tests") == [("C1", "XN1", "M3")]


def test_the_account_as_it_is_now_decides_also_for_a_page_left_open(store: Store) -> None:
    before = actor_of(opened(store, "an.ht1", "M1"), NOW)
    changed(store, "an.ht1", member_id="M2")
    assert allowed(store, before, "visits.edit").member_id == "M2"
    record_visit(store, before, Visit("C1", AT, "seen_ok", "HT1", "M1"), now=NOW)
    assert member_of(store, "visits") == [("C1", "HT1", "M2")]


def test_a_telephone_that_the_team_shares_writes_whoever_was_named(store: Store) -> None:
    actor = actor_of(opened(store, "may", None), NOW)
    for named, at in ((None, AT), ("M2", "2021-12-29T08:31")):
        record_visit(store, actor, Visit("C1", at, "seen_ok", "HT1", named), now=NOW)
    assert sorted(member_of(store, "visits"), key=str) == [
        ("C1", "HT1", "M2"), ("C1", "HT1", None),
    ]  # fmt: skip
    assert my_round(store, actor, DAY, "HT1").walker is None


def test_a_deed_of_a_tied_account_stands_under_the_volunteers_name(store: Store) -> None:
    opened(store, "an.ht1", "M1")
    opened(store, "may", None)
    name_of = names_of_accounts(store)
    assert [name_of(each) for each in ("an.ht1", "may", "ngoài")] == ["Trần An", "May", "ngoài"]


def test_who_gives_accounts_sees_names_of_volunteers_and_nobody_else_does(
    store: Store, officer: Actor
) -> None:
    assert team_roster(store, BOSS, "HT1") == {"M1": "Trần An", "M2": "Lê Bình", "M5": "Đỗ Én"}
    assert volunteer_names(store, BOSS)["M4"] == "Vũ Dần"
    assert volunteer_names(store, actor_as("x", "auditor")) == {}
    for actor in (officer, actor_as("x", "auditor"), actor_as("x", "vice_chair")):
        with pytest.raises(NotAllowed):
            team_roster(store, actor, "HT1")
