"""From a figure to the page where what it asks for is done."""

import streamlit as st

from lib.indicators.figure import Indicator
from lib.text.catalogue import _
from lib.ui.context import PageContext
from lib.ui.navigation import PAGES
from lib.ui.work_words import LIST_LABELS

_PAGES = {
    "cases": "quarantine", "households": "quarantine", "unvaccinated": "calls",
    "requests": "errands", "payments": "pay", "teams": "teams", "groups": "directives",
    "directives": "directives", "gatherings": "compliance", "inspections": "compliance",
    "venues": "compliance",
}  # fmt: skip
_ELSEWHERE = {
    "carers_out": "teams", "cases_unassigned": "teams", "not_seen_2_days": "teams",
    "signs_wrong": "signs",
}  # fmt: skip


def page_of(indicator: Indicator) -> str:
    return _ELSEWHERE.get(indicator.id) or _PAGES[indicator.table]


def link_onward(context: PageContext, indicator: Indicator, *, place: str) -> None:
    """Nothing where the reader may not open that page, or stands on it already."""
    spec = next(spec for spec in PAGES if spec.name == page_of(indicator))
    if not context.may(spec.right) or place.startswith(f"{spec.name}."):
        return
    is_list = spec.name == "quarantine" and indicator.id in LIST_LABELS
    st.page_link(
        spec.file, label=_("Go to the page {page}").format(page=_(spec.title)),
        icon=":material/arrow_forward:", query_params={"list": indicator.id} if is_list else None,
    )  # fmt: skip
