"""Reports as they were issued."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

_TEXT, _ID = sa.Text(), sa.String(40)


def upgrade() -> None:
    op.create_table(
        "issued_reports",
        sa.Column("ward_id", _ID, nullable=False),
        sa.Column("report_id", _ID, nullable=False),
        sa.Column("kind", _ID, nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("number", _TEXT, nullable=False),
        sa.Column("counts", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("docx", sa.LargeBinary(), nullable=False),
        sa.Column("xlsx", sa.LargeBinary(), nullable=False),
        sa.Column("issued_by", _TEXT, nullable=False),
        sa.Column("issued_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("ward_id", "report_id"),
    )


def downgrade() -> None:
    raise NotImplementedError("what was written down is not dropped")
