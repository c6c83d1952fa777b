"""Text from people inside Markdown: shown as it was typed, never as formatting; a line break
becomes a space."""

import re
from collections.abc import Iterable, Mapping, Sequence

import streamlit as st

_SPECIAL = re.compile(r"([\\`*_{}\[\]()#+\-.!|<>~$:&])")


def plain(text: str | None) -> str:
    return _SPECIAL.sub(r"\\\1", (text or "").replace("\n", " "))


def show_table(rows: Sequence[Mapping[str, object]]) -> None:
    """A few rows to read, under the keys of the first: Streamlit's own tables come later."""
    if rows:
        heads, *body = [_line(rows[0].keys()), *(_line(row.values()) for row in rows)]
        st.markdown("\n".join([heads, "|" + "---|" * len(rows[0]), *body]))


def _line(cells: Iterable[object]) -> str:
    return "| " + " | ".join(plain(" ".join(str(cell).split())) for cell in cells) + " |"
