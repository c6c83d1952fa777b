"""Who is proposed as the same person, and how often the proposal is right."""

import random
from dataclasses import replace
from datetime import date
from itertools import combinations

import polars as pl
import pytest

from lib.reports.likeness import LIKELY, PERSON, WEIGHTS, alike, compare_names
from tests.reports.people import Listed, as_frame, listed_again, town

HOA = Listed("Nguyễn Thị Hoa", "female", None, 1980, None, "T05", None)


def proposed(*people: Listed) -> bool:
    return not alike(as_frame(list(people))).is_empty()


@pytest.mark.parametrize(
    ("one", "other", "level"),
    [
        ("Nguyễn Thị Hoa", "Nguyễn Thị Hòa", "marks_differ"),
        ("Nguyễn Thị Hương", "Nguyễn Thị Hường", "marks_differ"),
        ("Nguyễn Văn Minh", "Nguyễn Vân Minh", "marks_differ"),
        ("Ng. Thanh Cường", "Nguyễn Thanh Cương", "marks_differ"),
        ("Nguyễn Văn Đức", "Nguyen Van Duc", "unmarked"),
        ("NGUYỄN VĂN ĐỨC", "nguyen van duc", "unmarked"),
        ("Nguyễn Thị Hoa", "nguyen thi hoa", "unmarked"),
        ("Nguyễn Thị Hòa", "nguyen thi hoa", "unmarked"),
        ("Nguyên Văn Đức", "Nguyễn Văn Đức", "marks_differ"),
        ("Nguyen Văn Đức", "Nguyễn Văn Đức", "unmarked"),
        ("Nguyễn Thị Thúy", "Nguyễn Thị Thuý", "same"),
        ("Nguyễn Văn Hoà", "Nguyễn Văn Hòa", "same"),
        ("Ðỗ Văn An", "Đỗ Văn An", "same"),
        ("Đức Nguyễn Văn", "Nguyễn Văn Đức", "reordered"),
        ("Ng. V. Đức", "Nguyễn Văn Đức", "shortened"),
        ("Nguyễn Đức", "Nguyễn Văn Đức", "shortened"),
        ("Nguyễnn Văn Đức", "Nguyễn Văn Đức", "misspelt"),
        ("Nguyễn Văn An", "Nguyễn Văn Anh", "misspelt_given"),
        ("Nguyễn Văn An", "Trần Thị Bình", "other"),
        ("An", "Anh", "other"),
        ("Nguyễn Văn An", None, None),
    ],
)
def test_names_as_people_write_them(one: str, other: str | None, level: str | None) -> None:
    assert compare_names(one, other) == compare_names(other, one) == level


def test_hoa_and_hoa_with_a_grave_are_two_people_whatever_else_agrees() -> None:
    hoa = replace(HOA, birth_date=date(1980, 5, 3), phone="0190000001", door="T05 12")
    assert not proposed(hoa, replace(hoa, full_name="Nguyễn Thị Hòa"))
    assert proposed(hoa, replace(hoa, full_name="nguyen thi hoa"))


def test_a_name_alone_is_never_enough() -> None:
    nameless = Listed("Nguyễn Văn Đức", None, None, None, None, None, None)
    assert not proposed(nameless, nameless)
    assert not proposed(nameless, replace(nameless, group_id="T05"), replace(nameless, sex="male"))
    assert max(WEIGHTS["full_name"].values()) < LIKELY


def test_a_father_and_a_son_of_one_name_are_two_people() -> None:
    father = replace(HOA, full_name="Nguyễn Văn Nam", birth_year=1960, phone="0190000001", door="1")
    assert not proposed(father, replace(father, birth_year=1990))
    assert proposed(father, replace(father, birth_year=1961))


def test_the_same_phone_in_a_family_merges_nobody() -> None:
    mother = replace(HOA, phone="0190000001", door="T05 12")
    sister = replace(mother, full_name="Nguyễn Thị Lan", birth_year=1982)
    assert not proposed(mother, sister)


def test_one_national_id_is_shown_whatever_the_names_say() -> None:
    ids = pl.Series("national_id", ["001080000001", "001080000001", "001080000002"])
    people = [
        HOA,
        replace(HOA, full_name="Nguyễn Thị Hòa"),
        replace(HOA, full_name="nguyen thi hoa"),
    ]
    pairs = alike(as_frame(people).with_columns(ids))
    assert pairs.select("first", "second").rows() == [("P00000", "P00001")]


def test_what_agrees_is_said() -> None:
    one = replace(HOA, birth_date=date(1980, 5, 3), phone="0190000001")
    other = replace(HOA, full_name="Nguyen Thi Hoa", birth_date=date(1980, 3, 5), group_id="T07")
    (pair,) = alike(as_frame([one, replace(other, phone="0190000001")])).rows(named=True)
    said = {aspect: pair[aspect] for aspect in WEIGHTS if pair[aspect]}
    assert said == {
        "full_name": "unmarked", "birth": "swapped_day", "phone": "same", "group_id": "other",
        "sex": "same",
    }  # fmt: skip
    assert pair["points"] == sum(WEIGHTS[aspect][level] for aspect, level in said.items())


def test_an_office_telephone_joins_nobody() -> None:
    many = [replace(HOA, full_name=f"Người {n}", phone="0190000001") for n in range(201)]
    assert not proposed(*many)


def test_nobody_and_one_person_are_no_pairs() -> None:
    assert alike(pl.DataFrame(schema=PERSON)).is_empty()
    assert not proposed(HOA)


@pytest.mark.parametrize("seed", range(4))
def test_looking_only_within_blocks_loses_no_pair(seed: int) -> None:
    """Against every pair of everybody, judged one by one."""
    rng = random.Random(seed)
    people = town(rng, 60)
    people += [listed_again(rng, person) for person in people[:40]]
    expected = {
        (f"P{i:05}", f"P{j:05}")
        for (i, one), (j, other) in combinations(enumerate(people), 2)
        if points(one, other) >= LIKELY
    }
    pairs = alike(as_frame(people))
    assert expected
    assert set(zip(pairs["first"], pairs["second"], strict=True)) == expected


def points(one: Listed, other: Listed) -> float:
    """The slow, obvious reading of WEIGHTS."""
    total = 0.0
    if level := compare_names(one.full_name, other.full_name):
        total += WEIGHTS["full_name"][level]
    for aspect in ("phone", "door", "group_id", "sex"):
        mine, theirs = getattr(one, aspect), getattr(other, aspect)
        if mine and theirs:
            total += WEIGHTS[aspect]["same" if mine == theirs else "other"]
    return total + WEIGHTS["birth"].get(birth(one, other), 0)


def birth(one: Listed, other: Listed) -> str:
    mine, theirs = one.birth_date, other.birth_date
    if mine and mine == theirs:
        return "same_day"
    if not one.birth_year or not other.birth_year:
        return ""
    if one.birth_year != other.birth_year:
        return "next_year" if abs(one.birth_year - other.birth_year) == 1 else "other_year"
    if not mine or not theirs:
        return "same_year"
    return "swapped_day" if (mine.day, mine.month) == (theirs.month, theirs.day) else "other_day"


@pytest.mark.parametrize("seed", range(3))
def test_precision_and_recall_on_a_thousand_people_listed_twice(seed: int) -> None:
    """Among 4,000 others; what is proposed wrongly is a name without marks that fits two people."""
    rng = random.Random(seed)
    people = town(rng, 4_000)
    twice = rng.sample(range(4_000), 1_000)
    again = [listed_again(rng, people[number]) for number in twice]
    truth = {(f"P{n:05}", f"P{4_000 + place:05}") for place, n in enumerate(twice)}
    pairs = alike(as_frame(people + again))
    found = set(zip(pairs["first"], pairs["second"], strict=True))
    assert len(found & truth) / len(truth) >= 0.94
    assert len(found & truth) / len(found) >= 0.92


def test_the_order_of_the_entries_changes_nothing() -> None:
    entries = [
        {"id": id_, "full_name": name, "birth_year": 1950, "group_id": "TDP01"}
        for id_, name in (("b", "Le Van An"), ("c", "Tran Thi Binh"), ("a", "Le Van An"))
    ]
    people = pl.DataFrame(entries).select(
        *(name if name in entries[0] else pl.lit(None, kind).alias(name)
          for name, kind in PERSON.items())
    )  # fmt: skip
    found = alike(people).select("first", "second").rows()
    assert found == alike(people.sort("id")).select("first", "second").rows() == [("a", "b")]
