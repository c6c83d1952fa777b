"""The national vaccination platform's list of the ward's people."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

_TEXT = sa.Text()


def upgrade() -> None:
    op.create_table(
        "platform_people",
        sa.Column("ward_id", sa.String(40), nullable=False),
        sa.Column("platform_id", _TEXT, nullable=False),
        sa.Column("full_name", _TEXT, nullable=False),
        sa.Column("sex", _TEXT),
        sa.Column("birth_date", sa.Date()),
        sa.Column("birth_year", sa.Integer()),
        sa.Column("national_id", _TEXT),
        sa.Column("phone", _TEXT),
        sa.Column("group_id", _TEXT, nullable=False),
        sa.Column("house_number", _TEXT),
        sa.Column("alley", _TEXT),
        sa.Column("street", _TEXT),
        sa.Column("first_dose_on", sa.Date()),
        sa.Column("first_vaccine", _TEXT),
        sa.Column("taken_on", sa.Date(), nullable=False),
        sa.Column("extra", _TEXT),
        sa.Column("row_version", sa.Integer(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(), nullable=False),
        sa.Column("recorded_by", _TEXT, nullable=False),
        sa.Column("source_import", sa.String(40)),
        sa.Column("source_row", sa.Integer()),
        sa.Column("voided_at", sa.DateTime()),
        sa.Column("void_reason", _TEXT),
        sa.PrimaryKeyConstraint("ward_id", "platform_id"),
    )


def downgrade() -> None:
    raise NotImplementedError("what was written down is not dropped")
