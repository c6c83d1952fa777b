"""Which volunteer an account belongs to; none for the telephone that a team shares."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("accounts", sa.Column("member_id", sa.Text()))


def downgrade() -> None:
    raise NotImplementedError("what was written down is not dropped")
