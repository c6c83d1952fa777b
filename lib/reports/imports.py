"""What came when from whom, and what waits to be mended."""

from datetime import datetime

import polars as pl

from lib.ingest.telling import ToldFinding as ToldFinding
from lib.ingest.telling import told as told
from lib.ingest.telling import told_line as told_line
from lib.schema.findings import Finding
from lib.security.access import allowed
from lib.security.actors import Actor, NotAllowed
from lib.store.engine import Store
from lib.store.imports import (
    UNTAKEN,
    RefusedRow,
    import_findings,
    list_imports,
    refused_rows,
)
from lib.store.repository import fetch
from lib.text.collate import text_key

REFUSED_ROW_RIGHTS = ("imports.see", "persons.see", "rows.import")


def load_imports(store: Store, actor: Actor) -> pl.DataFrame:
    """One row per file, the newest first: counts, sender, moment; no one's data. Whoever does not
    work for the whole ward sees only what that one sent."""
    actor = allowed(store, actor, "imports.see")
    with store.read() as conn:
        found = list_imports(conn, store.ward_id)
    return found if actor.scope.kind == "ward" else found.filter(sent_by=actor.account)


def load_findings(store: Store, actor: Actor, import_id: str) -> tuple[Finding, ...]:
    _require_import(store, actor, import_id)
    with store.read() as conn:
        return import_findings(conn, store.ward_id, import_id)


def load_refused_rows(store: Store, actor: Actor, import_id: str) -> tuple[RefusedRow, ...]:
    """The refused rows with their text, which may hold anything a team wrote about a person."""
    allowed(store, actor, *REFUSED_ROW_RIGHTS)
    _require_import(store, actor, import_id)
    with store.read() as conn:
        return refused_rows(conn, store.ward_id, import_id)


def known_senders(store: Store, actor: Actor) -> list[str]:
    """Who has made files before, and the ward's teams, to choose from."""
    with store.read() as conn:
        teams = fetch(conn, store.ward_id, "teams", ("team_id", "name"))["name"].to_list()
    senders = load_imports(store, actor)["sent_by"].to_list()
    return list(
        dict.fromkeys([*sorted(teams, key=text_key), *sorted(set(senders) - {actor.account})])
    )


def _require_import(store: Store, actor: Actor, import_id: str) -> None:
    """Raises NotAllowed for an import that is not in the actor's list."""
    if import_id not in load_imports(store, actor)["import_id"].to_list():
        raise NotAllowed("imports.see")


def last_received(store: Store, actor: Actor) -> str | None:
    """When a file last changed anything, as an ISO moment; None before the first."""
    allowed(store, actor, "figures.see")
    with store.read() as conn:
        imports = list_imports(conn, store.ward_id)
    taken = imports.filter(~pl.col("status").is_in(UNTAKEN))
    changing = taken.filter(pl.col("new") + pl.col("changed") > 0)
    newest: list[datetime] = changing["received_at"].sort(descending=True).head(1).to_list()
    return newest[0].isoformat(timespec="minutes") if newest else None
