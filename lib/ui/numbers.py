"""A number in large type under its name.

Markdown, not st.metric: what Streamlit has at hand stands there a third of a second before what
it must fetch first (docs/benchmarks.md).
"""

import streamlit as st

from lib.ui.plain import plain


def show_number(label: str, value: str, *said: str | None, key: str) -> None:
    """`said`: what belongs to it, in small type. `key` is this number's own on its page."""
    words = " \u00b7 ".join(plain(each) for each in said if each)
    with st.container(key=f"number-{key}", gap=None):
        st.markdown(
            f":small[{plain(label)}]\n\n**{plain(value)}**\n\n:small[{words}]".removesuffix(
                "\n\n:small[]"
            )
        )
