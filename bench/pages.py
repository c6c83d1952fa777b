"""How much slower than an empty Streamlit page are ours?

    python bench/pages.py [--rounds 7] [--json]

Serves the demo ward and an empty page side by side and, in turns in one browser, opens pages in
new tabs and changes filters. What is timed is what a reader waits for: from the address or the
key to what is new, drawn. The ratio of the medians is the figure.
"""

import argparse
import json
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from playwright.sync_api import BrowserContext, Page

from tests.browser.chromium import daily_browser, settled
from tests.browser.screen import widget
from tests.browser.server import Server, running_server

DAY = "2021-12-29"
EMPTY_PAGE = Path(__file__).with_name("empty_page.py")
# Filters that change the number of rows each time.
SEARCHES = ("nguyen", "tran", "pham", "le", "hoang", "vu", "bui", "phan", "do", "cao")

# Whether everything that is waited for stands there: selector -> how many; "map:" looks inside
# the map, and a canvas counts when something is painted on it.
_THERE = """(wanted) => {
  const map = document.querySelector("iframe")?.contentDocument;
  const painted = canvas => canvas.tagName !== "CANVAS" || canvas.width > 0 && new Set(
    new Uint32Array(canvas.getContext("2d").getImageData(0, 0, canvas.width, 200).data.buffer)
  ).size > 8;
  const there = (root, selector) => [...(root?.querySelectorAll(selector) ?? [])].filter(painted);
  return Object.entries(wanted).every(([selector, n]) => n <= (selector.startsWith("map:")
    ? there(map, selector.slice(4)) : there(document, selector)).length);
}"""
_OPENED = f"(wanted) => ({_THERE})(wanted) && performance.now()"  # since the address was asked
# The script has ended and nothing on the page is of an earlier run.
_RESTS = """() => {
  const app = document.querySelector("[data-testid=stApp]");
  return app?.getAttribute("data-test-script-state") === "notRunning"
    && !document.querySelector("[data-testid=stSkeleton], [data-stale=true]");
}"""
# Waits for the key, then for something else to be shown than before.
_CHANGED = f"""({{shown, event, wanted}}) => {{
  const map = () => document.querySelector("iframe")?.contentDocument;
  const look = () => shown.startsWith("map:")
    ? [...(map()?.querySelectorAll(shown.slice(4)) ?? [])].map(p => p.outerHTML).join()
    : [...document.querySelectorAll(shown)].map(e =>
        e.textContent + (e.getAttribute("aria-rowcount") ?? "")).join();
  const before = look();
  const source = event === "click" ? map() : document;
  window.took = new Promise(done => source.addEventListener(event, () => {{
    const start = performance.now();
    const again = () => look() !== before && ({_RESTS})() && ({_THERE})(wanted)
      ? done(performance.now() - start) : requestAnimationFrame(again);
    again();
  }}, {{capture: true, once: true}}));
}}"""


@dataclass(frozen=True)
class Timed:
    """Milliseconds of each round, without the first."""

    name: str
    against: str
    taken: tuple[float, ...]

    @property
    def middle(self) -> float:
        return median(self.taken)


@contextmanager
def stage() -> Iterator[tuple[Server, Server, BrowserContext]]:
    """The demo ward, the empty page, and the browser of somebody who comes every day."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as name:
        folder = Path(name)
        with (
            running_server(folder / "data", folder / "ward.log") as ward,
            running_server(folder / "none", folder / "empty.log", script=EMPTY_PAGE) as empty,
            daily_browser(folder / "profile") as context,
        ):
            ward.sign_in(context)
            yield ward, empty, context


def open_page(context: BrowserContext, address: str, wanted: dict[str, int]) -> float:
    """Milliseconds until a new tab shows everything wanted."""
    page = context.new_page()
    page.goto(address, wait_until="commit")
    took = page.wait_for_function(_OPENED, arg=wanted, polling="raf").json_value()
    page.close()
    return float(took)


def change(
    page: Page, act: Callable[[], None], shown: str, event: str = "keydown",
    wanted: dict[str, int] | None = None,
) -> float:  # fmt: skip
    """Milliseconds from the event until `shown` is another and the script rests."""
    page.evaluate(_CHANGED, {"shown": shown, "event": event, "wanted": wanted or {}})
    act()
    took = float(page.evaluate("window.took"))
    settled(page)
    return took


class Readers:
    """One tab of each page, and what is done on it in every round."""

    def __init__(self, context: BrowserContext, ward: Server, empty: Server) -> None:
        self.context, self.ward, self.empty = context, ward, empty
        self.list = self._opened(ward.page("quarantine", list="everyone", as_of=DAY))
        self.nothing = self._opened(empty.url)
        self.map = self._opened(ward.page("map", as_of=DAY))
        self.map.wait_for_function(_THERE, arg=MAP_DRAWN)

    def _opened(self, address: str) -> Page:
        page = self.context.new_page()
        page.goto(address)
        return settled(page)

    def search(self, page: Page, key: str, turn: int) -> float:
        """Enter in a search field until the numbers are others."""
        page.bring_to_front()
        field = widget(page, key).locator("input")
        field.fill(SEARCHES[turn % len(SEARCHES)])
        numbers = "[data-testid=stMain] [data-testid=stCaptionContainer], table[role=grid]"
        return change(page, lambda: field.press("Enter"), numbers)

    def recolour(self, turn: int) -> float:
        """Another figure on the map until the groups have other colours."""
        self.map.bring_to_front()
        box = widget(self.map, "map.indicator").locator("input")
        box.click()
        box.press("ArrowDown" if turn % 2 == 0 else "ArrowUp")
        return change(
            self.map, lambda: box.press("Enter"), "map:path.leaflet-interactive", wanted=MAP_DRAWN
        )

    def click_group(self, turn: int) -> float:
        """A click on a group until its rows are listed."""
        self.map.bring_to_front()
        shapes = self.map.frame_locator("iframe").locator("path.leaflet-interactive")
        rows = ".st-key-map-group input, table[role=grid]"
        return change(self.map, shapes.nth(turn % 20).click, rows, event="click")


OVERVIEW_READ = {"[class*=st-key-number-] strong": 7}
LIST_DRAWN = {"[data-testid=stDataFrame] canvas": 1}
MAP_DRAWN = {"map:path.leaflet-interactive": 23}
EMPTY_DRAWN = {"[data-testid=stCaptionContainer]": 1}
CHART_DRAWN = {".scatterlayer path.js-line": 2}
OVERVIEW_DRAWN = OVERVIEW_READ | CHART_DRAWN


def measure(rounds: int) -> list[Timed]:
    with stage() as (ward, empty, context):
        readers = Readers(context, ward, empty)

        def first_load(name: str, wanted: dict[str, int], **query: str) -> Callable[[int], float]:
            return lambda _turn: open_page(context, ward.page(name, as_of=DAY, **query), wanted)

        def alone(only: str, wanted: dict[str, int]) -> Callable[[int], float]:
            return lambda _turn: open_page(context, f"{empty.url}?only={only}", wanted)

        ways: dict[str, tuple[str, Callable[[int], float]]] = {
            "empty page, opened": ("", alone("", EMPTY_DRAWN)),
            "one grid alone": ("empty page, opened", alone("grid", LIST_DRAWN)),
            "one chart alone": ("empty page, opened", alone("chart", CHART_DRAWN)),
            "overview, numbers": ("empty page, opened", first_load("overview", OVERVIEW_READ)),
            "overview, complete": ("empty page, opened", first_load("overview", OVERVIEW_DRAWN)),
            "quarantine list, opened": (
                "empty page, opened", first_load("quarantine", LIST_DRAWN, list="everyone")
            ),
            "map, opened": ("empty page, opened", first_load("map", MAP_DRAWN)),
            "empty page, rerun": (
                "", lambda turn: readers.search(readers.nothing, "empty.search", turn)
            ),
            "quarantine list, filter": (
                "empty page, rerun",
                lambda turn: readers.search(readers.list, "quarantine.search", turn),
            ),
            "map, another figure": ("empty page, rerun", readers.recolour),
            "map, click on a group": ("empty page, rerun", readers.click_group),
        }  # fmt: skip
        taken: dict[str, list[float]] = {name: [] for name in ways}
        for turn in range(rounds + 1):
            for name, (_against, way) in ways.items():
                taken[name].append(way(turn))
    return [Timed(name, against, tuple(taken[name][1:])) for name, (against, _) in ways.items()]


def as_ratios(timed: list[Timed]) -> dict[str, dict[str, float]]:
    """name -> median, fastest and slowest milliseconds, and the ratio to the empty page."""
    middles = {each.name: each.middle for each in timed}
    return {
        each.name: {
            "ms": round(each.middle), "fastest": round(min(each.taken)),
            "slowest": round(max(each.taken)),
            "ratio": round(each.middle / middles[each.against], 2) if each.against else 1.0,
        }
        for each in timed
    }  # fmt: skip


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--rounds", type=int, default=7)
    options.add_argument("--json", action="store_true")
    chosen = options.parse_args()
    ratios = as_ratios(measure(chosen.rounds))
    if chosen.json:
        print(json.dumps(ratios))
        return
    for name, found in ratios.items():
        spread = f"({found['fastest']:.0f} to {found['slowest']:.0f})"
        print(f"{name:26} {found['ms']:>6.0f} ms {spread:16} x {found['ratio']}")


if __name__ == "__main__":
    main()
