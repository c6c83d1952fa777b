"""A refused row mended by a person: sent again alone, or set aside with a reason."""

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from lib.actions.imports import accept_import, preview_import
from lib.actions.reading import Said
from lib.ingest.refusal import FileRefused
from lib.ingest.service import TOKEN_HEADING
from lib.schema.findings import Finding
from lib.security.access import allowed
from lib.security.actors import Actor, NotAllowed
from lib.settings import now as present
from lib.store.engine import Store
from lib.store.history import Author
from lib.store.imports import list_imports
from lib.store.repository import add_audit
from lib.store.waiting import Waiting, headings_as_sent, renew, reopen, settle, waiting_rows
from lib.text.catalogue import N_, _
from lib.text.inert import as_inert

RIGHTS = ("imports.see", "persons.see", "rows.import")


class NotWaiting(Exception):  # noqa: N818 - expected: somebody else was quicker
    """The row has been answered meanwhile."""

    def sentence(self) -> str:
        return _(_ANSWERED)


_ANSWERED = N_("Somebody has answered this row meanwhile. Load the page again.")


@dataclass(frozen=True)
class Mended:
    """What became of a row that was sent again. `findings` are about its row in the old file."""

    is_accepted: bool
    findings: tuple[Finding, ...]
    import_id: str | None = None


def mend_row(
    store: Store,
    actor: Actor,
    place: Waiting,
    cells: Mapping[str, str],
    *,
    now: datetime | None = None,
) -> Mended:
    """Send one row again with these cells under the file's own headings. Taken in, it leaves the
    queue; refused, it stays with what was typed and the new reason."""
    actor = allowed(store, actor, *RIGHTS)
    now = now or present()
    file = _waiting_at(store, actor, place)
    raw, name = _as_file(place, cells), f"{file['file_name']} #{place.row}"
    # As the file's sender: headings once explained mean the same in a row of that file.
    said: Said = {"sender": file["sent_by"], "now": now}
    try:
        preview = preview_import(store, actor, raw, name, file["table_name"], **said)
        findings, is_good = preview.findings, preview.refused == 0
    except FileRefused as refusal:
        findings, is_good = refusal.findings, False
    if not is_good:
        return _still_refused(store, actor, place, cells, findings, now)
    report = accept_import(store, actor, raw, name, file["table_name"], **said)
    return Mended(report.refused == 0, _about(place, report.findings), report.import_id)


def _as_file(place: Waiting, cells: Mapping[str, str]) -> bytes:
    out = io.StringIO()
    sheet = csv.writer(out, lineterminator="\r\n")
    sheet.writerow(map(as_inert, [*headings_as_sent(cells), _(TOKEN_HEADING)]))
    sheet.writerow(map(as_inert, [*cells.values(), place.token]))
    return out.getvalue().encode("utf-8-sig")


def _about(place: Waiting, findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """The findings of the one-row file, said about the row of the file it came in."""
    return tuple(replace(finding, row=place.row) for finding in findings)


def _still_refused(
    store: Store,
    actor: Actor,
    place: Waiting,
    cells: Mapping[str, str],
    findings: tuple[Finding, ...],
    now: datetime,
) -> Mended:
    said = _about(place, findings)
    author = Author(actor.account, now)
    with store.write() as conn:
        _require_waiting(conn, store, place)
        renew(conn, store.ward_id, place, cells, said)
        add_audit(conn, store.ward_id, author, "row.mend", row_id=place.token)
    return Mended(False, said)


def set_aside(
    store: Store,
    actor: Actor,
    place: Waiting,
    reason: str,
    *,
    now: datetime | None = None,
) -> None:
    """The row is not needed, and why; it can be taken up again."""
    actor = allowed(store, actor, *RIGHTS)
    if not reason.strip():
        raise ValueError("a row is never set aside without a reason")
    author = Author(actor.account, now or present())
    _waiting_at(store, actor, place)
    with store.write() as conn:
        _require_waiting(conn, store, place)
        settle(conn, store.ward_id, [place], "set_aside", author, reason=reason.strip())
        add_audit(conn, store.ward_id, author, "row.set_aside", row_id=place.token)


def take_up(store: Store, actor: Actor, place: Waiting, *, now: datetime | None = None) -> None:
    """A row that was set aside waits again."""
    actor = allowed(store, actor, *RIGHTS)
    author = Author(actor.account, now or present())
    with store.write() as conn:
        _own_import(conn, store, actor, place)
        reopen(conn, store.ward_id, place)
        add_audit(conn, store.ward_id, author, "row.take_up", row_id=place.token)


def _waiting_at(store: Store, actor: Actor, place: Waiting) -> dict[str, Any]:
    """The file of a row that waits. Raises NotWaiting, NotAllowed."""
    with store.read() as conn:
        found = _own_import(conn, store, actor, place)
        _require_waiting(conn, store, place)
    return found


def _own_import(conn: sa.Connection, store: Store, actor: Actor, place: Waiting) -> dict[str, Any]:
    """Beyond the ward's scope one mends only what one sent oneself."""
    imports = list_imports(conn, store.ward_id).filter(import_id=place.import_id)
    if imports.is_empty():
        raise NotWaiting
    file = imports.row(0, named=True)
    if actor.scope.kind != "ward" and file["sent_by"] != actor.account:
        raise NotAllowed("imports.see")
    return file


def _require_waiting(conn: sa.Connection, store: Store, place: Waiting) -> None:
    rows = waiting_rows(conn, store.ward_id).get(place.import_id, ())
    if place.row not in {row.row for row in rows}:
        raise NotWaiting
