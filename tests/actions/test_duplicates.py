"""Two records of one person: found, joined in one step, undone in one step, or kept apart."""

from datetime import date
from pathlib import Path

import polars as pl
import pytest

from lib.actions.demo import DEMO_FILES
from lib.actions.duplicates import (
    Joining,
    NotJoined,
    ask_again,
    join_people,
    say_two_people,
    undo_joining,
)
from lib.reports.duplicates import likely_listed, load_candidates, load_joined
from lib.schema.tables import TABLES
from lib.security.actors import Actor, NotAllowed, actor_as
from lib.settings import demo_settings
from lib.store.engine import Store, open_store
from lib.store.repository import fetch
from lib.store.twins import joined_ids
from tests.actions.conftest import NOW, Take

GROUPS = "group_id,name\nTDP05,Tổ 5\nTDP07,Tổ 7\n"
HEAD = (
    "Mã ca,Họ tên,Diện,Tổ,Năm sinh,Ngày báo cáo,Ngày bắt đầu cách ly,Ngày kết thúc cách ly,"
    "Điện thoại,Mã ca nguồn lây,Ghi chú,Xe\n"
)
CASES = """\
C1,Nguyễn Văn Đức,F1,5,1980,20/12/2021,20/12/2021,02/01/2022,0190000001,,,29X
C2,Nguyen Van Duc,F1,5,1980,21/12/2021,21/12/2021,03/01/2022,,,ở nhà con,30Y
C3,Nguyễn Thị Hoa,F1,5,1985,20/12/2021,20/12/2021,02/01/2022,,C2,,
C4,Nguyễn Thị Hòa,F1,5,1985,20/12/2021,20/12/2021,02/01/2022,,,,
"""
VISITS = "Mã ca,Ngày giám sát,Kết quả\nC2,22/12/2021 08:00,ổn\nC1,22/12/2021 09:00,ổn\n"


@pytest.fixture
def listed(store: Store, take: Take) -> Store:
    take("groups", GROUPS)
    take("cases", HEAD + CASES)
    return store


def table(store: Store, name: str) -> dict[str, dict[str, object]]:
    id_ = TABLES[name].id
    with store.read() as conn:
        rows = fetch(conn, store.ward_id, name, (*TABLES[name].columns, "extra", "row_version"))
    return {row[id_]: row for row in rows.iter_rows(named=True)}


def joining(store: Store, kept: str = "C1", other: str = "C2", *taken: str) -> Joining:
    rows = table(store, "cases")
    versions = rows[kept]["row_version"], rows[other]["row_version"]
    return Joining("cases", kept, versions[0], other, versions[1], frozenset(taken))  # type: ignore[arg-type]


def ids(store: Store, officer: Actor) -> list[tuple[str, str]]:
    return [candidate.ids for candidate in load_candidates(store, officer, "cases")]


def test_the_pair_is_proposed_and_hoa_with_and_without_a_grave_is_not(
    listed: Store, officer: Actor
) -> None:
    (candidate,) = load_candidates(listed, officer, "cases")
    assert candidate.ids == ("C1", "C2")
    assert candidate.evidence["full_name"] == "unmarked"
    assert [row["full_name"] for row in candidate.rows] == ["Nguyễn Văn Đức", "Nguyen Van Duc"]
    assert candidate.versions == (1, 1)


def test_joining_fills_moves_and_takes_out_in_one_step(
    listed: Store, officer: Actor, take: Take
) -> None:
    take("visits", VISITS)
    merge = join_people(listed, officer, joining(listed, "C1", "C2", "quarantine_end"), now=NOW)
    cases = table(listed, "cases")
    assert set(cases) == {"C1", "C3", "C4"}
    kept = cases["C1"]
    assert (kept["full_name"], kept["phone"]) == ("Nguyễn Văn Đức", "0190000001")
    assert (kept["note"], kept["quarantine_end"]) == ("ở nhà con", date(2022, 1, 3))
    assert (kept["quarantine_start"], kept["extra"]) == (date(2021, 12, 20), '{"Xe":"29X"}')
    assert cases["C3"]["source_case_id"] == "C1"
    assert {visit["case_id"] for visit in table(listed, "visits").values()} == {"C1"}
    with listed.read() as conn:
        assert joined_ids(conn, listed.ward_id, "cases") == {"C2": "C1"}
    assert len(merge.steps) == 4
    assert ids(listed, officer) == []


@pytest.mark.parametrize(("group", "n_shown"), [("TDP05", 1), ("TDP07", 0)])
def test_nobody_is_told_of_joined_records_beyond_their_reach(
    listed: Store, officer: Actor, group: str, n_shown: int
) -> None:
    join_people(listed, officer, joining(listed), now=NOW)
    leader = actor_as("nga", "group_leader", group_id=group)
    assert len(load_joined(listed, leader, "cases")) == n_shown
    assert len(load_joined(listed, officer, "cases")) == 1


def test_undoing_brings_everything_back(listed: Store, officer: Actor, take: Take) -> None:
    take("visits", VISITS)
    before = {name: table(listed, name) for name in ("cases", "visits")}
    merge = join_people(listed, officer, joining(listed, "C2", "C1", "full_name"), now=NOW)
    undo_joining(listed, officer, merge.merge_id, now=NOW)
    after = {name: table(listed, name) for name in ("cases", "visits")}

    def without_version(rows: dict[str, dict[str, object]]) -> dict[str, dict[str, object]]:
        return {id_: row | {"row_version": 0} for id_, row in rows.items()}

    for name in before:
        assert without_version(after[name]) == without_version(before[name])
    assert ids(listed, officer) == [("C1", "C2")]
    with pytest.raises(StopIteration):
        undo_joining(listed, officer, merge.merge_id, now=NOW)


def test_what_was_changed_since_is_not_undone_by_halves(
    listed: Store, officer: Actor, take: Take
) -> None:
    merge = join_people(listed, officer, joining(listed), now=NOW)
    take("cases", "Mã ca,Diện,Ngày báo cáo,Họ tên,Ghi chú\nC3,F1,20/12/2021,Nguyễn Thị Hoa,mới\n")
    before = table(listed, "cases")
    with pytest.raises(NotJoined, match="TOUCHED_SINCE") as problem:
        undo_joining(listed, officer, merge.merge_id, now=NOW)
    assert problem.value.sentence()
    assert table(listed, "cases") == before


def test_a_record_that_moved_on_is_not_joined(listed: Store, officer: Actor, take: Take) -> None:
    seen = joining(listed)
    take("cases", "Mã ca,Diện,Ngày báo cáo,Họ tên,Ghi chú\nC2,F1,21/12/2021,Nguyen Van Duc,mới\n")
    before = table(listed, "cases")
    with pytest.raises(NotJoined, match="MOVED_ON"):
        join_people(listed, officer, seen, now=NOW)
    with pytest.raises(NotJoined, match="MOVED_ON"):
        join_people(listed, officer, joining(listed, "C1", "C1"), now=NOW)
    assert table(listed, "cases") == before


def test_a_record_is_never_joined_into_a_contradiction(
    listed: Store, officer: Actor, take: Take
) -> None:
    take("cases", HEAD + "C8,Lê An,F1,5,,01/12/2021,01/12/2021,07/12/2021\n")
    take("cases", HEAD + "C9,Lê An,F1,5,,20/12/2021,20/12/2021,26/12/2021\n")
    with pytest.raises(NotJoined, match="CONTRADICTS") as problem:
        join_people(listed, officer, joining(listed, "C8", "C9", "quarantine_start"), now=NOW)
    assert [finding.code for finding in problem.value.findings] == ["END_BEFORE_START"]
    assert "C9" in table(listed, "cases")


def test_nobody_becomes_one_s_own_source(listed: Store, officer: Actor) -> None:
    join_people(listed, officer, joining(listed, "C3", "C2"), now=NOW)
    assert table(listed, "cases")["C3"]["source_case_id"] is None


def test_two_people_stay_two_until_somebody_asks_again(listed: Store, officer: Actor) -> None:
    say_two_people(listed, officer, "cases", ("C2", "C1"), now=NOW)
    say_two_people(listed, officer, "cases", ("C1", "C2"), now=NOW)
    assert ids(listed, officer) == []
    ask_again(listed, officer, "cases", ("C1", "C2"), now=NOW)
    assert ids(listed, officer) == [("C1", "C2")]


@pytest.mark.parametrize("role", ["vice_chair", "auditor"])
def test_only_who_may_edit_the_table_joins(listed: Store, role: str) -> None:
    actor = actor_as("x", role)
    with pytest.raises(NotAllowed):
        join_people(listed, actor, joining(listed), now=NOW)
    with pytest.raises(NotAllowed):
        say_two_people(listed, actor, "cases", ("C1", "C2"), now=NOW)


def test_one_stay_after_the_other_is_nobody_listed_twice(
    listed: Store, officer: Actor, take: Take
) -> None:
    later = "C5,Nguyễn Văn Đức,F1,5,1980,28/12/2021,05/01/2022,11/01/2022\n"
    positive = "C6,Nguyễn Thị Hoa,F0,5,1985,28/12/2021,02/01/2022,11/01/2022\n"
    overlapping = "C7,Nguyễn Thị Hoa,F0,5,1985,28/12/2021,28/12/2021,06/01/2022\n"
    take("cases", HEAD + later + positive + overlapping)
    assert set(ids(listed, officer)) == {("C1", "C2"), ("C3", "C7"), ("C6", "C7")}


def test_rows_of_a_file_are_compared_with_the_people_listed(listed: Store, officer: Actor) -> None:
    rows = pl.DataFrame(
        {
            "row": [2, 3],
            "full_name": ["NGUYEN VAN DUC", "Nguyễn Thị Hóa"],
            "birth_year": [1980, 1985],
            "group_id": ["TDP05", "TDP05"],
            "case_type": ["F1", "F1"],
            "reported_at": ["2021-12-22", "2021-12-22"],
        }
    )
    found = likely_listed(listed, officer, "cases", rows)
    assert found.keys() == {2}
    assert found[2] in {"C1", "C2"}
    assert likely_listed(listed, officer, "venues", rows) == {}
    assert likely_listed(listed, officer, "cases", rows.clear()) == {}


def test_the_demo_s_planted_pairs_are_found_and_nobody_else(
    demo_folder: Path, officer: Actor
) -> None:
    """Precision and recall are both 1 on the demo: ten pairs, and two that only look alike."""
    lines = (DEMO_FILES / "TROUBLES.md").read_text("utf-8").splitlines()
    listed = [line.strip("|").split("|") for line in lines if line.startswith("| C0")]
    again, lookalikes = (
        set(zip(old.strip().split(", "), new.strip().split(", "), strict=True))
        for new, old, *_count in listed
    )
    assert (len(again), len(lookalikes)) == (10, 2)
    store = open_store(demo_settings())
    assert set(ids(store, officer)) == again
    assert not load_candidates(store, officer, "unvaccinated")
    assert not load_candidates(store, officer, "members")
    store.close()
