"""The parts of the Level 3 page."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from lib.actions.inspections import resolve_breach
from lib.documents.announcement import announcement, change_announcement
from lib.indicators.compliance import GatheringVerdict, Limited, VenueVerdict
from lib.indicators.keeping import Kept
from lib.reports.compliance import Breach, Compliance
from lib.reports.ward import Ward
from lib.rules.level_change import Change, level_change, other_levels
from lib.rules.measures import Measure
from lib.schema.tables import ENUMERATIONS
from lib.text.catalogue import N_, _, language
from lib.text.collate import text_key
from lib.text.formats import format_day, format_moment, format_number
from lib.ui.context import PageContext
from lib.ui.deeds import do, may_act
from lib.ui.figures import show_figure
from lib.ui.header import empty_state
from lib.ui.plain import plain, show_table
from lib.ui.tables import reach_words

LAYERS = {
    "ward": N_("Ward"), "district": N_("District"), "city": N_("City"), "national": N_("National"),
}  # fmt: skip

MOST_BREACHES = 20
_COMMITMENT = {True: N_("signed"), False: N_("not signed"), None: N_("not known")}


def show_figures(context: PageContext, report: Compliance) -> None:
    with st.grid(min_column_width=230):
        for view in report.figures:
            show_figure(context, view, place="compliance.figure")


def show_measures(report: Compliance, ward: Ward) -> None:
    """The same sentence for two kinds of places is said once."""
    st.subheader(_("Measures in force"), anchor=False)
    if not report.has_measures:
        words = _(
            "No measures of level {level} are kept in the program. Follow the district's document "
            "and read it out; below is what holds at every level."
        )
        st.warning(words.format(level=ward.declared_level), icon=":material/menu_book:")
    st.markdown("\n".join(dict.fromkeys(_measure_line(each) for each in report.measures)))


def _measure_line(measure: Measure) -> str:
    since = _("from {day}").format(day=format_moment(measure.effective_from))
    source = _source(measure.document, measure.certainty)
    about = plain(" \u00b7 ".join((_(LAYERS[measure.layer]), since, source)))
    return f"- {plain(measure.label(language()))}  \n  :gray[:small[{about}]]"


def _source(document: str, certainty: str) -> str:
    return document if certainty == "verified" else document + " (" + _("unverified") + ")"


def show_announcement(report: Compliance, ward: Ward) -> None:
    """The measures as a text to read out or to post; nobody's name is in it. No text when the
    program does not know the measures of the declared level."""
    if not report.has_measures:
        return
    with st.expander(_("Text for the loudspeaker and Zalo"), icon=":material/campaign:"):
        name = ward.ward_name or _("The ward")
        text = announcement(
            name,
            None if report.is_before_level else ward.declared_level,
            ward.level_from_at,
            report.measures,
            ward.hotline or "",
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
    over_first = sorted(report.gatherings, key=lambda verdict: not verdict.is_over)
    st.dataframe(
        pd.DataFrame([_gathering_row(verdict, report, groups) for verdict in over_first]),
        hide_index=True, placeholder="", key="compliance.gatherings",
    )  # fmt: skip


def _gathering_row(
    verdict: GatheringVerdict, report: Compliance, groups: dict[str, str]
) -> dict[str, Any]:
    row, commitment = verdict.row, _COMMITMENT[verdict.row["commitment_signed"]]
    return {
        _("Kind"): ENUMERATIONS["gathering_kind"].label(row["kind"], language()),
        _("As announced"): _before_words(verdict),
        _("As seen"): _after_words(verdict),
        _("Starts"): format_moment(row["starts_at"]),
        _("Residential group"): groups.get(row["group_id"], row["group_id"]),
        _("Host and place"): report.hosts.get(row["gathering_id"]),
        _("Commitment"): _(commitment),
    }


def _before_words(verdict: GatheringVerdict) -> str:
    over = [_over_words(each, each.announced) for each in verdict.limits if each.is_over_before]
    if over:
        return "; ".join(over)
    if any(limit.announced is None for limit in verdict.limits):
        return _("not known: ask how many come")
    return _("within limits") if verdict.limits else _("nothing limits it")


def _after_words(verdict: GatheringVerdict) -> str:
    if all(limit.seen is None for limit in verdict.limits):
        return _("not inspected")
    over = [_over_words(each, each.seen) for each in verdict.limits if each.is_over_after]
    return "; ".join(over) if over else _("within limits")


def _over_words(limit: Limited, number: int | None) -> str:
    if limit.measure.number == 0:
        return _("Not allowed")
    words = _("Over: {number} people, at most {limit}")
    if limit.measure.quantity == "delegation":
        words = _("Over: delegation of {number}, at most {limit}")
    return words.format(number=number, limit=limit.measure.number)


def show_venues(report: Compliance, groups: dict[str, str]) -> None:
    st.subheader(_("Venues that must be closed"), anchor=False)
    must_close = [verdict for verdict in report.venues if verdict.measure]
    if not must_close:
        empty_state(_("No venue of a kind that must be closed is known."))
        return
    order = {"open": 0, "unknown": 1, "restricted": 2, "closed": 3}
    must_close.sort(key=lambda verdict: (order[verdict.status], text_key(verdict.row["name"])))
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


def show_breaches(context: PageContext, report: Compliance, groups: dict[str, str]) -> None:
    """Those whose recheck is due first, each with the word that it was put right."""
    st.subheader(_("Breaches not yet resolved"), anchor=False)
    if not report.breaches:
        total = next(
            len(view.figure.rows) for view in report.figures
            if view.indicator.id == "level_breaches"
        )  # fmt: skip
        st.caption(reach_words(0, total) if total else _("None."))
    for breach in report.breaches[:MOST_BREACHES]:
        with st.container(border=True, key=f"breach_{breach.id}", gap="xxsmall"):
            _show_breach(context, breach, groups)
    if (left := len(report.breaches) - MOST_BREACHES) > 0:
        st.caption(_("{n} more come up when these are put right.").format(n=left))


def _show_breach(context: PageContext, breach: Breach, groups: dict[str, str]) -> None:
    row = breach.row
    group = groups.get(row["group_id"], row["group_id"])
    where = " \u00b7 ".join(filter(None, (row.get("place"), group)))
    what = ENUMERATIONS["measure"].label(row["measure"], language())
    st.markdown(f"**{plain(what)}** \u00b7 {plain(where)}")
    st.caption(plain(" \u00b7 ".join(_breach_words(row))))
    if row["recheck_on"]:
        words = _("Recheck on {day}").format(day=format_day(row["recheck_on"]))
        due = _("is due") if breach.is_recheck_due else ""
        st.markdown(f":small[{plain(words)} :red[{due}]]")
    if may_act(context) and context.may("inspections.edit"):
        act = partial(
            resolve_breach, context.store, context.actor, breach.id, breach.row_version,
            context.as_of,
        )  # fmt: skip
        st.button(
            _("Put right"), key=f"compliance.resolve.{breach.id}", icon=":material/check:",
            on_click=do, args=(context, act, _("The breach is noted as put right.")),
        )  # fmt: skip


def _breach_words(row: dict[str, Any]) -> Iterator[str]:
    yield _("found {moment}").format(moment=format_moment(row["inspected_at"]))
    if row["observed_people"] is not None:
        yield _("{n} people").format(n=row["observed_people"])
    if row["observed_delegation"] is not None:
        yield _("delegation of {n}").format(n=row["observed_delegation"])
    if row["action"] == "none":
        yield _("nothing done about it yet")
    elif row["action"]:
        yield ENUMERATIONS["inspection_action"].label(row["action"], language())


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
