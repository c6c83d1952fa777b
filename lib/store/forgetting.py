"""What people typed about somebody beside the records, emptied when that person is erased.

A request that nobody has answered keeps who asked, or nobody could be told; its answer empties it.
"""

import re
from collections.abc import Iterable, Set

import sqlalchemy as sa

from lib.store.erasure import Rows
from lib.store.oversight import ERASURES, PROPOSALS, REASONS, SUBJECT_REQUESTS
from lib.store.tables import AUDIT
from lib.text.fold import fold_key

TAKEN_OUT = "***"
# A name of one word, or a few digits, would be found in everybody's texts.
_FEWEST_DIGITS = 8


def forget_typed(conn: sa.Connection, ward_id: str, rows: Rows, words: Set[str]) -> None:
    """Requests, proposals and reasons that point at one of the rows, or name the person.

    `words` are names and numbers, folded.
    """
    _forget_requests(conn, ward_id, rows, words)
    _forget_reasons(conn, ward_id, words, _forget_proposals(conn, ward_id, rows, words))


def forget_asker(conn: sa.Connection, ward_id: str, request_id: str) -> None:
    """Of a request that was just answered, when it was to erase or its record was erased."""
    asked = SUBJECT_REQUESTS.c
    own = (asked.ward_id == ward_id, asked.request_id == request_id)
    erased = sa.exists().where(
        ERASURES.c.ward_id == ward_id,
        ERASURES.c.table_name == asked.about_table,
        ERASURES.c.row_id == asked.about_id,
    )
    is_over = erased | ((asked.kind == "erase") & (asked.status == "done"))
    conn.execute(
        sa.update(SUBJECT_REQUESTS)
        .where(*own, is_over)
        .values(asked_by=TAKEN_OUT, details=sa.null())
    )


def _forget_requests(conn: sa.Connection, ward_id: str, rows: Rows, words: Set[str]) -> None:
    asked = SUBJECT_REQUESTS.c
    query = sa.select(
        asked.request_id, asked.about_table, asked.about_id, asked.asked_by, asked.details,
        asked.outcome,
    ).where(asked.ward_id == ward_id, asked.status != "open")  # fmt: skip
    about = [
        line.request_id for line in conn.execute(query)
        if line.about_id in rows.get(line.about_table or "", ())
        or mentions((line.asked_by, line.details, line.outcome), words)
    ]  # fmt: skip
    conn.execute(
        sa.update(SUBJECT_REQUESTS)
        .where(asked.ward_id == ward_id, asked.request_id.in_(about))
        .values(asked_by=TAKEN_OUT, details=sa.null(), outcome=sa.null())
    )


def _forget_proposals(
    conn: sa.Connection, ward_id: str, rows: Rows, words: Set[str]
) -> frozenset[str]:
    """Their reasons; returns the ids of the proposals."""
    said = PROPOSALS.c
    query = sa.select(said.proposal_id, said.arguments, said.reason).where(said.ward_id == ward_id)
    about = frozenset(
        line.proposal_id for line in conn.execute(query)
        if line.arguments.get("row_id") in rows.get(line.arguments.get("table", ""), ())
        or mentions((line.reason,), words)
    )  # fmt: skip
    conn.execute(
        sa.update(PROPOSALS)
        .where(said.ward_id == ward_id, said.proposal_id.in_(about))
        .values(reason=TAKEN_OUT)
    )
    return about


def _forget_reasons(
    conn: sa.Connection, ward_id: str, words: Set[str], proposals: Set[str]
) -> None:
    """Beside the audit, whose chain holds without them."""
    asking = sa.select(AUDIT.c.number).where(
        AUDIT.c.ward_id == ward_id, AUDIT.c.action == "proposals.make",
        AUDIT.c.row_id.in_(proposals),
    )  # fmt: skip
    query = sa.select(REASONS.c.number, REASONS.c.reason).where(REASONS.c.ward_id == ward_id)
    naming = [line.number for line in conn.execute(query) if mentions((line.reason,), words)]
    gone = REASONS.c.number.in_(asking) | REASONS.c.number.in_(naming)
    conn.execute(sa.delete(REASONS).where(REASONS.c.ward_id == ward_id, gone))


def mentions(texts: Iterable[str | None], words: Set[str]) -> bool:
    """Whether one of the words, folded, is said in the texts taken together."""
    said = " ".join(text for text in texts if text)
    spoken, digits = f" {_plain(said)} ", re.sub(r"\D", "", said)
    for word in words:
        if word.isdigit():
            if len(word) >= _FEWEST_DIGITS and word in digits:
                return True
        elif " " in (name := _plain(word)) and f" {name} " in spoken:
            return True
    return False


def _plain(text: str) -> str:
    """Folded words with nothing but spaces between them."""
    return " ".join(re.findall(r"\w+", fold_key(text)))
