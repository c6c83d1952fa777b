"""One door on one day: several clocks, one sign, one appraisal, and who inside is vulnerable.

The home is free when its last stay is; the sign shows the first start and the latest end.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

Row = Mapping[str, Any]
SignState = Literal["none", "right", "to_post", "to_replace", "to_remove", "no_end"]
AppraisalState = Literal["none", "missing", "outdated", "review_due", "fresh"]
Priority = Literal["high", "raised", "normal"]
# Columns of households, and what stands for them when nobody counted heads.
VULNERABLE = ("n_over_60", "n_pregnant", "n_chronic", "n_unvaccinated")
ELDERLY, ADULT = 60, 18


@dataclass(frozen=True)
class HomeRows:
    """What was written about one door; `household` is None when it has no row of its own.

    `stays` are rows of lib.indicators.stays, `alerts` visits in which neighbours were alarmed.
    """

    household_id: str
    household: Row | None
    stays: Sequence[Row]
    appraisals: Sequence[Row]
    signs: Sequence[Row]
    requests: Sequence[Row]
    inspections: Sequence[Row]
    alerts: Sequence[Row]


@dataclass(frozen=True)
class Home:
    """One door on one day. `latest_end` None: free, or somebody's end is missing (`holders`).

    `sign` and `appraisal` are the rows that count, `unmet` requests of that appraisal which nobody
    has met, `breaches` and `alerts` those that nobody has followed up.
    """

    household_id: str
    group_id: str
    present: tuple[str, ...]
    expected: tuple[str, ...]
    has_f0: bool
    first_start: date | None
    latest_end: date | None
    holders: tuple[str, ...]
    sign: Row | None
    sign_state: SignState
    appraisal: Row | None
    appraisal_state: AppraisalState
    unmet: tuple[str, ...]
    breaches: tuple[str, ...]
    alerts: tuple[str, ...]
    vulnerable: tuple[str, ...]

    @property
    def is_occupied(self) -> bool:
        return bool(self.present or self.expected)

    @property
    def priority(self) -> Priority:
        """Vulnerable people raise it, an F0 beside them raises it to the highest."""
        if not self.vulnerable or not self.is_occupied:
            return "normal"
        return "high" if self.has_f0 else "raised"

    @property
    def verdict(self) -> str | None:
        return self.appraisal["verdict"] if self.appraisal else None


def home_on(rows: HomeRows, *, on: date) -> Home:
    open_ = [stay for stay in rows.stays if stay["is_open"]]
    present = [stay for stay in open_ if stay["first_day"] <= on]
    ends = [stay["quarantine_end"] for stay in present]
    latest = max(ends) if ends and None not in ends else None
    start = min((stay["first_day"] for stay in present), default=None)
    sign = _sign_up(rows.signs, on)
    appraisal = _latest(rows.appraisals, on)
    return Home(
        household_id=rows.household_id,
        group_id=_group_of(rows),
        present=_ids(present),
        expected=_ids([stay for stay in open_ if stay["first_day"] > on]),
        has_f0=any(stay["case_type"] == "F0" for stay in present),
        first_start=start,
        latest_end=latest,
        holders=_ids([stay for stay in present if stay["quarantine_end"] == latest]),
        sign=sign,
        sign_state=_sign_state(sign, start, latest),
        appraisal=appraisal,
        appraisal_state=_appraisal_state(appraisal, open_, on),
        unmet=_unmet(rows.requests, appraisal, on),
        breaches=_breaches(rows.inspections, on),
        alerts=_alerts(rows, on),
        vulnerable=_vulnerable(rows, open_, on),
    )


def date_of(moment: str) -> date:
    """The day of a moment stored as ISO text."""
    return date.fromisoformat(moment[:10])


def age_on(person: Row, on: date) -> int | None:
    """Whole years; from the year alone it is the age reached in that year."""
    born = person["birth_date"]
    if born:
        return int(on.year - born.year - ((on.month, on.day) < (born.month, born.day)))
    return on.year - person["birth_year"] if person["birth_year"] else None


def _may_be_vaccinated(stay: Row, on: date) -> bool:
    """An adult, or somebody of unknown age, without a dose."""
    return stay["vaccine_doses"] == 0 and (age_on(stay, on) or ADULT) >= ADULT


def _ids(stays: Sequence[Row]) -> tuple[str, ...]:
    return tuple(stay["case_id"] for stay in stays)


def _group_of(rows: HomeRows) -> str:
    """The door's own group, else that of the people behind it."""
    of = rows.household or next(iter(rows.stays), {"group_id": "unknown"})
    return str(of["group_id"])


def is_up(sign: Row, on: date) -> bool:
    is_removed = sign["removed_on"] is not None and sign["removed_on"] <= on
    return sign["posted_on"] is not None and sign["posted_on"] <= on and not is_removed


def _sign_up(signs: Sequence[Row], on: date) -> Row | None:
    """The sign at the door at the end of the day; of several the one posted last."""
    up = [sign for sign in signs if is_up(sign, on)]
    return max(up, key=lambda sign: (sign["posted_on"], sign["sign_id"]), default=None)


def _sign_state(sign: Row | None, start: date | None, latest: date | None) -> SignState:
    """A sign is wrong when its end is not the latest one, or its start is later than the first;
    a start printed earlier was right when the first of the home began."""
    if start is None:
        return "to_remove" if sign else "none"
    if latest is None:
        return "no_end"
    if sign is None:
        return "to_post"
    is_right = sign["printed_end"] == latest and sign["printed_start"] <= start
    return "right" if is_right else "to_replace"


def _latest(appraisals: Sequence[Row], on: date) -> Row | None:
    made = [row for row in appraisals if row["appraised_on"] <= on]
    return max(made, key=lambda row: (row["appraised_on"], row["appraisal_id"]), default=None)


def _appraisal_state(appraisal: Row | None, open_: Sequence[Row], on: date) -> AppraisalState:
    """Once more when somebody of the home was reported later, and on the day of the review."""
    if not open_:
        return "none"
    if appraisal is None:
        return "missing"
    if any(stay["reported_on"] > appraisal["appraised_on"] for stay in open_):
        return "outdated"
    is_due = appraisal["review_on"] is not None and appraisal["review_on"] <= on
    return "review_due" if is_due else "fresh"


def _unmet(requests: Sequence[Row], appraisal: Row | None, on: date) -> tuple[str, ...]:
    if appraisal is None:
        return ()
    return tuple(
        row["request_id"]
        for row in requests
        if row["appraisal_id"] == appraisal["appraisal_id"]
        and date_of(row["requested_at"]) <= on
        and (row["delivered_at"] is None or date_of(row["delivered_at"]) > on)
    )


def _breaches(inspections: Sequence[Row], on: date) -> tuple[str, ...]:
    return tuple(
        row["inspection_id"]
        for row in inspections
        if row["measure"] == "left_quarantine"
        and row["result"] == "breach"
        and date_of(row["inspected_at"]) <= on
        and (row["resolved_on"] is None or row["resolved_on"] > on)
    )


def _alerts(rows: HomeRows, on: date) -> tuple[str, ...]:
    """Visits with alarmed neighbours after which nobody inspected the home, of people still in."""
    inside = {stay["case_id"] for stay in rows.stays if stay["is_open"]}
    looked = [date_of(row["inspected_at"]) for row in rows.inspections]
    until = max((day for day in looked if day <= on), default=date.min)
    return tuple(
        visit["visit_id"]
        for visit in rows.alerts
        if until < date_of(visit["visited_at"]) <= on and visit["case_id"] in inside
    )


def _vulnerable(rows: HomeRows, open_: Sequence[Row], on: date) -> tuple[str, ...]:
    """Kinds of vulnerable people in the home: as counted, else as the stays themselves tell."""
    counted = rows.household or {}
    told = {
        "n_over_60": any((age_on(stay, on) or 0) >= ELDERLY for stay in open_),
        "n_pregnant": any(stay["pregnant"] for stay in open_),
        "n_chronic": any(stay["conditions"] for stay in open_),
        "n_unvaccinated": any(_may_be_vaccinated(stay, on) for stay in open_),
    }
    return tuple(
        name
        for name in VULNERABLE
        if (told[name] if counted.get(name) is None else counted[name] > 0 or told[name])
    )
