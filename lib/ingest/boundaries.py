"""A map that somebody sends -> the areas of residential groups, valid and in degrees."""

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from shapely import make_valid
from shapely.errors import ShapelyError
from shapely.geometry import box, mapping, shape
from shapely.geometry.base import BaseGeometry
from shapely.ops import unary_union

from lib.ingest.limits import LIMITS, Limits
from lib.ingest.map_files import read_features
from lib.ingest.refusal import FileRefused, refuse
from lib.schema.findings import Finding
from lib.text.fold import fold_header, fold_search

MOST_AREAS = 10_000
_VIET_NAM = box(102, 6, 118, 24)  # with its islands
_DEGREES = box(-180, -90, 180, 90)
_AREAS = ("Polygon", "MultiPolygon")


@dataclass(frozen=True)
class Area:
    """`number`: its place in the file, from 1. `geometry`: valid GeoJSON in WGS 84."""

    number: int
    words: Mapping[str, str]
    geometry: Mapping[str, Any]


@dataclass(frozen=True)
class Boundaries:
    """Areas that can be used, and what is wrong with the others (`row`: the area's number)."""

    areas: tuple[Area, ...]
    findings: tuple[Finding, ...]


def read_boundaries(raw: bytes, file_name: str = "", limits: Limits = LIMITS) -> Boundaries:
    """`file_name` is not trusted and not used: the bytes say what they are. Raises FileRefused."""
    features = read_features(raw, limits)
    if not features:
        raise refuse("GEO_UNREADABLE")
    if len(features) > MOST_AREAS:
        raise refuse("GEO_TOO_MANY", n=len(features), limit=MOST_AREAS)
    areas: list[Area] = []
    findings: list[Finding] = []
    for number, (words, geometry) in enumerate(features, start=1):
        area, code = _area(geometry)
        if code:
            findings.append(Finding(code, "groups", number))
        if area is not None:
            areas.append(Area(number, words, mapping(area)))
    if not areas:
        raise FileRefused(*findings, n_rows=len(features))
    return Boundaries(tuple(areas), tuple(findings))


def _area(geometry: Any) -> tuple[BaseGeometry | None, str | None]:
    """(the area if it can be used, what is to be said)."""
    try:
        found = shape(geometry)
        if found.geom_type not in _AREAS or found.is_empty:
            return None, "GEO_NOT_AREA"
        bounds = found.bounds
        if not all(map(math.isfinite, bounds)):
            return None, "GEO_NOT_AREA"
        if code := _misplaced(*bounds):
            return None, code
        if found.is_valid:
            return found, None
        return _repaired(found)
    except (ShapelyError, ValueError, TypeError, LookupError, AttributeError, RecursionError):
        return None, "GEO_NOT_AREA"


def _repaired(found: BaseGeometry) -> tuple[BaseGeometry | None, str]:
    parts = getattr(make_valid(found), "geoms", [make_valid(found)])
    whole = unary_union([part for part in parts if part.geom_type in _AREAS])
    return (None, "GEO_NOT_AREA") if whole.is_empty else (whole, "GEO_REPAIRED")


def _misplaced(west: float, south: float, east: float, north: float) -> str | None:
    if _VIET_NAM.covers(box(west, south, east, north)):
        return None
    if _VIET_NAM.covers(box(south, west, north, east)):
        return "GEO_SWAPPED"
    return "GEO_OUTSIDE" if _DEGREES.covers(box(west, south, east, north)) else "GEO_PROJECTION"


def name_groups(
    boundaries: Boundaries, groups: Mapping[str, str]
) -> tuple[dict[str, Area], tuple[Finding, ...]]:
    """`groups`: spelling -> group_id (Lookups.groups). Gives each group its area, by the words
    that name most groups; two areas of one group are a question, not a union."""
    keys = {key for area in boundaries.areas for key in area.words}
    by_key = {
        key: [_group(area.words.get(key, ""), groups) for area in boundaries.areas] for key in keys
    }
    if not by_key:
        return {}, ()
    named = max(sorted(by_key), key=lambda key: len({code for code in by_key[key] if code}))
    areas: dict[str, Area] = {}
    findings = []
    for area, code in zip(boundaries.areas, by_key[named], strict=True):
        if code is None:
            findings.append(Finding("GEO_GROUP_UNKNOWN", "groups", area.number))
        elif code in areas:
            said = {"other": areas[code].number}
            findings.append(Finding("GEO_GROUP_TWICE", "groups", area.number, params=said))
        else:
            areas[code] = area
    return areas, tuple(findings)


def _group(text: str, groups: Mapping[str, str]) -> str | None:
    return groups.get(fold_search(text)) or groups.get(fold_header(text))


def boundaries_file(areas: Mapping[str, Area]) -> bytes:
    """What `lib.maps.load_boundaries` reads: one feature per group."""
    features = [
        {"type": "Feature", "properties": {"group_id": group}, "geometry": dict(area.geometry)}
        for group, area in sorted(areas.items())
    ]
    return json.dumps({"type": "FeatureCollection", "features": features}).encode()
