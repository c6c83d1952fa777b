"""Write the demo ward's files again: python data/demo/generate.py [folder].

Everything follows from one seed (maker/words.py), so two runs write identical bytes.
"""

import sys
from pathlib import Path

from maker import door_sheets, people_sheets, team_sheets, ward_sheets
from maker.compliance import make_gatherings, make_venues
from maker.directives import (
    acknowledgement_rows,
    announcement_rows,
    directive_rows,
    register,
    unowned,
)
from maker.duty import assign, carried_by, fall_ill, serve
from maker.epidemic import DEMO_DAY, Epidemic
from maker.errands import run_errands
from maker.files import write_table as write
from maker.geography import CENTRE, geojson, make_groups
from maker.homes import make_doors
from maker.inspections import make_inspections
from maker.ledger import register_troubles, team_troubles, trouble_list
from maker.outreach import NAMED_BY, outreach_rows
from maker.paying import pay
from maker.people import Town, count_heads
from maker.platform import TITLES as PLATFORM_TITLES
from maker.platform import platform_rows
from maker.releases import release
from maker.teams import make_leaders, make_teams
from maker.testing import Laboratory
from maker.troubles import plant
from maker.twice import list_again
from maker.vaccination import make_residents, residents_by_group
from maker.visits import Log
from maker.words import WORDS

N_HOMES = 500


def main(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    groups = make_groups()
    n_residents = residents_by_group(groups)
    count_heads(groups, n_residents)
    town = Town(groups)
    stays = Epidemic(town).run()
    spare = [town.new_home() for _home in range(N_HOMES - len(town.homes))]
    listed = list(town.homes)
    for number, home in enumerate(listed, start=1):
        home.id = f"H{number:04}"
    leaders = make_leaders(town)
    teams, members = make_teams(town)
    planted = plant(stays, teams)
    release(stays, planted)
    absence = fall_ill(stays, teams, members, planted)
    visits = Log(stays, teams, planted, absence).write()
    samples = Laboratory(stays, teams, planted).write()
    doors = make_doors(stays, planted)
    given = assign(stays, teams, planted, absence)
    errands = run_errands(stays, teams, planted, doors.requests)
    paid = pay(teams, visits, samples)
    residents = make_residents(town, n_residents, spare)
    venues, gatherings = make_venues(groups, town.phones), make_gatherings(town)
    inspections = make_inspections(groups, venues, gatherings, stays, planted)
    cases = people_sheets.case_rows(stays)
    twice = list_again(cases, [stay.id for stay in planted.end_before_start])

    population = sum(group.numbers["population"] for group in groups)
    write(folder, "ward", [ward_sheets.ward_row(population, CENTRE)])
    write(folder, "groups", ward_sheets.group_rows(groups, leaders))
    write(folder, "households", people_sheets.household_rows(listed), style="code")
    write(folder, "cases", cases + twice.rows)
    write(folder, "visits", people_sheets.visit_rows(visits), style="plain", separator=";")
    write(folder, "tests", people_sheets.sample_rows(samples))
    write(folder, "appraisals", door_sheets.appraisal_rows(doors.appraisals))
    write(folder, "signs", door_sheets.sign_rows(doors.signs))
    write(folder, "requests", team_sheets.request_rows(errands))
    write(folder, "teams", ward_sheets.team_rows(teams))
    write(folder, "team_areas", ward_sheets.team_area_rows(teams))
    write(folder, "members", ward_sheets.member_rows(members))
    write(folder, "memberships", team_sheets.membership_rows(serve(teams, absence)), style="en")
    write(folder, "assignments", team_sheets.assignment_rows(given))
    write(folder, "payments", team_sheets.payment_rows(paid.lines))
    titles = tuple(WORDS["unvaccinated"]["titles"])
    write(folder, "unvaccinated", people_sheets.resident_rows(residents), titles=titles)
    write(folder, "outreach", outreach_rows(residents), borrowed=NAMED_BY)
    platform = platform_rows(residents, town.homes)
    write(folder, "platform_people", platform, titles=PLATFORM_TITLES)
    tasks = register()
    write(folder, "directives", directive_rows(tasks))
    write(
        folder, "acknowledgements", acknowledgement_rows(tasks, groups, teams, planted.silent_team)
    )
    write(folder, "announcements", announcement_rows(tasks, groups))
    write(folder, "venues", ward_sheets.venue_rows(venues))
    write(folder, "gatherings", ward_sheets.gathering_rows(gatherings))
    write(folder, "inspections", ward_sheets.inspection_rows(inspections))
    names = {group.number: ward_sheets.group_name(group.number) for group in groups}
    (folder / "boundaries.geojson").write_bytes(geojson(groups, names).encode())
    of_teams = team_troubles(absence, carried_by(given, absence, DEMO_DAY), errands, paid)
    of_register = register_troubles(groups, unowned(tasks))
    troubles = trouble_list(planted, venues, gatherings, twice, of_register, of_teams)
    (folder / "TROUBLES.md").write_bytes(troubles.encode())


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).resolve().parent)
