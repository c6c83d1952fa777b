"""Findings as a table: where, what stands there, what is wrong, what to do."""

from collections.abc import Mapping, Sequence
from typing import Literal

import pandas as pd
import streamlit as st

from lib.reports.imports import told
from lib.schema.findings import Finding
from lib.text.catalogue import _
from lib.ui.plain import plain

MOST_LINES, MANY_LINES, TALLEST = 500, 12, 480


def show_findings(
    findings: Sequence[Finding], *, key: str, cells: Mapping[tuple[int, str], str]
) -> None:
    """`cells`: (row, column) -> what stands in the file there, where that is known. A table whose
    words wrap can be read on a phone; a grid would cut them off."""
    lines = [_line(finding, cells) for finding in findings[:MOST_LINES]]
    shown = pd.DataFrame(lines).replace("", None).dropna(axis="columns", how="all").fillna("")
    height: int | Literal["content"] = TALLEST if len(lines) > MANY_LINES else "content"
    with st.container(key=key):
        st.table(shown, hide_index=True, border="horizontal", height=height)
    if len(findings) > MOST_LINES:
        words = _("The first {n} of {total} are shown.")
        st.caption(words.format(n=MOST_LINES, total=len(findings)))


def _line(finding: Finding, cells: Mapping[tuple[int, str], str]) -> dict[str, str]:
    words = told(finding)
    return {
        _("Row"): str(words.row or ""),
        _("Column"): plain(words.column),
        _("In the file"): plain(cells.get((finding.row or 0, finding.column or ""), "")),
        _("What was found"): plain(words.words),
    }
