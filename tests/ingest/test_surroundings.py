"""What stands around the rows of a list is left out and said; whoever stands there is not."""

import polars as pl
import pytest

from lib.ingest.surroundings import leave_surroundings
from tests.ingest.sheets import check, csv_bytes

HEADINGS = (
    "STT",
    "Họ và tên",
    "Năm sinh",
    "SĐT",
    "Tổ",
    "Số nhà",
    "Diện",
    "Ngày báo cáo",
    "Ghi chú",
)
PEOPLE = [
    (f"{n}", name, "1970", f"091000000{n}", "Tổ 5", f"{n}", "F1", "27/12/2021", "x")
    for n, name in enumerate(("Lê An", "Lê Bình", "Lê Chi", "Lê Dung", "Lê Giang", "Lê Hà"), 1)
]


def row(**cells):
    """A row with these cells only: n, name, year, phone, group, door, kind, day, note."""
    names = ("n", "name", "year", "phone", "group", "door", "kind", "day", "note")
    assert cells.keys() <= set(names)
    return tuple(cells.get(name, "") for name in names)


def left(rows):
    """(rows read, refused rows, code -> rows left out)."""
    checked = check("cases", csv_bytes([HEADINGS, *rows]))
    codes = {f.code: f.params.get("rows") for f in checked.findings if f.code.endswith("_LEFT")}
    return checked.n_rows, checked.refused["row"].to_list(), codes


LAST = {
    "signatures": ([row(kind="Người lập biểu"), row(kind="Nguyễn Văn Tân")], 6, [], "8-9"),
    "two signatures side by side": (
        [row(name="Người lập", kind="KT. CHỦ TỊCH"), row(name="Lê Mẫu", kind="Trần Mẫu")],
        6, [], "8-9"),
    "a lone name below a person below a sum": (
        [row(name="Tổng cộng: 6"), row(n="7", name="Hà Minh Lộc", group="Tổ 12"),
         row(name="Hà Lan")], 8, [9, 10], "8"),
    "a footnote": ([row(name="(*) đã chuyển đi"), row(name="Tổng cộng: 6")], 6, [], "8-9"),
    "a sum": ([row(name="Tổng cộng", phone="6", door="6")], 6, [], "8"),
    "without marks": ([row(name="Tong cong: 6 nguoi")], 6, [], "8"),
    "a person above signatures": (
        [row(n="7", name="Hà Minh Lộc", group="Tổ 12", kind="F1"), row(kind="Người lập biểu"),
         row(kind="Nguyễn Văn Tân")], 7, [8], "9-10"),
    "a lone name above signatures": (
        [row(name="Hà Minh Lộc"), row(kind="Người lập biểu")], 7, [8], "9"),
    "a lone name": ([row(name="Hà Minh Lộc")], 7, [8], None),
    "a lone word above remarks": ([row(name="Hết"), row(group="danh sách này")], 6, [], "8-9"),
    "a lone word": ([row(name="Lan")], 7, [8], None),
    "a name and a door": ([row(name="Hà Minh Lộc", door="12")], 7, [8], None),
    "a person below a sum": (
        [row(name="Tổng cộng: 6"), row(name="Hà Minh Lộc", phone="0912345678")], 7, [9], "8"),
    "nobody's name": (
        [row(n="7", phone="0912345678", group="Tổ 12", kind="F1"), row(n="8", group="Tổ 12")],
        8, [8, 9], None),
    "a telephone without its zero": ([row(phone="912345678")], 7, [8], None),
    "a day": ([row(day="27/12/2021")], 7, [8], None),
    "a group of which only the number is said": ([row(group="12", door="3")], 7, [8], None),
    "a name that begins like a remark": (
        [row(name="Lưu Ý Nhi", group="Tổ 5", kind="F1", day="27/12/2021")], 7, [], None),
    "a name that is a remark but for its marks": (
        [row(name="Tống Sở Mai", group="Tổ 5", kind="F1")], 7, [8], None),
}  # fmt: skip


def test_more_remarks_than_rows_are_no_people():
    """A list of two with the whole end of a form below it."""
    form = [
        row(name="Tổng cộng: 02 người"), row(group="Mẫu, ngày 28 tháng 12 năm 2021"),
        row(name="NGƯỜI LẬP BIỂU", group="TRẠM TRƯỞNG"),
        row(name="Lê Thị Mẫu", group="BS. Trần Mẫu"),
    ]  # fmt: skip
    n_rows, refused, codes = left([*PEOPLE[:2], *form])
    assert (n_rows, refused, codes) == (2, [], {"REMARKS_LEFT": "4-7"})


@pytest.mark.parametrize(
    "signed",
    [
        ["Mẫu, ngày ... tháng ... năm 2021", "Hiệu trưởng", "Lê Thị Mẫu"],
        ["Ngày 28 tháng 12 năm 2021", "TỔ TRƯỞNG", "Lê Thị Mẫu"],
    ],
)
def test_a_narrow_list_is_signed_too(signed):
    rows = [("STT", "Họ và tên", "Năm sinh", "Tổ"), *(person[:3] + ("5",) for person in PEOPLE)]
    rows += [("", words, "", "") for words in signed]
    checked = check("unvaccinated", rows, constants={"listed_on": "28/12/2021"})
    assert checked.accepted["full_name"].to_list() == [person[1] for person in PEOPLE]
    assert checked.refused.is_empty()


def test_three_signatures_fill_nearly_half_a_row():
    signatures = [
        row(name="Người lập", group="Trạm trưởng", kind="Chủ tịch"),
        row(name="Lê Mẫu", group="Trần Mẫu", kind="Vũ Mẫu"),
    ]
    assert left([*PEOPLE, *signatures]) == (6, [], {"REMARKS_LEFT": "8-9"})


@pytest.mark.parametrize(("last", "n_rows", "refused", "remarks"), LAST.values(), ids=LAST)
def test_the_last_rows_are_judged_one_by_one(last, n_rows, refused, remarks):
    codes = {"REMARKS_LEFT": remarks} if remarks else {}
    assert left([*PEOPLE, *last]) == (n_rows, refused, codes)


BETWEEN = {
    "the headings again": ([HEADINGS], 6, [], {"HEADINGS_LEFT": "5"}),
    "and the row that numbers the columns": (
        [HEADINGS, tuple(f"({n})" for n in range(1, 10))], 6, [], {"HEADINGS_LEFT": "5-6"}),
    "titles of parts": (
        [row(n="II", name="Tổ dân phố số 12"), row(n="III. Khu A"), row(name="B. Khu B")], 6, [],
        {"PARTS_LEFT": "5-7"}),
    "a sum of a part": (
        [row(name="Cộng tổ 5: 3 người"), row(name="Tổng số", phone="3")], 6, [],
        {"PARTS_LEFT": "5-6"}),
    "a lone name": ([row(name="Hà Minh Lộc")], 7, [5], {}),
    "names like words for parts": (
        [row(name="Tống Văn Mẫu"), row(name="Phan Anh"), row(name="To Lan"), row(name="Phuong")],
        10, [5, 6, 7, 8], {}),
    "a numbered name": ([row(n="4", name="Tổ Văn Mẫu")], 7, [5], {}),
    "a lone telephone": ([row(phone="0912345678")], 7, [5], {}),
    "a lone group": ([row(group="Tổ 5")], 7, [5], {}),
    "some of the headings": ([row(name="Họ và tên", year="Năm sinh")], 7, [5], {}),
}  # fmt: skip


@pytest.mark.parametrize(("between", "n_rows", "refused", "codes"), BETWEEN.values(), ids=BETWEEN)
def test_titles_sums_and_repeated_headings_are_no_people(between, n_rows, refused, codes):
    assert left([*PEOPLE[:3], *between, *PEOPLE[3:]]) == (n_rows, refused, codes)


def test_a_numbered_form_without_people_is_not_its_titles():
    rows = [*PEOPLE, row(n="7"), row(n="8."), row(n="Danh sách F0")]
    assert left(rows)[2] == {"BLANKS_LEFT": None, "REMARKS_LEFT": "10"}


def test_many_rows_are_named_in_short():
    rows = [line for person in PEOPLE for line in (row(name="Cộng: 1"), person)] * 3
    headings = list(HEADINGS)
    checked = check("cases", csv_bytes([headings, *rows]))
    (said,) = [f for f in checked.findings if f.code == "PARTS_LEFT"]
    assert said.params["n"] == 18
    assert said.params["rows"].endswith("24, ...")


def test_nothing_but_titles_is_left_as_it_is():
    cells = pl.DataFrame({"row": [2], "0": ["Tổ 5"], "1": [None], "2": [None]})
    assert leave_surroundings(cells, ("A", "B", "C"), [])[0].equals(cells)


def test_sums_below_figures_are_no_group():
    rows = [
        ("TT", "Tổ dân phố", "Số hộ", "Nhân khẩu"),
        ("1", "Tổ 5", "217", "818"),
        ("2", "Tổ 6", "336", "1221"),
        ("", "TỔNG", "553", "2039"),
        ("", "Trong đó: nữ", "", "1000"),
    ]
    assert check("groups", rows).accepted["name"].to_list() == ["Tổ 5", "Tổ 6"]


def test_whoever_stands_last_with_an_office_is_no_signature():
    headings = ("Chức vụ", "Họ và tên", "SĐT", "Ghi chú")
    rows = [("Tổ viên", "Lê An", "0912345678", "x"), ("Tổ viên", "Lê Bình", "0912345679", "x")]
    last = [("Tổ trưởng", "Lê Chi", "", ""), ("", "Tổ trưởng", "", ""), ("", "Lê Ký", "", "")]
    accepted = check("members", [headings, *rows, *last]).accepted
    assert accepted["full_name"].to_list() == ["Lê An", "Lê Bình", "Lê Chi"]


def test_sparse_rows_of_a_narrow_list_are_no_remarks_unless_they_say_so():
    rows = [("Tổ", "Họ và tên", "Ghi chú"), *(("5", f"Lê {name}", "x") for name in "ABC"),
            ("", "", "chuyển đi"), ("", "Lê D", "")]  # fmt: skip
    checked = check("unvaccinated", rows, constants={"listed_on": "28/12/2021"})
    assert checked.accepted["full_name"].to_list()[-1] == "Lê D"
    assert checked.refused["row"].to_list() == [5]
