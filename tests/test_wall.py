"""The wall screen: published figures only, whole or absent, and nothing to ask a database with."""

import re

import pytest

from lib.cli import main
from lib.reports.figures import figure_views
from lib.security.actors import demo_actor
from lib.settings import demo_settings
from lib.store.engine import open_store


@pytest.fixture
def wall(demo_folder, tmp_path):
    assert main(["wall", "--output", str(tmp_path / "wall")]) == 0
    return (tmp_path / "wall" / "index.html").read_text("utf-8")


def test_it_shows_rounded_figures(wall, demo_folder):
    store = open_store(demo_settings())
    views = figure_views(store, demo_actor("vice_chair"), demo_settings().default_as_of)
    store.close()
    n = views["in_quarantine_f0"].figure.value
    shown = [int(value) for value in re.findall(r'class="value">(\d+)<', wall)]
    assert n
    assert (int(n) + 2) // 5 * 5 in shown
    assert all(value % 5 == 0 for value in shown)


def test_it_asks_for_nothing_but_itself(wall):
    assert 'http-equiv="refresh" content="60"' in wall
    assert not re.search(r"(?:src|href)=|url\(|fetch|import", wall)


def test_anybody_may_read_the_file_and_nobody_else_write_it(wall, tmp_path):
    assert (tmp_path / "wall" / "index.html").stat().st_mode & 0o777 == 0o644
    assert [path.name for path in (tmp_path / "wall").iterdir()] == ["index.html"]
