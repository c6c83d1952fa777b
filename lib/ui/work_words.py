"""Why a stay or a door stands in a list, in whole sentences of the reader's language."""

from collections.abc import Iterable, Mapping
from datetime import date

from lib.indicators.homes import Home, SignState
from lib.reports.work_lists import Board, CaseItem, HomeItem
from lib.rules.release import Reason, ReasonCode, Review
from lib.rules.rulings import Ruling
from lib.schema.tables import TABLES
from lib.text.catalogue import N_, _, language, ngettext
from lib.text.formats import format_day, format_moment
from lib.ui.day_card import found_words

LIST_LABELS: Mapping[str, str] = {
    "to_approve": N_("To approve"),
    "awaiting_release": N_("Awaiting release"),
    "ends_today": N_("Last day today"),
    "ends_tomorrow": N_("Last day tomorrow"),
    "papers_due": N_("Completion paper missing"),
    "missing_dates": N_("Date missing"),
    "end_differs_from_rule": N_("Differs from the rule"),
    "no_rule": N_("No rule known"),
    "homes_not_appraised": N_("Not appraised"),
    "reviews_due": N_("Appraisal to be renewed"),
    "homes_not_fit": N_("Not fit"),
    "support_unmet": N_("Support not there yet"),
    "signs_to_post": N_("Sign to post"),
    "signs_to_replace": N_("Sign to replace"),
    "signs_to_remove": N_("Sign to take down"),
    "breaches_open": N_("Left home"),
    "neighbours_alarmed": N_("Neighbours alarmed"),
    "no_address": N_("Address missing"),
    "danger_signs_open": N_("Danger signs"),
    "f1_positive": N_("F1 with a positive test"),
    "tests_overdue": N_("Test overdue"),
    "tests_due": N_("Test due today"),
    "patients_not_checked": N_("Patient not checked"),
    "patients_not_fit": N_("Not fit for home care"),
    "lost_to_follow_up": N_("Lost to follow-up"),
    "cases_unassigned": N_("Nobody assigned"),
}
VULNERABLE_LABELS: Mapping[str, str] = {
    "n_over_60": N_("60+"), "n_pregnant": N_("pregnant"), "n_chronic": N_("underlying disease"),
    "n_unvaccinated": N_("unvaccinated"),
}  # fmt: skip
_COUNTED_FROM = {
    "start": N_("the start"), "positive": N_("the positive sample"),
    "exposure": N_("the last contact"),
}  # fmt: skip
_REASONS: Mapping[ReasonCode, str] = {
    "LAST_DAY_PAST": N_("the last day, {day}, has passed"),
    "LAST_DAY_TODAY": N_("the last day is today"),
    "NEGATIVE": N_("negative test on {day}"),
    "NO_TEST_NEEDED": N_("no further test is asked for"),
    "NO_END": N_("no last day is filled in"),
    "NOT_YET": N_("the last day, {day}, has not come yet"),
    "BEFORE_RULE": N_("the rule's last day, {day}, has not come yet"),
    "TEST_MISSING": N_("no test since {day}"),
    "TEST_POSITIVE": N_("still positive on {day}"),
    "TEST_PENDING": N_("the test since {day} has no result yet"),
    "TEST_ALONE": N_("the negative test of {day} was not supervised"),
    "DANGER": N_("a danger sign is open"),
    "NO_RULE": N_("no rule covers this stay"),
    "RULE_UNSURE": N_("the rule's dates cannot be worked out"),
}
_ABOUT_TESTS = ("NEGATIVE", "TEST_MISSING", "TEST_POSITIVE", "TEST_PENDING", "TEST_ALONE")
_SIGNS: Mapping[SignState, str] = {
    "to_post": N_("No sign at the door. Print {start} - {end}."),
    "to_replace": N_("Printed {printed}; now {start} - {end}."),
    "to_remove": N_("Everybody is out; the sign ({printed}) still hangs."),
    "no_end": N_("The sign waits for the missing last day."),
}


def ruling_words(ruling: Ruling) -> str:
    """Which rule gives which last day, and what is not known."""
    rule = ruling.rule
    if rule is None:
        return _("No rule known for this stay; the typed dates stand.")
    lacking = field_words(ruling.missing)
    if ruling.asks_for_none:
        return _("{document} asks for no quarantine.").format(document=rule.document)
    if ruling.end is None:
        words = _("{document}: cannot be worked out without {fields}.")
        return words.format(document=rule.document, fields=lacking)
    days = ngettext("{n} day", "{n} days", rule.days).format(n=rule.days)
    words = _("{document} gives {day} ({days} from {start}).").format(
        document=rule.document, day=format_day(ruling.end), days=days,
        start=_(_COUNTED_FROM[rule.count_from]),
    )  # fmt: skip
    if lacking:
        words += " " + _("Not known: {fields}; a shorter stay may apply.").format(fields=lacking)
    return words


def field_words(names: Iterable[str]) -> str:
    columns = TABLES["cases"].columns
    return ", ".join(columns[name].label(language()).lower() for name in names)


def review_words(review: Review, ruling: Ruling, *, with_tests: bool) -> str:
    """Meets the rule because ..., does not, because ..."""
    document = ruling.rule.document if ruling.rule else ""
    said = [r for r in review.because if with_tests or r.code not in _ABOUT_TESTS]
    because = ", ".join(reason_words(reason) for reason in said)
    if review.meets is None:
        return _("No rule decides, people do: {because}.").format(because=because)
    if review.meets:
        words = _("Meets {document} because {because}.")
        return words.format(document=document, because=because)
    against = _("Does not meet {document}: {because}.")
    return against.format(document=document or _("the rule"), because=because)


def reason_words(reason: Reason) -> str:
    return _(_REASONS[reason.code]).format(day=format_day(reason.day))


def case_words(name: str, item: CaseItem, board: Board) -> str:
    """Why this stay stands in this list."""
    life = item.life
    if name in ("to_approve", "awaiting_release", "ends_today", "ends_tomorrow"):
        return _release_words(name, item, board)
    if name == "missing_dates":
        lacking = _("Missing: {fields}.").format(fields=field_words(life.missing))
        return f"{lacking} {ruling_words(life.ruling)}"
    if name == "end_differs_from_rule":
        typed = _("Typed {day}.").format(day=format_day(life.end))
        return f"{typed} {ruling_words(life.ruling)}{_old_reason(item)}"
    if name in ("tests_due", "tests_overdue") and life.ruling.rule:
        words = _("Test day {day} by {document}, nothing taken since.")
        return words.format(day=format_day(life.test.day), document=life.ruling.rule.document)
    if name == "danger_signs_open":
        return _danger_words(item)
    if name == "lost_to_follow_up":
        words = ngettext("Not seen for {n} day.", "Not seen for {n} days.", life.days_unseen or 0)
        return words.format(n=life.days_unseen)
    if name == "papers_due":
        return _("Released; the paper has not been handed out.")
    if name in (plain := _plain_cases()):
        return plain[name]
    return ruling_words(life.ruling)


def _old_reason(item: CaseItem) -> str:
    """A reason that was given when the day or the rule was another one."""
    reason = item.row.get("change_reason")
    if not reason:
        return ""
    words = _("The reason given before was about other days: {reason}.")
    return " " + words.format(reason=str(reason).rstrip("."))


def _plain_cases() -> dict[str, str]:
    return {
        "f1_positive": _("Tested positive and is still listed as F1."),
        "patients_not_fit": _("The check says that this patient may not stay at home."),
        "patients_not_checked": _("Nobody has said whether the patient may stay at home."),
        "cases_unassigned": _("No support team covers the group and nobody was assigned."),
        "no_address": _("Without a house number there is no door: no sign, no appraisal."),
    }


def _release_words(name: str, item: CaseItem, board: Board) -> str:
    life, row = item.life, item.row
    words = (
        review_words(life.review, life.ruling, with_tests=board.sees_tests)
        if life.review
        else ruling_words(life.ruling)
    )
    if name == "to_approve":
        by = _("Proposed by {who} on {day}.").format(
            who=row.get("proposed_by") or "?", day=format_day(row.get("proposed_on"))
        )
        reason = f" {row['release_reason']}." if row.get("release_reason") else ""
        return f"{words} {by}{reason}"
    return words


def _danger_words(item: CaseItem) -> str:
    danger = item.life.danger
    if danger is None:
        return ""
    signs = ", ".join(found_words(danger.found, name) for name in danger.signs)
    words = _("{signs}, seen {moment}.").format(signs=signs, moment=format_moment(danger.seen_at))
    return words + " " + _("Call 115 at once.") if danger.is_urgent else words


def home_words(name: str, item: HomeItem) -> str:
    """Why this door stands in this list."""
    home = item.home
    if name.startswith("signs_"):
        return sign_words(item)
    if name == "homes_not_appraised":
        return (
            _("Nobody has been there yet.")
            if home.appraisal_state == "missing"
            else _("Somebody else of the home was reported since the last appraisal.")
        )
    said = {
        "reviews_due": _("The appraisal asked to be renewed."),
        "homes_not_fit": _("The last appraisal says not fit: move people or mend it."),
        "support_unmet": _("Fit with support; what was asked for has not come yet."),
        "breaches_open": _("Somebody left quarantine; nobody has followed it up."),
        "neighbours_alarmed": _("The neighbours raised an alarm; nobody has been there since."),
    }
    return said[name]


def sign_words(item: HomeItem) -> str:
    home, sign = item.home, item.home.sign
    words = sign_state_words(
        home.sign_state, (home.first_start, home.latest_end),
        (sign["printed_start"], sign["printed_end"]) if sign else None,
    )  # fmt: skip
    held = holder_words(item)
    return f"{words} {held}" if held and home.sign_state in ("to_post", "to_replace") else words


def sign_state_words(
    state: SignState, right: tuple[date | None, date | None], hanging: tuple[date, date] | None
) -> str:
    """What is wrong with a door's sign: the days it should say and those that it says."""
    printed = f"{format_day(hanging[0])} - {format_day(hanging[1])}" if hanging else ""
    return _(_SIGNS[state]).format(
        printed=printed, start=format_day(right[0]), end=format_day(right[1])
    )


def holder_words(item: HomeItem) -> str:
    """Who holds the door: whose end is the latest, or missing."""
    home = item.home
    names = [person.name for person in item.people if person.case_id in home.holders]
    if len(item.people) < 2 or not names:
        return ""
    who = ", ".join(names)
    if home.latest_end is None:
        return _("Held by {names}, whose last day is missing.").format(names=who)
    return _("Held by {names}, until {day}.").format(names=who, day=format_day(home.latest_end))


def vulnerable_words(home: Home | None) -> str:
    if home is None or not home.vulnerable:
        return ""
    return ", ".join(_(VULNERABLE_LABELS[name]) for name in home.vulnerable)
