"""Temperature, oxygen, breaths, pulse and symptoms of one person; kept while they are typed."""

from typing import Any

import streamlit as st

from lib.actions.deeds import Refused
from lib.actions.visits import Visit, looks_ill, measure, record_visit
from lib.reports.my_day import Entry, Round, Stop
from lib.rules.home import home_rules
from lib.schema.tables import TABLES
from lib.security.actors import NotAllowed
from lib.settings import now
from lib.store.problems import StoreProblem
from lib.text.catalogue import _, language
from lib.ui.context import PageContext
from lib.ui.drafts import discard, drafted

OPEN, FORM = "my_day.open", "measure"
# What the thumb types: the first four always, blood pressure for whoever has a cuff.
_NUMBERS = ("temperature", "spo2", "respiratory_rate", "pulse")


def measure_form(
    context: PageContext, round_: Round, stop: Stop, written: tuple[Entry, ...], visit: Visit
) -> None:
    """Added to the last visit of the day at which the person was seen, else a visit of its own."""
    key = f"{FORM}.{stop.case_id}"
    with drafted(context, key):
        measured: dict[str, Any] = {}
        for pair in (_NUMBERS[:2], _NUMBERS[2:]):
            with st.container(horizontal=True, gap="small"):
                measured |= {name: _number(name, f"{key}.{name}") for name in pair}
        symptoms = st.pills(
            TABLES["visits"].columns["symptoms"].label(language()), _symptoms(),
            selection_mode="multi", key=f"{key}.symptoms",
        )  # fmt: skip
        measured["symptoms"] = ", ".join(symptoms)
    if st.button(_("Save"), key=f"{key}.save", type="primary", width="stretch"):
        _save(context, stop, written, visit, {k: v for k, v in measured.items() if v})
    if st.button(_("Back"), key=f"{key}.back", type="tertiary"):
        _close()


def _symptoms() -> list[str]:
    """Mild ones first, then those that are danger signs, in the words of the rule."""
    mild = [_("cough"), _("fever"), _("sore throat"), _("tired")]
    return [*mild, *home_rules().danger.symptoms]


def _number(name: str, key: str) -> float | int | None:
    column = TABLES["visits"].columns[name]
    is_whole = column.type == "integer" or name == "spo2"
    low, high = column.min or 0, column.max or 300
    value: float | int | None = st.number_input(
        column.label(language()),
        min_value=int(low) if is_whole else float(low),
        max_value=int(high) if is_whole else float(high),
        value=None, step=1 if is_whole else 0.1, format="%d" if is_whole else "%.1f", key=key,
    )  # fmt: skip
    return value


def _save(
    context: PageContext, stop: Stop, written: tuple[Entry, ...], visit: Visit,
    measured: dict[str, Any],
) -> None:  # fmt: skip
    seen = [entry for entry in written if entry.is_seen]
    try:
        if seen:
            measure(context.store, context.actor, seen[-1].id, measured)
        else:
            result = "seen_not_ok" if looks_ill(measured, stop.age) else "seen_ok"
            at = f"{visit.at}T{now():%H:%M}"
            changes = {"at": at, "result": result, "measured": measured}
            record_visit(context.store, context.actor, Visit(**(vars(visit) | changes)))
    except (Refused, NotAllowed, StoreProblem) as problem:
        st.error(problem.sentence(), icon=":material/error:")
        return
    discard(context, f"{FORM}.{stop.case_id}")
    _close()


def _close() -> None:
    st.session_state[OPEN] = None
    st.rerun(scope="fragment")
