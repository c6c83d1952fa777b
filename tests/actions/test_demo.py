"""The demo ward stands whole or not at all, and never in a real ward's folder."""

from dataclasses import replace
from pathlib import Path

import pytest

from lib.actions.demo import load_demo
from lib.actions.imports import FileRefused
from lib.settings import Settings, demo_settings, ward_settings
from lib.store.engine import open_store, server_lock
from lib.store.problems import StoreProblem
from lib.store.repository import fetch

GROUPS = "group_id,name\nTDP05,Tổ 5\n"
HOUSEHOLDS = "household_id,group_id,house_number\nH1,TDP05,1\n"


@pytest.fixture
def demo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    monkeypatch.setenv("WARD_DATA_DIR", str(tmp_path / "data"))
    return demo_settings()


@pytest.fixture
def files(tmp_path: Path) -> Path:
    folder = tmp_path / "files"
    folder.mkdir()
    (folder / "households.csv").write_text(HOUSEHOLDS, "utf-8")
    (folder / "groups.csv").write_text(GROUPS, "utf-8")
    (folder / "boundaries.geojson").write_text("{}", "utf-8")
    return folder


def names(settings: Settings) -> list[str]:
    store = open_store(settings)
    with store.read() as conn:
        found = fetch(conn, store.ward_id, "groups")["name"].to_list()
    store.close()
    return found


def test_files_go_in_in_the_order_of_the_tables(demo: Settings, files: Path) -> None:
    reports = load_demo(demo, source=files)
    assert [(r.table, r.accepted, r.refused) for r in reports] == [
        ("groups", 1, 0),
        ("households", 1, 0),
    ]
    assert names(demo) == ["Tổ 5"]
    assert demo.boundaries_file.read_text() == "{}"
    assert {path.name for path in demo.folder.parent.iterdir()} == {"demo-ward"}


def test_a_standing_demo_is_left_alone_unless_asked(demo: Settings, files: Path) -> None:
    load_demo(demo, source=files)
    (files / "groups.csv").write_text(GROUPS.replace("Tổ 5", "Tổ 5A"), "utf-8")
    assert load_demo(demo, source=files) == ()
    assert names(demo) == ["Tổ 5"]
    assert len(load_demo(demo, source=files, rebuild=True)) == 2
    assert names(demo) == ["Tổ 5A"]


def test_a_demo_that_cannot_be_built_leaves_nothing(demo: Settings, files: Path) -> None:
    (files / "households.csv").write_bytes(b"\x00\x01")
    with pytest.raises(FileRefused):
        load_demo(demo, source=files)
    assert list(demo.folder.parent.iterdir()) == []


def test_leftovers_without_a_database_do_not_count(demo: Settings, files: Path) -> None:
    (demo.folder / "uploads").mkdir(parents=True)
    assert len(load_demo(demo, source=files)) == 2


def test_a_served_demo_is_not_pulled_away(demo: Settings, files: Path) -> None:
    load_demo(demo, source=files)
    with server_lock(demo), pytest.raises(StoreProblem) as problem:
        load_demo(demo, source=files, rebuild=True)
    assert problem.value.code == "SERVER_RUNNING"
    assert names(demo) == ["Tổ 5"]


def test_a_real_ward_is_never_filled(demo: Settings, files: Path) -> None:
    ward = ward_settings()
    for real in (ward, replace(ward, is_demo=True)):
        with pytest.raises(StoreProblem) as problem:
            load_demo(real, source=files, rebuild=True)
        assert problem.value.code == "NOT_THE_DEMO"
    assert not ward.folder.exists()


def test_without_files_it_says_so(demo: Settings, tmp_path: Path) -> None:
    with pytest.raises(StoreProblem) as problem:
        load_demo(demo, source=tmp_path)
    assert problem.value.code == "DEMO_FILES_ABSENT"
