"""What is typed into a form is kept on the server until it is saved.

A reload, a lost connection or a crash of the server costs nobody what the server had: whoever opens
the form again finds it filled in. Every widget inside `drafted(context, key)` carries a key that
begins with that key and a dot; buttons are named in _BUTTONS, for nobody presses them by a draft.
"""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import date, time
from typing import Any

import streamlit as st

from lib.actions.drafts import discard_draft, keep_draft
from lib.reports.drafts import own_drafts
from lib.store.drafts import Draft
from lib.store.problems import StoreProblem
from lib.text.catalogue import _
from lib.ui.context import PageContext

# "looked" is somebody's word that they have looked: it is given anew.
_BUTTONS = frozenset({"save", "back", "discard", "looked"})


@dataclass
class _Known:
    """What the form held before anybody typed, what was typed, and what of that is kept."""

    first: dict[str, Any] = field(default_factory=dict)
    typed: dict[str, Any] = field(default_factory=dict)
    draft: Draft | None = None


@contextmanager
def drafted(context: PageContext, key: str, name: str = "") -> Iterator[None]:
    """Around the widgets of a form: fills them from the draft, then keeps what has changed.

    `name` is the draft's where the key is another after each save. What nobody touched is no part
    of a draft: others may have changed it by the time the draft is taken up.
    """
    form = _form(context, name or key)
    emptied = st.session_state.pop(_emptied(key), None)
    if not _fields(key):  # just opened, or emptied
        _take_up(context, key, form)
    elif emptied:
        _fill(key, emptied)
    yield
    fields = _fields(key)
    if fields and emptied == {}:  # the browser still shows what was typed, until it is told
        st.session_state[_emptied(key)] = fields
        st.rerun()
    known: _Known = st.session_state.setdefault(_place(key), _Known())
    known.first = {n: v for n, v in fields.items() if n not in known.typed} | known.first
    typed = {n: v for n, v in fields.items() if n not in known.first or known.first[n] != v}
    if typed != known.typed:
        known.typed, known.draft = typed, _kept(context, form, typed)
    if known.draft:
        _say(context, key, name, known.draft)


def discard(context: PageContext, form: str) -> None:
    """The form was saved, or its author thinks better of it."""
    with suppress(StoreProblem):
        discard_draft(context.store, context.actor, _form(context, form))
    st.session_state.pop(_place(form), None)


def last_drafted(context: PageContext, prefix: str) -> str | None:
    """What follows the prefix in the key of the form that was typed into last."""
    start = _form(context, prefix)
    mine = {form: draft for form, draft in _own(context).items() if form.startswith(start)}
    newest = max(mine, key=lambda form: mine[form].kept_at, default=None)
    return newest.removeprefix(start) if newest else None


def _take_up(context: PageContext, key: str, form: str) -> None:
    draft = _own(context).get(form)
    typed = dict(draft.fields) if draft else {}
    _fill(key, typed)
    st.session_state[_place(key)] = _Known(typed=typed, draft=draft)


def _fill(key: str, fields: dict[str, Any]) -> None:
    for name, value in fields.items():
        st.session_state[f"{key}.{name}"] = _from_json(value)


def _own(context: PageContext) -> dict[str, Draft]:
    return own_drafts(context.store, context.actor)


def _kept(context: PageContext, form: str, typed: dict[str, Any]) -> Draft | None:
    """None when the store takes nothing just now: then nothing is promised either."""
    with suppress(StoreProblem):
        if typed:
            return keep_draft(context.store, context.actor, form, typed)
        discard_draft(context.store, context.actor, form)
    return None


def _say(context: PageContext, key: str, name: str, draft: Draft) -> None:
    with st.container(horizontal=True, vertical_alignment="center", gap="xsmall"):
        words = _("Not saved yet. Kept for you as a draft at {time}.")
        st.caption(words.format(time=f"{draft.kept_at:%H:%M}"), width="stretch")
        st.button(
            _("Discard"), key=f"{key}.discard", type="tertiary", icon=":material/delete:",
            on_click=_discard, args=(context, key, name),
        )  # fmt: skip


def _discard(context: PageContext, key: str, name: str) -> None:
    discard(context, name or key)
    for each in _fields(key):
        del st.session_state[f"{key}.{each}"]
    st.session_state[_emptied(key)] = {}


def _fields(key: str) -> dict[str, Any]:
    """The fields of the form that is on the screen, under their names, as JSON can hold them."""
    start = f"{key}."
    keys = [full for full in map(str, st.session_state) if full.startswith(start)]
    named = {full.removeprefix(start): st.session_state[full] for full in keys}
    return {name: _to_json(value) for name, value in named.items() if name not in _BUTTONS}


def _emptied(key: str) -> str:
    """Between the tap that empties the form and the form that is empty."""
    return f"drafts.emptied:{key}"


def _place(key: str) -> str:
    return f"drafts:{key}"


def _form(context: PageContext, key: str) -> str:
    """A draft belongs to the page's day as well."""
    return f"{context.as_of.isoformat()}:{key}"


def _to_json(value: Any) -> Any:
    if isinstance(value, (date, time)):
        return {type(value).__name__: value.isoformat()}
    return list(value) if isinstance(value, (list, tuple)) else value


def _from_json(value: Any) -> Any:
    if isinstance(value, dict):
        ((kind, said),) = value.items()
        return date.fromisoformat(said) if kind == "date" else time.fromisoformat(said)
    return value
