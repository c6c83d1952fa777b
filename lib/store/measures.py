"""The measures as they hold for the ward."""

import sqlalchemy as sa

from lib.rules.measures import Measure, at_level, shipped_measures
from lib.store.repository import fetch


def ward_measures(conn: sa.Connection, ward_id: str) -> tuple[Measure, ...]:
    """The shipped rows; those of another level end when the declared one begins."""
    declared = fetch(conn, ward_id, "ward", ("declared_level", "level_from_at")).rows()
    level, since = declared[0] if declared else (None, None)
    return at_level(shipped_measures(), level, since)
