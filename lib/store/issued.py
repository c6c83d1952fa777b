"""Reports as they were issued: never changed, whatever is corrected later."""

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa

from lib.store.tables import METADATA

_ID, _TEXT = sa.String(40), sa.Text
_DOCUMENTS = ("docx", "xlsx")

ISSUED_REPORTS = sa.Table(
    "issued_reports",
    METADATA,
    sa.Column("ward_id", _ID, primary_key=True),
    sa.Column("report_id", _ID, primary_key=True),
    sa.Column("kind", _ID, nullable=False),
    sa.Column("first_day", sa.Date, nullable=False),
    sa.Column("last_day", sa.Date, nullable=False),
    sa.Column("number", _TEXT, nullable=False),
    sa.Column("counts", sa.JSON(none_as_null=True), nullable=False),
    sa.Column("docx", sa.LargeBinary, nullable=False),
    sa.Column("xlsx", sa.LargeBinary, nullable=False),
    sa.Column("issued_by", _TEXT, nullable=False),
    sa.Column("issued_at", sa.DateTime, nullable=False),
)


def add_issued(conn: sa.Connection, ward_id: str, row: Mapping[str, Any]) -> None:
    conn.execute(sa.insert(ISSUED_REPORTS), {"ward_id": ward_id, **row})


def issued_reports(conn: sa.Connection, ward_id: str) -> list[Mapping[str, Any]]:
    """Without the documents, the newest first."""
    c = ISSUED_REPORTS.c
    shown = [column for column in c if column.name not in _DOCUMENTS]
    query = sa.select(*shown).where(c.ward_id == ward_id)
    newest = query.order_by(c.issued_at.desc(), c.report_id.desc())
    return [dict(row) for row in conn.execute(newest).mappings()]


def issued_document(conn: sa.Connection, ward_id: str, report_id: str, kind: str) -> bytes | None:
    """The bytes as they were issued; `kind` is docx or xlsx. Raises KeyError for another."""
    c = ISSUED_REPORTS.c
    wanted = {name: c[name] for name in _DOCUMENTS}[kind]
    query = sa.select(wanted).where(c.ward_id == ward_id, c.report_id == report_id)
    found: bytes | None = conn.scalar(query)
    return found
