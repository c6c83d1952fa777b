"""Tests that somebody took."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from lib.actions.deeds import Done, Refused, doing
from lib.security.actors import Actor
from lib.store.engine import Store


@dataclass(frozen=True)
class Taken:
    """One sample; codes of the enumerations."""

    case_id: str
    on: date
    test_type: str
    result: str
    performed_by: str = "team"
    is_supervised: bool = True
    team_id: str | None = None
    member_id: str | None = None


def record_tests(
    store: Store, actor: Actor, taken: Sequence[Taken], *, now: datetime | None = None
) -> Done:
    """By an account that is tied to a volunteer they are that one's, whoever was named. Raises
    NotAllowed, Refused."""
    with doing(store, actor, "test.record", "tests.edit", now=now) as deed:
        if any(sample.on > deed.author.at.date() for sample in taken):
            raise Refused("FUTURE_DAY")
        deed.read("cases", {sample.case_id for sample in taken})
        for sample in taken:
            deed.add(
                "tests",
                {
                    "case_id": sample.case_id, "sample_date": sample.on,
                    "team_id": sample.team_id or deed.actor.scope.team_id,
                    "member_id": deed.goes(sample.member_id), "test_type": sample.test_type,
                    "result": sample.result, "performed_by": sample.performed_by,
                    "supervised": sample.is_supervised,
                },
            )  # fmt: skip
    return deed.done
