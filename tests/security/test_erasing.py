"""Somebody's data taken out for good: from the database, its history, the files, and again."""

import io
import json
import shutil
from pathlib import Path

import pytest
import sqlalchemy as sa
from openpyxl import Workbook

from lib.actions.drafts import keep_draft
from lib.actions.erasing import LEDGER, reapply_erasures
from lib.actions.imports import accept_import
from lib.actions.proposals import NotDone, approve, propose, reject
from lib.actions.requests import SubjectRequest, decide_request, record_request
from lib.security.actors import terminal_actor
from lib.store.audit import verify_chain
from lib.store.engine import Store, open_store
from lib.store.erasure import noted_erasures
from lib.store.history import Author
from lib.store.imports import ImportRecord, RefusedRow, record_import
from lib.store.repository import RowChange, fetch, update_rows
from lib.store.tables import DATA_TABLES, HISTORY
from lib.store.uploads import keep_original, sha256_of
from lib.text.fold import fold_key
from tests.security.wards import ID, ILLNESS, NAME, NOW, PHONE, STREET, actor

CHAIR, OFFICER = actor("vice_chair"), actor("data_officer")
MARKS = (NAME, PHONE, ID, ILLNESS, "nhà có chó", "mẫu đầu", "ho nhẹ")


def erase(store: Store, row_id: str = "C1", kind: str = "erase", table: str = "cases") -> None:
    arguments = {"table": table, "row_id": row_id, "kind": kind}
    approve(store, OFFICER, propose(store, CHAIR, "persons.erase", arguments, "theo yêu cầu"))


# Dialect and names of a database's tables -> the tables, looked up once: it takes longest.
_LOOKED_UP: dict[tuple[str, ...], list[sa.Table]] = {}


def everything(store: Store) -> str:
    """All that every table of the database says."""
    with store.read() as conn:
        names = sa.inspect(conn).get_table_names()
        key = (conn.dialect.name, *names)
        if key not in _LOOKED_UP:
            _LOOKED_UP[key] = [sa.Table(n, sa.MetaData(), autoload_with=conn) for n in names]
        tables = _LOOKED_UP[key]
        return "\n".join(str(line) for table in tables for line in conn.execute(sa.select(table)))


def files_with(folder: Path, mark: str) -> list[str]:
    found = [path for path in folder.rglob("*") if path.is_file() and path.suffix != ".age"]
    return [path.name for path in found if mark.encode() in path.read_bytes()]


def rows(store: Store, table: str) -> list[dict]:
    with store.read() as conn:
        return fetch(conn, store.ward_id, table).to_dicts()


@pytest.fixture
def marked(filled: Store) -> Store:
    """The marks stand in history, in the queue of refused rows and in somebody's draft too."""
    keep_draft(filled, actor("support_team"), "measure.C1", {"note": f"gọi {NAME}"})
    with filled.write() as conn:
        change = RowChange("C1", 1, {"note": f"gọi {PHONE}"})
        assert not update_rows(conn, filled.ward_id, "cases", [change], Author("lan", NOW))
    raw = f"full_name\n{NAME}\n".encode()
    keep_original(filled.settings.uploads, raw)
    record = ImportRecord(
        "IS", filled.ward_id, "cases", "sai.csv", sha256_of(raw), len(raw), "lan", NOW, "accepted",
        rows=1, refused=1,
    )  # fmt: skip
    with filled.write() as conn:
        record_import(conn, record, (), [RefusedRow(2, {"Họ và tên": NAME.upper()}, ())])
    assert all(mark in everything(filled) for mark in MARKS)
    return filled


@pytest.mark.parametrize("kind", ["erase", "anonymise"])
def test_nothing_of_the_person_is_left(marked: Store, kind: str) -> None:
    assert any(files_with(marked.settings.folder, NAME))
    erase(marked, kind=kind)
    said = everything(marked)
    assert [mark for mark in MARKS if mark in said] == []
    marked.engine.dispose()
    assert [mark for mark in MARKS if files_with(marked.settings.folder, mark)] == []


@pytest.mark.parametrize("kind", ["erase", "anonymise"])
def test_others_are_left_as_they_are(marked: Store, kind: str) -> None:
    tables = ("cases", "visits", "tests", "unvaccinated", "households")
    before = {table: rows(marked, table) for table in tables}
    erase(marked, kind=kind)
    for table, own in (("cases", "C1"), ("visits", "V1"), ("tests", "X1")):
        id_column = next(iter(before[table][0]))
        others = [row for row in before[table] if row[id_column] != own]
        assert [row for row in rows(marked, table) if row[id_column] != own] == others
    assert rows(marked, "unvaccinated") == before["unvaccinated"]
    door, *other_doors = before["households"]  # somebody else lives behind the same door
    assert rows(marked, "households") == [door | {"phone": None}, *other_doors]


def test_an_erased_record_is_gone_with_what_hangs_on_it(marked: Store) -> None:
    erase(marked)
    assert {row["case_id"] for row in rows(marked, "cases")} == {"C2", "C3"}
    assert {row["case_id"] for row in rows(marked, "visits")} == {"C2"}
    assert rows(marked, "tests") == []


def test_an_anonymous_record_is_still_counted(marked: Store) -> None:
    erase(marked, kind="anonymise")
    kept = next(row for row in rows(marked, "cases") if row["case_id"] == "C1")
    assert (kept["case_type"], kept["group_id"]) == ("F0", "TDP05")
    assert kept["quarantine_end"].isoformat() == "2022-01-05"
    empty = ("full_name", "birth_date", "birth_year", "sex", "phone", "house_number", "latitude")
    assert [kept[name] for name in (*empty, "household_id", "conditions")] == [None] * 9
    visit = next(row for row in rows(marked, "visits") if row["case_id"] == "C1")
    assert (visit["result"], visit["note"], visit["symptoms"]) == ("seen_ok", None, None)
    assert rows(marked, "tests")[0]["result"] == "positive"


def test_a_door_is_forgotten_with_its_last_person(marked: Store) -> None:
    erase(marked)
    assert STREET in str(rows(marked, "households"))
    erase(marked, row_id="R1", table="unvaccinated")
    assert STREET not in everything(marked)


def test_a_resident_whose_name_is_required_is_made_anonymous(marked: Store) -> None:
    erase(marked, row_id="R1", kind="anonymise", table="unvaccinated")
    kept = next(row for row in rows(marked, "unvaccinated") if row["resident_id"] == "R1")
    assert (kept["full_name"], kept["reason"], kept["phone"]) == ("***", "refused", None)
    assert "Ngô Thị Năm" not in everything(marked)


def test_the_audit_keeps_its_lines_and_holds(marked: Store) -> None:
    with marked.read() as conn:
        before = conn.scalar(sa.text("SELECT count(*) FROM audit"))
    erase(marked)
    with marked.read() as conn:
        assert verify_chain(conn, marked.ward_id) is None
        assert conn.scalar(sa.text("SELECT count(*) FROM audit")) == before + 3
        count = sa.select(sa.func.count()).where(HISTORY.c.row_id == "C1")
        assert conn.scalar(count) == 2  # that something was written stays, what does not


def test_a_record_that_was_joined_into_the_person_goes_too(marked: Store) -> None:
    from lib.actions.duplicates import Joining, join_people

    join_people(marked, OFFICER, Joining("cases", "C1", 2, "C2", 1, frozenset()))
    erase(marked)
    assert "Trần Thị Ngoài" not in everything(marked)
    assert {row["case_id"] for row in rows(marked, "cases")} == {"C3"}


@pytest.mark.parametrize("kind", ["erase", "anonymise"])
@pytest.mark.parametrize("asked", ["C1", "C2", "C3"])
def test_the_stays_before_and_after_go_too(marked: Store, asked: str, kind: str) -> None:
    """One person: F1 as C3, then C2, and C1 after the hospital."""
    with marked.write() as conn:
        for change in (
            RowChange("C3", 1, {"converted_case_id": "C2"}),
            RowChange("C1", 2, {"previous_case_id": "C2"}),
        ):
            author = Author("lan", NOW)
            assert not update_rows(conn, marked.ward_id, "cases", [change], author)
    erase(marked, row_id=asked, kind=kind)
    said = everything(marked)
    assert [name for name in (NAME, "Trần Thị Ngoài", "Phạm Văn Cũ") if name in said] == []
    text = (marked.settings.folder / LEDGER).read_text("utf-8")
    ledger = [json.loads(each)["row_id"] for each in text.splitlines()]
    assert ledger == ["C1", "C2", "C3"]
    with marked.read() as conn:
        assert {id_ for _table, id_, _kind in noted_erasures(conn, marked.ward_id)} == set(ledger)


@pytest.mark.parametrize(
    "text", [f"bà {NAME.lower()}, tổ 5", "gọi 0912 345 678", "theo CCCD " + ID]
)
def test_what_was_typed_about_the_person_goes(marked: Store, text: str) -> None:
    """In an answered request, in a proposal that was refused, in the reasons beside the audit."""
    asked = SubjectRequest("see", NOW.date(), text, text)
    answered = record_request(marked, CHAIR, asked, now=NOW)
    decide_request(marked, CHAIR, answered, "done", text, now=NOW)
    reject(marked, CHAIR, propose(marked, CHAIR, "policies.change", {"name": "x"}, text))
    other = SubjectRequest("see", NOW.date(), "Đặng Dấu, 0912345679", "một mình")
    kept = record_request(marked, CHAIR, other, now=NOW)
    decide_request(marked, CHAIR, kept, "done", "đã cho xem", now=NOW)
    assert everything(marked).count(text) == 5
    erase(marked)
    said = everything(marked)
    assert text not in said
    assert "0912345679" in said
    with marked.read() as conn:
        assert verify_chain(conn, marked.ward_id) is None


def test_a_request_about_the_record_goes_and_so_does_the_reason_to_erase(marked: Store) -> None:
    asked = SubjectRequest("correct", NOW.date(), "con gái bà ấy", "sai tuổi", "C1")
    id_ = record_request(marked, CHAIR, asked, now=NOW)
    decide_request(marked, CHAIR, id_, "done", "đã sửa tuổi", now=NOW)
    erase(marked)
    said = everything(marked)
    texts = ("con gái bà ấy", "sai tuổi", "đã sửa tuổi", "theo yêu cầu")
    assert [text for text in texts if text in said] == []


def test_who_asked_to_be_erased_is_known_until_they_are_told(marked: Store) -> None:
    asked = SubjectRequest("erase", NOW.date(), f"{NAME}, {PHONE}", "xóa hết", "C1")
    id_ = record_request(marked, CHAIR, asked, now=NOW)
    erase(marked)
    assert "xóa hết" in everything(marked)
    decide_request(marked, CHAIR, id_, "done", "đã xóa", now=NOW)
    said = everything(marked)
    assert [mark for mark in (*MARKS, "xóa hết") if mark in said] == []
    assert id_ in said


def test_an_old_file_does_not_bring_the_person_back(marked: Store) -> None:
    erase(marked)
    text = f"case_id,full_name,group_id,case_type,reported_at\nC1,{NAME},TDP05,F0,27/12/2021\n"
    report = accept_import(marked, terminal_actor("lan"), text.encode(), "c.csv", "cases", now=NOW)
    assert (report.accepted, report.refused) == (0, 1)


def workbook_of(*rows: tuple[str, ...]) -> bytes:
    book = Workbook()
    first, second = book.active, book.create_sheet("Tổ 6")
    for row in rows:
        first.append(row)
        second.append(row)
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


FAMILY, _, GIVEN = NAME.rpartition(" ")
NAMING = {
    "said nothing new": f"Mã ca,Họ và tên\nC1,{NAME}\n".encode(),
    "capitals, without diacritics": f"Họ và tên\n{fold_key(NAME).upper()}\n".encode(),
    "the telephone": "Họ và tên,Điện thoại\nMẹ cháu,0912.345.678\n".encode(),
    "the name in two cells": f"STT,Họ đệm,Tên,Tổ\n1,{FAMILY},{GIVEN},5\n".encode(),
    "headings nobody knows": f"abc;xyz\n{NAME};1\n".encode(),
    "one of two sheets": workbook_of(("Họ và tên", "Tổ dân phố"), (NAME, "Tổ 5")),
}


@pytest.mark.parametrize("raw", NAMING.values(), ids=NAMING)
def test_a_kept_file_that_names_the_person_goes_though_it_wrote_nothing(
    marked: Store, raw: bytes
) -> None:
    other = f"Họ và tên,Điện thoại\n{NAME}g,0912345679\n".encode()
    named, kept = (keep_original(marked.settings.uploads, each) for each in (raw, other))
    erase(marked)
    assert (named.exists(), kept.exists()) == (False, True)


def test_nobody_is_erased_twice_or_from_nowhere(marked: Store) -> None:
    erase(marked)
    with pytest.raises(NotDone):
        erase(marked)


@pytest.mark.parametrize("kind", ["erase", "anonymise"])
def test_a_restored_backup_does_not_bring_the_person_back(marked: Store, kind: str) -> None:
    bring_back = (_set_rows_back if marked.settings.server_url else _put_file_back)(marked)
    erase(marked, kind=kind)
    restored = bring_back()
    assert NAME in everything(restored)
    assert reapply_erasures(restored, NOW) == 1
    assert [mark for mark in MARKS if mark in everything(restored)] == []
    assert reapply_erasures(restored, NOW) == 0
    restored.close()


def _put_file_back(store: Store):
    database = store.settings.database_file
    assert database is not None
    kept = database.with_name("kept.db")
    shutil.copy(database, kept)

    def bring_back() -> Store:
        store.close()
        shutil.move(kept, database)
        (store.settings.folder / "head.json").unlink()
        return open_store(store.settings)

    return bring_back


def _set_rows_back(store: Store):
    """A server's dump put back, in small: what the erasure touches, as it was."""
    names = ("cases", "visits", "tests", "unvaccinated", "households")
    tables = [*(DATA_TABLES[name] for name in names), HISTORY]
    from lib.store.oversight import ERASURES
    from lib.store.tables import REFUSED_ROWS

    tables += [REFUSED_ROWS, ERASURES]
    with store.read() as conn:
        kept = [(t, [dict(r) for r in conn.execute(sa.select(t)).mappings()]) for t in tables]

    def bring_back() -> Store:
        with store.write() as conn:
            for table, lines in kept:
                conn.execute(sa.delete(table))
                if lines:
                    conn.execute(sa.insert(table), lines)
        return open_store(store.settings)

    return bring_back


def test_the_ledger_holds_ids_and_nothing_else(marked: Store) -> None:
    erase(marked)
    text = (marked.settings.folder / LEDGER).read_text("utf-8")
    (line,) = (json.loads(each) for each in text.splitlines())
    assert set(line) == {"table", "row_id", "kind", "at", "originals"}
    assert not any(mark in text for mark in MARKS)


def test_what_was_decided_is_done_even_after_a_crash(
    marked: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The ledger is written before the rows are touched."""

    def crash(*_args: object) -> None:
        raise RuntimeError

    with monkeypatch.context() as patch:
        patch.setattr("lib.actions.erasing._take_out", crash)
        with pytest.raises(RuntimeError):
            erase(marked)
    assert NAME in everything(marked)
    assert reapply_erasures(marked, NOW) == 1
    assert NAME not in everything(marked)
