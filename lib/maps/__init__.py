"""Groups and points on a folium map. Pure: what is read and what is drawn come from elsewhere."""

from lib.maps.boundaries import BoundariesRefused, load_boundaries, parse_boundaries
from lib.maps.classes import DARK, LIGHT, LegendEntry, Palette, class_breaks, colour_of, legend
from lib.maps.figure import MapGroup, MapPoint, MapWords, build_groups_map, build_plain_map

__all__ = [
    "DARK", "LIGHT", "BoundariesRefused", "LegendEntry", "MapGroup", "MapPoint", "MapWords",
    "Palette", "build_groups_map", "build_plain_map", "class_breaks", "colour_of", "legend",
    "load_boundaries", "parse_boundaries",
]  # fmt: skip
