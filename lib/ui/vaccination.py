"""The parts of the Vaccination page."""

import polars as pl
import streamlit as st

from lib.charts import remaining_by_group
from lib.indicators.cohort import Cohort
from lib.reports.listing import Listing
from lib.reports.vaccination import Vaccination
from lib.schema.tables import ENUMERATIONS
from lib.text.catalogue import _, language
from lib.text.formats import format_day
from lib.ui.context import PageContext
from lib.ui.figures import show_figure
from lib.ui.header import empty_state
from lib.ui.plain import show_table
from lib.ui.plots import show_chart
from lib.ui.tables import show_listing

REASONS = ENUMERATIONS["unvaccinated_reason"]
OUTCOMES = ENUMERATIONS["unvaccinated_outcome"]


def choose_filter(groups: dict[str, str], *, with_names: bool) -> tuple[tuple[str, ...], str]:
    """Groups and reason of the list of names; nothing to choose without the right to names."""
    if not with_names:
        return (), ""
    left, right = st.columns(2)
    chosen = left.multiselect(
        _("Residential group"), list(groups), key="vaccination.group",
        format_func=lambda id_: groups[id_], placeholder=_("All groups"),
    )  # fmt: skip
    reason = right.selectbox(
        _("Reason"), ("", *REASONS.codes), key="vaccination.reason",
        format_func=lambda code: REASONS.label(code, language()) or _("All reasons"),
    )  # fmt: skip
    return tuple(chosen), reason


def show_summary(context: PageContext, report: Vaccination) -> None:
    figures = (report.figure, report.contacted, report.appointments)
    with st.grid(min_column_width=230):
        for view in figures:
            show_figure(context, view, place="vaccination.figure")
    if report.n_overdue:
        words = _("{n} residents have a next step whose day has passed.")
        st.warning(words.format(n=report.n_overdue), icon=":material/schedule:")
    left, right = st.columns(2, gap="large")
    with left:
        _show_cohort(report.cohort)
    with right:
        st.subheader(_("Why they have no dose yet"), anchor=False)
        rows = [
            {_("Reason"): REASONS.label(row["reason"], language()), _("Residents"): row["n"]}
            for row in report.by_reason.rows(named=True)
        ]
        show_table(rows)


def _show_cohort(cohort: Cohort) -> None:
    """The list of the first day: who remains, and every way out of it; they add up."""
    st.subheader(_("What became of the list"), anchor=False)
    day = format_day(cohort.baseline_on) if cohort.baseline_on else ""
    lines = [
        (_("On the list of {day}").format(day=day), cohort.baseline),
        (_("Still without a first dose"), cohort.remaining),
        *((OUTCOMES.label(code, language()), n) for code, n in cohort.exits.items() if n),
    ]
    rows = [{_("State"): words, _("Residents"): n} for words, n in lines]
    show_table(rows)
    if cohort.added:
        words = _("Added to the list later: {n}, of whom {m} still have no dose.")
        st.caption(words.format(n=cohort.added, m=cohort.added_remaining))


def show_by_group(report: Vaccination, groups: dict[str, str]) -> None:
    st.subheader(_("By residential group"), anchor=False)
    counted = {row["group_id"]: row for row in report.by_group.rows(named=True)}
    rows = [
        {
            "group": name,
            "remaining": counted[id_]["remaining"],
            "done": counted[id_]["listed"] - counted[id_]["remaining"],
        }
        for id_, name in groups.items()
        if id_ in counted
    ]
    labels = {"remaining": _("Not yet vaccinated"), "done": _("Off the list")}
    alt = _("Bars of residents without a first dose in each residential group.")
    show_chart(remaining_by_group(pl.DataFrame(rows), labels), key="vaccination.groups", alt=alt)


def show_people(people: Listing, groups: dict[str, str]) -> None:
    st.subheader(_("List of residents"), anchor=False)
    st.caption(_("{n} residents").format(n=len(people)))
    if not len(people):
        empty_state(_("Nobody fits. Choose another group or reason."))
    show_listing(people, key="vaccination.people", groups=groups)
