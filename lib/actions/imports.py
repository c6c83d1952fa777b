"""Take a team's file in: show what it would do, then do exactly that, in one transaction."""

from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from functools import partial
from typing import Unpack

from lib.actions.answers import senders_answered
from lib.actions.backups import back_up_before
from lib.actions.bounds import candidates, shown_changes, with_conflicts_hidden
from lib.actions.identity import new_id
from lib.actions.knowledge import own_work, spelt_groups
from lib.actions.large_imports import ask_second
from lib.actions.reading import Arrival, Recall, Said, arrival_of, read_file
from lib.actions.recording import record_acceptance, record_refusal
from lib.actions.taking import Weighed, take_in
from lib.actions.weighing import Preview, weigh
from lib.ingest.reader import FileAsks, FileRefused
from lib.schema.findings import Finding
from lib.security.access import allowed
from lib.security.actors import Actor
from lib.settings import now as present
from lib.store.engine import Store
from lib.store.history import Author
from lib.store.mappings import Remembered, remembered
from lib.store.uploads import keep_original

__all__ = ["FileAsks", "FileRefused", "ImportReport", "Preview", "accept_import", "preview_import"]


@dataclass(frozen=True)
class ImportReport:
    """What a file did. accepted + refused == rows; new + changed + unchanged == accepted.
    `conflicts` counts the cells that wait for somebody to choose, `missing` the rows left out.
    With a `proposal_id` it has done nothing yet: it waits for another person to agree."""

    import_id: str
    table: str
    rows: int
    accepted: int
    refused: int
    new: int
    changed: int
    unchanged: int
    findings: tuple[Finding, ...]
    conflicts: int = 0
    missing: int = 0
    proposal_id: str | None = None


def preview_import(
    store: Store,
    actor: Actor,
    raw: bytes,
    file_name: str,
    table: str | None,
    **said: Unpack[Said],
) -> Preview:
    """Never writes. Without `table` headings decide. Raises NotAllowed, FileRefused, FileAsks."""
    arrival = arrival_of(raw, file_name, said, actor.account, present())
    return preview_arrival(store, actor, arrival, table)


def preview_arrival(store: Store, actor: Actor, arrival: Arrival, table: str | None) -> Preview:
    """The same for a file that came another way."""
    actor = allowed(store, actor, "rows.import")
    tables = candidates(actor, table)
    groups, own = partial(spelt_groups, store), own_work(store, actor)
    reading = read_file(arrival, tables, _recall(store, arrival), groups, own)
    with store.read() as conn:
        preview, comparison = weigh(conn, store, actor, arrival, reading)
    return replace(
        preview,
        changed=shown_changes(actor, comparison),
        conflicts=with_conflicts_hidden(actor, preview.table, preview.conflicts),
    )


def accept_import(
    store: Store,
    actor: Actor,
    raw: bytes,
    file_name: str,
    table: str | None,
    **said: Unpack[Said],
) -> ImportReport:
    """Keep the bytes, then take all good rows in at once; refused rows are kept beside them. What
    would change a large share of the list is proposed instead, and waits for another person.

    The file is compared anew inside the transaction, so nothing read before can be stale.
    Raises NotAllowed; FileRefused after the refusal itself has been recorded; FileAsks, and
    FileRefused with FILE_SHORTER or COPY_SHORTER, when a person must first say more: that leaves
    no record.
    """
    arrival = arrival_of(raw, file_name, said, actor.account, present())
    return accept_arrival(store, actor, arrival, table)


class NotNow(Exception):  # noqa: N818 - expected: the file waits
    """The caller did not want the file to be taken as it would be."""


def accept_arrival(
    store: Store,
    actor: Actor,
    arrival: Arrival,
    table: str | None,
    wanted: Callable[[Preview], bool] = lambda preview: True,
) -> ImportReport:
    """The same for a file that came another way. Raises NotNow when it is not `wanted` as it is."""
    actor = allowed(store, actor, "rows.import")
    tables = candidates(actor, table)
    author = Author(actor.account, arrival.now, import_id=new_id("I"))
    keep_original(store.settings.uploads, arrival.raw)
    back_up_before(store, arrival.now, "import")
    groups, own = partial(spelt_groups, store), own_work(store, actor)
    try:
        reading = read_file(arrival, tables, _recall(store, arrival), groups, own)
    except FileAsks:
        raise
    except FileRefused as refusal:
        record_refusal(store, arrival, author, table, refusal)
        raise
    with store.write() as conn:
        preview, comparison = weigh(conn, store, actor, arrival, reading)
        if preview.asks:
            raise FileRefused(*preview.asks, n_rows=preview.n_rows)
        if not wanted(preview):
            raise NotNow
        file = Weighed(actor, author, arrival, reading, preview, comparison, arrival.explains)
        if preview.share.needs_second:
            return _report(preview, *ask_second(conn, store, file))
        record_acceptance(conn, store.ward_id, arrival, author, preview, reading)
        take_in(conn, store.ward_id, file)
    return _report(preview, author.import_id)


def _recall(store: Store, arrival: Arrival) -> Recall:
    def recall(shape: str, tokens: Collection[str]) -> Remembered | None:
        with store.read() as conn:
            senders = [arrival.sender, *senders_answered(conn, store.ward_id, tokens)]
            said = (remembered(conn, store.ward_id, sender, shape) for sender in senders)
            return next((each for each in said if each), None)

    return recall


def _report(
    preview: Preview, import_id: str | None, proposal_id: str | None = None
) -> ImportReport:
    return ImportReport(
        import_id=import_id or "",
        table=preview.table,
        rows=preview.n_rows,
        accepted=preview.accepted,
        refused=preview.refused,
        new=preview.new,
        changed=len(preview.changed),
        unchanged=preview.unchanged,
        findings=preview.findings,
        conflicts=sum(each.side is None for each in preview.conflicts),
        missing=len(preview.missing),
        proposal_id=proposal_id,
    )
