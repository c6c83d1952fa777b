"""Who would be moved by a new document, in a ward of stays, against the document read aloud."""

from datetime import date, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

import pytest

from lib.reports.rule_book import preview_rules
from lib.rules.quarantine import Rule, shipped_book
from lib.rules.rulings import Facts
from lib.security.actors import actor_as
from lib.settings import Settings
from lib.store.engine import Store, open_store
from lib.store.history import Author
from lib.store.repository import insert_rows
from tests.rules.test_rule_book import slow_end

FIRST, LAST = date(2022, 2, 15), date(2022, 3, 1)
CHAIR = actor_as("binh", "vice_chair")
N_STAYS = 400
NEW = tuple(rule for rule in shipped_book().rules if rule.document == "762/BYT-DP")


def days_before(rng: Random, day: date, most: int) -> date | None:
    return rng.choice((None, day - timedelta(rng.randrange(most)), day - timedelta(14)))


def generated_stays(rng: Random) -> list[dict[str, Any]]:
    """Begun from 15/02 to 01/03/2022; some closed, some without a start or a last contact."""
    stays = []
    for number in range(N_STAYS):
        start = FIRST + timedelta(rng.randrange((LAST - FIRST).days + 1))
        dose = days_before(rng, start, 300)
        is_closed = rng.random() < 0.2
        stays.append({
            "case_id": f"C{number:03}", "case_type": rng.choice(("F0", "F1", "F1", "F1")),
            "group_id": "TDP05", "reported_at": start.isoformat(),
            "quarantine_start": start if rng.random() < 0.9 else None,
            "quarantine_end": start + timedelta(rng.randrange(5, 14)),
            "first_positive_date": start, "last_exposure_date": days_before(rng, start, 4),
            "vaccine_doses": None if dose is None else rng.choice((1, 2, 3)),
            "last_dose_date": dose, "recovered_on": days_before(rng, start, 200),
            "closed_on": start + timedelta(rng.randrange(8)) if is_closed else None,
            "end_reason": "moved_away" if is_closed else None,
        })  # fmt: skip
    return stays


@pytest.fixture(scope="module")
def stays() -> list[dict[str, Any]]:
    return generated_stays(Random(762))


@pytest.fixture
def store(tmp_path: Path, stays: list[dict[str, Any]], monkeypatch: pytest.MonkeyPatch):
    """The ward before the document came."""
    before = shipped_book().without(*(rule.id for rule in NEW))
    monkeypatch.setattr("lib.reports.frames.shipped_book", lambda: before)
    opened = open_store(Settings(tmp_path / "ward", is_demo=False))
    author = Author("before", datetime.fromisoformat("2022-03-01T09:00"))
    with opened.write() as conn:
        insert_rows(conn, opened.ward_id, "groups", [{"group_id": "TDP05", "name": "Tổ 5"}], author)
        insert_rows(conn, opened.ward_id, "cases", stays, author)
    yield opened
    opened.close()


def moved_by_hand(stays: list[dict[str, Any]], as_of: date) -> dict[str, tuple[Any, Any]]:
    """Case -> last day before and after, one stay after the other."""
    moved = {}
    for stay in stays:
        first = stay["quarantine_start"] or date.fromisoformat(stay["reported_at"])
        is_known = date.fromisoformat(stay["reported_at"]) <= as_of
        is_open = stay["closed_on"] is None or stay["closed_on"] > as_of
        facts = Facts(
            stay["case_type"], first, positive_on=stay["first_positive_date"],
            exposed_on=stay["last_exposure_date"], doses=stay["vaccine_doses"],
            last_dose_on=stay["last_dose_date"], recovered_on=stay["recovered_on"],
        )  # fmt: skip
        old, new = slow_end(facts, with_762=False), slow_end(facts)
        if is_known and is_open and old != new:
            moved[stay["case_id"]] = (old, new)
    return moved


@pytest.mark.parametrize("as_of", [FIRST + timedelta(n) for n in range(15)], ids=str)
def test_the_document_moves_exactly_whom_the_oracle_names(
    store: Store, stays: list[dict[str, Any]], as_of: date
) -> None:
    moves = preview_rules(store, CHAIR, as_of, *NEW)
    found = {move.case_id: (move.before.end, move.after.end) for move in moves}
    expected = moved_by_hand(stays, as_of)
    assert found == expected
    assert len(moves) == len(found)
    assert bool(found) == (as_of >= date(2022, 2, 21))


def test_the_document_has_two_rules_and_some_stays_stay_as_they_are(
    store: Store, stays: list[dict[str, Any]]
) -> None:
    """Else the oracle and the preview could agree about everybody."""
    assert len(NEW) == 2
    moved = {move.case_id for move in preview_rules(store, CHAIR, LAST, *NEW)}
    begun_after = {s["case_id"] for s in stays if s["reported_at"] >= "2022-02-21"}
    assert moved
    assert moved < begun_after


def alone(store: Store, rule: Rule) -> set[str]:
    return {move.case_id for move in preview_rules(store, CHAIR, LAST, rule)}


def test_a_rule_for_some_moves_fewer_than_the_whole_document(store: Store) -> None:
    whole = {move.case_id for move in preview_rules(store, CHAIR, LAST, *NEW)}
    (dosed,) = (rule for rule in NEW if rule.any_of)
    assert alone(store, dosed) < whole
