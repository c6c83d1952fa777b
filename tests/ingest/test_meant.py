"""Days counted from 1904, ages in place of birth years."""

from dataclasses import replace
from datetime import date

import pytest

from lib.ingest.checks import check_rows
from lib.ingest.mapping import match_headers
from lib.ingest.reader import read_text_table
from lib.schema.tables import TABLES
from tests.ingest.sheets import LOOKUPS, TODAY, check, csv_bytes, told

CASES = TABLES["cases"]
HEADINGS = ["Họ và tên", "Diện", "Ngày báo cáo", "Từ ngày", "Tổ"]


@pytest.mark.parametrize(
    ("serial", "day"),
    [
        ("43097", date(2021, 12, 29)),
        ("43097,5", date(2021, 12, 29)),
        ("29/12/2021", date(2021, 12, 29)),
    ],
)
def test_a_workbook_that_counts_from_1904(serial, day):
    raw = csv_bytes([HEADINGS, ["Lê Mai", "F1", serial, serial, "5"]])
    text = replace(read_text_table(raw, [CASES]), is_1904=True)
    checked = check_rows(
        CASES, text, match_headers(CASES, text.headers), LOOKUPS, today=date(2022, 1, 1)
    )
    assert checked.accepted["quarantine_start"].to_list() == [day]
    assert checked.accepted["reported_at"][0].startswith(day.isoformat())


def test_a_number_that_is_no_day_stays():
    raw = csv_bytes([[*HEADINGS, "Số nhà"], ["Lê Mai", "F1", "29/12/2021", "", "5", "43097"]])
    text = replace(read_text_table(raw, [CASES]), is_1904=True)
    checked = check_rows(CASES, text, match_headers(CASES, text.headers), LOOKUPS, today=TODAY)
    assert checked.accepted["house_number"].to_list() == ["43097"]


def test_ages_are_counted_back_and_said_once():
    ages = ["36", "36 tuổi", "8 tháng", "14 tháng", "1985", "0", "36,0", ""]
    rows = [[f"Người {n}", "F1", "29/12/2021", "", "5", age] for n, age in enumerate(ages)]
    checked = check("cases", [[*HEADINGS, "Tuổi"], *rows])
    assert checked.accepted["birth_year"].to_list() == [
        1985, 1985, 2021, 2020, 1985, 2021, 1985, None,
    ]  # fmt: skip
    assert told(checked.findings)[0] == ("AGE_TAKEN", None, "birth_year")
    assert [f.row for f in checked.findings if f.code == "AGE_TAKEN"] == [None]


def test_ages_are_counted_from_the_day_of_their_row():
    rows = [
        ["Lê A", "F1", "27/12/2020", "", "5", "46t"],
        ["Lê B", "F1", "03/02/2021 08:30", "", "5", "8 tháng"],
        ["Lê C", "F1", "27/12/2021", "", "5", "8 tháng"],
    ]
    checked = check("cases", [[*HEADINGS, "Tuổi"], *rows])
    assert checked.accepted["birth_year"].to_list() == [1974, 2020, 2021]


def test_ages_are_counted_from_the_one_day_given_for_all_rows():
    headings = [heading for heading in HEADINGS if heading != "Ngày báo cáo"]
    rows = [[*headings, "Tuổi"], ["Lê A", "F1", "", "5", "46"]]
    checked = check("cases", rows, constants={"reported_at": "27/12/2019"})
    assert checked.accepted["birth_year"].to_list() == [1973]


def test_nobody_is_reported_before_being_born():
    for year, refused in (("2020", 0), ("2021", 1)):
        row = ["Lê Mai", "F1", "27/12/2020", "", "5", year]
        checked = check("cases", [[*HEADINGS, "Năm sinh"], row])
        assert checked.refused.height == refused
        codes = [code for code, _, _ in told(checked.findings)]
        assert codes == ["DATE_BEFORE_BIRTH"] * refused


@pytest.mark.parametrize("age", ["121", "ba mươi", "-3", "36-40"])
def test_what_is_no_age_is_refused(age):
    checked = check("cases", [[*HEADINGS, "Tuổi"], ["Lê Mai", "F1", "29/12/2021", "", "5", age]])
    assert ("YEAR_UNREADABLE", 2, "birth_year") in told(checked.findings)
    assert checked.refused.height == 1


def test_a_birth_year_is_preferred_to_an_age():
    row = ["Lê Mai", "F1", "29/12/2021", "", "5", "35", "1985"]
    checked = check("cases", [[*HEADINGS, "Tuổi", "Năm sinh"], row])
    assert checked.accepted["birth_year"].to_list() == [1985]
    assert checked.accepted["extra"].to_list() == ['{"Tuổi":"35"}']


def test_two_digits_below_birth_year_are_no_age():
    row = ["Lê Mai", "F1", "29/12/2021", "", "5", "85"]
    checked = check("cases", [[*HEADINGS, "Năm sinh"], row])
    assert ("YEAR_UNREADABLE", 2, "birth_year") in told(checked.findings)
