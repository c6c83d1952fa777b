"""When an errand was taken and for when it was promised; how a pay line was capped and approved."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

_NEW: dict[str, dict[str, sa.types.TypeEngine[Any]]] = {
    "requests": {"promised_at": sa.String(16), "taken_at": sa.String(16)},
    "payments": {
        "most_per_day": sa.BigInteger(),
        "prepared_on": sa.Date(),
        "approved_on": sa.Date(),
    },
}


def upgrade() -> None:
    for table, columns in _NEW.items():
        for name, kind in columns.items():
            op.add_column(table, sa.Column(name, kind))


def downgrade() -> None:
    raise NotImplementedError("what was written down is not dropped")
