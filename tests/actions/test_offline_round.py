"""A round without a connection: a workbook goes out, comes back filled in, and says no name."""

import io
from dataclasses import replace
from datetime import date, datetime

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from lib.actions.imports import ImportReport, accept_import
from lib.reports.listing import named_groups
from lib.reports.my_day import Round, my_round
from lib.reports.round_files import round_paper, round_workbook, stop_code
from lib.security.actors import NotAllowed, actor_as
from lib.settings import Settings
from lib.store.engine import Store
from lib.store.repository import fetch
from lib.ui.messages import round_text
from tests.documents.printed import page_sizes, page_texts

NOW = datetime.fromisoformat("2021-12-29T17:30")
DAY = NOW.date()
VOLUNTEER = actor_as("tnv", "support_team", team_id="HT1")
TESTER = actor_as("xn", "testing_team", team_id="XN/1")
FILES = {
    "ward": "ward_name,hotline\nPhường Mẫu,024 0000 0000\n",
    "groups": "group_id,name\nTDP05,Tổ 5\n",
    "teams": "team_id,name,kind\nHT1,Tổ hỗ trợ 1,support\nXN/1,Tổ xét nghiệm 1,testing\n",
    "team_areas": "team_id,group_id,from_on\nHT1,TDP05,01/12/2021\nXN/1,TDP05,01/12/2021\n",
    "members": "member_id,full_name\nM1,Lê Một\n",
    "memberships": "member_id,team_id,from_on\nM1,HT1,01/12/2021\n",
    "cases": "case_id,case_type,full_name,birth_year,group_id,house_number,alley,reported_at,"
    "quarantine_start,quarantine_end,vaccine_doses\n"
    + "".join(
        f"C{n},F1,Trần Mẫu {n},1990,Tổ 5,{n},Ngõ 49,23/12/2021,23/12/2021,05/01/2022,0\n"
        for n in (1, 2, 3)
    ),
}


@pytest.fixture
def ward(tmp_path) -> Settings:
    return Settings(tmp_path / "demo", is_demo=True)  # its day is 29/12/2021


@pytest.fixture(autouse=True)
def _known(take) -> None:
    for table, text in FILES.items():
        assert take(table, text).refused == 0


def a_round(store: Store, actor=VOLUNTEER, team="HT1") -> Round:
    return my_round(store, actor, DAY, team)


def filled_in(raw: bytes, answers: dict[int, dict[str, object]]) -> bytes:
    """Row (from 1) -> heading -> what a volunteer wrote."""
    book = openpyxl.load_workbook(io.BytesIO(raw))
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    headings = [cell.value for cell in sheet[1]]
    for row, cells in answers.items():
        for heading, words in cells.items():
            sheet.cell(row + 1, headings.index(heading) + 1, words)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def send(store: Store, actor, raw: bytes) -> ImportReport:
    return accept_import(store, actor, raw, "giam-sat.xlsx", None, now=NOW)


def test_what_was_written_on_the_way_comes_in_and_an_empty_row_is_no_row(store: Store) -> None:
    raw = round_workbook(store, VOLUNTEER, a_round(store), named_groups(store))
    answers = {
        1: {"Kết quả": "Gặp, ổn", "Nhiệt độ (°C)": "36,8", "SpO2 (%)": 98},
        3: {"Kết quả": "Không gặp", "Lý do không gặp": "Vắng nhà", "Mã thành viên": "M1"},
    }
    report = send(store, VOLUNTEER, filled_in(raw, answers))
    assert (report.table, report.rows, report.accepted, report.refused) == ("visits", 2, 2, 0)
    with store.read() as conn:
        columns = ("case_id", "visited_at", "team_id", "result", "spo2", "member_id", "extra")
        rows = fetch(conn, store.ward_id, "visits", columns).sort("case_id").rows()
    assert [row[:6] for row in rows] == [
        ("C1", "2021-12-29", "HT1", "seen_ok", 98, None),
        ("C3", "2021-12-29", "HT1", "missed", None, "M1"),
    ]
    assert "Trần" not in str(rows)  # whom to see is for reading, it is not kept a second time


def test_the_second_round_of_a_day_leaves_the_first_as_it_was(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    twice = replace(a_round(store), times=2)
    for hour, warm in ((6, "36,8"), (8, "38,9")):
        monkeypatch.setattr(
            "lib.reports.round_files.now", lambda hour=hour: NOW.replace(hour=hour, minute=5)
        )
        raw = round_workbook(store, VOLUNTEER, twice, named_groups(store))
        sent = filled_in(raw, {1: {"Kết quả": "Gặp, ổn", "Nhiệt độ (°C)": warm}})
        assert (send(store, VOLUNTEER, sent).new, send(store, VOLUNTEER, sent).unchanged) == (1, 1)
    with store.read() as conn:
        rows = (
            fetch(conn, store.ward_id, "visits", ("visited_at", "temperature"))
            .sort(by="visited_at")
            .rows()
        )
    assert rows == [("2021-12-29T06:05", 36.8), ("2021-12-29T08:05", 38.9)]


def test_the_workbook_of_a_tied_account_does_not_ask_who_goes(store: Store) -> None:
    mine = replace(VOLUNTEER, member_id="M1")
    raw = round_workbook(store, mine, a_round(store, mine), named_groups(store))
    sheet = openpyxl.load_workbook(io.BytesIO(raw)).active
    assert isinstance(sheet, Worksheet)
    assert "Mã thành viên" not in [cell.value for cell in sheet[1]]
    answers: dict[int, dict[str, object]] = {2: {"Kết quả": "Gặp, ổn"}}
    report = send(store, mine, filled_in(raw, answers))
    assert (report.rows, report.accepted, report.refused) == (1, 1, 0)
    with store.read() as conn:
        rows = fetch(conn, store.ward_id, "visits", ("case_id", "team_id", "member_id")).rows()
    assert rows == [("C2", "HT1", "M1")]


def test_a_wrong_word_waits_with_its_reason_and_a_spoilt_code_names_nobody(store: Store) -> None:
    raw = round_workbook(store, VOLUNTEER, a_round(store), named_groups(store))
    answers: dict[int, dict[str, object]] = {
        1: {"Kết quả": "chắc là ổn"},
        2: {"Kết quả": "Gặp, ổn", "Mã dòng đi thăm": "visits/C2"},
    }
    report = send(store, VOLUNTEER, filled_in(raw, answers))
    assert (report.rows, report.accepted, report.refused) == (2, 0, 2)
    assert {(f.row, f.column) for f in report.findings if f.level == "error"} >= {
        (2, "result"), (3, "case_id"),
    }  # fmt: skip


def test_a_testing_team_has_its_own_columns(store: Store) -> None:
    its_round = a_round(store, TESTER, "XN/1")
    raw = round_workbook(store, TESTER, its_round, named_groups(store))
    answers = {n: {"Loại xét nghiệm": "Test nhanh", "Kết quả": "Âm tính"} for n in (1, 2, 3)}
    report = send(store, TESTER, filled_in(raw, answers))
    assert (report.table, report.accepted, report.refused) == ("tests", 3, 0)
    with store.read() as conn:
        rows = fetch(conn, store.ward_id, "tests", ("sample_date", "team_id", "result")).rows()
    assert rows == [(DAY, "XN/1", "negative")] * 3


def test_the_paper_has_everybody_a_code_each_and_room_to_write(store: Store) -> None:
    its_round = a_round(store)
    pdf = round_paper(store, VOLUNTEER, its_round, named_groups(store), "https://phuong.example")
    (text,) = page_texts(pdf)
    for words in ("Tổ hỗ trợ 1, ngày 29/12/2021: 3 người", "3 · Trần Mẫu 3, 31 tuổi",
                  "ngày thứ 7", "gọi 115", "02400000000"):  # fmt: skip
        assert words.lower() in text.lower(), words
    assert page_sizes(pdf) == [(297, 210)]


def test_a_code_tells_nothing_and_lasts_a_day(store: Store) -> None:
    today = a_round(store)
    codes = {stop_code(today, stop) for stop in today.stops}
    later = my_round(store, VOLUNTEER, date(2021, 12, 30), "HT1")
    assert len(codes) == 3
    assert not codes & {stop_code(later, stop) for stop in later.stops}
    assert not any(stop.case_id in code for stop in today.stops for code in codes)


def test_who_may_not_take_lists_out_gets_neither(store: Store) -> None:
    its_round = a_round(store)
    nobody = actor_as("to-truong", "group_leader", group_id="TDP05")
    with pytest.raises(NotAllowed):
        round_workbook(store, nobody, its_round, {})
    with pytest.raises(NotAllowed):
        round_paper(store, nobody, its_round, {}, "https://phuong.example")


def test_the_reminder_counts_alleys_and_names_nobody(store: Store) -> None:
    its_round, groups = a_round(store), named_groups(store)
    text = round_text(its_round, its_round.stops[1:], groups)
    assert text.splitlines()[1:3] == ["Còn 2 trên 3 người chưa gặp:", "– Ngõ 49, Tổ 5: 2"]
    assert not any(told in text for s in its_round.stops for told in (s.name, s.case_id, "F1"))
    assert "xong tất cả" in round_text(its_round, [], groups)
    text = round_text(replace(its_round, times=2), its_round.stops[1:], groups)
    assert "Còn 2 trên 3 người chưa đủ 2 lượt" in text
