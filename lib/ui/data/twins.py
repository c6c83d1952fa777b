"""People who may be listed twice, side by side: joined by a person, or kept apart for good."""

import streamlit as st

from lib.actions.duplicates import Joining, NotJoined, join_people, say_two_people
from lib.reports.duplicates import PEOPLE_TABLES, Candidate, load_candidates
from lib.reports.imports import told
from lib.reports.listing import named_groups
from lib.schema.columns import Column
from lib.schema.tables import TABLES
from lib.text.catalogue import N_, _, language
from lib.ui.context import PageContext
from lib.ui.data.twins_decided import say, show_decided, show_said
from lib.ui.data.wording import title_of, value_text
from lib.ui.header import empty_state
from lib.ui.plain import plain

_FIRST = "cases"
_AT = "data.twins.at"
AGREES: dict[tuple[str, str], str] = {
    ("full_name", "same"): N_("same name"),
    ("full_name", "unmarked"): N_("same name, once without marks"),
    ("full_name", "reordered"): N_("same words in another order"),
    ("full_name", "shortened"): N_("name shortened"),
    ("full_name", "misspelt"): N_("one letter differs in the name"),
    ("full_name", "misspelt_given"): N_("one letter differs in the given name"),
    ("birth", "same_day"): N_("same birth date"),
    ("birth", "swapped_day"): N_("day and month of birth swapped"),
    ("birth", "same_year"): N_("same birth year"),
    ("phone", "same"): N_("same telephone"),
    ("door", "same"): N_("same address"),
    ("group_id", "same"): N_("same residential group"),
    ("national_id", "same"): N_("same national ID"),
    ("external_id", "same"): N_("same external code"),
}
DIFFERS: dict[tuple[str, str], str] = {
    ("full_name", "marks_differ"): N_("names differ in their marks"),
    ("full_name", "other"): N_("different names"),
    ("birth", "other_day"): N_("another day of birth"),
    ("birth", "next_year"): N_("one year apart"),
    ("birth", "other_year"): N_("another birth year"),
    ("phone", "other"): N_("another telephone"),
    ("door", "other"): N_("another address"),
    ("group_id", "other"): N_("another residential group"),
    ("sex", "other"): N_("another sex"),
    ("national_id", "other"): N_("another national ID"),
    ("external_id", "other"): N_("another external code"),
}


def show_twins(context: PageContext) -> None:
    show_said()
    table = st.segmented_control(
        _("List"), list(PEOPLE_TABLES), key="data.twins.table", default=_FIRST,
        required=True, format_func=lambda name: TABLES[name].label(language()),
    ) or _FIRST  # fmt: skip
    candidates = load_candidates(context.store, context.actor, table)
    if candidates:
        _show_pair(context, candidates)
    else:
        empty_state(_("Nobody seems to be listed twice."))
    show_decided(context, table)


def _show_pair(context: PageContext, candidates: tuple[Candidate, ...]) -> None:
    """One pair at a time; whoever is unsure goes on to the next."""
    at = min(st.session_state.get(_AT, 0), len(candidates) - 1)
    pair = candidates[at]
    with st.container(horizontal=True, vertical_alignment="center"):
        words = _("Pair {n} of {total}")
        st.markdown(f"**{words.format(n=at + 1, total=len(candidates))}**", width="stretch")
        for label, step, icon in (
            (_("Before"), -1, ":material/arrow_back:"), (_("Next"), 1, ":material/arrow_forward:"),
        ):  # fmt: skip
            st.button(
                label, key=f"data.twins.go.{step}", icon=icon, on_click=_go, args=(at + step,),
                disabled=not 0 <= at + step < len(candidates),
            )  # fmt: skip
    _show_evidence(pair)
    _show_records(context, pair)
    kept, taken = _choose_cells(pair)
    _decide(context, pair, kept, taken)


def _go(at: int) -> None:
    st.session_state[_AT] = at


def _show_evidence(pair: Candidate) -> None:
    with st.container(horizontal=True, gap="xsmall"):
        for aspect in pair.evidence.items():
            if aspect in AGREES:
                st.badge(_(AGREES[aspect]), color="green", icon=":material/check:")
        for aspect in pair.evidence.items():
            if aspect in DIFFERS:
                st.badge(_(DIFFERS[aspect]), color="orange", icon=":material/close:")


def _choose_cells(pair: Candidate) -> tuple[int, frozenset[str]]:
    """(which record stays: 0 or 1, columns taken from the other). Empty cells fill up anyway."""
    key = f"data.twins.{'.'.join(pair.ids)}"
    kept = st.radio(
        _("Which record stays"), (0, 1), key=f"{key}.kept", horizontal=True,
        format_func=lambda side: plain(_title(pair, side)),
    )  # fmt: skip
    differing = [column for column in TABLES[pair.table].columns.values() if _differs(pair, column)]
    if not differing:
        return kept, frozenset()
    with st.expander(_("Cells that differ: choose one by one ({n})").format(n=len(differing))):
        taken = [c.name for c in differing if _choose_cell(pair, c, kept, key) != kept]
    return kept, frozenset(taken)


def _show_records(context: PageContext, pair: Candidate) -> None:
    """Both side by side, one below the other on a phone; what differs is marked."""
    groups = named_groups(context.store)
    told_by = [column for column in _columns(pair) if _tells(pair, column)]
    for side, place in enumerate(st.columns(2)):
        with place.container(border=True, gap="xsmall"):
            st.markdown(f"**{plain(_title(pair, side))}**")
            for column in told_by:
                value = pair.rows[side].get(column.name)
                words = value_text(pair.table, column.name, value, groups) or "\u2013"
                mark = ":orange[:material/compare_arrows:] " if _differs(pair, column) else ""
                label = plain(column.label(language()))
                st.markdown(f":small[{mark}{label}: **{plain(words)}**]")
    _show_rest(pair, [column for column in _columns(pair) if column not in told_by], groups)


def _columns(pair: Candidate) -> list[Column]:
    """Those in which at least one of the two says something; a code says nothing about people."""
    return [
        column
        for name, column in TABLES[pair.table].columns.items()
        if name != TABLES[pair.table].id and any(row.get(name) is not None for row in pair.rows)
    ]


def _tells(pair: Candidate, column: Column) -> bool:
    """Whether it helps to tell people apart."""
    return (
        column.class_ == "personal"
        or column.name in TABLES[pair.table].natural_key
        or (_differs(pair, column))
    )


def _show_rest(pair: Candidate, columns: list[Column], groups: dict[str, str]) -> None:
    """What agrees, and what only one of them knows: that is kept in any case."""
    first, second = (
        {n: value_text(pair.table, n, v, groups) for n, v in row.items()} for row in pair.rows
    )
    lines = [
        {
            _("Column"): plain(column.label(language())),
            pair.ids[0]: plain(first.get(column.name, "")),
            pair.ids[1]: plain(second.get(column.name, "")),
        }
        for column in columns
    ]
    if lines:
        with st.expander(_("All the rest, side by side ({n})").format(n=len(lines))):
            st.table(lines, hide_index=True, border="horizontal")


def _title(pair: Candidate, side: int) -> str:
    words = title_of(pair.table, pair.rows[side]) or pair.ids[side]
    return f"{words} ({pair.ids[side]})"


def _differs(pair: Candidate, column: Column) -> bool:
    """Both say something, and not the same; the code of a record is its own."""
    one, other = (row.get(column.name) for row in pair.rows)
    is_code = column.name == TABLES[pair.table].id
    return not is_code and one is not None and other is not None and one != other


def _choose_cell(pair: Candidate, column: Column, kept: int, key: str) -> int:
    """A radio per cell, the kept record's value first chosen."""
    values = [value_text(pair.table, column.name, row[column.name]) for row in pair.rows]
    return st.radio(
        column.label(language()), (0, 1), index=kept, key=f"{key}.{kept}.{column.name}",
        horizontal=True, format_func=lambda side: plain(values[side]),
    )  # fmt: skip


def _decide(context: PageContext, pair: Candidate, kept: int, taken: frozenset[str]) -> None:
    other = 1 - kept
    joining = Joining(
        pair.table,
        pair.ids[kept],
        pair.versions[kept],
        pair.ids[other],
        pair.versions[other],
        taken,
    )
    if not context.may(f"{pair.table}.edit"):
        st.caption(_("Joining records is for those who may edit this list."))
        return
    with st.container(horizontal=True):
        if st.button(
            _("One person: join"), key="data.twins.join", type="primary", icon=":material/merge:"
        ):
            _join(context, joining)
        if st.button(_("Two people"), key="data.twins.distinct", icon=":material/group:"):
            say_two_people(context.store, context.actor, pair.table, pair.ids)
            say(_("Remembered: two people. They are not shown again."))


def _join(context: PageContext, joining: Joining) -> None:
    try:
        join_people(context.store, context.actor, joining)
    except NotJoined as problem:
        st.error(problem.sentence(), icon=":material/error:")
        for finding in problem.findings:
            st.text(told(finding).words)
        return
    words = _("Joined into {id}. What pointed at the other record points at this one.")
    say(words.format(id=joining.kept_id))
