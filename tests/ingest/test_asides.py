"""A remark in brackets is kept and keeps nobody out, unless it may turn the word before it."""

import json

import pytest

from tests.ingest.sheets import check, told

HEADINGS = ("Họ và tên", "Năm sinh", "Tổ", "Diện", "Ngày báo cáo", "Giới tính")


def kinds(*cells):
    rows = [(f"Lê Mẫu {n}", "1970", "5", cell, "27/12/2021", "Nam") for n, cell in enumerate(cells)]
    return check("cases", [HEADINGS, *rows])


def test_the_word_is_read_and_the_remark_kept():
    checked = kinds("F0 (PCR+)", "F1", "F1 (con BN An)", "F0(test nhanh 27/12)")
    assert checked.accepted["case_type"].to_list() == ["F0", "F1", "F1", "F0"]
    kept = [json.loads(extra)["Diện: ghi chú"] for extra in checked.accepted["extra"].drop_nulls()]
    assert kept == ["PCR+", "con BN An", "test nhanh 27/12"]
    assert told(checked.findings)[0] == ("ASIDES_KEPT", 2, "case_type")
    assert checked.findings[0].params == {"n": 3, "rows": "2, 4-5"}


@pytest.mark.parametrize(
    "cell",
    ["F1 (F0 cũ)", "F1 (đã thành F0)", "F0 (?)", "F0 (chưa có KQ)", "F0 (nghi ngờ)", "F0 (hết)",
     "F2 (x)", "F1 ()", "(F1) x", "F1 (a) (b)", "F1 (dương tính 28/12)"],
)  # fmt: skip
def test_a_remark_that_may_turn_the_word_is_left_to_people(cell):
    checked = kinds(cell)
    assert told(checked.findings) == [("ENUM_UNKNOWN", 2, "case_type")]


def test_what_the_list_itself_knows_with_its_brackets_is_no_remark():
    headings = ("Mã ca", "Ngày lấy mẫu", "Loại xét nghiệm", "Kết quả")
    results = ("Âm tính (-)", "(+) dương tính", "Âm tính (lần 2)", "Âm tính (test nhanh)")
    kinds = ("PCR", "PCR", "PCR", "Real-time PCR (CT 24)")
    rows = [("C1", f"{n}/12/2021", kinds[n - 1], said) for n, said in enumerate(results, 1)]
    checked = check("tests", [headings, *rows])
    assert checked.accepted["result"].to_list() == ["negative", "positive", "negative", "negative"]
    assert set(checked.accepted["test_type"]) == {"pcr"}
    assert json.loads(checked.accepted["extra"][3]) == {
        "Loại xét nghiệm: ghi chú": "CT 24", "Kết quả: ghi chú": "test nhanh",
    }  # fmt: skip
