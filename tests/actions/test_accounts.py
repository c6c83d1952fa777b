"""Accounts and sign-in, on both engines: what opens, what refuses, what ends at once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from lib.actions.accounts import (
    AccountRefused,
    NewAccount,
    change_access,
    end_of,
    has_administrator,
    last_day_of,
    open_account,
    open_first_administrator,
    reset_password,
)
from lib.actions.consent import Consent
from lib.actions.own_access import (
    change_own_password,
    choose_first_password,
    sign_in,
    sign_out_everywhere,
)
from lib.reports.accounts import load_accounts
from lib.security.access import allowed
from lib.security.actors import AccountClosed, NotAllowed, actor_as, actor_of
from lib.security.passwords import PasswordRefused
from lib.security.sessions import ABSOLUTE, IDLE, end_session, signed_in
from lib.store.accounts import ACCOUNTS, SESSIONS, change_account
from lib.store.audit import AUDIT
from tests.actions.conftest import NOW

GOOD, CHAIRS = "con mèo leo cây cau", "hỏi thăm chú chuột đi đâu"
BOSS = actor_as("boss", "administrator")
TESTER = NewAccount("xn.lan", "Lan", "testing_team", team_id="XN1")


@pytest.fixture
def account(store):
    """Lan of the testing team, who has chosen her own password."""
    once = open_account(store, BOSS, TESTER, now=NOW)
    (lan,) = load_accounts(store, BOSS)
    change_own_password(store, lan, once, GOOD, GOOD, now=NOW)
    return load_accounts(store, BOSS)[0]


def later(**more):
    return NOW + timedelta(**more)


def who(store, token, at=NOW):
    found = signed_in(store, token, at)
    return found and found[0]


def test_a_one_time_password_signs_in_and_must_be_changed(store):
    once = open_account(store, BOSS, TESTER, now=NOW)
    token = sign_in(store, "xn.lan", once, now=NOW)
    assert signed_in(store, token, NOW)[1].must_change
    lan = load_accounts(store, BOSS)[0]
    change_own_password(store, lan, once, GOOD, GOOD, now=NOW)
    assert who(store, token) is None  # the old session ends with the old password
    assert sign_in(store, "xn.lan", once, now=NOW) is None
    assert not signed_in(store, sign_in(store, "xn.lan", GOOD, now=NOW), NOW)[1].must_change


def test_an_own_password_takes_the_place_of_the_one_time_password(store):
    once = open_account(store, BOSS, TESTER, now=NOW)
    first = sign_in(store, "xn.lan", once, now=NOW)
    lan = signed_in(store, first, NOW)[1]
    for new, code in ((once, "SAME"), ("short", "SHORT")):
        with pytest.raises((AccountRefused, PasswordRefused)) as refused:
            choose_first_password(store, lan, new, new, now=NOW)
        assert refused.value.code == code
    token = choose_first_password(store, lan, GOOD, GOOD, now=NOW)
    assert who(store, first) is None
    lan = signed_in(store, token, NOW)[1]
    assert not lan.must_change
    with pytest.raises(AccountRefused):  # from now on the old one is asked for
        choose_first_password(store, lan, f"{GOOD} xanh", f"{GOOD} xanh", now=NOW)


def test_the_session_is_the_account_as_it_is_now(store, account):
    token = sign_in(store, "xn.lan", GOOD, now=NOW)
    actor = who(store, token)
    assert (actor.account, actor.role, actor.scope.team_id) == ("xn.lan", "testing_team", "XN1")
    change_access(store, BOSS, account.account_id, {"role": "support_team"}, now=NOW)
    assert who(store, token).role == "support_team"
    with pytest.raises(NotAllowed):
        allowed(store, actor, "tests.edit")  # an actor of before the change
    change_access(store, BOSS, account.account_id, {"disabled_at": NOW}, now=NOW)
    assert who(store, token) is None
    with pytest.raises(AccountClosed):
        allowed(store, actor, "figures.see")


@pytest.mark.parametrize(
    ("asked_at", "is_in"),
    [
        ((later(minutes=29),), True),
        ((later(minutes=31),), False),
        (tuple(later(minutes=29 * n) for n in range(1, 24)), True),
        ((*(later(minutes=29 * n) for n in range(1, 25)), later(hours=12, minutes=1)), False),
        ((NOW - timedelta(days=400),), False),
    ],
    ids=["soon", "idle", "kept awake", "half a day", "clock set back"],
)
def test_a_session_ends_by_itself(store, account, asked_at, is_in):
    assert (timedelta(minutes=30), timedelta(hours=12)) == (IDLE, ABSOLUTE)
    token = sign_in(store, "xn.lan", GOOD, now=NOW)
    seen = [who(store, token, at) is not None for at in asked_at]
    assert seen[-1] is is_in


def test_signing_out_here_and_everywhere(store, account):
    one, other = (sign_in(store, "xn.lan", GOOD, now=NOW) for _n in range(2))
    end_session(store, one, NOW)
    assert (who(store, one), who(store, other) is not None) == (None, True)
    assert sign_out_everywhere(store, account, now=NOW) == 1
    assert who(store, other) is None


def test_coming_and_going_makes_nobody_count_anew(store, account):
    version = store.data_version()
    end_session(store, sign_in(store, "xn.lan", GOOD, now=NOW), NOW)
    sign_in(store, "xn.lan", "sai", now=NOW)
    sign_out_everywhere(store, account, now=NOW)
    assert store.data_version() == version


@pytest.mark.parametrize(
    ("login", "password"), [("xn.lan", "sai"), ("khong-co", GOOD), ("", ""), ("XN.LAN", GOOD)]
)
def test_nobody_is_told_what_was_wrong(store, account, login, password):
    assert sign_in(store, login, password, now=NOW) is None


@pytest.mark.parametrize(
    "closed", [{"disabled_at": NOW}, {"expires_at": NOW}, {"expires_at": later(minutes=-1)}]
)
def test_a_closed_account_stays_outside(store, account, closed):
    change_access(store, BOSS, account.account_id, closed, now=NOW)
    assert sign_in(store, "xn.lan", GOOD, now=NOW) is None


@pytest.mark.parametrize(
    ("password", "again", "code"),
    [
        ("ngắn", "ngắn", "SHORT"), ("x" * 201, "x" * 201, "LONG"), (GOOD, GOOD + ".", "UNLIKE"),
        ("phuonglongbien2022!", "phuonglongbien2022!", "WEAK"),
        ("xn.lan xn.lan xn.lan", "xn.lan xn.lan xn.lan", "WEAK"), ("1" * 20, "1" * 20, "WEAK"),
    ],
)  # fmt: skip
def test_a_guessable_password_is_refused(store, account, password, again, code):
    with pytest.raises(PasswordRefused, match=code):
        change_own_password(store, account, GOOD, password, again, now=NOW)
    assert sign_in(store, "xn.lan", GOOD, now=NOW)


@pytest.mark.parametrize(
    ("new", "code"),
    [
        (NewAccount("Lan", "Lan", "vice_chair"), "LOGIN"),
        (NewAccount("lan", " ", "vice_chair"), "NAME"),
        (NewAccount("lan", "Lan", "testing_team"), "PLACE"),
        (NewAccount("lan", "Lan", "group_leader", team_id="XN1"), "PLACE"),
        (NewAccount("xn.lan", "Lan", "vice_chair"), "LOGIN_TAKEN"),
    ],
)  # fmt: skip
def test_what_an_account_needs(store, account, new, code):
    with pytest.raises(AccountRefused, match=code):
        open_account(store, BOSS, new, now=NOW)


@pytest.mark.parametrize("role", ["vice_chair", "data_officer", "testing_team", "auditor"])
def test_only_the_administrator_lets_people_in(store, account, role):
    actor = actor_as("x", role)
    for act in (
        lambda: open_account(store, actor, NewAccount("moi", "M", "auditor"), now=NOW),
        lambda: change_access(store, actor, account.account_id, {"role": "auditor"}, now=NOW),
        lambda: reset_password(store, actor, account.account_id, now=NOW),
    ):
        with pytest.raises(NotAllowed):
            act()


def test_the_first_administrator_and_the_last(store):
    assert not has_administrator(store)
    boss = open_first_administrator(store, "sep", "Sếp", GOOD, GOOD, now=NOW)
    assert has_administrator(store)
    with pytest.raises(AccountRefused, match="LAST"):
        open_first_administrator(store, "ke.gian", "X", GOOD, GOOD, now=NOW)
    with pytest.raises(AccountRefused, match="LAST"):
        change_access(store, BOSS, boss.account_id, {"disabled_at": NOW}, now=NOW)
    with pytest.raises(AccountRefused, match="LAST"):
        change_access(store, BOSS, boss.account_id, {"role": "auditor"}, now=NOW)


@pytest.fixture
def boss(store):
    """An administrator with an account, beside whom a vice-chair has come in."""
    sep = open_first_administrator(store, "sep", "Sếp", GOOD, GOOD, now=NOW)
    actor = actor_of(sep)
    once = open_account(store, actor, NewAccount("pct", "Bà Phó", "vice_chair"), now=NOW)
    assert open_account(store, actor, NewAccount("pct2", "X", "vice_chair"), now=NOW)  # none is in
    (chair,) = (a for a in load_accounts(store, BOSS) if a.login == "pct")
    change_own_password(store, chair, once, CHAIRS, CHAIRS, now=NOW)
    return actor


def touching_a_vice_chair(store, boss, account):
    """Every way in which an administrator could become the second person."""
    (chair,) = (a for a in load_accounts(store, BOSS) if a.login == "pct")
    new = NewAccount("pct3", "Y", "vice_chair")
    return [
        lambda **more: open_account(store, boss, new, now=NOW, **more),
        lambda **more: change_access(
            store, boss, account.account_id, {"role": "vice_chair"}, now=NOW, **more
        ),
        lambda **more: change_access(
            store, boss, chair.account_id, {"role": "auditor"}, now=NOW, **more
        ),
        lambda **more: change_access(
            store, boss, chair.account_id, {"disabled_at": NOW}, now=NOW, **more
        ),
        lambda **more: reset_password(store, boss, chair.account_id, now=NOW, **more),
    ]


def test_nobody_makes_or_unmakes_a_vice_chair_alone(store, account, boss):
    for act in touching_a_vice_chair(store, boss, account):
        with pytest.raises(AccountRefused, match="CONSENT"):
            act()
    before = {a.login: a.role for a in load_accounts(store, BOSS)}
    assert before == {
        "sep": "administrator", "pct": "vice_chair", "pct2": "vice_chair",
        "xn.lan": "testing_team",
    }  # fmt: skip
    assert open_account(store, boss, NewAccount("tt.tra", "T", "auditor"), now=NOW)


@pytest.mark.parametrize("deed", range(5))
def test_a_vice_chair_agrees_with_the_own_password(store, account, boss, deed):
    act = touching_a_vice_chair(store, boss, account)[deed]
    for wrong in (Consent("pct", GOOD), Consent("sep", GOOD), Consent("", "")):
        with pytest.raises(AccountRefused, match="CONSENT"):
            act(consent=wrong)
    act(consent=Consent("pct", CHAIRS))
    with store.read() as conn:
        lines = conn.execute(sa.select(AUDIT).order_by(AUDIT.c.number.desc()).limit(2)).all()
    agreed = [line for line in lines if line.action == "account.agree"]
    assert [line.actor for line in agreed] == ["pct"]
    assert {line.subject for line in lines} == {agreed[0].subject}


def test_a_vice_chair_who_was_never_in_cannot_agree(store, boss):
    (other,) = (a for a in load_accounts(store, BOSS) if a.login == "pct2")
    once = reset_password(store, BOSS, other.account_id, now=NOW)  # at the terminal
    new = NewAccount("pct3", "Y", "vice_chair")
    with pytest.raises(AccountRefused, match="CONSENT"):
        open_account(store, boss, new, consent=Consent("pct2", once), now=NOW)


def test_an_administrator_does_not_guess_a_vice_chairs_password(store, boss):
    new = NewAccount("pct3", "Y", "vice_chair")
    right = Consent("pct", CHAIRS)
    for _guess in range(5):
        with pytest.raises(AccountRefused, match="CONSENT"):
            open_account(store, boss, new, consent=Consent("pct", "sai rồi"), now=NOW)
    with pytest.raises(AccountRefused, match="CONSENT"):
        open_account(store, boss, new, consent=right, now=NOW)
    with store.read() as conn:
        lines = conn.execute(sa.select(AUDIT).where(AUDIT.c.action == "account.refused")).all()
    assert [(line.actor, line.subject) for line in lines] == [("sep", "pct")] * 5
    assert open_account(store, boss, new, consent=right, now=later(minutes=16))


def test_guesses_at_the_same_time_are_counted_too(store, boss):
    new = NewAccount("pct3", "Y", "vice_chair")

    def guess(word):
        with pytest.raises(AccountRefused, match="CONSENT"):
            open_account(store, boss, new, consent=Consent("pct", word), now=NOW)

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(guess, (f"sai {n}" for n in range(8))))
    with store.read() as conn:
        lines = conn.execute(sa.select(AUDIT).where(AUDIT.c.action == "account.refused")).all()
    assert len(lines) == 5


def test_no_password_is_no_guess(store, boss):
    new = NewAccount("pct3", "Y", "vice_chair")
    for _tap in range(6):
        with pytest.raises(AccountRefused, match="CONSENT"):
            open_account(store, boss, new, consent=Consent("pct", ""), now=NOW)
    assert open_account(store, boss, new, consent=Consent("pct", CHAIRS), now=NOW)


def test_an_account_is_open_to_the_end_of_its_last_day(store):
    end = end_of(date(2021, 12, 31))
    new = NewAccount("sv.hoa", "Hoa", "auditor", expires_at=end)
    once = open_account(store, BOSS, new, now=NOW)
    assert last_day_of(load_accounts(store, BOSS)[0]) == date(2021, 12, 31)
    minute = timedelta(minutes=1)
    token = sign_in(store, "sv.hoa", once, now=end - minute)
    assert who(store, token, end - minute)
    assert who(store, token, end) is None
    assert sign_in(store, "sv.hoa", once, now=end) is None
    assert end_of(None) is None


def test_an_administrator_whose_time_is_over_counts_for_nothing(store):
    boss = open_first_administrator(store, "sep", "Sếp", GOOD, GOOD, now=NOW)
    with pytest.raises(AccountRefused, match="ENDLESS"):
        change_access(store, BOSS, boss.account_id, {"expires_at": later(days=9)}, now=NOW)
    brief = NewAccount("tam", "Tạm", "administrator", expires_at=later(days=1))
    open_account(store, BOSS, brief, now=NOW)
    with pytest.raises(AccountRefused, match="LAST"):
        change_access(store, BOSS, boss.account_id, {"disabled_at": NOW}, now=NOW)
    with store.write() as conn:  # as a ward of before this rule may have it
        change_account(conn, store.ward_id, boss.account_id, {"expires_at": later(days=1)})
    assert has_administrator(store, NOW)
    assert not has_administrator(store, later(days=1))


def test_nothing_secret_is_kept_and_every_step_is_noted(store, account):
    token = sign_in(store, "xn.lan", GOOD, now=NOW)
    sign_in(store, "xn.lan", "sai", now=NOW)
    with store.read() as conn:
        kept = str([*conn.execute(sa.select(ACCOUNTS)), *conn.execute(sa.select(SESSIONS))])
        noted = [(row.action, row.subject) for row in conn.execute(sa.select(AUDIT).order_by(
            AUDIT.c.number))]  # fmt: skip
    assert GOOD not in kept
    assert token not in kept
    assert "$argon2id$v=19$m=19456,t=2,p=1$" in kept
    assert [action for action, _subject in noted] == [
        "account.open", "account.password", "session.begin", "session.refused",
    ]  # fmt: skip
    assert {subject for action, subject in noted if action.startswith("account")} == {"xn.lan"}
