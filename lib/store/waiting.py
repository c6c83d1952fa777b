"""Refused rows that wait to be mended, and what became of those that wait no longer."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

import sqlalchemy as sa

from lib.schema.findings import Finding
from lib.store.history import Author
from lib.store.imports import RefusedRow, as_finding, as_noted
from lib.store.tables import IMPORTS, METADATA, REFUSED_ROWS

_LONGEST_NUMBER = 9
STANDS = "accepted"
# mended: taken in; sent_again: refused once more, so that the later row waits in its place;
# set_aside: a person said that it is not needed, and why.
Outcome = Literal["mended", "sent_again", "set_aside"]

SETTLED = sa.Table(
    "settled_rows",
    METADATA,
    sa.Column("ward_id", sa.String(40), primary_key=True),
    sa.Column("import_id", sa.String(40), primary_key=True),
    sa.Column("row", sa.Integer, primary_key=True),
    sa.Column("outcome", sa.String(10), nullable=False),
    sa.Column("settled_by", sa.Text, nullable=False),
    sa.Column("settled_at", sa.DateTime, nullable=False),
    sa.Column("reason", sa.Text),
    sa.Column("answer", sa.String(40)),
    sa.ForeignKeyConstraint(
        ["ward_id", "import_id", "row"],
        ["refused_rows.ward_id", "refused_rows.import_id", "refused_rows.row"],
    ),
)


@dataclass(frozen=True)
class Waiting:
    """Where a refused row stands: the file it came in, and its row there."""

    import_id: str
    row: int

    @property
    def token(self) -> str:
        """What a returned file names the row by."""
        return f"{self.import_id}-{self.row}"

    @classmethod
    def of(cls, token: str) -> "Waiting | None":
        import_id, dash, row = token.strip().rpartition("-")
        is_token = dash and import_id.isalnum() and row.isascii() and row.isdigit()
        return cls(import_id, int(row)) if is_token and len(row) <= _LONGEST_NUMBER else None


@dataclass(frozen=True)
class Settled:
    """A refused row that waits no longer."""

    place: Waiting
    outcome: Outcome
    settled_by: str
    settled_at: datetime
    reason: str | None
    answer: str | None


def headings_as_sent(cells: Iterable[str]) -> list[str]:
    """The headings of a refused row's cells; "#3" stands for an empty one in the third place."""
    return ["" if head == f"#{at}" else head for at, head in enumerate(cells, start=1)]


def waiting_rows(conn: sa.Connection, ward_id: str) -> dict[str, tuple[RefusedRow, ...]]:
    """import_id -> its rows that still wait, of imports that stand; the newest import first.

    A row whose answer was undone waits again.
    """
    answer = IMPORTS.alias("answer")
    is_open = SETTLED.c.row.is_(None) | (answer.c.status != STANDS)
    query = (
        sa.select(REFUSED_ROWS, IMPORTS.c.table_name)
        .join(IMPORTS)
        .join(SETTLED, isouter=True)
        .join(answer, _same_import(answer, SETTLED.c.answer), isouter=True)
        .where(REFUSED_ROWS.c.ward_id == ward_id, IMPORTS.c.status == STANDS, is_open)
        .order_by(IMPORTS.c.received_at.desc(), IMPORTS.c.import_id, REFUSED_ROWS.c.row)
    )
    found: dict[str, list[RefusedRow]] = {}
    for line in conn.execute(query):
        findings = tuple(as_finding(line.table_name, noted) for noted in line.findings)
        found.setdefault(line.import_id, []).append(RefusedRow(line.row, line.cells, findings))
    return {import_id: tuple(rows) for import_id, rows in found.items()}


def settled_rows(
    conn: sa.Connection,
    ward_id: str,
    import_id: str | None = None,
    outcome: Outcome | None = None,
) -> tuple[Settled, ...]:
    """Of one file, or with one outcome, or all."""
    wanted = {"import_id": import_id, "outcome": outcome}
    query = (
        sa.select(SETTLED)
        .where(SETTLED.c.ward_id == ward_id)
        .where(*(SETTLED.c[name] == value for name, value in wanted.items() if value))
        .order_by(SETTLED.c.import_id, SETTLED.c.row)
    )
    return tuple(
        Settled(
            Waiting(line.import_id, line.row), line.outcome, line.settled_by, line.settled_at,
            line.reason, line.answer,
        )
        for line in conn.execute(query)
    )  # fmt: skip


def settle(
    conn: sa.Connection,
    ward_id: str,
    places: Iterable[Waiting],
    outcome: Outcome,
    author: Author,
    *,
    reason: str | None = None,
    answer: str | None = None,
) -> None:
    """These rows wait no longer. `answer`: the import that took them in or refused them anew."""
    said = {
        "ward_id": ward_id, "outcome": outcome, "settled_by": author.actor,
        "settled_at": author.at, "reason": reason, "answer": answer,
    }  # fmt: skip
    for place in places:
        reopen(conn, ward_id, place)  # an earlier answer may have been undone
        conn.execute(sa.insert(SETTLED), said | {"import_id": place.import_id, "row": place.row})


def reopen(conn: sa.Connection, ward_id: str, place: Waiting) -> None:
    """The row waits again."""
    conn.execute(sa.delete(SETTLED).where(*_at(SETTLED, ward_id, place)))


def renew(
    conn: sa.Connection,
    ward_id: str,
    place: Waiting,
    cells: Mapping[str, str],
    findings: Iterable[Finding],
) -> None:
    """What somebody typed into the row, and why that is refused too; the row waits on."""
    noted = [as_noted(finding) for finding in findings]
    changed = sa.update(REFUSED_ROWS).where(*_at(REFUSED_ROWS, ward_id, place))
    conn.execute(changed.values(cells=dict(cells), findings=noted))


def _at(table: sa.Table, ward_id: str, place: Waiting) -> tuple[sa.ColumnElement[bool], ...]:
    c = table.c
    return c.ward_id == ward_id, c.import_id == place.import_id, c.row == place.row


def _same_import(imports: sa.FromClause, import_id: sa.Column[str]) -> sa.ColumnElement[bool]:
    return (imports.c.ward_id == SETTLED.c.ward_id) & (imports.c.import_id == import_id)
