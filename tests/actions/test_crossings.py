"""One person on two lists is found once, with what follows; two people of one name are not."""

from datetime import date

import pytest

from lib.reports.crossings import crossings
from lib.security.actors import Actor, actor_as
from lib.store.engine import Store

DAY = date(2021, 12, 29)
GROUPS = "group_id,name\nTDP01,Tổ 1\nTDP02,Tổ 2\n"
CASES = """\
case_id,case_type,full_name,birth_year,phone,group_id,reported_at,quarantine_start,quarantine_end
C1,F0,Lê Văn An,1950,0190000001,TDP01,28/12/2021,28/12/2021,10/01/2022
C2,F1,Trần Thị Bình,1990,0190000002,TDP01,28/12/2021,28/12/2021,10/01/2022
C3,F1,Vũ Hải Chi,1985,0190000003,TDP02,28/12/2021,28/12/2021,10/01/2022
C4,F1,Đỗ Văn Dũng,1985,0190000004,TDP02,01/12/2021,01/12/2021,14/12/2021
"""
UNVACCINATED = """\
resident_id,full_name,birth_year,group_id,listed_on
R1,Le Van An,1950,TDP01,29/12/2021
R2,Vũ Hải Chi,1940,TDP01,29/12/2021
"""
MEMBERS = """\
member_id,full_name,phone
M1,Trần Thị Bình,0190000002
M2,Lê Văn An,0190000099
"""
GATHERINGS = """\
gathering_id,kind,host_name,group_id,starts_at
SK1,Đám hiếu,Vũ Hải Chi,TDP02,30/12/2021 07:00
SK2,Đám hiếu,Vũ Hải Chi,TDP01,30/12/2021 07:00
"""


@pytest.fixture(autouse=True)
def _lists(take) -> None:
    lists = {"groups": GROUPS, "cases": CASES, "unvaccinated": UNVACCINATED, "members": MEMBERS,
             "gatherings": GATHERINGS}  # fmt: skip
    for table, text in lists.items():
        assert take(table, text).refused == 0


def found(store: Store, actor: Actor, on: date = DAY) -> set[tuple[frozenset[str], frozenset]]:
    return {
        (frozenset(each.follows), frozenset(id_ for _table, id_ in each.rows))
        for each in crossings(store, actor, on)
    }


def person(*ids: str, follows: tuple[str, ...]) -> tuple[frozenset[str], frozenset[str]]:
    return frozenset(follows), frozenset(ids)


def test_each_person_once_with_what_follows(store: Store, officer: Actor) -> None:
    assert found(store, officer) == {
        person("C1", "R1", follows=("dose_after_quarantine",)),
        person("C2", "M1", follows=("member_in_quarantine",)),
        person("C3", "SK1", follows=("host",)),
    }


def test_somebody_on_four_lists_is_one_person(store: Store, officer: Actor, take) -> None:
    more = {
        "members": "member_id,full_name,phone\nM3,Lê Văn An,0190000001\n",
        "gatherings": "gathering_id,kind,host_name,group_id,starts_at\n"
        "SK3,Đám hiếu,Lê Văn An,TDP01,30/12/2021 07:00\n",
    }
    for table, text in more.items():
        assert take(table, text).refused == 0
    ids = {frozenset(id_ for _table, id_ in each.rows) for each in crossings(store, officer, DAY)}
    assert frozenset({"C1", "R1", "M3", "SK3"}) in ids
    assert sum("C1" in each for each in ids) == 1


def test_a_host_is_known_by_name_only(store: Store, officer: Actor) -> None:
    by_name = {each.full_name: each.is_by_name for each in crossings(store, officer, DAY)}
    assert by_name == {"Lê Văn An": False, "Trần Thị Bình": False, "Vũ Hải Chi": True}


def test_a_stay_that_is_not_open_crosses_nothing(store: Store, officer: Actor) -> None:
    assert found(store, officer, date(2021, 12, 27)) == set()


def test_only_people_whose_names_one_may_see(store: Store) -> None:
    leader = actor_as("leader", "group_leader", group_id="TDP01")
    assert found(store, leader) == {person("C1", "R1", follows=("dose_after_quarantine",))}
