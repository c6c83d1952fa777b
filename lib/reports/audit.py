"""Who did what: for whoever watches over the ward's data, and each one's own part for everybody."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

import polars as pl
import sqlalchemy as sa

from lib.security.access import allowed
from lib.security.actors import Actor
from lib.store.audit import Broken, Head, audit_head, verify_chain
from lib.store.engine import Store
from lib.store.head import noted_head
from lib.store.oversight import REASONS
from lib.store.repository import to_frame
from lib.store.tables import AUDIT

ALL, OWN = "audit.see", "audit.see.own"
MOST_LINES = 500
COLUMNS = (
    "number", "at", "actor", "action", "table_name", "row_id", "import_id", "n_rows", "subject",
)  # fmt: skip


@dataclass(frozen=True)
class AuditFilter:
    """Empty means everything; the days are inclusive. `code` is a record's or an import's."""

    actor: str = ""
    action: str = ""
    code: str = ""
    first: date | None = None
    last: date | None = None


@dataclass(frozen=True)
class AuditPage:
    """`lines`: COLUMNS and "reason", the newest first, at most MOST_LINES of `n_lines`. `actors`:
    everybody in the audit that the reader may choose among."""

    lines: pl.DataFrame
    n_lines: int
    actors: tuple[str, ...]


@dataclass(frozen=True)
class ChainState:
    """The chain as it stands: its end, and the first broken link."""

    head: Head
    broken: Broken | None

    @property
    def noted(self) -> str:
        """What to write down elsewhere, so that lines cut off the end are missed."""
        return f"{self.head.number}:{self.head.hash}"


def load_audit(store: Store, actor: Actor, wanted: AuditFilter) -> AuditPage:
    """Everything with the right to it, else only what one did oneself. Raises NotAllowed."""
    actor = allowed(store, actor, OWN)
    conditions = _conditions(store.ward_id, wanted)
    if not actor.may(ALL):
        conditions.append(AUDIT.c.actor == actor.account)
    with store.read() as conn:
        query = _lines(store.ward_id).where(*conditions)
        lines = to_frame(conn, query.order_by(AUDIT.c.number.desc()).limit(MOST_LINES))
        n_lines = conn.scalar(sa.select(sa.func.count()).select_from(AUDIT).where(*conditions))
        everybody = sa.select(AUDIT.c.actor).distinct().where(AUDIT.c.ward_id == store.ward_id)
        actors = tuple(sorted(conn.scalars(everybody))) if actor.may(ALL) else (actor.account,)
    return AuditPage(lines, n_lines or 0, actors)


def chain_state(store: Store, actor: Actor, noted: Head | None = None) -> ChainState:
    """Walks the whole chain, up to the end that is noted beside the database; `noted` is an
    earlier end of it, kept elsewhere."""
    allowed(store, actor, ALL)
    ends = [noted_head(store.settings).head, *([noted] if noted else [])]
    with store.read() as conn:
        broken = verify_chain(conn, store.ward_id, *ends)
        return ChainState(audit_head(conn, store.ward_id), broken)


def parse_noted(text: str) -> Head:
    """The opposite of ChainState.noted. Raises ValueError."""
    number, colon, digest = text.strip().partition(":")
    if not colon or len(digest) != len("0" * 64) or not set(digest) <= set("0123456789abcdef"):
        raise ValueError("write NUMBER:HASH as it was shown")
    return Head(int(number), digest)


def _lines(ward_id: str) -> sa.Select[tuple[object, ...]]:
    reason = (REASONS.c.ward_id == AUDIT.c.ward_id) & (REASONS.c.number == AUDIT.c.number)
    columns = [AUDIT.c[name] for name in COLUMNS]
    return sa.select(*columns, REASONS.c.reason).select_from(AUDIT.outerjoin(REASONS, reason))


def _conditions(ward_id: str, wanted: AuditFilter) -> list[sa.ColumnElement[bool]]:
    conditions = [AUDIT.c.ward_id == ward_id]
    for name in ("actor", "action"):
        if value := getattr(wanted, name):
            conditions.append(AUDIT.c[name] == value)
    if wanted.code:
        conditions.append(sa.or_(*(AUDIT.c[n] == wanted.code for n in ("row_id", "import_id"))))
    if wanted.first:
        conditions.append(AUDIT.c.at >= datetime.combine(wanted.first, time.min))
    if wanted.last:
        conditions.append(AUDIT.c.at < datetime.combine(wanted.last, time.min) + timedelta(days=1))
    return conditions
