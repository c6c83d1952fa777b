"""An errand from the request to the money: asked for, taken, delivered, settled."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from lib.actions.deeds import Deed, Done, Refused, doing
from lib.security.actors import Actor
from lib.store.engine import Store

RIGHT = "requests.edit"


@dataclass(frozen=True)
class Asked:
    """What somebody at home asks for. `at` and `promised_at` are ISO text to the minute."""

    case_id: str
    kind: str
    at: str
    details: str = ""
    promised_at: str | None = None


def ask_for(store: Store, actor: Actor, asked: Asked, *, now: datetime | None = None) -> Done:
    """Raises NotAllowed, Refused, StoreProblem, as do the others here."""
    with doing(store, actor, "errand.ask", RIGHT, now=now) as deed:
        _refuse_past(asked.promised_at, asked.at)
        deed.read("cases", [asked.case_id])
        row = {
            "case_id": asked.case_id, "kind": asked.kind, "requested_at": asked.at,
            "details": asked.details or None, "promised_at": asked.promised_at,
        }  # fmt: skip
        deed.add("requests", row)
    return deed.done


def take_errand(
    store: Store, actor: Actor, request_id: str, who: str, at: str, *,
    promised_at: str | None = None, now: datetime | None = None,
) -> Done:  # fmt: skip
    """Somebody goes; `promised_at` is what the household was told. Whoever goes already may
    promise another time; nobody takes an errand away from another."""
    with doing(store, actor, "errand.take", RIGHT, now=now) as deed:
        row = _open(deed, request_id)
        is_taken = row["taken_by"] and (row["taken_at"] or "")[:10] <= at[:10]
        if is_taken and row["taken_by"] != who:
            raise Refused("TAKEN")
        _refuse_past(promised_at, at)
        values = {} if is_taken else {"taken_by": who, "taken_at": at}
        promise = {"promised_at": promised_at} if promised_at else {}
        if values or promise:
            deed.change("requests", row, values | promise)
    return deed.done


def deliver_errand(
    store: Store, actor: Actor, request_id: str, at: str, cost: int | None, *,
    now: datetime | None = None,
) -> Done:  # fmt: skip
    """It is there; `cost` is what the volunteer paid, nothing to settle when it is said to be 0."""
    if cost is None:
        raise Refused("NO_COST")
    with doing(store, actor, "errand.deliver", RIGHT, now=now) as deed:
        row = _open(deed, request_id)
        deed.change("requests", row, {"delivered_at": at, "cost": cost})
    return deed.done


def settle_errand(
    store: Store, actor: Actor, request_id: str, on: date, *, now: datetime | None = None
) -> Done:
    """The household has paid back what was laid out."""
    with doing(store, actor, "errand.settle", RIGHT, now=now) as deed:
        (row,) = deed.read("requests", [request_id]).values()
        if row["delivered_at"] is None or not row["cost"] or row["repaid_on"]:
            raise Refused("NOTHING_OWED")
        deed.change("requests", row, {"repaid_on": on})
    return deed.done


def _refuse_past(promised_at: str | None, at: str) -> None:
    if promised_at and promised_at < at:
        raise Refused("PROMISE_PAST")


def _open(deed: Deed, request_id: str) -> dict[str, Any]:
    (row,) = deed.read("requests", [request_id]).values()
    if row["delivered_at"] is not None and row["delivered_at"][:10] <= _day(deed):
        raise Refused("DELIVERED")
    return row


def _day(deed: Deed) -> str:
    """The demo knows its future: what is dated later has not happened."""
    return deed.store.settings.default_as_of.isoformat()
