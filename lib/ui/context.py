"""What every page needs to know: the store, who is reading, and as of which day."""

from dataclasses import dataclass
from datetime import date

import streamlit as st

from lib.security.actors import Actor
from lib.store.engine import Store

_KEY = "_page_context"


@dataclass(frozen=True)
class PageContext:
    store: Store
    actor: Actor
    as_of: date

    def may(self, right: str) -> bool:
        return right in self.actor.rights


def set_context(context: PageContext) -> None:
    st.session_state[_KEY] = context


def page_context() -> PageContext:
    """The context that the shell set on this run."""
    return st.session_state[_KEY]  # type: ignore[no-any-return]
