"""Exports carry their base; conflicts wait; mappings are remembered; imports can be undone."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_TEXT, _ID, _NAME, _MOMENT = sa.Text(), sa.String(40), sa.String(120), sa.DateTime()


def upgrade() -> None:
    for name, kind in (
        ("reading", sa.String(64)),
        ("inbox_name", _TEXT),
        ("undone_by", _TEXT),
        ("undone_at", _MOMENT),
    ):
        op.add_column("imports", sa.Column(name, kind))
    op.create_table(
        "import_mappings",
        sa.Column("ward_id", _ID, nullable=False),
        sa.Column("sender", _NAME, nullable=False),
        sa.Column("shape", sa.String(64), nullable=False),
        sa.Column("table_name", _ID, nullable=False),
        sa.Column("corrections", sa.JSON(), nullable=False),
        sa.Column("constants", sa.JSON(), nullable=False),
        sa.Column("said_by", _TEXT, nullable=False),
        sa.Column("said_at", _MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("ward_id", "sender", "shape"),
    )
    op.create_table(
        "inbox_senders",
        sa.Column("ward_id", _ID, nullable=False),
        sa.Column("sender", _NAME, nullable=False),
        sa.Column("allowed_by", _TEXT, nullable=False),
        sa.Column("allowed_at", _MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("ward_id", "sender"),
    )
    _create_merging()


def downgrade() -> None:
    raise NotImplementedError("what was written down is not dropped")


def _create_merging() -> None:
    op.create_table(
        "exports",
        sa.Column("ward_id", _ID, nullable=False),
        sa.Column("export_id", _ID, nullable=False),
        sa.Column("table_name", _ID, nullable=False),
        sa.Column("made_by", _TEXT, nullable=False),
        sa.Column("made_at", _MOMENT, nullable=False),
        sa.Column("n_rows", sa.Integer(), nullable=False),
        sa.Column("history_seq", sa.BigInteger(), nullable=False),
        sa.Column("row_ids", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("ward_id", "export_id"),
    )
    op.create_table(
        "conflicts",
        sa.Column("ward_id", _ID, nullable=False),
        sa.Column("import_id", _ID, nullable=False),
        sa.Column("row_id", _NAME, nullable=False),
        sa.Column("cell", _TEXT, nullable=False),
        sa.Column("row", sa.Integer(), nullable=False),
        sa.Column("base", sa.JSON()),
        sa.Column("stored", sa.JSON()),
        sa.Column("file", sa.JSON()),
        sa.Column("side", sa.String(10)),
        sa.Column("settled_by", _TEXT),
        sa.Column("settled_at", _MOMENT),
        sa.ForeignKeyConstraint(["ward_id", "import_id"], ["imports.ward_id", "imports.import_id"]),
        sa.PrimaryKeyConstraint("ward_id", "import_id", "row_id", "cell"),
    )
