"""What a stay was like when its reason was given: a reason explains that difference and no other.

The moment and the values come from the history, for nothing else holds them.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import polars as pl
import sqlalchemy as sa

from lib.store.history import history_of_rows, typed
from lib.store.repository import fetch
from lib.store.tables import DATA_TABLES

# What the rules look at, and the day that stands against them.
FACTS = (
    "quarantine_start", "quarantine_end", "first_positive_date", "last_exposure_date",
    "vaccine_doses", "last_dose_date", "recovered_on",
)  # fmt: skip


def explained_stays(conn: sa.Connection, ward_id: str) -> pl.DataFrame:
    """case_id, given_on and FACTS as they were then, of every stay that has a reason."""
    has_reason = DATA_TABLES["cases"].c.change_reason.is_not(None)
    frame = fetch(conn, ward_id, "cases", ("case_id", *FACTS), within=has_reason)
    steps = history_of_rows(conn, ward_id, "cases", frame["case_id"].to_list())
    rows = [_then(row, steps.get(row["case_id"], [])) for row in frame.rows(named=True)]
    return pl.DataFrame(rows, schema=frame.schema | {"given_on": pl.Date})


def _then(row: Mapping[str, Any], steps: Sequence[sa.RowMapping]) -> dict[str, Any]:
    """Back through the steps, the newest first, to the one that gave the reason."""
    columns, then = DATA_TABLES["cases"].c, dict(row)
    for step in steps:
        if step["new"].get("change_reason") is not None:
            at: datetime = step["at"]
            return then | {"given_on": at.date()}
        before = step["old"] or {}
        then |= {name: typed(columns[name], before[name]) for name in FACTS if name in before}
    return then | {"given_on": None}
