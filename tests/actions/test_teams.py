"""People and groups change hands from a day on; what was before stays as history; one way back."""

from collections import Counter
from datetime import date, datetime, timedelta

import pytest

from lib.actions.deeds import Refused, undo
from lib.actions.reorganised import last_reorganisations
from lib.actions.teams import Given, Joining, give_people, join_team, leave_team, reorganise
from lib.indicators.visiting import VisitDay
from lib.indicators.workload import WEEK, Move, guests, loads, moved
from lib.reports.frames import ward_on
from lib.reports.teams import roster, teams_page
from lib.security.actors import NotAllowed, actor_as
from lib.store.engine import Store
from lib.store.repository import fetch

NOW = datetime.fromisoformat("2021-12-29T08:30")
DAY, TOMORROW = NOW.date(), NOW.date() + timedelta(1)
CHAIR = actor_as("chu tich", "vice_chair")
FILES = {
    "groups": "group_id,name\nTDP05,Tổ 5\nTDP06,Tổ 6\n",
    "teams": "team_id,name,kind\nHT1,Tổ hỗ trợ 1,support\nHT2,Tổ hỗ trợ 2,support\n"
    "XN1,Tổ xét nghiệm,testing\n",
    "team_areas": "team_id,group_id,from_on\nHT1,Tổ 5,01/12/2021\nHT2,Tổ 6,01/12/2021\n"
    "XN1,Tổ 5,01/12/2021\n",
    "members": "member_id,full_name,phone\nM1,Lê Một,0190000001\nM2,Lê Hai,0190000002\n"
    "M3,Trần Thị Mẫu,0190000003\n",
    "memberships": "membership_id,member_id,team_id,from_on\nP1,M1,HT1,01/12/2021\n"
    "P2,M2,HT1,01/12/2021\nP3,M3,HT1,01/12/2021\n",
    "cases": "case_id,case_type,full_name,phone,group_id,street,reported_at,quarantine_start,"
    "quarantine_end\n"
    "C1,F0,Trần Thị Mẫu,0190000003,Tổ 5,Phố Mẫu,25/12/2021,25/12/2021,03/01/2022\n"
    "C2,F1,Lê Thị Mẫu,,Tổ 5,Phố Mẫu,25/12/2021,25/12/2021,05/01/2022\n"
    "C3,F1,Lê Văn Mẫu,,Tổ 6,Phố Mẫu,25/12/2021,25/12/2021,05/01/2022\n",
    "assignments": "assignment_id,case_id,team_id,member_id,assigned_from\n"
    "A1,C1,HT1,M1,25/12/2021\nA2,C2,HT1,M3,25/12/2021\n",
}


@pytest.fixture(autouse=True)
def _known(take) -> None:
    for table, text in FILES.items():
        assert take(table, text).refused == 0


def stored(store: Store, table: str, *columns: str) -> list[tuple]:
    with store.read() as conn:
        return sorted(fetch(conn, store.ward_id, table, columns).rows(), key=str)


def team_of(store: Store, day: date) -> dict[str, str]:
    return {guest.case_id: guest.team_id for guest in guests(ward_on(store, day))}


def due_team(store: Store, day: date) -> dict[str, str]:
    """Who is due on a day, as the day itself shows it."""
    due = VisitDay(ward_on(store, day)).due
    return dict(due.select("case_id", "team_id").rows())


def test_a_volunteer_who_is_ill_drops_out_and_the_people_come_up(store: Store) -> None:
    page, people = teams_page(store, CHAIR, DAY), roster(store, CHAIR, DAY)
    assert (people.out, page.members["HT1"], page.carers_out) == (["M3"], ["M1", "M2"], ["C2"])
    give_people(store, CHAIR, [Given("C2", "HT1", "M2")], on=DAY, now=NOW)
    assert teams_page(store, CHAIR, DAY).carers_out == []
    leave_team(store, CHAIR, ["P3"], on=DAY, now=NOW)
    assert ("M3", date(2021, 12, 1), DAY) in stored(
        store, "memberships", "member_id", "from_on", "to_on"
    )


def test_what_ran_ends_the_day_before_and_stays(store: Store) -> None:
    done = give_people(store, CHAIR, [Given("C1", "HT1", "M2")], on=DAY, now=NOW)
    spans = stored(store, "assignments", "case_id", "member_id", "assigned_from", "assigned_to")
    first = date(2021, 12, 25)
    assert spans[:2] == [("C1", "M1", first, DAY - timedelta(1)), ("C1", "M2", DAY, None)]
    give_people(store, CHAIR, [Given("C1", "HT2")], on=DAY, now=NOW)  # the same day: no third row
    assert len(stored(store, "assignments", "case_id")) == 3
    assert team_of(store, DAY)["C1"] == "HT2"
    with pytest.raises(Refused):
        undo(store, CHAIR, done, now=NOW)  # something was done since


def test_a_group_goes_with_everybody_given_by_name_and_comes_back(store: Store) -> None:
    moves = [Move("group", "TDP05", "HT2"), Move("case", "C3", "HT1")]
    ward = ward_on(store, DAY)
    foreseen = loads(ward, moved(guests(ward), moves, ahead=1))
    done = reorganise(store, CHAIR, moves, on=TOMORROW, now=NOW)
    assert team_of(store, DAY) == {"C1": "HT1", "C2": "HT1", "C3": "HT2"}
    assert team_of(store, TOMORROW) == {"C1": "HT2", "C2": "HT2", "C3": "HT1"}
    assert loads(ward_on(store, DAY), guests(ward_on(store, DAY))) == foreseen
    for ahead in range(WEEK - 1):  # C1 ends on the last of these days
        shown = Counter(due_team(store, DAY + timedelta(ahead)).values())
        assert shown == {t: n for (t, on), n in foreseen.items() if on == DAY + timedelta(ahead)}
    areas = stored(store, "team_areas", "team_id", "group_id", "from_on", "to_on")
    assert ("HT1", "TDP05", date(2021, 12, 1), DAY) in areas
    assert ("XN1", "TDP05", date(2021, 12, 1), None) in areas  # the testing team stays
    undo(store, CHAIR, done, now=NOW)
    assert team_of(store, TOMORROW) == {"C1": "HT1", "C2": "HT1", "C3": "HT2"}


def test_a_reorganisation_is_taken_back_after_the_page_was_left(store: Store) -> None:
    moves = [Move("group", "TDP05", "HT2"), Move("case", "C3", "HT1")]
    reorganise(store, CHAIR, moves, on=TOMORROW, now=NOW)
    (found,) = last_reorganisations(store, CHAIR, now=NOW)
    assert (found.by, found.groups, found.n_assignments) == ("chu tich", ["TDP05"], 3)
    other = actor_as("pho", "vice_chair")
    for reader, later in ((other, NOW), (CHAIR, NOW + timedelta(days=2))):
        assert last_reorganisations(store, reader, now=later)[0].done is None
    assert found.done is not None
    undo(store, CHAIR, found.done, now=NOW)
    assert team_of(store, TOMORROW) == {"C1": "HT1", "C2": "HT1", "C3": "HT2"}
    assert last_reorganisations(store, CHAIR, now=NOW)[0].done is None
    with pytest.raises(NotAllowed):
        last_reorganisations(store, actor_as("x", "support_team", team_id="HT1"))


def test_whoever_has_left_is_not_given_anew(store: Store, take) -> None:
    head = FILES["cases"].partition("C1")[0].strip() + ",closed_on,end_reason"
    dates = "01/12/2021,01/12/2021,15/12/2021,16/12/2021"
    take("cases", f"{head}\nC9,F1,Lê Cũ,,Tổ 5,Phố Mẫu,{dates},completed\n")
    take("assignments", "assignment_id,case_id,team_id,assigned_from\nA9,C9,HT1,01/12/2021\n")
    reorganise(store, CHAIR, [Move("group", "TDP05", "HT2")], on=TOMORROW, now=NOW)
    (found,) = last_reorganisations(store, CHAIR, now=NOW)
    assert found.n_assignments == 2
    spans = stored(store, "assignments", "case_id", "team_id", "assigned_to")
    assert [row for row in spans if row[0] == "C9"] == [("C9", "HT1", None)]


def test_a_volunteer_joins_a_team_and_leaves_the_other(store: Store) -> None:
    join_team(store, CHAIR, Joining("HT2", "M2"), on=DAY, now=NOW)
    new = Joining("HT2", full_name=" Phạm  Thị Mới ", phone="0190 000 009")
    join_team(store, CHAIR, new, on=DAY, now=NOW)
    assert ("Phạm Thị Mới", "0190000009") in stored(store, "members", "full_name", "phone")
    members = teams_page(store, CHAIR, DAY).members
    assert (members["HT1"], len(members["HT2"])) == (["M1"], 2)
    spans = stored(store, "memberships", "member_id", "team_id", "to_on")
    assert ("M2", "HT1", DAY - timedelta(1)) in spans
    for wrong, code in (
        (new, "IN_TEAM"), (Joining("HT2", "M2"), "IN_TEAM"),
        (Joining("HT2"), "NO_NAME_OF_VOLUNTEER"),
        (Joining("HT2", full_name="Lê Ba", phone="abc"), "NOT_A_PHONE"),
    ):  # fmt: skip
        with pytest.raises(Refused, match=code):
            join_team(store, CHAIR, wrong, on=DAY, now=NOW)
    with pytest.raises(NotAllowed):
        join_team(store, actor_as("x", "support_team", team_id="HT1"), new, on=DAY, now=NOW)


def test_teams_are_compared_by_days_that_are_over(store: Store) -> None:
    days = {line.day for line in teams_page(store, CHAIR, DAY).trend}
    assert max(days) == DAY - timedelta(1)


def test_only_support_teams_take_people_and_only_some_may_arrange(store: Store) -> None:
    for moves in ([], [Move("group", "TDP05", "XN1")]):
        with pytest.raises(Refused):
            reorganise(store, CHAIR, moves, on=TOMORROW, now=NOW)
    for role in ("support_team", "group_leader", "auditor"):
        other = actor_as("x", role, team_id="HT1")
        with pytest.raises(NotAllowed):
            reorganise(store, other, [Move("group", "TDP05", "HT2")], on=TOMORROW, now=NOW)
        with pytest.raises(NotAllowed):
            roster(store, other, DAY)
    assert len(stored(store, "team_areas", "team_id")) == 3
