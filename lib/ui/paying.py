"""Pay sheets: prepare, approve, pay; each line opens the work behind it."""

from datetime import date, timedelta
from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from lib.actions.paying import Terms, approve_lines, note_paid, prepare_sheet
from lib.indicators.paying import Period
from lib.reports.paying import Pay, PaySheet, preview, sheet_file
from lib.text.catalogue import _, ngettext
from lib.text.formats import format_day, format_number
from lib.ui.context import PageContext
from lib.ui.deeds import do, may_act, perform, show_problem
from lib.ui.header import empty_state
from lib.ui.numbers import ask_whole
from lib.ui.plain import plain, show_table

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PAY_WITHIN = timedelta(10)


def show_sheets(context: PageContext, pay: Pay) -> None:
    if not pay.sheets:
        empty_state(_("No pay sheet yet. It needs a decision with its number and a rate."))
    for number, sheet in enumerate(pay.sheets):
        period = _span(sheet.period)
        total = _("{n} dong").format(n=format_number(sheet.total))
        with st.expander(f"{period} \u00b7 {total}", expanded=number == 0):
            _show_sheet(context, pay, sheet, f"pay.{sheet.period.first.isoformat()}")


def _span(period: Period) -> str:
    return f"{format_day(period.first)} \u2013 {format_day(period.last)}"


def _show_sheet(context: PageContext, pay: Pay, sheet: PaySheet, key: str) -> None:
    _states(pay, sheet)
    _held(pay, sheet)
    if may_act(context):
        _buttons(context, sheet, key)
    frame = pd.DataFrame([_line(pay, sheet, line) for line in sheet.lines])
    state: Any = st.dataframe(
        frame, hide_index=True, placeholder="", key=f"{key}.lines", on_select="rerun",
        selection_mode="single-row",
    )  # fmt: skip
    for place in state["selection"]["rows"]:
        _show_work(pay, sheet, sheet.lines[place])
    _file(context, pay, sheet, key)


def _states(pay: Pay, sheet: PaySheet) -> None:
    line = sheet.lines[0]
    total = _("{n} dong").format(n=format_number(sheet.total))
    n = len(sheet.lines)
    words = ngettext("{total} for {n} volunteer", "{total} for {n} volunteers", n)
    st.markdown(f"**{words.format(total=total, n=n)}**")
    most = sheet.period.most_per_day
    words = _("Decision {number}, {rate} dong a unit, without a limit a day.")
    if most:
        words = _("Decision {number}, {rate} dong a unit, at most {most} units a day.")
    rate = format_number(line["rate"])
    number = plain(line["decision_number"] or "?")
    st.caption(words.format(number=number, rate=rate, most=most))
    said = _("Prepared by {who} on {day}.")
    st.caption(
        said.format(
            who=plain(pay.account(line["prepared_by"] or "?")), day=format_day(line["prepared_on"])
        )
    )
    if sheet.overdue:
        n = len(sheet.overdue)
        late = ngettext(
            "{n} line was due on {day} and is not paid.",
            "{n} lines were due on {day} and are not paid.",
            n,
        )
        st.warning(late.format(n=n, day=format_day(line["due_on"])), icon=":material/schedule:")


def _held(pay: Pay, sheet: PaySheet) -> None:
    """What the sheet and the record say differently."""
    by_id = {line["payment_id"]: line for line in sheet.lines}
    for id_, n in sheet.held.over.items():
        line = by_id[id_]
        who = plain(pay.who((line["team_id"], line["member_id"])))
        words = _("Paid without a record: {who}, {n} units more than was written down.")
        st.warning(words.format(who=who, n=n), icon=":material/receipt_long:")
    for id_, n in sheet.held.under.items():
        line = by_id[id_]
        who = plain(pay.who((line["team_id"], line["member_id"])))
        words = _("Recorded beyond the pay: {who}, {n} units more than the sheet pays.")
        st.warning(words.format(who=who, n=n), icon=":material/money_off:")
    for who_, n in sheet.held.unpaid.items():
        words = _("Recorded without pay: {who}, {n} units.")
        st.warning(words.format(who=plain(pay.who(who_)), n=n), icon=":material/money_off:")
    if sheet.done.nameless:
        n = sheet.done.nameless
        words = ngettext(
            "{n} visit or test names no volunteer and can be paid to nobody.",
            "{n} visits and tests name no volunteer and can be paid to nobody.",
            n,
        )
        st.caption(words.format(n=n))


def _buttons(context: PageContext, sheet: PaySheet, key: str) -> None:
    known, on = (context.store, context.actor), context.as_of
    with st.container(horizontal=True):
        if sheet.to_approve and context.may("pay.approve"):
            n = len(sheet.to_approve)
            st.button(
                _("Approve {n} lines").format(n=n), key=f"{key}.approve", type="primary",
                on_click=do,
                args=(
                    context, partial(approve_lines, *known, sheet.to_approve, on=on),
                    _("Approved."),
                ),
            )  # fmt: skip
        if sheet.to_pay and context.may("pay.prepare"):
            n = len(sheet.to_pay)
            st.button(
                _("{n} lines paid out").format(n=n), key=f"{key}.pay", on_click=do,
                args=(
                    context, partial(note_paid, *known, sheet.to_pay, on=on), _("Noted as paid."),
                ),
            )  # fmt: skip


def _line(pay: Pay, sheet: PaySheet, line: Any) -> dict[str, Any]:
    id_ = line["payment_id"]
    state = _("prepared")
    if line["paid_on"] and line["paid_on"] <= sheet.as_of:
        state = _("paid on {day}").format(day=format_day(line["paid_on"]))
    elif id_ in sheet.overdue:
        state = _("overdue")
    elif line["approved_by"]:
        state = _("approved")
    return {
        _("Full name"): pay.names.get(line["member_id"], line["member_id"]),
        _("Team"): pay.teams.get(line["team_id"], line["team_id"]),
        _("Units"): line["units"],
        _("Recorded"): sheet.done.units((line["team_id"], line["member_id"]), line["most_per_day"]),
        _("Amount (dong)"): format_number(line["amount"]), _("Due on"): format_day(line["due_on"]),
        _("State"): state,
    }  # fmt: skip


def _show_work(pay: Pay, sheet: PaySheet, line: Any) -> None:
    """The visits and tests behind a line, by their codes: nobody's health is read to pay."""
    who = (line["team_id"], line["member_id"])
    work = sheet.done.by.get(who, ())
    st.markdown(_("What {who} is paid for: {n} visits and tests").format(
        who=plain(pay.who(who)), n=len(work)
    ))  # fmt: skip
    kinds = {"visits": _("Visit"), "tests": _("Test")}
    show_table([
        {_("Day"): format_day(piece.day), _("What"): kinds[piece.table], _("Record code"): piece.id}
        for piece in work
    ])  # fmt: skip


def _file(context: PageContext, pay: Pay, sheet: PaySheet, key: str) -> None:
    if not sheet.to_approve:
        st.download_button(
            _("The sheet to sign, Excel"), key=f"{key}.file", on_click="ignore", mime=XLSX,
            file_name=f"chi-tra-{sheet.period.first:%Y%m%d}-{sheet.period.last:%Y%m%d}.xlsx",
            data=lambda: sheet_file(
                context.store, context.actor, pay, sheet, _("pay sheet to be signed for")
            ),
            icon=":material/table_view:",
        )  # fmt: skip


def prepare(context: PageContext, pay: Pay) -> None:
    """The last half month that is over; nothing is written before all its terms are there."""
    if not (context.may("pay.prepare") and may_act(context)):
        return
    st.subheader(_("Prepare a sheet"), anchor=False)
    first, last = _last_half_month(context.as_of)
    with st.container(border=True):
        left, right = st.columns(2)
        since: Any = left.date_input(_("From"), first, format="DD/MM/YYYY", key="pay.from")
        until: Any = right.date_input(
            _("Until"), last, max_value=context.as_of, format="DD/MM/YYYY", key="pay.until"
        )
        decision = left.text_input(_("Decision number"), key="pay.decision", max_chars=60)
        with right:
            rate = ask_whole(_("Rate (dong a unit)"), key="pay.rate")
        most = left.number_input(
            _("Units a day at most"), min_value=1, value=None, step=1, key="pay.most"
        )
        due: Any = right.date_input(
            _("Pay until"), context.as_of + PAY_WITHIN, format="DD/MM/YYYY", key="pay.due"
        )
        period = Period(since, until, int(most) if most else None)
        done = preview(context.store, context.actor, period)
        units = sum(done.units(who, period.most_per_day) for who in done.by)
        words = _("{people} volunteers, {units} units, {nameless} pieces without a name.")
        numbers = {"people": len(done.by), "units": units, "nameless": done.nameless}
        st.caption(words.format(**{name: format_number(n) for name, n in numbers.items()}))
        if _is_on_a_sheet(pay, period):
            st.info(_("Another sheet already covers days of this period."))
            return
        if not (decision.strip() and rate and most):
            st.info(_("Fill in the decision number, the rate and the most units a day."))
            return
        terms = Terms(period, decision, rate, due)
        if st.button(_("Prepare the sheet"), key="pay.prepare", type="primary"):
            act = partial(prepare_sheet, context.store, context.actor, terms, on=context.as_of)
            if perform(context, act, _("The sheet is prepared; another person approves it.")):
                st.rerun()
            show_problem()


def _is_on_a_sheet(pay: Pay, period: Period) -> bool:
    return any(
        sheet.period.first <= period.last and sheet.period.last >= period.first
        for sheet in pay.sheets
    )


def _last_half_month(day: date) -> tuple[date, date]:
    """The half month before the one that the day lies in: to the 15th, or from the 16th on."""
    if day.day > 15:
        return day.replace(day=1), day.replace(day=15)
    last = day.replace(day=1) - timedelta(1)
    return last.replace(day=16), last
