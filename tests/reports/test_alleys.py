"""The neighbours' sheet: off until it is approved, over when the approval is, and logged."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from lib.actions.alleys import approve_alley, note_handed_over, withdraw_alley
from lib.actions.deeds import Refused
from lib.reports.alleys import alley_sheet, alley_states
from lib.security.actors import NotAllowed, actor_as
from lib.store.engine import Store
from lib.store.printing import Alley
from lib.store.tables import AUDIT
from tests.documents.printed import page_texts
from tests.reports.doors import AUDITOR, CHAIR, DAY, LEADER, LOCKDOWN, NOW, OFFICER

ALLEY = Alley("TDP05", "Ngõ 49", "Phố Mẫu")
UNTIL = DAY + timedelta(3)


def approved(store: Store, alley: Alley = ALLEY) -> str:
    return approve_alley(store, CHAIR, alley, on=DAY, valid_to=UNTIL, now=NOW)


def actions(store: Store) -> list[tuple[str, str]]:
    with store.read() as conn:
        return [tuple(line) for line in conn.execute(sa.select(AUDIT.c.actor, AUDIT.c.action))]


def test_the_same_alley_of_two_groups_is_two_alleys_and_both_are_off(filled: Store) -> None:
    states = alley_states(filled, OFFICER, DAY)
    assert [(s.alley.group_id, s.name, s.n_homes, s.approval) for s in states] == [
        ("TDP05", "Ngõ 49, Phố Mẫu", 2, None), ("TDP06", "Ngõ 49, Phố Mẫu", 1, None),
    ]  # fmt: skip


@pytest.mark.parametrize("actor", [OFFICER, CHAIR, LOCKDOWN, LEADER], ids=lambda a: a.role)
def test_nobody_prints_what_is_not_approved(filled: Store, actor) -> None:
    with pytest.raises(NotAllowed):
        alley_sheet(filled, actor, DAY, "")


def test_the_approved_sheet_says_where_and_until_when_and_nothing_else(filled: Store) -> None:
    sheet_id = approved(filled)
    [text] = page_texts(alley_sheet(filled, LEADER, DAY, sheet_id))
    assert "1 1, Ngõ 49, Phố Mẫu 24/12/2021 02/01/2022" in text
    assert "2 2, Ngõ 49, Phố Mẫu 28/12/2021 03/01/2022" in text
    assert "3, Ngõ 49" not in text  # released
    assert "Có giá trị đến hết ngày 01/01/2022" in text
    for word in ("Nguyễn", "C1", "C3", "F0", "F1", "hen suyễn", "1990"):
        assert word not in text


def test_it_expires(filled: Store) -> None:
    sheet_id = approved(filled)
    assert alley_sheet(filled, OFFICER, UNTIL, sheet_id)
    with pytest.raises(NotAllowed):
        alley_sheet(filled, OFFICER, UNTIL + timedelta(1), sheet_id)
    with pytest.raises(NotAllowed):
        alley_sheet(filled, OFFICER, DAY - timedelta(1), sheet_id)
    assert alley_states(filled, OFFICER, UNTIL + timedelta(1))[0].approval is None


def test_it_can_be_withdrawn_at_once(filled: Store) -> None:
    sheet_id = approved(filled)
    withdraw_alley(filled, CHAIR, sheet_id, now=NOW)
    with pytest.raises(NotAllowed):
        alley_sheet(filled, OFFICER, DAY, sheet_id)
    with pytest.raises(Refused, match="NOT_STANDING"):
        withdraw_alley(filled, CHAIR, sheet_id, now=NOW)


def test_only_the_vice_chair_approves_and_withdraws(filled: Store) -> None:
    for actor in (OFFICER, LOCKDOWN, LEADER, AUDITOR):
        with pytest.raises(NotAllowed):
            approve_alley(filled, actor, ALLEY, on=DAY, valid_to=UNTIL, now=NOW)
        with pytest.raises(NotAllowed):
            withdraw_alley(filled, actor, "PT1", now=NOW)


@pytest.mark.parametrize("days", [-1, 15])
def test_two_weeks_are_the_most(filled: Store, days: int) -> None:
    with pytest.raises(Refused, match="TOO_LONG"):
        approve_alley(filled, CHAIR, ALLEY, on=DAY, valid_to=DAY + timedelta(days), now=NOW)


def test_handing_over_is_written_down(filled: Store) -> None:
    sheet_id = approved(filled)
    alley_sheet(filled, LOCKDOWN, DAY, sheet_id)
    note_handed_over(filled, LOCKDOWN, sheet_id, on=DAY, now=NOW)
    approval = alley_states(filled, CHAIR, DAY)[0].approval
    assert approval is not None
    assert approval.handed_at == NOW
    assert actions(filled) == [
        ("binh", "alley.approve"), ("phong", "alley.export"), ("phong", "alley.hand_over"),
    ]  # fmt: skip


def test_a_sheet_stays_within_the_reach_of_who_prints_it(filled: Store) -> None:
    far = approved(filled, Alley("TDP06", "ngõ 49", "phố mẫu"))  # however it was typed
    assert alley_sheet(filled, CHAIR, DAY, far)
    for actor in (LOCKDOWN, LEADER):
        with pytest.raises(NotAllowed):
            alley_sheet(filled, actor, DAY, far)
        with pytest.raises(NotAllowed):
            note_handed_over(filled, actor, far, on=DAY, now=NOW)
    with pytest.raises(NotAllowed):
        alley_sheet(filled, actor_as("x", "support_team", team_id="PT1"), DAY, far)
