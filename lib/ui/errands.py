"""Errands on a phone: what waits, who goes, it is there, it is paid back."""

from contextlib import suppress
from datetime import datetime
from functools import partial
from typing import Any, Literal

import streamlit as st

from lib.actions.errands import Asked, ask_for, deliver_errand, settle_errand, take_errand
from lib.indicators.errands import errand_of
from lib.reports.errands import ErrandItem, Errands
from lib.schema.tables import ENUMERATIONS
from lib.settings import now
from lib.text.catalogue import _, language, ngettext
from lib.text.formats import format_day, format_moment, format_number
from lib.ui.context import PageContext
from lib.ui.deeds import do, may_act, perform, turn_of
from lib.ui.drafts import drafted
from lib.ui.header import empty_state
from lib.ui.numbers import ask_whole, read_whole, show_number
from lib.ui.plain import plain
from lib.ui.tables import wide_table

KINDS = ENUMERATIONS["request_kind"]
CARDS = 40
NEW, PROMISING = "errands.new", "errands.promising"


def show_sums(context: PageContext, board: Errands) -> None:
    n_late = sum(_is_late(context, item) for item in board.open)
    with st.grid(min_column_width=130):
        late = ngettext("{n} late", "{n} late", n_late).format(n=n_late)
        show_number(_("Open"), str(len(board.open)), late if n_late else "", key="open")
        owed = _("{n} dong").format(n=format_number(board.owed))
        n_owing = len(board.owing)
        several = ngettext("{n} errand", "{n} errands", n_owing).format(n=n_owing)
        show_number(_("Laid out, not paid back"), owed, several, key="owed")
        hours = _("no data")
        if board.hours is not None:
            hours = _("{n} hours").format(n=format_number(board.hours, 1))
        show_number(_("From asking to the door"), hours, _("half take no longer"), key="hours")


def new_errand(context: PageContext, board: Errands) -> None:
    """What somebody asks for on the phone, and when it is promised."""
    if not may_act(context):
        return
    turn = turn_of(NEW)
    with st.expander(_("Somebody asks for something"), icon=":material/add_shopping_cart:"):
        form = f"{NEW}.{turn.n}"
        with drafted(context, form, NEW):
            asked = _ask(context, board, form)
            if not st.button(_("Save"), key=f"{form}.save", type="primary", width="stretch"):
                return
            if asked is None:
                st.error(_("Choose who asks. What you typed is still here."))
                return
            act = partial(ask_for, context.store, context.actor, asked)
            perform(context, turn.ending_with(act), _("Written down."), form=NEW)
            st.rerun()


def _ask(context: PageContext, board: Errands, form: str) -> Asked | None:
    """None until somebody is chosen."""
    case_id = st.selectbox(
        _("Who"), list(board.homes), index=None, key=f"{form}.who",
        format_func=lambda id_: board.homes[id_], placeholder=_("Choose a person"),
    )  # fmt: skip
    kind = st.segmented_control(
        _("What"), KINDS.codes, default="shopping", required=True, key=f"{form}.kind",
        format_func=lambda code: KINDS.label(code, language()),
    )  # fmt: skip
    details = st.text_input(_("Details"), max_chars=300, key=f"{form}.details")
    promised = _promise(context, form, None)
    return Asked(case_id, kind, _at(context), details, promised) if case_id else None


def _promise(context: PageContext, key: str, known: str | None) -> str | None:
    """The day and the hour that the household is told; no hour, no promise."""
    before = datetime.fromisoformat(known) if known and "T" in known else None
    first = max(before.date(), context.as_of) if before else context.as_of
    with st.container(horizontal=True, gap="xsmall"):
        day: Any = st.date_input(
            _("Promised for the day"), first, min_value=context.as_of, format="DD/MM/YYYY",
            key=f"{key}.day",
        )  # fmt: skip
        hour: Any = st.time_input(_("at"), before.time() if before else None, key=f"{key}.promised")
    if day is None or hour is None:
        return None
    return datetime.combine(day, hour).isoformat(timespec="minutes")


def show_open(context: PageContext, board: Errands, groups: dict[str, str]) -> None:
    st.subheader(_("Open, the oldest first"), anchor=False)
    if not board.open:
        empty_state(_("Nothing is open."))
    for item in board.open[:CARDS]:
        with st.container(border=True, key=f"errand_{item.id}", gap="xsmall"):
            _about(context, item, groups)
            if may_act(context):
                _open_buttons(context, item)


def show_owing(context: PageContext, board: Errands, groups: dict[str, str]) -> None:
    if not board.owing:
        return
    with st.expander(_("Delivered, not paid back ({n})").format(n=len(board.owing))):
        for item in board.owing[:CARDS]:
            with st.container(border=True, key=f"errand_{item.id}", gap="xsmall"):
                _about(context, item, groups)
                owed = _("{n} dong").format(n=format_number(item.errand.owed))
                label = _("{amount} paid back").format(amount=owed)
                if may_act(context):
                    _button(context, item, label, "settle", _settle)


def show_done_errands(board: Errands) -> None:
    """What is over: who went, when it was there, what it cost."""
    if not board.settled:
        return
    with st.expander(_("Over and done ({n})").format(n=len(board.settled))):
        wide_table([
            {
                _("Delivered"): format_moment(item.errand.row["delivered_at"]),
                _("Who"): item.name,
                _("What"): KINDS.label(item.errand.row["kind"], language()),
                _("Who went"): item.taker or "\u2013",
                _("Cost (dong)"): _cost_words(item.errand.row["cost"]),
                _("Paid back"): format_day(item.errand.row["repaid_on"]),
            }
            for item in board.settled[:CARDS]
        ], key="errands.settled")  # fmt: skip
        if len(board.settled) > CARDS:
            words = _("The first {n} of {total} are shown.")
            st.caption(words.format(n=CARDS, total=len(board.settled)))


def _cost_words(cost: int | None) -> str:
    """Nothing is told apart from nothing said."""
    return "\u2013" if cost is None else format_number(cost)


def _is_late(context: PageContext, item: ErrandItem) -> bool:
    """On the present day a promise is broken at its hour, not from the morning on."""
    if not may_act(context):
        return item.errand.is_late
    return errand_of(item.errand.row, datetime.fromisoformat(_at(context))).is_late


def _about(context: PageContext, item: ErrandItem, groups: dict[str, str]) -> None:
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
        words.append(_("{who} goes").format(who=item.taker))
    if is_late := _is_late(context, item):
        words.append(_("late"))
    colour = ":red" if is_late else ":gray"
    said = plain(" \u00b7 ".join(words))
    st.markdown(f"{colour}[:small[{said}]]")


def _open_buttons(context: PageContext, item: ErrandItem) -> None:
    is_mine = item.errand.row["taken_by"] == context.actor.account
    is_free = item.errand.state == "asked"
    if st.session_state.get(PROMISING) == item.id and (is_free or is_mine):
        _take_form(context, item)
    elif is_free:
        _button(context, item, _("I go"), "take", _promising)
    else:
        cost = ask_whole(_("What it cost (dong)"), key=f"errands.{item.id}.cost")
        with st.container(horizontal=True, gap="xsmall"):
            _button(context, item, _("It is there"), "deliver", _deliver)
            if not cost:
                _button(context, item, _("It is there, it cost nothing"), "free", _deliver_free,
                        type_="secondary")  # fmt: skip
            if is_mine:
                _button(context, item, _("Another time"), "again", _promising, type_="tertiary")


def _take_form(context: PageContext, item: ErrandItem) -> None:
    """When one comes: to be told to the household on the phone."""
    key = f"errands.{item.id}"
    promised = _promise(context, key, item.errand.row["promised_at"])
    is_mine = item.errand.state == "taken"
    with st.container(horizontal=True, gap="xsmall"):
        label = _("Promise this time") if is_mine else _("I take it")
        st.button(
            label, key=f"{key}.taken", type="primary", width="stretch", on_click=_take,
            args=(context, item, promised),
        )  # fmt: skip
        st.button(_("Back"), key=f"{key}.back", width="stretch", on_click=_put_back)


def _promising(_context: PageContext, item: ErrandItem) -> None:
    st.session_state[PROMISING] = item.id


def _put_back() -> None:
    st.session_state.pop(PROMISING, None)


def _button(
    context: PageContext, item: ErrandItem, label: str, name: str, act: Any, *,
    type_: Literal["primary", "secondary", "tertiary"] = "primary",
) -> None:  # fmt: skip
    st.button(
        label, key=f"errands.{item.id}.{name}", type=type_, width="stretch",
        on_click=act, args=(context, item),
    )  # fmt: skip


def _take(context: PageContext, item: ErrandItem, promised_at: str | None) -> None:
    act = partial(
        take_errand, context.store, context.actor, item.id, context.actor.account, _at(context),
        promised_at=promised_at,
    )  # fmt: skip
    if perform(context, act, _("{name}: somebody goes.").format(name=item.name)):
        _put_back()


def _deliver(context: PageContext, item: ErrandItem) -> None:
    """Nothing typed is not nothing paid: that has a button of its own."""
    typed = st.session_state.get(f"errands.{item.id}.cost") or ""
    with suppress(ValueError):  # it stands in red below the field
        _delivered(context, item, read_whole("", typed) or None)


def _deliver_free(context: PageContext, item: ErrandItem) -> None:
    _delivered(context, item, 0)


def _delivered(context: PageContext, item: ErrandItem, cost: int | None) -> None:
    act = partial(deliver_errand, context.store, context.actor, item.id, _at(context), cost)
    do(context, act, _("{name}: it is there.").format(name=item.name))


def _settle(context: PageContext, item: ErrandItem) -> None:
    do(
        context,
        lambda: settle_errand(context.store, context.actor, item.id, context.as_of),
        _("{name}: paid back.").format(name=item.name),
    )


def _at(context: PageContext) -> str:
    return f"{context.as_of.isoformat()}T{now():%H:%M}"
