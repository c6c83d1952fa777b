"""The title of a part gives its rows their group, or F0 and F1; never a wrong one in silence."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.ingest.mapping import match_headers
from lib.ingest.reader import read_text_table
from lib.ingest.titles import take_titles
from lib.schema.tables import TABLES
from tests.ingest.sheets import check, csv_bytes
from tests.inputs import workbooks

CASES = TABLES["cases"]
HEADINGS = ("STT", "Họ và tên", "Năm sinh", "SĐT", "Diện", "Ngày báo cáo")
NAMES = ("Lê An", "Lê Bình", "Lê Chi", "Lê Dung", "Lê Giang", "Lê Hà")
PEOPLE = [
    (f"{n}", name, "1970", f"091000000{n}", "F1", "27/12/2021") for n, name in enumerate(NAMES, 1)
]
TOLD = ("PART_TAKEN", "PART_CONTRADICTED", "PART_OVERRULED", "GROUP_ABSENT")


def title(text, at=0, width=6):
    return tuple(text if place == at else "" for place in range(width))


def with_group(person, group):
    return (*person, group)


def said(checked):
    return [
        (f.code, f.row, f.params.get("value", f.params.get("title")), f.params.get("n"))
        for f in checked.findings
        if f.code in TOLD
    ]


def test_titles_give_the_group_where_the_file_has_no_column_for_it():
    rows = [title("I. Tổ 5"), *PEOPLE[:2], title("TỔ DÂN PHỐ SỐ 12: 3 người"), *PEOPLE[2:5]]
    for raw in (csv_bytes([HEADINGS, *rows]), workbooks.xlsx({"A": [HEADINGS, *rows]})):
        checked = check("cases", raw)
        assert checked.accepted["group_id"].to_list() == ["TDP05"] * 2 + ["TDP12"] * 3
        assert said(checked) == [
            ("PART_TAKEN", 2, "TDP05", 2), ("PART_TAKEN", 5, "TDP12", 3)]  # fmt: skip
        assert checked.refused.is_empty()


def test_rows_above_the_first_title_have_no_group():
    checked = check("cases", [HEADINGS, *PEOPLE[:2], title("Tổ 5"), *PEOPLE[2:]])
    assert checked.accepted["group_id"].to_list() == ["unknown"] * 2 + ["TDP05"] * 4
    assert [each[:2] for each in said(checked)] == [
        ("GROUP_ABSENT", 2), ("GROUP_ABSENT", 3), ("PART_TAKEN", 4)]  # fmt: skip


def test_a_refused_row_waits_with_the_group_of_its_title():
    bad = ("7", "Lê Mai", "1970", "", "F1", "31/02/2021")
    checked = check("cases", [HEADINGS, title("Tổ 5"), *PEOPLE, bad])
    assert checked.refused.rows()[0][-1] == "TDP05"


def test_a_row_keeps_the_group_that_it_says():
    headings = (*HEADINGS, "Tổ")
    groups = ("", "Tổ 5", "TDP 12", " ", "Tổ 99", "12")
    people = [with_group(person, group) for person, group in zip(PEOPLE, groups, strict=True)]
    checked = check("cases", [headings, title("Tổ 5", width=7), *people])
    assert checked.accepted["group_id"].to_list() == ["TDP05", "TDP05", "TDP12", "TDP05", "TDP12"]
    assert checked.refused["row"].to_list() == [7]
    assert said(checked) == [
        ("PART_TAKEN", 2, "TDP05", 2),
        ("PART_CONTRADICTED", 5, 2, None),
        ("PART_CONTRADICTED", 8, 2, None),
    ]


# What a title names: the group, F0 or F1.
TITLES = {
    "Tổ 5": ("TDP05", None),
    "TDP số 05": ("TDP05", None),
    "tdp05": ("TDP05", None),
    "Tổ 12": ("TDP12", None),
    "II. Tổ 5: 12 người": ("TDP05", None),
    "B/ Tổ dân phố số 12 (3 ca)": ("TDP12", None),
    "II Tổ 5": ("TDP05", None),
    "Khu 3 - Tổ 5": ("TDP05", None),
    "Danh sách người cách ly tại nhà thuộc TDP 5": ("TDP05", None),
    "Danh sách F1 Tổ 5": ("TDP05", "F1"),
    "Tổ 5 (3 F0, 9 F1)": ("TDP05", None),
    "Tổ 5: 12 ca (3 F0)": ("TDP05", None),
    "2. Ngoài phường": ("outside", None),
    "Khu dân cư: Khu A": ("KDC", None),
    "I. F0": (None, "F0"),
    "II. Danh sách F1": (None, "F1"),
    "III. Người tiếp xúc gần (F1): 4 người": (None, "F1"),
    "IV. F1 của F0": (None, None),
    "V. F1 chuyển thành F0": (None, None),
    "Tổ 99": (None, None),
    "Tổ 5A": (None, None),
    "Tổ 5, 6": (None, None),
    "Tổ 5, 6: 4 người": (None, None),
    "Tổ 5, 6 người": (None, None),
    "Tổ 5-12": (None, None),
    "Tổ 5 và tổ 12": (None, None),
    "Tổ 5, tổ 99": (None, None),
    "Tổ 5 - Khu A": (None, None),
    "I. Không thuộc Tổ 5": (None, None),
    "I. Tổ 5 (cũ)": (None, None),
    "Tổ 5?": (None, None),
    "Danh sách số 5": (None, None),
    "Khu 5": (None, None),
    "Trang 5": (None, None),
    "Cộng tổ 5: 3 người": (None, None),
    "Tổng số": (None, None),
}


@pytest.mark.parametrize("name", TITLES)
def test_a_title_is_understood_whole_or_not_at_all(name):
    group, kind = TITLES[name]
    checked = check("cases", [HEADINGS, title(name), *PEOPLE])
    assert checked.accepted["group_id"].to_list() == [group or "unknown"] * 6
    bare = [(*person[:4], person[5]) for person in PEOPLE]
    headings = (*HEADINGS[:4], HEADINGS[5])
    checked = check("cases", [headings, title(name, width=5), *bare])
    assert checked.n_rows == 6
    assert checked.accepted.height == (6 if kind else 0)
    assert set(checked.accepted["case_type"] if kind else []) == ({kind} if kind else set())


SUMS = ("Cộng tổ 5: 3 người", "Tổng số")

ENDS = {
    "another title": title("II. Danh sách khác"),
    "a sum": title("Cộng", at=1),
    "a sum with numbers": ("", "Tổng số", "", "4", "", ""),
    "a group nobody knows": title("Tổ 99"),
    "a text that nobody knows": title("Xóm Mới", at=1),
}


@pytest.mark.parametrize("end", ENDS.values(), ids=ENDS)
def test_a_part_ends_where_another_may_begin(end):
    checked = check("cases", [HEADINGS, title("Tổ 5"), *PEOPLE[:4], end, *PEOPLE[4:]])
    assert checked.accepted["group_id"].to_list() == ["TDP05"] * 4 + ["unknown"] * 2


def test_a_sum_right_below_its_title_belongs_to_it():
    checked = check("cases", [HEADINGS, title("Tổ 5"), title("Tổng số: 6 người"), *PEOPLE])
    assert checked.accepted["group_id"].to_list() == ["TDP05"] * 6
    assert checked.n_rows == 6


def test_titles_give_f0_and_f1_where_the_file_has_no_column_for_it():
    people = [(*person[:4], person[5], "Tổ 5") for person in PEOPLE]
    headings = (*HEADINGS[:4], HEADINGS[5], "Tổ")
    rows = [*people[:1], title("I. F0"), *people[1:3], title("II. F1: 3 người"), *people[3:]]
    checked = check("cases", [headings, *rows])
    assert checked.accepted["case_type"].to_list() == ["F0"] * 2 + ["F1"] * 3
    assert [(f.code, f.row) for f in checked.findings if f.column == "case_type"] == [
        ("CELL_REQUIRED", 2), ("PART_TAKEN", 3), ("PART_TAKEN", 6)]  # fmt: skip


def test_what_was_given_for_all_rows_holds_and_the_title_is_said():
    people = [(*person[:4], person[5]) for person in PEOPLE]
    headings = (*HEADINGS[:4], HEADINGS[5])
    rows = [headings, title("I. F0", width=5), *people[:2], title("II. F1", width=5), *people[2:]]
    checked = check("cases", rows, constants={"case_type": "F0"})
    assert checked.accepted["case_type"].to_list() == ["F0"] * 6
    assert ("PART_OVERRULED", 5, None, 4) in said(checked)


def test_a_column_of_the_kind_is_not_filled():
    people = [(*PEOPLE[0][:4], "", "27/12/2021"), *PEOPLE[1:]]
    checked = check("cases", [HEADINGS, title("I. F0"), *people])
    assert checked.refused["row"].to_list() == [3]
    assert set(checked.accepted["case_type"]) == {"F1"}


def test_a_list_whose_rows_need_no_group_takes_none():
    rows = [("STT", "Ngày tuyên truyền", "Kênh", "Nội dung"), title("Tổ 5", width=4)]
    rows += [(f"{n}", f"2{n}/12/2021", "loa", "") for n in range(1, 4)]
    checked = check("announcements", rows)
    assert "group_id" not in checked.accepted.columns
    assert checked.accepted.height == 3


def test_a_list_without_titles_asks_nobody_for_groups():
    text = read_text_table(csv_bytes([HEADINGS, *PEOPLE]), [CASES])
    mapping = match_headers(CASES, text.headers)
    assert take_titles(CASES, text, mapping, pytest.fail) == (text, mapping)


@given(st.lists(st.sampled_from([*TITLES, "", "", "", "5", "TDP 12"]), max_size=20))
def test_rows_and_titles_in_any_order(order):
    """Beside the obvious: the last title holds, unless a row says a group itself."""
    rows, expected, given_group, above = [], [], "unknown", ""
    for n, text in enumerate([*order, ""]):
        if text not in TITLES:
            rows.append((f"{n}", f"Lê {n}", "1970", "", "F1", "27/12/2021", text))
            expected.append({"5": "TDP05", "TDP 12": "TDP12"}.get(text, given_group))
        elif not (text in SUMS and above in TITLES and above not in SUMS):
            given_group = TITLES[text][0] or "unknown"
            rows.append(title(text, width=7))
        else:
            rows.append(title(text, width=7))
        above = text
    checked = check("cases", [(*HEADINGS, "Tổ"), *rows])
    assert checked.accepted["group_id"].to_list() == expected


PLAIN = HEADINGS[:4] + HEADINGS[5:]  # without F0 and F1
WITHOUT_KIND = [person[:4] + person[5:] for person in PEOPLE]


@pytest.mark.parametrize(
    ("above", "group", "kind"),
    [
        (["DANH SÁCH F1 CÁCH LY TẠI NHÀ", "Tổ dân phố số 05 - Phường Mẫu"], "TDP05", "F1"),
        (["UBND PHƯỜNG MẪU", "DANH SÁCH F0 ĐIỀU TRỊ TẠI NHÀ TỔ 5 NGÀY 28/12/2021"], "TDP05", "F0"),
        (["DANH SÁCH TIẾP XÚC GẦN (tính đến 17h00 ngày 28/12/2021)", "TDP 12"], "TDP12", "F1"),
        (["DANH SÁCH F0, F1 TỔ 5"], "TDP05", None),
        (["DANH SÁCH F1", "Tổ 5 - 12"], "unknown", "F1"),
        (["DANH SÁCH F1", "Tổ 5 và tổ 12"], "unknown", "F1"),
        (["DANH SÁCH F1 TỔ 5", "TỔ 12"], "unknown", "F1"),
        (["DANH SÁCH F1 CHƯA LẤY MẪU, KHÔNG THUỘC TỔ 5"], "unknown", None),
        (["TỔ COVID CỘNG ĐỒNG SỐ 5"], "unknown", None),
        (["DANH SÁCH NGƯỜI LIÊN QUAN - F0 TẠI TỔ 5"], "unknown", None),
        (["DANH SÁCH NGƯỜI LIÊN QUAN (F0)", "Tổ 5"], "TDP05", None),
        (["DANH SÁCH F1 - F2", "Tổ 5"], "TDP05", None),
        (["DANH SÁCH F1 (của F0 Lê Thị Mẫu)", "Tổ 5"], "TDP05", "F1"),
    ],
)
def test_a_title_above_the_headings_is_of_the_whole_list(above, group, kind):
    rows = [*(title(text, width=5) for text in above), PLAIN, *WITHOUT_KIND]
    checked = check("cases", csv_bytes(rows))
    if kind is None:
        assert checked.accepted.is_empty()
    else:
        assert set(checked.accepted["case_type"]) == {kind}
        assert set(checked.accepted["group_id"]) == {group}
    told = {(f.code, f.column, f.params.get("value")) for f in checked.findings}
    assert (("PART_TAKEN", "group_id", group) in told) == (group != "unknown")
    assert (("PART_TAKEN", "case_type", kind) in told) == (kind is not None)


def test_the_title_of_the_list_holds_on_below_those_of_its_parts():
    rows = [title("DANH SÁCH F1", width=5), PLAIN, title("Tổ 5", width=5), *WITHOUT_KIND[:2],
            title("Tổ 12", width=5), *WITHOUT_KIND[2:4], title("II. Đã khỏi", width=5),
            *WITHOUT_KIND[4:]]  # fmt: skip
    checked = check("cases", csv_bytes(rows))
    assert checked.accepted["group_id"].to_list() == ["TDP05"] * 2 + ["TDP12"] * 2
    assert checked.accepted["case_type"].to_list() == ["F1"] * 4
    assert checked.refused.height == 2


@pytest.mark.parametrize(
    ("name", "group"),
    [("Tổ 5", "TDP05"), ("TDP 12", "TDP12"), ("Sheet1", "unknown"), ("5", "unknown")],
)
def test_the_name_of_the_sheet_is_a_title_too(name, group):
    checked = check("cases", workbooks.xlsx({name: [HEADINGS, *PEOPLE]}))
    assert set(checked.accepted["group_id"]) == {group}
    taken = [(f.row, f.params) for f in checked.findings if f.code == "SHEET_TAKEN"]
    assert taken == ([(None, {"n": 6, "value": group})] if group != "unknown" else [])


def test_headings_over_two_rows_are_no_titles():
    people = [(n, name, year, day, phone) for n, name, year, phone, day in WITHOUT_KIND]
    rows = [
        ("STT", "Họ và tên", "Năm sinh", "F0", ""),
        ("", "", "", "Ngày báo cáo", "SĐT"),
        *people,
    ]
    assert not any(f.code == "PART_TAKEN" for f in check("cases", csv_bytes(rows)).findings)
