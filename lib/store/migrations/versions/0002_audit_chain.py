"""The audit becomes a chain to which lines are only added; tables of those who watch over data."""

import hashlib
import json
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_TEXT, _DATE, _MOMENT = sa.Text(), sa.Date(), sa.DateTime()
# table: (columns of its key, other columns); ward_id comes first in every key.
_TABLES: dict[str, tuple[list[sa.Column[Any]], list[sa.Column[Any]]]] = {
    "audit_reasons": (
        [sa.Column("number", sa.BigInteger(), autoincrement=False)],
        [
            sa.Column("salt", sa.String(32), nullable=False),
            sa.Column("reason", _TEXT, nullable=False),
        ],
    ),
    "proposals": (
        [sa.Column("proposal_id", sa.String(40))],
        [
            sa.Column("action", sa.String(40), nullable=False),
            sa.Column("arguments", sa.JSON(), nullable=False),
            sa.Column("reason", _TEXT, nullable=False),
            sa.Column("proposed_by", _TEXT, nullable=False),
            sa.Column("proposed_at", _MOMENT, nullable=False),
            sa.Column("status", sa.String(10), nullable=False),
            sa.Column("decided_by", _TEXT),
            sa.Column("decided_at", _MOMENT),
        ],
    ),
    "emergencies": (
        [
            sa.Column("actor", sa.String(120)),
            sa.Column("case_id", sa.String(120)),
            sa.Column("opened_at", _MOMENT),
        ],
        [sa.Column("until", _MOMENT, nullable=False)],
    ),
    "policies": (
        [sa.Column("name", sa.String(40))],
        [sa.Column("value", sa.Integer(), nullable=False)],
    ),
    "erasures": (
        [sa.Column("table_name", sa.String(40)), sa.Column("row_id", sa.String(120))],
        [
            sa.Column("kind", sa.String(10), nullable=False),
            sa.Column("at", _MOMENT, nullable=False),
        ],
    ),
    "subject_requests": (
        [sa.Column("request_id", sa.String(40))],
        [
            sa.Column("kind", sa.String(20), nullable=False),
            sa.Column("received_on", _DATE, nullable=False),
            sa.Column("asked_by", _TEXT, nullable=False),
            sa.Column("details", _TEXT),
            sa.Column("about_table", sa.String(40)),
            sa.Column("about_id", sa.String(120)),
            sa.Column("reply_due_on", _DATE, nullable=False),
            sa.Column("due_on", _DATE, nullable=False),
            sa.Column("is_extended", sa.Boolean(), nullable=False),
            sa.Column("replied_on", _DATE),
            sa.Column("status", sa.String(10), nullable=False),
            sa.Column("decided_on", _DATE),
            sa.Column("outcome", _TEXT),
            sa.Column("recorded_by", _TEXT, nullable=False),
        ],
    ),
}
_NEW = (
    ("number", sa.BigInteger()),
    ("subject", _TEXT),
    ("reason_hash", sa.String(64)),
    ("changes", sa.Boolean()),
    ("hash", sa.String(64)),
)
_ALWAYS = ("number", "changes", "hash")
_REFUSE = {
    "sqlite": (
        "CREATE TRIGGER audit_no_{verb} BEFORE {verb} ON audit "
        "BEGIN SELECT RAISE(ABORT, 'the audit is only added to'); END",
    ),
    "postgresql": (
        "CREATE OR REPLACE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'the audit is only added to'; END $$",
        "CREATE TRIGGER audit_no_{verb} BEFORE {verb} ON audit "
        "FOR EACH ROW EXECUTE FUNCTION audit_refuse()",
    ),
}


def upgrade() -> None:
    for table, (key, others) in _TABLES.items():
        ward = sa.Column("ward_id", sa.String(40))
        names = ("ward_id", *(column.name for column in key))
        op.create_table(table, ward, *key, *others, sa.PrimaryKeyConstraint(*names))
    for name, kind in _NEW:
        op.add_column("audit", sa.Column(name, kind))
    _chain_old_lines()
    options = {"table_kwargs": {"sqlite_autoincrement": True}}
    with op.batch_alter_table("audit", **options) as batch:  # type: ignore[arg-type]
        for name in _ALWAYS:
            batch.alter_column(name, nullable=False)
    op.drop_index("audit_by_ward", "audit")
    op.create_index("audit_by_version", "audit", ["ward_id", "changes", "seq"])
    op.create_index("audit_by_number", "audit", ["ward_id", "number"], unique=True)
    for verb in ("UPDATE", "DELETE"):
        for statement in _REFUSE[op.get_bind().dialect.name]:
            op.execute(statement.format(verb=verb))


def downgrade() -> None:
    raise NotImplementedError("a chained audit is never taken apart")


def _chain_old_lines() -> None:
    """What was written before stands in the chain in its old order."""
    bind = op.get_bind()
    audit = sa.Table("audit", sa.MetaData(), autoload_with=bind)
    heads: dict[str, tuple[int, str]] = {}
    for old in bind.execute(sa.select(audit).order_by(audit.c.seq)).mappings().all():
        number, previous = heads.get(old["ward_id"], (0, "0" * 64))
        line = {name: old[name] for name in old if name not in ("seq", "hash")}
        line |= {"number": number + 1, "changes": True, "at": old["at"].isoformat()}
        text = json.dumps(line, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        hashed = hashlib.sha256(previous.encode() + text.encode()).hexdigest()
        heads[old["ward_id"]] = (number + 1, hashed)
        new = {"number": number + 1, "changes": True, "hash": hashed}
        bind.execute(sa.update(audit).where(audit.c.seq == old["seq"]).values(new))
