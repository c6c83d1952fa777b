"""Waiting rows that a file answers: whoever mends a workbook of refused rows sends it back."""

from collections.abc import Collection, Iterable, Mapping

import polars as pl
import sqlalchemy as sa

from lib.security.actors import Actor
from lib.store.history import Author
from lib.store.imports import list_imports
from lib.store.waiting import Outcome, Waiting, settle, waiting_rows


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
    _settle(conn, ward_id, author, places.items(), accepted)
    return len(places)


def settle_repeated(
    conn: sa.Connection,
    ward_id: str,
    actor: Actor,
    author: Author,
    table: str,
    sha256: str,
    accepted: Collection[int],
) -> None:
    """The very same file again, once what it lacked is there: each of its rows that waited has been
    judged anew, and waits no longer or as a row of this one."""
    files = list_imports(conn, ward_id).filter(pl.col("sha256") == sha256)
    earlier = set(files["import_id"]) - {author.import_id}
    if not earlier:
        return
    places = [p for p in _open_places(conn, ward_id, actor, table) if p.import_id in earlier]
    _settle(conn, ward_id, author, [(place.row, place) for place in places], accepted)


def _settle(
    conn: sa.Connection,
    ward_id: str,
    author: Author,
    places: Iterable[tuple[int, Waiting]],
    accepted: Collection[int],
) -> None:
    """`places`: row of the file, and the waiting row that it answers."""
    for row, place in places:
        outcome: Outcome = "mended" if row in accepted else "sent_again"
        settle(conn, ward_id, [place], outcome, author, answer=author.import_id)


def senders_answered(conn: sa.Connection, ward_id: str, tokens: Collection[str]) -> list[str]:
    """Who sent the files whose waiting rows are answered: how they explained their headings holds
    for the rows that come back, whoever brings them."""
    places = [place for place in map(Waiting.of, tokens) if place]
    files = list_imports(conn, ward_id)
    own = files.filter(pl.col("import_id").is_in([place.import_id for place in places]))
    return sorted(set(own["sent_by"]))


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
