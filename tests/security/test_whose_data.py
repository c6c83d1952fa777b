"""Before somebody is erased: what goes together, and which other records may be theirs."""

import pytest

from lib.reports.erasing import person_of, record_with
from lib.security.actors import NotAllowed
from lib.security.roles import ROLES
from lib.store.engine import Store
from lib.store.history import Author
from lib.store.repository import RowChange, insert_rows, update_rows
from tests.security.wards import NAME, NOW, PHONE, actor

CHAIR, AUTHOR = actor("vice_chair"), Author("lan", NOW)
RESIDENT = {"group_id": "TDP06", "listed_on": NOW.date(), "reason": "refused"}


def others(store: Store, **resident: object) -> list[str]:
    """Which records are asked about when C1 goes, after R9 was listed."""
    row = {"resident_id": "R9", "full_name": "Ai Khác", **RESIDENT, **resident}
    with store.write() as conn:
        insert_rows(conn, store.ward_id, "unvaccinated", [row], AUTHOR)
    person = person_of(store, CHAIR, "cases", "C1")
    assert person
    return [record.row_id for record in person.others]


@pytest.mark.parametrize(
    ("resident", "is_asked"),
    [
        ({"phone": PHONE}, True),
        ({"full_name": NAME.upper(), "birth_year": 1980}, True),
        ({"full_name": NAME}, True),
        ({"full_name": NAME, "birth_year": 1955}, False),
        ({"birth_year": 1980}, False),
    ],
)
def test_other_records_with_a_name_or_telephone_are_asked_about(
    filled: Store, resident: dict[str, object], is_asked: bool
) -> None:
    assert others(filled, **resident) == (["R9"] if is_asked else [])


def test_the_stay_before_goes_along_and_is_no_other(filled: Store) -> None:
    change = RowChange("C3", 1, {"converted_case_id": "C1", "phone": PHONE})
    with filled.write() as conn:
        assert not update_rows(conn, filled.ward_id, "cases", [change], AUTHOR)
    person = person_of(filled, CHAIR, "cases", "C1")
    assert person
    assert [record.row_id for record in person.own] == ["C1", "C3"]
    assert person.others == ()
    assert person.own[0].cells["full_name"] == NAME
    assert not {"phone", "national_id"} & person.own[0].cells.keys()


def test_only_who_may_erase_is_told(filled: Store) -> None:
    for name, role in ROLES.items():
        if "persons.erase" not in role.rights:
            with pytest.raises(NotAllowed):
                person_of(filled, actor(name), "cases", "C1")
            with pytest.raises(NotAllowed):
                record_with(filled, actor(name), "C1")
    assert record_with(filled, CHAIR, "R1") == ("unvaccinated", "R1")
    assert record_with(filled, CHAIR, "V1") is None
    assert person_of(filled, CHAIR, "cases", "C99") is None
