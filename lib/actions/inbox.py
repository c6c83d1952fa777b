"""The inbox folder of a ward: what is dropped there is looked at like an upload.

A clean file of a sender whom the data officer has allowed (`allow_inbox`; kept in the table
inbox_senders) is taken in, with the data officer's rights; every other one waits for a person.
What became of a file stands in the report beside it. Whether it was taken is decided by the
import's own transaction, never by the report: after a crash at any moment the file is either
wholly in, and the report is made up for, or still waiting.
"""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from typing import Unpack

from filelock import FileLock, Timeout

from lib.actions.imports import (
    FileRefused,
    ImportReport,
    NotNow,
    accept_arrival,
    preview_arrival,
)
from lib.actions.inbox_report import PROPOSED, Verdict, recorded, refused, taken, waiting
from lib.actions.reading import Arrival, Said, arrival_of
from lib.actions.repeating import repeating
from lib.actions.weighing import Preview
from lib.security.access import allowed
from lib.security.actors import TERMINAL_ROLE, Actor, actor_as
from lib.settings import now as present
from lib.store.engine import Store
from lib.store.history import Author
from lib.store.imports import import_findings
from lib.store.inbox import (
    Dropped,
    InboxFile,
    allow_sender,
    allowed_senders,
    as_known,
    dropped_files,
    find_taken,
    forget_sender,
    read_report,
    write_report,
)
from lib.store.problems import StoreProblem
from lib.store.repository import add_audit

LOGGER = logging.getLogger("ward")
MINUTE = 60.0
WATCHER = "inbox"


def look(store: Store, actor: Actor, *, now: datetime | None = None) -> tuple[InboxFile, ...]:
    """Look through the inbox once; returns every file with its state. Raises NotAllowed."""
    actor, at, inbox = allowed(store, actor, "rows.import"), now or present(), store.settings.inbox
    inbox.mkdir(parents=True, exist_ok=True, mode=0o700)
    try:
        with FileLock(inbox / ".lock", timeout=0):
            for file in dropped_files(inbox):
                _look_at(store, actor, file, at)
    except Timeout:
        pass  # somebody else is looking at this moment
    return tuple(as_known(file) for file in dropped_files(inbox))


def allow_inbox(
    store: Store, actor: Actor, sender: str, *, is_allowed: bool = True, now: datetime | None = None
) -> None:
    """Clean files of this sender are taken in from now on, or wait again. Raises NotAllowed."""
    actor = allowed(store, actor, "inbox.allow")
    author = Author(actor.account, now or present())
    with store.write() as conn:
        forget_sender(conn, store.ward_id, sender)
        if is_allowed:
            allow_sender(conn, store.ward_id, sender, author)
        action = "inbox.allow" if is_allowed else "inbox.disallow"
        add_audit(conn, store.ward_id, author, action, subject=sender)


def preview_dropped(
    store: Store, actor: Actor, name: str, table: str | None, **said: Unpack[Said]
) -> Preview:
    """For a person: what the file of this name in the inbox would do. Raises as preview_import,
    and StoreProblem when it is there no more."""
    _file, arrival = _arrival(store, actor, name, said)
    return preview_arrival(store, actor, arrival, table)


def take_dropped(
    store: Store, actor: Actor, name: str, table: str | None, **said: Unpack[Said]
) -> ImportReport:
    """A person takes it in or proposes it, as accept_import would; the report beside it says so."""
    file, arrival = _arrival(store, actor, name, said)
    report = accept_arrival(store, actor, arrival, table)
    _note(store, file, arrival, taken(report))
    return report


@contextmanager
def watch_inbox(store: Store, every: float = MINUTE) -> Iterator[None]:
    """While it lasts, one look a minute, in a thread of its own."""
    with repeating(lambda: _watch(store), every):
        yield


def _watch(store: Store) -> None:
    """A look that fails is said without names and tried again."""
    try:
        look(store, actor_as(WATCHER, TERMINAL_ROLE))
    except (StoreProblem, OSError) as problem:
        LOGGER.warning("inbox: %s", getattr(problem, "code", type(problem).__name__))


def _look_at(store: Store, actor: Actor, file: Dropped, at: datetime) -> None:
    """What was said about a file holds until the file, the data or the day is another."""
    known = read_report(file)
    # Of a file that was proposed the store tells, which a refusal does not move on.
    is_done = known.get("state") == "taken" or (
        known.get("why") != PROPOSED and known.get("seen") == _seen(store, at)
    )
    if known.get("mark") == file.mark and is_done:
        return
    if not file.is_settled(at):
        return
    try:
        arrival = _as_arrival(file, actor, {"now": at})
        _note(store, file, arrival, _judge(store, actor, file, arrival))
    except (OSError, NotNow) as problem:  # locked by whoever writes it; something else came in
        LOGGER.warning("inbox: a file is left for later: %s", type(problem).__name__)


def _judge(store: Store, actor: Actor, file: Dropped, arrival: Arrival) -> Verdict:
    with store.read() as conn:
        done = find_taken(conn, store.ward_id, file.name, arrival.sha256)
        if done:
            return recorded(done, import_findings(conn, store.ward_id, done["import_id"]))
        is_allowed = file.sender in allowed_senders(conn, store.ward_id)
    try:
        preview = preview_arrival(store, actor, arrival, None)
        if why := _hindrance(preview) or ("" if is_allowed else "NOT_ALLOWED"):
            return waiting(preview, why)
        return taken(accept_arrival(store, actor, arrival, None, lambda p: not _hindrance(p)))
    except FileRefused as refusal:
        return refused(refusal)
    except (StoreProblem, OSError, NotNow):
        raise
    except Exception as error:  # noqa: BLE001 - one odd file must not keep the others waiting
        LOGGER.error("inbox: a file could not be read: %s", type(error).__name__)
        return Verdict("waiting", "FAILED")


def _hindrance(preview: Preview) -> str:
    """Why nobody may take the file without looking at it; "" when it is clean."""
    if preview.asks:
        return "ASKS"
    if preview.refused or any(finding.level == "error" for finding in preview.findings):
        return "ROWS_REFUSED"
    if any(each.side is None for each in preview.conflicts):
        return "CONFLICTS"
    return "SECOND_PERSON" if preview.share.needs_second else ""


def _arrival(store: Store, actor: Actor, name: str, said: Said) -> tuple[Dropped, Arrival]:
    for file in dropped_files(store.settings.inbox):
        if file.name == name:
            return file, _as_arrival(file, actor, said)
    raise StoreProblem("INBOX_FILE_GONE")


def _as_arrival(file: Dropped, actor: Actor, said: Said) -> Arrival:
    raw, sender = file.path.read_bytes(), file.sender or actor.account
    arrival = arrival_of(raw, file.path.name, {**said, "sender": sender}, sender, present())
    return replace(arrival, inbox_name=file.name)


def _note(store: Store, file: Dropped, arrival: Arrival, verdict: Verdict) -> None:
    about = {
        "file": file.name, "sender": file.sender, "sha256": arrival.sha256, "mark": file.mark,
        "at": arrival.now.isoformat(), "seen": _seen(store, arrival.now),
    }  # fmt: skip
    write_report(file, verdict.as_json() | about, verdict.in_words())


def _seen(store: Store, at: datetime) -> str:
    return f"{store.data_version()} {at.date()}"
