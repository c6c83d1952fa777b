"""What people ask about their own data: written down by whoever hears it, answered in time."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal

import sqlalchemy as sa

from lib.actions.identity import new_id
from lib.rules.privacy import PRIVACY, due_on, reply_due_on
from lib.security.access import allowed
from lib.security.actors import Actor
from lib.settings import now as present
from lib.store.audit import add_audit
from lib.store.engine import Store
from lib.store.erasure import find_person
from lib.store.forgetting import forget_asker
from lib.store.history import Author
from lib.store.oversight import SUBJECT_REQUESTS
from lib.store.problems import StoreBusy
from lib.text.catalogue import _


@dataclass(frozen=True)
class SubjectRequest:
    """`kind` as in data/rules/privacy.toml; `asked_by`: who, and how to reach them; `about`: the
    code of the record, when it is known."""

    kind: str
    received_on: date
    asked_by: str
    details: str = ""
    about: str = ""


class NoSuchRecord(Exception):  # noqa: N818 - expected: the person corrects the code
    """Nothing was written down: no record of a person has the code."""

    def sentence(self) -> str:
        return _("There is no record with this code.")


def record_request(
    store: Store, actor: Actor, asked: SubjectRequest, *, now: datetime | None = None
) -> str:
    """Write it down with its due dates; returns its id. Raises NotAllowed, NoSuchRecord,
    ValueError."""
    actor = allowed(store, actor, "requests.record")
    author = Author(actor.account, now or present())
    if not asked.asked_by.strip() or asked.received_on > author.at.date():
        raise ValueError("asked by nobody, or in the future")
    kind, request_id = PRIVACY.kinds[asked.kind], new_id("YD")
    table, row_id = _record_asked_about(store, asked.about.strip())
    row = {
        "ward_id": store.ward_id, "request_id": request_id, "kind": asked.kind,
        "received_on": asked.received_on, "asked_by": asked.asked_by.strip(),
        "details": asked.details.strip() or None, "about_table": table,
        "about_id": row_id, "is_extended": False, "status": "open",
        "reply_due_on": reply_due_on(kind, received_on=asked.received_on),
        "due_on": due_on(kind, received_on=asked.received_on), "recorded_by": author.actor,
    }  # fmt: skip
    with store.write() as conn:
        conn.execute(sa.insert(SUBJECT_REQUESTS), row)
        add_audit(
            conn, store.ward_id, author, "requests.record", row_id=request_id,
            subject=asked.kind, changes=False,
        )  # fmt: skip
    return request_id


def _record_asked_about(store: Store, code: str) -> tuple[str | None, str | None]:
    if not code:
        return None, None
    with store.read() as conn:
        found = find_person(conn, store.ward_id, code)
    if found is None:
        raise NoSuchRecord
    return found


def note_reply(
    store: Store, actor: Actor, request_id: str, on: date, *, now: datetime | None = None
) -> None:
    """The person was told how it goes on."""
    _change(store, actor, request_id, {"replied_on": on}, "replied", now)


def extend_request(
    store: Store, actor: Actor, request_id: str, *, now: datetime | None = None
) -> None:
    """Put the end off, which the law allows once. Raises StoreBusy when it was done before."""
    actor = allowed(store, actor, "requests.decide")
    with store.read() as conn:
        query = sa.select(SUBJECT_REQUESTS.c.kind, SUBJECT_REQUESTS.c.received_on).where(
            SUBJECT_REQUESTS.c.ward_id == store.ward_id,
            SUBJECT_REQUESTS.c.request_id == request_id,
        )
        kind, received = conn.execute(query).one()
    later = due_on(PRIVACY.kinds[kind], received_on=received, is_extended=True)
    values = {"is_extended": True, "due_on": later}
    _change(store, actor, request_id, values, "extended", now, SUBJECT_REQUESTS.c.is_extended)


def decide_request(
    store: Store,
    actor: Actor,
    request_id: str,
    status: Literal["done", "refused"],
    outcome: str,
    *,
    now: datetime | None = None,
) -> None:
    """What came of it, in words. Who asked is forgotten when they wished to be, or were erased.
    Raises NotAllowed, StoreBusy when it was decided before."""
    moment = now or present()
    values = {"status": status, "outcome": outcome.strip(), "decided_on": moment.date()}
    _change(store, actor, request_id, values, status, moment)


def _change(
    store: Store,
    actor: Actor,
    request_id: str,
    values: dict[str, Any],
    what: str,
    now: datetime | None,
    unless: sa.ColumnElement[bool] | None = None,
) -> None:
    actor = allowed(store, actor, "requests.decide")
    author = Author(actor.account, now or present())
    open_one = (
        SUBJECT_REQUESTS.c.ward_id == store.ward_id,
        SUBJECT_REQUESTS.c.request_id == request_id,
        SUBJECT_REQUESTS.c.status == "open",
        sa.true() if unless is None else sa.not_(unless),
    )
    with store.write() as conn:
        done = conn.execute(sa.update(SUBJECT_REQUESTS).where(*open_one).values(values)).rowcount
        if not done:
            raise StoreBusy("ROW_CHANGED")
        if "status" in values:
            forget_asker(conn, store.ward_id, request_id)
        add_audit(
            conn, store.ward_id, author, "requests.decide", row_id=request_id, subject=what,
            changes=False,
        )  # fmt: skip
