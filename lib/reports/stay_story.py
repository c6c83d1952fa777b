"""What happened in stays and at their door, in time order, as far as the reader may see it."""

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Literal

import polars as pl

from lib.reports.accounts import names_of_accounts
from lib.reports.frames import visible_frame
from lib.security.access import allowed
from lib.security.actors import Actor
from lib.security.audit import saw_record
from lib.store.engine import Store
from lib.store.history import history_of_rows

About = Literal["case_id", "household_id"]
# table -> (by which id it belongs to the stay, its own id, day or moment -> what is told beside it)
_TOLD: Mapping[str, tuple[About, str, Mapping[str, tuple[str, ...]]]] = {
    "cases": ("case_id", "case_id", {
        "last_exposure_date": ("source_case_id",),
        "first_positive_date": ("first_test_type",),
        "reported_at": ("case_type",),
        "quarantine_start": (),
        "home_care_checked_on": ("home_care_eligible",),
        "order_date": ("order_number",),
        "quarantine_end": ("previous_quarantine_end", "change_reason"),
        "proposed_on": ("proposed_by", "release_reason"),
        "approved_on": ("approved_by",),
        "closed_on": ("end_reason", "transferred_to", "converted_case_id"),
        "completion_date": ("completion_number",),
    }),
    "tests": ("case_id", "test_id", {"sample_date": ("test_type", "result")}),
    "visits": ("case_id", "visit_id", {"visited_at": ("result", "spo2", "symptoms", "action")}),
    "requests": ("case_id", "request_id", {"requested_at": ("kind",), "delivered_at": ("kind",)}),
    "appraisals": ("household_id", "appraisal_id", {"appraised_on": ("verdict", "reasons")}),
    "signs": ("household_id", "sign_id", {
        "posted_on": ("printed_start", "printed_end"), "removed_on": (),
    }),
    "inspections": ("household_id", "inspection_id", {
        "inspected_at": ("measure", "result", "action"), "resolved_on": ("measure",),
    }),
}  # fmt: skip
_BY_WHOM = ("proposed_by", "approved_by")
# Days that may lie ahead and are told all the same.
_PLANNED = ("quarantine_start", "quarantine_end")


@dataclass(frozen=True)
class Event:
    """`when` is a day, or a moment as ISO text; `column` of `table` says what happened then, to
    whose stay (None: at the door)."""

    when: str
    table: str
    column: str
    details: Mapping[str, Any]
    case_id: str | None


def stay_story(
    store: Store, actor: Actor, as_of: date, case_id: str, household_id: str | None
) -> list[Event]:
    """Events up to the end of the day, and the planned last day. Raises NotAllowed."""
    actor = allowed(store, actor, "persons.see")
    homes = [household_id] if household_id else []
    events = events_until(store, actor, as_of, [case_id], homes)
    if events:  # what is not a record's code does not come into the audit
        saw_record(store, actor, "cases", case_id)
    return events


def events_until(
    store: Store, actor: Actor, as_of: date, case_ids: Collection[str],
    household_ids: Collection[str],
) -> list[Event]:  # fmt: skip
    """Of several stays and doors together; whoever asks has noted that they were looked at."""
    ids: Mapping[About, Collection[str]] = {"case_id": case_ids, "household_id": household_ids}
    last, name_of = as_of.isoformat(), names_of_accounts(store)
    events = [
        replace(event, details=_named(event.details, name_of))
        for table, (about, id_, days) in _TOLD.items()
        for row in _rows(store, actor, table, about, id_, days, ids[about])
        for event in _events(table, row, days)
        if event.when[:10] <= last or event.column in _PLANNED
    ]
    events += [e for e in _moved_ends(store, actor, case_ids) if e.when[:10] <= last]
    return sorted(events, key=lambda event: event.when)


def _named(details: Mapping[str, Any], name_of: Callable[[str], str]) -> dict[str, Any]:
    """Who did it, by the name that people know."""
    return {
        column: name_of(value) if column in _BY_WHOM else value for column, value in details.items()
    }


def _moved_ends(store: Store, actor: Actor, case_ids: Collection[str]) -> Iterator[Event]:
    """Each last day that another one took the place of, on the day when it did; the row itself
    knows only the one before."""
    frame = visible_frame(store, actor, "cases", ("case_id", "quarantine_end", "change_reason"))
    if "quarantine_end" not in frame.columns:
        return
    reached = frame.filter(pl.col("case_id").is_in(list(case_ids)))["case_id"].to_list()
    with store.read() as conn:
        steps = history_of_rows(conn, store.ward_id, "cases", reached)
    for case_id, several in steps.items():
        for step in several:
            old, new = (step["old"] or {}).get("quarantine_end"), step["new"]
            if old and new.get("quarantine_end", old) != old:
                told = {"previous_quarantine_end": old, "quarantine_end": new["quarantine_end"]}
                days = {name: date.fromisoformat(day) for name, day in told.items() if day}
                why = new.get("change_reason") if "change_reason" in frame.columns else None
                details = days | ({"change_reason": why} if why else {})
                when = step["at"].isoformat(timespec="minutes")
                yield Event(when, "cases", "previous_quarantine_end", details, case_id)


def _rows(
    store: Store, actor: Actor, table: str, about: About, id_: str,
    days: Mapping[str, tuple[str, ...]], wanted: Collection[str],
) -> list[dict[str, Any]]:  # fmt: skip
    names = (id_, about, *days, *(name for told in days.values() for name in told))
    frame = visible_frame(store, actor, table, tuple(dict.fromkeys(names)))
    if about not in frame.columns:
        return []
    return frame.filter(pl.col(about).is_in(list(wanted))).rows(named=True)


def _events(
    table: str, row: Mapping[str, Any], days: Mapping[str, tuple[str, ...]]
) -> Iterator[Event]:
    for column, told in days.items():
        if row.get(column) is not None:
            details = {name: row[name] for name in told if row.get(name) not in (None, "")}
            yield Event(str(row[column]), table, column, details, row.get("case_id"))
