"""What was seen is stored with the verdict of its hour, and can be put right or taken back."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from lib.actions.deeds import undo
from lib.actions.inspections import Inspection, record_inspection, resolve_breach
from lib.reports.inspecting import inspection_round
from lib.rules.inspecting import Observation
from lib.security.actors import Actor, NotAllowed, actor_as
from lib.store.engine import Store
from lib.store.problems import StoreBusy
from lib.store.repository import fetch

NOW = datetime.fromisoformat("2021-12-29T10:00")
DAY = NOW.date()
AT = "2021-12-29T10:00"
GROUPS = "group_id,name\nTDP01,Tổ 1\nTDP02,Tổ 2\n"
VENUES = """\
venue_id,name,kind,group_id,status
CS1,Chùa Mẫu,Cơ sở tôn giáo,TDP01,Đóng cửa
CS2,Chợ Mẫu,Chợ,TDP02,Đang mở
"""
GATHERINGS = """\
gathering_id,kind,group_id,starts_at,expected_people
SK1,Đám hiếu,TDP01,29/12/2021 07:00,18
"""


@pytest.fixture(autouse=True)
def _known(take) -> None:
    for table, text in (("groups", GROUPS), ("venues", VENUES), ("gatherings", GATHERINGS)):
        assert take(table, text).refused == 0


def stored(store: Store) -> list[tuple]:
    wanted = ("target", "group_id", "measure", "result", "observed_people", "observed_delegation",
              "observed_open", "action")  # fmt: skip
    with store.read() as conn:
        rows = fetch(conn, store.ward_id, "inspections", wanted).rows()
    return sorted(rows, key=lambda row: row[2])


def test_a_funeral_of_26_is_two_rows(store: Store, officer: Actor) -> None:
    seen = Observation(people=26, delegation=5)
    found = Inspection(AT, seen, gathering_id="SK1", action="reminded", recheck_on=DAY)
    done = record_inspection(store, officer, found, now=NOW)
    assert len(done.new_ids("inspections")) == 2
    assert stored(store) == [
        ("gathering", "TDP01", "funeral_delegation", "complies", 26, 5, None, None),
        ("gathering", "TDP01", "funeral_people", "breach", 26, 5, None, "reminded"),
    ]


def test_a_pagoda_that_is_open_and_the_5k_in_the_street(store: Store, officer: Actor) -> None:
    record_inspection(
        store, officer, Inspection(AT, Observation(is_open=True), venue_id="CS1"), now=NOW
    )
    street = Observation(five_k={"mask": False})
    record_inspection(store, officer, Inspection(AT, street, group_id="TDP02"), now=NOW)
    assert stored(store) == [
        ("public_place", "TDP02", "mask", "breach", None, None, None, None),
        ("venue", "TDP01", "venue_closed", "breach", None, None, True, None),
    ]


def test_nothing_seen_is_no_inspection(store: Store, officer: Actor) -> None:
    with pytest.raises(ValueError, match="nothing was observed"):
        record_inspection(store, officer, Inspection(AT, venue_id="CS1"), now=NOW)
    assert stored(store) == []


def resolved(store: Store) -> list[tuple[str, date | None]]:
    with store.read() as conn:
        rows = fetch(conn, store.ward_id, "inspections", ("result", "inspected_at", "resolved_on"))
    return [(result, on) for result, _at, on in sorted(rows.rows(), key=lambda row: row[1])]


OPEN = Inspection(AT, Observation(is_open=True), venue_id="CS1")


def test_a_breach_is_put_right_and_an_entry_taken_back(store: Store, officer: Actor) -> None:
    done = record_inspection(store, officer, OPEN, now=NOW)
    (id_,) = done.new_ids("inspections")
    put_right = resolve_breach(store, officer, id_, 1, DAY, now=NOW)
    assert resolved(store) == [("breach", DAY)]
    with pytest.raises(StoreBusy):
        resolve_breach(store, officer, id_, 1, DAY, now=NOW)
    undo(store, officer, put_right, now=NOW)
    assert resolved(store) == [("breach", None)]


def test_a_recheck_that_finds_it_kept_ends_the_breach(store: Store, officer: Actor) -> None:
    record_inspection(store, officer, OPEN, now=NOW)
    other_place = Inspection(AT, Observation(is_open=False), venue_id="CS2")
    record_inspection(store, officer, other_place, now=NOW)
    earlier = replace(OPEN, at="2021-12-29T09:00", observation=Observation(is_open=False))
    record_inspection(store, officer, earlier, now=NOW)
    assert ("breach", None) in resolved(store)
    shut = replace(OPEN, at="2021-12-30T08:00", observation=Observation(is_open=False))
    later = NOW + timedelta(1)
    done = record_inspection(store, officer, shut, now=later)
    assert ("breach", date(2021, 12, 30)) in resolved(store)
    undo(store, officer, done, now=later)
    assert ("breach", None) in resolved(store)


def test_who_may_not_inspect_writes_nothing(store: Store) -> None:
    with pytest.raises(NotAllowed):
        record_inspection(
            store, actor_as("x", "testing_team"),
            Inspection(AT, Observation(is_open=True), venue_id="CS1"), now=NOW,
        )  # fmt: skip


def test_the_round_begins_where_nobody_has_been(store: Store, officer: Actor) -> None:
    found = inspection_round(store, officer, DAY)
    assert [(place.id, place.measure is not None) for place in found.venues] == [
        ("CS1", True), ("CS2", False),
    ]  # fmt: skip
    assert (found.stale, [place.id for place in found.gatherings]) == (1, ["SK1"])
    seen = Inspection(AT, Observation(is_open=False), venue_id="CS1")
    record_inspection(store, officer, seen, now=NOW)
    assert inspection_round(store, officer, DAY).stale == 0
    assert inspection_round(store, officer, date(2022, 1, 4)).stale == 0
    assert inspection_round(store, officer, date(2022, 1, 5)).stale == 1
