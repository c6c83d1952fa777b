"""What a card of My day says: who, since when, what was written down, and when to call for help."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

import streamlit as st

from lib.reports.my_day import Entry, Stop
from lib.rules.home import danger_signs, home_rules
from lib.schema.tables import ENUMERATIONS, TABLES
from lib.text.catalogue import N_, _, language, ngettext
from lib.text.formats import format_number
from lib.ui.plain import plain

EMERGENCY = "115"
_MARKS = {
    "seen_ok": ":green[:material/check_circle:]", "seen_not_ok": ":orange[:material/sick:]",
    "missed": ":gray[:material/door_front:]", "not_attempted": ":gray[:material/block:]",
    "negative": ":green[:material/remove_circle:]", "positive": ":red[:material/add_circle:]",
}  # fmt: skip
_MEASURED = {
    "temperature": "{n} \u00b0C", "spo2": "SpO2 {n} %", "respiratory_rate": N_("{n} breaths"),
    "pulse": N_("pulse {n}"), "systolic": N_("systolic {n} mmHg"),
    "diastolic": N_("diastolic {n} mmHg"),
}  # fmt: skip


def show_person(stop: Stop, kind: str, written: tuple[Entry, ...]) -> None:
    """Door, name and age, which day it is, and what makes the person urgent, unless what was
    `written` today has settled it."""
    name = f"{stop.house} \u00b7 {stop.name}" if stop.house else stop.name
    if stop.age is not None:
        name = _("{name}, {age} years").format(name=name, age=stop.age)
    with st.container(horizontal=True, vertical_alignment="center", gap="xsmall"):
        st.markdown(f"**{plain(name)}**", width="stretch")
        if stop.phone and stop.phone.isdigit():
            st.link_button("", f"tel:{stop.phone}", icon=":material/call:", help=stop.phone)
    badge = f":{'orange' if stop.case_type == 'F0' else 'blue'}-badge[{stop.case_type}]"
    words = " \u00b7 ".join(_stay_words(stop))
    flags = " ".join(_flags(stop, kind, written))
    st.markdown(f"{badge} {plain(words)} {flags}")


def _stay_words(stop: Stop) -> Iterable[str]:
    yield _("day {n}").format(n=stop.day)
    if stop.days_left is None:
        yield _("last day missing")
    elif stop.days_left < 0:
        yield _("awaiting release")
    elif stop.days_left == 0:
        yield _("last day today")


def _flags(stop: Stop, kind: str, written: tuple[Entry, ...]) -> Iterable[str]:
    if stop.unseen >= 2 and not any(entry.is_seen for entry in written):
        words = ngettext("not seen for {n} day", "not seen for {n} days", stop.unseen)
        yield _badge("red", words.format(n=stop.unseen))
    if stop.needs_test and kind == "support":
        yield _badge("violet", _("test due"))
    is_tested = any(entry.table == "tests" for entry in written)
    if stop.test == "overdue" and kind == "testing" and not is_tested:
        yield _badge("red", _("test overdue"))


def _badge(colour: str, words: str) -> str:
    return f":{colour}-badge[{words}]"


def entry_words(entry: Entry) -> str:
    """One line: the hour, the result, why missed, what was measured."""
    row, columns = entry.row, TABLES[entry.table].columns
    result = ENUMERATIONS[columns["result"].enum or ""].label(row["result"], language())
    hour = str(row["visited_at"])[11:16] if entry.table == "visits" else ""
    reason = None if entry.is_seen else row.get("missed_reason")
    why = ENUMERATIONS["missed_reason"].label(reason, language()) if reason else ""
    said = " \u00b7 ".join(part for part in (hour, result, why, *_measured(row)) if part)
    return f"{_MARKS.get(row['result'], '')} {plain(said)}"


def _measured(row: Any) -> Iterable[str]:
    for name in (*_MEASURED, "symptoms"):
        if row.get(name):
            yield found_words(row, name)


def found_words(row: Mapping[str, Any], name: str) -> str:
    """What was measured, or the symptoms as they were written down."""
    if name == "symptoms":
        return str(row[name])
    decimals = 1 if name == "temperature" or row[name] % 1 else 0
    return _(_MEASURED[name]).format(n=format_number(row[name], decimals))


def show_danger(
    stop: Stop, written: tuple[Entry, ...], hotline: str, on_called: Callable[[str], None]
) -> None:
    """At once, above the buttons: what was found, whom to call; the last time seen decides.

    `on_called` is told the id of the visit that somebody called about.
    """
    seen = [entry for entry in written if entry.is_seen]
    if not seen:
        return
    last = seen[-1]
    signs, is_urgent = danger_signs(last.row, home_rules().danger, age=stop.age)
    if not signs or last.row["action"] == "transferred":
        return
    found = ", ".join(found_words(last.row, name) for name in signs)
    do = _("Call 115 now, then the health station.") if is_urgent else (
        _("Call the health station now; it decides about the hospital.")
    )  # fmt: skip
    st.error(
        _("Danger: {signs}. {do} Stay with the person.").format(signs=plain(found), do=do),
        icon=":material/emergency:",
    )
    _calls(last, hotline, on_called, is_urgent=is_urgent)


def show_positive(stop: Stop, written: tuple[Entry, ...], hotline: str) -> None:
    """What follows at the door from an F1's positive test, and whom to call."""
    is_positive = any(e.table == "tests" and e.row["result"] == "positive" for e in written)
    if not is_positive or stop.case_type != "F1":
        return
    st.error(
        _("Positive: from now on to be treated as an F0. The person stays in a room alone, mask "
          "on. Call the health station now: it makes the stay one of an F0, looks whether home is "
          "good enough, and has the others of the home tested."),
        icon=":material/coronavirus:",
    )  # fmt: skip
    with st.container(horizontal=True, gap="xsmall"):
        _call_station(hotline, " ".join((_("Health station"), hotline)))


def _call_station(hotline: str, label: str) -> None:
    if digits := "".join(letter for letter in hotline if letter.isdigit()):
        st.link_button(label, f"tel:{digits}", icon=":material/call:", width="stretch")


def _calls(last: Entry, hotline: str, on_called: Callable[[str], None], *, is_urgent: bool) -> None:
    with st.container(horizontal=True, gap="xsmall"):
        if is_urgent:
            st.link_button(
                EMERGENCY, f"tel:{EMERGENCY}", icon=":material/call:", type="primary",
                width="stretch",
            )  # fmt: skip
        _call_station(hotline, _("Health station"))
        if last.row["action"] != "called_station":
            st.button(
                _("I have called"), key=f"my_day.{last.id}.called", width="stretch",
                on_click=on_called, args=(last.id,),
            )  # fmt: skip
