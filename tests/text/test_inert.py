"""A text that looks like a formula goes out inert and comes back as it was."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from lib.text.inert import as_inert, as_quoted, as_written

TEXTS = st.text(st.sampled_from("'=+-@\t\r\n＝＋－＠a1 .,") | st.characters(), max_size=8)


@given(TEXTS)
@example("'=1")
@example("''=1")
@example("'+84")
def test_what_goes_out_comes_back(text: str) -> None:
    assert as_written(as_inert(text)) == text
    assert as_written(as_quoted(text)) == text


@given(TEXTS)
def test_nothing_that_goes_out_begins_a_formula(text: str) -> None:
    sent = as_inert(text)
    assert sent[:1] not in {*"=@\t\r\n\0＝＋－＠"}
    assert sent[:1] not in {*"+-"} or not sent[1:].strip("0123456789 .,")
    assert sent in (text, "'" + text)


@pytest.mark.parametrize(
    ("text", "sent"),
    [
        ("=1+1", "'=1+1"),
        ("-5+1", "'-5+1"),
        ("＝1+1", "'＝1+1"),
        ("\t=1", "'\t=1"),
        ("'=1", "''=1"),
        ("-5", "-5"),
        ("+84 901 234 567", "+84 901 234 567"),
        ("-5.5", "-5.5"),
        ("+", "'+"),
        ("- ghi chú", "'- ghi chú"),
        ("Nguyễn '=", "Nguyễn '="),
        ("'tên'", "'tên'"),
        ("", ""),
    ],
)
def test_examples(text: str, sent: str) -> None:
    assert as_inert(text) == sent


def test_an_apostrophe_that_somebody_typed_is_no_part_of_the_text() -> None:
    assert as_written("'=1+1") == "=1+1"
    assert as_written("'0912") == "'0912"
    assert as_quoted("=1+1") == "=1+1"
