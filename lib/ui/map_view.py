"""A folium map in the page: our own scripts, the reader's theme and language, one click back.

Call `show_map` inside a fragment: a click then reruns nothing else.
"""

import html
from typing import Any

import folium
import streamlit as st
from streamlit_folium import st_folium

from lib.maps import DARK, LIGHT, LegendEntry, MapWords, Palette
from lib.text.catalogue import _, language
from lib.text.formats import format_number


def palette() -> Palette:
    return DARK if st.context.theme.type == "dark" else LIGHT


def map_words(label: str, columns: tuple[str, ...]) -> MapWords:
    """`label` names the map for screen readers; `columns` head the rows of a group's tooltip."""
    return MapWords(
        language=language(), label=label, zoom_in=_("Zoom in"), zoom_out=_("Zoom out"),
        labels=columns,
    )  # fmt: skip


def static_url() -> str:
    """Where lib/ui/static is served."""
    base = st.get_option("server.baseUrlPath").strip("/")
    return f"/{base}/app/static" if base else "/app/static"


def show_map(figure: folium.Map, *, key: str, height: int) -> str | None:
    """Draw the map; returns the group that was clicked last.

    `key` must change with the data: streamlit-folium overlooks changes that look like generated
    names (group_1, group_2).
    """
    answer: dict[str, Any] | None = st_folium(
        figure, key=f"{key}.{language()}.{st.context.theme.type}", height=height,
        use_container_width=True, returned_objects=["last_active_drawing"],
    )  # fmt: skip
    clicked = (answer or {}).get("last_active_drawing") or {}
    group_id = clicked.get("properties", {}).get("group_id")
    return html.unescape(group_id) if group_id else None


def pick_place(figure: folium.Map, *, key: str, height: int) -> tuple[float, float] | None:
    """Draw the map; returns (latitude, longitude) of the last click."""
    answer: dict[str, Any] | None = st_folium(
        figure, key=f"{key}.{language()}.{st.context.theme.type}", height=height,
        use_container_width=True, returned_objects=["last_clicked"],
    )  # fmt: skip
    clicked = (answer or {}).get("last_clicked")
    return (clicked["lat"], clicked["lng"]) if clicked else None


def show_legend(entries: tuple[LegendEntry, ...], unit: str, kinds: dict[str, str]) -> None:
    """Each colour beside its numbers, then the `kinds` of points by label; look in styles.css."""
    colours = palette()
    boxes = [(_background(entry, colours), _words(entry), "2px") for entry in entries]
    boxes += [(colours.kinds[kind], label, "50%") for kind, label in kinds.items()]
    items = "".join(
        f'<span class="legend-item"><i style="background:{background};border-radius:{radius}"></i>'
        f"{html.escape(words)}</span>"
        for background, words, radius in boxes
    )
    st.html(f'<div class="legend">{html.escape(unit)} {items}</div>')


def _background(entry: LegendEntry, colours: Palette) -> str:
    if entry.low is not None:
        return entry.colour
    stripes = f"{colours.no_data} 0 2px, {colours.background} 2px 5px"
    return f"repeating-linear-gradient(45deg, {stripes})"


def _words(entry: LegendEntry) -> str:
    if entry.low is None or entry.high is None:
        return _("no data")
    low, high = format_number(entry.low), format_number(entry.high)
    return low if low == high else f"{low}\u2013{high}"
