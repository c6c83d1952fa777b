"""The first and the last day of a stay in one cell."""

from datetime import date

import pytest

from tests.ingest.sheets import check, told

HEADINGS = ("Họ và tên", "Năm sinh", "Tổ", "Diện", "Ngày báo cáo")
FIRST, LAST = date(2021, 12, 27), date(2022, 1, 9)


def stays(heading, *cells):
    rows = [(f"Lê Mẫu {n}", "1970", "5", "F1", "27/12/2021", cell) for n, cell in enumerate(cells)]
    return check("cases", [(*HEADINGS, heading), *rows])


@pytest.mark.parametrize("heading", ["Thời gian cách ly", "Thời gian cách ly (từ ngày - đến ngày)"])
@pytest.mark.parametrize(
    "cell",
    ["27/12/2021 - 09/01/2022", "27/12/2021-9/1/2022", "Từ 27/12/2021 đến 09/01/2022",
     "từ ngày 27/12/2021 đến hết ngày 09/01/2022.", "27.12.2021 → 9.1.2022"],
)  # fmt: skip
def test_both_days_are_read_and_what_was_written_is_kept(heading, cell):
    checked = stays(heading, cell)
    assert checked.accepted.select("quarantine_start", "quarantine_end").rows() == [(FIRST, LAST)]
    assert cell in checked.accepted["extra"][0]
    assert told(checked.findings) == [("PERIOD_READ", None, None)]


@pytest.mark.parametrize(
    "cell", ["27/12 - 09/01/2022", "14 ngày từ 27/12/2021", "27/12/2021", "chưa rõ"]
)
def test_days_that_are_not_both_said_are_kept_and_named(cell):
    checked = stays("Thời gian cách ly", "27/12/2021 - 09/01/2022", cell)
    assert checked.accepted["quarantine_start"].to_list() == [FIRST, None]
    assert ("PERIOD_KEPT", 3, None) in told(checked.findings)
    assert cell in checked.accepted["extra"][1]


def test_an_end_before_its_start_is_refused_as_such():
    checked = stays("Thời gian cách ly", "09/01/2022 - 27/12/2021")
    assert [code for code, *_rest in told(checked.findings)] == ["PERIOD_READ", "END_BEFORE_START"]


def test_a_file_with_days_of_its_own_keeps_them():
    person = ("Lê An", "1970", "5", "F1", "27/12/2021", "28/12/2021", "27/12/2021 - 09/01/2022")
    checked = check("cases", [(*HEADINGS, "Từ ngày", "Thời gian cách ly"), person])
    assert checked.accepted["quarantine_start"].to_list() == [date(2021, 12, 28)]
    assert told(checked.findings) == [("COLUMN_UNKNOWN", None, None)]
