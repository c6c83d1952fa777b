"""The system's Chromium, kept from talking to anybody but this computer."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

NAMES = (
    "chromium-headless-shell", "chromium", "chromium-browser", "google-chrome",
    "google-chrome-stable",
)  # fmt: skip
QUIET = (
    "--disable-gpu", "--disable-dev-shm-usage", "--disable-extensions", "--disable-sync",
    "--disable-background-networking", "--disable-component-update", "--disable-default-apps",
    "--disable-domain-reliability", "--no-first-run", "--no-default-browser-check",
    "--disable-features=OptimizationHints,MediaRouter,Translate",
)  # fmt: skip
DESKTOP: dict[str, Any] = {
    "viewport": {"width": 1440, "height": 900}, "locale": "vi-VN",
    "timezone_id": "Asia/Ho_Chi_Minh", "color_scheme": "light",
}  # fmt: skip
PHONE: dict[str, Any] = {"viewport": {"width": 390, "height": 844}, "has_touch": True}
DARK: dict[str, Any] = {"color_scheme": "dark"}

# Streamlit says on its outermost element whether a script runs; nothing may be left half drawn.
_STILL = """() => {
  const app = document.querySelector('[data-testid="stApp"]');
  const still = app
    && app.getAttribute('data-test-script-state') === 'notRunning'
    && app.getAttribute('data-test-connection-state') === 'CONNECTED'
    && !document.querySelector('[data-stale="true"], [data-testid="stSkeleton"]');
  if (!still) { window.__stillSince = null; return false; }
  window.__stillSince = window.__stillSince ?? performance.now();
  return performance.now() - window.__stillSince > 250;
}"""


def program() -> str:
    """Path of the browser; CHROMIUM names another one."""
    asked = os.environ.get("CHROMIUM")
    found = asked or next((path for name in NAMES if (path := shutil.which(name))), None)
    if not found:
        raise RuntimeError("no Chromium found: apt-get install chromium, or set CHROMIUM")
    return found


def arguments() -> list[str]:
    as_root = ("--no-sandbox",) if hasattr(os, "getuid") and os.getuid() == 0 else ()
    return [*QUIET, *as_root]


@contextmanager
def launched() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program(), args=arguments())
        yield browser
        browser.close()


@contextmanager
def daily_browser(profile: Path) -> Iterator[BrowserContext]:
    """One that keeps what it has loaded and compiled, as the browser of a daily reader does."""
    with sync_playwright() as playwright:
        context = playwright.chromium.launch_persistent_context(
            profile, executable_path=program(), args=arguments(), **DESKTOP
        )
        yield context
        context.close()


def settled(page: Page, seconds: float = 30) -> Page:
    """Wait until the server is done with this page and the page with drawing."""
    page.evaluate("() => { window.__stillSince = null; }")
    page.wait_for_function(_STILL, timeout=seconds * 1000, polling=50)
    return page
