"""From F1 to F0 with what follows from it behind the same door; to hospital and back."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from lib.actions.deeds import Deed, Done, Refused, doing
from lib.actions.stays import RIGHT, Seen, as_seen, has_come, moved_end, open_as_seen
from lib.security.actors import Actor
from lib.store.engine import Store

# What a person's next stay takes over from the one before.
_SAME_PERSON = (
    "external_id", "full_name", "sex", "birth_date", "birth_year", "national_id", "phone",
    "contact_phone", "group_id", "household_id", "house_number", "alley", "street", "latitude",
    "longitude", "vaccine_doses", "last_dose_date", "recovered_on", "conditions", "pregnant",
    "source_case_id", "relation", "last_exposure_date",
)  # fmt: skip


@dataclass(frozen=True)
class Conversion:
    """An F1 who turned positive. `end` is the last day of the new F0 stay. `exposed` are the
    other F1 of the home that have a new last contact, as seen, each with the end that shall
    stand; `reason` explains an end that moves."""

    seen: Seen
    positive_on: date
    test_type: str
    end: date | None
    exposed: Mapping[Seen, date | None] = field(default_factory=dict)
    reason: str = ""


@dataclass(frozen=True)
class Transfer:
    """To hospital, on a day."""

    seen: Seen
    on: date
    hospital: str
    note: str = ""


@dataclass(frozen=True)
class Return:
    """Back from hospital into the same home, with a last day of its own."""

    seen: Seen
    on: date
    end: date | None


def convert_to_f0(
    store: Store, actor: Actor, conversion: Conversion, *, now: datetime | None = None
) -> Done:
    """The F1 stay ends, an F0 stay begins and is pointed at, whoever looked after the one looks
    after the other, and the other F1 of the home have a new last contact.

    Sign, appraisal and the check for care at home follow by themselves: from this day on they are
    found wrong or missing. Raises NotAllowed, Refused, StoreBusy.
    """
    day = conversion.positive_on
    with doing(store, actor, "stay.convert", RIGHT, now=now) as deed:
        (row,) = open_as_seen(deed, [conversion.seen], on=day)
        if row["case_type"] != "F1":
            raise Refused("NOT_F1")
        f0 = deed.add("cases", _as_f0(row, conversion))
        ended = {"closed_on": day, "closed_by": deed.author.actor, "end_reason": "converted_to_f0"}
        deed.change("cases", row, ended | {"converted_case_id": f0})
        _write_the_test(deed, row["case_id"], conversion)
        _hand_over(deed, row["case_id"], f0, day)
        others = open_as_seen(deed, list(conversion.exposed), on=day)
        for other, end in zip(others, conversion.exposed.values(), strict=True):
            deed.change("cases", other, _exposed_again(other, conversion, end))
    return deed.done


def _as_f0(row: Mapping[str, Any], conversion: Conversion) -> dict[str, Any]:
    day = conversion.positive_on
    return {name: row[name] for name in _SAME_PERSON} | {
        "case_type": "F0", "reported_at": day.isoformat(), "detected_in": "home_quarantine",
        "quarantine_start": day, "quarantine_end": conversion.end, "first_positive_date": day,
        "first_test_type": conversion.test_type,
    }  # fmt: skip


def _write_the_test(deed: Deed, case_id: str, conversion: Conversion) -> None:
    """Unless the sample is there already."""
    day = conversion.positive_on
    taken = deed.read("tests", [case_id], by="case_id").values()
    if not any(test["sample_date"] == day and test["result"] == "positive" for test in taken):
        sample = {"case_id": case_id, "sample_date": day, "result": "positive"}
        deed.add("tests", sample | {"test_type": conversion.test_type})


def _hand_over(deed: Deed, f1: str, f0: str, day: date) -> None:
    """Assignments still running go on for the new stay."""
    for row in deed.read("assignments", [f1], by="case_id").values():
        if row["assigned_to"] is None or row["assigned_to"] >= day:
            deed.change("assignments", row, {"assigned_to": max(day, row["assigned_from"])})
            again = {name: row[name] for name in ("team_id", "member_id")}
            deed.add("assignments", again | {"case_id": f0, "assigned_from": day})


def _exposed_again(
    row: Mapping[str, Any], conversion: Conversion, end: date | None
) -> dict[str, Any]:
    values = {"last_exposure_date": conversion.positive_on, "continuous_exposure": True}
    if end is None or end == row["quarantine_end"]:
        return values
    return values | moved_end(row, conversion.reason) | {"quarantine_end": end}


def transfer(store: Store, actor: Actor, to: Transfer, *, now: datetime | None = None) -> Done:
    """The stay at home ends; whoever comes back gets a new one."""
    with doing(store, actor, "stay.transfer", RIGHT, now=now) as deed:
        (row,) = open_as_seen(deed, [to.seen], on=to.on)
        hospital = " ".join(to.hospital.split())
        if not hospital:
            raise Refused("NO_HOSPITAL")
        values = {
            "closed_on": to.on, "closed_by": deed.author.actor,
            "end_reason": "transferred_hospital", "transferred_to": hospital[:300],
            "note": to.note or row["note"],
        }  # fmt: skip
        deed.change("cases", row, values)
    return deed.done


def come_back(store: Store, actor: Actor, back: Return, *, now: datetime | None = None) -> Done:
    """A new stay that points to the one before the hospital, once."""
    with doing(store, actor, "stay.return", RIGHT, now=now) as deed:
        (row,) = as_seen(deed, [back.seen])
        if row["end_reason"] != "transferred_hospital" or not has_come(row["closed_on"], back.on):
            raise Refused("NOT_FROM_HOSPITAL")
        if deed.read("cases", [row["case_id"]], by="previous_case_id"):
            raise Refused("ALREADY_BACK")
        kept = (*_SAME_PERSON, "case_type", "first_positive_date", "first_test_type")
        again = {
            "reported_at": back.on.isoformat(), "quarantine_start": back.on,
            "quarantine_end": back.end, "previous_case_id": row["case_id"],
        }  # fmt: skip
        deed.add("cases", {name: row[name] for name in kept} | again)
    return deed.done
