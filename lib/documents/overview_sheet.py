"""The meeting's A4 page as HTML with its own print style; the template lies in data/templates."""

from collections.abc import Sequence
from functools import cache
from typing import Any, NamedTuple

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template

from lib.settings import ROOT

TEMPLATES = ROOT / "data" / "templates"


class SheetLine(NamedTuple):
    """One line of the sheet: what, how many, and a remark (all already words)."""

    label: str
    value: str
    remark: str = ""


def render_overview_sheet(
    *,
    heading: Sequence[str],
    title: str,
    day: str,
    sections: Sequence[tuple[str, Sequence[SheetLine]]],
    footer: str,
) -> str:
    """HTML of the sheet; every value is escaped by the template engine."""
    values: dict[str, Any] = {
        "heading": heading, "title": title, "day": day, "sections": sections, "footer": footer,
    }  # fmt: skip
    return sheet_template("overview_sheet.html").render(values)


@cache
def sheet_template(name: str) -> Template:
    """A page of data/templates; what is put into it is escaped."""
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES), autoescape=True, undefined=StrictUndefined
    )
    return environment.get_template(name)
