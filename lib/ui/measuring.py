"""Temperature, oxygen, breaths, pulse and symptoms of one person; kept while they are typed.

Numbers are typed as text: a browser that reads them itself takes "38,5" for 385, and a form that
bounds them drops what is outside. Here such a number is refused aloud and nothing is written.
"""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import streamlit as st

from lib.actions.deeds import Refused
from lib.actions.visits import Visit, looks_ill, measure, record_visit
from lib.reports.my_day import Entry, Stop
from lib.rules.home import home_rules
from lib.schema.tables import TABLES
from lib.security.actors import NotAllowed
from lib.settings import now
from lib.store.problems import StoreProblem
from lib.text.catalogue import _, language
from lib.ui.context import PageContext
from lib.ui.deeds import say_problem, show_problem
from lib.ui.drafts import discard, drafted

FORM = "vitals"
_NUMBER = re.compile(r"[0-9]{1,3}(?:[.,][0-9]{1,2})?")
# What the thumb types: the first four always, blood pressure for whoever has a cuff.
_NUMBERS = ("temperature", "spo2", "respiratory_rate", "pulse")


def measure_form(
    context: PageContext, stop: Stop, last: Entry | None, visit: Visit, on_end: Callable[[], None]
) -> None:
    """Added to the `last` visit, else a visit of its own.

    `on_end` is called when it was saved, or when its author goes back.
    """
    key = f"{FORM}.{stop.case_id}"
    with drafted(context, key):
        for pair in (_NUMBERS[:2], _NUMBERS[2:]):
            with st.container(horizontal=True, gap="small"):
                for name in pair:
                    _number(name, f"{key}.{name}")
        st.pills(
            TABLES["visits"].columns["symptoms"].label(language()), _symptoms(),
            selection_mode="multi", key=f"{key}.symptoms",
        )  # fmt: skip
    show_problem()
    st.button(
        _("Save"), key=f"{key}.save", type="primary", width="stretch",
        on_click=_save, args=(context, stop, last, visit, on_end),
    )  # fmt: skip
    st.button(_("Back"), key=f"{key}.back", type="tertiary", on_click=on_end)


def _symptoms() -> list[str]:
    """Mild ones first, then those that are danger signs, in the words of the rule; which reads
    some in two orders, and one of them is enough to tap."""
    mild = [_("cough"), _("fever"), _("sore throat"), _("tired")]
    danger: dict[frozenset[str], str] = {}
    for symptom in home_rules().danger.symptoms:
        danger.setdefault(frozenset(symptom.split()), symptom)
    return [*mild, *danger.values()]


def _number(name: str, key: str) -> None:
    st.text_input(TABLES["visits"].columns[name].label(language()), key=key, max_chars=8)


def read_number(name: str, typed: str) -> float | int | None:
    """With a comma or a point; None when nothing was typed. Raises ValueError with a sentence."""
    column, text = TABLES["visits"].columns[name], typed.strip()
    if not text:
        return None
    number = float(text.replace(",", ".")) if _NUMBER.fullmatch(text) else None
    low, high = column.min or 0, column.max or 300
    is_whole = number is not None and number.is_integer()
    if number is None or not low <= number <= high or (column.type == "integer" and not is_whole):
        words = _("{label}: a number from {low} to {high}. Look again, nothing was saved.")
        label = column.label(language())
        raise ValueError(words.format(label=label, low=f"{low:g}", high=f"{high:g}"))
    return int(number) if is_whole else number


def last_to_measure(written: tuple[Entry, ...], *, is_done: bool) -> Entry | None:
    """The last visit of the day at which the person was seen; one that was measured an hour ago or
    earlier is left alone while another is due."""
    seen = [entry for entry in written if entry.is_seen]
    if not seen:
        return None
    is_measured = any(seen[-1].row[name] for name in (*_NUMBERS, "symptoms"))
    is_fresh = seen[-1].row["visited_at"][11:] > f"{now() - timedelta(hours=1):%H:%M}"
    return seen[-1] if is_done or is_fresh or not is_measured else None


def _save(
    context: PageContext, stop: Stop, last: Entry | None, visit: Visit, on_end: Callable[[], None]
) -> None:
    key = f"{FORM}.{stop.case_id}"
    try:
        measured = _measured(key)
    except ValueError as wrong:
        say_problem(str(wrong))
        return
    if not measured:
        say_problem(
            _("Nothing was typed. Go back and tap Well or Unwell, or type what was measured.")
        )
        return
    try:
        if last:
            measure(context.store, context.actor, last.id, measured)
        else:
            result = "seen_not_ok" if looks_ill(measured, stop.age) else "seen_ok"
            at = f"{visit.at}T{now():%H:%M}"
            met = replace(visit, at=at, result=result, measured=measured)
            record_visit(context.store, context.actor, met)
    except (Refused, NotAllowed, StoreProblem) as problem:
        say_problem(problem.sentence())
        return
    discard(context, key)
    on_end()


def _measured(key: str) -> dict[str, Any]:
    """What was typed and chosen. Raises ValueError with a sentence."""
    typed = {n: read_number(n, st.session_state.get(f"{key}.{n}") or "") for n in _NUMBERS}
    symptoms = ", ".join(st.session_state.get(f"{key}.symptoms") or ())
    return {n: value for n, value in (typed | {"symptoms": symptoms or None}).items() if value}
