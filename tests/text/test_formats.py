from datetime import date

import pytest

from lib.text.catalogue import use_language
from lib.text.formats import (
    format_day,
    format_exact,
    format_moment,
    format_number,
    inside_sentence,
)


@pytest.fixture(autouse=True)
def _vietnamese():
    yield
    use_language("vi")


def test_days_and_moments():
    assert format_day(date(2022, 2, 1)) == "01/02/2022"
    assert format_day(None) == ""
    assert format_moment("2021-12-27T06:00") == "27/12/2021 06:00"
    assert format_moment("2021-12-27") == "27/12/2021"
    assert format_moment(None) == ""


@pytest.mark.parametrize(
    ("language", "number", "decimals", "shown"),
    [
        ("vi", 1234.5, 1, "1.234,5"),
        ("en", 1234.5, 1, "1,234.5"),
        ("vi", 23000, 0, "23.000"),
        ("vi", None, 0, ""),
    ],
)
def test_numbers(language, number, decimals, shown):
    use_language(language)
    assert format_number(number, decimals) == shown


@pytest.mark.parametrize(
    ("number", "shown"), [(36.8, "36,8"), (37.0, "37"), (21.051246, "21,051246")]
)
def test_decimals_are_those_that_were_written(number, shown):
    assert format_exact(number) == shown


@pytest.mark.parametrize(("label", "inside"), [
    ("F0 không đủ điều kiện", "F0 không đủ điều kiện"), ("Mất theo dõi", "mất theo dõi"),
    ("Ý kiến của UBND", "ý kiến của UBND"),
])  # fmt: skip
def test_a_label_within_a_sentence_keeps_its_abbreviations(label, inside):
    assert inside_sentence(label) == inside
