"""What is typed into a form is kept on the server until it is saved.

A reload, a lost connection or a crash of the server costs nobody what the server had: whoever opens
the form again finds it filled in. Every widget inside `drafted(context, key)` carries a key that
begins with that key and a dot; buttons are named in _BUTTONS, for nobody presses them by a draft.
"""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
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
    """What the form held when it was last looked at, and what of it is kept."""

    fields: dict[str, Any]
    draft: Draft | None = None


@contextmanager
def drafted(context: PageContext, key: str, name: str = "") -> Iterator[None]:
    """Around the widgets of a form: fills them from the draft, then keeps what has changed.

    `name` is the draft's where the key is another after each save.
    """
    form = _form(context, name or key)
    if not _typed(key):  # just opened
        _take_up(context, key, form)
    yield
    fields, known = _typed(key), st.session_state.get(_place(key))
    if known is None:
        st.session_state[_place(key)] = known = _Known(fields)
    elif fields != known.fields:
        known.fields = fields
        known.draft = _kept(context, form, fields)
    if known.draft:
        _say(context, key, name, known.draft)


def discard(context: PageContext, form: str) -> None:
    """The form was saved, or its author thinks better of it."""
    with suppress(StoreProblem):
        discard_draft(context.store, context.actor, _form(context, form))


def last_drafted(context: PageContext, prefix: str) -> str | None:
    """What follows the prefix in the key of the form that was typed into last."""
    start = _form(context, prefix)
    mine = {form: draft for form, draft in _own(context).items() if form.startswith(start)}
    newest = max(mine, key=lambda form: mine[form].kept_at, default=None)
    return newest.removeprefix(start) if newest else None


def _take_up(context: PageContext, key: str, form: str) -> None:
    draft = _own(context).get(form)
    st.session_state.pop(_place(key), None)
    if draft is None:
        return
    for field, value in draft.fields.items():
        st.session_state[f"{key}.{field}"] = _from_json(value)
    st.session_state[_place(key)] = _Known(dict(draft.fields), draft)


def _own(context: PageContext) -> dict[str, Draft]:
    return own_drafts(context.store, context.actor)


def _kept(context: PageContext, form: str, fields: dict[str, Any]) -> Draft | None:
    """None when the store takes nothing just now: then nothing is promised either."""
    with suppress(StoreProblem):
        return keep_draft(context.store, context.actor, form, fields)
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
    st.session_state.pop(_place(key))
    for field in _typed(key):
        del st.session_state[f"{key}.{field}"]


def _typed(key: str) -> dict[str, Any]:
    """The fields of the form that is on the screen, under their names, as JSON can hold them."""
    start = f"{key}."
    named = {
        str(full).removeprefix(start): value
        for full, value in st.session_state.items()
        if str(full).startswith(start)
    }
    return {field: _to_json(value) for field, value in named.items() if field not in _BUTTONS}


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
