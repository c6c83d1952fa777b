"""Spellings of groups and names of people."""

from lib.ingest.lookups import group_spellings, people_key, people_names


def test_a_spelling_of_two_groups_is_none():
    spellings = group_spellings([("A1", "Tổ 5"), ("A2", "Tổ dân phố số 05"), ("A3", "Tổ 6")])
    assert "to 5" not in spellings
    assert spellings["a1"] == "A1"
    assert spellings["6"] == "A3"


def test_an_id_stands_for_its_own_group():
    spellings = group_spellings([("5", "Tổ 12"), ("12", "Tổ 5")])
    assert spellings["5"] == "5"
    assert spellings["to 5"] == "12"


def test_the_built_in_groups_are_always_known():
    assert group_spellings([])["unknown"] == "unknown"
    assert group_spellings([])["ngoai phuong"] == "outside"


def test_people_are_found_with_and_without_their_year():
    names = people_names(
        [("C1", "Nguyễn Thị Hoà", "TDP05", 1985), ("C2", "nguyễn thị hòa", "TDP05", None)]
    )
    assert names[people_key("Nguyễn Thị Hòa", "TDP05", 1985)] == ("C1",)
    assert names[people_key("Nguyễn Thị Hòa", "TDP05", None)] == ("C1", "C2")
    assert people_key("Nguyễn Thị Hoa", "TDP05", 1985) not in names
