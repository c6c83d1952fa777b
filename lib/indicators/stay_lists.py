"""The lists that decide: which stays and which doors somebody must act on, and the words for them.

A list is a question asked of one stay's or one door's day; figure, grid and action use the same.
"""

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

import narwhals as nw

from lib.indicators.figure import Figure, Indicator, Ward, among, count, no_data
from lib.indicators.homes import Home
from lib.indicators.stay_life import Life
from lib.text.catalogue import N_

CASE_LISTS: Mapping[str, Callable[[Life], bool]] = {
    "awaiting_release": lambda life: life.state == "awaiting_release",
    "ends_today": lambda life: life.is_open and life.days_left == 0,
    "ends_tomorrow": lambda life: life.is_open and life.days_left == 1,
    "missing_dates": lambda life: life.is_open and bool(life.missing),
    "to_approve": lambda life: life.steps["approved"] == "due",
    "end_differs_from_rule": lambda life: life.is_against_rule and not life.is_explained,
    "no_rule": lambda life: life.is_open and life.ruling.rule is None,
    "tests_due": lambda life: life.test.state == "due",
    "tests_overdue": lambda life: life.test.state == "overdue",
    "danger_signs_open": lambda life: life.danger is not None,
    "cases_unassigned": lambda life: life.days_unseen is not None and not life.is_assigned,
    "lost_to_follow_up": lambda life: life.is_lost,
    "patients_not_checked": lambda life: _is_to_check(life) and life.may_stay_home is None,
    "patients_not_fit": lambda life: _is_to_check(life) and life.may_stay_home is False,
    "papers_due": lambda life: life.steps["paper"] == "due",
    "no_address": lambda life: life.is_open and life.household_id is None,
    "f1_positive": lambda life: life.is_open and _is_positive_f1(life),
}
HOME_LISTS: Mapping[str, Callable[[Home], bool]] = {
    "homes_not_appraised": lambda home: home.appraisal_state in ("missing", "outdated"),
    "reviews_due": lambda home: home.appraisal_state == "review_due",
    "homes_not_fit": lambda home: home.is_occupied and home.verdict == "not_fit",
    "support_unmet": lambda home: bool(home.unmet),
    "signs_to_post": lambda home: home.sign_state == "to_post",
    "signs_to_replace": lambda home: home.sign_state == "to_replace",
    "signs_to_remove": lambda home: home.sign_state == "to_remove",
    "signs_wrong": lambda home: home.sign_state in ("to_post", "to_replace", "to_remove"),
    "breaches_open": lambda home: bool(home.breaches),
    "neighbours_alarmed": lambda home: bool(home.alerts),
}


def _is_to_check(life: Life) -> bool:
    return life.steps["checked"] == "due"


def _is_positive_f1(life: Life) -> bool:
    if life.case_type != "F1" or life.review is None:
        return False
    return any(reason.code == "TEST_POSITIVE" for reason in life.review.because)


def in_case_list(ward: Ward, name: str) -> list[str]:
    return [id_ for id_, life in ward.lives.stays.items() if CASE_LISTS[name](life)]


def in_home_list(ward: Ward, name: str) -> list[str]:
    return [id_ for id_, home in ward.lives.homes.items() if HOME_LISTS[name](home)]


def _stays(name: str) -> Callable[[Ward], Figure]:
    def compute(ward: Ward) -> Figure:
        rows = ward.stays.filter(among("case_id", in_case_list(ward, name))).to_native()
        if not len(ward.table("cases")):
            return no_data(name, rows, as_of=ward.as_of)
        return count(name, rows, as_of=ward.as_of)

    return compute


def _homes(name: str) -> Callable[[Ward], Figure]:
    def compute(ward: Ward) -> Figure:
        doors = ward.table("households")
        rows = doors.filter(among("household_id", in_home_list(ward, name))).to_native()
        if not len(ward.table("cases")):
            return no_data(name, rows, as_of=ward.as_of)
        return count(name, rows, as_of=ward.as_of)

    return compute


def _against_rule(ward: Ward) -> Figure:
    """Ends that differ and that nobody gave a reason for; the explained ones are left out."""
    figure = _stays("end_differs_from_rule")(ward)
    lives = ward.lives.stays.values()
    explained = sum(life.is_against_rule and life.is_explained for life in lives)
    return Figure(**(vars(figure) | {"left_out": explained}))


def stays_completed(ward: Ward) -> Figure:
    """Completed stays, out of those whose last day has passed."""
    over = ward.stays.filter(
        (nw.col("quarantine_end") <= ward.as_of - timedelta(days=1)).fill_null(False)
    )
    is_completed = (nw.col("end_reason") == "completed").fill_null(False) & ~nw.col("is_open")
    rows = over.filter(is_completed)
    if not len(over):
        return no_data("stays_completed", rows.to_native(), as_of=ward.as_of)
    return count("stays_completed", rows.to_native(), as_of=ward.as_of, of=len(over))


_RULES = N_(
    "Rule book by dates: F1 5599/BYT-MT, 10696/BYT-MT, 762/BYT-DP, 1909/BYT-DP; F0 the Ministry's "
    "dispatch of 28/12/2021, 250/QD-BYT; see the rules"
)


def _case(id_: str, label: str, definition: str, **more: Any) -> Indicator:
    compute = more.pop("compute", None) or _stays(id_)
    return Indicator(id_, label, definition, "cases", more.pop("unit", "people"), compute, **more)


def _home(id_: str, label: str, definition: str, **more: Any) -> Indicator:
    return Indicator(id_, label, definition, "households", "homes", _homes(id_), **more)


STAY_INDICATORS = (
    _case(
        "to_approve", N_("Releases to approve"),
        N_("Stays proposed for release that nobody has decided on yet."),
        is_decision=True, action=N_("Read the review, then approve or send back."),
        sentence=N_("{n} are proposed for release and wait for a decision"),
    ),
    _case(
        "danger_signs_open", N_("Danger signs open"),
        N_("People in whom a danger sign was found the last time they were seen, and who were not "
           "transferred."),
        is_decision=True, action=N_("Call the health station; transfer when it says so."),
        rule=N_("4038/QD-BYT, see the rules"),
        sentence=N_("{n} had a danger sign when last seen and were not transferred"),
        needs="visits",
    ),
    _home(
        "homes_not_appraised", N_("Homes not appraised"),
        N_("Homes with an open stay that nobody has appraised, or not since somebody else of the "
           "home was reported."),
        is_decision=True, action=N_("Send the appraisal team."),
        sentence=N_("{n} homes await their appraisal"),
        rule=N_("5599/BYT-MT and 897/BYT-MT, see the rules"),
    ),
    _home(
        "homes_not_fit", N_("Homes not fit"),
        N_("Homes with an open stay whose last appraisal says not fit."),
        is_decision=True, action=N_("Transfer, or mend what is missing and appraise again."),
        sentence=N_("{n} homes were found not fit"),
        needs="appraisals",
        rule=N_("5599/BYT-MT and 897/BYT-MT, see the rules"),
    ),
    _home(
        "signs_wrong", N_("Signs wrong"),
        N_("Doors where a sign must be posted, replaced or taken down."),
        is_decision=True, action=N_("Print the signs and send the lockdown team."),
        sentence=N_("{n} doors need a sign posted, replaced or taken down"),
    ),
    _home(
        "signs_to_post", N_("Signs to post"),
        N_("Homes with somebody in quarantine and no sign at the door."),
    ),
    _home(
        "signs_to_replace", N_("Signs to replace"),
        N_("The end printed is not the latest end of the home, or the start printed is later than "
           "the first start."),
        needs="signs",
    ),
    _home(
        "signs_to_remove", N_("Signs to take down"),
        N_("Everybody of the home has been released and the sign still hangs."),
        needs="signs",
    ),
    _home(
        "breaches_open", N_("Left home, not followed up"),
        N_("Homes with a recorded breach of quarantine that nobody has resolved."),
        is_decision=True, action=N_("Go there again and record what was done."),
        sentence=N_("{n} homes were left against quarantine and nobody has followed up"),
        needs="inspections",
    ),
    _home(
        "neighbours_alarmed", N_("Neighbours alarmed"),
        N_("Homes whose neighbours raised an alarm and where nobody has inspected since."),
        is_decision=True, action=N_("Go there, then record the inspection."),
        sentence=N_("{n} homes worry their neighbours and nobody has inspected since"),
        needs="visits",
    ),
    _case(
        "cases_unassigned", N_("Nobody assigned"),
        N_("People due a visit whom no team looks after: no support team covers their group, and "
           "nobody was assigned."),
        is_decision=True, action=N_("Assign a team."),
        sentence=N_("{n} due a visit are looked after by no team"),
    ),
    _case(
        "lost_to_follow_up", N_("Lost to follow-up"),
        N_("Not seen for 3 days or more, although somebody tried on at least 2 days since."),
        is_decision=True, action=N_("Ask the group leader and the police to look for them."),
        rule=N_("The ward's own definition, see the rules"),
        sentence=N_("{n} are lost to follow-up"),
        needs="visits",
    ),
    _case(
        "end_differs_from_rule", N_("End differs from the rule"),
        N_("Open stays whose typed last day is not the one that the rule gives, without a reason. "
           "The typed day stands. Those with a reason are left out."),
        rule=_RULES,
    ),
    _case(
        "tests_due", N_("Tests due today"),
        N_("People whose test day by the rule is this day and whose sample was not taken yet."),
        rule=_RULES,
    ),
    _case(
        "tests_overdue", N_("Tests overdue"),
        N_("People whose last test day by the rule has passed and whose sample was not taken "
           "since."),
        rule=_RULES,
        is_decision=True, action=N_("Send the testing team today."),
        sentence=N_("{n} are overdue for their test"),
    ),
    _case(
        "patients_not_checked", N_("F0 not checked for home care"),
        N_("Open F0 stays for which nobody has said whether the patient may stay at home."),
        rule=N_("4038/QD-BYT, see the rules"),
    ),
    _case(
        "patients_not_fit", N_("F0 not fit for home care"),
        N_("Open F0 stays of patients who may not stay at home by the last check."),
        is_decision=True, action=N_("Transfer, or check again."),
        sentence=N_("{n} F0 may not stay at home by the last check and are still there"),
        rule=N_("4038/QD-BYT, see the rules"),
    ),
    _home(
        "support_unmet", N_("Support promised, not there yet"),
        N_("Homes that are fit with support and whose request from the appraisal nobody has met."),
        needs="appraisals",
    ),
    _case(
        "stays_completed", N_("Completed stays"),
        N_("Stays closed as completed, out of all stays whose last day has passed."),
        unit="stays", compute=stays_completed,
    ),
)  # fmt: skip
