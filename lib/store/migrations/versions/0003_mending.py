"""Refused rows are settled one by one; people listed twice are joined or kept apart."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_TEXT, _ID, _MOMENT = sa.Text(), sa.String(40), sa.DateTime()


def upgrade() -> None:
    op.create_table(
        "settled_rows",
        sa.Column("ward_id", _ID, nullable=False),
        sa.Column("import_id", _ID, nullable=False),
        sa.Column("row", sa.Integer(), nullable=False),
        sa.Column("outcome", sa.String(10), nullable=False),
        sa.Column("settled_by", _TEXT, nullable=False),
        sa.Column("settled_at", _MOMENT, nullable=False),
        sa.Column("reason", _TEXT),
        sa.Column("answer", _ID),
        sa.ForeignKeyConstraint(
            ["ward_id", "import_id", "row"],
            ["refused_rows.ward_id", "refused_rows.import_id", "refused_rows.row"],
        ),
        sa.PrimaryKeyConstraint("ward_id", "import_id", "row"),
    )
    _create_twins()


def _create_twins() -> None:
    op.create_table(
        "distinct_people",
        sa.Column("ward_id", _ID, nullable=False),
        sa.Column("table_name", _ID, nullable=False),
        sa.Column("first_id", sa.String(120), nullable=False),
        sa.Column("second_id", sa.String(120), nullable=False),
        sa.Column("said_by", _TEXT, nullable=False),
        sa.Column("said_at", _MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("ward_id", "table_name", "first_id", "second_id"),
    )
    op.create_table(
        "merges",
        sa.Column("ward_id", _ID, nullable=False),
        sa.Column("merge_id", _ID, nullable=False),
        sa.Column("table_name", _ID, nullable=False),
        sa.Column("kept_id", _TEXT, nullable=False),
        sa.Column("other_id", _TEXT, nullable=False),
        sa.Column("merged_by", _TEXT, nullable=False),
        sa.Column("merged_at", _MOMENT, nullable=False),
        sa.Column("steps", sa.JSON(), nullable=False),
        sa.Column("undone_at", _MOMENT),
        sa.PrimaryKeyConstraint("ward_id", "merge_id"),
    )
