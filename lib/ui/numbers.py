"""A number in large type under its name, and one that is typed.

Shown in Markdown, not st.metric: what Streamlit has at hand stands there a third of a second before
what it must fetch first (docs/benchmarks.md). Typed as text: a browser that reads numbers itself
takes "125.500" for 125 and "172,3" for 1723.
"""

import re
from decimal import Decimal

import streamlit as st

from lib.text.catalogue import _
from lib.ui.plain import plain

_WHOLE = re.compile(r"[0-9]{1,3}(?:[., ]?[0-9]{3})*")
_MOST = 100_000_000
_DECIMAL = re.compile(r"[0-9]+(?:[.,][0-9]{1,2})?")


def show_number(label: str, value: str, *said: str | None, key: str) -> None:
    """`said`: what belongs to it, in small type. `key` is this number's own on its page."""
    words = " \u00b7 ".join(plain(each) for each in said if each)
    with st.container(key=f"number-{key}", gap=None):
        st.markdown(
            f":small[{plain(label)}]\n\n**{plain(value)}**\n\n:small[{words}]".removesuffix(
                "\n\n:small[]"
            )
        )


def ask_whole(label: str, *, key: str) -> int | None:
    """None when nothing was typed, and when it is refused, aloud."""
    typed = st.text_input(label, key=key, max_chars=15)
    try:
        return read_whole(label, typed)
    except ValueError as wrong:
        st.error(str(wrong))
        return None


def read_whole(label: str, typed: str) -> int | None:
    """With or without a point between thousands; None when nothing was typed. Raises ValueError
    with a sentence."""
    text = typed.strip()
    if not text:
        return None
    number = int(re.sub("[., ]", "", text)) if _WHOLE.fullmatch(text) else None
    if number is None or number > _MOST:
        words = _("{label}: a whole number such as 125.500. Look again, nothing was saved.")
        raise ValueError(words.format(label=label))
    return number


def ask_decimal(label: str, *, key: str) -> Decimal | None:
    """The same with a comma or a point before at most two decimals."""
    text = st.text_input(label, key=key, max_chars=15).strip()
    if text and not _DECIMAL.fullmatch(text):
        st.error(_("{label}: a number such as 172,3. Look again.").format(label=label))
        return None
    return Decimal(text.replace(",", ".")) if text else None
