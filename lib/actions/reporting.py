"""A report to the district is issued: numbered, and kept as it went out."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from lib.actions.deeds import Refused
from lib.security.access import allowed
from lib.security.actors import Actor
from lib.settings import now as present
from lib.store.audit import add_audit
from lib.store.engine import Store
from lib.store.history import Author
from lib.store.ids import new_id
from lib.store.issued import add_issued, issued_reports
from lib.text.fold import fold_key

RIGHT = "papers.issue"
KIND = "district"


def issue_report(
    store: Store, actor: Actor, number: str, *, first: date, last: date,
    counts: Mapping[str, int | None], documents: Mapping[str, bytes], now: datetime | None = None,
) -> str:  # fmt: skip
    """The id of the report. `documents`: docx and xlsx, as people will be given them.

    Later corrections of the data change nothing in it; a mistake is put right by another report
    of the same days. Raises NotAllowed, StoreBusy; Refused without a number, or with one that
    another report of that year has.
    """
    actor = allowed(store, actor, RIGHT)
    number = " ".join(number.split())
    if not number:
        raise Refused("NO_REPORT_NUMBER")
    author, report_id = Author(actor.account, now or present()), new_id("R")
    row = {
        "report_id": report_id, "kind": KIND, "first_day": first, "last_day": last,
        "number": number, "counts": dict(counts), "docx": documents["docx"],
        "xlsx": documents["xlsx"], "issued_by": author.actor, "issued_at": author.at,
    }  # fmt: skip
    with store.write() as conn:
        if _is_taken(number, last.year, issued_reports(conn, store.ward_id)):
            raise Refused("REPORT_NUMBER_TAKEN")
        add_issued(conn, store.ward_id, row)
        add_audit(conn, store.ward_id, author, "report.issue", row_id=report_id, subject=KIND)
    return report_id


def _is_taken(number: str, year: int, reports: Sequence[Mapping[str, Any]]) -> bool:
    """Numbers begin anew each year; the paper bears the day on which its days end."""
    of_year = (each["number"] for each in reports if each["last_day"].year == year)
    return fold_key(number) in map(fold_key, of_year)
