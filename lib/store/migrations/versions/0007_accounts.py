"""Accounts and their sessions."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

_TEXT, _ID, _MOMENT = sa.Text(), sa.String(40), sa.DateTime()


def upgrade() -> None:
    op.create_table(
        "accounts",
        sa.Column("ward_id", _ID, nullable=False),
        sa.Column("account_id", _ID, nullable=False),
        sa.Column("login", _ID, nullable=False),
        sa.Column("name", _TEXT, nullable=False),
        sa.Column("role", _ID, nullable=False),
        sa.Column("team_id", sa.String(120)),
        sa.Column("group_id", sa.String(120)),
        sa.Column("password_hash", _TEXT, nullable=False),
        sa.Column("must_change", sa.Boolean(), nullable=False),
        sa.Column("disabled_at", _MOMENT),
        sa.Column("expires_at", _MOMENT),
        sa.Column("created_at", _MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("ward_id", "account_id"),
        sa.UniqueConstraint("ward_id", "login"),
    )
    op.create_table(
        "sessions",
        sa.Column("ward_id", _ID, nullable=False),
        sa.Column("token_hash", sa.String(64), nullable=False),
        sa.Column("account_id", sa.String(60), nullable=False),
        sa.Column("begun_at", _MOMENT, nullable=False),
        sa.Column("seen_at", _MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("ward_id", "token_hash"),
    )
    op.create_index("ix_sessions_account_id", "sessions", ["account_id"])


def downgrade() -> None:
    raise NotImplementedError("what was written down is not dropped")
