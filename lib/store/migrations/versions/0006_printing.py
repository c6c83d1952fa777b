"""The ward's own templates of papers, and alleys whose sheet for the neighbours is approved."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

_TEXT, _ID, _MOMENT = sa.Text(), sa.String(40), sa.DateTime()


def upgrade() -> None:
    op.create_table(
        "paper_templates",
        sa.Column("ward_id", _ID, nullable=False),
        sa.Column("kind", _ID, nullable=False),
        sa.Column("docx", sa.LargeBinary(), nullable=False),
        sa.Column("changed_by", _TEXT, nullable=False),
        sa.Column("changed_at", _MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("ward_id", "kind"),
    )
    op.create_table(
        "alley_sheets",
        sa.Column("ward_id", _ID, nullable=False),
        sa.Column("sheet_id", _ID, nullable=False),
        sa.Column("group_id", sa.String(120), nullable=False),
        sa.Column("alley", _TEXT, nullable=False),
        sa.Column("street", _TEXT, nullable=False),
        sa.Column("approved_by", _TEXT, nullable=False),
        sa.Column("approved_on", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=False),
        sa.Column("withdrawn_by", _TEXT),
        sa.Column("withdrawn_at", _MOMENT),
        sa.Column("handed_by", _TEXT),
        sa.Column("handed_at", _MOMENT),
        sa.PrimaryKeyConstraint("ward_id", "sheet_id"),
    )


def downgrade() -> None:
    raise NotImplementedError("what was written down is not dropped")
