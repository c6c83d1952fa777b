"""An address in one cell is taken apart as a whole, or stays as it is."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.ingest.addresses import PARTS, apart
from lib.text.fold import clean, fold_search
from tests.ingest.sheets import check

HEAD = ("Họ và tên", "Năm sinh", "SĐT", "Diện", "Ngày báo cáo", "Địa chỉ")
PERSON = ("Lê An", "1970", "0910000001", "F1", "27/12/2021")

# address -> house number, alley, street, group
UNDERSTOOD = {
    "Số 12, ngõ 34, phố Mẫu": ("12", "Ngõ 34", "Phố Mẫu", None),
    "số nhà: 12 ngõ 34 Phố Mẫu": ("12", "Ngõ 34", "Phố Mẫu", None),
    "SN 7 ngách 34/12 ngõ 34 phố Mẫu, tổ 5": ("7", "Ngách 34/12, ngõ 34", "Phố Mẫu", "to 5"),
    "12 ngõ 34 Ngọc Mẫu": ("12", "Ngõ 34", "Ngọc Mẫu", None),
    "12/34 Ngọc Mẫu": ("12/34", None, "Ngọc Mẫu", None),
    "12A Ngọc Mẫu, Long Biên, Hà Nội": ("12A", None, "Ngọc Mẫu", None),
    "Ngõ 34 số 12": ("12", "Ngõ 34", None, None),
    "Số 5 phố Ngõ Mẫu": ("5", None, "Phố Ngõ Mẫu", None),
    "Số 1 Ngõ Trạm": ("1", "Ngõ Trạm", None, None),
    "Số 12 Tô Mẫu": ("12", None, "Tô Mẫu", None),
    "12 Quan Mẫu": ("12", None, "Quan Mẫu", None),
    "Số 30 đường 30/4 - Tổ dân phố số 07 - P. Mẫu": ("30", None, "Đường 30/4", "to 7"),
    "Số 3 ngõ 34 phố Mẫu Long Biên Hà Nội": ("3", "Ngõ 34", "Phố Mẫu", None),
    "Số 3, Q. Long Biên, TP. Hà Nội, Việt Nam": ("3", None, None, None),
    "P1203 tòa CT2 khu đô thị Mẫu": ("P1203, tòa CT2, khu đô thị Mẫu", None, None, None),
    "Căn hộ 502 chung cư Mẫu\ntổ 5": ("Căn hộ 502, chung cư Mẫu", None, None, "to 5"),
    "BT3-12 khu đô thị Mẫu": ("BT3-12, khu đô thị Mẫu", None, None, None),
    "so 12 ngo 34 pho Mau to 5": ("12", "Ngo 34", "Pho Mau", "to 5"),
    "TDP số 05": (None, None, None, "to 5"),
    "Thôn 3": (None, "Thôn 3", None, None),
    "Phố Mẫu": (None, None, "Phố Mẫu", None),
}
LEFT = [
    "", " ", "-", "Hà Nội", "Ngọc Mẫu", "nhà bà Lan ngõ 34", "Số 12 gần chợ", "nhà chị Mai tổ 5",
    "Số 12 ngõ 34, sau trường học", "12 ngõ 34, 14 ngõ 34", "tổ 5, tổ 6", "phố Mẫu, phố Ví Dụ",
    "12 ngo 34 ngoc mau", "12 Quan Mau", "Số 12 (tầng 2)", "0910000001", "Số " + "1" * 400,
]  # fmt: skip


@pytest.mark.parametrize(("address", "parts"), UNDERSTOOD.items(), ids=UNDERSTOOD)
def test_an_address_is_taken_apart(address, parts):
    found = apart(address)
    assert found is not None
    assert tuple(found.get(name) for name in (*PARTS, "group_id")) == parts


@pytest.mark.parametrize("address", LEFT)
def test_an_address_with_a_word_too_much_is_left_as_it_is(address):
    assert apart(address) is None


@given(st.text() | st.lists(st.sampled_from([*UNDERSTOOD, *LEFT])).map(" ".join))
def test_nothing_is_made_up(address):
    """Every word of a part stands in the address."""
    parts = apart(address) or {}
    said = fold_search(clean(address))
    for name in PARTS:
        for piece in parts.get(name, "").split(", "):
            assert fold_search(piece) in said


def column(checked, name):
    return checked.accepted[name].to_list()


def codes(checked):
    return [(f.code, f.row, f.params.get("n")) for f in checked.findings if "ADDRESS" in f.code]


def test_the_parts_stand_in_columns_and_the_address_beside_the_row():
    addresses = ("Số 12, ngõ 34, phố Mẫu, tổ 5", "cạnh chợ", "", "Số 2, tổ 99", "Số 3, TDP 12")
    names = ("Lê An", "Lê Bình", "Lê Chi", "Lê Dung", "Lê Giang")
    people = ((name, *PERSON[1:]) for name in names)
    rows = [(*person, address) for person, address in zip(people, addresses, strict=True)]
    checked = check("cases", [HEAD, *rows])
    assert column(checked, "house_number") == ["12", None, None, "2", "3"]
    assert column(checked, "alley") == ["Ngõ 34", None, None, None, None]
    assert column(checked, "street") == ["Phố Mẫu", None, None, None, None]
    assert column(checked, "group_id") == ["TDP05", "unknown", "unknown", "unknown", "TDP12"]
    kept = [json.loads(extra)["Địa chỉ"] if extra else "" for extra in column(checked, "extra")]
    assert kept == list(addresses)
    assert codes(checked) == [("ADDRESS_READ", None, 3), ("ADDRESS_KEPT", 3, 1)]
    assert "COLUMN_UNKNOWN" not in {finding.code for finding in checked.findings}


def test_a_row_keeps_the_group_that_it_says():
    said = {"Lê An": "Tổ 12", "Lê Bình": "", "Lê Chi": "TDP05"}
    rows = [(name, *PERSON[1:], "Số 12, tổ 5", group) for name, group in said.items()]
    checked = check("cases", [(*HEAD, "Tổ"), *rows])
    assert column(checked, "group_id") == ["TDP12", "TDP05", "TDP05"]
    assert codes(checked) == [("ADDRESS_READ", None, 3), ("ADDRESS_CONTRADICTED", 2, None)]


@pytest.mark.parametrize("heading", ["Số nhà", "Ngõ", "Đường, phố"])
def test_a_file_that_has_the_parts_keeps_them(heading):
    checked = check("cases", [(*HEAD, heading), (*PERSON, "Số 12, ngõ 34, phố Mẫu, tổ 5", "7")])
    (known,) = (name for name in PARTS if name in checked.accepted.columns)
    assert column(checked, known) == ["7"]
    assert codes(checked) == []


def test_the_column_that_says_where_somebody_stays_now_comes_first():
    heading = (*HEAD, "Nơi cách ly")
    checked = check("cases", [heading, (*PERSON, "Số 12, ngõ 34", "Số 8, ngõ 5")])
    assert (column(checked, "house_number"), column(checked, "alley")) == (["8"], ["Ngõ 5"])


def test_a_list_without_any_address_that_is_understood_is_told_so_as_before():
    checked = check("cases", [HEAD, (*PERSON, "cạnh chợ")])
    assert codes(checked) == []
    assert "COLUMN_UNKNOWN" in {finding.code for finding in checked.findings}
