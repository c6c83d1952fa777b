"""One door's record: every stay behind it and everything that happened, within one's reach."""

from datetime import date

import pytest
import sqlalchemy as sa

from lib.reports.home_story import home_record
from lib.security.actors import NotAllowed, actor_as
from lib.store.engine import Store
from lib.store.history import Author
from lib.store.repository import insert_rows
from lib.store.tables import AUDIT
from lib.store.viewing import finish_looks
from tests.reports.doors import CHAIR, DAY, LEADER, NOW, day


def visit(id_: str, case_id: str, on: str, result: str) -> dict[str, str]:
    at = f"2021-12-{on}T08:00"
    return {"visit_id": id_, "case_id": case_id, "visited_at": at, "result": result}


@pytest.fixture
def lived(filled: Store) -> Store:
    rows = {
        "visits": [
            visit("V1", "C1", "28", "seen_ok"), visit("V2", "C2", "29", "missed"),
            visit("V3", "C2", "30", "seen_ok"), visit("V4", "C3", "29", "seen_ok"),
        ],
        "appraisals": [
            {
                "appraisal_id": "A1", "household_id": "H1", "appraised_on": day("25/12"),
                "verdict": "fit",
            },
        ],
    }  # fmt: skip
    with filled.write() as conn:
        for table, several in rows.items():
            insert_rows(conn, filled.ward_id, table, several, Author("before", NOW))
    return filled


def test_the_record_tells_every_stay_and_what_happened_in_time_order(lived: Store) -> None:
    record = home_record(lived, CHAIR, DAY, "H1")
    assert record
    assert record.row["address"] == "1, Ngõ 49, Phố Mẫu"
    assert [stay["case_id"] for stay in record.stays] == ["C1", "C2"]
    told = [(event.when[:10], event.column, event.case_id) for event in record.events]
    assert told == sorted(told, key=lambda each: each[0])
    assert {
        ("2021-12-24", "posted_on", None), ("2021-12-25", "appraised_on", None),
        ("2021-12-28", "visited_at", "C1"), ("2021-12-29", "visited_at", "C2"),
        ("2021-12-27", "reported_at", "C2"),
    } <= set(told)  # fmt: skip


def test_nothing_of_another_door_or_of_a_later_day_is_told(lived: Store) -> None:
    record = home_record(lived, CHAIR, DAY, "H1")
    assert record
    assert {event.case_id for event in record.events} == {None, "C1", "C2"}
    assert not [e for e in record.events if e.column == "visited_at" and e.when > "2021-12-30"]
    before = home_record(lived, CHAIR, date(2021, 12, 26), "H1")
    assert before
    assert [stay["case_id"] for stay in before.stays] == ["C1"]


def test_a_door_beyond_ones_reach_is_not_there(lived: Store) -> None:
    assert home_record(lived, LEADER, DAY, "H1")
    assert home_record(lived, LEADER, DAY, "H4") is None
    assert home_record(lived, CHAIR, DAY, "H999") is None
    with pytest.raises(NotAllowed):
        home_record(lived, actor_as("qt", "administrator"), DAY, "H1")


def test_who_read_the_record_is_noted(lived: Store) -> None:
    home_record(lived, CHAIR, DAY, "H1")
    finish_looks(lived)
    with lived.read() as conn:
        lines = conn.execute(sa.select(AUDIT.c.actor, AUDIT.c.action, AUDIT.c.row_id)).all()
    assert ("binh", "record.see", "H1") in lines
