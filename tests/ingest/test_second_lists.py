"""Two lists in one sheet: the second one is never read under the headings of the first."""

import pytest

from lib.ingest.reader import FileRefused
from tests.ingest.sheets import check, told

FIRST = ("TT", "Họ và tên", "Năm sinh", "Tổ", "Số nhà", "Ngày lập danh sách")
ROWS = [
    ("1", "Lê An", "1950", "5", "12", "28/12/2021"),
    ("2", "Lê Bình", "1951", "5", "14", "28/12/2021"),
]


def test_the_same_columns_in_another_order_are_put_in_order():
    second = [("TT", "Họ và tên", "Năm sinh", "Số nhà", "Tổ", "Ngày lập danh sách"),
              ("1", "Lê Chi", "1952", "5", "12", "28/12/2021"), FIRST,
              ("1", "Lê Dung", "1953", "5", "12", "28/12/2021")]  # fmt: skip
    checked = check("unvaccinated", [FIRST, *ROWS, *second])
    assert checked.accepted.select("group_id", "house_number").rows() == [
        ("TDP05", "12"), ("TDP05", "14"), ("TDP12", "5"), ("TDP05", "12")]  # fmt: skip
    assert ("COLUMNS_MOVED", 4, None) in told(checked.findings)


@pytest.mark.parametrize(
    "second",
    [
        ("TT", "Họ và tên", "Năm sinh", "SĐT", "Tổ", "Lý do"),
        ("TT", "Họ và tên", "Tổ", "", "Số nhà", "Ngày lập danh sách"),  # one column has no heading
    ],
)
def test_other_columns_are_another_file(second):
    with pytest.raises(FileRefused) as caught:
        check(
            "unvaccinated", [FIRST, *ROWS, second, ("1", "Lê Chi", "1952", "5", "12", "28/12/2021")]
        )
    assert told(caught.value.findings) == [("FILE_SECOND_LIST", 4, None)]
    assert caught.value.n_rows == 4


def test_words_where_others_have_a_number_are_no_headings():
    rows = [
        ("a", "Lê Chi", "1952", "5", "12", "28/12/2021"),
        ("Tổ", "Lê Tổ", "1953", "5", "7", "28/12/2021"),
    ]
    assert check("unvaccinated", [FIRST, *ROWS, *rows]).accepted.height == 4
