"""Waiting rows that a file answers: whoever mends a workbook of refused rows sends it back."""

from collections.abc import Collection, Mapping

import sqlalchemy as sa

from lib.security.actors import Actor
from lib.store.history import Author
from lib.store.imports import list_imports
from lib.store.waiting import Waiting, settle, waiting_rows


def settle_answers(
    conn: sa.Connection,
    ward_id: str,
    actor: Actor,
    author: Author,
    table: str,
    tokens: Mapping[int, str],
    accepted: Collection[int],
) -> int:
    """`tokens`: row of the file -> token of the waiting row. A row taken in closes it; one refused
    again waits in its place. A token that means nothing here closes nothing. Returns how many."""
    if not tokens:
        return 0
    known = _open_places(conn, ward_id, actor, table)
    named = {row: Waiting.of(token) for row, token in tokens.items()}
    places = {row: place for row, place in named.items() if place and place in known}
    mended = [place for row, place in places.items() if row in accepted]
    refused = [place for row, place in places.items() if row not in accepted]
    settle(conn, ward_id, mended, "mended", author, answer=author.import_id)
    settle(conn, ward_id, refused, "sent_again", author, answer=author.import_id)
    return len(mended) + len(refused)


def _open_places(conn: sa.Connection, ward_id: str, actor: Actor, table: str) -> frozenset[Waiting]:
    """Rows of this table that wait; beyond the ward's scope only those one sent oneself."""
    files = list_imports(conn, ward_id).filter(table_name=table)
    if actor.scope.kind != "ward":
        files = files.filter(sent_by=actor.account)
    own = set(files["import_id"])
    return frozenset(
        Waiting(import_id, row.row)
        for import_id, rows in waiting_rows(conn, ward_id).items()
        if import_id in own
        for row in rows
    )
