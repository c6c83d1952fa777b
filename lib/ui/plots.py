"""Plotly in the page: the reader's language, no tools nobody uses."""

import json
from functools import cache
from typing import Any

import plotly.graph_objects as go
import streamlit as st

from lib.settings import ROOT
from lib.text.catalogue import language

LOCALE_FILE = ROOT / "data" / "vocabulary" / "plotly_vi.json"


def show_chart(figure: go.Figure, *, key: str, alt: str) -> None:
    """`alt` says in words what the picture shows."""
    st.plotly_chart(figure, key=key, alt=alt, config=_config())


def _config() -> dict[str, Any]:
    config: dict[str, Any] = {"displaylogo": False, "displayModeBar": False}
    if language() == "vi":
        # naming the locale alone does nothing: its words must come along
        config |= {"locale": "vi", "locales": {"vi": _vietnamese()}}
    return config


@cache
def _vietnamese() -> dict[str, Any]:
    words: dict[str, Any] = json.loads(LOCALE_FILE.read_text("utf-8"))
    return words
