"""One intention of one person: several rows in one transaction, one audit line, one way back.

Rows are changed at the version that the person looked at; when one of them has moved on, nothing
of the deed is written.
"""

from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import polars as pl
import sqlalchemy as sa

from lib.ingest.constraints import check_constraints
from lib.ingest.ledger import ROW, Ledger
from lib.schema.findings import Finding
from lib.schema.tables import TABLES
from lib.security.access import allowed, current_reach
from lib.security.actors import Actor, NotAllowed
from lib.security.scope import rows_within
from lib.settings import now as present
from lib.store.audit import add_audit
from lib.store.engine import Store
from lib.store.history import Author
from lib.store.ids import new_id
from lib.store.problems import StoreBusy
from lib.store.repository import RowChange, fetch, insert_rows, update_rows, void_row
from lib.store.reverting import revert_row
from lib.text.catalogue import N_, _

UNDO_WITHIN = timedelta(hours=24)
_SENTENCES = {
    "CONTRADICTS": N_("With these values the record would contradict itself."),
    "REASON_NEEDED": N_("Say why in a few words; it is kept with the record."),
    "CLOSED": N_("This stay is already closed."),
    "NOT_CLOSED": N_("This stay is still open."),
    "NOT_F1": N_("Only an F1 can become an F0."),
    "NOT_PROPOSED": N_("Nobody has proposed this release yet."),
    "ALREADY_PROPOSED": N_("This release is already proposed."),
    "OWN_PROPOSAL": N_("You proposed this yourself; another person must approve it."),
    "BEFORE_LAST_DAY": N_("The last day has not come yet. Shorten the stay first, with a reason."),
    "NO_END": N_("The last day is missing. Fill it in first."),
    "ALREADY_OPEN": N_(
        "This person already has an open stay. Look for the name and change that stay instead."
    ),
    "FUTURE_DAY": N_("A sample, a contact, a dose or a recovery cannot lie in the future."),
    "NO_HOSPITAL": N_("Name the hospital, or the place where the person goes."),
    "DAY_TO_COME": N_("One of these days has not come yet."),
    "OWN_SOURCE": N_("Nobody is the source of their own infection."),
    "NO_NAME": N_("A name or an external code is needed."),
    "NOT_FROM_HOSPITAL": N_("Only somebody who was transferred to hospital can come back."),
    "ALREADY_BACK": N_("This person is back home already; the stay after the hospital is there."),
    "TOO_LONG": N_("A sheet for the neighbours is valid for two weeks at most, from today on."),
    "NOT_STANDING": N_("This sheet is not approved, or not any more."),
    "NO_DOCUMENT": N_("Say at least who issued the document and what it is about."),
    "RECEIVED": N_("That it was received is written down already."),
    "NO_NUMBER": N_("The number of the first paper is missing, such as 125/QD-UBND."),
    "NO_REPORT_NUMBER": N_("The number of the report is missing, such as 12/BC-UBND."),
    "REPORT_NUMBER_TAKEN": N_("A report of this year already has this number. Look below."),
    "NOT_COMPLETED": N_("Only a stay that was completed gets a completion paper."),
    "NUMBERED": N_("One of these papers already has a number. Print it again instead."),
    "DELIVERED": N_("This was already delivered."),
    "TAKEN": N_("Somebody else has taken this errand already."),
    "PROMISE_PAST": N_("The promised time has passed already. Choose a later one."),
    "NO_COST": N_("Say what it cost, or that it cost nothing."),
    "NOTHING_OWED": N_("Nothing is owed for this."),
    "NOTHING_TO_MOVE": N_("Choose at least one group or person to move."),
    "IN_TEAM": N_("This volunteer serves in the team already."),
    "NO_NAME_OF_VOLUNTEER": N_("Choose a volunteer, or write the name of a new one."),
    "NOT_A_PHONE": N_("This is not a telephone number. Look at it again."),
    "NOT_A_SUPPORT_TEAM": N_("People are looked after by support teams only."),
    "NO_DECISION": N_(
        "Without a decision number, a rate and the most units a day there is no pay sheet."
    ),
    "PERIOD_TAKEN": N_("Another sheet already covers days of this period."),
    "PERIOD_AHEAD": N_("This period is not over yet; only days that lie behind are paid."),
    "NOTHING_TO_PAY": N_("Nobody is named on any visit or test of this period."),
    "OWN_SHEET": N_("You prepared this yourself; another person must approve it."),
    "APPROVED": N_("This is already approved."),
    "NOT_APPROVED": N_("Nobody has approved this yet."),
    "NOT_SEEN": N_("Measurements belong to a visit at which the person was seen."),
    "OUT_OF_BOUNDS": N_("A measurement lies outside what can be. Look at the number again."),
    "NOT_UNDONE": N_("This cannot be undone any more. Correct the record by hand."),
}


class Refused(Exception):  # noqa: N818 - expected: the person looks again
    """Nothing was changed. `finding`: the constraint that the new values would break."""

    def __init__(self, code: str, finding: Finding | None = None) -> None:
        super().__init__(code)
        self.code, self.finding = code, finding

    def sentence(self) -> str:
        return _(_SENTENCES[self.code])


@dataclass(frozen=True)
class RowStep:
    """A row's move to `row_version` by a deed; `is_new`: the deed brought it in."""

    table: str
    row_id: str
    row_version: int
    is_new: bool


@dataclass(frozen=True)
class Done:
    """What was written; enough to take it back. `ids` are the new rows, by table."""

    action: str
    steps: tuple[RowStep, ...]

    def new_ids(self, table: str) -> tuple[str, ...]:
        return tuple(s.row_id for s in self.steps if s.is_new and s.table == table)


@dataclass
class Deed:
    """A deed being done. Every read and write of it is bound to what the actor reaches."""

    conn: sa.Connection
    store: Store
    actor: Actor
    author: Author
    action: str
    steps: list[RowStep] = field(default_factory=list)

    def read(
        self, table: str, ids: Collection[str], *, by: str | None = None
    ) -> dict[str, dict[str, Any]]:
        """Rows within reach by id, with their version. Raises NotAllowed when one is not there."""
        column = by or TABLES[table].id
        within = rows_within(
            current_reach(self.conn, self.store, self.actor), self.store.ward_id, table
        )
        wanted = (*TABLES[table].columns, "row_version")
        rows: dict[str, dict[str, Any]] = {}
        for id_ in ids:
            found = fetch(
                self.conn, self.store.ward_id, table, wanted, where={column: id_}, within=within
            )
            rows |= {row[TABLES[table].id]: row for row in found.iter_rows(named=True)}
        if by is None and rows.keys() != set(ids):
            raise NotAllowed(f"{table}.edit")
        return rows

    def change(self, table: str, row: Mapping[str, Any], values: Mapping[str, Any]) -> None:
        """New values for a row as it was read. Raises Refused, StoreBusy."""
        _refuse_contradiction(table, dict(row) | dict(values))
        id_, version = row[TABLES[table].id], row["row_version"]
        change = RowChange(id_, version, values)
        if update_rows(self.conn, self.store.ward_id, table, [change], self.author):
            raise StoreBusy("ROW_CHANGED")
        self.steps.append(RowStep(table, id_, version + 1, is_new=False))

    def add(self, table: str, values: Mapping[str, Any]) -> str:
        """A new row; returns its id. Raises Refused."""
        spec = TABLES[table]
        row = {spec.id: new_id(spec.prefix)} | dict(values)
        _refuse_contradiction(table, row)
        insert_rows(self.conn, self.store.ward_id, table, [row], self.author)
        self.steps.append(RowStep(table, row[spec.id], 1, is_new=True))
        return str(row[spec.id])

    def goes(self, named: str | None) -> str | None:
        """The volunteer who was there: the account's own, else whoever was named."""
        return self.actor.member_id or named

    @property
    def done(self) -> Done:
        return Done(self.action, tuple(self.steps))


@contextmanager
def doing(
    store: Store, actor: Actor, action: str, *rights: str, now: datetime | None = None
) -> Iterator[Deed]:
    """A transaction around a deed; its audit line names the first row. Raises NotAllowed."""
    actor = allowed(store, actor, *rights)
    author = Author(actor.account, now or present())
    with store.write() as conn:
        deed = Deed(conn, store, actor, author, action)
        yield deed
        if deed.steps:
            first = deed.steps[0]
            add_audit(
                conn, store.ward_id, author, action, table=first.table, row_id=first.row_id,
                n_rows=len(deed.steps),
            )  # fmt: skip


def seen_at(row: Mapping[str, Any], version: int) -> None:
    """Raises StoreBusy when the row is not as the person saw it."""
    if row["row_version"] != version:
        raise StoreBusy("ROW_CHANGED")


def undo(store: Store, actor: Actor, done: Done, *, now: datetime | None = None) -> None:
    """Everything as it was before one's own deed of the last day, or nothing.

    Raises Refused when a row was changed since, or the deed is another's. NotAllowed.
    """
    with doing(store, actor, "deed.undo", now=now) as deed:
        for step in reversed(done.steps):
            if not (_is_own(deed, step) and _take_back(deed, step)):
                raise Refused("NOT_UNDONE")
            deed.steps.append(RowStep(step.table, step.row_id, step.row_version + 1, False))


def _is_own(deed: Deed, step: RowStep) -> bool:
    columns = ("row_version", "recorded_by", "recorded_at")
    where = {TABLES[step.table].id: step.row_id, "row_version": step.row_version}
    found = fetch(deed.conn, deed.store.ward_id, step.table, columns, where=where)
    return any(
        by == deed.author.actor and deed.author.at - at <= UNDO_WITHIN
        for _version, by, at in found.iter_rows()
    )


def _take_back(deed: Deed, step: RowStep) -> bool:
    conn, ward_id, author = deed.conn, deed.store.ward_id, deed.author
    if step.is_new:
        return void_row(
            conn, ward_id, step.table, step.row_id, row_version=step.row_version,
            reason="taken back", author=author,
        )  # fmt: skip
    return revert_row(conn, ward_id, step.table, step.row_id, step.row_version, author)


def said(reason: str | None) -> str:
    """A reason of at least a word. Raises Refused."""
    words = " ".join((reason or "").split())
    if len(words) < 3:
        raise Refused("REASON_NEEDED")
    return words[:300]


def _refuse_contradiction(table: str, row: Mapping[str, Any]) -> None:
    spec, ledger = TABLES[table], Ledger(TABLES[table])
    cells = {name: [row.get(name)] for name in spec.columns}
    typed = pl.DataFrame(cells, schema={name: _dtype(spec.columns[name].type) for name in cells})
    check_constraints(spec, typed.with_columns(pl.lit(1).alias(ROW)), ledger)
    broken = [finding for finding in ledger.findings() if finding.level == "error"]
    if broken:
        raise Refused("CONTRADICTS", broken[0])


def _dtype(type_: str) -> Any:
    kinds = {"integer": pl.Int64, "year": pl.Int64, "number": pl.Float64, "boolean": pl.Boolean,
             "date": pl.Date}  # fmt: skip
    return kinds.get(type_, pl.String)
