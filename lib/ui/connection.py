"""A line across the screen while the browser has lost the server, by styles alone.

Streamlit writes the state of the connection on its outermost element; what is on the screen stays
there, and whatever a card says is saved was on the server's disk before it was said.
"""

import json

import streamlit as st

from lib.text.catalogue import _


def say_when_lost() -> None:
    words = _("No connection. What says an hour is saved; the rest waits until you are back.")
    st.html(
        "<style>"
        '[data-testid="stApp"]:not([data-test-connection-state="CONNECTED"])::before {'
        f" content: {json.dumps(words, ensure_ascii=False)};"
        " position: fixed; inset: auto 0 0 0; z-index: 1000000; padding: 0.75rem 1rem;"
        " background: #a34700; color: #ffffff; font-weight: 600; text-align: center; }"
        "</style>"
    )
