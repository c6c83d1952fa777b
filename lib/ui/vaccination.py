"""The parts of the Vaccination page."""

import polars as pl
import streamlit as st

from lib.charts import remaining_by_group, steps
from lib.indicators.cohort import Cohort
from lib.reports.vaccination import (
    Choices,
    Vaccination,
    Wanted,
    filter_choices,
    residents_left,
)
from lib.schema.tables import ENUMERATIONS, TABLES
from lib.text.catalogue import N_, _, language
from lib.text.formats import format_day, format_number
from lib.ui.context import PageContext
from lib.ui.figures import show_figure
from lib.ui.header import empty_state
from lib.ui.plain import show_table
from lib.ui.plots import show_chart
from lib.ui.residents import choose_resident
from lib.ui.tables import show_listing

COLUMNS = TABLES["unvaccinated"].columns
REASONS = ENUMERATIONS["unvaccinated_reason"]
OUTCOMES = ENUMERATIONS["unvaccinated_outcome"]
RISKS = {
    "infected_home": N_("An F0 in the home"), "elderly": N_("60 and older"),
    "disease": N_("Underlying disease"), "none": N_("None of these"),
}  # fmt: skip


def choose_filter(groups: dict[str, str], choices: Choices) -> Wanted:
    """For the list of names."""
    with st.grid(min_column_width=165):
        search = st.text_input(
            _("Search"), key="vaccination.search", placeholder=_("Name, address, phone"),
            help=_("Diacritics do not matter."),
        )  # fmt: skip
        chosen = st.multiselect(
            _("Residential group"), list(groups), key="vaccination.group",
            format_func=lambda id_: groups[id_], placeholder=_("All groups"),
        )  # fmt: skip
        reason = risk = ""
        if choices.by_reason:
            reason = st.selectbox(
                _("Reason"), ("", *REASONS.codes), key="vaccination.reason",
                format_func=lambda code: REASONS.label(code, language()) or _("All reasons"),
            )  # fmt: skip
            risk = st.selectbox(
                _("At risk"), ("", *RISKS), key="vaccination.risk",
                format_func=lambda code: _(RISKS[code]) if code else _("Everybody"),
            )  # fmt: skip
        owner = st.selectbox(
            COLUMNS["owner"].label(language()), ("", *choices.owners), key="vaccination.owner",
            format_func=lambda name: name or _("Everybody"),
        )  # fmt: skip
    return Wanted(tuple(chosen), reason, risk, owner, search)


def show_summary(context: PageContext, report: Vaccination) -> None:
    added = (report.added,) if report.added else ()
    figures = (report.figure, *added, report.contacted, report.appointments)
    with st.grid(min_column_width=230):
        for view in figures:
            show_figure(context, view, place="vaccination.figure")
    if report.n_overdue:
        words = _("{n} residents have a next step whose day has passed.")
        st.warning(words.format(n=report.n_overdue), icon=":material/schedule:")
    left, right = st.columns(2, gap="large")
    with left:
        _show_cohort(report.cohort)
        _show_funnel(report)
    with right:
        st.subheader(_("Why they have no dose yet"), anchor=False)
        rows = [
            {_("Reason"): REASONS.label(row["reason"], language()), _("Residents"): row["n"]}
            for row in report.by_reason.rows(named=True)
        ]
        show_table(rows)
        st.subheader(_("At risk"), anchor=False)
        show_table([
            {_("Still without a first dose"): _(RISKS[risk]), _("Residents"): n}
            for risk, n in report.risks.items()
        ])  # fmt: skip


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


def _show_funnel(report: Vaccination) -> None:
    st.subheader(_("How far the list has come"), anchor=False)
    each = report.funnel
    names = (_("On the list"), _("Talked to"), _("Agreed"), _("Vaccinated"))
    counts = (each.listed, each.reached, each.agreed, each.vaccinated)
    alt = _("Steps from the list over talk and consent to the first dose.")
    show_chart(steps(names, counts), key="vaccination.funnel", alt=alt)


def show_coverage(report: Vaccination, groups: dict[str, str]) -> None:
    """By group, and of the ward only when every group has its numbers."""
    with st.expander(_("Coverage by residential group"), icon=":material/percent:"):
        st.caption(_("From the numbers of each group; where one is missing, nothing is shown."))
        rows = [
            _coverage_row(groups.get(each.group_id, each.group_id), each.adults, each.elderly)
            for each in report.coverage
        ]
        adults = _sum([each.adults for each in report.coverage])
        elderly = _sum([each.elderly for each in report.coverage])
        show_table([*rows, _coverage_row(_("The whole ward"), adults, elderly)])


Pair = tuple[int, int] | None


def _coverage_row(name: str, adults: Pair, elderly: Pair) -> dict[str, str]:
    return {
        _("Residential group"): name,
        _("Adults with one dose or more"): _covered(adults),
        _("People 50+ fully dosed"): _covered(elderly),
    }


def _sum(pairs: list[Pair]) -> Pair:
    known = [pair for pair in pairs if pair]
    if not known or len(known) < len(pairs):
        return None
    return sum(n for n, _of in known), sum(of for _n, of in known)


def _covered(pair: Pair) -> str:
    if pair is None:
        return _("no data")
    n, of = (format_number(each) for each in pair)
    return f"{format_number(100 * pair[0] / pair[1], 1)} % \u00b7 {n}/{of}"


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
    if report.added:
        st.caption(_("The first list alone; those added later are counted apart."))
    labels = {"remaining": _("Not yet vaccinated"), "done": _("Off the list")}
    alt = _("Bars of residents without a first dose in each residential group.")
    show_chart(remaining_by_group(pl.DataFrame(rows), labels), key="vaccination.groups", alt=alt)


def show_people(context: PageContext, groups: dict[str, str]) -> None:
    st.subheader(_("List of residents"), anchor=False)
    asked = (context.store, context.actor, context.as_of)
    people = residents_left(*asked, choose_filter(groups, filter_choices(*asked)))
    st.caption(_("{n} residents").format(n=len(people)))
    if not len(people):
        empty_state(_("Nobody fits. Clear the search, or choose another group or reason."))
    choose_resident(context, people)
    show_listing(people, key="vaccination.people", groups=groups)
