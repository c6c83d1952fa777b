"""A refused row is mended in place or in a workbook, or set aside; it is never lost."""

import io

import openpyxl
import pytest

from lib.actions.imports import accept_import
from lib.actions.mending import NotWaiting, mend_row, set_aside, take_up
from lib.actions.undoing import undo_import
from lib.reports.waiting import (
    WaitingFile,
    load_settled,
    load_waiting,
    row_cells,
    waiting_workbook,
)
from lib.security.actors import Actor, NotAllowed, actor_as, terminal_actor
from lib.store.engine import Store
from lib.store.repository import fetch
from lib.store.waiting import Waiting
from tests.actions.conftest import NOW, Take

HEAD = "Họ tên,Diện,Tổ,Ngày báo cáo,Ngày bắt đầu cách ly,Ngày kết thúc cách ly,Xe\n"
GOOD = "Trần Văn Thử,F1,5,27/12/2021,27/12/2021,02/01/2022,\n"
BAD = "Lê Thị Sai,F1,99,27/12/2021,31/02/2022,02/01/2022,=29X\n"
ENDED = "Phạm Văn Lộn,F1,5,27/12/2021,27/12/2021,20/12/2021,\n"


@pytest.fixture
def file(store: Store, officer: Actor, take: Take) -> WaitingFile:
    take("groups", "group_id,name\nTDP05,Tổ 5\n")
    report = take("cases", HEAD + GOOD + BAD + ENDED)
    assert (report.accepted, report.refused) == (1, 2)
    (found,) = load_waiting(store, officer)
    return found


def waiting(store: Store, officer: Actor) -> dict[str, list[int]]:
    return {
        found.file_name: [row.row for row in found.rows] for found in load_waiting(store, officer)
    }


def names(store: Store) -> set[str]:
    with store.read() as conn:
        return set(fetch(conn, store.ward_id, "cases")["full_name"])


def place(file: WaitingFile, number: int = 0) -> Waiting:
    return Waiting(file.import_id, file.rows[number].row)


def test_each_cell_has_the_reason_beside_it(file: WaitingFile) -> None:
    cells = {cell.heading: cell for cell in row_cells(file, file.rows[0])}
    assert [heading for heading, cell in cells.items() if cell.reasons] == [
        "Tổ",
        "Ngày bắt đầu cách ly",
    ]
    assert "lịch" in cells["Ngày bắt đầu cách ly"].reasons[0]
    ended = {cell.heading: cell for cell in row_cells(file, file.rows[1])}
    assert ended["Ngày bắt đầu cách ly"].reasons == ended["Ngày kết thúc cách ly"].reasons != ()


def test_a_mended_row_goes_in_alone_and_leaves_the_queue(
    file: WaitingFile, store: Store, officer: Actor
) -> None:
    cells = dict(file.rows[0].cells) | {"Tổ": "Tổ 5", "Ngày bắt đầu cách ly": "27/12/2021"}
    mended = mend_row(store, officer, place(file), cells, now=NOW)
    assert mended.is_accepted
    assert names(store) == {"Trần Văn Thử", "Lê Thị Sai"}
    assert waiting(store, officer) == {"cases.csv": [4]}
    (settled,) = load_settled(store, officer, file.import_id)
    assert (settled.outcome, settled.settled_by, settled.answer) == (
        "mended", "lan", mended.import_id,
    )  # fmt: skip
    assert extras(store)["Lê Thị Sai"] == '{"Xe":"=29X"}'


def test_a_row_still_wrong_waits_with_the_new_reason(
    file: WaitingFile, store: Store, officer: Actor
) -> None:
    cells = dict(file.rows[0].cells) | {"Tổ": "Tổ 5", "Ngày bắt đầu cách ly": "sớm"}
    mended = mend_row(store, officer, place(file), cells, now=NOW)
    assert not mended.is_accepted
    errors = [finding for finding in mended.findings if finding.level == "error"]
    assert [(finding.code, finding.row) for finding in errors] == [("DATE_UNREADABLE", 3)]
    (again,) = load_waiting(store, officer)
    assert [row.row for row in again.rows] == [3, 4]
    assert again.rows[0].cells["Ngày bắt đầu cách ly"] == "sớm"
    assert "Ngày bắt đầu cách ly" in [
        c.heading for c in row_cells(again, again.rows[0]) if c.reasons
    ]
    assert names(store) == {"Trần Văn Thử"}


def test_a_row_set_aside_says_why_and_can_be_taken_up_again(
    file: WaitingFile, store: Store, officer: Actor
) -> None:
    with pytest.raises(ValueError, match="reason"):
        set_aside(store, officer, place(file), "  ", now=NOW)
    set_aside(store, officer, place(file), "đã chuyển phường", now=NOW)
    assert waiting(store, officer) == {"cases.csv": [4]}
    (settled,) = load_settled(store, officer, file.import_id)
    assert (settled.outcome, settled.reason) == ("set_aside", "đã chuyển phường")
    with pytest.raises(NotWaiting) as answered:
        mend_row(store, officer, place(file), file.rows[0].cells, now=NOW)
    assert answered.value.sentence()
    take_up(store, officer, place(file), now=NOW)
    assert waiting(store, officer) == {"cases.csv": [3, 4]}


def test_the_workbook_has_the_same_columns_and_the_reasons(file: WaitingFile) -> None:
    page = openpyxl.load_workbook(io.BytesIO(waiting_workbook(file))).worksheets[0]
    headings, first, _second = page.iter_rows()
    assert [cell.value for cell in headings] == [
        *HEAD.strip().split(","), "Lý do trả lại", "Mã dòng chờ sửa",
    ]  # fmt: skip
    assert [cell.value for cell in first][:7] == [*BAD.strip().split(",")]
    noted = {cell.coordinate: cell.comment.text for cell in first if cell.comment}
    assert noted.keys() == {"C2", "E2"}
    assert "Ngày bắt đầu cách ly" in str(first[7].value)
    assert first[8].value == f"{file.import_id}-3"


def test_a_workbook_that_comes_back_closes_the_rows_it_answers(
    file: WaitingFile, store: Store, officer: Actor, take: Take
) -> None:
    rows = as_sent_back(waiting_workbook(file))
    rows[1][2], rows[1][4] = "Tổ 5", "27/12/2021"
    report = take("cases", as_csv(rows))
    assert (report.rows, report.accepted, report.refused) == (2, 1, 1)
    assert {finding.code for finding in report.findings} == {"COLUMN_UNKNOWN", "END_BEFORE_START"}
    assert names(store) == {"Trần Văn Thử", "Lê Thị Sai"}
    outcomes = [each.outcome for each in load_settled(store, officer, file.import_id)]
    assert outcomes == ["mended", "sent_again"]
    (again,) = load_waiting(store, officer)
    assert again.import_id == report.import_id
    assert [row.row for row in again.rows] == [3]
    assert again.headings == HEAD.strip().split(",")


def test_the_same_file_again_leaves_nothing_of_the_first_time_in_the_queue(
    file: WaitingFile, store: Store, officer: Actor, take: Take
) -> None:
    take("groups", "group_id,name\nTDP99,Tổ 99\n")
    other = HEAD + "Vũ Văn Khác,F1,98,27/12/2021,27/12/2021,02/01/2022,\n"
    take("cases", other)
    report = take("cases", HEAD + GOOD + BAD + ENDED)
    (again,) = [each for each in load_waiting(store, officer) if len(each.rows) == 2]
    assert again.import_id == report.import_id
    take("groups", "group_id,name\nTDP98,Tổ 98\n")
    last = take("cases", other)
    assert [each.import_id for each in load_waiting(store, officer)] == [again.import_id]
    undo_import(store, officer, last.import_id, now=NOW)
    assert len(load_waiting(store, officer)) == 2


def test_a_row_left_out_of_the_workbook_waits_on(
    file: WaitingFile, store: Store, officer: Actor, take: Take
) -> None:
    rows = as_sent_back(waiting_workbook(file))
    rows[2][5] = "02/01/2022"
    take("cases", as_csv([rows[0], rows[2]]))
    assert waiting(store, officer) == {"cases.csv": [3]}


@pytest.mark.parametrize("token", ["", "x", "I0-3", "I0-99999999999", "=1"])
def test_a_token_that_means_nothing_closes_nothing(
    file: WaitingFile, store: Store, officer: Actor, take: Take, token: str
) -> None:
    rows = as_sent_back(waiting_workbook(file))
    rows[2][5], rows[2][8] = "02/01/2022", token
    assert take("cases", as_csv([rows[0], rows[2]])).accepted == 1
    assert waiting(store, officer) == {"cases.csv": [3, 4]}


EXPLAINED = "Họ tên,Tuổi sinh,Tổ,,Xe\nLê Thị Sai,1979x,5,gì đó,29X\nTrần An,1980,5,,\n"


@pytest.fixture
def explained(store: Store, officer: Actor, take: Take) -> WaitingFile:
    """A file that goes in only with what its sender explained: a heading and two constants."""
    take("groups", "group_id,name\nTDP05,Tổ 5\n")
    accept_import(
        store, officer, EXPLAINED.encode(), "la.csv", "cases", now=NOW, sender="HT1",
        corrections={"Tuổi sinh": "birth_year"},
        constants={"case_type": "F1", "reported_at": "27/12/2021"},
    )  # fmt: skip
    (found,) = load_waiting(store, officer)
    return found


def test_a_mended_row_means_what_its_file_meant(
    explained: WaitingFile, store: Store, officer: Actor
) -> None:
    (cell,) = [cell for cell in row_cells(explained, explained.rows[0]) if cell.reasons]
    assert (cell.heading, cell.column and cell.column.name) == ("Tuổi sinh", "birth_year")
    cells = dict(explained.rows[0].cells) | {"Tuổi sinh": "1979"}
    assert mend_row(store, officer, place(explained), cells, now=NOW).is_accepted
    assert extras(store) == {
        "Lê Thị Sai": '{"[D]":"gì đó","Xe":"29X"}', "Trần An": None,
    }  # fmt: skip


def test_whoever_brings_the_workbook_back_need_not_explain_it_again(
    explained: WaitingFile, store: Store
) -> None:
    rows = as_sent_back(waiting_workbook(explained))
    assert rows[0][:5] == ["Họ tên", "Tuổi sinh", "Tổ", "", "Xe"]
    rows[1][1] = "1979"
    other = terminal_actor("minh")
    report = accept_import(store, other, as_csv(rows).encode(), "x.csv", "cases", now=NOW)
    assert (report.accepted, report.refused) == (1, 0)
    assert load_waiting(store, other) == ()
    assert extras(store)["Lê Thị Sai"] == '{"[D]":"gì đó","Xe":"29X"}'


def extras(store: Store) -> dict[str, str | None]:
    with store.read() as conn:
        return dict(fetch(conn, store.ward_id, "cases", ("full_name", "extra")).rows())


def test_only_who_may_import_mends(file: WaitingFile, store: Store) -> None:
    for role in ("vice_chair", "auditor"):
        actor = actor_as("x", role)
        with pytest.raises(NotAllowed):
            load_waiting(store, actor)
        with pytest.raises(NotAllowed):
            mend_row(store, actor, place(file), {}, now=NOW)
        with pytest.raises(NotAllowed):
            set_aside(store, actor, place(file), "x", now=NOW)


def as_sent_back(workbook: bytes) -> list[list[str]]:
    page = openpyxl.load_workbook(io.BytesIO(workbook)).worksheets[0]
    return [[str(cell.value or "") for cell in row] for row in page.iter_rows()]


def as_csv(rows: list[list[str]]) -> str:
    return "\n".join(";".join(row) for row in rows) + "\n"
