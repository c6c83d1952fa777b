"""Streamlit's own words in the reader's language, by a script in the page.

Streamlit says "Upload" or "No results" in English and cannot be told otherwise. words.js replaces
what data/vocabulary/streamlit_words.toml knows, as it appears, and gives the page its language.
connection.js says when the server cannot be reached, keypad.js asks for digits where numbers are
typed as text, copying.js copies a text on a network without certificates.
"""

import json
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

import streamlit as st

from lib.settings import ROOT
from lib.text.catalogue import _, language

SCRIPT = Path(__file__).with_name("words.js")
WATCH = Path(__file__).with_name("connection.js")
KEYPAD = Path(__file__).with_name("keypad.js")
COPYING = Path(__file__).with_name("copying.js")
WORDS = ROOT / "data" / "vocabulary" / "streamlit_words.toml"
# Texts that are numbers: the measurements on a card of My day, what an errand cost.
NUMBERS = (
    '[class*="st-key-vitals-"] input[type=text], '
    '[class*="st-key-errands-"][class*="-cost"] input[type=text]'
)
# What the calendar speaks; None leaves it to the browser.
LOCALES = {"vi": "vi-VN"}


def put_words() -> None:
    st.html(_script(language()), unsafe_allow_javascript=True)
    lost = _("No connection to the server. What was saved is saved; wait before going on.")
    st.html(_wrapped({"SAID": {"lost": lost}}, WATCH), unsafe_allow_javascript=True)
    st.html(_wrapped({"FIELDS": NUMBERS}, KEYPAD), unsafe_allow_javascript=True)
    copied = {"SAID": {"copied": _("Copied")}}
    st.html(_wrapped(copied, COPYING), unsafe_allow_javascript=True)


def load_words() -> dict[str, str]:
    """English text or pattern -> Vietnamese."""
    sections = tomllib.loads(WORDS.read_text("utf-8"))
    return {english: words for section in sections.values() for english, words in section.items()}


@cache
def _script(code: str) -> str:
    """json.dumps escapes what is not ASCII; "<" must not end the script early."""
    words = load_words() if code == "vi" else {}
    return _wrapped({"LANGUAGE": code, "LOCALE": LOCALES.get(code), "WORDS": words}, SCRIPT)


def _wrapped(constants: dict[str, Any], script: Path) -> str:
    lines = [f"const {name} = {json.dumps(value)};" for name, value in constants.items()]
    body = "\n".join(lines).replace("<", "\\u003c")
    return f"<script>{{\n{body}\n{script.read_text('utf-8')}}}</script>"
