"""Groups and points -> a folium map that loads nothing from outside.

People's words reach the browser only as inert properties of GeoJSON features: folium writes
popups, tooltips and layer names into the page as they are, as markup and as script, and what it has
written is read once more as a Jinja template, whose words would be carried out on the server.
"""

import html
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import folium
import geopandas as gpd
from branca.element import MacroElement
from folium.template import Template
from shapely.geometry import Point, mapping
from shapely.geometry.base import BaseGeometry

from lib.maps.classes import Palette, colour_of


@dataclass(frozen=True)
class MapPoint:
    """One door or venue. `kind` chooses the colour."""

    kind: str
    latitude: float
    longitude: float


@dataclass(frozen=True)
class MapGroup:
    """One residential group: its number (None: no data) and what its tooltip says, in words."""

    group_id: str
    value: int | None
    cells: tuple[str, ...]
    latitude: float | None = None
    longitude: float | None = None


@dataclass(frozen=True)
class MapWords:
    """What the map itself says. `labels` stand beside the groups' `cells`."""

    language: str
    label: str
    zoom_in: str
    zoom_out: str
    labels: tuple[str, ...]


def build_groups_map(
    boundaries: gpd.GeoDataFrame | None,
    groups: Sequence[MapGroup],
    points: Sequence[MapPoint],
    *,
    breaks: Sequence[int],
    palette: Palette,
    words: MapWords,
    static_url: str,
) -> folium.Map | None:
    """Every group as its polygon, or as a symbol at its centre point; points on top.

    `boundaries` come from `load_boundaries`; None when no group has a place. `static_url` is the
    address below which lib/ui/static is served.
    """
    features = [_feature(group, shape) for group, shape in _placed(boundaries, groups)]
    if not features:
        return None
    figure = OfflineMap(palette, words, static_url)
    colours = {g.group_id: colour_of(g.value, breaks, palette) for g in groups}
    _groups_layer(features, colours, palette, words).add_to(figure)
    for kind in dict.fromkeys(point.kind for point in points):
        _points_layer([p for p in points if p.kind == kind], palette, kind).add_to(figure)
    figure.fit_bounds(_bounds(features), padding=(12, 12))
    return figure


def build_plain_map(
    place: tuple[float, float], palette: Palette, words: MapWords, static_url: str
) -> folium.Map:
    """Nothing but an empty sheet around a place (latitude, longitude), a ward wide."""
    figure = OfflineMap(palette, words, static_url)
    latitude, longitude = place
    figure.fit_bounds(
        [[latitude - 0.012, longitude - 0.012], [latitude + 0.012, longitude + 0.012]]
    )
    return figure


class OfflineMap(folium.Map):
    """A folium map without tiles whose scripts and styles come from our own server."""

    def __init__(self, palette: Palette, words: MapWords, static_url: str) -> None:
        super().__init__(
            tiles=None, zoom_control=False, attribution_control=False,
            max_zoom=19, scroll_wheel_zoom=False,
        )  # fmt: skip
        self.default_js = [
            ("leaflet", f"{static_url}/leaflet/leaflet.js"),
            ("ward_map", f"{static_url}/ward_map.js"),
        ]
        self.default_css = [
            ("leaflet_css", f"{static_url}/leaflet/leaflet.css"),
            ("ward_map_css", f"{static_url}/ward_map.css"),
        ]
        self.add_child(_Preparation(palette, words))


class _Preparation(MacroElement):
    """Calls prepareWardMap of ward_map.js."""

    _template = Template(
        "{% macro script(this, kwargs) %}"
        "prepareWardMap({{ this._parent.get_name() }}, {{ this.look|tojson }});"
        "{% endmacro %}"
    )

    def __init__(self, palette: Palette, words: MapWords) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._name = "Preparation"
        colours = {"background": palette.background, "no_data": palette.no_data}
        self.look = {
            "language": words.language, "label": words.label,
            "zoom_in": words.zoom_in, "zoom_out": words.zoom_out,
        } | colours  # fmt: skip


def _placed(
    boundaries: gpd.GeoDataFrame | None, groups: Sequence[MapGroup]
) -> Iterable[tuple[MapGroup, BaseGeometry]]:
    shapes = {} if boundaries is None else dict(boundaries.geometry.items())
    for group in groups:
        if group.group_id in shapes:
            yield group, shapes[group.group_id]
        elif group.latitude is not None and group.longitude is not None:
            yield group, Point(group.longitude, group.latitude)


def _inert(words: str) -> str:
    """Neither markup nor, without a brace, a template; `html.unescape` gives the words back."""
    return html.escape(words).replace("{", "&#123;")


def _feature(group: MapGroup, shape: BaseGeometry) -> dict[str, Any]:
    cells = {f"cell{i}": _inert(cell) for i, cell in enumerate(group.cells)}
    return {
        "type": "Feature",
        "properties": {"group_id": _inert(group.group_id), **cells},
        "geometry": mapping(shape),
    }


def _groups_layer(
    features: list[dict[str, Any]], colours: dict[str, str], palette: Palette, words: MapWords
) -> folium.GeoJson:
    def style(feature: dict[str, Any]) -> dict[str, Any]:
        colour = colours[html.unescape(feature["properties"]["group_id"])]
        fill = "url(#no-data)" if colour == palette.no_data else colour
        return {"color": palette.line, "weight": 1, "fillColor": fill, "fillOpacity": 0.9}

    return folium.GeoJson(
        {"type": "FeatureCollection", "features": features},
        style_function=style,
        highlight_function=lambda _feature: {"weight": 3},
        marker=folium.CircleMarker(radius=14, fill=True),
        tooltip=folium.GeoJsonTooltip(
            [f"cell{i}" for i in range(len(words.labels))],
            aliases=[_inert(label) for label in words.labels],
            style="white-space: normal; width: 9rem;",  # beside a finger, within half a phone
        ),
    )


def _points_layer(points: Sequence[MapPoint], palette: Palette, kind: str) -> folium.GeoJson:
    """Seen, not touched: a click goes through to the group."""
    dot = folium.CircleMarker(
        radius=4, weight=1, color=palette.background, fill=True, fill_opacity=1.0,
        fill_color=palette.kinds[kind],
    )  # fmt: skip
    dot.options["interactive"] = False
    places = [[round(p.longitude, 5), round(p.latitude, 5)] for p in points]
    return folium.GeoJson(
        {
            "type": "Feature",
            "properties": {},
            "geometry": {"type": "MultiPoint", "coordinates": places},
        },
        marker=dot,
    )


def _bounds(features: list[dict[str, Any]]) -> list[list[float]]:
    """South-west and north-east of the groups; a stray point must not zoom the ward away."""
    shapes = gpd.GeoDataFrame.from_features(features)
    west, south, east, north = shapes.total_bounds
    return [[south, west], [north, east]]
