"""A ward's boundary file -> polygons that fit together."""

import json
from collections.abc import Iterable
from pathlib import Path

import geopandas as gpd
from shapely.errors import ShapelyError

GRID = 1e-5  # degrees, about one metre: more digits only make the page heavier
TOLERANCE = 3e-5


class BoundariesRefused(ValueError):
    """The boundary file cannot be used; the message says why and holds nothing of its content."""


def load_boundaries(path: Path) -> gpd.GeoDataFrame:
    """The polygons of a file. Raises BoundariesRefused."""
    try:
        text = path.read_text("utf-8")
    except ValueError:
        raise BoundariesRefused("not UTF-8") from None
    return parse_boundaries(text)


def parse_boundaries(text: str) -> gpd.GeoDataFrame:
    """Polygons with `group_id`, repaired and simplified together so that no gap opens.

    Read as JSON, never through GDAL: a file made for it could read others on this computer.
    """
    try:
        features = json.loads(text)["features"]
        frame = gpd.GeoDataFrame.from_features(features, crs="EPSG:4326")
    except (ValueError, LookupError, TypeError, AttributeError, ShapelyError):
        raise BoundariesRefused("not a GeoJSON FeatureCollection") from None
    if "group_id" not in frame.columns:
        raise BoundariesRefused("no property group_id")
    frame = frame[[shape is not None and not shape.is_empty for shape in frame.geometry]]
    if not set(frame.geom_type) <= {"Polygon", "MultiPolygon"}:
        raise BoundariesRefused("something else than polygons")
    if len(frame) and not _in_degrees(frame.total_bounds):
        raise BoundariesRefused("coordinates are not degrees of longitude and latitude")
    return _simplified(frame.assign(group_id=frame["group_id"].astype(str)))


def _in_degrees(bounds: Iterable[float]) -> bool:
    west, south, east, north = bounds
    return -180 <= west <= east <= 180 and -90 <= south <= north <= 90


def _simplified(frame: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    shapes = frame.dissolve("group_id").make_valid()
    if shapes.is_valid_coverage():
        shapes = shapes.simplify_coverage(TOLERANCE)
    rounded = shapes.force_2d().set_precision(GRID, mode="pointwise")
    return gpd.GeoDataFrame(geometry=rounded, crs=frame.crs)
