"""What is typed and not saved is kept for its author alone, and for a day."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from lib.actions.drafts import discard_draft, keep_draft
from lib.reports.drafts import own_drafts
from lib.security.actors import AccountClosed, actor_as
from lib.store.accounts import change_account
from lib.store.drafts import DRAFTS
from tests.accounts import given_actor
from tests.actions.conftest import NOW

LAN, HOA = actor_as("lan", "data_officer"), actor_as("hoa", "data_officer")
FORM = "2021-12-29:measure.C1"


def fields(store, actor, at=NOW):
    return {form: dict(draft.fields) for form, draft in own_drafts(store, actor, now=at).items()}


def test_a_draft_is_its_authors_alone_and_gone_when_it_is_dropped(store):
    keep_draft(store, LAN, FORM, {"spo2": 9}, now=NOW)
    keep_draft(store, LAN, FORM, {"spo2": 91, "note": "mệt"}, now=NOW)
    assert fields(store, LAN) == {FORM: {"spo2": 91, "note": "mệt"}}
    assert fields(store, HOA) == {}
    discard_draft(store, HOA, FORM)
    assert fields(store, LAN)
    discard_draft(store, LAN, FORM)
    assert fields(store, LAN) == {}


def test_a_draft_is_kept_for_a_day_and_changes_no_figure(store):
    version = store.data_version()
    keep_draft(store, LAN, FORM, {"spo2": 91}, now=NOW)
    assert fields(store, LAN, NOW + timedelta(hours=23))
    assert fields(store, LAN, NOW + timedelta(hours=25)) == {}
    keep_draft(store, HOA, FORM, {}, now=NOW + timedelta(hours=25))
    with store.read() as conn:
        assert list(conn.scalars(sa.select(DRAFTS.c.actor))) == ["hoa"]
    assert store.data_version() == version


def test_a_closed_account_has_no_drafts(store):
    actor = given_actor(store, "mai", "support_team", team_id="HT1")
    keep_draft(store, actor, FORM, {"spo2": 91})
    with store.write() as conn:
        change_account(conn, store.ward_id, actor.account_id, {"disabled_at": NOW})
    for ask in (own_drafts, lambda *known: keep_draft(*known, FORM, {})):
        with pytest.raises(AccountClosed):
            ask(store, actor)
