"""Headings -> columns: in either language, with or without marks, each position once."""

import polars as pl
import pytest

from lib.ingest.mapping import (
    doubtful_tables,
    guess_table,
    match_headers,
    shape_of,
    without_numbering,
)
from lib.ingest.reader import read_text_table
from lib.schema.tables import TABLES
from tests.ingest.sheets import csv_bytes


@pytest.mark.parametrize("name", TABLES)
def test_a_table_recognises_its_own_headings(name):
    table = TABLES[name]
    for headings in (
        [column.vi for column in table.columns.values()],
        [column.en.upper() for column in table.columns.values()],
        list(table.columns),
    ):
        mapping = match_headers(table, headings)
        assert list(mapping.columns) == list(table.columns)
        assert list(mapping.columns.values()) == list(range(len(headings)))
        assert not mapping.unknown
        assert not mapping.missing
        assert not mapping.via
        assert guess_table(headings)[0][0] == name


def test_case_marks_and_signs_do_not_matter():
    mapping = match_headers(TABLES["cases"], ["HO VA TEN:", "so dt", "f0 / f1", "sdt người thân"])
    assert mapping.columns == {
        "full_name": 0, "phone": 1, "case_type": 2, "contact_phone": 3,
    }  # fmt: skip


def test_what_is_missing_leaves_out_what_can_be_given():
    mapping = match_headers(TABLES["cases"], ["Họ và tên"])
    assert mapping.missing == ("case_type", "reported_at")  # an id is given, a group is unknown


def test_the_exported_heading_wins_over_its_synonyms():
    mapping = match_headers(TABLES["cases"], ["Tên", "Họ và tên", "name"])
    assert mapping.columns == {"full_name": 1}
    assert mapping.unknown == ((0, "Tên"), (2, "name"))


def test_constants_fill_what_the_file_lacks():
    given = {"case_type": "F1", "full_name": "X"}
    mapping = match_headers(TABLES["cases"], ["Họ và tên"], given)
    assert mapping.constants == {"case_type": "F1"}
    assert mapping.missing == ("reported_at",)


def test_a_constant_for_no_column_is_the_callers_mistake():
    with pytest.raises(ValueError, match="no_such"):
        match_headers(TABLES["cases"], ["Họ và tên"], {"no_such": "1"})


def test_a_correction_wins_over_every_synonym():
    headings = ["Bệnh nhân", "Tên", "Ngày vào sổ", "Tổ"]
    corrected = {"benh nhan": "full_name", "Ngày vào sổ": "reported_at", "tổ": None}
    mapping = match_headers(TABLES["cases"], headings, None, corrected)
    assert mapping.columns == {"full_name": 0, "reported_at": 2}
    assert mapping.unknown == ((1, "Tên"), (3, "Tổ"))
    assert mapping.missing == ("case_type",)


def test_a_correction_takes_one_column_once():
    mapping = match_headers(TABLES["cases"], ["X", "X"], None, {"X": "note"})
    assert mapping.columns == {"note": 0}
    assert mapping.unknown == ((1, "X"),)


def test_a_correction_to_no_column_is_the_callers_mistake():
    with pytest.raises(ValueError, match="no_such"):
        match_headers(TABLES["cases"], ["Họ và tên"], None, {"Họ và tên": "no_such"})


def test_the_shape_of_a_file_is_its_headings():
    assert shape_of(["Họ và tên", "Tổ"]) == shape_of(["HO VA TEN:", "tổ "])
    assert shape_of(["Họ và tên", "Tổ"]) != shape_of(["Tổ", "Họ và tên"])
    assert shape_of(["a b"]) != shape_of(["a", "b"])


def test_people_stand_for_the_code_of_a_case():
    headings = ["Năm sinh", "Họ tên", "Tổ", "Ngày giám sát", "Kết quả", "Ghi chú riêng"]
    mapping = match_headers(TABLES["visits"], headings)
    assert mapping.via == {"case_id": {"full_name": 1, "group_id": 2, "birth_year": 0}}
    assert mapping.unknown == ((5, "Ghi chú riêng"),)
    assert not mapping.missing


def test_a_code_makes_the_persons_columns_unknown():
    mapping = match_headers(TABLES["visits"], ["Mã ca", "Họ tên", "Tổ"])
    assert mapping.via == {}
    assert [position for position, _ in mapping.unknown] == [1, 2]


def test_a_name_alone_means_nobody():
    mapping = match_headers(TABLES["visits"], ["Họ tên", "Ngày giám sát"])
    assert mapping.via == {}
    assert "case_id" in mapping.missing


def test_own_columns_are_never_taken_for_a_reference():
    mapping = match_headers(TABLES["cases"], ["Họ tên", "Tổ", "Năm sinh"])
    assert mapping.via == {}
    assert mapping.columns == {"full_name": 0, "birth_year": 2, "group_id": 1}


@pytest.mark.parametrize(
    ("headings", "table"),
    [
        (["Họ và tên", "Diện", "Tổ", "Ngày báo cáo", "Từ ngày", "Đến ngày"], "cases"),
        (["Họ và tên", "Năm sinh", "Tổ", "Lý do", "Ngày lập danh sách"], "unvaccinated"),
        (["Họ tên", "Tổ", "Ngày giám sát", "Kết quả", "Nhiệt độ"], "visits"),
        (["Mã hộ", "Tổ", "Số nhà", "Ngõ", "Số người"], "households"),
        (["Mã ca", "Mã tổ công tác", "Mã thành viên", "Từ ngày"], "assignments"),
        (["Mã thành viên", "Mã tổ công tác", "Từ ngày", "Đến ngày"], "memberships"),
        (["Mã tổ công tác", "Tổ dân phố", "Từ ngày", "Đến ngày"], "team_areas"),
        (["Mã tổ", "TDP", "Từ ngày"], "team_areas"),
        (["Họ tên", "TDP", "Ngày liên hệ", "Hình thức", "Kết quả"], "outreach"),
        (["Mã tổ", "Tên tổ", "Loại tổ"], "teams"),
        (["Mã tổ", "Tên tổ"], "groups"),
        (["Mã tổ", "Tên tổ", "Số hộ"], "groups"),
    ],
)
def test_the_table_is_guessed(headings, table):
    assert guess_table(headings)[0][0] == table
    assert not match_headers(TABLES[table], headings).missing


def test_a_column_that_only_numbers_the_rows_is_left_out():
    mapping = match_headers(TABLES["cases"], ["STT", "Họ và tên", "TT", "Số TT", "Xe"])
    cells = pl.DataFrame({
        "0": ["1", "2."], "1": ["A", "B"], "2": ["dương tính", "2"], "3": [None, " "],
        "4": ["1", "2"],
    })  # fmt: skip
    assert without_numbering(mapping, cells).unknown == ((2, "TT"), (4, "Xe"))


PLAIN = ("STT", "Họ và tên", "Năm sinh", "Giới tính", "SĐT", "Tổ", "Số nhà", "Đường")
FORM = (
    "Số TT", "Họ và tên (viết in hoa)", "Năm sinh", "Giới tính", "Số điện thoại liên hệ",
    "Tổ dân phố", "Số nhà", "Đường/phố", "Thuộc đối tượng", "Ngày bắt đầu theo dõi",
    "Ngày dự kiến xong", "Ngày nhận thông tin",
)  # fmt: skip


@pytest.mark.parametrize(
    ("headings", "offered"),
    [
        # A home needs nothing but its group, so that every list of people would be one of homes.
        (PLAIN, ["cases", "households", "platform_people", "unvaccinated"]),
        (FORM, []),
        (("Họ và tên", "Diện", "Tổ", "Ngày báo cáo", "Từ ngày", "Đến ngày"), []),
        (("Họ tên", "Tổ", "Ngày giám sát", "Kết quả", "Nhiệt độ"), []),
        (("Mã hộ", "Tổ", "Số nhà", "Ngõ", "Số người"), []),
        (("Tổ", "Số nhà", "Ngõ", "Phố", "Chủ hộ"), []),
        (("Tổ dân phố", "Số hộ", "Số nhân khẩu"), []),
    ],
)
def test_a_doubtful_list_is_asked_about(headings, offered):
    assert sorted(mapping.table for mapping in doubtful_tables(headings)) == offered


@pytest.mark.parametrize("name", TABLES)
def test_an_exported_list_is_never_doubtful(name):
    columns = TABLES[name].columns.values()
    for headings in ([c.vi for c in columns], [c.en for c in columns], [c.name for c in columns]):
        assert doubtful_tables(headings) == []


def test_headings_that_name_the_person_of_a_visit_are_headings():
    """A list with one column of its own beside the person's says what it lacks, not that it has no
    headings."""
    headings = ("TT", "Họ và tên", "Năm sinh", "Tổ", "Kết quả")
    raw = csv_bytes([headings, ("1", "Lê An", "1970", "5", "Ổn")])
    text = read_text_table(raw, [TABLES["visits"]])
    mapping = match_headers(TABLES["visits"], text.headers)
    assert (text.header_row, mapping.missing) == (1, ("visited_at",))
