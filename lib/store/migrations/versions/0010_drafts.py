"""What somebody has typed and not saved yet."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "drafts",
        sa.Column("ward_id", sa.String(40), primary_key=True),
        sa.Column("actor", sa.String(120), primary_key=True),
        sa.Column("form", sa.String(200), primary_key=True),
        sa.Column("kept_at", sa.DateTime(), nullable=False),
        sa.Column("fields", sa.JSON(), nullable=False),
    )


def downgrade() -> None:
    raise NotImplementedError("what was written down is not dropped")
