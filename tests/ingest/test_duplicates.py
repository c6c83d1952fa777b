"""The same record twice in one file."""

import pytest

from tests.ingest.sheets import check, told

HEADINGS = ["Họ và tên", "Diện", "Tổ", "Năm sinh", "Ngày báo cáo", "Ghi chú"]
MAI = ["Lê Hoà Mai", "F1", "Tổ 5", "1985", "27/12/2021", ""]


def check_cases(*rows: list[str]):
    return check("cases", [HEADINGS, *rows])


def test_equal_rows_are_needed_once():
    checked = check_cases(MAI, ["Lê An", *MAI[1:]], MAI, [MAI[0], "f1", "TDP 05", *MAI[3:]])
    assert [(f.code, f.row, f.params) for f in checked.findings] == [
        ("ROW_TWICE", 4, {"other": 2}),
        ("ROW_TWICE", 5, {"other": 2}),
    ]
    assert checked.accepted["row"].to_list() == [2, 3]


def test_rows_that_differ_are_all_refused_and_cite_another():
    checked = check_cases(MAI, MAI, [*MAI[:5], "khác"], ["Lê An", *MAI[1:]])
    assert [(f.code, f.row, f.params) for f in checked.findings] == [
        ("ROW_CONFLICT", 2, {"other": 4}),
        ("ROW_CONFLICT", 3, {"other": 4}),
        ("ROW_CONFLICT", 4, {"other": 2}),
    ]


@pytest.mark.parametrize("spelling", ["LÊ HÒA MAI", "lê  hoà mai", "Lê Ho\u0300a Mai"])
def test_one_name_in_two_spellings(spelling):
    assert {f.code for f in check_cases(MAI, [spelling, *MAI[1:]]).findings} == {"ROW_CONFLICT"}


@pytest.mark.parametrize(
    "other",
    [
        ["Lê Hoa Mai", *MAI[1:]],
        [*MAI[:3], "1986", *MAI[4:]],
        [*MAI[:2], "12", *MAI[3:]],
        [*MAI[:4], "28/12/2021", ""],
        [*MAI[:4], "27/12/2021 08:00", ""],
    ],
)
def test_two_people_are_two(other):
    assert check_cases(MAI, other).findings == ()


def test_a_refused_row_is_no_record_yet():
    checked = check_cases(MAI, [MAI[0], "F9", *MAI[2:]])
    assert told(checked.findings) == [("ENUM_UNKNOWN", 3, "case_type")]


def with_ids(*rows: tuple[str, list[str]]):
    return check("cases", [["Mã ca", *HEADINGS], *([id_, *row] for id_, row in rows)])


def test_ids_tell_records_apart():
    assert with_ids(("C10", MAI), ("C11", MAI)).findings == ()


def test_one_id_for_two_people():
    checked = with_ids(("C10", MAI), ("C10", ["Lê An", *MAI[1:]]), ("C12", MAI))
    assert told(checked.findings) == [("ROW_CONFLICT", 2, None), ("ROW_CONFLICT", 3, None)]


def test_one_id_twice():
    checked = with_ids(("C10", MAI), ("C10", MAI))
    assert told(checked.findings) == [("ROW_TWICE", 3, None)]


def test_a_row_without_id_is_the_twin_of_one_with():
    checked = with_ids(("C10", MAI), ("", MAI), ("C11", ["Lê An", *MAI[1:]]))
    assert told(checked.findings) == [("ROW_CONFLICT", 2, None), ("ROW_CONFLICT", 3, None)]


def test_what_the_table_does_not_know_makes_a_difference_too():
    headings = [*HEADINGS, "Cột lạ"]
    checked = check("cases", [headings, [*MAI, "a"], [*MAI, "b"]])
    assert [f.code for f in checked.findings if f.row] == ["ROW_CONFLICT", "ROW_CONFLICT"]


def test_households_without_an_address_are_one():
    checked = check("households", [["Tổ", "Số nhà", "Số người"], ["5", "", "3"], ["5", "", "4"]])
    assert {f.code for f in checked.findings} == {"ROW_CONFLICT"}
