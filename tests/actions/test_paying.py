"""A sheet needs a decision, a rate and two people; nothing is paid twice."""

import io
from datetime import date, datetime, timedelta

import openpyxl
import pytest

from lib.actions.deeds import Refused
from lib.actions.paying import Terms, approve_lines, note_paid, prepare_sheet
from lib.documents.pay_sheet import FIRST_LINE
from lib.indicators.paying import Period
from lib.reports.paying import pay_page, sheet_file
from lib.security.actors import NotAllowed, actor_as
from lib.settings import Settings
from lib.store.engine import Store

NOW = datetime.fromisoformat("2021-12-29T08:30")
DAY = NOW.date()
PERIOD = Period(date(2021, 12, 16), date(2021, 12, 28), most_per_day=2)
TERMS = Terms(PERIOD, "512/QĐ-UBND", 30_000, date(2022, 1, 10))
OFFICER, CHAIR = actor_as("lan", "data_officer"), actor_as("chu tich", "vice_chair")
FILES = {
    "groups": "group_id,name\nTDP05,Tổ 5\n",
    "teams": "team_id,name,kind\nHT1,Tổ hỗ trợ 1,support\n",
    "members": "member_id,full_name,phone\nM1,Lê Một,0190000001\nM2,Lê Hai,0190000002\n",
    "cases": "case_id,case_type,full_name,group_id,reported_at,quarantine_start,quarantine_end\n"
    + "".join(f"C{n},F1,Trần Mẫu {n},Tổ 5,15/12/2021,15/12/2021,05/01/2022\n" for n in range(4)),
    "visits": "visit_id,case_id,visited_at,team_id,member_id,result\n"
    + "".join(f"V{n},C{n},20/12/2021 08:0{n},HT1,M1,seen_ok\n" for n in range(4))
    + "V8,C1,21/12/2021 08:00,HT1,M2,missed\nV9,C2,21/12/2021 08:00,HT1,,seen_ok\n",
}


@pytest.fixture
def ward(tmp_path) -> Settings:
    return Settings(tmp_path / "demo", is_demo=True)  # its day is 29/12/2021


@pytest.fixture(autouse=True)
def _known(take) -> None:
    for table, text in FILES.items():
        assert take(table, text).refused == 0


def test_prepared_by_one_approved_by_another_paid_and_read_back(store: Store) -> None:
    ids = prepare_sheet(store, OFFICER, TERMS, on=DAY, now=NOW).new_ids("payments")
    (sheet,) = pay_page(store, CHAIR, DAY).sheets
    lines = {line["member_id"]: (line["units"], line["amount"]) for line in sheet.lines}
    assert lines == {"M1": (2, 60_000), "M2": (1, 30_000)}  # four visits on one day, two count
    assert (sheet.held.over, sheet.held.under, sheet.held.unpaid) == ({}, {}, {})
    assert sheet.done.nameless == 1
    with pytest.raises(Refused, match="NOT_APPROVED"):
        note_paid(store, OFFICER, ids, on=DAY, now=NOW)
    approve_lines(store, CHAIR, ids, on=DAY, now=NOW)
    note_paid(store, OFFICER, ids, on=DAY, now=NOW)
    page = pay_page(store, CHAIR, DAY)
    assert (page.sheets[0].to_approve, page.sheets[0].to_pay) == ([], [])
    raw = sheet_file(store, CHAIR, page, page.sheets[0], "ký nhận")
    cells = list(openpyxl.load_workbook(io.BytesIO(raw)).active.values)
    lines = [row for row in cells[FIRST_LINE:] if row[1]]
    assert [row[1] for row in lines] == ["Lê Hai", "Lê Một", "Cộng"]
    assert lines[-1][5] == 90_000
    assert [word for word in cells[-1] if word] == ["lan", "chu tich"]


def test_no_sheet_without_decision_and_rate(store: Store) -> None:
    for wrong in (("", 30_000), ("  ", 30_000), ("512", 0)):
        with pytest.raises(Refused, match="NO_DECISION"):
            prepare_sheet(store, OFFICER, Terms(PERIOD, *wrong, TERMS.due_on), on=DAY, now=NOW)
    uncapped = Terms(Period(PERIOD.first, PERIOD.last), "512", 30_000, TERMS.due_on)
    with pytest.raises(Refused, match="NO_DECISION"):
        prepare_sheet(store, OFFICER, uncapped, on=DAY, now=NOW)
    assert pay_page(store, CHAIR, DAY).sheets == []


def test_nobody_approves_an_own_sheet_and_no_day_is_paid_twice(store: Store) -> None:
    ids = prepare_sheet(store, OFFICER, TERMS, on=DAY, now=NOW).new_ids("payments")
    with pytest.raises(Refused, match="OWN_SHEET"):
        approve_lines(store, actor_as("lan", "vice_chair"), ids, on=DAY, now=NOW)
    late = Terms(Period(date(2021, 12, 28), date(2022, 1, 5), 2), "1", 1, TERMS.due_on)
    with pytest.raises(Refused, match="PERIOD_TAKEN"):
        prepare_sheet(store, OFFICER, late, on=date(2022, 1, 5), now=NOW)
    approve_lines(store, CHAIR, ids, on=DAY, now=NOW)
    with pytest.raises(Refused, match="APPROVED"):
        approve_lines(store, actor_as("pho", "vice_chair"), ids, on=DAY, now=NOW)


def test_days_that_have_not_come_are_neither_prepared_nor_approved(store: Store) -> None:
    with pytest.raises(Refused, match="PERIOD_AHEAD"):
        prepare_sheet(store, OFFICER, TERMS, on=PERIOD.last - timedelta(1), now=NOW)
    ids = prepare_sheet(store, OFFICER, TERMS, on=DAY, now=NOW).new_ids("payments")
    with pytest.raises(Refused, match="PERIOD_AHEAD"):
        approve_lines(store, CHAIR, ids, on=PERIOD.last - timedelta(1), now=NOW)


def test_what_is_written_down_after_the_sheet_is_told_beside_its_line(store: Store, take) -> None:
    ids = prepare_sheet(store, OFFICER, TERMS, on=DAY, now=NOW).new_ids("payments")
    more = "V20,C3,22/12/2021 08:00,HT1,M2,seen_ok\n"
    assert take("visits", FILES["visits"].splitlines()[0] + "\n" + more).refused == 0
    (sheet,) = pay_page(store, CHAIR, DAY).sheets
    (line,) = [line for line in sheet.lines if line["member_id"] == "M2"]
    assert (line["payment_id"] in ids, sheet.held.under) == (True, {line["payment_id"]: 1})


def test_who_may_do_what(store: Store) -> None:
    with pytest.raises(NotAllowed):
        prepare_sheet(store, CHAIR, TERMS, on=DAY, now=NOW)
    ids = prepare_sheet(store, OFFICER, TERMS, on=DAY, now=NOW).new_ids("payments")
    with pytest.raises(NotAllowed):
        approve_lines(store, OFFICER, ids, on=DAY, now=NOW)
    with pytest.raises(NotAllowed):
        pay_page(store, actor_as("x", "support_team", team_id="HT1"), DAY)


def test_a_period_without_names_pays_nobody(store: Store) -> None:
    empty = Terms(Period(date(2021, 12, 1), date(2021, 12, 2), 2), "1", 1, TERMS.due_on)
    with pytest.raises(Refused, match="NOTHING_TO_PAY"):
        prepare_sheet(store, OFFICER, empty, on=DAY, now=NOW)
