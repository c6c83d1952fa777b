"""The steps of a stay's life as a line of marks: done, due, late, waiting."""

import streamlit as st

from lib.indicators.stay_life import Life, Status
from lib.text.catalogue import N_, _

STEP_LABELS = {
    "opened": N_("opened"), "checked": N_("patient checked"), "appraised": N_("home appraised"),
    "signed": N_("sign posted"), "watched": N_("seen today"), "tested": N_("tested"),
    "reviewed": N_("meets the rule"), "proposed": N_("proposed"), "approved": N_("approved"),
    "closed": N_("closed"), "paper": N_("paper"), "sign_down": N_("sign down"),
}  # fmt: skip
_MARKS: dict[Status, str] = {
    "done": ":green[:material/check_circle:]",
    "due": ":orange[:material/pending:]",
    "late": ":red[:material/error:]",
    "waiting": ":gray[:material/radio_button_unchecked:]",
}
_WORDS: dict[Status, str] = {
    "done": N_("done"), "due": N_("to do"), "late": N_("late"), "waiting": N_("later"),
}  # fmt: skip


def show_steps(life: Life) -> None:
    """Every step that this stay needs; a mark is never alone, the word says the same."""
    shown = {name: said for name, said in life.steps.items() if said != "not_needed"}
    parts = []
    for name, said in shown.items():
        word = "" if said in ("done", "waiting") else f" ({_(_WORDS[said])})"
        words = f"{_(STEP_LABELS[name])}{word}".replace(" ", "\u00a0")  # a mark keeps its word
        parts.append(f"{_MARKS[said]}\u00a0{words}")
    st.markdown(" \u2002 ".join(parts))
    if "watched" in shown and life.days_unseen:
        st.caption(_("Last seen {n} days ago.").format(n=life.days_unseen))
