"""The declared level, beside it what the rule would indicate, and any notice held against it."""

from datetime import date
from decimal import Decimal

import streamlit as st

from lib.reports.compliance import Compliance, level_rules
from lib.reports.ward import Ward
from lib.rules.levels import Inputs, hold_against_itself, indicate_from_rate
from lib.text.catalogue import N_, _
from lib.text.formats import format_moment, format_number
from lib.ui.numbers import ask_decimal, ask_whole, show_number
from lib.ui.plain import plain

WHY = {
    "indicated": N_("From the cases of 14 days and the coverage of vaccination."),
    "assumed": N_("From the cases of 14 days, with the vaccination targets taken as met."),
    "no_coverage": N_("The groups' numbers of vaccinated people are not complete."),
    "no_population": N_("The population is not known."),
    "no_cases": N_("No list of cases has come in yet."),
    "no_rule": N_("No rule was in force on this day."),
    "not_verified": N_("The rule of this day was not verified, so nothing is computed from it."),
}


AGREEMENT = {
    "consistent": N_("The printed cases and population give the printed rate."),
    "contradicting": N_(
        "The notice contradicts itself: its cases and population do not give its rate."
    ),
    "cannot_tell": N_("Without cases and population the rate cannot be counted again."),
}


def show_level(report: Compliance, ward: Ward) -> None:
    """The declared level with its document; beside it the rule's indication with all inputs."""
    declared, indicated = st.columns(2)
    with declared, st.container(border=True, height="stretch"):
        is_known = ward.declared_level and not report.is_before_level
        level = str(ward.declared_level) if is_known else _("not known")
        show_number(_("Declared level"), level, key="compliance.declared")
        if report.is_before_level:
            words = _("Level {level} is declared from {moment} on; what held before is not kept.")
            moment = format_moment(ward.level_from_at)
            st.caption(plain(words.format(level=ward.declared_level, moment=moment)))
        elif ward.declared_level:
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
        _("Community F0 in 14 days"): _number(inputs.cases_14d),
        _("F0 without a word on where they were detected"): _number(found.n_unplaced),
        _("Population"): _number(inputs.population),
        _("Cases per 100,000 people and week"): _number(rate, 1),
        _("Adults with one dose or more, %"): _number(inputs.adult_one_dose, 1),
        _("People 50+ fully dosed, %"): _number(inputs.elderly_full, 1),
        _("Rule"): rule.document + " (" + _("unverified") + ")" if rule else _("none"),
    }
    with st.expander(_("What it is computed from")):
        for label, value in lines.items():
            st.text(f"{label}: {value}")


def show_notice_check(as_of: date) -> None:
    """Numbers as a notice prints them: what level they give, and whether they agree."""
    with st.expander(_("Hold a published notice against the rule"), icon=":material/fact_check:"):
        with st.container(horizontal=True):
            rate = ask_decimal(_("Printed rate per 100,000 and week"), key="compliance.notice.rate")
            cases = ask_whole(_("Printed cases of 14 days"), key="compliance.notice.cases")
            people = ask_whole(
                _("Population, when the notice says it"), key="compliance.notice.people"
            )
        if rate is not None:
            _show_notice(as_of, rate, cases, people)


def _show_notice(as_of: date, rate: Decimal, cases: int | None, people: int | None) -> None:
    inputs = Inputs(cases or 0, people)
    found = indicate_from_rate(level_rules(), as_of, rate, inputs, assume_targets_met=True)
    if found.level is None:
        st.info(_(WHY[found.why]))
    else:
        words = _("Band {band}; level {level} when the vaccination targets are met.")
        st.info(words.format(band=found.band, level=found.level))
    agreement = "cannot_tell" if cases is None else hold_against_itself(rate, cases, people)
    (st.error if agreement == "contradicting" else st.caption)(_(AGREEMENT[agreement]))


def _number(value: float | Decimal | None, decimals: int = 0) -> str:
    return _("no data") if value is None else format_number(float(value), decimals=decimals)
