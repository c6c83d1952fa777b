"""The parts of the Map page. The map lives in a fragment: a click reruns nothing else."""

from collections.abc import Sequence
from typing import Any

import folium
import pandas as pd
import streamlit as st

from lib.indicators.registry import INDICATORS
from lib.maps import MapGroup, build_groups_map, class_breaks, legend
from lib.reports.listing import named_groups
from lib.reports.ward_map import MAPPED, WardMap, group_listing, ward_map
from lib.text.catalogue import N_, _
from lib.text.formats import format_number
from lib.ui.context import PageContext
from lib.ui.figures import number_words
from lib.ui.header import empty_state
from lib.ui.map_view import map_words, palette, show_legend, show_map, static_url
from lib.ui.tables import show_rows_behind

UNITS = {
    "people": N_("people"), "gatherings": N_("gatherings"), "venues": N_("venues"),
    "groups": N_("groups"), "rows": N_("times"),
}  # fmt: skip
POINT_LABELS = {"F0": N_("F0 door"), "F1": N_("F1 door"), "venue": N_("Venue")}
MAP_HEIGHT = 520
_CHOSEN, _CLICKED = "map.group", "map.clicked"


def choose_indicator(among: Sequence[str] = MAPPED) -> str:
    return st.selectbox(
        _("Colour the groups by"), among, key="map.indicator",
        format_func=lambda id_: _(INDICATORS[id_].label),
    )  # fmt: skip


@st.fragment
def show_ward_map(context: PageContext, indicator_id: str) -> None:
    """Map, legend, ranked list, and the rows of the chosen group."""
    report = ward_map(context.store, context.actor, context.as_of, indicator_id)
    if not report.groups:
        empty_state(_("No residential group has been brought in yet. Begin with that list."))
        return
    if report.boundaries_are_refused:
        st.warning(_("The file of boundaries cannot be used; groups are shown as symbols."))
    left, right = st.columns([3, 1], gap="medium")
    with left:
        _map_and_legend(context, report)
    with right:
        _ranking(report)
    _rows_of_group(context, report)


def _map_and_legend(context: PageContext, report: WardMap) -> None:
    breaks = class_breaks([group.value for group in report.groups])
    figure = _figure(report, breaks)
    if figure is None:
        st.info(_("No group has boundaries or a centre point: see the list instead of a map."))
        return
    shown = (report.view.indicator.id, context.as_of, context.store.data_version())
    clicked = show_map(figure, key=".".join(map(str, ("map", *shown))), height=MAP_HEIGHT)
    if clicked and clicked != st.session_state.get(_CLICKED):
        st.session_state[_CLICKED] = st.session_state[_CHOSEN] = clicked
    without = any(group.value is None for group in report.groups)
    unit = _("Unit: {unit}").format(unit=_(UNITS[report.view.indicator.unit]))
    kinds = {kind: _(POINT_LABELS[kind]) for kind in dict.fromkeys(p.kind for p in report.points)}
    show_legend(legend(breaks, palette(), with_no_data=without), unit, kinds)


def _figure(report: WardMap, breaks: tuple[int, ...]) -> folium.Map | None:
    label = _(report.view.indicator.label)
    groups = [
        MapGroup(
            group_id=group.group_id, value=group.value, cells=(group.name, _number(group.value)),
            latitude=group.latitude, longitude=group.longitude,
        )
        for group in report.groups
    ]  # fmt: skip
    words = map_words(
        _("Map: {indicator}").format(indicator=label), (_("Residential group"), label)
    )
    return build_groups_map(
        report.boundaries, groups, report.points,
        breaks=breaks, palette=palette(), words=words, static_url=static_url(),
    )  # fmt: skip


def _number(value: int | None) -> str:
    return _("no data") if value is None else format_number(value)


def _ranking(report: WardMap) -> None:
    """The same numbers as a list, for those who do not use the map."""
    view = report.view
    st.markdown(f"**{_(view.indicator.label)}:** {number_words(view)}")
    ranked = sorted(report.groups, key=lambda group: -(group.value or 0))
    rows: list[dict[str, Any]] = [
        {_("Residential group"): group.name, _("Number"): group.value} for group in ranked
    ]
    st.dataframe(pd.DataFrame(rows), hide_index=True, height=MAP_HEIGHT - 60, key="map.ranking")
    if report.elsewhere:
        words = _("{n} more have no group in the ward.")
        st.caption(words.format(n=report.elsewhere))


def _rows_of_group(context: PageContext, report: WardMap) -> None:
    groups = named_groups(context.store)
    chosen = st.selectbox(
        _("Rows of one group"), [group.group_id for group in report.groups], index=None,
        key=_CHOSEN, format_func=lambda id_: groups[id_],
        placeholder=_("Click a group on the map, or choose it here"),
    )  # fmt: skip
    if not chosen:
        return
    rows = group_listing(
        context.store, context.actor, context.as_of, report.view.indicator.id, chosen
    )
    counted = report.view.figure.count_by("group_id").get(chosen, 0)
    nothing = _("Nothing is counted in this group.")
    show_rows_behind(rows, counted, key="map.rows", groups=groups, nothing=nothing)
