"""Who did what to which record, in a chain: each line's hash covers the line before it.

Lines hold no value of a person's field. They are only ever added (the database refuses anything
else), and whoever gets around that breaks the chain at the line that was touched. Cutting lines
off the end leaves a whole chain; only its length and last hash tell of that, which are noted
beside the database after every line, and on paper by whoever watches.
"""

import hashlib
import json
import secrets
from collections.abc import Collection, Generator, Iterable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from typing import Any, Literal

import sqlalchemy as sa

from lib.store.history import Author
from lib.store.oversight import REASONS
from lib.store.tables import AUDIT

BEGINNING = "0" * 64
_PER_READ = 1000


@dataclass(frozen=True)
class Head:
    """The end of a chain: how many lines, and the hash of the last one."""

    number: int
    hash: str


@dataclass(frozen=True)
class Broken:
    """The first line that does not follow from the one before."""

    number: int
    what: Literal["missing", "altered", "cut"]


def add_audit(
    conn: sa.Connection,
    ward_id: str,
    author: Author,
    action: str,
    *,
    table: str | None = None,
    row_id: str | None = None,
    n_rows: int | None = None,
    subject: str | None = None,
    reason: str | None = None,
    changes: bool = True,
) -> None:
    """One line per intention, inside the writing transaction, which is the only one of its ward.

    `subject` names a field, a page or an account; `changes` moves the data version on.
    """
    head = audit_head(conn, ward_id)
    line: dict[str, Any] = {
        "ward_id": ward_id, "number": head.number + 1, "at": author.at, "actor": author.actor,
        "action": action, "table_name": table, "row_id": row_id, "import_id": author.import_id,
        "n_rows": n_rows, "subject": subject, "changes": changes, "reason_hash": None,
    }  # fmt: skip
    if reason is not None:
        line["reason_hash"] = _keep_reason(conn, ward_id, head.number + 1, reason)
    conn.execute(sa.insert(AUDIT), line | {"hash": line_hash(line, head.hash)})


def last_lines(
    conn: sa.Connection, ward_id: str, action: str, *, most: int
) -> Sequence[sa.RowMapping]:
    """The last deeds of a kind, the newest first: at, actor, n_rows."""
    c = AUDIT.c
    query = (
        sa.select(c.at, c.actor, c.n_rows)
        .where(c.ward_id == ward_id, c.action == action)
        .order_by(c.number.desc())
        .limit(most)
    )
    return conn.execute(query).mappings().all()


def audit_head(conn: sa.Connection, ward_id: str) -> Head:
    query = (
        sa.select(AUDIT.c.number, AUDIT.c.hash)
        .where(AUDIT.c.ward_id == ward_id)
        .order_by(AUDIT.c.number.desc())
        .limit(1)
    )
    found = conn.execute(query).one_or_none()
    return Head(*found) if found else Head(0, BEGINNING)


def lies_on_chain(conn: sa.Connection, ward_id: str, head: Head) -> bool:
    """Whether that line still stands; the beginning always does."""
    own = (AUDIT.c.ward_id == ward_id, AUDIT.c.number == head.number)
    found = conn.scalar(sa.select(AUDIT.c.hash).where(*own))
    return head.number == 0 or found == head.hash


def line_hash(line: Mapping[str, Any], previous: str) -> str:
    """SHA-256 of the line as JSON with sorted keys, behind the previous line's hash."""
    said = {name: value for name, value in line.items() if name not in ("seq", "hash")}
    said["at"] = line["at"].isoformat()
    text = json.dumps(said, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(previous.encode() + text.encode()).hexdigest()


def reason_hash(salt: str, reason: str) -> str:
    return hashlib.sha256(salt.encode() + reason.encode()).hexdigest()


def verify_chain(conn: sa.Connection, ward_id: str, *noted: Head) -> Broken | None:
    """The first broken link, None when there is none. `noted` are earlier heads, kept elsewhere,
    which must still lie on the chain."""
    with closing(_lines(conn, ward_id)) as lines:
        return _first_broken(lines, _reasons(conn, ward_id), noted)


def _first_broken(
    lines: Iterable[Mapping[str, Any]], reasons: Mapping[int, str], noted: Collection[Head]
) -> Broken | None:
    previous, expected = BEGINNING, 1
    for line in lines:
        if line["number"] != expected:
            return Broken(expected, "missing")
        is_noted = all(head.hash == line["hash"] for head in noted if head.number == expected)
        is_said = reasons.get(expected, line["reason_hash"]) == line["reason_hash"]
        if not (is_noted and is_said and line_hash(line, previous) == line["hash"]):
            return Broken(expected, "altered")
        previous, expected = line["hash"], expected + 1
    if any(head.number >= expected for head in noted):
        return Broken(expected, "cut")
    return None


def _reasons(conn: sa.Connection, ward_id: str) -> dict[int, str]:
    """The hashes of the reasons that were not erased."""
    kept = conn.execute(sa.select(REASONS).where(REASONS.c.ward_id == ward_id)).mappings()
    return {line["number"]: reason_hash(line["salt"], line["reason"]) for line in kept}


def _lines(conn: sa.Connection, ward_id: str) -> Generator[Mapping[str, Any], None, None]:
    query = sa.select(AUDIT).where(AUDIT.c.ward_id == ward_id).order_by(AUDIT.c.number)
    with conn.execute(query, execution_options={"yield_per": _PER_READ}) as found:
        yield from (dict(line) for line in found.mappings())


def forget_reasons(conn: sa.Connection, ward_id: str, table: str, row_ids: Collection[str]) -> None:
    """Erase what people typed about these records; the chain holds without it."""
    about = sa.select(AUDIT.c.number).where(
        AUDIT.c.ward_id == ward_id, AUDIT.c.table_name == table, AUDIT.c.row_id.in_(row_ids)
    )
    conn.execute(
        sa.delete(REASONS).where(REASONS.c.ward_id == ward_id, REASONS.c.number.in_(about))
    )


def _keep_reason(conn: sa.Connection, ward_id: str, number: int, reason: str) -> str:
    salt = secrets.token_hex(16)
    kept = {"ward_id": ward_id, "number": number, "salt": salt, "reason": reason}
    conn.execute(sa.insert(REASONS), kept)
    return reason_hash(salt, reason)
