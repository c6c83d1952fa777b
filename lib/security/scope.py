"""Whose people an actor reaches: as conditions in SQL, so that nobody else's row is ever read."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from lib.schema.tables import TABLES
from lib.security.actors import Actor
from lib.store.oversight import EMERGENCIES
from lib.store.tables import DATA_TABLES

# By which column a row belongs to somebody, and where that somebody is found.
_VIA = {"case_id": "cases", "resident_id": "unvaccinated", "household_id": "households"}
# What everybody may read: it is about no resident.
_FOR_ALL = ("ward", "groups", "teams", "team_areas", "directives")
_OF_TEAMS = ("members", "memberships", "payments")
# Everybody of the ward, most of them nobody's case: only who reaches the whole ward.
_OF_WARD = ("platform_people",)
# What a team is given for a time: table, what, first and last day.
_AREAS = ("team_areas", "group_id", "from_on", "to_on")
_ASSIGNMENTS = ("assignments", "case_id", "assigned_from", "assigned_to")


@dataclass(frozen=True)
class Reach:
    """The groups an actor looks after, cases beyond them, and the actor's own team."""

    groups: frozenset[str]
    cases: frozenset[str] = frozenset()
    team_id: str | None = None


def reach_of(
    conn: sa.Connection, ward_id: str, actor: Actor, *, day: date, at: datetime
) -> Reach | None:
    """None when the actor reaches the whole ward; else what is covered on the day, and the
    records opened in an emergency that has not run out."""
    scope = actor.scope
    if scope.kind == "ward":
        return None
    opened = _opened(conn, ward_id, actor, at)
    if scope.kind == "group":
        return Reach(_known(scope.group_id), opened)
    if scope.team_id is None:
        return Reach(frozenset(), opened)
    groups = _given(conn, ward_id, _AREAS, scope.team_id, day)
    cases = _given(conn, ward_id, _ASSIGNMENTS, scope.team_id, day)
    return Reach(groups, cases | opened, scope.team_id)


def rows_within(reach: Reach | None, ward_id: str, table: str) -> sa.ColumnElement[bool]:
    """The rows of a table that the actor reaches; deny by default."""
    if reach is None or table in _FOR_ALL:
        return sa.true()
    data, columns = DATA_TABLES[table].c, TABLES[table].columns
    if table in _OF_WARD:
        return sa.false()
    if table in _OF_TEAMS:
        return _of_team(reach, ward_id, table)
    if table == "acknowledgements":
        return data.group_id.in_(reach.groups) | _is_own(data.team_id, reach)
    if table == "cases":
        return data.group_id.in_(reach.groups) | data.case_id.in_(reach.cases)
    if table == "households":
        return data.group_id.in_(reach.groups) | data.household_id.in_(_homes(reach, ward_id))
    for name, parent in _VIA.items():
        if name in columns and "group_id" not in columns:
            key = DATA_TABLES[parent].c[name]
            return data[name].in_(_ids(parent, key, ward_id, rows_within(reach, ward_id, parent)))
    return data.group_id.in_(reach.groups) if "group_id" in columns else sa.false()


def _of_team(reach: Reach, ward_id: str, table: str) -> sa.ColumnElement[bool]:
    data = DATA_TABLES[table].c
    if table != "members":
        return _is_own(data.team_id, reach)
    memberships = DATA_TABLES["memberships"].c
    of_team = _is_own(memberships.team_id, reach)
    return data.member_id.in_(_ids("memberships", memberships.member_id, ward_id, of_team))


def _is_own(team_id: sa.Column[Any], reach: Reach) -> sa.ColumnElement[bool]:
    """Whoever has no team has no part in the rows that name none."""
    return team_id == reach.team_id if reach.team_id else sa.false()


def _homes(reach: Reach, ward_id: str) -> sa.Select[Any]:
    """Doors of the cases beyond the groups."""
    cases = DATA_TABLES["cases"].c
    return _ids("cases", cases.household_id, ward_id, cases.case_id.in_(reach.cases))


def _ids(
    table: str, column: sa.Column[Any], ward_id: str, condition: sa.ColumnElement[bool]
) -> sa.Select[Any]:
    data = DATA_TABLES[table].c
    return sa.select(column).where(
        data.ward_id == ward_id, data.voided_at.is_(None), column.is_not(None), condition
    )


def _given(
    conn: sa.Connection, ward_id: str, what: tuple[str, ...], team_id: str, day: date
) -> frozenset[str]:
    """What a team was given and still has on the day."""
    table, *names = what
    data = DATA_TABLES[table].c
    column, first, last = (data[name] for name in names)
    lasting = (data.team_id == team_id) & (first <= day) & (last.is_(None) | (last >= day))
    return frozenset(conn.scalars(_ids(table, column, ward_id, lasting)))


def _opened(conn: sa.Connection, ward_id: str, actor: Actor, at: datetime) -> frozenset[str]:
    lasting = sa.select(EMERGENCIES.c.case_id).where(
        EMERGENCIES.c.ward_id == ward_id,
        EMERGENCIES.c.actor == actor.account,
        EMERGENCIES.c.opened_at <= at,
        EMERGENCIES.c.until > at,
    )
    return frozenset(conn.scalars(lasting))


def _known(group_id: str | None) -> frozenset[str]:
    return frozenset({group_id} if group_id else ())


def reaches(reach: Reach | None, group_id: str) -> bool:
    """Whether a group is one that the actor looks after."""
    return reach is None or group_id in reach.groups
