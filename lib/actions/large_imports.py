"""A file that changes a large share of a list waits until another person agrees.

What is proposed is the kept file and what was said about it: its bytes under their hash, its
record among the imports, how its headings were explained in the memory of mappings. When somebody
agrees it is read and weighed anew with the rights of whoever sent it, and taken in when it would
still do exactly what was shown.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from functools import partial
from typing import Any

import sqlalchemy as sa

from lib.actions.backups import back_up_before
from lib.actions.bounds import candidates
from lib.actions.effects import effect_of
from lib.actions.knowledge import own_work, spelt_groups
from lib.actions.proposing import note_proposal
from lib.actions.reading import Arrival, Reading, read_file
from lib.actions.recording import record_agreed, record_waiting
from lib.actions.taking import Weighed, take_in
from lib.actions.weighing import weigh
from lib.ingest.choices import Choices
from lib.ingest.refusal import FileRefused
from lib.security.access import allowed
from lib.security.actors import Actor, NotAllowed, actor_as
from lib.store.conflicts import Decision
from lib.store.engine import Store
from lib.store.history import Author
from lib.store.imports import mark_import, waiting_import, waiting_imports
from lib.store.mappings import forget_mapping, remember, remembered
from lib.store.oversight import PROPOSALS
from lib.store.uploads import read_original

ACTION, RIGHT = "rows.import", "imports.large"
Arguments = Mapping[str, Any]


@dataclass(frozen=True)
class Ready:
    """The kept file read again, and whoever sent it as the account is now."""

    actor: Actor
    arrival: Arrival
    reading: Reading


def ask_second(conn: sa.Connection, store: Store, file: Weighed) -> tuple[str, str]:
    """Keep the file waiting; returns the ids of its record and of the proposal. The same file that
    waits already, and would do the same, is not proposed twice. Raises NotAllowed."""
    file.actor.require(RIGHT)
    if waiting := _already(conn, store.ward_id, file):
        return waiting
    import_id = file.author.import_id or ""
    record_waiting(conn, store.ward_id, file.arrival, file.author, file.preview)
    reading = file.reading
    remember(conn, store.ward_id, import_id, reading.shape, reading.said, file.author)
    proposal_id = note_proposal(
        conn, store.ward_id, file.author, ACTION, _arguments(file), file.arrival.reason or None
    )
    return import_id, proposal_id


def _already(conn: sa.Connection, ward_id: str, file: Weighed) -> tuple[str, str] | None:
    same = waiting_imports(conn, ward_id, file.arrival.sha256)
    query = sa.select(PROPOSALS.c.proposal_id, PROPOSALS.c.arguments).where(
        PROPOSALS.c.ward_id == ward_id,
        PROPOSALS.c.action == ACTION,
        PROPOSALS.c.status == "open",
    )
    for line in conn.execute(query) if same else ():
        import_id = line.arguments["import_id"]
        if import_id in same and line.arguments["effect"] == effect_of(file.comparison, import_id):
            return import_id, line.proposal_id
    return None


def _arguments(file: Weighed) -> dict[str, Any]:
    """Ids, codes, headings and numbers: what the replay needs and no cell says."""
    arrival, scope, import_id = file.arrival, file.actor.scope, file.author.import_id or ""
    return {
        "import_id": import_id,
        "held": file.preview.share.held,
        "shape": file.reading.shape,
        "choices": asdict(arrival.choices),
        "decisions": [asdict(decision) for decision in arrival.decisions],
        "confirmed": arrival.confirmed,
        "by_hand": arrival.by_hand,
        "is_said": file.is_said,
        "effect": effect_of(file.comparison, import_id),
        "by": {
            "account": file.actor.account, "account_id": file.actor.account_id,
            "role": file.actor.role, "team_id": scope.team_id, "group_id": scope.group_id,
        },
    }  # fmt: skip


def prepare_agreed(store: Store, arguments: Arguments, now: datetime) -> dict[str, Any]:
    """Before the transaction of whoever agrees: a backup, and the file read again. `ready` is None
    when that cannot be done any more."""
    back_up_before(store, now, "import")
    try:
        ready = read_again(store, arguments)
    except (FileRefused, NotAllowed):
        ready = None  # the sender has lost the right, or the lists are other ones
    return {"ready": ready}


def take_agreed(conn: sa.Connection, store: Store, author: Author, arguments: Arguments) -> bool:
    """For what two people decide. False when the file would not do what was shown."""
    ready: Ready | None = arguments["ready"]
    if ready is None:
        return False
    import_id = arguments["import_id"]
    preview, comparison = weigh(conn, store, ready.actor, ready.arrival, ready.reading)
    if effect_of(comparison, import_id) != arguments["effect"]:
        return False
    file = Weighed(
        ready.actor, replace(author, import_id=import_id), ready.arrival, ready.reading,
        preview, comparison, arguments["is_said"],
    )  # fmt: skip
    record_agreed(conn, store.ward_id, file.author, preview, ready.reading)
    take_in(conn, store.ward_id, file)
    forget_mapping(conn, store.ward_id, import_id, arguments["shape"])
    return True


def leave_out(conn: sa.Connection, store: Store, author: Author, arguments: Arguments) -> None:
    """Refused or taken back: the file stays in the list of imports, not taken."""
    mark_import(conn, store.ward_id, arguments["import_id"], "not_taken")
    forget_mapping(conn, store.ward_id, arguments["import_id"], arguments["shape"])


def read_again(store: Store, arguments: Arguments) -> Ready | None:
    """None when the record or the bytes are gone. Raises NotAllowed, FileRefused."""
    import_id = arguments["import_id"]
    with store.read() as conn:
        record = waiting_import(conn, store.ward_id, import_id)
        said = remembered(conn, store.ward_id, import_id, arguments["shape"])
    raw = read_original(store.settings.uploads, record.sha256) if record else None
    if record is None or said is None or raw is None:
        return None
    actor = allowed(store, _sender(arguments["by"]), "rows.import", RIGHT)
    arrival = Arrival(
        raw=raw, file_name=record.file_name, sender=record.sent_by, now=record.received_at,
        constants=said.constants, corrections=said.corrections,
        choices=Choices(**arguments["choices"]),
        decisions=tuple(Decision(**each) for each in arguments["decisions"]),
        confirmed=arguments["confirmed"], inbox_name=record.inbox_name,
        by_hand=arguments["by_hand"],
    )  # fmt: skip
    tables, groups = candidates(actor, said.table), partial(spelt_groups, store)
    own = own_work(store, actor)
    reading = read_file(arrival, tables, lambda _shape, _tokens: None, groups, own)
    return Ready(actor, arrival, reading)


def _sender(by: Mapping[str, Any]) -> Actor:
    """Whoever sent the file; an account is looked up again, so that only its name counts here."""
    actor = actor_as(by["account"], by["role"], team_id=by["team_id"], group_id=by["group_id"])
    return replace(actor, account_id=by["account_id"])
