"""Hostile texts in every column: each dialog and each record is opened, and says what is stored.

Pages, and what is drawn as HTML, are opened in a browser: tests/browser/test_hostile.py.
"""

import ast
import csv
import io
import os
import re
import shutil
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
import streamlit as st
from openpyxl import Workbook
from streamlit.testing.v1 import AppTest

from lib.actions.inbox import look
from lib.actions.proposals import propose, propose_void
from lib.actions.requests import SubjectRequest, decide_request, record_request
from lib.actions.samples import Taken, record_tests
from lib.reports.exports import export_csv
from lib.reports.quarantine import QuarantineFilter, quarantine_list
from lib.reports.work_lists import work_board
from lib.security.actors import demo_actor
from lib.settings import ROOT, demo_settings, now
from lib.store.engine import Store, open_store
from lib.store.tables import DATA_TABLES
from lib.text.catalogue import _
from lib.ui.navigation import page_file
from lib.ui.plain import plain
from lib.ui.state import store
from lib.ui.stay_dialogs import FORMS
from tests.conftest import SHELL, ComeIn
from tests.inputs.hostile import storable
from tests.pages.sent import marked, n_marks, overheard, wrongly_sent
from tests.planting import plant, plant_everywhere

TEXTS = storable()
ROUNDS = 12 if os.environ.get("HYPOTHESIS_PROFILE") == "soak" else 1
DAY = date(2021, 12, 29)
DRAWS = ROOT / "lib" / "ui", ROOT / "pages"
IN_DIALOG = "in_dialog"  # opens it for whoever calls


def dialogs() -> set[str]:
    """Every function of lib/ui and pages that opens a dialog, as module.function. None is a
    decorator: a dialog's title says whom it is about."""
    return {
        f"{path.stem}.{function.name}"
        for folder in DRAWS
        for path in folder.rglob("*.py")
        for function in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(function, ast.FunctionDef) and function.name != IN_DIALOG
        if any(map(_opens_dialog, ast.walk(function)))
    }


def _opens_dialog(node: ast.AST) -> bool:
    """Streamlit's own word for it, however it is used, or ours."""
    match node:
        case ast.Attribute(attr="dialog") | ast.Name(id="dialog"):
            return True
        case ast.Call(func=ast.Name(id=name)):
            return name == IN_DIALOG
    return False


@dataclass
class Looked:
    """What was opened, what was sent wrongly, and how many marked texts were sent at all."""

    dialogs: set[str] = field(default_factory=set)
    forms: set[str] = field(default_factory=set)
    wrong: set[tuple[str, str]] = field(default_factory=set)
    seen: Counter[str] = field(default_factory=Counter)
    at: str = ""


@pytest.fixture(scope="module", params=range(ROUNDS))
def hostile_ward(
    request: pytest.FixtureRequest, built_demo: Path, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    folder = tmp_path_factory.mktemp("hostile") / "data"
    shutil.copytree(built_demo, folder)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("WARD_DATA_DIR", str(folder))
        opened = open_store(demo_settings())
    numbers = iter(range(request.param * 97, 10_000_000))
    plant_everywhere(opened, lambda: marked(TEXTS, next(numbers)))
    _wait_for_somebody(opened)
    opened.close()
    return folder


def _wait_for_somebody(opened: Store) -> None:
    """Texts everywhere leave some lists empty: a last day is explained, a paper has its number."""
    officer = demo_actor("data_officer")
    cases, errands = DATA_TABLES["cases"], DATA_TABLES["requests"]
    board = work_board(opened, officer, DAY)
    homeless, gone = board.lists["ends_tomorrow"][:2]
    late = board.case_items("tests_overdue")
    contacts = [item.case_id for item in late if item.life.case_type == "F1"]
    plant(opened, "cases", lambda _id: {"change_reason": None, "completion_number": None})
    first = sa.select(sa.func.min(errands.c.request_id))
    asked_for = dict.fromkeys(("taken_by", "taken_at", "delivered_at", "cost", "repaid_on"))
    transferred = {"closed_on": DAY - timedelta(2), "end_reason": "transferred_hospital"}
    with opened.write() as conn:
        for row, values in (
            (cases.c.case_id == homeless, {"household_id": None}),
            (cases.c.case_id == gone, transferred),
            (errands.c.request_id == first.scalar_subquery(), asked_for),
        ):
            conn.execute(sa.update(row.left.table).where(row).values(values))
    tests = [Taken(id_, DAY, "rapid_antigen", "positive") for id_ in contacts]
    record_tests(opened, officer, tests)


@pytest.fixture
def looked(hostile_ward: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Looked]:
    """Of the pages that are run in this test, on a ward of its own."""
    noted, dialog = Looked(), st.dialog

    def note(message: Any) -> None:
        noted.wrong |= {(noted.at, *found) for found in wrongly_sent(message, TEXTS)}
        noted.seen[noted.at] += n_marks(message)

    def opened(*args: Any, **named: Any) -> Any:
        caller = sys._getframe(1)
        if caller.f_code.co_name == IN_DIALOG and caller.f_back:
            caller = caller.f_back
        noted.dialogs.add(f"{Path(caller.f_code.co_filename).stem}.{caller.f_code.co_name}")
        return dialog(*args, **named)

    monkeypatch.setattr(st, "dialog", opened)
    with overheard(hostile_ward, tmp_path, monkeypatch, note):
        yield noted


@dataclass
class Visit:
    """One reader at one page."""

    app: AppTest
    looked: Looked

    def go(self, page: str) -> None:
        self.looked.at = page
        if page != "overview":
            self.app.switch_page(page_file(page))
        self.run()

    def run(self) -> None:
        self.app.run()
        assert not self.app.exception, self.looked.at

    def keys(self, pattern: str) -> list[str]:
        """The buttons whose whole key is like this."""
        buttons = (button.key or "" for button in self.app.button)
        return [key for key in buttons if re.fullmatch(pattern, key)]

    def press(self, pattern: str, n: int = 1) -> None:
        """The first `n` buttons that are still there when it is their turn."""
        assert self.keys(pattern), pattern
        for key in self.keys(pattern)[:n]:
            if key in self.keys(re.escape(key)):
                self.app.button(key=key).click()
                self.run()

    def choose(self, key: str) -> Iterator[str]:
        """One option after the other."""
        for option in self.options(key):
            self.app.button_group(key=key).set_value(option)
            self.run()
            yield option

    def groups(self, prefix: str) -> list[str]:
        return [g.key for g in self.app.button_group if (g.key or "").startswith(prefix)]

    def options(self, key: str) -> list[str]:
        return [o for group in self.app.button_group if group.key == key for o in group.options]

    def tick(self, pattern: str) -> None:
        """The first row of these lists."""
        known = [str(key) for key in self.app.session_state._state.filtered_state]
        lists = [key for key in known if re.fullmatch(pattern, key)]
        assert lists, pattern
        for key in lists:
            first = {"rows": [0], "columns": [], "cells": []}
            self.app.session_state[key] = {"selection": first}
            self.run()


@pytest.fixture
def visit(looked: Looked, come_in: ComeIn) -> Callable[..., Visit]:
    """visit("data", "data_officer"): the page as that one reads it."""

    def opened(page: str, role: str = "data_officer") -> Visit:
        come_in(role)
        app = AppTest.from_file(str(SHELL), default_timeout=60)
        app.query_params["as_of"] = DAY.isoformat()
        visiting = Visit(app, looked)
        for name in dict.fromkeys(("overview", page)):
            visiting.go(name)
        return visiting

    return opened


Visiting = Callable[..., Visit]
# What opens something beside a row of a list; the other buttons write.
BESIDE = r"work\..*\.(back|reason|other|form|facts|file|convert|hospital|check|go)"
N_DETAILS = 2  # of each list


def look_at_lists(visiting: Visit) -> None:
    """Everything that opens beside the rows of each list."""
    for _group in visiting.choose("quarantine.show"):
        for key in visiting.groups("quarantine.lists."):
            for _list in visiting.choose(key):
                for part in dict.fromkeys(re.findall(BESIDE, "\n".join(visiting.keys(BESIDE)))):
                    visiting.press(rf"work\..*\.{part}")
                for opener in visiting.keys(r"work\..*\.open")[:N_DETAILS]:
                    look_at_stay(visiting, opener)


def look_at_stay(visiting: Visit, opener: str) -> None:
    """What its details say, and every form in them that was not seen yet."""
    visiting.press(re.escape(opener))
    for key in visiting.groups("manage."):
        chooser = visiting.app.button_group(key=key)
        for name in [name for name in FORMS if _(FORMS[name][0]) in chooser.options]:
            if name not in visiting.looked.forms:
                visiting.looked.forms.add(name)
                visiting.app.button(key=opener).click()
                visiting.app.button_group(key=key).set_value(_(FORMS[name][0]))
                visiting.run()


def look_at_record(visiting: Visit, code: str) -> None:
    """One person's record, its details, and the whole household."""
    visiting.app.text_input(key="quarantine.search").set_value(code)
    visiting.app.selectbox(key="quarantine.state").set_value("all")
    visiting.run()
    visiting.tick(r"quarantine\.list\.[0-9a-f]{12}")
    assert visiting.keys("record.home")
    look_at_stay(visiting, "record.manage")


def test_every_dialog_and_every_record_says_what_is_stored(visit: Visiting, looked: Looked) -> None:
    look_at_quarantine(visit)
    look_at_other_pages(visit)
    assert looked.wrong == set()
    assert looked.dialogs == dialogs()
    assert looked.forms == FORMS.keys()
    silent = {page for page, n in looked.seen.items() if not n}
    assert silent == set(), "nothing hostile stood there"


def look_at_quarantine(visit: Visiting) -> None:
    chair = visit("quarantine", "vice_chair")
    chair.press(r"work\.to_approve\..*\.(back|open)", 2)
    chair.press(r"work\.to_approve\.C\d+\.approve")  # from now on a paper is due
    officer = visit("quarantine")
    officer.press("new_stay_button")
    look_at_lists(officer)
    for end in ("transferred_hospital", "completed"):
        look_at_record(officer, one_case(end_reason=end))
    officer.press("record.home")
    assert len(officer.app.get("html")) > 1


def one_case(**known: object) -> str:
    """Somebody who stands on the list of the day, with a door."""
    cases = DATA_TABLES["cases"]
    wanted = [cases.c[name] == value for name, value in known.items()]
    with store().read() as conn:
        found = conn.scalars(sa.select(cases.c.case_id).where(*wanted)).all()
    listed, _n = quarantine_list(
        store(), demo_actor("data_officer"), DAY, QuarantineFilter(state="all")
    )
    return next(id_ for id_ in found if id_ in listed.ids)


def look_at_other_pages(visit: Visiting) -> None:
    chair = visit("overview", "vice_chair")
    chair.press(r"overview\.decision\..*")
    chair.go("pay")
    chair.tick(r"pay\..*\.lines")
    chair.go("signs")
    list(chair.choose("signs.state"))
    ask_and_propose()
    officer = visit("privacy")
    for page in ("setup", "map", "rules", "compliance"):
        officer.go(page)
    officer.go("vaccination")
    officer.press(r"hospital\..*\.open")
    officer.app.selectbox(key="residents.chosen").select_index(0)
    officer.run()
    officer.press(r"residents\.open")
    officer.go("calls")
    officer.press(r"calls\..*\.agreed")
    assert officer.keys(r"calls\.undo")
    officer.go("directives")
    officer.tick("directives.register")
    for page in ("reports", "teams"):
        officer.go(page)
        for _part in officer.choose(f"{page}.part"):
            if officer.keys(r"district\.why\.rows"):
                officer.press(r"district\.why\.rows")
    officer.go("errands")
    officer.press(r"errands\..*\.take")
    officer.press(r"errands\..*\.settle")
    assert officer.keys(r"deeds\.undo")
    support = visit("my_day", "support_team")
    support.press(r"my_day\..*\.missed")
    support.run()  # the whole page, not only that card
    support.press(r"my_day\..*\.measure")
    inspecting = visit("appraisal", "appraisal_team")
    inspecting.go("inspection")


def ask_and_propose() -> None:
    """What waits for a second person, and who asks about their data."""
    officer = demo_actor("data_officer")
    words = [marked(TEXTS, n) for n in range(5)]
    case_id = one_case(end_reason=None)
    for action, said in (
        ("policies.change", {"name": "review_after_months", "value": 7}),
        ("persons.erase", {"table": "cases", "row_id": case_id, "kind": "erase"}),
    ):
        propose(store(), officer, action, said, words[0])
    propose_void(store(), officer, "cases", case_id, words[1])
    today = demo_settings().default_as_of
    for place in range(2):
        asked = SubjectRequest("erase", today, words[2], words[3], case_id)
        request_id = record_request(store(), officer, asked)
        if place:
            decide_request(store(), officer, request_id, "refused", words[4])


HEADS = "Họ và tên", "Năm sinh", "Tổ dân phố", "Diện", "Ngày báo cáo", "Ngày bắt đầu cách ly"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
BROKEN = re.compile("[\n/\0]")


def table(*rows: Sequence[str]) -> str:
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    return out.getvalue()


def send(visiting: Visit, text: str, turn: int = 0, name: str = "ca.csv") -> None:
    uploader = visiting.app.file_uploader(key=f"data.file.{turn}")
    uploader.set_value((name, text.encode("utf-8-sig"), "text/csv"))
    visiting.run()


def show(visiting: Visit, part: str) -> None:
    visiting.app.button_group(key="data.part").set_value(part)
    visiting.run()


def test_what_a_file_says_is_shown_as_it_stands_there(visit: Visiting, looked: Looked) -> None:
    """Headings and cells, before it is saved, while its rows wait, and when it is taken back."""
    words = [text for n in range(len(TEXTS)) if not BROKEN.search(text := marked(TEXTS, n))]
    kind = ("F1", "27/12/2021", "27/12/2021")
    good = [words[0], "1990", "TDP số 05", *kind, *words[1:20]]
    bad = [words[20], *words[21:23], *kind, *words[23:42]]
    officer = visit("data")
    send(officer, table((*HEADS, *words[42:61]), good, bad), name=f"{words[61]}.csv")
    officer.press("data.accept")
    officer.press("data.mend_now")
    officer.press(r"data\.mend\.send\..*")
    assert officer.app.error, "refused again"
    officer.app.text_input[-1].set_value(words[62])  # why it is set aside
    officer.run()
    officer.press(r"data\.aside\.do\..*")
    show(officer, "received")
    officer.press(r"data\.undo\..*")
    assert officer.keys(r"data\.undo\.do")
    show(officer, "twins")
    assert officer.keys(r"data\.twins\.join")
    show(officer, "send")
    send(officer, table(words[:8], words[8:16]), turn=1)
    assert officer.app.error, "no such list"
    assert looked.wrong == set()


def test_what_was_changed_on_both_sides_is_shown_as_it_is(visit: Visiting, looked: Looked) -> None:
    officer = visit("data")
    raw = export_csv(store(), demo_actor("data_officer"), "cases", "codes", reason="thử")
    heads, *rows = csv.reader(io.StringIO(raw.decode("utf-8-sig")))
    row = dict(zip(heads, rows[0], strict=True))
    for turn, n in enumerate((7, 53)):
        told = table(heads, list((row | {"note": marked(TEXTS, n)}).values()))
        send(officer, told, turn=turn)
        if officer.keys("data.confirm"):  # one row of many
            officer.press("data.confirm")
        if not turn:
            officer.press("data.accept")
    assert officer.groups("data.side.")
    assert looked.wrong == set()


def test_sheets_and_senders_are_named_as_they_are(visit: Visiting, looked: Looked) -> None:
    """Neither may hold every sign: a sheet has no brackets, a folder no stroke."""
    book, sheets = Workbook(), ("_a_ `c` <b>x<b>", "$x^2$ ~~s~~")
    for name in sheets:
        book.create_sheet(name).append(["Họ và tên", "Năm sinh", "Tổ dân phố"])
        book[name].append(["Trần Văn Thử", "1990", "Tổ 5"])
    out = io.BytesIO()
    book.save(out)
    officer = visit("data")
    officer.app.file_uploader(key="data.file.0").set_value(("ca.xlsx", out.getvalue(), XLSX))
    officer.run()
    (question,) = officer.app.radio
    assert {plain(name) for name in sheets} <= set(question.options)
    sender = marked(TEXTS, TEXTS.index("<img src=x onerror=__pwned.push(1)>"))
    folder = store().settings.inbox / sender
    folder.mkdir(parents=True)
    (folder / "ca.csv").write_bytes(table(HEADS).encode())
    look(store(), demo_actor("data_officer"), now=now() + timedelta(minutes=1))
    show(officer, "inbox")
    assert [toggle.label for toggle in officer.app.toggle] == [plain(sender)]
    assert looked.wrong == set()
