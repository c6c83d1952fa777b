"""Where the residential groups lie: bring a map in, or set a centre point by hand."""

import folium
import streamlit as st

from lib.actions.boundaries import (
    RIGHT,
    BoundaryPreview,
    accept_boundaries,
    preview_boundaries,
    set_centre,
)
from lib.ingest.refusal import FileRefused
from lib.maps import MapGroup, MapWords, build_groups_map, build_plain_map, parse_boundaries
from lib.reports.imports import told
from lib.reports.listing import named_groups
from lib.reports.ward import ward
from lib.reports.ward_map import GroupPlace, group_places, ward_boundaries
from lib.schema.findings import Finding
from lib.text.catalogue import _
from lib.ui.context import PageContext
from lib.ui.deeds import perform, show_done
from lib.ui.findings import show_findings
from lib.ui.map_view import map_words, palette, pick_place, show_map, static_url
from lib.ui.plain import plain

TYPES = ["geojson", "json", "kml", "kmz", "zip"]
MAP_HEIGHT = 360
LONG_BIEN = (21.0368, 105.8980)
_TURN, _SAID = "boundaries.turn", "boundaries.said"


def show_boundaries(context: PageContext) -> None:
    """For whoever keeps the list of groups."""
    if not context.may(RIGHT):
        return
    show_done(context)
    if said := st.session_state.pop(_SAID, None):
        st.success(said, icon=":material/check_circle:")
    with st.expander(_("Borders and places of the groups"), icon=":material/edit_location_alt:"):
        border, place = st.tabs([_("Bring a map in"), _("Set a centre point")])
        with border:
            _bring_in(context)
        with place:
            _set_centre(context)


def _bring_in(context: PageContext) -> None:
    turn = st.session_state.setdefault(_TURN, 0)
    upload = st.file_uploader(
        _("A map of the groups: GeoJSON, KML or a zipped shapefile"), type=TYPES,
        key=f"boundaries.file.{turn}",
        help=_("One area per group, with its number or name; longitude and latitude in degrees."),
    )  # fmt: skip
    if upload is None:
        return
    raw = upload.getvalue()
    try:
        with st.spinner(_("Reading the file ...")):
            preview = preview_boundaries(context.store, context.actor, raw)
    except FileRefused as refusal:
        for finding in refusal.findings:
            st.error(plain(_said(finding)), icon=":material/block:")
        return
    _show_preview(context, preview)
    label = _("Use this map for {n} groups").format(n=len(preview.areas))
    if st.button(label, key="boundaries.accept", type="primary", disabled=not preview.areas):
        accept_boundaries(context.store, context.actor, raw)
        st.session_state[_SAID] = _("The map of the groups has been saved.")
        st.session_state[_TURN] += 1
        st.rerun()


def _said(finding: Finding) -> str:
    words = told(finding).words
    return _("Area {n}: {words}").format(n=finding.row, words=words) if finding.row else words


def _show_preview(context: PageContext, preview: BoundaryPreview) -> None:
    """Nothing has been saved yet."""
    names = named_groups(context.store)
    words = _("{n} areas in the map: {named} of residential groups, {left_out} left out.")
    st.markdown(words.format(
        n=preview.n_areas, named=len(preview.areas), left_out=preview.left_out
    ))  # fmt: skip
    if preview.without:
        without = ", ".join(names[group] for group in preview.without)
        st.caption(plain(_("Groups without an area: {groups}.").format(groups=without)))
    if preview.areas:
        groups = [MapGroup(group, None, (names[group],)) for group in preview.areas]
        figure = build_groups_map(
            parse_boundaries(preview.geojson), groups, (), breaks=(), palette=palette(),
            words=_words(_("Preview of the map")), static_url=static_url(),
        )  # fmt: skip
        if figure:
            show_map(
                figure,
                key=f"boundaries.preview.{preview.n_areas}.{len(preview.geojson)}",
                height=MAP_HEIGHT,
            )
    if preview.findings:
        show_findings(preview.findings, key="boundaries.findings", cells={})


def _words(label: str) -> MapWords:
    return map_words(label, (_("Residential group"),))


def _set_centre(context: PageContext) -> None:
    """A click on the map fills the two numbers in; they can be typed as well."""
    places = {place.group_id: place for place in group_places(context.store, context.actor)}
    names = named_groups(context.store)
    chosen = st.selectbox(
        _("Residential group"), list(places), index=None, key="boundaries.group",
        format_func=lambda id_: _place_words(places[id_], names[id_]),
        placeholder=_("Choose a group"),
    )  # fmt: skip
    if not chosen:
        return
    st.caption(_("Click where the group is, or type the numbers from a map on your phone."))
    clicked = pick_place(_map_of(context, places, names), key="boundaries.pick", height=300)
    if clicked and clicked != st.session_state.get("boundaries.clicked"):
        st.session_state["boundaries.clicked"] = clicked
        st.session_state["boundaries.latitude"] = round(clicked[0], 6)
        st.session_state["boundaries.longitude"] = round(clicked[1], 6)
    left, right = st.columns(2)
    latitude = left.number_input(
        _("Latitude"), -90.0, 90.0, value=None, format="%.6f", key="boundaries.latitude"
    )
    longitude = right.number_input(
        _("Longitude"), -180.0, 180.0, value=None, format="%.6f", key="boundaries.longitude"
    )
    if st.button(
        _("Save the place"), key="boundaries.save", type="primary",
        disabled=latitude is None or longitude is None,
    ) and latitude is not None and longitude is not None:  # fmt: skip
        _save(context, places[chosen], latitude, longitude, names[chosen])


def _save(
    context: PageContext, place: GroupPlace, latitude: float, longitude: float, name: str
) -> None:
    version = place.row_version
    words = _("{group}: the place has been saved.").format(group=name)
    if perform(
        context,
        lambda: set_centre(
            context.store, context.actor, place.group_id, version, latitude, longitude
        ),
        words,
    ):
        for key in ("boundaries.latitude", "boundaries.longitude", "boundaries.group"):
            st.session_state.pop(key, None)
    st.rerun()


def _place_words(place: GroupPlace, name: str) -> str:
    return name if place.has_place else _("{group} (no place yet)").format(group=name)


def _map_of(
    context: PageContext, places: dict[str, GroupPlace], names: dict[str, str]
) -> folium.Map:
    """The groups as far as their places are known; an empty sheet around the ward before that."""
    groups = [
        MapGroup(each.group_id, None, (names[each.group_id],), each.latitude, each.longitude)
        for each in places.values()
    ]
    words = _words(_("Map: where the group is"))
    figure = build_groups_map(
        ward_boundaries(context.store, context.actor), groups, (), breaks=(), palette=palette(),
        words=words, static_url=static_url(),
    )  # fmt: skip
    if figure:
        return figure
    own = ward(context.store, context.actor)
    place = (own.latitude or LONG_BIEN[0], own.longitude or LONG_BIEN[1])
    return build_plain_map(place, palette(), words, static_url())
