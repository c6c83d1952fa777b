"""The ledger of signs: printed, posted, replaced, taken down; every tap has a way back."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from lib.actions.deeds import Done, Refused, undo
from lib.actions.signs import DoorDates, note_posted, note_printed, note_taken_down
from lib.security.actors import NotAllowed
from lib.settings import Settings
from lib.store.engine import Store, open_store
from lib.store.repository import fetch
from lib.store.tables import AUDIT
from tests.reports.doors import AUDITOR, CHAIR, DAY, LEADER, LOCKDOWN, NOW, OFFICER, day, fill

FIRST = DoorDates("H1", day("24/12"), day("02/01"))
SECOND = DoorDates("H2", day("28/12"), day("03/01"))


@pytest.fixture
def filled(tmp_path: Path) -> Iterator[Store]:
    opened = open_store(Settings(tmp_path / "ward", is_demo=False))
    yield fill(opened)
    opened.close()


def signs(store: Store, home: str) -> list[tuple[date, date | None, date | None]]:
    """(printed end, posted, taken down) of each sign of the door, the oldest end first."""
    columns = ("printed_end", "posted_on", "removed_on")
    with store.read() as conn:
        found = fetch(conn, store.ward_id, "signs", columns, where={"household_id": home})
    return sorted(found.rows(), key=lambda row: row[0])


def audited(store: Store) -> list[tuple[str, str, int]]:
    with store.read() as conn:
        lines = conn.execute(sa.select(AUDIT.c.actor, AUDIT.c.action, AUDIT.c.n_rows))
        return [tuple(line) for line in lines]


def state(store: Store) -> list[Any]:
    return [signs(store, home) for home in ("H1", "H2", "H3", "H4")]


def test_a_sign_is_printed_then_posted_and_the_wrong_one_comes_down(store: Store) -> None:
    fill(store)
    note_printed(store, LOCKDOWN, [FIRST], on=DAY, now=NOW)
    old, new = (day("30/12"), day("24/12"), None), (day("02/01"), None, None)
    assert signs(store, "H1") == [old, new]
    note_posted(store, LOCKDOWN, [FIRST], on=DAY, now=NOW)
    assert signs(store, "H1") == [(*old[:2], DAY), (new[0], DAY, None)]
    assert audited(store) == [("phong", "sign.print", 1), ("phong", "sign.post", 2)]


def test_a_sign_can_be_posted_without_having_been_noted_as_printed(filled: Store) -> None:
    note_posted(filled, OFFICER, [SECOND], on=DAY, now=NOW)
    assert signs(filled, "H2") == [(day("03/01"), DAY, None)]


def test_the_sheet_of_many_is_noted_in_one_step(filled: Store) -> None:
    done = note_printed(filled, LOCKDOWN, [FIRST, SECOND], on=DAY, now=NOW)
    assert len(done.new_ids("signs")) == 2
    assert audited(filled) == [("phong", "sign.print", 2)]


def test_a_second_tap_changes_nothing(filled: Store) -> None:
    for _tap in range(2):
        note_printed(filled, LOCKDOWN, [SECOND], on=DAY, now=NOW)
    assert signs(filled, "H2") == [(day("03/01"), None, None)]
    for _tap in range(2):
        note_posted(filled, LOCKDOWN, [SECOND], on=DAY, now=NOW)
    assert signs(filled, "H2") == [(day("03/01"), DAY, None)]


def test_a_sign_comes_down(filled: Store) -> None:
    note_taken_down(filled, LOCKDOWN, ["H3"], on=DAY, now=NOW)
    assert signs(filled, "H3") == [(day("28/12"), day("15/12"), DAY)]
    before = audited(filled)
    note_taken_down(filled, LOCKDOWN, ["H3"], on=DAY, now=NOW)  # a second tap
    assert audited(filled) == before


@pytest.mark.parametrize("which", ["printed", "posted", "replaced", "taken_down"])
def test_every_tap_has_a_way_back(filled: Store, which: str) -> None:
    before = state(filled)
    done: Done = {
        "printed": lambda: note_printed(filled, LOCKDOWN, [FIRST, SECOND], on=DAY, now=NOW),
        "posted": lambda: note_posted(filled, LOCKDOWN, [SECOND], on=DAY, now=NOW),
        "replaced": lambda: note_posted(filled, LOCKDOWN, [FIRST], on=DAY, now=NOW),
        "taken_down": lambda: note_taken_down(filled, LOCKDOWN, ["H3"], on=DAY, now=NOW),
    }[which]()
    assert state(filled) != before
    undo(filled, LOCKDOWN, done, now=NOW)
    assert state(filled) == before
    with pytest.raises(Refused):
        undo(filled, LOCKDOWN, done, now=NOW)


def test_a_sign_cannot_come_down_before_it_went_up(filled: Store) -> None:
    with pytest.raises(Refused, match="CONTRADICTS"):
        note_taken_down(filled, LOCKDOWN, ["H3"], on=day("01/12"), now=NOW)


def test_whoever_does_not_look_after_a_door_notes_nothing_there(filled: Store) -> None:
    far = DoorDates("H4", day("28/12"), day("03/01"))
    before = state(filled)
    for attempt in (
        lambda: note_printed(filled, LOCKDOWN, [SECOND, far], on=DAY, now=NOW),
        lambda: note_posted(filled, LOCKDOWN, [far], on=DAY, now=NOW),
        lambda: note_taken_down(filled, LOCKDOWN, ["H4"], on=DAY, now=NOW),
        lambda: note_printed(filled, LEADER, [SECOND], on=DAY, now=NOW),
        lambda: note_printed(filled, CHAIR, [SECOND], on=DAY, now=NOW),
        lambda: note_printed(filled, AUDITOR, [SECOND], on=DAY, now=NOW),
    ):
        with pytest.raises(NotAllowed):
            attempt()
    assert state(filled) == before
    assert audited(filled) == []


def test_what_is_dated_later_has_not_happened(filled: Store) -> None:
    """The page of an earlier day acts on that day: a sign posted since is not there yet."""
    later = DAY + timedelta(days=1)
    note_posted(filled, LOCKDOWN, [SECOND], on=later, now=NOW)
    note_posted(filled, LOCKDOWN, [SECOND], on=DAY, now=NOW)
    assert signs(filled, "H2") == [(SECOND.last_day, DAY, None)]
    note_taken_down(filled, LOCKDOWN, ["H2"], on=later, now=NOW)
    note_taken_down(filled, LOCKDOWN, ["H2"], on=DAY, now=NOW)
    assert signs(filled, "H2") == [(SECOND.last_day, DAY, DAY)]
