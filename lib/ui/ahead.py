"""The next two weeks, and the stays of a group as bars over time."""

from datetime import date

import streamlit as st

from lib.charts import MARKS, look_ahead, stay_bars
from lib.reports.ahead import look_ahead as ahead_of
from lib.reports.ahead import timeline
from lib.reports.work_lists import Board
from lib.schema.tables import ENUMERATIONS
from lib.text.catalogue import N_, _, language, ngettext
from lib.text.formats import format_day
from lib.ui.context import PageContext
from lib.ui.header import empty_state
from lib.ui.plots import show_chart

_MARKS = {"seen": N_("seen"), "missed": N_("missed")}
MOST_BARS = 200
TET = date(2022, 2, 1)


def show_ahead(context: PageContext, board: Board, groups: dict[str, str]) -> None:
    """Releases, tests and kits by day; then who stays how long behind which door."""
    _show_days(context, board)
    st.subheader(_("Who stays how long"), anchor=False)
    present = [id_ for id_ in groups if any(
        item.life.is_open and item.life.group_id == id_ for item in board.cases.values()
    )]  # fmt: skip
    if not present:
        empty_state(_("Nobody is in quarantine."))
        return
    group = st.selectbox(
        _("Residential group"), [*present, ""], key="ahead.group",
        format_func=lambda id_: groups[id_] if id_ else _("All groups"),
    )  # fmt: skip
    _show_bars(context, board, group)


def _show_days(context: PageContext, board: Board) -> None:
    days = ahead_of(board, context.as_of)
    labels = {"releases": _("last days"), "tests": _("tests")}
    labels = {column: label for column, label in labels.items() if column in days.columns}
    st.subheader(_("The next 14 days"), anchor=False)
    n_tests = int(days["tests"].sum()) if "tests" in days.columns else 0
    words = _("{n} last days until {day}.").format(
        n=int(days["releases"].sum()), day=format_day(days["day"][-1])
    )
    if n_tests:
        kits = ngettext("{n} test kit is needed.", "{n} test kits are needed.", n_tests)
        words += " " + kits.format(n=n_tests)
    st.caption(words)
    show_chart(look_ahead(days, labels, {TET: _("Lunar New Year")}), key="ahead.days", alt=words)


def _show_bars(context: PageContext, board: Board, group: str) -> None:
    told = timeline(context.store, context.actor, board, context.as_of, group)
    n = told.bars.height
    if n > MOST_BARS:
        st.caption(_("The first {n} of {total} are shown.").format(n=MOST_BARS, total=n))
    results, types = ENUMERATIONS["test_result"], ENUMERATIONS["case_type"]
    labels = {code: types.label(code, language()) for code in types.codes} | {
        kind: _(_MARKS[kind]) if kind in _MARKS else results.label(kind, language())
        for kind in MARKS
    }
    bars = told.bars.head(MOST_BARS)
    marks = told.marks.join(bars.select("case_id"), on="case_id")
    alt = _("Bars of {n} stays from the first to the last day, with tests and visits.")
    figure = stay_bars(bars, marks, context.as_of, labels)
    show_chart(figure, key="ahead.bars", alt=alt.format(n=bars.height))
    st.caption(_("The dashed line is today; a hatched bar has no last day yet."))
