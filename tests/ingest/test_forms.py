"""Forms that spread a name or a year of birth over two columns, and headings of everyday forms."""

import pytest

from lib.ingest.header import find_header
from lib.ingest.mapping import match_headers
from lib.ingest.reader import read_text_table
from lib.schema.tables import TABLES
from tests.ingest.sheets import check, csv_bytes, told
from tests.inputs import workbooks

CASES = TABLES["cases"]
REST = ["F1", "Tổ 5", "27/12/2021"]
REST_HEADINGS = ["Diện", "Tổ", "Ngày báo cáo"]


def people(headings, *rows):
    return check("cases", [[*headings, *REST_HEADINGS], *([*row, *REST] for row in rows)])


@pytest.mark.parametrize(
    "headings",
    [
        ["Họ đệm", "Tên"], ["HỌ VÀ TÊN ĐỆM", "TÊN"], ["Họ", "Tên"], ["ho lot", "ten"],
        ["Họ và chữ đệm (viết hoa)", "Tên"],
    ],
)  # fmt: skip
def test_a_name_in_two_columns(headings):
    checked = people(
        headings, ["Trần Văn", "Khải"], ["Lò Thị", " Mận "], ["", "Páo"], ["Giàng", ""]
    )
    assert checked.accepted["full_name"].to_list() == [
        "Trần Văn Khải",
        "Lò Thị Mận",
        "Páo",
        "Giàng",
    ]
    assert checked.accepted["extra"].to_list() == [None] * 4
    (said,) = [f for f in checked.findings if f.code == "COLUMNS_JOINED"]
    assert said.params == {"columns": "A, B"}
    assert "COLUMN_UNKNOWN" not in {f.code for f in checked.findings}


def test_a_name_in_two_columns_below_one_heading():
    checked = people(["Họ và tên", ""], ["Trần Văn", "Khải"], ["Lò Thị", "Mận"], ["Giàng A", "Páo"])
    assert checked.accepted["full_name"].to_list()[:2] == ["Trần Văn Khải", "Lò Thị Mận"]


@pytest.mark.parametrize(
    ("headings", "row"),
    [
        (["Hộ", "Tên"], ["12", "Trần Văn Khải"]),
        (["Họ và tên", ""], ["Trần Văn Khải", "12"]),
        (["Họ và tên", "Ghi chú"], ["Trần Văn Khải", "sốt"]),
        (["Tên", "Họ và tên chủ hộ"], ["Trần Văn Khải", "Lò"]),
        (["Họ và tên", "Họ", "Tên"], ["Trần Văn Khải", "Trần Văn", "Khải"]),
    ],
)
def test_other_neighbours_of_a_name(headings, row):
    checked = people(headings, row)
    assert checked.accepted["full_name"].to_list() == ["Trần Văn Khải"]
    assert "COLUMNS_JOINED" not in {f.code for f in checked.findings}


@pytest.mark.parametrize(
    "headings",
    [["Nam", "Nữ"], ["Năm sinh (Nam)", "Năm sinh (Nữ)"], ["Năm sinh\nNam", "Năm sinh\nNữ"]],
)
def test_the_year_of_birth_in_a_column_for_each_sex(headings):
    checked = people(["Họ tên", *headings], ["Trần Khải", "1975", ""], ["Lò Mận", "", "1981"])
    assert checked.accepted.select("birth_year", "sex").rows() == [(1975, "male"), (1981, "female")]


def test_two_rows_of_headings_over_the_years():
    rows = [["Họ và tên", "Năm sinh", "", *REST_HEADINGS], ["", "Nam", "Nữ", "", "", ""],
            ["Trần Khải", "1975", "", *REST], ["Lò Mận", "", "1981", *REST]]  # fmt: skip
    for raw in (csv_bytes(rows), workbooks.xlsx({"A": rows})):
        checked = check("cases", raw)
        assert checked.accepted["birth_year"].to_list() == [1975, 1981]
        assert checked.accepted["sex"].to_list() == ["male", "female"]


def test_three_rows_of_headings():
    rows = [["UBND PHƯỜNG", "", "", "", "", "", "", ""],
            ["STT", "Họ và tên", "Năm sinh", "", "Diện", "Thông tin", "", "Ngày báo cáo"],
            ["", "", "", "", "", "Thời gian cách ly", "", ""],
            ["", "", "Nam", "Nữ", "", "Bắt đầu", "Kết thúc", ""],
            ["1", "Trần Khải", "1975", "", "F1", "20/12/2021", "02/01/2022", "20/12/2021"],
            ["2", "Lò Mận", "", "1981", "F0", "21/12/2021", "", "21/12/2021"]]  # fmt: skip
    for raw in (csv_bytes(rows), workbooks.xlsx({"A": rows})):
        checked = check("cases", raw)
        assert checked.accepted["row"].to_list() == [5, 6]
        names = ("full_name", "birth_year", "sex", "case_type")
        assert checked.accepted.select(names).rows() == [
            ("Trần Khải", 1975, "male", "F1"), ("Lò Mận", 1981, "female", "F0")]  # fmt: skip
        assert checked.accepted["quarantine_end"].null_count() == 1


def test_an_upper_heading_holds_as_far_as_the_next_one():
    rows = [["Họ và tên", "Người bệnh", "", "", "Cách ly", "", ""],
            ["", "Diện", "Nơi ở", "", "", "Thời gian cách ly", ""],
            ["", "", "Số nhà", "Ngõ", "Tổ", "Bắt đầu", "Kết thúc"]]  # fmt: skip
    header = find_header(csv_bytes([*rows, ["Trần Khải"]]), [CASES])
    assert header.row == 3
    assert header.headings == (
        "Họ và tên", "Người bệnh\nDiện", "Người bệnh\nNơi ở\nSố nhà", "Người bệnh\nNơi ở\nNgõ",
        "Cách ly\nTổ", "Cách ly\nThời gian cách ly\nBắt đầu",
        "Cách ly\nThời gian cách ly\nKết thúc",
    )  # fmt: skip
    known = match_headers(CASES, header.headings).columns
    assert (known["quarantine_start"], known["quarantine_end"], known["full_name"]) == (5, 6, 0)
    above_nothing = [["Số nhà", "", "Họ và tên"], ["", "Diện", "Tổ"]]
    assert find_header(csv_bytes([*above_nothing, ["12"]]), [CASES]).headings[:2] == (
        "Số nhà", "Diện")  # fmt: skip


def test_marks_and_ages_in_a_column_for_each_sex():
    marked = people(["Họ tên", "Nam", "Nữ"], ["Trần Khải", "x", ""], ["Lò Mận", "", "x"])
    assert marked.accepted["sex"].to_list() == ["male", "female"]
    aged = people(["Họ tên", "Tuổi Nam", "Tuổi Nữ"], ["Trần Khải", "46", ""], ["Lò Mận", "", "40"])
    assert aged.accepted.select("birth_year", "sex").rows() == [(1975, "male"), (1981, "female")]


def test_who_stands_in_both_columns_is_for_a_person_to_look_at():
    rows = [[f"Lê {n}", "1975", ""] for n in "ABCDEFGHIK"]
    checked = people(["Họ tên", "Nam", "Nữ"], *rows, ["Lò Mận", "1980", "1981"])
    assert checked.refused["row"].to_list() == [12]
    assert ("ENUM_UNKNOWN", 12, "sex") in told(checked.findings)


@pytest.mark.parametrize(
    ("headings", "cells"),
    [
        (["Nam", "Nữ"], [["3", "4"], ["2", "5"]]),  # how many of each
        (["Nam", "Nữ"], [["12", ""], ["", "15"]]),  # nobody knows what
        (["Năm", "Nữ"], [["1975", ""], ["", "1981"]]),
        (["Nam", "Nữ", "Giới tính"], [["1975", "", "Nam"], ["", "1981", "Nữ"]]),
    ],
)
def test_other_columns_called_so_are_left_as_they_are(headings, cells):
    rows = [[f"Lê {n}", *cell, *REST] for n, cell in zip("AB", cells, strict=True)]
    raw = csv_bytes([["Họ tên", *headings, *REST_HEADINGS], *rows])
    assert read_text_table(raw, [CASES]).headers == ("Họ tên", *headings, *REST_HEADINGS)


@pytest.mark.parametrize(
    ("table", "heading", "column"),
    [
        ("cases", "GT", "sex"), ("cases", "Số điện thoại liên hệ", "phone"),
        ("cases", "Đối tượng (F0/F1)", "case_type"), ("cases", "Bắt đầu", "quarantine_start"),
        ("cases", "Thời gian cách ly\nKết thúc", "quarantine_end"),
        ("cases", "Ngày kết thúc dự kiến", "quarantine_end"),
        ("cases", "Ngày nhận thông tin", "reported_at"), ("tests", "Loại XN", "test_type"),
        ("tests", "KQ", "result"), ("unvaccinated", "GT", "sex"), ("platform_people", "GT", "sex"),
    ],
)  # fmt: skip
def test_headings_of_everyday_forms(table, heading, column):
    assert match_headers(TABLES[table], [heading]).columns == {column: 0}


def test_signs_of_results_in_brackets():
    rows = [["Mã ca", "Ngày XN", "Loại XN", "KQ"], ["C1", "28/12/2021", "PCR", "(+)"],
            ["C2", "28/12/2021", "PCR", "(-)"]]  # fmt: skip
    assert check("tests", rows).accepted["result"].to_list() == ["positive", "negative"]
