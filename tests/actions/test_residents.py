"""What becomes of a resident of the list: hospital, platform, session; the sum always holds."""

from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from lib.actions.deeds import undo
from lib.actions.imports import accept_import, preview_import
from lib.actions.mending import mend_row
from lib.actions.outreach import Attempt, record_outreach
from lib.actions.residents import change_resident, confirm_on_platform
from lib.actions.undoing import undo_import
from lib.indicators.cohort import cohort, risks
from lib.reports.call_sheet import call_sheet
from lib.reports.frames import ward_on
from lib.reports.reconciling import reconcile
from lib.reports.residents import hospital_queue, refusals, resident_record
from lib.reports.session_list import last_word, session, session_file
from lib.reports.vaccination import (
    Choices,
    Wanted,
    filter_choices,
    residents_left,
    vaccination,
)
from lib.security.actors import Actor, NotAllowed, actor_as
from lib.settings import Settings
from lib.store.engine import Store, open_store
from lib.store.history import Author
from lib.store.imports import list_imports
from lib.store.problems import StoreBusy
from lib.store.repository import add_audit, void_row
from lib.store.waiting import Waiting, waiting_rows
from tests.actions.conftest import Take
from tests.inputs.workbooks import xlsx

NOW = datetime.fromisoformat("2022-01-10T18:00")
DAY = NOW.date()
GROUPS = "group_id,name\nTDP01,Tổ 1\nTDP02,Tổ 2\n"
RESIDENTS = """\
resident_id,full_name,birth_year,group_id,house_number,phone,listed_on,reason,hospital,\
registration_number,appointment_on,outcome,outcome_on,platform_checked_on
R1,Trần Thị Bình,1990,TDP01,1,0190000001,29/12/2021,Từ chối,,,,,,
R2,Lê Văn An,1940,TDP01,2,,29/12/2021,Bệnh nền,,,,,,
R3,Vũ Hải Chi,1985,TDP01,3,,29/12/2021,Bệnh nền,BV Mẫu,DK1,,,,
R4,Đỗ Văn Dũng,1985,TDP02,4,0190000004,29/12/2021,Bệnh nền,BV Mẫu,DK2,08/01/2022,,,
R5,Ngô Thị Em,1985,TDP01,5,,29/12/2021,Bệnh nền,BV Mẫu,DK3,12/01/2022,,,
R6,Cao Thị Gấm,1985,TDP01,7,0190000006,29/12/2021,Từ chối,,,,vaccinated_elsewhere,05/01/2022,
R7,Bùi Thị Hạnh,1950,TDP01,8,0190000007,29/12/2021,Từ chối,,,,vaccinated_here,05/01/2022,\
06/01/2022
R8,Phan Văn Khoa,1970,TDP01,9,,29/12/2021,Chống chỉ định,,,,,,
"""
CASES = """\
case_id,case_type,full_name,group_id,house_number,reported_at,quarantine_start,quarantine_end
C1,F0,Vũ Văn Hà,TDP01,3,08/01/2022,08/01/2022,18/01/2022
"""
# As the platform writes it: notes above and below, headings in two rows, a merged one over the
# first dose.
FORM = [
    ["DANH SÁCH ĐỐI TƯỢNG TIÊM CHỦNG", "", "", "", "", "", "", ""],
    ["Đơn vị: Phường Mẫu", "", "", "", "", "", "", ""],
    ["STT", "Họ và tên", "Năm sinh", "Số điện thoại", "Tổ dân phố", "Số nhà", "", ""],
    ["", "", "", "", "", "", "Ngày tiêm", "Loại vắc xin"],
    [1, "BUI THI HANH", 1950, "0190000007", "Tổ 1", "8", "05/01/2022", "Mẫu"],
    [2, "Trần Thị Bình", 1990, "0190 000 001", "Tổ 1", "1", "20/12/2021", "Mẫu"],
    [3, "Cao Thị Gấm", 1949, "", "Tổ 2", "99", "03/01/2022", "Mẫu"],
    [4, "Đỗ Văn Dũng", 1985, "0190000004", "Tổ 2", "4", "", ""],
    ["Người lập biểu", "", "", "", "", "", "", ""],
]  # fmt: skip


@pytest.fixture(autouse=True)
def _listed(take: Take, store: Store, officer: Actor) -> None:
    for table, text in (("groups", GROUPS), ("cases", CASES), ("unvaccinated", RESIDENTS)):
        report = accept_import(store, officer, text.encode(), "x.csv", table, now=NOW)
        assert report.refused == 0, report.findings


@pytest.fixture
def platform(store: Store, officer: Actor) -> None:
    raw = xlsx({"Sheet1": FORM}, merged={"G3:H3": "Mũi 1"})
    constants = {"taken_on": "07/01/2022"}
    report = accept_import(
        store, officer, raw, "nen_tang.xlsx", "platform_people", constants=constants, now=NOW
    )
    assert (report.rows, report.accepted, report.refused) == (4, 4, 0), report.findings


def change(store: Store, actor: Actor, resident: str, **values: object):
    version = resident_record(store, actor, DAY, resident)["row_version"]
    return change_resident(store, actor, resident, version, values, now=NOW)


def counted(store: Store) -> tuple[int, int, int]:
    """The baseline, who remains, and all exits."""
    found = cohort(ward_on(store, DAY))
    return found.baseline, found.remaining, sum(found.exits.values())


def test_an_outcome_moves_one_from_those_who_remain_and_back(store: Store, officer: Actor) -> None:
    assert counted(store) == (8, 6, 2)
    done = change(store, officer, "R1", outcome="vaccinated_here", outcome_on=DAY)
    assert counted(store) == (8, 5, 3)
    undo(store, officer, done, now=NOW)
    assert counted(store) == (8, 6, 2)


def test_a_second_word_on_the_same_version_is_refused(store: Store, officer: Actor) -> None:
    change_resident(store, officer, "R1", 1, {"owner": "Hội phụ nữ"}, now=NOW)
    with pytest.raises(StoreBusy):
        change_resident(store, officer, "R1", 1, {"owner": "Tổ trưởng"}, now=NOW)
    with pytest.raises(KeyError):
        change_resident(store, officer, "R1", 2, {"full_name": "x"}, now=NOW)


def test_an_outcome_of_a_later_day_is_not_shown(store: Store, officer: Actor) -> None:
    before, after = (
        resident_record(store, officer, on, "R7") for on in (date(2022, 1, 4), date(2022, 1, 5))
    )
    assert (before["outcome"], before["outcome_on"]) == ("remaining", None)
    assert (after["outcome"], after["outcome_on"]) == ("vaccinated_here", date(2022, 1, 5))


def test_only_who_keeps_the_list_writes(store: Store) -> None:
    for actor in (actor_as("x", "vice_chair"), actor_as("x", "group_leader", group_id="TDP01")):
        with pytest.raises(NotAllowed):
            change_resident(store, actor, "R1", 1, {"outcome": "died"}, now=NOW)
    leader = actor_as("x", "group_leader", group_id="TDP01")
    with pytest.raises(NotAllowed):
        resident_record(store, leader, DAY, "R4")  # another group's


def test_the_hospital_queue_begins_with_what_somebody_must_do(store: Store, officer: Actor) -> None:
    queue = [(each.row["resident_id"], each.state) for each in hospital_queue(store, officer, DAY)]
    assert queue == [
        ("R4", "passed"), ("R2", "unregistered"), ("R3", "no_day"), ("R5", "waiting"),
    ]  # fmt: skip
    change(store, officer, "R4", outcome="vaccinated_elsewhere", outcome_on=date(2022, 1, 8))
    assert "R4" not in {w.row["resident_id"] for w in hospital_queue(store, officer, DAY)}


def test_who_refused_last_with_what_was_said(store: Store, officer: Actor) -> None:
    talks = [
        ("R1", date(2022, 1, 3), "refused", "sợ tác dụng phụ, đã giải thích"),
        ("R1", date(2022, 1, 5), "absent", None), ("R2", date(2022, 1, 4), "refused", "không"),
        ("R2", date(2022, 1, 6), "agreed", None), ("R7", date(2022, 1, 4), "refused", None),
        ("R3", date(2022, 1, 9), "refused", "chờ con về"),
    ]  # fmt: skip
    for resident, on, result, said in talks:
        record_outreach(store, officer, Attempt(resident, on, "phone", result, said), now=NOW)
    found = refusals(store, officer, DAY)
    assert [(each.row["resident_id"], each.on, each.said) for each in found] == [
        ("R3", date(2022, 1, 9), "chờ con về"),
        ("R1", date(2022, 1, 3), "sợ tác dụng phụ, đã giải thích"),
    ]
    assert [each.row["resident_id"] for each in refusals(store, officer, date(2022, 1, 5))] == [
        "R2", "R1",
    ]  # fmt: skip


def test_without_the_platform_s_list_everybody_who_says_so_is_to_be_cleared(
    store: Store, officer: Actor
) -> None:
    found = reconcile(store, officer, DAY)
    assert (found.taken_on, found.n, found.found, found.n_confirmed) == (None, 0, (), 0)
    assert {each.resident["resident_id"] for each in found.missing} == {"R6", "R7"}


@pytest.mark.usefixtures("platform")
def test_people_are_matched_by_more_than_their_name(store: Store, officer: Actor) -> None:
    found = reconcile(store, officer, DAY)
    assert (found.taken_on, found.n) == (date(2022, 1, 7), 4)
    # R1 is still on our list; R4 stands on the platform without a dose
    (still,) = found.found
    assert (still.resident["resident_id"], still.match.first_dose_on) == ("R1", date(2021, 12, 20))
    assert {"full_name", "birth", "phone"} <= still.match.evidence.keys()
    # R7: looked for before the list was taken; R6: a namesake born in another year is nobody
    assert [each.resident["resident_id"] for each in found.unconfirmed] == ["R7"]
    assert [each.resident["resident_id"] for each in found.missing] == ["R6"]
    assert reconcile(store, officer, date(2022, 1, 6)).taken_on is None


@pytest.mark.usefixtures("platform")
def test_who_was_found_is_cleared_and_who_was_not_stays_with_the_day(
    store: Store, officer: Actor
) -> None:
    change(store, officer, "R7", platform_checked_on=DAY)
    change(store, officer, "R6", platform_checked_on=DAY)
    change(
        store, officer, "R1", platform_checked_on=DAY, outcome="vaccinated_elsewhere",
        outcome_on=date(2021, 12, 20),
    )  # fmt: skip
    found = reconcile(store, officer, DAY)
    assert (found.n_confirmed, found.found, found.unconfirmed) == (2, (), ())
    (missing,) = found.missing
    assert (missing.resident["resident_id"], missing.resident["platform_checked_on"]) == ("R6", DAY)
    assert counted(store) == (8, 5, 3)


ON_PLATFORM = """\
full_name,birth_year,phone,group_id,house_number,first_dose_on
Bùi Thị Hạnh,1950,0190000007,Tổ 1,8,05/01/2022
Cao Thị Gấm,1985,0190000006,Tổ 1,7,05/01/2022
"""


@pytest.mark.parametrize(("row", "full"), [
    ("Bùi Thị Hạnh,1950,0190000007,Tổ 1,8,05/01/2022", True),
    ("Bùi Thị Hạnh,1950,,Tổ 1,8,05/01/2022", True),
    ("Bùi Thị Hạnh,1950,0190000007,Tổ 1,8,04/01/2022", False),  # another day
    ("BUI THI HANH,1950,0190000007,Tổ 1,8,05/01/2022", False),
    ("Bùi Thị Hạnh,1950,,Tổ 1,,05/01/2022", False),
    ("Bùi Thị Hạnh,1950,0190000099,Tổ 1,8,05/01/2022", False),  # another telephone
])  # fmt: skip
def test_what_a_full_match_is(store: Store, officer: Actor, row: str, full: bool) -> None:
    text = ON_PLATFORM.splitlines()[0] + "\n" + row
    said = {"taken_on": "07/01/2022"}
    accept_import(
        store, officer, text.encode(), "p.csv", "platform_people", constants=said, now=NOW
    )
    (each,) = reconcile(store, officer, DAY).unconfirmed
    assert (each.resident["resident_id"], each.is_full_match) == ("R7", full)


def test_full_matches_are_confirmed_together_and_taken_back_together(
    store: Store, officer: Actor
) -> None:
    said = {"taken_on": "07/01/2022"}
    accept_import(
        store, officer, ON_PLATFORM.encode(), "p.csv", "platform_people", constants=said, now=NOW
    )
    before = reconcile(store, officer, DAY).unconfirmed
    versions = {each.resident["resident_id"]: each.resident["row_version"] for each in before}
    assert versions.keys() == {"R6", "R7"}
    assert all(each.is_full_match for each in before)
    done = confirm_on_platform(store, officer, versions, DAY, now=NOW)
    after = reconcile(store, officer, DAY)
    assert (after.unconfirmed, after.n_confirmed) == ((), 2)
    with pytest.raises(StoreBusy):
        confirm_on_platform(store, officer, versions, DAY, now=NOW)
    with pytest.raises(NotAllowed):
        confirm_on_platform(store, actor_as("x", "vice_chair"), versions, DAY, now=NOW)
    undo(store, officer, done, now=NOW)
    assert reconcile(store, officer, DAY).n_confirmed == 0


@pytest.mark.usefixtures("platform")
def test_the_platform_s_list_is_for_those_who_reach_the_whole_ward(store: Store) -> None:
    leader = actor_as("x", "group_leader", group_id="TDP01")
    found = reconcile(store, leader, DAY)
    assert (found.taken_on, found.n, found.found) == (None, 0, ())


def test_a_session_asks_who_may_come_and_says_why_the_others_do_not(
    store: Store, officer: Actor
) -> None:
    lines = (
        "R11,Ngô Văn Sáu,1935,TDP01,12,29/12/2021,Nằm liệt giường",
        "R12,Hà Văn Tám,1950,TDP01,14,29/12/2021,Còn phân vân",
        "R13,Vũ Văn Hà,1972,TDP01,3,29/12/2021,Còn phân vân",
        "R14,Tô Văn Út,1992,TDP01,15,29/12/2021,Tạm hoãn",
        "R15,Mã Văn Ý,1970,TDP01,16,29/12/2021,Từ chối,hen",
    )
    text = "\n".join([f"{HEAD},reason,conditions", *lines])
    taken = accept_import(
        store, officer, text.encode(), "y.csv", "unvaccinated", confirmed=True, now=NOW
    )
    assert taken.refused == 0, taken.findings
    record_outreach(store, officer, Attempt("R1", DAY, "phone", "agreed"), now=NOW)
    found = session(store, officer, DAY)
    assert [call.resident_id for call in found.asked] == ["R12", "R1"]
    assert last_word(found.asked[1]) == "Đồng ý 10/01/2022"
    assert {(each.call.resident_id, each.why, each.until) for each in found.apart} == {
        ("R13", "quarantine", date(2022, 1, 18)), ("R11", "at_home", None),
        ("R2", "hospital", None), ("R3", "hospital", None), ("R4", "hospital", None),
        ("R5", "hospital", None), ("R15", "hospital", None), ("R8", "not_now", None),
        ("R14", "not_now", None),
    }  # fmt: skip
    raw = session_file(store, officer, found.asked, {"TDP01": "Tổ 1"}, "buổi tiêm")
    assert raw[:2] == b"PK"
    with pytest.raises(NotAllowed):
        session_file(store, actor_as("x", "auditor"), found.asked, {}, "x")


def test_nobody_waits_for_the_hospital_and_is_asked_to_the_session(demo_store: Store) -> None:
    actor = actor_as("officer", "data_officer")
    found = session(demo_store, actor, DAY)
    asked = {call.resident_id for call in found.asked}
    apart = {each.call.resident_id for each in found.apart}
    queue = {each.row["resident_id"] for each in hospital_queue(demo_store, actor, DAY)}
    assert not asked & (queue | apart)
    assert len(queue) == risks(ward_on(demo_store, DAY))["disease"]


def test_the_sum_holds_after_an_import_that_drops_and_adds_people(
    store: Store, officer: Actor
) -> None:
    head, *rows = RESIDENTS.splitlines()
    later = "R9,Đinh Văn Phú,1960,TDP01,11,,09/01/2022,Từ chối,,,,,,"
    text = "\n".join([head, *rows[2:], later])
    accept_import(
        store, officer, text.encode(), "y.csv", "unvaccinated", confirmed=True,
        now=NOW + timedelta(minutes=5),
    )  # fmt: skip
    assert counted(store) == (8, 6, 2)
    assert cohort(ward_on(store, DAY)).added == 1


HEAD = "resident_id,full_name,birth_year,group_id,house_number,listed_on"


@pytest.mark.parametrize(("lines", "counts"), [
    # somebody new of a group that has its list, whatever the day says
    (["R9,Đinh Văn Phú,1960,TDP01,11,20/12/2021"], (8, 1)),
    (["R9,Đinh Văn Phú,1960,TDP01,11,29/12/2021"], (8, 1)),
    # somebody whose group nobody knows
    (["R9,Đinh Văn Phú,1960,,11,20/12/2021"], (8, 1)),
    # people of the first list sent again with another day
    (["R1,Trần Thị Bình,1990,TDP01,1,05/01/2022", "R2,Lê Văn An,1940,TDP01,2,01/12/2021"], (8, 0)),
])  # fmt: skip
def test_no_later_file_changes_the_first_list(
    store: Store, officer: Actor, lines: list[str], counts: tuple[int, int]
) -> None:
    text = "\n".join([HEAD, *lines])
    report = accept_import(
        store, officer, text.encode(), "y.csv", "unvaccinated", confirmed=True, now=NOW
    )
    assert report.refused == 0, report.findings
    for on in (date(2021, 12, 29), DAY):
        found = cohort(ward_on(store, on))
        assert found.baseline_on == date(2021, 12, 29)
        assert (found.baseline, found.added) == counts
        assert found.remaining + sum(found.exits.values()) == found.baseline
    assert cohort(ward_on(store, date(2021, 12, 28))).baseline == 0


def test_another_day_for_somebody_of_the_first_list_is_said(store: Store, officer: Actor) -> None:
    def notes(*lines: str) -> list[tuple[int | None, str, str]]:
        raw = "\n".join([HEAD, *lines]).encode()
        accept = {"confirmed": True, "now": NOW}
        found = preview_import(store, officer, raw, "y.csv", "unvaccinated", **accept).findings
        accept_import(store, officer, raw, "y.csv", "unvaccinated", **accept)
        return [(f.row, f.level, f.params["day"]) for f in found if f.code == "FIRST_DAY_KEPT"]

    first, moved = (
        "R1,Trần Thị Bình,1990,TDP01,1,29/12/2021",
        "R2,Lê Văn An,1940,TDP01,2,05/01/2022",
    )
    assert notes(first, moved) == [(3, "note", "29/12/2021")]
    back = moved.replace("05/01/2022", "29/12/2021").replace("R2,", ",")
    assert notes(first, back) == []
    later = "R9,Đinh Văn Phú,1960,TDP01,11,09/01/2022"
    assert notes(later) == notes(later.replace("09/01", "10/01")) == []


def test_a_group_s_own_first_file_belongs_to_the_list(store: Store, officer: Actor) -> None:
    accept_import(
        store, officer, b"group_id,name\nTDP03,T\xe1\xbb\x95 3\n", "g.csv", "groups", now=NOW
    )
    line = "R9,Đinh Văn Phú,1960,TDP03,11,28/12/2021"
    later = "R10,Hồ Thị Lan,1962,TDP03,12,02/01/2022"
    text = "\n".join([HEAD, line, later])
    accept_import(store, officer, text.encode(), "y.csv", "unvaccinated", now=NOW)
    found = cohort(ward_on(store, DAY))
    assert (found.baseline, found.added) == (9, 1)


def test_a_row_that_was_refused_and_mended_belongs_to_its_file(
    officer: Actor, tmp_path: Path
) -> None:
    fresh = open_store(Settings(tmp_path / "fresh", is_demo=True))
    accept_import(fresh, officer, GROUPS.encode(), "g.csv", "groups", now=NOW)
    text = f"{HEAD}\nR1,An,1960,TDP01,1,29/12/2021\nR2,Bình,1961,TDP01,2,29/13/2021\n"
    report = accept_import(fresh, officer, text.encode(), "u.csv", "unvaccinated", now=NOW)
    assert report.refused == 1
    with fresh.read() as conn:
        (refused,) = waiting_rows(conn, fresh.ward_id)[report.import_id]
    cells = dict(refused.cells) | {"listed_on": "29/12/2021"}
    place = Waiting(report.import_id, refused.row)
    assert mend_row(fresh, officer, place, cells, now=NOW).is_accepted
    assert cohort(ward_on(fresh, DAY)).baseline == 2
    fresh.close()


def test_whose_record_is_void_left_the_first_list_as_an_error(store: Store, officer: Actor) -> None:
    author = Author(officer.account, NOW)
    with store.write() as conn:
        void_row(
            conn, store.ward_id, "unvaccinated", "R1", row_version=1, reason="x", author=author
        )
        add_audit(conn, store.ward_id, author, "rows.void", table="unvaccinated", row_id="R1")
    found = cohort(ward_on(store, DAY))
    assert (found.baseline, found.remaining, found.exits["entered_in_error"]) == (8, 5, 1)


def test_the_first_list_of_an_undone_import_is_none(store: Store, officer: Actor) -> None:
    with store.read() as conn:
        imports = list_imports(conn, store.ward_id)
    of_residents = imports.filter(table_name="unvaccinated")["import_id"][0]
    undo_import(store, officer, of_residents, now=NOW)
    assert cohort(ward_on(store, DAY)).baseline == 0
    text = "\n".join([HEAD, "R1,Trần Thị Bình,1990,TDP01,1,29/12/2021"])
    accept_import(store, officer, text.encode(), "z.csv", "unvaccinated", now=NOW)
    assert cohort(ward_on(store, DAY)).baseline == 1


def test_who_is_added_is_seen_and_called_but_moves_no_bar(store: Store, officer: Actor) -> None:
    text = "\n".join([HEAD, "R9,Đinh Văn Phú,1960,TDP01,11,09/01/2022"])
    accept_import(store, officer, text.encode(), "y.csv", "unvaccinated", confirmed=True, now=NOW)
    report = vaccination(store, officer, DAY)
    figure = report.figure.figure
    assert (figure.value, figure.denominator) == (6, 8)
    assert report.added is not None
    assert report.added.figure.value == 1
    assert report.by_group["listed"].sum() == 8
    assert "R9" in residents_left(store, officer, DAY).ids
    assert "R9" in {call.resident_id for call in call_sheet(store, officer, DAY).due}


@pytest.mark.parametrize(("wanted", "ids"), [
    (Wanted(), {"R1", "R2", "R3", "R4", "R5", "R8"}),
    (Wanted(risk="disease"), {"R2", "R3", "R4", "R5"}), (Wanted(risk="elderly"), {"R2"}),
    (Wanted(risk="infected_home"), {"R3"}), (Wanted(risk="none"), {"R1", "R8"}),
    (Wanted(risk="disease", groups=("TDP02",)), {"R4"}), (Wanted(reason="refused"), {"R1"}),
    (Wanted(owner="Hội phụ nữ"), {"R2"}), (Wanted(owner="Hội phụ nữ", risk="none"), set()),
    (Wanted(search="binh"), {"R1"}), (Wanted(search="BINH trần"), {"R1"}),
    (Wanted(search="binh", groups=("TDP02",)), set()),
])  # fmt: skip
def test_the_list_is_chosen_by_group_reason_risk_and_owner(
    store: Store, officer: Actor, wanted: Wanted, ids: set[str]
) -> None:
    change(store, officer, "R2", owner="Hội phụ nữ")
    assert set(residents_left(store, officer, DAY, wanted).ids) == ids
    assert filter_choices(store, officer, DAY) == Choices(("Hội phụ nữ",), by_reason=True)


def test_nobody_chooses_by_what_they_may_not_see(store: Store) -> None:
    for asked in (filter_choices, residents_left):
        with pytest.raises(NotAllowed):
            asked(store, actor_as("x", "auditor"), DAY)
