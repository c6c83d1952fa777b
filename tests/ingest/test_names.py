"""The number of a line is no part of a name."""

import pytest

from tests.ingest.sheets import check, told

HEADINGS = ("Họ và tên", "Năm sinh", "Tổ", "Diện", "Ngày báo cáo")


def named(*names):
    return check("cases", [HEADINGS, *((name, "1970", "5", "F1", "27/12/2021") for name in names)])


def test_numbers_and_dashes_before_names_are_left_out_and_said():
    checked = named("1. Lê An", "2) Lê Bình", "03/ Lê Chi", "- Lê Dung", "Lê Giang", "• Đỗ Hà")
    expected = ["Lê An", "Lê Bình", "Lê Chi", "Lê Dung", "Lê Giang", "Đỗ Hà"]
    assert checked.accepted["full_name"].to_list() == expected
    assert told(checked.findings) == [("NAMES_NUMBERED", 2, None)]
    assert checked.findings[0].params == {"n": 5, "rows": "2-5, 7"}


@pytest.mark.parametrize("name", ["-", "1985", "1. ", "-5 x", "BN 12", "2021 Lê An", "12.05"])
def test_what_is_no_number_of_a_line_stays(name):
    checked = named(name)
    assert checked.accepted["full_name"].to_list() == [name.strip()]
    assert not checked.findings


def test_the_person_of_a_test_is_found_without_the_number():
    headings = ("Họ và tên", "Năm sinh", "Tổ", "Ngày lấy mẫu", "Loại xét nghiệm", "Kết quả")
    row = ("1. Nguyễn Thị Hòa", "1985", "5", "28/12/2021", "PCR", "Âm tính")
    assert check("tests", [headings, row]).accepted["case_id"].to_list() == ["C1"]
