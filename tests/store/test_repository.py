"""Rows in and out, with history and audit beside every write."""

import multiprocessing
from dataclasses import replace
from datetime import date
from typing import Any

import polars as pl
import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.exc import IntegrityError

from lib.schema.tables import TABLES
from lib.settings import Settings
from lib.store.engine import Store, open_store
from lib.store.history import Author
from lib.store.repository import (
    RowChange,
    add_audit,
    fetch,
    insert_rows,
    stored_ids,
    update_rows,
    void_row,
)
from lib.store.tables import HISTORY

MARKER = "Nguyễn Thị Dấu Vết 0987654321"
CASE = {
    "case_id": "C1",
    "full_name": "Nguyễn Văn Mẫu",
    "case_type": "F1",
    "group_id": "TDP05",
    "reported_at": "2021-12-27T08:15",
    "quarantine_start": date(2021, 12, 27),
    "latitude": 21.04,
    "pregnant": False,
    "birth_year": 1985,
}


def history(store: Store) -> list[dict[str, Any]]:
    with store.read() as conn:
        return [dict(line) for line in conn.execute(sa.select(HISTORY)).mappings()]


def rows(store: Store, table: str, *columns: str) -> list[dict[str, Any]]:
    with store.read() as conn:
        return fetch(conn, store.ward_id, table, columns or None).to_dicts()


def add(store: Store, author: Author, *cases: dict[str, Any]) -> None:
    with store.write() as conn:
        insert_rows(conn, store.ward_id, "cases", cases, author)


@pytest.mark.parametrize("table", TABLES)
def test_an_empty_table_has_the_declared_types(store: Store, table: str) -> None:
    with store.read() as conn:
        frame = fetch(conn, store.ward_id, table)
    kinds = {"date": pl.Date, "integer": pl.Int64, "year": pl.Int64, "boolean": pl.Boolean}
    kinds["number"] = pl.Float64
    declared = {n: kinds.get(c.type, pl.String) for n, c in TABLES[table].columns.items()}
    assert dict(frame.schema) == declared


def test_what_goes_in_comes_out(store: Store, author: Author) -> None:
    add(store, author, CASE)
    (row,) = rows(store, "cases")
    assert {name: value for name, value in row.items() if value is not None} == CASE
    (origin,) = rows(store, "cases", "row_version", "recorded_by", "recorded_at", "source_import")
    assert origin == {
        "row_version": 1,
        "recorded_by": "lan",
        "recorded_at": author.at,
        "source_import": None,
    }


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(text=st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0")))
def test_any_text_is_kept_as_it_is(store: Store, author: Author, text: str) -> None:
    with store.write() as conn:
        insert_rows(conn, store.ward_id, "cases", [CASE | {"full_name": text}], author)
        assert fetch(conn, store.ward_id, "cases")["full_name"].to_list() == [text]
        conn.rollback()


def test_rows_come_in_the_same_order_whatever_a_server_sorts_by(
    store: Store, author: Author
) -> None:
    codes = ["a-2", "B1", "a1", "C_1", "Đ1", "c1", "C1", "A"]
    add(store, author, *(CASE | {"case_id": code} for code in codes))
    assert [row["case_id"] for row in rows(store, "cases")] == sorted(codes)


def test_an_update_keeps_old_and_new(store: Store, author: Author) -> None:
    add(store, author, CASE)
    moved = RowChange("C1", 1, {"quarantine_start": date(2021, 12, 26), "note": "x"}, source_row=7)
    with store.write() as conn:
        sent = replace(author, import_id="I1")
        assert update_rows(conn, store.ward_id, "cases", [moved], sent) == []
    (row,) = rows(store, "cases", "quarantine_start", "row_version", "source_import", "source_row")
    assert row == {
        "quarantine_start": date(2021, 12, 26),
        "row_version": 2,
        "source_import": "I1",
        "source_row": 7,
    }
    created, updated = history(store)
    assert (created["action"], created["row_version"], created["old"]) == ("create", 1, None)
    assert created["new"]["quarantine_start"] == "2021-12-27"
    assert (updated["action"], updated["row_version"]) == ("update", 2)
    assert updated["old"] == {"quarantine_start": "2021-12-27", "note": None}
    assert updated["new"] == {"quarantine_start": "2021-12-26", "note": "x"}


def test_a_row_that_moved_on_is_left_alone(store: Store, author: Author) -> None:
    add(store, author, CASE)
    with store.write() as conn:
        stale = [RowChange("C1", 7, {"note": "x"}), RowChange("C9", 1, {"note": "y"})]
        assert update_rows(conn, store.ward_id, "cases", stale, author) == ["C1", "C9"]
    assert len(history(store)) == 1
    assert rows(store, "cases", "note", "row_version") == [{"note": None, "row_version": 1}]


def test_a_void_row_is_gone_from_lists_but_not_lost(store: Store, author: Author) -> None:
    add(store, author, CASE)
    for version, done in ((2, False), (1, True), (2, False)):
        with store.write() as conn:
            was_done = void_row(
                conn,
                store.ward_id,
                "cases",
                "C1",
                row_version=version,
                reason="twice",
                author=author,
            )
            assert was_done is done
    assert rows(store, "cases") == []
    with store.read() as conn:
        assert stored_ids(conn, store.ward_id, "cases") == {"C1"}
    assert [line["action"] for line in history(store)] == ["create", "void"]
    assert history(store)[-1]["new"]["void_reason"] == "twice"


def test_wards_in_one_database_do_not_meet(store: Store, author: Author) -> None:
    with store.write() as conn:
        insert_rows(conn, "here", "cases", [CASE], author)
        insert_rows(conn, "there", "cases", [CASE | {"note": "x"}], author)
        update_rows(conn, "there", "cases", [RowChange("C1", 1, {"note": "y"})], author)
        assert fetch(conn, "here", "cases")["note"].to_list() == [None]
        assert fetch(conn, "there", "cases", where={"note": "y"}).height == 1


def test_every_audit_line_moves_the_data_version(store: Store, author: Author) -> None:
    before = store.data_version()
    with store.write() as conn:
        add_audit(conn, store.ward_id, author, "rows.import", table="cases", n_rows=3)
    assert store.data_version() > before


def test_an_exception_never_carries_a_value(store: Store, author: Author) -> None:
    add(store, author, CASE)
    with pytest.raises(IntegrityError) as error:
        add(store, author, CASE | {"case_id": "C2"}, CASE | {"full_name": MARKER})
    assert MARKER not in str(error.value)
    assert len(rows(store, "cases")) == 1  # C2 went with the rest
    with pytest.raises(IntegrityError) as error:
        add(store, author, CASE | {"case_id": "C3", "full_name": MARKER, "case_type": None})
    assert MARKER not in str(error.value)


def _count_up(folder_settings: Settings, author: Author, n_times: int) -> None:
    store = open_store(folder_settings)
    for _time in range(n_times):
        with store.write() as conn:
            row = fetch(
                conn, store.ward_id, "cases", ("birth_year", "row_version"), where={"case_id": "C1"}
            ).row(0, named=True)
            counted = {"birth_year": row["birth_year"] + 1}
            change = RowChange("C1", row["row_version"], counted)
            assert update_rows(conn, store.ward_id, "cases", [change], author) == []
    store.close()


def test_two_processes_at_once_lose_nothing(store: Store, author: Author) -> None:
    add(store, author, CASE | {"birth_year": 0})
    spawn = multiprocessing.get_context("spawn")
    writers = [
        spawn.Process(target=_count_up, args=(store.settings, author, 25)) for _writer in range(2)
    ]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert [writer.exitcode for writer in writers] == [0, 0]
    assert rows(store, "cases", "birth_year", "row_version") == [
        {"birth_year": 50, "row_version": 51}
    ]
    assert len(history(store)) == 51
