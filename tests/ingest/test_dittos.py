""" "As above" is what stands above, and never an address of its own."""

import pytest

from tests.ingest.sheets import check, told

HEADINGS = ("Họ và tên", "Năm sinh", "Tổ", "Số nhà", "Diện", "Ngày báo cáo")


def family(*doors):
    rows = [(f"Lê Mẫu {n}", "1970", "5", door, "F1", "27/12/2021") for n, door in enumerate(doors)]
    return check("cases", [HEADINGS, *rows])


@pytest.mark.parametrize(
    "ditto",
    ["nt", "NT", "-nt-", "n/t", "Như trên", "nhu tren", '"', "''", "〃", "//", "(nt)", "- nt -"],
)
def test_what_stands_above_is_taken_and_said(ditto):
    checked = family("12", ditto, ditto, "14", ditto)
    assert checked.accepted["house_number"].to_list() == ["12", "12", "12", "14", "14"]
    assert told(checked.findings) == [("DITTOS_FILLED", 3, None)]
    assert checked.findings[0].params == {"n": 3, "rows": "3-4, 6"}


def test_below_nothing_there_is_nothing_to_take():
    checked = family("nt", "12", "", "nt")
    assert checked.accepted["house_number"].to_list() == ["nt", "12", None, "nt"]
    assert checked.findings == ()


def test_a_whole_address_and_a_group_are_taken_too():
    headings = ("Họ và tên", "Năm sinh", "Địa chỉ", "Diện", "Ngày báo cáo", "SĐT")
    rows = [("Lê An", "1970", "Số 12 ngõ 34, tổ 5", "F1", "27/12/2021", "0912345678"),
            ("Lê Bình", "1971", "nt", "nt", "nt", "nt")]  # fmt: skip
    accepted = check("cases", [headings, *rows]).accepted
    for name in ("group_id", "house_number", "alley", "case_type", "reported_at", "phone"):
        assert accepted[name].n_unique() == 1
    assert accepted["group_id"][1] == "TDP05"


@pytest.mark.parametrize("word", ["Ngô Nt", "nt1", "N", "-", "'", "trên"])
def test_other_short_words_are_none(word):
    assert family("12", word).accepted["house_number"].to_list() == ["12", word]


def test_names_and_free_texts_are_what_they_say():
    rows = [(*HEADINGS, "Ghi chú"), ("Lê An", "1970", "5", "1", "F1", "27/12/2021", "ho"),
            ("//", "1970", "5", "1", "F1", "27/12/2021", "nt")]  # fmt: skip
    accepted = check("cases", rows).accepted
    assert accepted.select("full_name", "note").rows()[1] == ("//", "nt")
