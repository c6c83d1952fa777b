"""A pay sheet: prepared by one, approved by another, paid; never without decision and rate."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

import narwhals as nw

from lib.actions.deeds import Deed, Done, Refused, doing
from lib.indicators.paying import Period, Worked, worked
from lib.rules.visiting import shipped_visit_rules, visit_rule
from lib.security.actors import Actor
from lib.store.adopted_rules import ADOPT_VISITS, adopted_rules
from lib.store.engine import Store
from lib.store.repository import fetch

PREPARE, APPROVE = "pay.prepare", "pay.approve"
_VISITS = (
    "visit_id", "case_id", "visited_at", "team_id", "member_id", "result", "missed_reason",
)  # fmt: skip
_TESTS = ("test_id", "sample_date", "team_id", "member_id", "performed_by")


@dataclass(frozen=True)
class Terms:
    """What a sheet rests on; `rate` in dong a unit. A sheet without a cap is not prepared."""

    period: Period
    decision_number: str
    rate: int
    due_on: date


def prepare_sheet(
    store: Store, actor: Actor, terms: Terms, *, on: date, now: datetime | None = None
) -> Done:
    """A line for each volunteer with work in the period, counted from the record here and now.

    `on`: the day it is done, here and below; what has not been worked yet is not paid. Raises
    NotAllowed, Refused.
    """
    if not terms.decision_number.strip() or terms.rate <= 0 or not terms.period.most_per_day:
        raise Refused("NO_DECISION")
    if terms.period.last > on:
        raise Refused("PERIOD_AHEAD")
    with doing(store, actor, "pay.prepare", PREPARE, now=now) as deed:
        if _is_paid_for(deed, terms.period):
            raise Refused("PERIOD_TAKEN")
        done = _worked(deed, terms.period)
        if not done.by:
            raise Refused("NOTHING_TO_PAY")
        for team_id, member_id in done.by:
            units = done.units((team_id, member_id), terms.period.most_per_day)
            deed.add(
                "payments",
                {
                    "team_id": team_id, "member_id": member_id, "units": units,
                    "period_start": terms.period.first, "period_end": terms.period.last,
                    "rate": terms.rate, "amount": units * terms.rate,
                    "most_per_day": terms.period.most_per_day,
                    "decision_number": terms.decision_number.strip(), "due_on": terms.due_on,
                    "prepared_by": deed.author.actor, "prepared_on": on,
                },
            )  # fmt: skip
    return deed.done


def approve_lines(
    store: Store, actor: Actor, payment_ids: Collection[str], *, on: date,
    now: datetime | None = None,
) -> Done:  # fmt: skip
    """By another than whoever prepared them. Raises NotAllowed, Refused."""
    with doing(store, actor, "pay.approve", APPROVE, now=now) as deed:
        for row in deed.read("payments", payment_ids).values():
            if row["prepared_by"] == deed.author.actor:
                raise Refused("OWN_SHEET")
            if row["approved_by"]:
                raise Refused("APPROVED")
            if row["period_end"] > on:
                raise Refused("PERIOD_AHEAD")
            values = {"approved_by": deed.author.actor, "approved_on": on}
            deed.change("payments", row, values)
    return deed.done


def note_paid(
    store: Store, actor: Actor, payment_ids: Collection[str], *, on: date,
    now: datetime | None = None,
) -> Done:  # fmt: skip
    """The money was handed out. Raises NotAllowed, Refused."""
    with doing(store, actor, "pay.pay", PREPARE, now=now) as deed:
        for row in deed.read("payments", payment_ids).values():
            if not row["approved_by"]:
                raise Refused("NOT_APPROVED")
            deed.change("payments", row, {"paid_on": on})
    return deed.done


def _worked(deed: Deed, period: Period) -> Worked:
    conn, ward_id = deed.conn, deed.store.ward_id
    own = map(visit_rule, adopted_rules(conn, ward_id, ADOPT_VISITS))
    visits, tests = (
        nw.from_native(fetch(conn, ward_id, table, columns), eager_only=True)
        for table, columns in (("visits", _VISITS), ("tests", _TESTS))
    )
    return worked(visits, tests, period, (*shipped_visit_rules(), *own))


def _is_paid_for(deed: Deed, period: Period) -> bool:
    """Another sheet covers a day of the period: nothing is paid twice."""
    rows = fetch(deed.conn, deed.store.ward_id, "payments", ("period_start", "period_end"))
    return any(first <= period.last and last >= period.first for first, last in rows.iter_rows())
