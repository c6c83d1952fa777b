"""Who serves in a team, by name: for whoever gives its volunteers their accounts."""

from datetime import date

import sqlalchemy as sa

from lib.store.tables import DATA_TABLES


def roster_of(conn: sa.Connection, ward_id: str, team_id: str, day: date) -> dict[str, str]:
    """member_id -> full name of those whose time in the team is not over on the day, also where it
    has not begun."""
    members, lasting = DATA_TABLES["members"].c, DATA_TABLES["memberships"].c
    query = (
        sa.select(members.member_id, members.full_name)
        .where(members.ward_id == ward_id, members.voided_at.is_(None))
        .where(lasting.ward_id == ward_id, lasting.voided_at.is_(None))
        .where(lasting.member_id == members.member_id, lasting.team_id == team_id)
        .where(lasting.to_on.is_(None) | (lasting.to_on >= day))
    )
    return dict(conn.execute(query).all())


def names_of_members(conn: sa.Connection, ward_id: str) -> dict[str, str]:
    """member_id -> full name, whatever team they serve in, or served."""
    members = DATA_TABLES["members"].c
    query = sa.select(members.member_id, members.full_name).where(
        members.ward_id == ward_id, members.voided_at.is_(None)
    )
    return dict(conn.execute(query).all())
