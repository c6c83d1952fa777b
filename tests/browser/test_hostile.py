"""Every text of the ward is hostile, every page is opened: nothing runs, nothing is altered.

Also one dialog of each kind; tests/pages/test_hostile_dialogs.py opens all, and every record.
A quick round through all pages here; `make soak` goes round until each text stood in each column.
"""

import os
import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import pytest
from playwright.sync_api import Frame, Page, Route

from lib.documents.brief import brief_sheet
from lib.documents.overview_sheet import SheetLine, render_overview_sheet
from lib.documents.wall import wall_page
from lib.settings import demo_settings, now
from lib.store.engine import open_store
from lib.ui.navigation import PAGES
from tests.browser.chromium import settled
from tests.browser.server import Server, running_server
from tests.inputs.hostile import storable
from tests.planting import plant_everywhere

TEXTS = storable()
ROUNDS = 12 if os.environ.get("HYPOTHESIS_PROFILE") == "soak" else 1
# Who sees most of a page; the others read the same through the same widgets.
READERS = {
    "my_day": "support_team", "errands": "support_team", "appraisal": "appraisal_team",
    "inspection": "appraisal_team", "reports": "vice_chair", "accounts": "vice_chair",
    "signs": "vice_chair", "audit": "vice_chair",
}  # fmt: skip
READER = "data_officer"
# One of several ways to look at the page, chosen at its top.
WAYS = ("quarantine.show", "teams.part", "reports.part", "data.part", "signs.state")
# What opens a dialog: the first of each kind.
OPENERS = re.compile(
    r"st-key-(?:work-.*-(?P<kind>open|form|hospital|check)"
    r"|(?P<place>overview-decision-|new_stay_button).*)"
)
KEYS = """() => [...document.querySelectorAll(".stElementContainer[class*='st-key-']")]
  .flatMap(element => [...element.classList]).filter(name => name.startsWith("st-key-"))"""
DIALOGS = {"open", "form", "hospital", "check", "new_stay_button", "overview-decision-"}
MOST_TEXTS = {"quarantine", "my_day", "appraisal", "signs", "calls", "vaccination"}
MARKED = re.compile(r"zq(\d+)\[(.*?)\]\1qz", re.DOTALL)
OPENED = re.compile(r"zq(\d+)\[(.*)")
BROKE = re.compile(r"error [0-9a-f]{6}: .*")
CANARY = """() => {
  window.__pwned = [];
  for (const name of ["alert", "confirm", "prompt", "print"]) {
    window[name] = () => { window.__pwned.push(name); return null; };
  }
}"""
# Texts that became elements: handlers, addresses and frames that no page of ours has.
MADE = """() => [...document.querySelectorAll(
  "[onerror],[onload],[onfocus],[onmouseover],[onbegin],[ontoggle],[onstart],marquee,base,math,"
  + "meta[http-equiv=refresh][content*=url],[href^='javascript:'],[src^='javascript:'],[src='x'],"
  + "[srcdoc*=pwned]"
)].map(element => element.outerHTML.slice(0, 200))"""
SAID = """() => [
  document.body.innerText,
  ...[...document.querySelectorAll("canvas td, canvas th")].map(cell => cell.textContent),
].join("\\n")"""
# The words of a map's areas are made when somebody points at them.
POINT_AT_ALL = """() => {
  for (const found of Object.values(window)) {
    if (window.L && found instanceof L.Map) found.eachLayer(layer => layer.openTooltip?.());
  }
}"""
SHEET, HTML = "http://127.0.0.1:9/sheet", "text/html; charset=utf-8"
NewPage = Callable[..., Page]


def hostile(number: int) -> str:
    """Every second one stands between marks, by which it is found again on the page."""
    at = number // 2 % len(TEXTS)
    return f"zq{at}[{TEXTS[at]}]{at}qz" if number % 2 else TEXTS[at]


@pytest.fixture(params=range(ROUNDS))
def hostile_server(
    request: pytest.FixtureRequest, demo_folder: Path, tmp_path: Path
) -> Iterator[Server]:
    store = open_store(demo_settings())
    numbers = iter(range(request.param * 97, 10_000_000))
    plant_everywhere(store, lambda: hostile(next(numbers)))
    store.close()
    with running_server(demo_folder, tmp_path / "server.log") as started:
        yield started


def harm(frame: Frame) -> list[object]:
    """What ran or was made of a text in this frame."""
    return [*frame.evaluate("() => window.__pwned ?? ['no canary']"), *frame.evaluate(MADE)]


def altered(frame: Frame) -> list[tuple[str, str]]:
    """(as stored, as shown), spaces aside; what is too long for its place ends with an ellipsis."""
    said = frame.evaluate(SAID)
    shown = {(squeezed(TEXTS[int(at)]), squeezed(text)) for at, text in MARKED.findall(said)}
    for at, rest in OPENED.findall(MARKED.sub("", said)):
        stored, begun = squeezed(TEXTS[int(at)]), squeezed(rest)
        if not begun.endswith("\u2026") or not stored.startswith(begun[:-1].rstrip()):
            shown.add((stored, begun))
    return sorted(pair for pair in shown if pair[0] != pair[1])


def squeezed(text: str) -> str:
    """Without spaces of different length, and the joiners that nobody sees; see lib.ui.plain."""
    return " ".join(text.replace("\u2060", "").split())


@dataclass
class Looked:
    """How many marked texts were seen on each page, and what was wrong with them."""

    seen: Counter[str] = field(default_factory=Counter)
    wrong: list[object] = field(default_factory=list)

    def at(self, page: Page, name: str) -> None:
        """Hold what is drawn against what is stored."""
        settled(page)
        for frame in page.frames:
            frame.evaluate(POINT_AT_ALL)
            self.wrong += [(name, found) for found in (*harm(frame), *altered(frame))]
            self.seen[name] += len(MARKED.findall(frame.evaluate(SAID)))


def ways(page: Page) -> Iterator[None]:
    """Each way to look at this page, one after the other."""
    yield
    for key in WAYS:
        options = page.locator(f".st-key-{key.replace('.', '-')}").get_by_role("radio")
        for at in range(1, options.count()):
            options.nth(at).click()
            yield


def dialogs(page: Page, kinds: set[str]) -> Iterator[None]:
    """Each kind of dialog that stands on this page and was not opened before."""
    for name in page.evaluate(KEYS):
        found = OPENERS.fullmatch(name)
        kind = found and (found["kind"] or found["place"])
        button = page.locator(f".{name} button")
        if kind and kind not in kinds and button.is_visible():
            kinds.add(kind)
            button.click()
            page.get_by_role("dialog").wait_for()
            yield
            page.keyboard.press("Escape")
            page.get_by_role("dialog").wait_for(state="detached")


def test_no_text_runs_or_is_altered_on_any_page(new_page: NewPage, hostile_server: Server) -> None:
    page, looked, opened = new_page(), Looked(), set[str]()
    page.add_init_script(f"({CANARY})()")
    page.on("dialog", lambda dialog: (looked.wrong.append(dialog.message), dialog.dismiss()))
    for spec in PAGES:
        hostile_server.sign_in(page.context, READERS.get(spec.name, READER))
        page.goto(hostile_server.page(spec.name, as_of="2021-12-29"))
        for _way in ways(page):
            looked.at(page, spec.name)
            for _dialog in dialogs(page, opened):
                looked.at(page, "dialogs")
    assert looked.wrong == []
    assert BROKE.findall(hostile_server.log.read_text("utf-8")) == []
    # the marks were there to be seen
    assert {name for name, n in looked.seen.items() if n} >= MOST_TEXTS
    assert opened >= DIALOGS


def answer(html: str, route: Route) -> None:
    route.fulfill(body=html, content_type=HTML)


def test_no_text_runs_or_is_altered_in_a_printed_page(new_page: NewPage) -> None:
    marked = [f"zq{at}[{text}]{at}qz" for at, text in enumerate(TEXTS)]
    sheets = [
        brief_sheet(heading=marked, title="x", day="x", sections=[("x", TEXTS)], footer="x"),
        render_overview_sheet(
            heading=TEXTS, title="x", day="x", footer="x",
            sections=[("x", [SheetLine(text, text, text) for text in marked])],
        ),
        wall_page(
            language="vi", title="x", day="x", made="x", late="x", note="x", moment=now(),
            figures=[(text, text) for text in marked],
        ),
    ]  # fmt: skip
    for sheet in sheets:
        page = new_page()
        page.add_init_script(f"({CANARY})()")
        page.route(SHEET, partial(answer, sheet))
        page.goto(SHEET)
        assert harm(page.main_frame) == []
        assert altered(page.main_frame) == []
