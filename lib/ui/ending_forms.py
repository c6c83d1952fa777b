"""Forms that end a stay, and what begins from it: an F0, a hospital, home again."""

from datetime import date

import streamlit as st

from lib.actions.conversions import (
    Conversion,
    Return,
    Transfer,
    come_back,
    convert_to_f0,
    transfer,
)
from lib.actions.stays import OTHER_ENDS, Seen, close_otherwise
from lib.reports.rulings import new_ruling, suggested_ends
from lib.reports.ward import ward
from lib.reports.work_lists import Board, CaseItem
from lib.schema.tables import ENUMERATIONS
from lib.text.catalogue import _, language
from lib.text.formats import format_day
from lib.ui.context import PageContext
from lib.ui.form_parts import choice, day_field, day_of_stay, in_dialog, kept_as_draft, save, seen
from lib.ui.plain import plain
from lib.ui.work_words import ruling_words


def convert(context: PageContext, board: Board, item: CaseItem) -> None:
    in_dialog(_("F1 becomes F0"), convert_form, context, board, item)


@kept_as_draft("convert")
def convert_form(context: PageContext, board: Board, item: CaseItem) -> None:
    """The sample, the new stay's last day, and the others behind the door."""
    key, day = f"convert.{item.case_id}", context.as_of
    positive_on = (
        day_field(_("Day of the positive sample"), f"{key}.day", day, max_value=day) or day
    )
    kind = choice(_("Test"), "test_type", f"{key}.type", "rapid_antigen")
    ruling = new_ruling(
        context.store, day, case_type="F0", start=positive_on, like=item, positive_on=positive_on
    )
    st.info(plain(ruling_words(ruling)), icon=":material/gavel:")
    end = day_field(_("Last day as F0"), f"{key}.end.{positive_on}", ruling.end)
    others = [o for o in board.others_in_home(item) if o.life.case_type == "F1"]
    exposed = _exposed(context, others, positive_on, key)
    conversion = Conversion(
        seen(item), positive_on, kind, end, exposed,
        _("F0 in the home since {day}").format(day=format_day(positive_on)),
    )  # fmt: skip
    st.caption(_("The F1 stay is closed and kept; sign, appraisal and the check for care at home "
                 "then ask to be renewed."))  # fmt: skip
    save(
        context, f"{key}.save", _("Make F0"),
        lambda: convert_to_f0(context.store, context.actor, conversion),
        _("{name} is an F0 from now on.").format(name=item.name),
    )  # fmt: skip


def _exposed(
    context: PageContext, others: list[CaseItem], day: date, key: str
) -> dict[Seen, date | None]:
    """Which of the other F1 have a new last contact, and the last day they would get."""
    chosen: dict[Seen, date | None] = {}
    ends = suggested_ends(context.store, context.as_of, others, exposed_on=day)
    if others:
        st.markdown("**" + _("New last contact for the others of the home") + "**")
    for other in others:
        new = ends[other.case_id]
        words = (
            _("{name}: until {day}, before {old}").format(
                name=other.name, day=format_day(new), old=format_day(other.life.end)
            )
            if new
            else _("{name}: the last day stays {day}").format(
                name=other.name, day=format_day(other.life.end)
            )
        )
        if st.checkbox(plain(words), value=True, key=f"{key}.{other.case_id}"):
            chosen[seen(other)] = new
    return chosen


def to_hospital(context: PageContext, board: Board, item: CaseItem) -> None:
    in_dialog(_("To hospital"), hospital_form, context, board, item)


@kept_as_draft("hospital")
def hospital_form(context: PageContext, _board: Board, item: CaseItem) -> None:
    key = f"hospital.{item.case_id}"
    usual = ward(context.store, context.actor).hospital or ""
    hospital = st.text_input(_("Hospital"), usual, key=f"{key}.name", max_chars=120)
    gone_on = day_of_stay(context, item, _("Day of the transfer"), f"{key}.day")
    note = st.text_input(_("Note"), key=f"{key}.note", max_chars=200)
    going = Transfer(seen(item), gone_on, hospital, note)
    save(
        context, f"{key}.save", _("Transfer"),
        lambda: transfer(context.store, context.actor, going),
        _("{name}: transferred.").format(name=item.name), disabled=not hospital,
    )  # fmt: skip


@kept_as_draft("return")
def back_form(context: PageContext, _board: Board, item: CaseItem) -> None:
    """Home again: a new stay; the rule counts from the positive sample, or from the start of an
    F1's isolation, and may be over."""
    key, day = f"return.{item.case_id}", context.as_of
    ruling = new_ruling(
        context.store, day, case_type=item.life.case_type, like=item,
        start=item.life.first_day if item.life.case_type == "F1" else day,
        positive_on=item.row.get("first_positive_date"),
        exposed_on=item.row.get("last_exposure_date"),
    )  # fmt: skip
    st.info(plain(ruling_words(ruling)), icon=":material/gavel:")
    given = ruling.end if ruling.end and ruling.end >= day else day
    end = day_field(_("Last day"), f"{key}.end", given, min_value=day)
    save(
        context, f"{key}.save", _("Back home"),
        lambda: come_back(context.store, context.actor, Return(seen(item), day, end)),
        _("{name}: back home.").format(name=item.name),
    )  # fmt: skip


@kept_as_draft("close")
def close_form(context: PageContext, _board: Board, item: CaseItem) -> None:
    key, reasons = f"close.{item.case_id}", ENUMERATIONS["end_reason"]
    reason = st.radio(
        _("Why does it end?"), OTHER_ENDS, key=f"{key}.reason",
        format_func=lambda code: reasons.label(code, language()),
    )  # fmt: skip
    ended_on = day_of_stay(context, item, _("Day on which it ended"), f"{key}.day")
    note = st.text_input(_("Note"), key=f"{key}.note", max_chars=200)
    save(
        context, f"{key}.save", _("Close the stay"),
        lambda: close_otherwise(
            context.store, context.actor, [seen(item)], reason, on=ended_on, note=note
        ),
        _("{name}: the stay is closed.").format(name=item.name),
    )  # fmt: skip
