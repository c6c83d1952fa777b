"""The life of one stay on one day: what was done, what is due, what comes next.

Pure functions of the rows written about a stay and its home. What is dated after the day has not
happened; values are those known today. A step is `done`; `due` when somebody must do it on the
day; `late` when it was due before; `waiting` for something else; or `not_needed`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from lib.indicators.homes import Home, HomeRows, date_of
from lib.indicators.stay_watch import SEEN, DangerSign, Row, danger_open, days_unseen, is_lost
from lib.rules.home import HomeRules
from lib.rules.quarantine import RuleBook
from lib.rules.release import DueTest, Review, Sample, due_test, review
from lib.rules.rulings import Facts, Ruling, ruling_for

State = Literal["not_started", "in_quarantine", "awaiting_release", "closed"]
Status = Literal["done", "due", "late", "waiting", "not_needed"]
DATES = ("quarantine_start", "quarantine_end")
# In the order of a stay's life; `NEXT` is the order of what to do first.
STEPS = (
    "opened", "checked", "appraised", "signed", "watched", "tested", "reviewed", "proposed",
    "approved", "closed", "paper", "sign_down",
)  # fmt: skip
NEXT = (
    "checked", "appraised", "signed", "tested", "reviewed", "proposed", "approved", "closed",
    "paper", "sign_down", "watched",
)  # fmt: skip


@dataclass(frozen=True)
class StayRows:
    """One stay with its state (see lib.indicators.stays) and what was written about it.

    `home` is None when nobody knows the door. `explained`: the day on which the reason beside the
    dates was given, and what the rules look at as it was then.
    """

    stay: Row
    tests: Sequence[Row]
    visits: Sequence[Row]
    home: HomeRows | None
    is_assigned: bool
    explained: Row | None = None


@dataclass(frozen=True)
class Life:
    """One stay on one day. `end` is the date that stands; `ruling` what the rules would give;
    `missing` names the dates that nobody filled in, `days_left` counts up to the last day;
    `may_stay_home` is the answer of the check for care at home, None when there is none."""

    case_id: str
    case_type: str
    group_id: str
    household_id: str | None
    state: State
    first_day: date
    end: date | None
    ruling: Ruling
    test: DueTest
    review: Review | None
    danger: DangerSign | None
    days_unseen: int | None
    is_lost: bool
    is_assigned: bool
    is_against_rule: bool
    is_explained: bool
    missing: tuple[str, ...]
    days_left: int | None
    may_stay_home: bool | None
    steps: Mapping[str, Status]

    @property
    def next_step(self) -> str | None:
        """What somebody must do first, None when nothing is due."""
        return next((name for name in NEXT if self.steps[name] in ("due", "late")), None)

    @property
    def is_open(self) -> bool:
        return self.state != "closed"


def life_of(
    rows: StayRows, home: Home | None, book: RuleBook, rules: HomeRules, *, on: date
) -> Life:
    """`home` is the same day's state of the door, None when it is not known."""
    stay, samples = rows.stay, samples_until(rows.tests, on)
    ruling = ruling_for(book, facts_of(stay, samples), as_of=on)
    state, end = state_of(stay), stay["quarantine_end"]
    danger = danger_open(stay, rows.visits, rules, on) if state != "closed" else None
    test = due_test(ruling, end, samples, on=on) if state != "closed" else DueTest("none")
    has_begun = state in ("in_quarantine", "awaiting_release")
    judged = (
        review(ruling, end, samples, on=on, in_danger=danger is not None) if has_begun else None
    )
    unseen = days_unseen(stay, rows.visits, on) if has_begun else None
    life = Life(
        case_id=stay["case_id"], case_type=stay["case_type"], group_id=stay["group_id"],
        household_id=stay["household_id"], state=state, first_day=stay["first_day"], end=end,
        ruling=ruling, test=test, review=judged, danger=danger, days_unseen=unseen,
        is_lost=unseen is not None and is_lost(rows.visits, rules, unseen, on),
        is_assigned=rows.is_assigned, is_against_rule=_is_against(stay, ruling, state),
        is_explained=_is_explained(rows, ruling, book, on),
        missing=tuple(name for name in DATES if stay[name] is None),
        days_left=(end - on).days if end else None, may_stay_home=_answer(stay, on), steps={},
    )  # fmt: skip
    return _with_steps(life, rows, home, on)


def state_of(stay: Row) -> State:
    if stay["awaiting_release"]:
        return "awaiting_release"
    if not stay["is_open"]:
        return "closed"
    return "in_quarantine" if stay["in_quarantine"] else "not_started"


def facts_of(stay: Row, samples: Sequence[Sample]) -> Facts:
    """What the rules look at, from a row of cases with its first day."""
    return Facts(
        case_type=stay["case_type"],
        start=stay.get("isolated_since") or stay["first_day"],
        positive_on=stay["first_positive_date"],
        exposed_on=stay["last_exposure_date"],
        doses=stay["vaccine_doses"],
        last_dose_on=stay["last_dose_date"],
        recovered_on=stay["recovered_on"],
        closed_on=stay["closed_on"],
        positive_tests=tuple(s.day for s in samples if s.result == "positive"),
    )


def samples_until(tests: Sequence[Row], on: date) -> list[Sample]:
    """A test without a word on who did it counts as the team's own."""
    return [
        Sample(
            row["sample_date"],
            row["result"],
            row["performed_by"] != "self" or row["supervised"] is True,
        )
        for row in tests
        if row["sample_date"] <= on
    ]


def _is_against(stay: Row, ruling: Ruling, state: State) -> bool:
    """The date that stands is not the rule's. Missing dates are another matter."""
    if state == "closed" or stay["quarantine_start"] is None or stay["quarantine_end"] is None:
        return False
    if ruling.asks_for_none:
        return True
    return ruling.end is not None and ruling.end != stay["quarantine_end"]


def _is_explained(rows: StayRows, ruling: Ruling, book: RuleBook, on: date) -> bool:
    """A reason explains why one day stands although the rule gave another one; when either is not
    the same any more, somebody has to look again."""
    stay, then = rows.stay, rows.explained
    if not stay["change_reason"]:
        return False
    if then is None or then["given_on"] is None:
        return True
    day = min(then["given_on"], on)
    first_day = then["quarantine_start"] or stay["reported_on"]
    is_back = stay["isolated_since"] != stay["first_day"]  # an F1 from hospital
    since = stay["isolated_since"] if is_back else first_day
    before = {**stay, **then, "first_day": first_day, "isolated_since": since}
    given = ruling_for(book, facts_of(before, samples_until(rows.tests, day)), as_of=day)
    return (given.end, then["quarantine_end"]) == (ruling.end, stay["quarantine_end"])


def _with_steps(life: Life, rows: StayRows, home: Home | None, on: date) -> Life:
    stay = rows.stay
    done: dict[str, Status] = {
        "opened": "done",
        "checked": _checked(life),
        "appraised": "done" if home and home.appraisal_state == "fresh" else "due",
        "signed": _signed(life, home),
        "watched": _watched(life, rows, on),
        "tested": _tested(life.test),
        "reviewed": _reviewed(life),
    }
    done["proposed"] = _after(stay["proposed_on"], on, is_ready=done["reviewed"] == "done")
    done["approved"] = _after(stay["approved_on"], on, is_ready=done["proposed"] == "done")
    done["closed"] = _after(stay["closed_on"], on, is_ready=done["approved"] == "done")
    if life.state == "closed":
        done = {name: "done" if said == "done" else "not_needed" for name, said in done.items()}
    done["paper"] = _paper(stay, on)
    done["sign_down"] = _sign_down(life, home)
    return Life(**(vars(life) | {"steps": done}))


def _answer(stay: Row, on: date) -> bool | None:
    """An answer without a day was given on the day of the report."""
    answered_on = stay["home_care_checked_on"] or stay["reported_on"]
    is_patient = stay["case_type"] == "F0" and answered_on <= on
    said: bool | None = stay["home_care_eligible"] if is_patient else None
    return said


def _checked(life: Life) -> Status:
    """Done when the patient may stay; who may not has to go elsewhere, or be checked again."""
    if life.case_type != "F0":
        return "not_needed"
    return "done" if life.may_stay_home else "due"


def _signed(life: Life, home: Home | None) -> Status:
    if life.state == "not_started":
        return "waiting"
    if home is None or home.sign_state in ("to_post", "to_replace"):
        return "due"
    return "waiting" if home.sign_state == "no_end" else "done"


def _watched(life: Life, rows: StayRows, on: date) -> Status:
    if life.days_unseen is None:
        return "waiting"
    seen = (v["visited_at"] for v in rows.visits if v["result"] in SEEN)
    return "done" if any(date_of(moment) == on for moment in seen) else "due"


def _tested(test: DueTest) -> Status:
    said: dict[str, Status] = {
        "none": "not_needed", "waiting": "waiting", "taken": "done", "due": "due",
        "overdue": "late",
    }  # fmt: skip
    return said[test.state]


def _reviewed(life: Life) -> Status:
    """Before the last day there is nothing to review; then it says yes, or somebody must act."""
    if life.review is None or any(r.code in ("NOT_YET", "NO_END") for r in life.review.because):
        return "waiting"
    return "done" if life.review.meets else "due"


def _after(day: date | None, on: date, *, is_ready: bool) -> Status:
    if day is not None and day <= on:
        return "done"
    return "due" if is_ready else "waiting"


def _paper(stay: Row, on: date) -> Status:
    if stay["is_open"]:
        return "waiting"
    if stay["end_reason"] != "completed":
        return "not_needed"
    return "done" if stay["completion_date"] and stay["completion_date"] <= on else "due"


def _sign_down(life: Life, home: Home | None) -> Status:
    if home is None:
        return "not_needed"
    if life.is_open or home.is_occupied:
        return "waiting"
    return "due" if home.sign_state == "to_remove" else "done"
