"""People come in, read and leave while nothing can be written; nothing of it is forgotten."""

from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta

import pytest

from lib.actions.accounts import NewAccount, change_access, open_account, reset_password
from lib.actions.own_access import change_own_password, sign_in, sign_out_everywhere
from lib.reports.accounts import load_accounts
from lib.security.actors import actor_as
from lib.security.held import HeldSessions
from lib.security.sessions import end_session, signed_in
from lib.store.accounts import SESSIONS
from lib.store.audit import AUDIT
from lib.store.engine import Store
from lib.store.problems import StoreProblem
from tests.security.wards import NOW

GOOD = "con mèo leo cây cau"
BOSS = actor_as("boss", "administrator")
SOON = NOW + timedelta(minutes=20)


@pytest.fixture
def account(store):
    """Lan, who watches over the audit."""
    once = open_account(store, BOSS, NewAccount("lan", "Lan", "auditor"), now=NOW)
    (lan,) = load_accounts(store, BOSS)
    change_own_password(store, lan, once, GOOD, GOOD, now=NOW)
    return load_accounts(store, BOSS)[0]


@pytest.fixture
def fill(store, monkeypatch):
    """fill(): the disk is full from now on; fill(False): it is not."""
    write = Store.write

    @contextmanager
    def refused(_store):
        raise StoreProblem("DISK_FULL")
        yield

    return lambda full=True: monkeypatch.setattr(Store, "write", refused if full else write)


def noted(store):
    with store.read() as conn:
        rows = conn.execute(AUDIT.select().order_by(AUDIT.c.number))
        return [(row.action, row.at) for row in rows if row.action.startswith("session")]


def n_stored(store):
    with store.read() as conn:
        return len(conn.execute(SESSIONS.select()).all())


@pytest.mark.parametrize("code", ["STORE_BEHIND", "STORE_DAMAGED"])
def test_a_store_that_can_only_be_read_lets_people_in(store, account, code):
    damaged = replace(store, problem=code)
    token = sign_in(damaged, "lan", GOOD, now=NOW)
    assert signed_in(damaged, token, SOON)[0].account == "lan"
    assert sign_in(damaged, "lan", "sai", now=NOW) is None
    assert n_stored(store) == 0


def test_who_is_reading_goes_on_reading_when_the_disk_is_full(store, account, fill):
    token = sign_in(store, "lan", GOOD, now=NOW)
    fill()
    for n in range(1, 4):  # for an hour, of which the store learns nothing
        assert signed_in(store, token, NOW + n * timedelta(minutes=20))
    assert signed_in(store, token, NOW + timedelta(minutes=95)) is None


def test_a_session_from_memory_is_kept_once_there_is_room(store, account, fill):
    fill()
    token = sign_in(store, "lan", GOOD, now=NOW)
    assert noted(store) == []
    fill(False)
    assert signed_in(store, token, SOON)
    assert noted(store) == [("session.begin", NOW)]
    assert n_stored(store) == 1
    assert signed_in(store, token, SOON + timedelta(minutes=2))
    assert n_stored(store) == 1


def test_leaving_counts_also_when_it_cannot_be_written(store, account, fill):
    stored = sign_in(store, "lan", GOOD, now=NOW)
    fill()
    held = sign_in(store, "lan", GOOD, now=NOW)
    for token in (stored, held):
        end_session(store, token, NOW)
        assert signed_in(store, token, NOW) is None
    fill(False)
    assert [signed_in(store, token, NOW) for token in (stored, held)] == [None, None]


def test_leaving_with_a_token_that_nobody_was_given_writes_and_keeps_nothing(
    store, account, monkeypatch
):
    held = HeldSessions()
    monkeypatch.setattr("lib.security.sessions._HELD", held)
    token = sign_in(store, "lan", GOOD, now=NOW)
    end_session(store, token, NOW)
    with monkeypatch.context() as patch:
        patch.setattr(Store, "write", None)
        end_session(store, token, NOW)
        end_session(store, "made up", NOW)
    assert held == HeldSessions()


@pytest.mark.parametrize(
    "act",
    [
        lambda store, lan: sign_out_everywhere(store, lan, now=NOW),
        lambda store, lan: reset_password(store, BOSS, lan.account_id, now=NOW),
        lambda store, lan: change_access(
            store, BOSS, lan.account_id, {"disabled_at": NOW}, now=NOW
        ),
    ],
    ids=["everywhere", "new password", "closed"],
)
def test_what_ends_sessions_ends_those_in_memory(store, account, fill, act):
    fill()
    token = sign_in(store, "lan", GOOD, now=NOW)
    fill(False)
    act(store, account)
    assert signed_in(store, token, NOW) is None


def test_a_password_set_by_another_process_ends_those_in_memory(store, account, fill, monkeypatch):
    fill()
    token = sign_in(store, "lan", GOOD, now=NOW)
    fill(False)
    monkeypatch.setattr("lib.security.held.HeldSessions.end_all", lambda *_a: 0)
    reset_password(store, BOSS, account.account_id, now=NOW)
    assert signed_in(store, token, NOW) is None
