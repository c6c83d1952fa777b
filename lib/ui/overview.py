"""The parts of the Overview."""

import time

import streamlit as st

from lib.charts import quarantine_by_day
from lib.reports.figures import FigureView
from lib.reports.overview import URGENT, Overview, TeamDay
from lib.text.catalogue import _, ngettext
from lib.text.formats import format_moment, format_number
from lib.ui.context import PageContext
from lib.ui.figures import calm_words, figure_button, share_words, value_words
from lib.ui.plain import show_table
from lib.ui.plots import show_chart

_DRAWN, _HEAD_START = "overview.drawn", 0.6  # seconds


def show_decisions(context: PageContext, report: Overview) -> None:
    """What somebody must act on, each with what to do and the rows one tap away."""
    st.subheader(_("Needs a decision today"), anchor=False)
    if not report.decisions:
        st.success(_("Nothing is waiting for a decision."), icon=":material/check_circle:")
    with st.container(key="decisions"), st.grid(min_column_width=220):
        for view in report.decisions:
            key = f"decision.{view.indicator.id}"
            with st.container(border=True, height="stretch", gap="xxsmall", key=key):
                title = f"{value_words(view)} \u00b7 {_(view.indicator.label)}"
                st.markdown(f"##### {title}{_urgent(view)}")
                said = (share_words(view), _(view.indicator.action))
                st.caption(" \u00b7 ".join(part for part in said if part))
                figure_button(context, view, place="overview.decision")
    if report.calm:
        st.caption(calm_words(view.indicator.label for view in report.calm))
    if report.corrected_at:
        last = format_moment(report.corrected_at)
        st.caption(_("Last data came in at {moment}.").format(moment=last))


def _urgent(view: FigureView) -> str:
    if view.indicator.id not in URGENT:
        return ""
    word = _("urgent")
    return f" :red-badge[{word}]"


def show_series(report: Overview) -> None:
    st.subheader(_("In quarantine by day"), anchor=False)
    labels = {"F0": _("F0 in quarantine"), "F1": _("F1 in quarantine")}
    alt = _("Lines of F0 and F1 in home quarantine over the last four weeks.")
    _let_numbers_be_read_first()
    show_chart(quarantine_by_day(report.series, labels), key="overview.series", alt=alt)


def _let_numbers_be_read_first() -> None:
    """Plotly keeps a browser busy for a second when it comes: once per visit, after the numbers."""
    if not st.session_state.get(_DRAWN):
        st.session_state[_DRAWN] = True
        time.sleep(_HEAD_START)


def show_teams(report: Overview) -> None:
    """Each support team's day; a team that sent nothing is no data, not 0 %."""
    st.subheader(_("Support teams today"), anchor=False)
    if not report.teams:
        st.caption(_("No support team has people due today."))
        return
    rows = [
        {_("Team"): team.name, _("Due"): team.n_due, _("Seen"): _seen_words(team)}
        for team in report.teams
    ]
    show_table(rows)
    silent = sum(1 for team in report.teams if team.n_seen is None)
    if silent:
        words = ngettext(
            "{n} team sent nothing today and is left out of the share.",
            "{n} teams sent nothing today and are left out of the share.",
            silent,
        )
        st.caption(words.format(n=silent))


def _seen_words(team: TeamDay) -> str:
    if team.n_seen is None:
        return _("no data")
    return f"{team.n_seen} ({format_number(100 * team.n_seen / team.n_due)} %)"
