"""A stay keeps who checked, proposed and released it when; a request the appraisal behind it."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_NEW: dict[str, dict[str, sa.types.TypeEngine[Any]]] = {
    "cases": {
        "home_care_checked_on": sa.Date(),
        "home_care_reasons": sa.Text(),
        "proposed_on": sa.Date(),
        "approved_on": sa.Date(),
        "release_reason": sa.Text(),
        "previous_case_id": sa.Text(),
        "completion_number": sa.Text(),
        "completion_date": sa.Date(),
    },
    "requests": {"appraisal_id": sa.Text()},
}


def upgrade() -> None:
    for table, columns in _NEW.items():
        for name, kind in columns.items():
            op.add_column(table, sa.Column(name, kind))


def downgrade() -> None:
    raise NotImplementedError("what was written down is not dropped")
