"""A real ward from nothing, step by step; each step shows what is there and what comes next."""

from collections.abc import Callable
from dataclasses import dataclass

import streamlit as st

from lib.actions.imports import ImportReport
from lib.actions.typed import NotUnderstood, numbered_groups, take_typed, take_ward
from lib.ingest.refusal import FileRefused
from lib.reports.imports import told
from lib.reports.setting_up import LISTS, NEEDED, RIGHT, SetUp, needed_before, set_up_state
from lib.reports.templates import load_templates
from lib.schema.tables import TABLES
from lib.security.actors import ROLES, NotAllowed
from lib.store.problems import StoreProblem
from lib.text.catalogue import _, language
from lib.text.formats import format_moment, format_number
from lib.ui.context import PageContext
from lib.ui.data.counts import sum_line
from lib.ui.data.sending import proposed_words
from lib.ui.deeds import turn_of
from lib.ui.drafts import discard, drafted
from lib.ui.navigation import page_file
from lib.ui.plain import plain, show_table

_SAID, WARD, GROUPS = "setup.said", "setup.ward", "setup.groups"
WARD_FIELDS = (
    "ward_name", "district", "city", "population", "hotline", "hospital", "declared_level",
    "level_document", "level_from_at",
)  # fmt: skip


@dataclass(frozen=True)
class Step:
    title: str
    is_done: bool
    said: str
    show: Callable[[], None]


def show_steps(context: PageContext, state: SetUp) -> None:
    """The first step that is not done stands open."""
    _show_said()
    steps = _steps(context, state)
    n_done = sum(step.is_done for step in steps)
    st.progress(
        n_done / len(steps), text=_("{n} of {total} steps").format(n=n_done, total=len(steps))
    )
    first = next((step for step in steps if not step.is_done), None)
    for number, step in enumerate(steps, start=1):
        icon = ":material/check_circle:" if step.is_done else ":material/radio_button_unchecked:"
        with st.expander(f"{number}. {step.title}", icon=icon, expanded=step is first):
            st.caption(plain(step.said))
            step.show()
    if first is None:
        st.success(_("Everything is there to begin with."), icon=":material/check_circle:")
        st.page_link(page_file("overview"), label=_("Overview"), icon=":material/dashboard:")


def set_up_link(context: PageContext) -> bool:
    """The way to the first step that is not done; False when there is none for this reader."""
    if not context.may(RIGHT):
        return False
    done = set_up_state(context.store, context.actor).done
    if all(done):
        return False
    words = _("Set the ward up: {n} of {total} steps are done")
    st.page_link(
        page_file("setup"), label=words.format(n=sum(done), total=len(done)),
        icon=":material/checklist:",
    )  # fmt: skip
    return True


def _steps(context: PageContext, state: SetUp) -> list[Step]:
    n_groups = state.rows["groups"]
    is_named, has_office, has_groups, is_placed, has_begun, has_lists = state.done
    return [
        Step(
            _("The ward"), is_named, _ward_words(state),
            lambda: _ward_form(context, state),
        ),
        Step(
            _("Accounts"), has_office, _account_words(state),
            lambda: _link(context, "accounts", _("Open accounts")),
        ),
        Step(
            _("Residential groups"), has_groups,
            _("{n} groups; {m} without a population.").format(
                n=n_groups, m=state.without_population
            ),
            lambda: _groups_form(context),
        ),
        Step(
            _("Borders or centre points"), is_placed,
            _("Borders are there.") if state.has_boundaries
            else _("{n} of {total} groups have a centre point.").format(
                n=state.n_placed, total=n_groups
            ),
            lambda: _link(context, "map", _("To the map")),
        ),
        Step(
            _("Templates for the teams"), has_begun,
            _("One file for each list, with notes and an example row."),
            lambda: _templates(context),
        ),
        Step(
            _("First lists"), has_lists, _list_words(state), lambda: _lists(context, state),
        ),
    ]  # fmt: skip


def _ward_words(state: SetUp) -> str:
    if not state.ward.ward_name:
        return _("Its name stands on every page and paper.")
    missing = [
        TABLES["ward"].columns[name].label(language())
        for name in ("population", "hotline", "declared_level")
        if (state.population if name == "population" else getattr(state.ward, name)) is None
    ]
    if not missing:
        return state.ward.ward_name
    return _("Still missing: {names}.").format(names=", ".join(missing))


def _account_words(state: SetUp) -> str:
    told_ = [f"{ROLES[role].label(language())}: {n}" for role, n in state.accounts.items()]
    return "; ".join(told_) or _("A data officer and the vice-chair need an account first.")


def _list_words(state: SetUp) -> str:
    if not state.missing_lists:
        return _("All lists that are needed to begin are there.")
    names = ", ".join(TABLES[table].label(language()) for table in state.missing_lists)
    return _("Still missing: {names}.").format(names=names)


def _lists(context: PageContext, state: SetUp) -> None:
    """In the order in which they go in: a list waits for those that it points at."""
    show_table([
        {_("List"): f"{number}. {TABLES[table].label(language())}",
         _("Rows"): _rows_words(table, state.rows[table]),
         _("After these lists"): ", ".join(
             TABLES[each].label(language()) for each in needed_before(table)) or "\u2013"}
        for number, table in enumerate(LISTS, start=1)
    ])  # fmt: skip
    _link(context, "data", _("Send a file"))


def _rows_words(table: str, n: int) -> str:
    if n:
        return format_number(n)
    return _("none yet, needed to begin") if table in NEEDED else _("none yet")


def _ward_form(context: PageContext, state: SetUp) -> None:
    if not context.may("ward.edit"):
        st.caption(_("The data officer fills this in."))
        return
    key = f"{WARD}.{turn_of(WARD).n}"
    with drafted(context, key, WARD):
        typed = {}
        for name in WARD_FIELDS:
            column = TABLES["ward"].columns[name]
            known = state.population if name == "population" else getattr(state.ward, name)
            typed[name] = st.text_input(
                column.label(language()), _as_typed(known, column.type),
                key=f"{key}.{name}", placeholder=column.example, max_chars=200,
            )  # fmt: skip
        if st.button(_("Save"), key=f"{key}.save", type="primary"):
            _take(
                context, WARD,
                lambda: take_ward(context.store, context.actor, typed, state.ward.ward_name),
            )  # fmt: skip


def _as_typed(known: object, type_: str) -> str:
    """As people here write it."""
    if known is None:
        return ""
    return format_moment(str(known)) if type_ == "moment" else str(known)


def _groups_form(context: PageContext) -> None:
    if not context.may("groups.edit"):
        st.caption(_("The data officer fills this in."))
        return
    key = f"{GROUPS}.{turn_of(GROUPS).n}"
    with drafted(context, key, GROUPS):
        text = st.text_input(
            _("Numbers of the groups"), key=f"{key}.numbers", placeholder="1-3, 5, 7-30",
            max_chars=200, help=_("Gaps are fine. Leaders and populations can follow as a file."),
        )  # fmt: skip
        if st.button(_("Add these groups"), key=f"{key}.save", type="primary"):
            _take(
                context, GROUPS,
                lambda: take_typed(context.store, context.actor, "groups", numbered_groups(text)),
            )  # fmt: skip
    _link(context, "data", _("Or send a file"))


def _take(context: PageContext, form: str, take: Callable[[], ImportReport]) -> None:
    """What was typed goes in, or is said to be wrong, field by field."""
    turn = turn_of(form)
    try:
        report = take()
    except FileRefused:
        st.error(_("Nothing was typed."), icon=":material/error:")
        return
    except (NotAllowed, NotUnderstood, StoreProblem) as problem:
        st.error(problem.sentence(), icon=":material/error:")
        return
    wrong = [told(each) for each in report.findings if each.level == "error"]
    if wrong:
        st.error(plain(" ".join(f"{each.column}: {each.words}" for each in wrong)))
        return
    turn.n += 1
    discard(context, form)
    st.session_state[_SAID] = report
    st.rerun()


def _show_said() -> None:
    report: ImportReport | None = st.session_state.pop(_SAID, None)
    if report is None:
        return
    if report.proposal_id:
        counts = sum_line(report.rows, report.accepted, report.refused)
        st.info(proposed_words(counts), icon=":material/group:")
    else:
        words = _("Saved: {n} rows.").format(n=report.accepted)
        st.success(words, icon=":material/check_circle:")


def _link(context: PageContext, page: str, label: str) -> None:
    rights = {"accounts": "accounts.see", "data": "imports.see", "map": "figures.see"}
    if context.may(rights[page]):
        st.page_link(page_file(page), label=label, icon=":material/arrow_forward:")
    else:
        st.caption(_("Somebody with that right does this."))


def _templates(context: PageContext) -> None:
    st.download_button(
        _("All templates"), key="setup.templates", icon=":material/folder_zip:",
        mime="application/zip", file_name="bieu-mau.zip", on_click="ignore",
        data=lambda: load_templates(context.store, context.actor),
    )  # fmt: skip
