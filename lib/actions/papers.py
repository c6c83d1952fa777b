"""Orders and completion papers are numbered, and the ward words them in its own way."""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from lib.actions.deeds import Done, Refused, doing
from lib.actions.stays import Seen, as_seen, has_come
from lib.documents.papers import COMPLETION, KINDS, ORDER, check_template
from lib.security.access import allowed
from lib.security.actors import Actor
from lib.settings import now as present
from lib.store.audit import add_audit
from lib.store.engine import Store
from lib.store.history import Author
from lib.store.printing import put_template

RIGHT = "papers.issue"
_COLUMNS = {
    ORDER.name: ("order_number", "order_date"),
    COMPLETION.name: ("completion_number", "completion_date"),
}


def number_papers(
    store: Store, actor: Actor, kind: str, stays: Sequence[Seen], first_number: str, *, on: date,
    now: datetime | None = None,
) -> Done:  # fmt: skip
    """One paper for each stay, numbered one after the other from the first: 125/QD, 126/QD, ...

    Raises NotAllowed, StoreBusy, Refused; then none is numbered.
    """
    numbers, (number, day) = numbers_from(first_number, len(stays)), _COLUMNS[kind]
    with doing(store, actor, "paper.number", RIGHT, now=now) as deed:
        for row, said in zip(as_seen(deed, stays), numbers, strict=True):
            _CHECKS[kind](row, on)
            if row[number] and (row[day] is None or has_come(row[day], on)):
                raise Refused("NUMBERED")
            deed.change("cases", row, {number: said, day: on})
    return deed.done


def numbers_from(first: str, n: int) -> list[str]:
    """ "125/QD-UBND" and two more: 126/QD-UBND, 127/QD-UBND; zeros in front stay."""
    match = re.fullmatch(r"\s*(\d{1,9})(\D.*?)?\s*", first)
    if match is None:
        raise Refused("NO_NUMBER")
    digits, rest = match[1], match[2] or ""
    return [f"{int(digits) + k:0{len(digits)}d}{rest}" for k in range(n)]


def change_template(
    store: Store, actor: Actor, kind: str, raw: bytes | None, *, now: datetime | None = None
) -> None:
    """The ward's own template from now on, or the shipped one again (None).

    Raises NotAllowed; TemplateRefused when no paper could be made from it.
    """
    actor = allowed(store, actor, RIGHT)
    author = Author(actor.account, now or present())
    if raw is not None:
        check_template(KINDS[kind], raw)
    with store.write() as conn:
        put_template(conn, store.ward_id, kind, raw, author)
        add_audit(conn, store.ward_id, author, "paper.template", subject=kind)


def _can_be_ordered(row: Mapping[str, Any], _on: date) -> None:
    if row["quarantine_start"] is None or row["quarantine_end"] is None:
        raise Refused("NO_END")


def _is_completed(row: Mapping[str, Any], on: date) -> None:
    if row["end_reason"] != "completed" or not has_come(row["closed_on"], on):
        raise Refused("NOT_COMPLETED")


_CHECKS: dict[str, Callable[[Mapping[str, Any], date], None]] = {
    ORDER.name: _can_be_ordered, COMPLETION.name: _is_completed,
}  # fmt: skip
