"""What people at home asked for: how long it takes, what is late, what is still owed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from statistics import median
from typing import Any, Literal

from lib.indicators.figure import Figure, Ward, among, count, no_data

Row = dict[str, Any]
State = Literal["asked", "taken", "delivered", "settled"]
LATE_AFTER = timedelta(hours=24)


@dataclass(frozen=True)
class Errand:
    """One request as it stood at the end of a day. `hours` from asking to delivery, or until now;
    `is_late`: open for more than a day, or the promised hour has passed; `owed` in dong."""

    row: Row
    state: State
    hours: float
    is_late: bool
    owed: int

    @property
    def is_open(self) -> bool:
        return self.state in ("asked", "taken")


def errands_on(ward: Ward) -> list[Errand]:
    """Requests made by the day, the oldest first."""
    until = datetime.combine(ward.as_of + timedelta(1), time())
    rows = ward.table("requests").sort("requested_at").rows(named=True)
    return [errand_of(row, until) for row in rows if _moment(row["requested_at"]) < until]


def errand_of(row: Row, until: datetime) -> Errand:
    """`until`: the first moment that has not happened yet."""
    asked = _moment(row["requested_at"])
    taken, delivered = (_past(row[name], until) for name in ("taken_at", "delivered_at"))
    promised = _moment(row["promised_at"]) if row["promised_at"] else None
    is_repaid = row["repaid_on"] is not None and _start(row["repaid_on"]) < until
    owed = 0 if delivered is None or is_repaid else row["cost"] or 0
    age = (delivered or until) - asked
    is_broken = promised is not None and promised < (delivered or until)
    return Errand(
        row=row,
        state=_state(taken is not None or _is_taken_sometime(row), delivered is not None, owed > 0),
        hours=age.total_seconds() / 3600,
        is_late=delivered is None and (age > LATE_AFTER or is_broken),
        owed=owed,
    )


def _is_taken_sometime(row: Row) -> bool:
    """Lists often say who, and not when."""
    return bool(row["taken_by"]) and not row["taken_at"]


def _state(is_taken: bool, is_delivered: bool, is_owing: bool) -> State:
    if is_delivered:
        return "delivered" if is_owing else "settled"
    return "taken" if is_taken else "asked"


def _past(said: str | None, until: datetime) -> datetime | None:
    moment = _moment(said) if said else None
    return moment if moment is not None and moment < until else None


def _moment(said: str) -> datetime:
    return datetime.fromisoformat(said)


def _start(day: date) -> datetime:
    return datetime.combine(day, time())


def median_hours(errands: Sequence[Errand]) -> float | None:
    """From asking to delivery, of those that were delivered."""
    hours = [errand.hours for errand in errands if not errand.is_open]
    return median(hours) if hours else None


def requests_open(ward: Ward) -> Figure:
    """Requests not delivered by the end of the day."""
    return _figure("requests_open", ward, [e for e in errands_on(ward) if e.is_open])


def requests_overdue(ward: Ward) -> Figure:
    """Open requests older than a day / open requests."""
    open_ = [errand for errand in errands_on(ward) if errand.is_open]
    old = [errand for errand in open_ if errand.hours > LATE_AFTER.total_seconds() / 3600]
    return _figure("requests_overdue", ward, old, of=len(open_))


def _figure(id_: str, ward: Ward, errands: Sequence[Errand], of: int | None = None) -> Figure:
    ids = [errand.row["request_id"] for errand in errands]
    rows = ward.table("requests").filter(among("request_id", ids)).to_native()
    if not len(ward.table("requests")):
        return no_data(id_, rows, as_of=ward.as_of)
    return count(id_, rows, as_of=ward.as_of, of=of)
