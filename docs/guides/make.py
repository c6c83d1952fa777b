"""The printable guides, with pictures of the screens as they are now: `make guides`."""

import base64
import sys
import tempfile
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent.parent))

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from playwright.sync_api import Browser

from tests.browser.chromium import DESKTOP, launched, settled
from tests.browser.server import Server, running_server

DAY = "2021-12-29"
# So narrow that the sidebar is folded away and the letters can be read in print.
PHONE = {"viewport": {"width": 390, "height": 480}, "has_touch": True, "device_scale_factor": 2}
DESK = {"viewport": {"width": 660, "height": 500}, "device_scale_factor": 2}


def main() -> None:
    guides: dict[str, Any] = tomllib.loads((HERE / "guides.toml").read_text("utf-8"))
    environment = Environment(
        loader=FileSystemLoader(HERE), autoescape=True, undefined=StrictUndefined
    )
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as name:
        folder = Path(name)
        with running_server(folder / "data", folder / "log") as server, launched() as browser:
            for guide, said in guides.items():
                steps = list(_with_pictures(browser, server, said))
                page = browser.new_page()
                page.set_content(
                    environment.get_template("guide.html").render(said | {"steps": steps})
                )
                page.pdf(path=HERE / f"{guide}.pdf", prefer_css_page_size=True)
                page.close()


def _with_pictures(browser: Browser, server: Server, said: dict[str, Any]) -> Iterator[Any]:
    for step in said["steps"]:
        yield step | {"picture": _picture(browser, server, said["role"], step)}


def _picture(browser: Browser, server: Server, role: str, step: dict[str, Any]) -> str:
    """JPEG as base64; "" for a step without a screen. `press`: words to tap on first."""
    if "page" not in step:
        return ""
    context = browser.new_context(**(DESKTOP | (PHONE if step.get("phone") else DESK)))
    server.sign_in(context, role)
    page = context.new_page()
    page.goto(server.page(step["page"], as_of=DAY))
    settled(page)
    if "press" in step:
        pressed = page.locator("button", has_text=step["press"]).first
        pressed.click()
        page.wait_for_timeout(1000)
        settled(page)
        if not page.locator('[role="dialog"], [data-testid="stPopoverBody"]').count():
            pressed.evaluate("each => each.scrollIntoView({block: 'start'})")
    page.wait_for_timeout(500)  # the chart
    picture = base64.b64encode(page.screenshot(type="jpeg", quality=80)).decode()
    context.close()
    return picture


if __name__ == "__main__":
    main()
