"""Which orders and completion papers wait for a number, and which were numbered on the day."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from lib.documents.papers import COMPLETION, ORDER
from lib.reports.work_lists import rows_seen
from lib.security.access import allowed
from lib.security.actors import Actor
from lib.security.audit import saw_list
from lib.store.engine import Store
from lib.text.collate import name_key, text_key

RIGHT = "papers.issue"
_WANTED = (
    "case_id", "full_name", "case_type", "group_id", "house_number", "alley", "street",
    "reported_at", "quarantine_start", "quarantine_end", "closed_on", "end_reason",
    "order_number", "order_date", "completion_number", "completion_date",
)  # fmt: skip
Row = Mapping[str, Any]


@dataclass(frozen=True)
class PaperList:
    """Rows of cases with their version: by group and given name those without a number, by
    number those that got one on the day."""

    waiting: tuple[Row, ...]
    numbered: tuple[Row, ...]


def paper_list(store: Store, actor: Actor, kind: str, as_of: date) -> PaperList:
    """Orders are of open stays, completion papers of completed ones. Raises NotAllowed."""
    actor = allowed(store, actor, "persons.see", RIGHT)
    number, day, is_due = _KINDS[kind]
    rows = [
        row
        for row in rows_seen(store, actor, "cases", _WANTED).values()
        if row["reported_at"][:10] <= as_of.isoformat()
    ]
    waiting = [row for row in rows if is_due(row, as_of) and not _is_given(row, day, as_of)]
    numbered = [row for row in rows if row[number] and row[day] == as_of]
    saw_list(store, actor, "papers", len(waiting) + len(numbered))
    return PaperList(
        tuple(sorted(waiting, key=_by_group)),
        tuple(sorted(numbered, key=lambda row: text_key(row[number]))),
    )


def _is_given(row: Row, day: str, as_of: date) -> bool:
    return row[day] is not None and row[day] <= as_of


def _is_open(row: Row, as_of: date) -> bool:
    has_dates = row["quarantine_start"] is not None and row["quarantine_end"] is not None
    return has_dates and (row["closed_on"] is None or row["closed_on"] > as_of)


def is_completed(row: Row, as_of: date) -> bool:
    is_over = row["closed_on"] is not None and row["closed_on"] <= as_of
    return is_over and row["end_reason"] == "completed"


def _by_group(row: Row) -> tuple[Any, ...]:
    return text_key(row["group_id"]), name_key(row["full_name"] or ""), row["case_id"]


_KINDS = {
    ORDER.name: ("order_number", "order_date", _is_open),
    COMPLETION.name: ("completion_number", "completion_date", is_completed),
}
