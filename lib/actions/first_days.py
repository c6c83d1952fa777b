"""Another day of listing for somebody of the first list is stored; figures keep the first day."""

from collections.abc import Sequence

import polars as pl
import sqlalchemy as sa

from lib.actions.comparison import RowDiff
from lib.schema.columns import Table
from lib.schema.findings import Finding
from lib.store.first_list import TABLE, first_list
from lib.text.formats import format_day

_DAY = "listed_on"


def days_kept(
    conn: sa.Connection, ward_id: str, table: Table, changed: Sequence[RowDiff]
) -> list[Finding]:
    """A note at each row that would move the day of a member of the first list."""
    moved = {diff.row_id: diff for diff in changed if _DAY in diff.cells}
    if table.name != TABLE or not moved:
        return []
    members = first_list(conn, ward_id).filter(pl.col(table.id).is_in(list(moved)))
    return [
        Finding("FIRST_DAY_KEPT", table.name, moved[id_].row, _DAY, {"day": format_day(day)})
        for id_, day in members.select(table.id, "first_listed_on").rows()
        if moved[id_].cells[_DAY][1] != day
    ]
