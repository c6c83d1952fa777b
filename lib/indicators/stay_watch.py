"""What the visits of one stay say: when the person was last seen, a danger sign that stands, and
whether contact was lost.

Pure functions of the stay and its visits; what is dated after the day has not happened.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from lib.indicators.homes import age_on, date_of
from lib.rules.home import HomeRules, danger_signs

Row = Mapping[str, Any]
SEEN = ("seen_ok", "seen_not_ok")


@dataclass(frozen=True)
class DangerSign:
    """Signs of the last time somebody saw the person, each with what was found; `is_urgent`: call
    115."""

    visit_id: str
    seen_at: str
    found: Mapping[str, Any]
    is_urgent: bool

    @property
    def signs(self) -> tuple[str, ...]:
        return tuple(self.found)


def danger_open(stay: Row, visits: Sequence[Row], rules: HomeRules, on: date) -> DangerSign | None:
    """The last time the person was seen a danger sign was found, and nobody was transferred."""
    seen = [v for v in visits if v["result"] in SEEN and date_of(v["visited_at"]) <= on]
    if not seen:
        return None
    last = max(seen, key=lambda visit: visit["visited_at"])
    signs, is_urgent = danger_signs(last, rules.danger, age=age_on(stay, on))
    if not signs or last["action"] == "transferred":
        return None
    found = {name: last[name] for name in signs}
    return DangerSign(last["visit_id"], last["visited_at"], found, is_urgent)


def days_unseen(stay: Row, visits: Sequence[Row], on: date) -> int:
    """Days since the person was last seen, or since the first day when that was later."""
    seen = [date_of(v["visited_at"]) for v in visits if v["result"] in SEEN]
    first: date = stay["first_day"]
    return (on - max((day for day in seen if first <= day <= on), default=first)).days


def is_lost(visits: Sequence[Row], rules: HomeRules, unseen: int, on: date) -> bool:
    """Unseen for as many days as the rule says although somebody tried on as many days since."""
    since = on - timedelta(unseen)
    tried = {date_of(v["visited_at"]) for v in visits if v["result"] == "missed"}
    n_tried = sum(since <= day <= on for day in tried)
    return unseen >= rules.lost.days_unseen and n_tried >= rules.lost.days_tried
