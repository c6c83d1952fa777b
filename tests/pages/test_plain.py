"""Words that somebody typed stay words inside Markdown, in a line and in a small table."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from streamlit.testing.v1 import AppTest

from lib.ui.plain import plain


@given(st.text())
def test_it_says_what_was_typed_and_nothing_else(text):
    assert re.sub(r"\\(.)", r"\1", plain(text)) == text.replace("\n", " ")


@pytest.mark.parametrize("sign", list("\\`*_{}[]()#+-.!|<>~$:&"))
def test_no_sign_begins_markup(sign):
    assert plain(sign) == f"\\{sign}"


def test_the_name_of_an_icon_stays_a_word():
    """Streamlit draws icons after it has read the Markdown, so no sign before it helps."""
    assert plain("x:material/home:") == "x\\:\u2060material/home\\:"


def test_nothing_is_nothing():
    assert plain(None) == ""


@pytest.mark.parametrize("text", ["[x](y)", "**b** [c]", "a\\\\[b]", ":red[x]"])
def test_a_badge_gets_the_same_words_once_streamlit_has_escaped_the_brackets(text):
    def page(text):
        import streamlit as st

        from lib.ui.plain import plain_badge

        st.badge(plain_badge(text), color="gray")

    [badge] = AppTest.from_function(page, args=(text,)).run().markdown
    assert badge.value == f":gray-badge[{plain(text)}]"


def test_a_cell_can_not_leave_its_table():
    def page():
        from lib.ui.plain import show_table

        show_table([{"a|b": "x\n\n# y", "n": 1}, {"a|b": "| z |", "n": 2}])
        show_table([])

    [table] = AppTest.from_function(page).run().markdown
    assert table.value.splitlines() == [
        r"| a\|b | n |", "|---|---|", r"| x \# y | 1 |", r"| \| z \| | 2 |",
    ]  # fmt: skip
