"""Forms about the dates of a stay."""

import streamlit as st

from lib.actions.stays import NewDates, change_dates, keep_dates
from lib.reports.work_lists import Board, CaseItem
from lib.text.catalogue import _
from lib.text.formats import format_day
from lib.ui.context import PageContext
from lib.ui.form_parts import day_field, in_dialog, kept_as_draft, save, seen
from lib.ui.plain import plain
from lib.ui.work_words import ruling_words


def fill_in(context: PageContext, board: Board, item: CaseItem) -> None:
    in_dialog(_("Dates"), dates_form, context, board, item)


@kept_as_draft("dates")
def dates_form(context: PageContext, _board: Board, item: CaseItem) -> None:
    """Fill in, lengthen, shorten; what the rule gives stands beside."""
    life, key = item.life, f"dates.{item.case_id}"
    st.info(plain(ruling_words(life.ruling)), icon=":material/gavel:")
    left, right = st.columns(2)
    with left:
        start = day_field(_("Start"), f"{key}.start", item.row.get("quarantine_start"))
    with right:
        end = day_field(_("Last day"), f"{key}.end", life.end or life.ruling.end)
    had = item.row.get("quarantine_start")
    is_moved = life.end is not None and end != life.end
    needs_reason = is_moved or (had is not None and start != had)
    reason = ""
    if is_moved:
        st.caption(_("Until now: {day}. It is kept beside the new one.").format(
            day=format_day(life.end)
        ))  # fmt: skip
    if needs_reason:
        reason = st.text_input(_("Why"), key=f"{key}.reason", max_chars=200)
    dates = NewDates(seen(item), start, end, reason)
    save(
        context, f"{key}.save", _("Save"),
        lambda: change_dates(context.store, context.actor, [dates], on=context.as_of),
        _("{name}: the dates are saved.").format(name=item.name),
        disabled=needs_reason and not reason,
    )  # fmt: skip


def explain(context: PageContext, board: Board, item: CaseItem) -> None:
    in_dialog(_("Keep the typed day"), explain_form, context, board, item)


@kept_as_draft("explain")
def explain_form(context: PageContext, _board: Board, item: CaseItem) -> None:
    st.info(plain(ruling_words(item.life.ruling)), icon=":material/gavel:")
    st.write(_("Typed: {day}. It stands; say why.").format(day=format_day(item.life.end)))
    reason = st.text_input(_("Why"), key=f"explain.{item.case_id}", max_chars=200)
    save(
        context, f"explain.{item.case_id}.save", _("Save"),
        lambda: keep_dates(
            context.store, context.actor, [seen(item)], reason, on=context.as_of
        ),
        _("{name}: the typed day stands.").format(name=item.name), disabled=not reason,
    )  # fmt: skip
