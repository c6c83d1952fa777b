"""The layer map is kept by a machine: a planted violation breaks its contract, and only that."""

import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from lib.settings import ROOT

CONTRACTS = {
    contract["id"]: contract
    for contract in tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"][
        "importlinter"
    ]["contracts"]
}
# contract, file, the line that must not stand there
PLANTS = [
    ("layers", "lib/schema/planted.py", "import lib.store.engine"),  # upwards
    ("layers", "lib/reports/planted.py", "import lib.actions.imports"),  # sideways
    ("layers", "lib/settings.py", "import lib.text.fold"),
    ("layers", "lib/newcomer/__init__.py", ""),  # a room that is not on the map
    ("streamlit", "lib/reports/planted.py", "import streamlit"),
    ("streamlit", "lib/charts.py", "import streamlit"),
    ("streamlit", "lib/maps/planted.py", "import streamlit_folium"),
    ("pages", "pages/overview.py", "import pandas"),
    ("pages", "pages/planted.py", "import lib.store.engine"),
    ("pages", "pages/planted.py", "import lib.indicators.stays"),
    ("pure", "lib/indicators/planted.py", "import sqlalchemy"),
    ("pure", "lib/documents/planted.py", "import urllib.request"),
]


@pytest.fixture
def house(tmp_path: Path) -> Path:
    """A copy to spoil. The editor's caches stay behind."""
    without = shutil.ignore_patterns("__pycache__", "static")
    for name in ("lib", "pages"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=without)
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def broken_contracts(house: Path) -> set[str]:
    command = [Path(sys.executable).with_name("lint-imports"), "--no-cache", "--no-logo"]
    run = subprocess.run(command, cwd=house, capture_output=True, text=True, check=False)
    broken = {
        id_ for id_, contract in CONTRACTS.items() if f"{contract['name']} BROKEN" in run.stdout
    }
    kept = {id_ for id_, contract in CONTRACTS.items() if f"{contract['name']} KEPT" in run.stdout}
    assert broken | kept == set(CONTRACTS), run.stdout + run.stderr
    assert run.returncode == (1 if broken else 0)
    return broken


def test_the_house_keeps_its_contracts(house):
    assert broken_contracts(house) == set()


@pytest.mark.parametrize(("contract", "file", "line"), PLANTS)
def test_a_planted_violation_breaks_its_contract(house, contract, file, line):
    target = house / file
    target.parent.mkdir(exist_ok=True)
    with target.open("a", encoding="utf-8") as module:
        module.write(f"\n{line}\n")
    assert broken_contracts(house) == {contract}


def test_every_contract_is_tried():
    assert {contract for contract, _file, _line in PLANTS} == set(CONTRACTS)


def rooms() -> set[str]:
    return {
        path.stem
        for path in (ROOT / "lib").iterdir()
        if path.suffix == ".py" or (path / "__init__.py").exists()
    } - {"__init__"}


def test_the_map_at_the_door_names_every_room():
    """lib/__init__.py is what a newcomer reads first."""
    drawn = (ROOT / "lib" / "__init__.py").read_text("utf-8")
    assert [room for room in rooms() if not re.search(rf"\b{room}\b", drawn)] == []


@pytest.mark.parametrize("room", ["ui", "actions", "reports", "ingest", "store"])
def test_the_map_of_a_large_room_names_every_module(room):
    folder = ROOT / "lib" / room
    drawn = (folder / "__init__.py").read_text("utf-8").split('"""')[1]
    modules = {path.stem for path in folder.glob("*.py")} - {"__init__"}
    assert [name for name in sorted(modules) if not re.search(rf"\b{name}\b", drawn)] == []


def test_only_the_screens_may_know_streamlit():
    forbidden = {name.removeprefix("lib.") for name in CONTRACTS["streamlit"]["source_modules"]}
    assert forbidden == rooms() - {"ui"}
