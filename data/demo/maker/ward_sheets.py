"""The rows of the ward, its groups and teams, and of what is checked at level 3."""

from maker.compliance import Gathering, Venue
from maker.files import Row, place_cells
from maker.geography import Group
from maker.inspections import Inspection
from maker.people import Person
from maker.teams import SINCE, Member, Team
from maker.words import WORDS, day_text, label, moment_text, yes_no


def ward_row(population: int, centre: tuple[float, float]) -> Row:
    words = WORDS["ward"]
    return {
        "ward_name": words["name"],
        "district": words["district"],
        "city": words["city"],
        "population": population,
        "hotline": words["hotline"],
        "hospital": words["hospital"],
        "declared_level": 3,
        "level_document": words["level_document"],
        "level_from_at": "27/12/2021 06:00",
        "latitude": centre[1],
        "longitude": centre[0],
    }


def group_rows(groups: list[Group], leaders: list[Person]) -> list[Row]:
    return [
        {
            "group_id": group.id,
            "name": group_name(group.number),
            **group.numbers,
            "leader_name": leader.name,
            "leader_phone": leader.phone,
            **place_cells(group.centre),
        }
        for group, leader in zip(groups, leaders, strict=True)
    ]


def group_name(number: int) -> str:
    return WORDS["group_as_written"]["cases"][0].format(n=number)


def team_rows(teams: list[Team]) -> list[Row]:
    return [
        {
            "team_id": team.id,
            "name": team.name,
            "kind": label("team_kind", team.kind),
            "leader_member_id": team.members[0],
        }
        for team in teams
    ]


def team_area_rows(teams: list[Team]) -> list[Row]:
    return [
        {"team_id": team.id, "group_id": group_name(number), "from_on": day_text(SINCE)}
        for team in teams
        for number in team.areas
    ]


def member_rows(members: list[Member]) -> list[Row]:
    return [
        {
            "member_id": member.id,
            "full_name": member.person.name,
            "phone": member.person.phone,
            "vaccine_doses": len(member.person.doses_before(SINCE)),
        }
        for member in members
    ]


def venue_rows(venues: list[Venue]) -> list[Row]:
    return [
        {
            "venue_id": venue.id,
            "name": venue.name,
            "kind": label("venue_kind", venue.kind),
            "group_id": group_name(venue.group.number),
            **place_cells(venue.place),
            "status": label("venue_status", venue.status),
            "status_at": moment_text(venue.status_at),
            "contact_phone": venue.phone,
        }
        for venue in venues
    ]


def gathering_rows(gatherings: list[Gathering]) -> list[Row]:
    return [
        {
            "gathering_id": gathering.id,
            "kind": label("gathering_kind", gathering.kind),
            "host_name": gathering.host,
            "group_id": group_name(gathering.group.number),
            "place": gathering.place,
            "starts_at": moment_text(gathering.starts_at),
            "expected_people": gathering.people,
            "expected_delegation": gathering.delegation,
            "commitment_signed": yes_no(gathering.signed),
            "note": gathering.note,
        }
        for gathering in gatherings
    ]


def inspection_rows(inspections: list[Inspection]) -> list[Row]:
    return [
        {
            "inspected_at": moment_text(row.at),
            "inspected_by": row.by,
            "target": label("inspection_target", row.target),
            "venue_id": row.venue_id,
            "gathering_id": row.gathering_id,
            "household_id": row.household_id,
            "group_id": group_name(row.group.number),
            "measure": label("measure", row.measure),
            "observed_people": row.people,
            "observed_delegation": row.delegation,
            "observed_open": yes_no(row.is_open),
            "result": label("inspection_result", row.result),
            "action": label("inspection_action", row.action),
            "recheck_on": day_text(row.recheck_on),
            "resolved_on": day_text(row.resolved_on),
            "note": row.note,
        }
        for row in inspections
    ]
