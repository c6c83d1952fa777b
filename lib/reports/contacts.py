"""Who was exposed by whom, and how many new F0 were already in quarantine as F1."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from lib.reports.frames import visible_frame
from lib.security.access import allowed
from lib.security.actors import Actor, NotAllowed
from lib.security.audit import saw_list
from lib.security.fields import visible_columns
from lib.store.engine import Store
from lib.text.collate import name_key
from lib.text.formats import format_moment

DAYS = 14
_WANTED = (
    "case_id", "full_name", "case_type", "source_case_id", "converted_case_id", "reported_at",
    "previous_case_id",
)  # fmt: skip


@dataclass(frozen=True)
class Contacts:
    """`exposed`: case -> those whose source it is, each person being the last of their stays;
    `people` are the rows of all of them. `n_known` of the `n_new` F0 of the last 14 days were F1
    before; somebody back from hospital is not new."""

    people: Mapping[str, Mapping[str, Any]]
    exposed: Mapping[str, tuple[str, ...]]
    n_new: int
    n_known: int

    def around(self, case_id: str) -> dict[str, tuple[str, ...]]:
        """The part of `exposed` that hangs together with this case."""
        sources = {to: by for by, several in self.exposed.items() for to in several}
        found, waiting = set(), [case_id]
        while waiting:
            id_ = waiting.pop()
            if id_ not in found:
                found.add(id_)
                waiting += [*self.exposed.get(id_, ()), *filter(None, [sources.get(id_)])]
        return {id_: several for id_, several in self.exposed.items() if id_ in found}


def may_see_contacts(actor: Actor) -> bool:
    return bool(visible_columns(actor, "cases", ("source_case_id",)))


def contacts(store: Store, actor: Actor, as_of: date) -> Contacts:
    """Stays reported up to the day, within reach. Raises NotAllowed, also for whoever sees people
    but not from whom they have it."""
    actor = allowed(store, actor, "persons.see")
    if not may_see_contacts(actor):
        raise NotAllowed("cases.source_case_id")
    last = as_of.isoformat()
    frame = visible_frame(store, actor, "cases", _WANTED)
    rows = [row for row in frame.rows(named=True) if row["reported_at"][:10] <= last]
    saw_list(store, actor, "contacts", len(rows))
    became = {row["case_id"]: row["converted_case_id"] for row in rows if row["converted_case_id"]}
    back = {row["previous_case_id"]: row["case_id"] for row in rows if row["previous_case_id"]}
    known = {row["case_id"] for row in rows}
    now = {id_: _last_stay(id_, became | back, known) for id_ in known}
    exposed: defaultdict[str, set[str]] = defaultdict(set)
    for row in rows:
        source, case = now.get(row["source_case_id"]), now[row["case_id"]]
        if source and source != case:
            exposed[source].add(case)
    since = (as_of - timedelta(DAYS - 1)).isoformat()
    new = {row["case_id"] for row in rows if _is_new_f0(row) and row["reported_at"][:10] >= since}
    return Contacts(
        {row["case_id"]: row for row in rows},
        {id_: tuple(sorted(several)) for id_, several in exposed.items()},
        len(new), len(new & set(became.values())),
    )  # fmt: skip


def _last_stay(case_id: str, after: Mapping[str, str], known: set[str]) -> str:
    """Through F1 to F0 and through the hospital; a file may say so in a circle."""
    passed: set[str] = set()
    while (later := after.get(case_id)) in known and later not in passed:
        passed.add(case_id)
        case_id = str(later)
    return case_id


def _is_new_f0(row: Mapping[str, Any]) -> bool:
    """Somebody back from hospital is no new case."""
    return row["case_type"] == "F0" and row["previous_case_id"] is None


def possible_sources(store: Store, actor: Actor, as_of: date) -> dict[str, str]:
    """F0 reported up to the day, within reach: case -> name and day, by given name."""
    actor = allowed(store, actor, "persons.see")
    frame = visible_frame(store, actor, "cases", _WANTED)
    if not {"full_name", "case_type"} <= set(frame.columns):
        return {}
    last = as_of.isoformat()
    rows = [
        row
        for row in frame.rows(named=True)
        if row["case_type"] == "F0" and row["reported_at"][:10] <= last
    ]
    rows.sort(key=lambda row: (name_key(row["full_name"] or ""), row["case_id"]))
    saw_list(store, actor, "contacts", len(rows))
    return {
        row["case_id"]: f"{row['full_name'] or row['case_id']} \u00b7 "
        + format_moment(row["reported_at"])
        for row in rows
    }
