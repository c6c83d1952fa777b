"""Verdict and last day come from the stored facts, also from those that the reader may not see."""

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from lib.reports.rulings import Asked, home_care, new_ruling, suggested_ends
from lib.reports.work_lists import CaseItem, work_board
from lib.security.actors import actor_as
from lib.settings import Settings
from lib.store.engine import Store, open_store
from lib.store.history import Author
from lib.store.repository import insert_rows

DAY = date(2022, 2, 25)
OFFICER = actor_as("lan", "data_officer")
F0 = {
    "case_type": "F0", "full_name": "Trần Thị Mẫu", "sex": "female", "birth_year": 1991,
    "group_id": "TDP01", "reported_at": "2022-02-24", "quarantine_start": date(2022, 2, 24),
    "vaccine_doses": 0,
}  # fmt: skip
STAYS: dict[str, dict[str, Any]] = {
    "FRAIL": F0 | {"conditions": "tăng huyết áp", "pregnant": True},
    "ILL": F0 | {"conditions": "hen", "pregnant": False},
    "PREGNANT": F0 | {"pregnant": True},
    "SILENT": F0,
    "MAN": F0 | {"sex": "male"},
    "DOSED": F0 | {"vaccine_doses": 2, "conditions": "hen"},
    "RECOVERED": F0 | {
        "case_type": "F1", "recovered_on": date(2022, 1, 10),
        "last_exposure_date": date(2022, 2, 24), "quarantine_end": date(2022, 2, 28),
    },
}  # fmt: skip
WELL = Asked(is_mild=True, has_pneumonia=False)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = open_store(Settings(tmp_path / "ward", is_demo=False))
    author = Author("before", datetime.fromisoformat("2022-02-24T09:00"))
    rows = [{"case_id": id_} | row for id_, row in STAYS.items()]
    with opened.write() as conn:
        insert_rows(conn, opened.ward_id, "groups", [{"group_id": "TDP01", "name": "1"}], author)
        insert_rows(conn, opened.ward_id, "cases", rows, author)
    yield opened
    opened.close()


def item(store: Store, id_: str) -> CaseItem:
    return work_board(store, OFFICER, DAY).cases[id_]


def test_the_data_officer_sees_neither_disease_nor_pregnancy(store: Store) -> None:
    """Else the tests below would be about nothing."""
    hidden = {"conditions", "pregnant", "recovered_on"}
    assert not hidden & item(store, "FRAIL").row.keys()


@pytest.mark.parametrize(
    ("id_", "is_frail", "against"),
    [
        ("FRAIL", None, ("DOSES_OR_AGE",)),
        ("FRAIL", False, ("DOSES_OR_AGE",)),
        ("ILL", False, ("DOSES_OR_AGE",)),
        ("PREGNANT", False, ("DOSES_OR_AGE",)),
        ("SILENT", None, ("HEALTH_UNKNOWN",)),
        ("SILENT", False, ()),
        ("SILENT", True, ("DOSES_OR_AGE",)),
        ("MAN", None, ("HEALTH_UNKNOWN",)),
        ("MAN", False, ()),
        ("DOSED", None, ()),
    ],
)
def test_what_the_record_hides_still_counts(
    store: Store, id_: str, is_frail: bool | None, against: tuple[str, ...]
) -> None:
    asked = Asked(is_mild=True, has_pneumonia=False, is_frail=is_frail)
    assert home_care(store, DAY, item(store, id_), asked) == (not against, against)


def test_what_is_said_today_counts_too(store: Store) -> None:
    said = Asked(is_mild=False, has_pneumonia=True)
    assert home_care(store, DAY, item(store, "DOSED"), said)[1] == ("SYMPTOMS", "PNEUMONIA")
    assert home_care(store, DAY, item(store, "DOSED"), WELL)[0]


def test_an_earlier_recovery_gives_the_shorter_stay(store: Store) -> None:
    """762: five days for whoever recovered within three months."""
    person, exposed_on = item(store, "RECOVERED"), date(2022, 2, 25)
    ruling = new_ruling(
        store, DAY, case_type="F1", start=exposed_on, like=person, exposed_on=exposed_on
    )
    assert ruling.end == date(2022, 3, 1)
    ends = suggested_ends(store, DAY, [person], exposed_on=exposed_on)
    assert ends == {"RECOVERED": date(2022, 3, 1)}
