"""A household's record: little to tell takes the whole width, much to tell two columns."""

import pytest

from lib.documents.household_sheet import DayLines, StayLine, household_sheet


def printed(n_days: int, n_lines: int) -> str:
    days = [DayLines(f"{n + 1:02}/12/2021", ["Thăm hỏi: có mặt"] * n_lines) for n in range(n_days)]
    return household_sheet(
        heading=["Phường Mẫu"], title="Hộ", day="29/12/2021", door=["1, Phố Mẫu"],
        stays_title="Đợt cách ly", stays=[StayLine("A", "F1", "20/12 - 26/12", "")],
        days_title="Theo thời gian", days=days, footer="",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("n_days", "n_lines", "is_short"), [(1, 1, True), (12, 1, True), (13, 1, False), (5, 5, False)]
)
def test_a_short_record_is_not_squeezed_into_half_the_page(n_days, n_lines, is_short):
    assert ('class="told short"' in printed(n_days, n_lines)) == is_short
