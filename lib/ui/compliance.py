"""The parts of the Level 3 page."""

from typing import Any

import pandas as pd
import streamlit as st

from lib.indicators.compliance import GatheringVerdict, VenueVerdict
from lib.reports.compliance import Compliance
from lib.reports.ward import Ward
from lib.rules.measures import Measure
from lib.schema.tables import ENUMERATIONS
from lib.text.catalogue import N_, _, language
from lib.text.formats import format_moment
from lib.ui.context import PageContext
from lib.ui.figures import show_figure
from lib.ui.header import empty_state
from lib.ui.tables import show_listing

LAYERS = {
    "ward": N_("Ward"), "district": N_("District"), "city": N_("City"), "national": N_("National"),
}  # fmt: skip


def show_figures(context: PageContext, report: Compliance) -> None:
    left, right = st.columns(2)
    with left:
        show_figure(context, report.gatherings_over, place="compliance.figure")
    with right:
        show_figure(context, report.venues_open, place="compliance.figure")


def show_measures(report: Compliance, ward: Ward) -> None:
    st.subheader(_("Measures in force"), anchor=False)
    if ward.declared_level:
        words = _("Level {level} declared since {moment}, {document}.")
        st.caption(
            words.format(
                level=ward.declared_level,
                moment=format_moment(ward.level_from_at),
                document=ward.level_document or "",
            )
        )
    rows = [_measure_row(measure) for measure in report.measures]
    st.table(pd.DataFrame(rows), border="horizontal", hide_index=True)


def _measure_row(measure: Measure) -> dict[str, str]:
    certainty = "" if measure.certainty == "verified" else f" ({_('unverified')})"
    return {
        _("Measure"): measure.label(language()),
        _("Layer"): _(LAYERS[measure.layer]),
        _("Since"): format_moment(measure.effective_from),
        _("Document"): measure.document + certainty,
    }


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
