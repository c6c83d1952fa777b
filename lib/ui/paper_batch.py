"""Several orders or completion papers at once: tick, number one after the other, take them home."""

import hashlib
from typing import Any

import pandas as pd
import streamlit as st

from lib.actions.deeds import Refused
from lib.actions.papers import number_papers, numbers_from
from lib.actions.stays import Seen
from lib.documents.papers import COMPLETION, KINDS, ORDER
from lib.reports.paper_lists import Row, paper_list
from lib.text.catalogue import _, ngettext
from lib.text.formats import format_day
from lib.ui.context import PageContext
from lib.ui.deeds import do, may_act
from lib.ui.header import empty_state
from lib.ui.paper_forms import paper_button
from lib.ui.plain import plain

_NUMBERS = {ORDER.name: "order_number", COMPLETION.name: "completion_number"}
ROW_HEIGHT, HEADER_HEIGHT, MOST_ROWS = 35, 38, 12


def show_papers(context: PageContext, groups: dict[str, str]) -> None:
    """One kind of paper: those without a number, and those numbered on the day."""
    kind: str = st.segmented_control(
        _("Paper"), list(_NUMBERS), key="papers.kind", default=COMPLETION.name, required=True,
        format_func=lambda name: _(KINDS[name].label), label_visibility="collapsed",
    )  # fmt: skip
    papers = paper_list(context.store, context.actor, kind, context.as_of)
    st.subheader(_("Without a number ({n})").format(n=len(papers.waiting)), anchor=False)
    if papers.waiting:
        ticked = _grid(papers.waiting, groups, key=f"papers.waiting.{kind}")
        if may_act(context):
            _number(context, kind, ticked)
    else:
        empty_state(_("No paper is waiting for a number."))
    st.subheader(_("Numbered on this day ({n})").format(n=len(papers.numbered)), anchor=False)
    if papers.numbered:
        _take(context, kind, papers.numbered, groups)


def _grid(
    rows: tuple[Row, ...], groups: dict[str, str], *, key: str, number: str | None = None
) -> list[Row]:
    """The ticked rows. A tick does not outlive the list in which it was made."""
    digest = hashlib.sha256("\n".join(row["case_id"] for row in rows).encode()).hexdigest()[:12]
    frame = pd.DataFrame([_line(row, groups, number) for row in rows])
    state: Any = st.dataframe(
        frame, hide_index=True, key=f"{key}.{digest}", on_select="rerun",
        selection_mode="multi-row", placeholder="",
        height=HEADER_HEIGHT + ROW_HEIGHT * min(len(rows), MOST_ROWS),
    )  # fmt: skip
    return [rows[at] for at in sorted(state["selection"]["rows"])]


def _line(row: Row, groups: dict[str, str], number: str | None) -> dict[str, str]:
    return ({_("Paper number"): row[number]} if number else {}) | {
        _("Name"): row["full_name"] or row["case_id"],
        _("Residential group"): groups.get(row["group_id"], row["group_id"]),
        _("Address"): row.get("address") or "",
        _("From"): format_day(row["quarantine_start"]),
        _("To"): format_day(row["quarantine_end"]),
    }


def _number(context: PageContext, kind: str, ticked: list[Row]) -> None:
    n = len(ticked)
    first = st.text_input(
        _("Number of the first paper"), key=f"papers.first.{kind}", placeholder="125/QD-UBND",
        max_chars=40, help=_("The others follow: 126, 127, and so on, in the order of the list."),
    )  # fmt: skip
    words = ngettext("Number {n} paper", "Number {n} papers", n).format(n=n)
    said = ngettext("{n} paper numbered.", "{n} papers numbered.", n).format(n=n)
    stays = [Seen(row["case_id"], row["row_version"]) for row in ticked]
    with st.container(horizontal=True, vertical_alignment="center"):
        st.button(
            words, key="papers.number", type="primary", icon=":material/tag:",
            disabled=not (ticked and first), on_click=do,
            args=(
                context,
                lambda: number_papers(
                    context.store, context.actor, kind, stays, first, on=context.as_of
                ),
                said,
            ),
        )  # fmt: skip
        st.caption(_range(first, n) if n else _("Tick the papers in the list."))


def _range(first: str, n: int) -> str:
    try:
        numbers = numbers_from(first, n)
    except Refused as refused:
        return refused.sentence()
    return plain(numbers[0] if n == 1 else f"{numbers[0]} \u2013 {numbers[-1]}")


def _take(context: PageContext, kind: str, rows: tuple[Row, ...], groups: dict[str, str]) -> None:
    """Those ticked, else all of the day, as one file."""
    key = f"papers.numbered.{kind}"
    chosen = _grid(rows, groups, key=key, number=_NUMBERS[kind]) or list(rows)
    signer = st.text_input(_("Who signs"), key="papers.signer", max_chars=80)
    ids = [row["case_id"] for row in chosen]
    words = ngettext("Download {n} paper", "Download {n} papers", len(ids)).format(n=len(ids))
    paper_button(context, kind, ids, key="papers.file", label=words, signer=signer)
