"""A refused row waits until somebody answers it, and again when the answer is undone."""

from datetime import datetime

import pytest
import sqlalchemy as sa

from lib.schema.findings import Finding
from lib.store.engine import Store
from lib.store.history import Author
from lib.store.imports import ImportRecord, RefusedRow, record_import
from lib.store.tables import IMPORTS
from lib.store.waiting import (
    Waiting,
    renew,
    reopen,
    settle,
    settled_rows,
    waiting_rows,
)

AT = datetime.fromisoformat("2021-12-29T08:30")
AUTHOR = Author("lan", AT)
FIRST, SECOND = Waiting("I1", 3), Waiting("I1", 5)
UNREADABLE = Finding("YEAR_UNREADABLE", "cases", 3, "birth_year")


@pytest.fixture
def refused(store: Store) -> Store:
    with store.write() as conn:
        for import_id, rows in (("I1", (3, 5)), ("I2", ())):
            record = ImportRecord(
                import_id, store.ward_id, "cases", "ca.csv", "0" * 64, 1, "lan", AT, "accepted"
            )
            waiting = [RefusedRow(row, {"Năm sinh": "19x0"}, (UNREADABLE,)) for row in rows]
            record_import(conn, record, [], waiting)
    return store


def rows_of(store: Store) -> dict[str, list[int]]:
    with store.read() as conn:
        waiting = waiting_rows(conn, store.ward_id)
    return {import_id: [row.row for row in rows] for import_id, rows in waiting.items()}


def test_refused_rows_wait_with_their_cells_and_reasons(refused: Store) -> None:
    with refused.read() as conn:
        (row, _other) = waiting_rows(conn, refused.ward_id)["I1"]
    assert (row.row, row.cells, row.findings) == (3, {"Năm sinh": "19x0"}, (UNREADABLE,))


def test_a_settled_row_waits_no_longer_and_says_who_and_why(refused: Store) -> None:
    with refused.write() as conn:
        settle(conn, refused.ward_id, [SECOND], "set_aside", AUTHOR, reason="đã chuyển đi")
    assert rows_of(refused) == {"I1": [3]}
    with refused.read() as conn:
        (settled,) = settled_rows(conn, refused.ward_id, "I1")
    assert (settled.place, settled.outcome, settled.reason) == (SECOND, "set_aside", "đã chuyển đi")
    assert (settled.settled_by, settled.settled_at) == ("lan", AT)
    with refused.write() as conn:
        reopen(conn, refused.ward_id, SECOND)
    assert rows_of(refused) == {"I1": [3, 5]}


def test_a_row_whose_answer_was_undone_waits_again_and_can_be_answered_again(
    refused: Store,
) -> None:
    def mark(status: str) -> None:
        with refused.write() as conn:
            is_answer = IMPORTS.c.import_id == "I2"
            conn.execute(sa.update(IMPORTS).where(is_answer).values(status=status))

    with refused.write() as conn:
        settle(conn, refused.ward_id, [FIRST], "mended", AUTHOR, answer="I2")
    assert rows_of(refused) == {"I1": [5]}
    mark("undone")
    assert rows_of(refused) == {"I1": [3, 5]}
    mark("accepted")
    with refused.write() as conn:
        settle(conn, refused.ward_id, [FIRST, SECOND], "mended", AUTHOR, answer="I2")
    assert rows_of(refused) == {}


def test_rows_of_an_import_that_was_undone_do_not_wait(refused: Store) -> None:
    with refused.write() as conn:
        conn.execute(sa.update(IMPORTS).values(status="undone"))
    assert rows_of(refused) == {}


def test_what_somebody_typed_is_kept_with_the_new_reason(refused: Store) -> None:
    later = Finding("DATE_YEAR", "cases", 3, "birth_year", {"min": 1900, "max": 2021})
    with refused.write() as conn:
        renew(conn, refused.ward_id, FIRST, {"Năm sinh": "1790"}, [later])
    with refused.read() as conn:
        row, other = waiting_rows(conn, refused.ward_id)["I1"]
    assert (row.cells, row.findings) == ({"Năm sinh": "1790"}, (later,))
    assert other.cells == {"Năm sinh": "19x0"}


@pytest.mark.parametrize("text", ["", "I1", "-3", "I1-", "I1-x", "I 1-3", "I1-²", "I1-" + "9" * 10])
def test_what_is_no_token_names_no_row(text: str) -> None:
    assert Waiting.of(text) is None


def test_a_token_leads_back_to_its_row() -> None:
    assert Waiting.of(FIRST.token) == FIRST
    assert Waiting.of(f" {FIRST.token} ") == FIRST
