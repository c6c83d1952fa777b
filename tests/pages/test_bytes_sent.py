"""What travels to a browser, byte by byte: every hidden value of every row is marked, every page is
opened as every role, and a mark that arrives must be one that this reader may read.
"""

import re
import shutil
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import partial
from itertools import count
from pathlib import Path

import pytest
import sqlalchemy as sa
from streamlit.testing.v1 import AppTest

from lib.schema.tables import TABLES
from lib.security.access import reach
from lib.security.actors import demo_actor
from lib.security.fields import rule_for
from lib.security.roles import ROLES
from lib.security.scope import rows_within
from lib.settings import demo_settings
from lib.store.engine import open_store
from lib.store.tables import DATA_TABLES
from lib.ui.navigation import PAGES, page_file
from lib.ui.state import store
from tests.conftest import SHELL, ComeIn
from tests.pages.sent import overheard
from tests.planting import plant

HIDDEN = {
    table.name: [
        column
        for column in table.columns.values()
        if column.class_ != "open"
        and (column.type in ("text", "phone", "national_id", "code") or column.name == "latitude")
    ]
    for table in TABLES.values()
}
BORN = date(1903, 4, 5)  # everybody; nobody is shown it without a reason
BORN_SAID = (b"1903-04-05", b"05/04/1903", struct.pack("<i", (BORN - date(1970, 1, 1)).days))
# Between digits that belong together nothing else may stand: "0988 100 123".
GAPS = re.compile(rb"(?<=\d)[ .\-](?=\d)")
MARK = re.compile(rb"Zq\d{6}q|3[1-9]\.\d{1,5}|(?=(0988\d{6}))|(?=(001000\d{6}))")
# What leads to more on a page: a way to look at it, a dialog.
OPENERS = re.compile(r"\.(open|form|check|reason|back|hospital|convert|measure)$")
PEOPLE_GRID = re.compile(r"quarantine\.list\.[0-9a-f]{12}")
N_OPENED = 2  # of each kind
WAYS = ("quarantine.show", "teams.part", "reports.part", "data.part", "signs.state")


@dataclass(frozen=True)
class Marked:
    """Which value of which row a mark stands for."""

    table: str
    column: str
    row_id: str


@dataclass(frozen=True)
class MarkedWard:
    folder: Path
    marks: dict[bytes, Marked]


@pytest.fixture(scope="module")
def marked(built_demo: Path, tmp_path_factory: pytest.TempPathFactory) -> MarkedWard:
    """The demo with a mark of its own in every hidden field of every row."""
    folder = tmp_path_factory.mktemp("marked") / "data"
    shutil.copytree(built_demo, folder)
    marks: dict[bytes, Marked] = {}
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("WARD_DATA_DIR", str(folder))
        opened = open_store(demo_settings())
    numbers = count(100_000)

    def values_for(table: str, row_id: str) -> dict[str, object]:
        values: dict[str, object] = {}
        for column in HIDDEN[table]:
            values[column.name] = _mark(column.type, next(numbers))
            marks[str(values[column.name]).encode()] = Marked(table, column.name, row_id)
        always = {"birth_date": BORN, "longitude": 105.9}
        known = TABLES[table].columns
        return values | {name: value for name, value in always.items() if name in known}

    for name in HIDDEN:
        plant(opened, name, partial(values_for, name))
    opened.close()
    return MarkedWard(folder, marks)


def _mark(kind: str, number: int) -> str | float:
    """Near enough to what the field holds that it is drawn as such."""
    own: dict[str, str | float] = {
        "phone": f"0988{number}", "national_id": f"001000{number}",
        "number": 30 + number / 100_000,  # a latitude, as exact as the map draws it
    }  # fmt: skip
    return own.get(kind, f"Zq{number}q")


@pytest.fixture
def sent(marked: MarkedWard, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[list]:
    """Every message to the browser, as bytes, while the marked ward is served."""
    messages: list[bytes] = []
    with overheard(
        marked.folder, tmp_path, monkeypatch, lambda said: messages.append(said.SerializeToString())
    ):
        yield messages


@pytest.mark.parametrize("role", ROLES)
def test_no_mark_travels_that_the_reader_may_not_read(
    sent: list[bytes], marked: MarkedWard, come_in: ComeIn, role: str
) -> None:
    come_in(role)
    app = AppTest.from_file(str(SHELL), default_timeout=60)
    app.query_params["as_of"] = "2021-12-29"
    app.run()
    arrived: set[bytes] = set()
    for spec in PAGES:
        if spec.right not in ROLES[role].rights:
            continue
        if spec.name != "overview":
            app.switch_page(page_file(spec.name)).run()
        look_around(app)
        raw = b"\n".join(sent)
        assert not [said for said in BORN_SAID if said in raw], spec.name
        found = marks_in(raw) & marked.marks.keys()
        strangers = found - readable(role, marked)
        assert not strangers, (spec.name, {marked.marks[mark] for mark in strangers})
        arrived |= found
        sent.clear()
    # the scan has eyes: who may read people has got some
    kinds = {(marked.marks[mark].table, marked.marks[mark].column) for mark in arrived}
    assert (("cases", "full_name") in kinds) == ("persons.see" in ROLES[role].rights)
    assert bool({("cases", "latitude"), ("households", "latitude")} & kinds) == (
        "position" in ROLES[role].fields
    )
    assert (("cases", "phone") in kinds) == (ROLES[role].fields.get("phone") == "full")


def marks_in(raw: bytes) -> set[bytes]:
    return {
        mark
        for text in (raw, GAPS.sub(b"", raw))
        for found in MARK.finditer(text)
        if (mark := found[1] or found[2] or found[0])
    }


def look_around(app: AppTest) -> None:
    """Every way to look at the page, somebody's record, and what the buttons open."""
    open_all(app)
    for way in [group.key for group in app.button_group if group.key in WAYS]:
        for option in list(app.button_group(key=way).options)[1:]:
            app.button_group(key=way).set_value(option).run()
            choose_somebody(app)
            open_all(app)


def choose_somebody(app: AppTest) -> None:
    keys = app.session_state._state.filtered_state
    for grid in filter(PEOPLE_GRID.fullmatch, list(keys)):
        app.session_state[grid] = {"selection": {"rows": [0], "columns": [], "cells": []}}
        app.run()


def open_all(app: AppTest) -> None:
    assert not app.exception
    opened: dict[str, int] = {}
    for key in [button.key or "" for button in app.button]:
        kind = OPENERS.search(key)
        if kind and opened.get(kind[0], 0) < N_OPENED and key in {b.key for b in app.button}:
            opened[kind[0]] = opened.get(kind[0], 0) + 1
            app.button(key=key).click().run()
            assert not app.exception


def readable(role: str, marked: MarkedWard) -> set[bytes]:
    """Marks of fields that the role sees in full, in rows that it reaches."""
    actor = demo_actor(role)
    within = reach(store(), actor)
    rows: dict[str, set[str]] = {}
    with store().read() as conn:
        for name in HIDDEN:
            data, key = DATA_TABLES[name], TABLES[name].id
            mine = rows_within(within, store().ward_id, name)
            rows[name] = set(conn.scalars(sa.select(data.c[key]).where(mine)))
    return {
        mark
        for mark, of in marked.marks.items()
        if of.row_id in rows[of.table]
        and rule_for(actor, of.table, TABLES[of.table].columns[of.column]) == "full"
    }
