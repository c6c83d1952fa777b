"""What every number and word means, in the words of the figures themselves."""

import tomllib
from functools import cache

import streamlit as st

from lib.reports.figures import FigureView, figure_views
from lib.settings import ROOT
from lib.text.catalogue import _, language
from lib.text.fold import fold_search
from lib.ui.context import PageContext
from lib.ui.figures import share_words, value_words
from lib.ui.header import empty_state
from lib.ui.plain import plain

GUIDE_FOLDER = ROOT / "docs" / "guides"
# Made by docs/guides/make.py.
GUIDES = {
    "vice_chair": "vice_chair", "data_officer": "data_officer", "support_team": "volunteer",
    "testing_team": "volunteer", "appraisal_team": "volunteer",
}  # fmt: skip
TERMS = ROOT / "data" / "vocabulary" / "terms.toml"


def show_glossary(context: PageContext) -> None:
    """Words of the trade, then every figure with what it is today."""
    wanted = fold_search(
        st.text_input(_("Search"), key="glossary.search", help=_("Diacritics do not matter."))
    )
    terms = [(word, meaning) for word, meaning in _terms() if wanted in fold_search(word + meaning)]
    views = [view for view in _views(context) if wanted in fold_search(_words(view))]
    if not terms and not views:
        empty_state(_("No word or figure is called like this."))
    if terms:
        st.subheader(_("Words"), anchor=False)
        st.markdown("\n".join(f"- **{plain(word)}**: {plain(meaning)}" for word, meaning in terms))
    if views:
        st.subheader(_("Figures"), anchor=False)
        for view in views:
            st.markdown(_entry(view))


def show_guide(context: PageContext) -> None:
    """The two printed pages for the reader's work, where there are such."""
    guide = GUIDES.get(context.actor.role)
    if guide:
        st.download_button(
            _("Quick guide to print"), key="glossary.guide", mime="application/pdf",
            icon=":material/picture_as_pdf:", file_name="huong-dan.pdf", on_click="ignore",
            data=lambda: (GUIDE_FOLDER / f"{guide}.pdf").read_bytes(),
        )  # fmt: skip


def _views(context: PageContext) -> list[FigureView]:
    return list(figure_views(context.store, context.actor, context.as_of).values())


def _words(view: FigureView) -> str:
    return f"{_(view.indicator.label)} {_(view.indicator.definition)}"


def _entry(view: FigureView) -> str:
    """The same definition, rule and numbers as behind the figure's own button."""
    now = ", ".join(part for part in (value_words(view), share_words(view)) if part)
    parts = [_("now {value}").format(value=now)]
    if view.indicator.rule:
        parts.append(_(view.indicator.rule))
    said = plain(" \u00b7 ".join(parts))
    label, definition = plain(_(view.indicator.label)), plain(_(view.indicator.definition))
    return f"**{label}**: {definition}  \n:small[{said}]"


@cache
def _read() -> dict[str, dict[str, list[str]]]:
    return tomllib.loads(TERMS.read_text("utf-8"))


def _terms() -> list[tuple[str, str]]:
    return [(said[language()][0], said[language()][1]) for said in _read().values()]
