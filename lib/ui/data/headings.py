"""Which column each heading of a file stands for, and a person's correction of it."""

from functools import partial

import streamlit as st

from lib.ingest.header import column_letter
from lib.ingest.mapping import Mapping
from lib.schema.tables import TABLES
from lib.text.catalogue import _, language
from lib.ui.data.draft import Draft
from lib.ui.plain import plain

_NONE = ""


def correct_headings(mapping: Mapping, draft: Draft, *, is_open: bool = False) -> None:
    """Said once, it is remembered for files of this sender with the same headings."""
    n_known = len(mapping.headers) - len(mapping.unread)
    title = _("Columns: {n} recognised, {m} not").format(n=n_known, m=len(mapping.unread))
    with st.expander(title, expanded=is_open, icon=":material/view_column:"):
        _show_constants(mapping)
        with st.form(f"data.headings.{draft.digest}", border=False):
            chosen = _choose(mapping, draft.digest)
            if st.form_submit_button(_("Read the file like this"), key="data.headings_use"):
                draft.corrections = _corrections(mapping, chosen)
                draft.constants = {**mapping.constants, **draft.constants}
                st.rerun()
        st.caption(_("This is remembered for the next file with the same headings."))


def _choose(mapping: Mapping, digest: str) -> dict[int, str]:
    """Position -> column; what was not recognised first."""
    columns = TABLES[mapping.table].columns
    taken = _taken(mapping)
    open_first = sorted(range(len(mapping.headers)), key=lambda at: (at in taken, at))
    chosen = {}
    with st.grid(min_column_width=240):
        for at in open_first:
            heading = plain(mapping.headers[at] or _("(no heading)"))
            options = (_NONE, *columns)
            chosen[at] = st.selectbox(
                f"{column_letter(at)} \u00b7 {heading}", options,
                index=options.index(taken.get(at, _NONE)),
                key=f"data.heading.{digest}.{at}.{taken.get(at, _NONE)}",
                format_func=partial(_label, mapping, at),
            )  # fmt: skip
    return chosen


def _label(mapping: Mapping, at: int, name: str) -> str:
    if name:
        return TABLES[mapping.table].columns[name].label(language())
    if at == mapping.address:
        return _("Kept with the row, taken apart")
    return _("Kept with the row, not used")


def _taken(mapping: Mapping) -> dict[int, str]:
    """Position -> column; the cells that name a person stand for the reference they lead to."""
    own = {at: name for name, at in mapping.columns.items()}
    via = {at: name for name, people in mapping.via.items() for at in people.values()}
    return via | own


def _corrections(mapping: Mapping, chosen: dict[int, str]) -> dict[str, str | None]:
    """Every heading as it is now understood, so that nothing that was remembered gets lost; what
    names a person by name and group is found again without."""
    taken = _taken(mapping)
    by_name = {at for people in mapping.via.values() for at in people.values()}
    return {
        mapping.headers[at]: name or None
        for at, name in chosen.items()
        if at not in by_name or name != taken[at]
    }


def _show_constants(mapping: Mapping) -> None:
    columns = TABLES[mapping.table].columns
    for name, text in mapping.constants.items():
        st.text(_("For all rows: {column} = {text}").format(
            column=columns[name].label(language()), text=text
        ))  # fmt: skip
