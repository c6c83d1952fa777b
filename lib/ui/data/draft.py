"""A file somebody has chosen but not sent: what is said about it so far, and how it would go in.

It lives in the session until another file is chosen or this one is saved.
"""

import hashlib
from dataclasses import dataclass, field
from typing import Any

import streamlit as st

from lib.actions.imports import ImportReport, Preview, accept_import, preview_import
from lib.actions.inbox import preview_dropped, take_dropped
from lib.actions.reading import Said
from lib.ingest.choices import NO_CHOICES, Choices
from lib.ingest.refusal import FileRefused
from lib.store.conflicts import Decision
from lib.ui.context import PageContext

_DRAFT, _LOOK = "data.draft", "data.look"
Look = Preview | FileRefused


@dataclass
class Draft:
    """`corrections` is None until somebody corrects a heading; then what was remembered no longer
    holds."""

    raw: bytes
    file_name: str
    table: str | None
    sender: str | None
    constants: dict[str, str] = field(default_factory=dict)
    corrections: dict[str, str | None] | None = None
    choices: Choices = NO_CHOICES
    decisions: dict[tuple[str, str], Decision] = field(default_factory=dict)
    confirmed: bool = False
    reason: str = ""
    inbox_name: str | None = None

    @property
    def digest(self) -> str:
        """For the keys of its widgets."""
        return hashlib.sha256(self.raw).hexdigest()[:12]

    def said(self) -> Said:
        return {
            "constants": self.constants,
            "corrections": self.corrections,
            "choices": self.choices,
            "decisions": tuple(self.decisions.values()),
            "confirmed": self.confirmed,
            "sender": self.sender,
        }


def draft_of(
    raw: bytes, file_name: str, table: str | None, sender: str | None, inbox_name: str | None = None
) -> Draft:
    """The draft of this file; a new one when the file, its list or its sender is another."""
    draft: Draft | None = st.session_state.get(_DRAFT)
    about = (raw, file_name, table, sender)
    if draft is None or (draft.raw, draft.file_name, draft.table, draft.sender) != about:
        draft = Draft(*about, inbox_name=inbox_name)
        st.session_state[_DRAFT] = draft
    return draft


def forget_draft() -> None:
    st.session_state.pop(_DRAFT, None)
    st.session_state.pop(_LOOK, None)


def look_at(context: PageContext, draft: Draft) -> Look:
    """How the file would go in, or why it cannot; read again only when something has changed."""
    key = _key(context, draft)
    kept: tuple[Any, Look] | None = st.session_state.get(_LOOK)
    if kept and kept[0] == key:
        return kept[1]
    look = _look(context, draft)
    st.session_state[_LOOK] = (key, look)
    return look


def _key(context: PageContext, draft: Draft) -> tuple[Any, ...]:
    said = {name: repr(value) for name, value in draft.said().items()}
    version = context.store.data_version()
    return (draft.digest, draft.file_name, draft.table, context.actor.account, version, said)


def _look(context: PageContext, draft: Draft) -> Look:
    store, actor, said = context.store, context.actor, draft.said()
    try:
        if draft.inbox_name:
            return preview_dropped(store, actor, draft.inbox_name, draft.table, **said)
        return preview_import(store, actor, draft.raw, draft.file_name, draft.table, **said)
    except FileRefused as refusal:  # FileAsks among them
        return refusal


def accepted(context: PageContext, draft: Draft, table: str) -> ImportReport:
    """Save it. Raises FileRefused, StoreProblem."""
    store, actor, said = context.store, context.actor, draft.said()
    said["reason"] = draft.reason
    if draft.inbox_name:
        return take_dropped(store, actor, draft.inbox_name, table, **said)
    return accept_import(store, actor, draft.raw, draft.file_name, table, **said)
