"""Rules as people read them: what, since when, after which document, how sure."""

import streamlit as st

from lib.reports.rule_book import Rules, RuleUse, proposed_rules
from lib.rules.measures import Measure
from lib.rules.quarantine import Condition, Dated, Rule
from lib.schema.tables import TABLES
from lib.text.catalogue import N_, _, language, ngettext
from lib.text.formats import format_day, format_moment
from lib.ui.confirm_rule import RIGHT, confirm_button
from lib.ui.context import PageContext
from lib.ui.plain import plain, plain_badge

COUNTED_FROM = {
    "start": N_("start of quarantine"), "positive": N_("positive sample"),
    "exposure": N_("last contact"),
}  # fmt: skip
RELEASES = {
    "none": N_("no test"), "negative": N_("negative test"),
    "supervised": N_("negative rapid test under supervision"),
}  # fmt: skip
# Fields of a rule whose source was not seen, as people read them.
FIELDS = {
    "count_from": N_("counted from"), "first_day": N_("which day is day 1"),
    "document": N_("number of the document"), "effective_from": N_("since when"),
    "issued_on": N_("date of the document"), "needed": N_("which items decide"),
    "support": N_("what the ward can help with"),
}  # fmt: skip


def show_stays(context: PageContext, rules: Rules) -> None:
    st.subheader(_("How long a stay lasts"), anchor=False)
    convention = _(
        "Day 1 is the start; the last day of an N-day stay is start + N - 1. The newest rule that "
        "fits holds; a date that a person typed stands and is compared."
    )
    st.caption(convention)
    if rules.n_uncovered:
        words = ngettext(
            "{n} open stay is covered by no known rule; its typed dates stand.",
            "{n} open stays are covered by no known rule; their typed dates stand.",
            rules.n_uncovered,
        )
        st.warning(words.format(n=rules.n_uncovered), icon=":material/help:")
    waiting = _waiting(context)
    for case_type in ("F1", "F0"):
        for use in rules.stays:
            if use.rule.case_type == case_type:
                _stay_rule(context, use, is_waiting=use.rule.id in waiting)


def _waiting(context: PageContext) -> set[str]:
    """Rules that somebody has proposed to take up or to confirm."""
    if not context.may(RIGHT):
        return set()
    proposed = proposed_rules(context.store, context.actor)
    return {rule.id for each in proposed for rule in each.rules}


def _stay_rule(context: PageContext, use: RuleUse, *, is_waiting: bool) -> None:
    rule = use.rule
    with st.container(border=True, gap="xsmall", key=f"rule_{rule.id}"):
        colour = "orange" if rule.case_type == "F0" else "blue"
        title = f":{colour}-badge[{rule.case_type}] **{plain(_without_type(rule))}**"
        st.markdown(title)
        st.markdown(plain(stay_words(rule)))
        show_provenance(rule, _use_words(use))
        confirm_button(context, rule, is_waiting=is_waiting)


def _without_type(rule: Rule) -> str:
    """The rule's own words; the type stands before them already."""
    words = rule.label(language()).removeprefix(rule.case_type).lstrip()
    return words[:1].upper() + words[1:]


def stay_words(rule: Rule) -> str:
    """The row in one line: days, tests, counting, release, whom."""
    if rule.days == 0:
        return _("No quarantine.")
    days = ngettext("{n} day", "{n} days", rule.days).format(n=rule.days)
    parts = [
        _("{days} from the {start}").format(days=days, start=_(COUNTED_FROM[rule.count_from])),
        _("tests on day {days}").format(days=", ".join(map(str, rule.tests_on))),
        _("released with {release}").format(release=_(RELEASES[rule.release])),
    ]
    if rule.then_days:
        parts.append(_("then {n} days of self-monitoring").format(n=rule.then_days))
    for longer in rule.if_positive:
        who = condition_words(longer.condition) or _("others")
        parts.append(_("still positive: {n} days ({who})").format(n=longer.days, who=who))
    if rule.any_of:
        either = _("or")
        whom = f" {either} ".join(condition_words(each) for each in rule.any_of)
        parts.append(_("for: {whom}").format(whom=whom))
    if rule.covers_open_stays:
        parts.append(_("also stays begun before"))
    return "; ".join(parts) + "."


def condition_words(condition: Condition) -> str:
    parts = []
    if condition.doses:
        parts.append(_("{n} doses or more").format(n=condition.doses))
    if condition.dose_days_ago:
        words = _("the last at least {n} days before").format(n=condition.dose_days_ago)
        parts.append(words)
    if condition.dose_months_ago:
        parts.append(_("at most {n} months before").format(n=condition.dose_months_ago))
    if condition.recovered_months_ago:
        words = _("recovered at most {n} months before").format(n=condition.recovered_months_ago)
        parts.append(words)
    return ", ".join(parts)


def _use_words(use: RuleUse) -> str:
    if use.n_open:
        words = ngettext("{n} open stay", "{n} open stays", use.n_open)
        return words.format(n=use.n_open)
    return "" if use.is_in_force else _("not in force on this day")


def show_provenance(rule: Dated, use: str = "") -> None:
    """Since when, which document, how sure, who checked."""
    with st.container(horizontal=True, gap="xsmall", vertical_alignment="center"):
        since = _("from {day}").format(day=format_day(rule.effective_from))
        st.badge(since, icon=":material/event:", color="gray")
        st.badge(plain_badge(rule.document), icon=":material/description:", color="gray")
        if rule.certainty == "verified":
            st.badge(_("source read"), icon=":material/verified:", color="green")
        else:
            st.badge(_("unverified"), icon=":material/warning:", color="orange")
        if rule.unverified:
            names = ", ".join(_(FIELDS[name]) for name in rule.unverified)
            words = _("unverified: {fields}").format(fields=names)
            st.badge(words, icon=":material/warning:", color="orange")
        if use:
            st.badge(use, color="violet")
    parts = [
        _("Checked by: {who}").format(who=plain(rule.checked_by) or _("nobody yet")),
        _("confirmed by the ward: {who}").format(who=plain(rule.confirmed_by) or _("not yet")),
    ]
    if rule.source:
        parts.append("[" + _("source") + f"]({rule.source})")
    said = " \u00b7 ".join(parts)
    st.markdown(f":small[{said}]")  # a link in a caption is too pale to read


def show_homes(rules: Rules) -> None:
    st.subheader(_("Patient, home, danger signs, door sign"), anchor=False)
    for number, rule in enumerate(rules.homes):
        with st.container(border=True, gap="xsmall", key=f"home_rule_{number}"):
            st.markdown(plain(rule.label(language())))
            show_provenance(rule)


def show_measures(rules: Rules) -> None:
    st.subheader(_("What level 3 asks"), anchor=False)
    for measure in rules.measures:
        _measure(measure)


def _measure(measure: Measure) -> None:
    with st.container(border=True, gap="xsmall", key=f"measure_{measure.id}"):
        st.markdown(plain(measure.label(language())))
        with st.container(horizontal=True, gap="xsmall"):
            since = _("from {day}").format(day=format_moment(measure.effective_from))
            st.badge(since, icon=":material/event:", color="gray")
            st.badge(plain_badge(measure.document), icon=":material/description:", color="gray")
            is_read = measure.certainty == "verified"
            st.badge(
                _("source read") if is_read else _("unverified"),
                icon=":material/verified:" if is_read else ":material/warning:",
                color="green" if is_read else "orange",
            )


def field_label(table: str, name: str) -> str:
    return TABLES[table].columns[name].label(language())
