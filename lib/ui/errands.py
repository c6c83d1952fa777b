"""Errands on a phone: what waits, who goes, it is there, it is paid back."""

from datetime import datetime, time
from typing import Any

import streamlit as st

from lib.actions.errands import Asked, ask_for, deliver_errand, settle_errand, take_errand
from lib.reports.errands import ErrandItem, Errands
from lib.schema.tables import ENUMERATIONS
from lib.settings import now
from lib.text.catalogue import _, language, ngettext
from lib.text.formats import format_moment, format_number
from lib.ui.context import PageContext
from lib.ui.deeds import do, may_act
from lib.ui.header import empty_state
from lib.ui.numbers import show_number
from lib.ui.plain import plain

KINDS = ENUMERATIONS["request_kind"]
CARDS = 40


def show_sums(board: Errands) -> None:
    with st.grid(min_column_width=130):
        late = ngettext("{n} late", "{n} late", board.n_late).format(n=board.n_late)
        show_number(_("Open"), str(len(board.open)), late if board.n_late else "", key="open")
        owed = _("{n} dong").format(n=format_number(board.owed))
        show_number(_("Laid out, not paid back"), owed, str(len(board.owing)), key="owed")
        hours = _("no data")
        if board.hours is not None:
            hours = _("{n} hours").format(n=format_number(board.hours, 1))
        show_number(_("From asking to the door"), hours, _("half take no longer"), key="hours")


def new_errand(context: PageContext, board: Errands) -> None:
    """What somebody asks for on the phone, and when it is promised."""
    if not may_act(context):
        return
    with (
        st.expander(_("Somebody asks for something"), icon=":material/add_shopping_cart:"),
        st.form("errands.new", clear_on_submit=True, border=False),
    ):
        case_id = st.selectbox(
            _("Who"), list(board.homes), index=None, key="errands.who",
            format_func=lambda id_: board.homes[id_], placeholder=_("Choose a person"),
        )  # fmt: skip
        kind = st.segmented_control(
            _("What"), KINDS.codes, default="shopping", required=True, key="errands.kind",
            format_func=lambda code: KINDS.label(code, language()),
        )  # fmt: skip
        details = st.text_input(_("Details"), max_chars=300, key="errands.details")
        promised: Any = st.time_input(_("Promised for"), value=None, key="errands.promised")
        if st.form_submit_button(_("Save"), type="primary", width="stretch") and case_id:
            asked = Asked(case_id, kind, _at(context), details, _today_at(context, promised))
            do(context, lambda: ask_for(context.store, context.actor, asked), _("Written down."))
            st.rerun()


def show_open(context: PageContext, board: Errands, groups: dict[str, str]) -> None:
    st.subheader(_("Open, the oldest first"), anchor=False)
    if not board.open:
        empty_state(_("Nothing is open."))
    for item in board.open[:CARDS]:
        with st.container(border=True, key=f"errand_{item.id}", gap="xsmall"):
            _about(item, groups)
            if may_act(context):
                _open_buttons(context, item)


def show_owing(context: PageContext, board: Errands, groups: dict[str, str]) -> None:
    if not board.owing:
        return
    with st.expander(_("Delivered, not paid back ({n})").format(n=len(board.owing))):
        for item in board.owing[:CARDS]:
            with st.container(border=True, key=f"errand_{item.id}", gap="xsmall"):
                _about(item, groups)
                owed = _("{n} dong").format(n=format_number(item.errand.owed))
                label = _("{amount} paid back").format(amount=owed)
                if may_act(context):
                    _button(context, item, label, "settle", _settle)


def _about(item: ErrandItem, groups: dict[str, str]) -> None:
    row, errand = item.errand.row, item.errand
    kind = KINDS.label(row["kind"], language())
    with st.container(horizontal=True, vertical_alignment="center", gap="xsmall"):
        title = " \u00b7 ".join(part for part in (kind, item.details) if part)
        st.markdown(f"**{plain(title)}**", width="stretch")
        if item.phone and item.phone.isdigit():
            st.link_button("", f"tel:{item.phone}", icon=":material/call:", help=item.phone)
    group = groups.get(item.person.get("group_id", ""), "")
    where = " \u00b7 ".join(part for part in (item.name, item.address, group) if part)
    st.text(where)
    words = [_("asked {moment}").format(moment=format_moment(row["requested_at"]))]
    if row["promised_at"]:
        words.append(_("promised {moment}").format(moment=format_moment(row["promised_at"])))
    if errand.state != "asked" and row["taken_by"]:
        words.append(_("{who} goes").format(who=row["taken_by"]))
    if errand.is_late:
        words.append(_("late"))
    colour = ":red" if errand.is_late else ":gray"
    said = plain(" \u00b7 ".join(words))
    st.markdown(f"{colour}[:small[{said}]]")


def _open_buttons(context: PageContext, item: ErrandItem) -> None:
    with st.container(horizontal=True, vertical_alignment="bottom", gap="xsmall"):
        if item.errand.state == "asked":
            _button(context, item, _("I go"), "take", _take)
        else:
            st.number_input(
                _("What it cost (dong)"), min_value=0, max_value=100_000_000, value=None,
                step=1000, key=f"errands.{item.id}.cost",
            )  # fmt: skip
            _button(context, item, _("It is there"), "deliver", _deliver)


def _button(context: PageContext, item: ErrandItem, label: str, name: str, act: Any) -> None:
    st.button(
        label, key=f"errands.{item.id}.{name}", type="primary", width="stretch",
        on_click=act, args=(context, item),
    )  # fmt: skip


def _take(context: PageContext, item: ErrandItem) -> None:
    at, who = _at(context), context.actor.account
    do(
        context,
        lambda: take_errand(context.store, context.actor, item.id, who, at),
        _("{name}: somebody goes.").format(name=item.name),
    )


def _deliver(context: PageContext, item: ErrandItem) -> None:
    cost = st.session_state.get(f"errands.{item.id}.cost")
    at = _at(context)
    do(
        context,
        lambda: deliver_errand(context.store, context.actor, item.id, at, cost),
        _("{name}: it is there.").format(name=item.name),
    )


def _settle(context: PageContext, item: ErrandItem) -> None:
    do(
        context,
        lambda: settle_errand(context.store, context.actor, item.id, context.as_of),
        _("{name}: paid back.").format(name=item.name),
    )


def _at(context: PageContext) -> str:
    return f"{context.as_of.isoformat()}T{now():%H:%M}"


def _today_at(context: PageContext, hour: time | None) -> str | None:
    if hour is None:
        return None
    return datetime.combine(context.as_of, hour).isoformat(timespec="minutes")
