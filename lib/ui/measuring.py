"""Temperature, oxygen, breaths, pulse and symptoms of one person; kept while they are typed."""

from collections.abc import Callable
from dataclasses import replace
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
from lib.ui.deeds import say_problem
from lib.ui.drafts import discard, drafted

FORM = "measure"
# What the thumb types: the first four always, blood pressure for whoever has a cuff.
_NUMBERS = ("temperature", "spo2", "respiratory_rate", "pulse")


def measure_form(
    context: PageContext, stop: Stop, written: tuple[Entry, ...], visit: Visit,
    on_end: Callable[[], None],
) -> None:  # fmt: skip
    """Added to the last visit of the day at which the person was seen, else a visit of its own.

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
    st.button(
        _("Save"), key=f"{key}.save", type="primary", width="stretch",
        on_click=_save, args=(context, stop, written, visit, on_end),
    )  # fmt: skip
    st.button(_("Back"), key=f"{key}.back", type="tertiary", on_click=on_end)


def _symptoms() -> list[str]:
    """Mild ones first, then those that are danger signs, in the words of the rule."""
    mild = [_("cough"), _("fever"), _("sore throat"), _("tired")]
    return [*mild, *home_rules().danger.symptoms]


def _number(name: str, key: str) -> None:
    column = TABLES["visits"].columns[name]
    is_whole = column.type == "integer" or name == "spo2"
    low, high = column.min or 0, column.max or 300
    st.number_input(
        column.label(language()),
        min_value=int(low) if is_whole else float(low),
        max_value=int(high) if is_whole else float(high),
        value=None, step=1 if is_whole else 0.1, format="%d" if is_whole else "%.1f", key=key,
    )  # fmt: skip


def _save(
    context: PageContext, stop: Stop, written: tuple[Entry, ...], visit: Visit,
    on_end: Callable[[], None],
) -> None:  # fmt: skip
    key = f"{FORM}.{stop.case_id}"
    given: dict[str, Any] = {n: st.session_state.get(f"{key}.{n}") for n in (*_NUMBERS, "symptoms")}
    given["symptoms"] = ", ".join(given["symptoms"] or ())
    measured = {name: value for name, value in given.items() if value}
    seen = [entry for entry in written if entry.is_seen]
    try:
        if seen:
            measure(context.store, context.actor, seen[-1].id, measured)
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
