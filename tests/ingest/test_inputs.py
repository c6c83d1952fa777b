"""Fifty-six files that ought to worry an importer, and what becomes of each: rows in, rows out.

The numbers are those of the project's list of bad inputs. 49 to 51 (the same file again, an older
copy, a shorter one) are about what was stored before: tests/actions. 60 to 65 are maps:
test_boundaries. The second person of 51, and 66 and 67, are about rights.
"""

import unicodedata
from dataclasses import dataclass, field
from datetime import date, datetime

import pytest

from lib.ingest.checks import check_rows
from lib.ingest.mapping import match_headers
from lib.ingest.reader import Choices, FileAsks, FileRefused, TextTable, read_text_table
from lib.schema.findings import Finding
from lib.schema.tables import TABLES
from lib.store.uploads import keep_original, sha256_of
from tests.ingest.sheets import LOOKUPS, TODAY, assert_all_rows_are_told
from tests.inputs import workbooks
from tests.inputs.lists import (
    DUC,
    HEADINGS,
    HOA,
    TCVN3,
    TWO,
    VNI,
    text,
    utf8,
    windows_1258,
    with_column,
    with_columns,
)

PEOPLE = [list(HOA), list(DUC)]
NAMES = [HOA[0], DUC[0]]


@dataclass
class Outcome:
    accepted: int
    refused: int
    codes: dict[str, int]  # finding -> how often
    values: list[dict] = field(default_factory=list)
    text: TextTable | None = None
    findings: tuple[Finding, ...] = ()


def take(raw: bytes, file_name: str = "", table: str = "cases", **choices) -> Outcome:
    """As the importer would, without a store."""
    declared = TABLES[table]
    try:
        text_table = read_text_table(raw, [declared], Choices(**choices), file_name)
    except FileRefused as refusal:
        return Outcome(
            0, refusal.n_rows or 0, _counted(refusal.findings), [], None, refusal.findings
        )
    mapping = match_headers(declared, text_table.headers)
    checked = check_rows(declared, text_table, mapping, LOOKUPS, today=TODAY)
    assert_all_rows_are_told(checked)
    return Outcome(
        checked.accepted.height,
        checked.refused.height,
        _counted(checked.findings),
        checked.accepted.to_dicts(),
        text_table,
        checked.findings,
    )


def _counted(findings) -> dict[str, int]:
    codes = [finding.code for finding in findings]
    return {code: codes.count(code) for code in codes}


def in_short(outcome: Outcome) -> tuple[int, int, dict[str, int]]:
    return outcome.accepted, outcome.refused, outcome.codes


def row_with(*cells: str) -> str:
    return workbooks.row_xml(1, HEADINGS) + workbooks.row_xml(2, HOA) + "".join(cells)


def rows_of(n: int) -> list[tuple[str, ...]]:
    return [HEADINGS, *((f"Người {at}", *HOA[1:]) for at in range(n))]


XLSX = workbooks.xlsx()
EXCEL_LOCK = b"\x04Hien".ljust(55) + b"\x04\0" + "Hien".ljust(54).encode("utf-16-le")

# (number, file, its name) -> accepted, refused, findings
FILES = {
    "1 nothing": (b"", 0, 0, {"FILE_EMPTY": 1}),
    "2 headings only": (utf8([HEADINGS]), 0, 0, {"FILE_NO_ROWS": 1}),
    "3 no headings": (utf8([DUC, HOA, DUC]), 0, 2, {"FILE_HEADER_MISSING": 1}),
    "4 title rows": (utf8([["DANH SÁCH F1"], ["Phường Mẫu"], [""], *TWO]), 2, 0, {}),
    "5 other words for headings": (
        utf8([("ho ten", "F0/F1", "tdp", "Ngay ghi nhan"), HOA, DUC]), 2, 0, {}),
    "5 misspelt headings": (
        utf8([("Họ và tê", "Diện", "Tổ", "Ngày báo coa"), HOA, DUC]), 2, 0,
        {"COLUMN_GUESSED": 2}),
    "5 what stands in brackets": (
        utf8([("Họ và tên (viết hoa)", "Diện [F0, F1]", "Tổ", "Ngày báo cáo\n(dd/mm/yyyy)"), HOA]),
        1, 0, {}),
    "6 a heading twice": (
        utf8([(*HEADINGS, "Ngày báo cáo"), (*HOA, "")]), 0, 1, {"FILE_HEADER_TWICE": 1}),
    "7 a needed column is missing": (
        utf8([("Họ và tên", "Tổ", "Ngày báo cáo"), ("Lê An", "5", "27/12/2021")]), 0, 1,
        {"FILE_COLUMNS_MISSING": 1}),
    "8 a column more": (with_column("Số áo", "7", "8"), 2, 0, {"COLUMN_UNKNOWN": 1}),
    "9 byte order mark": (text().encode("utf-8-sig"), 2, 0, {}),
    "10 Unicode text of Excel": (text(delimiter="\t").encode("utf-16"), 2, 0, {}),
    "12 decomposed letters": (unicodedata.normalize("NFD", text()).encode(), 2, 0, {}),
    "12 the same person in both forms": (
        utf8([HEADINGS, HOA, [unicodedata.normalize("NFD", cell) for cell in HOA]]), 1, 1,
        {"ROW_TWICE": 1}),
    "13 semicolon": (utf8(delimiter=";"), 2, 0, {}),
    "13 tab": (utf8(delimiter="\t"), 2, 0, {}),
    "13 bar": (utf8(delimiter="|"), 2, 0, {}),
    "14 a first row too long": (
        utf8([HEADINGS, (*HOA, "x"), DUC]), 1, 1, {"ROW_TOO_LONG": 1}),
    "14 a later row too long": (
        utf8([HEADINGS, HOA, (*DUC, "", "x", "y")]), 1, 1, {"ROW_TOO_LONG": 1}),
    "15 rows too short": (
        utf8([HEADINGS, HOA[:3], ("Lê An", "F1", "", "27/12/2021")]), 1, 1,
        {"CELL_REQUIRED": 1, "GROUP_ABSENT": 1}),
    "16 an open quotation mark": (
        utf8([HEADINGS, HOA]) + b'"L\xc3\xaa An,F1,5,27/12/2021\n', 0, 0, {"FILE_QUOTE_OPEN": 1}),
    "17 line breaks in a cell": (with_column("Ghi chú", "sốt\nho", "mệt"), 2, 0, {}),
    "18 NUL": (with_column("Ghi chú", "sốt\0ho", "mệt"), 1, 1, {"CELL_CONTROL": 1}),
    "19 CR alone": (text(lineterminator="\r").encode(), 2, 0, {}),
    "20 a web page": (b"<html><table><tr><td>x</table>", 0, 0, {"FILE_KIND": 1}),
    "21 a password": (workbooks.with_password(), 0, 0, {"FILE_PASSWORD": 1}),
    "22 cut off": (XLSX[: len(XLSX) // 2], 0, 0, {"FILE_BROKEN": 1}),
    "22 an old workbook cut off": (workbooks.xls()[:4000], 0, 0, {"FILE_BROKEN": 1}),
    "23 macros": (
        workbooks.xlsx_of("", parts={"xl/vbaProject.bin": b"x"}), 0, 0, {"FILE_MACROS": 1}),
    "23 xlsb": (workbooks.zipped({"xl/workbook.bin": b"x"}), 0, 0, {"FILE_KIND": 1}),
    "23 xls": (workbooks.xls(), 2, 0, {}),
    "23 ods": (workbooks.ods([map(workbooks.ods_text, row) for row in TWO]), 2, 0, {}),
    "24 entities": (
        workbooks.xlsx_of("", parts={"xl/workbook.xml": '<!DOCTYPE a [<!ENTITY b "c">]><a/>'}),
        0, 0, {"FILE_UNSAFE": 1}),
    "26 a cell at the end of the world": (
        workbooks.xlsx_of(row_with('<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>')),
        0, 0, {"FILE_CELL_FAR": 1}),
    "28 a hidden sheet": (
        workbooks.xlsx({"Danh sách": TWO, "Cũ": TWO}, hidden=["Cũ"]), 2, 0, {"SHEETS_HIDDEN": 1}),
    "28 a sheet of something else": (
        workbooks.xlsx({"Hướng dẫn": [["Ghi mỗi người một dòng"]], "Danh sách": TWO}), 2, 0,
        {"SHEETS_LEFT": 1}),
    "29 cells merged downwards": (
        workbooks.xlsx({"A": TWO}, merged={"C2:C3": "Tổ 5"}), 1, 1, {"CELL_MERGED": 1}),
    "30 a formula without value": (
        workbooks.xlsx_of(row_with(
            '<row r="3"><c r="A3"><f>A2</f></c><c r="B3" t="str"><f>B2</f><v>F1</v></c>'
            '<c r="C3" t="inlineStr"><is><t>5</t></is></c><c r="D3"><v>44557</v></c></row>')),
        1, 1, {"CELL_UNCALCULATED": 1}),
    "31 errors": (
        workbooks.xlsx_of(row_with(
            '<row r="3"><c r="A3" t="e"><f>A9</f><v>#REF!</v></c>'
            '<c r="B3" t="inlineStr"><is><t>F1</t></is></c><c r="C3" t="e"><v>#N/A</v></c>'
            '<c r="D3"><v>44557</v></c></row>')),
        1, 1, {"CELL_FORMULA_ERROR": 2}),
    "31 errors in an old workbook's words": (
        with_column("Số nhà", "#REF!", "#N/A", "12"), 1, 2, {"CELL_FORMULA_ERROR": 2}),
    "32 a phone without its 0": (with_column("SĐT", "901234567"), 1, 0, {"PHONE_ZERO_ADDED": 1}),
    "33 a phone in exponents": (with_column("SĐT", "9.01235E+08"), 0, 1, {"PHONE_DIGITS_LOST": 1}),
    "34 phones as written": (
        with_column("SĐT", "+84 901 234 567", "0901.234.567", "0901234567; 0912345678"), 3, 0,
        {"PHONES_SHARED": 1}),
    "35 an old prefix": (with_column("SĐT", "0123 456 7890"), 1, 0, {"PHONE_OLD_PREFIX": 1}),
    "36 national IDs": (
        with_column("CCCD", "001085000001", "1085000001", "79201001234.0", "12345"), 2, 2,
        {"NATIONAL_ID_ZERO_ADDED": 1, "NATIONAL_ID_UNREADABLE": 2}),
    "37 people called NA and Null": (
        utf8([HEADINGS, *((name, *HOA[1:]) for name in ("NA", "Null", "None", "nan"))]), 4, 0, {}),
    "38 day before month": (
        with_column("Từ ngày", "03/04/2021", "4/13/2021"), 1, 1,
        {"DATE_IMPOSSIBLE": 1, "DAYS_FAR_APART": 1}),
    "39 days that are none": (
        with_column("Từ ngày", "31/02/2021", "29/02/2021", "29/02/2020"), 1, 2,
        {"DATE_IMPOSSIBLE": 2, "DAYS_FAR_APART": 1}),
    "41 years that are none": (
        with_column("Ngày sinh", "30/12/2021", "1900-01-00", "01/01/2565", "01/01/0021"), 0, 4,
        {"DATE_IN_FUTURE": 1, "DATE_IMPOSSIBLE": 1, "DATE_YEAR": 2}),
    "42 a year for a birth date": (
        with_column("Ngày sinh", "1950"), 1, 0, {"BIRTH_YEAR_ONLY": 1}),
    "42 an age": (with_column("Tuổi", "71", "36"), 2, 0, {"AGE_TAKEN": 1}),
    "43 days in the wrong order": (
        with_columns(["Từ ngày", "Đến ngày", "Ngày sinh"],
                     ["27/12/2021", "20/12/2021", ""], ["27/12/2021", "", "28/12/2021"]), 0, 2,
        {"END_BEFORE_START": 1, "DATE_BEFORE_BIRTH": 2, "ROW_UNDESCRIBED": 1}),
    "46 doses that contradict each other": (
        with_columns(["Số mũi tiêm", "Ngày tiêm mũi cuối"], ["0", "01/11/2021"], ["3", ""]), 2, 0,
        {"DOSES_CONTRADICT": 1}),
    "47 a person twice": (
        utf8([(*HEADINGS, "Ghi chú"), (*HOA, "sốt"), (*HOA, "ho"), (*DUC, "")]), 1, 2,
        {"ROW_CONFLICT": 2}),
    "48 a family's phone": (
        with_column("SĐT", "0901234567", "0901234567"), 2, 0, {"PHONES_SHARED": 1}),
    "52 no such group": (
        utf8([HEADINGS, ("Lê An", "F1", "Tổ 5A", HOA[3]), ("Lê Chi", "F1", "T.5", HOA[3]),
              ("Lê Mai", "F1", "TDP số 05", HOA[3]), ("Lê Nga", "F1", "Tổ 99", HOA[3])]), 1, 3,
        {"GROUP_NEAR": 2, "REF_UNKNOWN": 1}),
    "53 what nobody sees": (
        with_column("Số nhà", "12\u200b", "\u202e21", "🏠 5"), 3, 0, {"CELL_INVISIBLE": 2}),
    "54 formulas as text": (
        with_column("Ghi chú", '=HYPERLINK("http://x")', "@SUM(1)", "-5+1", "＝1"), 4, 0, {}),
    "55 scripts as text": (
        with_column("Ghi chú", "<img src=x onerror=alert(1)>", "${alert(1)}", "`x`"), 3, 0, {}),
    "56 a cell like a book": (
        with_column("Ghi chú", "a" * 40_000, "a" * 500), 1, 1, {"CELL_TOO_LONG": 1}),
    "59 Excel's lock file": (EXCEL_LOCK, 0, 0, {"FILE_LOCK": 1}),
}  # fmt: skip


@pytest.mark.parametrize("name", FILES)
def test_every_row_is_taken_or_told(name):
    raw, accepted, refused, codes = FILES[name]
    assert in_short(take(raw)) == (accepted, refused, codes)


def test_4_headings_below_three_merged_rows_are_found():
    rows = [[""], [""], [""], *TWO]
    raw = workbooks.xlsx({"A": rows}, merged={"A1:D1": "DANH SÁCH", "A2:D2": "F1", "A3:D3": "2021"})
    outcome = take(raw)
    assert in_short(outcome) == (2, 0, {})
    assert outcome.text.header_row == 4
    assert outcome.text.cells["row"].to_list() == [5, 6]


def test_6_both_columns_are_named_by_their_letters():
    (finding,) = take(FILES["6 a heading twice"][0]).findings
    assert finding.params == {"columns": "D, E"}


def test_7_what_is_missing_and_what_may_be_meant():
    headings = ("Họ và tên", "Diện người cách ly", "Tổ", "Ngày nhận báo cáo")
    with_text = read_text_table(utf8([headings, HOA]), [TABLES["cases"]])
    mapping = match_headers(TABLES["cases"], with_text.headers)
    assert mapping.missing == ("case_type", "reported_at")
    assert mapping.nearest == {"case_type": 1, "reported_at": 3}


def test_8_the_column_more_is_kept_with_its_row():
    values = take(FILES["8 a column more"][0]).values
    assert [row["extra"] for row in values] == ['{"Số áo":"7"}', '{"Số áo":"8"}']


@pytest.mark.parametrize(
    ("encoding", "raw"),
    [
        ("windows-1258", windows_1258(text())),
        ("tcvn3", TCVN3.encode("cp1252")),
        ("vni", VNI.encode("cp1252")),
        ("tcvn3", TCVN3.encode()),
        ("vni", VNI.encode()),
        ("tcvn3", workbooks.xlsx({"A": [line.split(",") for line in TCVN3.split("\n")]})),
        ("vni", workbooks.xls({"A": [line.split(",") for line in VNI.split("\n")]})),
    ],
)
def test_11_an_old_encoding_is_asked_about_and_then_read(encoding, raw):
    with pytest.raises(FileAsks) as asked:
        read_text_table(raw, [TABLES["cases"]])
    assert asked.value.question == "encoding"
    assert asked.value.options[0] == encoding
    assert asked.value.samples[encoding] == tuple(NAMES)
    assert "Nguy" not in str(asked.value) + repr(asked.value.findings)
    outcome = take(raw, encoding=encoding)
    assert in_short(outcome) == (2, 0, {"ENCODING_READ": 1})
    assert [row["full_name"] for row in outcome.values] == NAMES


def test_12_names_are_kept_composed():
    values = take(FILES["12 decomposed letters"][0]).values
    assert [row["full_name"] for row in values] == NAMES


def test_14_the_row_and_how_much_too_long_it_is():
    (finding,) = take(FILES["14 a later row too long"][0]).findings
    assert (finding.row, finding.params) == (3, {"extra": 2})


def test_16_the_line_where_the_quotation_opens():
    (finding,) = take(FILES["16 an open quotation mark"][0]).findings
    assert finding.params == {"line": 3}


def test_17_rows_are_numbered_as_a_spreadsheet_does():
    assert take(FILES["17 line breaks in a cell"][0]).text.cells["row"].to_list() == [2, 3]


@pytest.mark.parametrize(
    ("raw", "file_name"), [(XLSX, "ds.csv"), (utf8(), "ds.xlsx"), (workbooks.xls(), "ds.txt")]
)
def test_20_a_wrong_ending_is_said_and_does_no_harm(raw, file_name):
    assert in_short(take(raw, file_name)) == (2, 0, {"FILE_MISNAMED": 1})


@pytest.mark.parametrize(
    ("raw", "kind"),
    [
        (FILES["20 a web page"][0], "HTML"),
        (b"\xef\xbb\xbf\n<!DOCTYPE html>", "HTML"),
        (b'<?xml version="1.0"?><Workbook/>', "XML"),
        (b"%PDF-1.7", "PDF"),
        (workbooks.zipped({"ds.csv": utf8()}), "zip"),
        (FILES["23 xlsb"][0], "xlsb"),
    ],
)
def test_20_what_is_no_list_is_called_by_its_name(raw, kind):
    (finding,) = take(raw, "ds.xls").findings
    assert (finding.code, finding.params) == ("FILE_KIND", {"kind": kind})


def test_25_a_bomb_is_refused_with_numbers():
    (finding,) = take(workbooks.bomb(217)).findings
    assert finding.code == "ARCHIVE_TOO_LARGE"
    assert finding.params == {"size": 218, "limit": 150}


def test_26_the_far_cell_is_named():
    (finding,) = take(FILES["26 a cell at the end of the world"][0]).findings
    assert finding.params == {"cell": "XFD1048576"}


def test_27_a_million_formatted_rows_are_no_rows():
    outcome = take(workbooks.formatted_blanks())
    assert in_short(outcome) == (2, 0, {})


@pytest.mark.parametrize("made_by", [workbooks.xlsx, workbooks.xls])
def test_28_of_several_sheets_one_is_chosen_by_a_person(made_by):
    raw = made_by({"Tổ 5": [HEADINGS, HOA], "Tổ 12": [HEADINGS, DUC]})
    with pytest.raises(FileAsks) as asked:
        read_text_table(raw, [TABLES["cases"]])
    assert (asked.value.question, asked.value.options) == ("sheet", ["Tổ 5", "Tổ 12"])
    assert asked.value.samples["Tổ 12"][-1] == DUC[0]
    assert "Tổ" not in str(asked.value) + repr(asked.value.findings)
    outcome = take(raw, sheet="Tổ 12")
    assert in_short(outcome) == (1, 0, {"SHEETS_LEFT": 1})
    assert (outcome.text.sheet, outcome.values[0]["full_name"]) == ("Tổ 12", DUC[0])


def test_28_a_hidden_sheet_is_read_when_it_is_asked_for():
    raw = FILES["28 a hidden sheet"][0]
    assert take(raw, sheet="Cũ").text.sheet == "Cũ"


def test_29_a_merged_cell_fills_its_rows_when_a_person_says_so():
    outcome = take(FILES["29 cells merged downwards"][0], fill_merged=True)
    assert in_short(outcome) == (2, 0, {})
    assert [row["group_id"] for row in outcome.values] == ["TDP05", "TDP05"]


def test_31_an_error_keeps_its_sign_in_the_refused_row():
    raw = FILES["31 errors"][0]
    assert take(raw).text.cells.row(1)[1:4] == ("#REF!", "F1", "#N/A")


def test_34_phones_are_kept_as_one_writes_them():
    values = take(FILES["34 phones as written"][0]).values
    assert [row["phone"] for row in values] == [
        "0901234567", "0901234567", "0901234567 / 0912345678",
    ]  # fmt: skip


def test_38_a_date_cell_is_day_and_month_whatever_it_shows():
    row = (*HOA[:3], datetime(2021, 4, 3, 8, 30))  # noqa: DTZ001 - a cell knows no zone
    outcome = take(workbooks.xlsx({"A": [HEADINGS, row]}, default_date_format="m/d/yy h:mm"))
    assert outcome.values[0]["reported_at"] == "2021-04-03T08:30"


def test_40_days_as_numbers_in_both_ways_of_counting():
    new = take(with_column("Từ ngày", "44557"))
    old = take(workbooks.xlsx({"A": [(*HEADINGS, "Từ ngày"), (*HOA, 43095)]}, date_1904=True))
    assert new.values[0]["quarantine_start"] == date(2021, 12, 27)
    assert old.values[0]["quarantine_start"] == date(2021, 12, 27)


def test_42_the_year_is_kept_without_inventing_a_day():
    (row,) = take(FILES["42 a year for a birth date"][0]).values
    assert (row["birth_date"], row["birth_year"]) == (None, 1950)
    assert [row["birth_year"] for row in take(FILES["42 an age"][0]).values] == [1950, 1985]


@pytest.mark.parametrize(
    ("cells", "accepted", "codes"),
    [
        (["+", "dương", "D", "Âm tính (lần 2)", "duong tinh", "-"], 6, {}),
        (["dương ?", "có"], 0, {"ENUM_UNKNOWN": 2}),
    ],
)
def test_44_results_by_the_words_people_use(cells, accepted, codes):
    rows = [
        (f"C{at % 3 + 1}", f"{at + 10}/12/2021", "Test nhanh", cell)
        for at, cell in enumerate(cells)
    ]
    raw = utf8([("Mã ca", "Ngày lấy mẫu", "Loại xét nghiệm", "Kết quả"), *rows])
    assert in_short(take(raw, table="tests")) == (accepted, len(cells) - accepted, codes)


def test_45_a_comma_is_a_point_and_three_decimals_are_a_question():
    rows = [
        ("C1", f"{at + 10}/12/2021", "PCR", "+", ct)
        for at, ct in enumerate(["23,5", "23.5", "1.234"])
    ]
    headings = ("Mã ca", "Ngày lấy mẫu", "Loại xét nghiệm", "Kết quả", "Ct")
    outcome = take(utf8([headings, *rows]), table="tests")
    assert in_short(outcome) == (2, 1, {"NUMBER_UNREADABLE": 1})
    as_number = take(workbooks.xlsx({"A": [headings, (*rows[0][:4], 1.234)]}), table="tests")
    assert as_number.values[0]["ct_value"] == 1.234  # a number cell leaves no doubt


@pytest.mark.parametrize("number", ["54", "55"])
def test_texts_are_kept_as_they_are(number):
    name = next(name for name in FILES if name.startswith(number))
    raw = FILES[name][0]
    outcome = take(raw)
    assert [row["note"] for row in outcome.values] == outcome.text.cells["4"].to_list()


def test_57_a_hundred_thousand_rows_are_only_a_matter_of_time():
    assert in_short(take(utf8(rows_of(100_000)))) == (100_000, 0, {})


@pytest.mark.parametrize("file_name", ["../../x.csv", "CON.csv", "a" * 300 + ".csv", ""])
def test_58_a_name_decides_nothing(file_name, tmp_path):
    assert in_short(take(utf8(), file_name)) == (2, 0, {})
    keep_original(tmp_path, utf8())
    assert [path.stem for path in tmp_path.iterdir()] == [sha256_of(utf8())]


def test_59_a_lock_file_is_known_by_its_name_as_well():
    assert take(utf8(), "~$ds.xlsx").codes == {"FILE_LOCK": 1}
