"""How much slower than an empty Streamlit page are ours?

    python bench/pages.py [--rounds 7] [--json]

Starts the dashboard with the demo ward and, beside it, a page with one list to choose from and
nothing else. In turns and in new tabs of one Chromium it times the first load, a change of the
filter, and the map, each until the page has been still for a quarter of a second (that wait is
not counted). The ratio of the medians is the figure; seconds only tell about this machine.
"""

import argparse
import json
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from playwright.sync_api import BrowserContext, Page

from tests.browser.chromium import DESKTOP, launched, settled
from tests.browser.server import Server, running_server

EMPTY = """
import streamlit as st
st.selectbox("Choose", ["one", "two", "three"], key="choice")
st.text("Nothing else.")
"""
GOALS = {"first load": 2.0, "filter": 2.0, "map fragment": 3.0}


def since(page: Page, begun: float) -> float:
    """Seconds from `begun` on the page's own clock until it became still."""
    settled(page)
    still: float = page.evaluate("window.__stillSince")
    return (still - begun) / 1000


def load(context: BrowserContext, address: str) -> float:
    page = context.new_page()
    page.goto(address)
    seconds = since(page, 0.0)
    page.close()
    return seconds


def change(context: BrowserContext, address: str, key: str) -> float:
    """Choose the next entry of a list; the first change of a tab only warms it up."""
    page = context.new_page()
    page.goto(address)
    settled(page)
    for _time in range(2):
        box = page.locator(f".st-key-{key}").first
        box.locator("input").focus()
        page.keyboard.press("ArrowDown")
        page.keyboard.press("ArrowDown")
        begun: float = page.evaluate("performance.now()")
        page.keyboard.press("Enter")
        page.wait_for_timeout(30)
        seconds = since(page, begun)
    page.close()
    return seconds


def measure(rounds: int) -> dict[str, dict[str, float]]:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "empty.py").write_text(EMPTY)
        with (
            running_server(folder / "data", folder / "ours.log") as ours,
            running_server(folder, folder / "peer.log", script=folder / "empty.py") as peer,
            launched() as browser,
        ):
            context = browser.new_context(**DESKTOP)
            return _in_turns(_jobs(context, ours, peer), rounds)


def _jobs(
    context: BrowserContext, ours: Server, peer: Server
) -> dict[str, tuple[Callable[[], float], Callable[[], float]]]:
    def peer_change() -> float:
        return change(context, peer.url, "choice")

    return {
        "first load": (
            lambda: load(context, ours.page("overview")), lambda: load(context, peer.url)
        ),
        "filter": (
            lambda: change(context, ours.page("quarantine"), "quarantine-type"), peer_change
        ),
        "map fragment": (
            lambda: change(context, ours.page("map"), "map-indicator"), peer_change
        ),
    }  # fmt: skip


def _in_turns(
    jobs: dict[str, tuple[Callable[[], float], Callable[[], float]]], rounds: int
) -> dict[str, dict[str, float]]:
    times: dict[str, tuple[list[float], list[float]]] = {name: ([], []) for name in jobs}
    for turn in range(rounds + 1):
        for name, (ours, peer) in jobs.items():
            pair = ours(), peer()
            if turn:  # the first round fills caches
                for kept, seconds in zip(times[name], pair, strict=True):
                    kept.append(seconds)
    return {
        name: {
            "ours_s": median(ours), "empty_page_s": median(peer),
            "ratio": median(ours) / median(peer), "goal": GOALS[name],
        }
        for name, (ours, peer) in times.items()
    }  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    found = measure(asked.rounds)
    if asked.json:
        print(json.dumps(found))
        return
    for name, line in found.items():
        print(
            f"{name:14} {line['ours_s']:.2f} s against {line['empty_page_s']:.2f} s: "
            f"{line['ratio']:.2f} (goal {line['goal']:.1f})"
        )


if __name__ == "__main__":
    main()
