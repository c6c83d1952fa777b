"""Days written month first are never taken for other days in silence."""

import pytest

from tests.ingest.sheets import check, told

HEADINGS = ("Họ và tên", "Năm sinh", "Tổ", "Diện", "Ngày báo cáo")


def days(*cells):
    rows = [(f"Lê Mẫu {n}", "1970", "5", "F1", cell) for n, cell in enumerate(cells)]
    return check("cases", [HEADINGS, *rows])


def test_a_day_that_can_be_both_is_refused_below_one_that_is_month_first():
    checked = days(
        "12/27/2021 7:05:12", "12/5/2021 7:05:12", "11/11/2021", "2021-12-28", "12/28/2021"
    )
    assert checked.accepted["reported_at"].to_list() == ["2021-11-11", "2021-12-28"]
    assert told(checked.findings) == [
        ("DATE_IMPOSSIBLE", 2, "reported_at"), ("DATE_ORDER", 3, "reported_at"),
        ("DATE_IMPOSSIBLE", 6, "reported_at")]  # fmt: skip


def test_one_day_that_is_none_says_nothing_of_the_others():
    assert days("12/27/2021", "12/5/2021").accepted["reported_at"].to_list() == ["2021-05-12"]


@pytest.mark.parametrize("slip", ["12/27/2021", "31/11/2021", "0/12/2021"])
def test_one_slip_among_days_that_are_day_first_spoils_no_other(slip):
    checked = days(slip, "5/12/2021", "27/12/2021")
    assert checked.accepted["reported_at"].to_list() == ["2021-12-05", "2021-12-27"]


def test_columns_are_judged_one_by_one():
    headings = (*HEADINGS, "Ngày bắt đầu cách ly")
    rows = [("Lê An", "1970", "5", "F1", "27/12/2021", "12/27/2021"),
            ("Lê Bình", "1970", "5", "F1", "5/12/2021", "5/12/2021"),
            ("Lê Chi", "1970", "5", "F1", "27/12/2021", "12/27/2021")]  # fmt: skip
    said = told(check("cases", [headings, *rows]).findings)
    assert said == [
        ("DATE_IMPOSSIBLE", 2, "quarantine_start"),
        ("DATE_ORDER", 3, "quarantine_start"),
        ("DATE_IMPOSSIBLE", 4, "quarantine_start"),
    ]
