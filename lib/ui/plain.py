"""Text from people inside Markdown: shown as it was typed, never as formatting; a line break
becomes a space."""

import re
from collections.abc import Iterable, Mapping, Sequence

import streamlit as st

_SPECIAL = re.compile(r"([\\`*_{}\[\]()#+\-.!|<>~$:&])")


def plain(text: str | None) -> str:
    """No sign escapes the names of icons: an invisible joiner keeps them words."""
    words = (text or "").replace("\n", " ").replace(":material/", ":\u2060material/")
    return _SPECIAL.sub(r"\\\1", words)


def plain_badge(text: str | None) -> str:
    """The same for st.badge, which escapes the brackets itself."""
    return re.sub(r"\\([\[\]])", r"\1", plain(text))


def show_table(rows: Sequence[Mapping[str, object]]) -> None:
    """A few rows to read, under the keys of the first: Streamlit's own tables come later."""
    if rows:
        heads, *body = [_line(rows[0].keys()), *(_line(row.values()) for row in rows)]
        st.markdown("\n".join([heads, "|" + "---|" * len(rows[0]), *body]))


def _line(cells: Iterable[object]) -> str:
    return "| " + " | ".join(plain(" ".join(str(cell).split())) for cell in cells) + " |"
