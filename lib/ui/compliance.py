"""The parts of the Level 3 page."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

import pandas as pd
import streamlit as st

from lib.documents.announcement import announcement, change_announcement
from lib.indicators.compliance import GatheringVerdict, VenueVerdict
from lib.indicators.keeping import Kept
from lib.reports.compliance import Compliance
from lib.reports.ward import Ward
from lib.rules.level_change import Change, level_change, other_levels
from lib.rules.measures import Measure
from lib.schema.tables import ENUMERATIONS
from lib.text.catalogue import N_, _, language
from lib.text.formats import format_moment, format_number
from lib.ui.context import PageContext
from lib.ui.figures import show_figure
from lib.ui.header import empty_state
from lib.ui.numbers import show_number
from lib.ui.plain import plain, show_table
from lib.ui.tables import show_listing

LAYERS = {
    "ward": N_("Ward"), "district": N_("District"), "city": N_("City"), "national": N_("National"),
}  # fmt: skip

WHY = {
    "indicated": N_("From the cases of 14 days and the coverage of vaccination."),
    "assumed": N_("From the cases of 14 days, with the vaccination targets taken as met."),
    "no_coverage": N_("The groups' numbers of vaccinated people are not complete."),
    "no_population": N_("The population is not known."),
    "no_rule": N_("No rule was in force on this day."),
    "not_verified": N_("The rule of this day was not verified, so nothing is computed from it."),
}


def show_figures(context: PageContext, report: Compliance) -> None:
    with st.grid(min_column_width=230):
        for view in report.figures:
            show_figure(context, view, place="compliance.figure")


def show_level(report: Compliance, ward: Ward) -> None:
    """The declared level with its document; beside it the rule's indication with all inputs."""
    declared, indicated = st.columns(2)
    with declared, st.container(border=True, height="stretch"):
        level = str(ward.declared_level) if ward.declared_level else _("not declared")
        show_number(_("Declared level"), level, key="compliance.declared")
        if ward.declared_level:
            words = _("Since {moment}, {document}.")
            moment = format_moment(ward.level_from_at)
            st.caption(plain(words.format(moment=moment, document=ward.level_document or "")))
    with indicated, st.container(border=True, height="stretch"):
        assume = st.session_state.get("compliance.assume", False)
        found = report.level.assumed if assume else report.level.indication
        words = _("no indication") if found.level is None else str(found.level)
        label = _("Computed indication, not official")
        show_number(label, words, key="compliance.indicated")
        st.caption(_(WHY[found.why]))
        _level_inputs(report)
        if report.level.indication.why == "no_coverage" or assume:
            st.toggle(_("Assume that the vaccination targets are met"), key="compliance.assume")


def _level_inputs(report: Compliance) -> None:
    found, rule = report.level.found, report.level.indication.rule
    inputs, rate = found.inputs, report.level.indication.rate
    lines = {
        _("Community F0 in 14 days"): format_number(inputs.cases_14d),
        _("F0 without a word on where they were detected"): format_number(found.n_unplaced),
        _("Population"): _number(inputs.population),
        _("Cases per 100,000 people and week"): _number(rate, 1),
        _("Adults with one dose or more, %"): _number(inputs.adult_one_dose, 1),
        _("People 50+ fully dosed, %"): _number(inputs.elderly_full, 1),
        _("Rule"): rule.document + " (" + _("unverified") + ")" if rule else _("none"),
    }
    with st.expander(_("What it is computed from")):
        for label, value in lines.items():
            st.text(f"{label}: {value}")


def _number(value: float | Decimal | None, decimals: int = 0) -> str:
    return _("no data") if value is None else format_number(float(value), decimals=decimals)


def show_measures(report: Compliance) -> None:
    st.subheader(_("Measures in force"), anchor=False)
    st.markdown("\n".join(_measure_line(measure) for measure in report.measures))


def _measure_line(measure: Measure) -> str:
    since = _("from {day}").format(day=format_moment(measure.effective_from))
    source = _source(measure.document, measure.certainty)
    about = plain(" \u00b7 ".join((_(LAYERS[measure.layer]), since, source)))
    return f"- {plain(measure.label(language()))}  \n  :gray[:small[{about}]]"


def _source(document: str, certainty: str) -> str:
    return document if certainty == "verified" else document + " (" + _("unverified") + ")"


def show_announcement(report: Compliance, ward: Ward) -> None:
    """The measures as a text to read out or to post; nobody's name is in it."""
    with st.expander(_("Text for the loudspeaker and Zalo"), icon=":material/campaign:"):
        name = ward.ward_name or _("The ward")
        text = announcement(
            name, ward.declared_level, ward.level_from_at, report.measures, ward.hotline or ""
        )
        st.code(text, language=None, wrap_lines=True)


def show_change(report: Compliance, ward: Ward) -> None:
    """What would be different at another level, each line with its source; and as a text."""
    with st.expander(_("If the level changes"), icon=":material/swap_vert:"):
        levels = [each for each in other_levels() if each != ward.declared_level]
        level = st.segmented_control(
            _("To level"), levels, default=levels[-2], required=True, key="compliance.to_level"
        )
        changes = level_change(report.measures, level)
        st.markdown("\n".join(_change_line(change) for change in changes))
        st.caption(_("Nothing of this is decided: the level is declared, with its own document."))
        name = ward.ward_name or _("The ward")
        text = change_announcement(name, level, changes, ward.hotline or "")
        st.code(text, language=None, wrap_lines=True)


def _change_line(change: Change) -> str:
    then, now = change.then, dict.fromkeys(each.label(language()) for each in change.now)
    words = _("unknown, wait for the district's document")
    if then:
        words = _("the same") if change.what == "stays" else then.label(language())
    said = f"- {plain(' '.join(now))}  \n  \u2192 **{plain(words)}**"
    source = plain(_source(then.document, then.certainty)) if then else ""
    return said + (f"  \n  :gray[:small[{source}]]" if source else "")


def show_gatherings(report: Compliance, groups: dict[str, str]) -> None:
    st.subheader(_("Gatherings this week and next"), anchor=False)
    if not report.gatherings:
        empty_state(_("No gathering has been announced for these days."))
        return
    over_first = sorted(report.gatherings, key=lambda verdict: not verdict.over)
    st.dataframe(
        pd.DataFrame([_gathering_row(verdict, groups) for verdict in over_first]),
        hide_index=True, placeholder="", key="compliance.gatherings",
    )  # fmt: skip


def _gathering_row(verdict: GatheringVerdict, groups: dict[str, str]) -> dict[str, Any]:
    row = verdict.row
    return {
        _("Kind"): ENUMERATIONS["gathering_kind"].label(row["kind"], language()),
        _("Residential group"): groups.get(row["group_id"], row["group_id"]),
        _("Starts"): format_moment(row["starts_at"]),
        _("People expected"): row["expected_people"],
        _("Delegation expected"): row["expected_delegation"],
        _("Commitment signed"): row["commitment_signed"],
        _("Verdict"): "; ".join(_over_words(*over) for over in verdict.over) or _("within limits"),
    }


def _over_words(measure: Measure, number: int) -> str:
    if measure.number == 0:
        return _("not allowed: {measure}").format(measure=measure.label(language()))
    return _("{number} people, at most {limit}").format(number=number, limit=measure.number)


def show_venues(report: Compliance, groups: dict[str, str]) -> None:
    st.subheader(_("Venues that must be closed"), anchor=False)
    must_close = [verdict for verdict in report.venues if verdict.measure]
    if not must_close:
        empty_state(_("No venue of a kind that must be closed is known."))
        return
    order = {"open": 0, "unknown": 1, "restricted": 2, "closed": 3}
    must_close.sort(key=lambda verdict: order[verdict.status])
    st.dataframe(
        pd.DataFrame([_venue_row(verdict, groups) for verdict in must_close]),
        hide_index=True, placeholder="", key="compliance.venues",
    )  # fmt: skip


def _venue_row(verdict: VenueVerdict, groups: dict[str, str]) -> dict[str, Any]:
    row = verdict.row
    return {
        _("Venue"): row["name"],
        _("Kind"): ENUMERATIONS["venue_kind"].label(row["kind"], language()),
        _("Residential group"): groups.get(row["group_id"], row["group_id"]),
        _("Latest word"): ENUMERATIONS["venue_status"].label(verdict.status, language()),
        _("As of"): format_moment(verdict.said_at),
    }


def show_breaches(report: Compliance, groups: dict[str, str]) -> None:
    st.subheader(_("Breaches not yet resolved"), anchor=False)
    if not len(report.breaches):
        st.caption(_("None."))
    show_listing(report.breaches, key="compliance.breaches", groups=groups)


def show_kept(report: Compliance, groups: dict[str, str]) -> None:
    """What inspections found, a row a measure or a group, a column a week; no visit, no number."""
    st.subheader(_("Kept to, week by week"), anchor=False)
    st.caption(_("Inspections that found the measure kept / inspections that judged it."))
    measures = ENUMERATIONS["measure"]
    words = {code: measures.label(code, language()) for code in measures.codes}
    by_measure, by_group = st.tabs([_("By measure"), _("By residential group")])
    with by_measure:
        _shares(report.kept_by_measure, _("Measure"), words)
    with by_group:
        _shares(report.kept_by_group, _("Residential group"), groups)


def _shares(kept: Mapping[str, Sequence[Kept]], head: str, names: Mapping[str, str]) -> None:
    if not kept:
        empty_state(_("Nobody has inspected in these weeks."))
        return
    weeks = sorted({each.week for by_week in kept.values() for each in by_week})
    rows = []
    for code in (code for code in names if code in kept):
        by_week = {each.week: each for each in kept[code]}
        rows.append(
            {head: names[code]} | {_week(week): _share(by_week.get(week)) for week in weeks}
        )
    show_table(rows)


def _week(monday: date) -> str:
    return _("week of {day}").format(day=f"{monday:%d/%m}")


def _share(kept: Kept | None) -> str:
    if kept is None:
        return "\u2013"
    share = format_number(100 * kept.n_kept / kept.n)
    return f"{kept.n_kept}/{kept.n} \u00b7 {share} %"
