"""Small tables in, findings out."""

import json
from datetime import date

import polars as pl
import pytest

from lib.schema.findings import CODES, sentence
from lib.schema.tables import TABLES
from tests.ingest.sheets import check, csv_bytes, told

HEADINGS = ["Họ và tên", "Diện", "Tổ", "Năm sinh", "Ngày báo cáo", "Từ ngày", "Đến ngày"]
MAI = ["Lê Mai", "F1", "Tổ 5", "1985", "27/12/2021", "27/12/2021", "02/01/2022"]
DUC = ["Nguyễn Văn Đức", "F0", "12", "1970", "28/12/2021", "28/12/2021", "06/01/2022"]


def changed(row: list[str], **cells: str) -> list[str]:
    names = ["full_name", "case_type", "group_id", "birth_year", "reported_at", "start", "end"]
    return [cells.get(name, text) for name, text in zip(names, row, strict=True)]


def check_cases(*rows: list[str], **options):
    return check("cases", [HEADINGS, *rows], **options)


def test_good_rows_become_typed_values():
    checked = check_cases(MAI)
    assert checked.findings == ()
    assert checked.refused.is_empty()
    assert checked.accepted.schema == {
        "row": pl.Int64, "case_type": pl.String, "full_name": pl.String, "birth_year": pl.Int64,
        "group_id": pl.String, "reported_at": pl.String, "quarantine_start": pl.Date,
        "quarantine_end": pl.Date, "extra": pl.String,
    }  # fmt: skip
    assert checked.accepted.row(0) == (
        2, "F1", "Lê Mai", 1985, "TDP05", "2021-12-27", date(2021, 12, 27), date(2022, 1, 2), None,
    )  # fmt: skip


def test_every_wrong_cell_is_told_at_once_and_in_order():
    bad = changed(MAI, full_name="", case_type="F9", group_id="Tổ 99", start="31/02/2021")
    checked = check_cases(DUC, bad, changed(MAI, reported_at=""))
    assert told(checked.findings) == [
        ("ENUM_UNKNOWN", 3, "case_type"),
        ("REF_UNKNOWN", 3, "group_id"),
        ("DATE_IMPOSSIBLE", 3, "quarantine_start"),
        ("ROW_UNNAMED", 3, None),
        ("CELL_REQUIRED", 4, "reported_at"),
    ]
    assert checked.accepted["row"].to_list() == [2]
    assert checked.refused.rows() == [
        (3, *(cell or None for cell in bad)),
        (4, *changed(MAI, reported_at="")[:4], None, *MAI[5:]),
    ]


def test_no_finding_carries_a_cells_text():
    """What people typed stays in the refused rows; findings may be logged."""
    typed = "Bí Mật 0901"
    checked = check_cases(
        *([typed if at == column else cell for at, cell in enumerate(MAI)] for column in range(7))
    )
    assert len(checked.findings) > 5
    assert all("0901" not in repr(finding) for finding in checked.findings)


def test_every_finding_has_a_sentence():
    checked = check_cases(
        changed(MAI, case_type="?", birth_year="1800", end="1/12/2021"), [*MAI, "thừa"]
    )
    assert len(checked.findings) == 4
    assert all("{" not in sentence(finding) for finding in checked.findings)


def test_a_silent_group_is_kept_under_unknown():
    checked = check_cases(changed(MAI, group_id=""), DUC)
    assert told(checked.findings) == [("GROUP_ABSENT", 2, "group_id")]
    assert checked.accepted["group_id"].to_list() == ["unknown", "TDP12"]


def test_a_file_without_groups_is_told_once():
    checked = check("cases", [["Họ tên", "Diện", "Ngày báo cáo"], ["Lê Mai", "F1", "27/12/2021"]])
    assert told(checked.findings) == [("GROUP_ABSENT", None, "group_id")]
    assert checked.accepted["group_id"].to_list() == ["unknown"]


def test_missing_columns_refuse_every_row_and_name_themselves():
    checked = check("cases", [["Họ tên", "Tổ"], ["Lê Mai", "5"], ["Lê An", "99"]])
    assert told(checked.findings) == [
        ("FILE_COLUMNS_MISSING", None, None),
        ("REF_UNKNOWN", 3, "group_id"),
    ]
    assert checked.findings[0].params == {"columns": ("case_type", "reported_at")}
    assert checked.accepted.is_empty()
    assert checked.refused.height == 2


def test_constants_are_read_like_cells():
    rows = [["Họ tên", "Tổ"], ["Lê Mai", "5"], ["Lê An", "5"]]
    given = {"case_type": "tiếp xúc gần", "reported_at": "27/12/2021 08:00"}
    checked = check("cases", rows, constants=given)
    assert checked.findings == ()
    assert checked.accepted["case_type"].to_list() == ["F1", "F1"]
    assert checked.accepted["reported_at"].to_list() == ["2021-12-27T08:00"] * 2


@pytest.mark.parametrize(("text", "code"), [("F9", "ENUM_UNKNOWN"), (" ", "CELL_REQUIRED")])
def test_a_wrong_constant_is_told_once_and_refuses_all(text, code):
    rows = [
        ["Họ tên", "Tổ", "Ngày báo cáo"],
        ["Lê Mai", "5", "27/12/2021"],
        ["Lê An", "5", "27/12/2021"],
    ]
    checked = check("cases", rows, constants={"case_type": text})
    assert told(checked.findings) == [(code, None, "case_type")]
    assert checked.refused.height == 2


def test_a_long_row_is_refused_and_its_cells_are_left_alone():
    checked = check_cases(DUC, [*changed(MAI, case_type="F9"), "thừa"])
    assert told(checked.findings) == [("ROW_TOO_LONG", 3, None)]
    assert checked.findings[0].params == {"extra": 1}


def test_only_long_rows():
    checked = check_cases([*MAI, "thừa"])
    assert (checked.n_rows, checked.accepted.height) == (1, 0)


def test_short_rows_have_empty_cells():
    checked = check_cases(MAI[:5], MAI[:2])
    assert checked.accepted["quarantine_start"].to_list() == [None]
    assert told(checked.findings) == [
        ("GROUP_ABSENT", 3, "group_id"),
        ("CELL_REQUIRED", 3, "reported_at"),
        ("ROW_UNDESCRIBED", 3, None),
    ]


def test_unknown_columns_are_kept_and_told_by_position():
    rows = [
        [*HEADINGS, "Ghi thêm", "Ghi thêm", "", ""],
        [*MAI, 'có "cụ"', "b", "", "c"],
        [*DUC, " ", "", "", ""],
    ]
    checked = check("cases", rows)
    assert [(f.code, f.row, f.params) for f in checked.findings] == [
        ("COLUMN_UNKNOWN", None, {"position": 7}),
        ("COLUMN_UNKNOWN", None, {"position": 8}),
        ("COLUMN_UNKNOWN", None, {"position": 10}),
    ]
    first, second = checked.accepted["extra"]
    assert json.loads(first) == {"Ghi thêm [H]": 'có "cụ"', "Ghi thêm [I]": "b", "[K]": "c"}
    assert second is None


@pytest.mark.parametrize("text", ['"', "\\", "a\nb", "\x01", "{}", "}", "😀", "\u2028"])
def test_extra_is_json_whatever_it_holds(text):
    checked = check("cases", [[*HEADINGS, f"Khác {text}"], [*MAI, f"x{text}"]])
    (heading,) = json.loads(checked.accepted["extra"][0])
    assert json.loads(checked.accepted["extra"][0])[heading] == f"x{text}"


@pytest.mark.parametrize(
    ("cells", "code", "column", "other"),
    [
        ({"end": "26/12/2021"}, "END_BEFORE_START", "quarantine_end", "quarantine_start"),
        ({"end": "27/12/2021"}, None, None, None),
        ({"end": ""}, None, None, None),
    ],
)
def test_end_and_start(cells, code, column, other):
    checked = check_cases(changed(MAI, **cells))
    expected = [(code, column, {"column": column, "other": other})] if code else []
    assert [(f.code, f.column, f.params) for f in checked.findings] == expected
    assert checked.refused.height == len(expected)


@pytest.mark.parametrize(
    ("start", "end", "column", "days"),
    [
        ("29/12/2021", "27/02/2022", None, 0),
        ("29/12/2021", "28/02/2022", "quarantine_end", 60),
        ("29/12/2021", "01/01/2099", "quarantine_end", 60),
        ("27/11/2021", "05/01/2022", None, 0),
        ("26/11/2021", "05/01/2022", "quarantine_start", 30),
        ("27/01/2022", "", "quarantine_start", 30),
    ],
)
def test_a_mistyped_year_is_asked_about(start, end, column, days):
    checked = check_cases(changed(MAI, start=start, end=end))  # reported on 27/12/2021
    apart = [(f.column, f.params["days"]) for f in checked.findings if f.code == "DAYS_FAR_APART"]
    assert apart == ([(column, days)] if column else [])
    assert checked.accepted.height == 1


def test_a_warning_between_cells_refuses_nothing():
    rows = [[*HEADINGS, "Ngày dương tính"], [*MAI, "25/12/2021"]]
    checked = check("cases", rows)
    assert told(checked.findings) == [("POSITIVE_BEFORE_START", 2, "first_positive_date")]
    assert checked.accepted.height == 1


def test_moments_count_by_their_day():
    headings = ["Mã ca", "Loại yêu cầu", "Thời điểm yêu cầu", "Thời điểm giao"]
    rows = [
        ["C1", "Đi chợ hộ", "29/12/2021 09:00", "29/12/2021 08:00"],
        ["C2", "Đi chợ hộ", "29/12/2021", "28/12/2021 23:59"],
    ]
    checked = check("requests", [headings, *rows])
    assert told(checked.findings) == [("DELIVERED_BEFORE_REQUESTED", 3, "delivered_at")]


def test_a_cell_that_cannot_be_read_is_not_compared():
    checked = check_cases(changed(MAI, full_name="Lê\0Mai", end="hôm qua"))
    assert told(checked.findings) == [
        ("CELL_CONTROL", 2, "full_name"),
        ("DATE_UNREADABLE", 2, "quarantine_end"),
    ]


@pytest.mark.parametrize(
    ("born", "year", "kept", "codes"),
    [
        ("1990", None, (None, 1990), ["BIRTH_YEAR_ONLY"]),
        ("1990", "1990", (None, 1990), ["BIRTH_YEAR_ONLY"]),
        ("1990", "1991", None, ["BIRTH_YEAR_ONLY", "BIRTH_YEAR_DIFFERS"]),
        ("05/03/1985", None, (date(1985, 3, 5), 1985), []),
        ("05/03/1985", "", (date(1985, 3, 5), 1985), []),
        ("05/03/1985", "1986", None, ["BIRTH_YEAR_DIFFERS"]),
        ("", "1985", (None, 1985), []),
        ("", "05/03/1985", (date(1985, 3, 5), 1985), ["YEAR_OF_DATE"]),
        ("06/03/1985", "05/03/1985", (date(1985, 3, 6), 1985), ["YEAR_OF_DATE"]),
        ("06/03/1986", "05/03/1985", None, ["BIRTH_YEAR_DIFFERS", "YEAR_OF_DATE"]),
    ],
)
def test_a_birth_date_and_its_year(born, year, kept, codes):
    headings, row = (
        ["Họ tên", "Tổ", "Ngày lập danh sách", "Ngày sinh"],
        ["Lê Mai", "5", "29/12/2021", born],
    )
    if year is not None:
        headings, row = [*headings, "Năm sinh"], [*row, year]
    checked = check("unvaccinated", [headings, row])
    assert [finding.code for finding in checked.findings] == codes
    values = checked.accepted.select("birth_date", "birth_year").rows()
    assert values == ([kept] if kept else [])


def test_whole_dates_below_the_heading_of_the_year():
    headings = ["Họ tên", "Tổ", "Ngày lập danh sách", "Năm sinh"]
    years = ["05/03/1985", "1981", ""]
    rows = [[f"Lê {n}", "5", "29/12/2021", year] for n, year in zip("ABC", years, strict=True)]
    checked = check("unvaccinated", [headings, *rows])
    born = checked.accepted.select("birth_date", "birth_year").rows()
    assert born == [(date(1985, 3, 5), 1985), (None, 1981), (None, None)]


def test_a_person_meant_by_a_whole_birth_date():
    rows = [["Họ tên", "Tổ", "Năm sinh", "Ngày XN", "Loại XN", "KQ"],
            ["Nguyễn Thị Hòa", "5", "05/03/1985", "28/12/2021", "PCR", "+"]]  # fmt: skip
    assert check("tests", rows).accepted["case_id"].to_list() == ["C1"]


def test_a_row_may_point_at_its_own_file():
    headings = [*HEADINGS, "Mã ca", "Mã ca nguồn lây"]
    rows = [
        [*MAI, "C90", "C91"],
        [*DUC, "C91", "C1"],
        [*changed(DUC, full_name="Lê An"), "C92", "C93"],
    ]
    checked = check("cases", [headings, *rows])
    assert told(checked.findings) == [("REF_UNKNOWN", 4, "source_case_id")]


def test_what_points_at_a_refused_row_is_refused_too():
    headings = [*HEADINGS, "Mã ca", "Mã ca nguồn lây"]
    rows = [
        [*changed(MAI, full_name="Lê Ba"), "C90", "C91"],
        [*DUC, "C91", "C92"],
        [*changed(MAI, case_type="F9"), "C92", ""],
        [*changed(MAI, full_name="Lê Tư"), "C93", "C2"],
    ]
    checked = check("cases", [headings, *rows])
    assert told(checked.findings) == [
        ("REF_UNKNOWN", 2, "source_case_id"),
        ("REF_UNKNOWN", 3, "source_case_id"),
        ("ENUM_UNKNOWN", 4, "case_type"),
    ]
    assert checked.accepted["row"].to_list() == [5]


VISIT_HEADINGS = ["Họ tên", "Tổ", "Năm sinh", "Ngày giám sát", "Kết quả"]


@pytest.mark.parametrize(
    ("person", "found", "code"),
    [
        (["Nguyễn Thị Hoà", "Tổ 5", "1985"], "C1", None),
        (["nguyễn thị hòa", "TDP05", ""], "C1", None),
        (["Nguyễn Văn Đức", "5", "1990"], "C3", None),
        (["Lê Mai", "", ""], "C4", None),
        (["Nguyễn Văn Đức", "5", ""], None, "REF_AMBIGUOUS"),
        (["Nguyễn Thị Hoa", "5", "1985"], None, "REF_UNKNOWN"),
        (["Nguyễn Thị Hòa", "12", "1985"], None, "REF_UNKNOWN"),
        (["Nguyễn Thị Hòa", "99", "1985"], None, "REF_UNKNOWN"),
        (["Nguyễn Thị Hòa", "5", "85"], None, "YEAR_UNREADABLE"),
        (["", "5", "1985"], None, "CELL_REQUIRED"),
    ],
)
def test_people_are_found_by_name_group_and_year(person, found, code):
    checked = check("visits", [VISIT_HEADINGS, [*person, "29/12/2021", "Gặp, ổn"]])
    assert told(checked.findings) == ([(code, 2, "case_id")] if code else [])
    assert checked.accepted["case_id"].to_list() == ([found] if found else [])


def test_declared_levels_are_the_codes_levels():
    for table in TABLES.values():
        for constraint in table.constraints:
            assert CODES[constraint.code].level == constraint.level


def test_the_rows_own_number_survives_title_and_blank_rows():
    raw = csv_bytes([["DANH SÁCH"], [], HEADINGS, [], MAI, ["", ""], changed(DUC, case_type="?")])
    checked = check("cases", raw)
    assert checked.accepted["row"].to_list() == [5]
    assert told(checked.findings) == [("ENUM_UNKNOWN", 7, "case_type")]
