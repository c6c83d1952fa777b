"""A page as its readers meet it: words left in English, and what axe-core finds."""

import re
from typing import Any

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Frame, Page

# Every text and every label for screen readers, except what people wrote into the grids.
SAID = """() => {
  const said = [];
  const labels = ["aria-label", "aria-valuetext", "aria-description", "title", "placeholder"];
  const walker = document.createTreeWalker(
    document.body, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT);
  for (let node = walker.currentNode; node; node = walker.nextNode()) {
    const element = node.nodeType === 3 ? node.parentElement : node;
    if (element.closest("script, style, noscript, tbody, [translate=no]")) continue;
    if (node.nodeType === 3) said.push(node.data.trim());
    else for (const name of labels) said.push(node.getAttribute(name) ?? "");
  }
  return [...new Set(said)].filter(Boolean);
}"""
# What is the same in Vietnamese, or is a name.
ALIKE = re.compile(
    r"(\d+/BYT-(MT|DP)(, )?)+|"  # numbers of documents
    r"English|In|CN|Sau|F[01]|CSV|STT|Zalo|Mang thai|streamlit|"
    r".*\.(csv|png)(, [\d.]+[KM]?B)?|[\d.]+[KM]?B",
    re.I,
)
ENGLISH = re.compile(r"[A-Za-z]{2,}")


def left_in_english(page: Page) -> list[str]:
    """Texts without a single Vietnamese letter; Vietnamese hardly ever does without."""
    return [
        text
        for text in page.evaluate(SAID)
        if text.isascii() and ENGLISH.search(text) and not ALIKE.fullmatch(text)
    ]


WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
SERIOUS = {"serious", "critical"}
# Streamlit's own, which we cannot mend: rule -> what the element is.
STREAMLITS_OWN = {
    "target-size": '[role="spinbutton"]',  # day, month and year of the date field touch
}


def violations(frame: Frame) -> list[tuple[str, str, str]]:
    """(rule, selector) of every serious violation that is not Streamlit's own."""
    frame.evaluate(AXE_SCRIPT)
    found = frame.evaluate(
        "tags => axe.run({runOnly: tags, resultTypes: ['violations']})", WCAG
    )["violations"]  # fmt: skip
    return [
        (rule["id"], node["target"][-1], node["html"][:200])
        for rule in found
        if rule["impact"] in SERIOUS
        for node in rule["nodes"]
        if not is_streamlits_own(frame, rule["id"], node["target"])
    ]


def is_streamlits_own(frame: Frame, rule: str, target: list[Any]) -> bool:
    known = STREAMLITS_OWN.get(rule)
    if not known or not isinstance(target[-1], str):
        return False
    return frame.locator(target[-1]).first.evaluate("(e, known) => e.matches(known)", known)
