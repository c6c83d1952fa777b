"""What is typed in the set-up: numbers as people write them, and one ward whatever its name."""

import pytest

from lib.actions.typed import MOST_GROUPS, NotUnderstood, numbered_groups, take_typed, take_ward
from lib.reports.ward import ward_name
from lib.security.actors import Actor
from lib.store.engine import Store
from lib.store.repository import fetch
from tests.actions.conftest import Take

WRONG, RIGHT = "Phường Thữ", "Phường Thử"


def ward_rows(store: Store) -> list[tuple[object, ...]]:
    with store.read() as conn:
        return fetch(conn, store.ward_id, "ward", ("ward_name", "population", "hotline")).rows()


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("1-3, 5", [1, 2, 3, 5]),
        ("7 \u2013 9;2\n2", [2, 7, 8, 9]),
        ("1000", [1000]),
        ("12,", [12]),
        ("", []),
    ],
)
def test_numbers_of_groups(text: str, numbers: list[int]) -> None:
    assert [row["name"] for row in numbered_groups(text)] == [f"Tổ {n}" for n in numbers]


@pytest.mark.parametrize("part", ["5A", "30-1", "abc", "0", "1-2-3", "10000"])
def test_a_part_that_is_no_number_is_named(part: str) -> None:
    with pytest.raises(NotUnderstood) as refused:
        numbered_groups(f"1, {part}, 7-9")
    assert f": {part}." in refused.value.sentence()


def test_more_groups_than_any_ward_has_are_not_cut_in_silence() -> None:
    assert len(numbered_groups(f"1-{MOST_GROUPS}")) == MOST_GROUPS
    with pytest.raises(NotUnderstood):
        numbered_groups(f"1-{MOST_GROUPS + 1}")


@pytest.mark.parametrize("text", ["23.198", "23 198", "23,198", "23198"])
def test_a_number_may_be_typed_as_it_is_printed(
    quick_store: Store, officer: Actor, text: str
) -> None:
    take_typed(quick_store, officer, "ward", [{"ward_name": RIGHT, "population": text}])
    assert ward_rows(quick_store) == [(RIGHT, 23198, None)]


def test_what_is_typed_again_is_meant_again(quick_store: Store, officer: Actor) -> None:
    for population in ("100", "200", "100"):
        typed = {"ward_name": RIGHT, "population": population}
        take_typed(quick_store, officer, "ward", [typed])
    assert ward_rows(quick_store) == [(RIGHT, 100, None)]


def test_the_name_is_corrected_and_everything_else_stays(
    store: Store, officer: Actor, take: Take
) -> None:
    take("ward", f"Tên phường,Dân số,Màu cờ\n{WRONG},23198,đỏ\n")
    for name, known in ((RIGHT, WRONG), (WRONG, RIGHT), (RIGHT, WRONG)):
        typed = {"ward_name": name, "population": "", "hotline": "024 0000 0000"}
        assert take_ward(store, officer, typed, known).refused == 0
        assert ward_rows(store) == [(name, 23198, "02400000000")]
        assert ward_name(store) == name
    with store.read() as conn:
        assert "đỏ" in fetch(conn, store.ward_id, "ward", ("extra",))["extra"][0]


def test_a_name_is_not_corrected_beside_a_mistake(quick_store: Store, officer: Actor) -> None:
    take_typed(quick_store, officer, "ward", [{"ward_name": WRONG}])
    report = take_ward(quick_store, officer, {"ward_name": RIGHT, "population": "nhiều"}, WRONG)
    assert report.refused == 1
    assert ward_rows(quick_store) == [(WRONG, None, None)]


def test_a_file_brings_no_second_ward(store: Store, officer: Actor, take: Take) -> None:
    take("ward", f"Tên phường,Dân số\n{WRONG},23198\n")
    other = f"Tên phường,Đường dây nóng\n{RIGHT},024 0000 0000\n"
    report = take("ward", other)
    assert [finding.code for finding in report.findings] == ["ROW_SECOND"]
    assert ward_rows(store) == [(WRONG, 23198, None)]
    take_ward(store, officer, {"ward_name": RIGHT}, WRONG)
    assert take("ward", other).changed == 1
    assert ward_rows(store) == [(RIGHT, 23198, "02400000000")]
    assert take("ward", f"Tên phường,Dân số\n{RIGHT.upper()},23199\n").changed == 1


def test_of_two_wards_in_one_file_the_first_goes_in(store: Store, take: Take) -> None:
    assert take("ward", f"Tên phường\n{RIGHT}\n{WRONG}\n").refused == 1
    assert [row[0] for row in ward_rows(store)] == [RIGHT]
