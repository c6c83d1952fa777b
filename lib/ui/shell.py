"""The script that Streamlit runs: language, day and reader first, then one page.

No `pages` folder stands beside this file, so Streamlit never runs a page without it.
"""

from datetime import date
from pathlib import Path

import streamlit as st

from lib.settings import FIRST_DAY, LAST_DAY, today
from lib.store.engine import Store
from lib.store.problems import StoreProblem
from lib.text.catalogue import DEFAULT_LANGUAGE, LANGUAGES, _, use_language
from lib.text.formats import format_day
from lib.ui.context import PageContext, set_context
from lib.ui.navigation import PAGES
from lib.ui.reader import ask_to_sign_in, current_reader, show_reader
from lib.ui.state import store
from lib.ui.words import put_words

_WRONG_DAY = "shell.wrong_day"  # the page that says so; None before the first
STYLES = Path(__file__).parent / "styles.css"


def run() -> None:
    ward_store = store()
    # Before st.navigation, or the browser asks an outside host for the icon.
    st.set_page_config(
        page_title=_("Ward COVID-19 dashboard"), page_icon="\U0001f3d8\ufe0f", layout="wide"
    )
    use_language(_chosen_language())
    put_words()
    reader = current_reader(ward_store)
    if reader is None:
        ask_to_sign_in()
        return
    actor = reader.actor
    with st.sidebar:
        as_of = _choose_day(ward_store)
        show_reader(reader)
        _choose_language()
    set_context(PageContext(store=ward_store, actor=actor, as_of=as_of))
    st.html(STYLES)
    page = st.navigation(
        [
            st.Page(
                spec.file, title=_(spec.title), icon=spec.icon, url_path=spec.name,
                default=spec.name == "overview",
                visibility="hidden" if spec.hidden else "visible",
            )
            for spec in PAGES
            if spec.right in actor.rights
        ],
        expanded=True,
    )  # fmt: skip
    _warn_of_the_day(as_of, page.url_path)
    if trouble := ward_store.trouble:
        st.error(StoreProblem(trouble).sentence(), icon=":material/lock:")
    page.run()


def _chosen_language() -> str:
    chosen = st.session_state.get("shell.language") or st.query_params.get("lang")
    return chosen if chosen in LANGUAGES else DEFAULT_LANGUAGE


def _choose_language() -> None:
    st.session_state.setdefault("shell.language", _chosen_language())
    st.segmented_control(
        _("Language"), list(LANGUAGES), format_func=lambda code: LANGUAGES[code],
        key="shell.language", required=True,
    )  # fmt: skip
    _say_in_address("lang", st.session_state["shell.language"])


def _choose_day(ward_store: Store) -> date:
    if "shell.as_of" not in st.session_state:
        found = _day_in_address()
        st.session_state["shell.as_of"] = found or ward_store.settings.default_as_of
        if found is None and st.query_params.get("as_of"):
            st.session_state[_WRONG_DAY] = None
    chosen: date | None = st.date_input(
        _("Figures as of"), key="shell.as_of", format="DD/MM/YYYY",
        min_value=FIRST_DAY, max_value=LAST_DAY, on_change=_forget_wrong_day,
        help=_("Everything on every page is shown as it stood at the end of this day."),
    )  # fmt: skip
    settings = ward_store.settings
    day = chosen or settings.default_as_of
    if settings.is_demo or day != settings.default_as_of:
        _say_in_address("as_of", day.isoformat())
    else:  # a tab or a bookmark that is kept shows tomorrow the day of tomorrow
        st.query_params.pop("as_of", None)
    return day


def _warn_of_the_day(as_of: date, page: str) -> None:
    """A wrong day in the address is said until another day or page is chosen."""
    if _WRONG_DAY in st.session_state and st.session_state[_WRONG_DAY] in (None, page):
        st.session_state[_WRONG_DAY] = page
        words = _("The day in the address is not right; this is {day}.")
        st.warning(words.format(day=format_day(as_of)), icon=":material/event_busy:")
    else:
        _forget_wrong_day()
    if as_of > today():
        words = _(
            "{day} has not come yet: what stands here is only what has been written down so far."
        )
        st.info(words.format(day=format_day(as_of)), icon=":material/event_upcoming:")


def _forget_wrong_day() -> None:
    st.session_state.pop(_WRONG_DAY, None)


def _day_in_address() -> date | None:
    try:
        day = date.fromisoformat(st.query_params.get("as_of", ""))
    except ValueError:
        return None
    return day if FIRST_DAY <= day <= LAST_DAY else None


def _say_in_address(name: str, value: str) -> None:
    if st.query_params.get(name) != value:
        st.query_params[name] = value


run()
