"""What a file that was weighed writes, inside the transaction in which it was weighed."""

from dataclasses import dataclass

import sqlalchemy as sa

from lib.actions.answers import settle_answers, settle_repeated
from lib.actions.comparison import Comparison
from lib.actions.reading import Arrival, Reading
from lib.actions.weighing import Preview
from lib.security.actors import Actor
from lib.store.conflicts import note_conflicts
from lib.store.history import Author
from lib.store.mappings import remember
from lib.store.problems import StoreBusy
from lib.store.repository import RowChange, insert_rows, update_rows
from lib.store.undone import bring_in


@dataclass(frozen=True)
class Weighed:
    """A file and what it would do. `actor`: whose rights hold; `author`: who writes, and under
    which import; `is_said`: somebody explained its headings just now."""

    actor: Actor
    author: Author
    arrival: Arrival
    reading: Reading
    preview: Preview
    comparison: Comparison
    is_said: bool


def take_in(conn: sa.Connection, ward_id: str, file: Weighed) -> None:
    """The rows, what waits to be chosen, and what was said. Raises StoreBusy."""
    table, author = file.preview.table, file.author
    _write(conn, ward_id, author, table, file.comparison)
    if file.is_said:
        remember(conn, ward_id, file.arrival.sender, file.reading.shape, file.reading.said, author)
    accepted = set(file.preview.checked.accepted["row"])
    settle_answers(conn, ward_id, file.actor, author, table, file.reading.tokens, accepted)
    if not file.arrival.choices.sheet:  # another sheet has other rows of the same numbers
        sha256 = file.arrival.sha256
        settle_repeated(conn, ward_id, file.actor, author, table, sha256, accepted)


def _write(
    conn: sa.Connection, ward_id: str, author: Author, table: str, comparison: Comparison
) -> None:
    for name, rows, write in (
        ("households", comparison.households, insert_rows),
        (table, comparison.new, bring_in),
    ):
        sources = [source_row for source_row, _row in rows]
        write(conn, ward_id, name, [row for _source, row in rows], author, sources)
    changes = [
        RowChange(
            diff.row_id,
            diff.row_version,
            {name: new for name, (_old, new) in diff.cells.items()},
            diff.row,
        )
        for diff in comparison.changed
    ]
    if update_rows(conn, ward_id, table, changes, author):
        raise StoreBusy("STORE_BUSY")  # only where writers are not serialised; nothing stays
    note_conflicts(conn, ward_id, comparison.conflicts, author)
