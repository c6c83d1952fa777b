"""A ward's list in parts: one title above each group's rows, and no column of groups."""

import pytest

from lib.actions.imports import FileRefused, preview_import
from lib.reports.imports import load_refused_rows
from lib.security.actors import Actor
from lib.store.engine import Store
from lib.store.repository import fetch
from tests.actions.conftest import NOW, Take

GROUPS = "Mã tổ,Tên tổ dân phố\nTDP05,Tổ 5\nTDP07,Tổ 7\n"
CASES = """STT,Họ và tên,Năm sinh,Ngày báo cáo,Xe
I. F0 TỔ DÂN PHỐ SỐ 5,,,,
1,An Mẫu,1980,27/12/2021,29X
2,Bình Mẫu,1984,27/12/2021,
II. F1 TỔ DÂN PHỐ SỐ 7: 2 người,,,,
3,Chi Mẫu,1990,27/12/2021,
4,Dung Mẫu,19x0,27/12/2021,
"""
DOORS = "STT,Số nhà,Ngõ\n{title},,\n1,12,Ngõ 4\n2,14,Ngõ 4\n"


@pytest.fixture(autouse=True)
def groups(take: Take) -> None:
    take("groups", GROUPS)


def test_people_go_in_under_the_titles_above_them(store: Store, officer: Actor, take: Take) -> None:
    report = take("cases", CASES)
    with store.read() as conn:
        rows = fetch(conn, store.ward_id, "cases", ("full_name", "group_id", "case_type", "extra"))
    assert sorted(rows.rows()) == [
        ("An Mẫu", "TDP05", "F0", '{"Xe":"29X"}'),
        ("Bình Mẫu", "TDP05", "F0", None),
        ("Chi Mẫu", "TDP07", "F1", None),
    ]
    taken = [(f.row, f.column, f.params["n"]) for f in report.findings if f.code == "PART_TAKEN"]
    expected = [(row, column, 2) for row in (2, 5) for column in ("case_type", "group_id")]
    assert sorted(taken) == expected
    (waiting,) = load_refused_rows(store, officer, report.import_id)
    assert (waiting.cells["Tổ dân phố"], waiting.cells["Diện cách ly"]) == ("TDP07", "F1")


def test_the_same_list_again_changes_nothing(take: Take) -> None:
    take("cases", CASES)
    again = take("cases", CASES.replace("STT,", "TT,"))
    assert (again.new, again.changed, again.unchanged, again.refused) == (0, 0, 3, 1)


def test_a_list_that_needs_groups_takes_them_or_is_refused(
    store: Store, officer: Actor, take: Take
) -> None:
    assert take("households", DOORS.format(title="Tổ 7")).new == 2
    raw = DOORS.format(title="Tổ 9").encode()
    with pytest.raises(FileRefused, match="FILE_COLUMNS_MISSING"):
        preview_import(store, officer, raw, "ho.csv", "households", now=NOW)
