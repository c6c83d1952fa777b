"""The made-up outline, cut into residential groups that fit together to the last decimal."""

import json
import math
import random
from dataclasses import dataclass, field
from itertools import pairwise

import shapely
from shapely.geometry import LineString, MultiPoint, Point, Polygon
from shapely.ops import linemerge, polygonize, unary_union, voronoi_diagram

from maker.words import stream

NUMBERS = tuple(n for n in range(1, 31) if n not in (4, 9, 13, 17, 21, 25, 28))
CENTRE = (105.893, 21.045)  # longitude, latitude: inside Long Bien, over several real wards
METRES_PER_DEGREE = (111_320 * math.cos(math.radians(CENTRE[1])), 110_700.0)
RADIUS = 1_128.0  # metres: a circle of 4 km2
DECIMALS = 6
ROWS = 5


@dataclass
class Group:
    number: int
    polygon: Polygon  # longitude, latitude, six decimals
    streets: tuple[str, ...] = ()
    numbers: dict[str, int | str] = field(default_factory=dict)  # head counts, see people.py

    @property
    def id(self) -> str:
        return f"TDP{self.number:02}"

    @property
    def centre(self) -> tuple[float, float]:
        point = self.polygon.representative_point()
        return round(point.x, DECIMALS), round(point.y, DECIMALS)


def make_groups() -> list[Group]:
    outline = _outline()
    arcs = [_bend(arc, outline) for arc in _arcs(_cells(outline))]
    polygons = [shapely.normalize(_to_degrees(cell)) for cell in polygonize(unary_union(arcs))]
    ordered = sorted(polygons, key=_reading_order(unary_union(polygons).bounds))
    return [Group(number, polygon) for number, polygon in zip(NUMBERS, ordered, strict=True)]


def point_inside(group: Group, rng: random.Random) -> tuple[float, float]:
    """A place well inside the group, so that rounding cannot push it over the border."""
    west, south, east, north = group.polygon.bounds
    room = group.polygon.buffer(-0.0001)
    while True:
        x = round(rng.uniform(west, east), DECIMALS)
        y = round(rng.uniform(south, north), DECIMALS)
        if room.contains(Point(x, y)):
            return x, y


def geojson(groups: list[Group], names: dict[int, str]) -> str:
    features = [
        {
            "type": "Feature",
            "properties": {"group_id": group.id, "name": names[group.number]},
            "geometry": {
                "type": "Polygon",
                "coordinates": [[list(point) for point in group.polygon.exterior.coords]],
            },
        }
        for group in groups
    ]
    lines = ",\n".join(json.dumps(feature, ensure_ascii=False) for feature in features)
    return '{"type": "FeatureCollection", "features": [\n' + lines + "\n]}\n"


def _outline() -> Polygon:
    """A smooth blob in metres around (0, 0)."""
    points = []
    for step in range(240):
        angle = 2 * math.pi * step / 240
        swell = 1 + 0.13 * math.cos(2 * angle + 0.6) + 0.06 * math.sin(3 * angle)
        swell += 0.03 * math.sin(5 * angle + 1.0) + 0.012 * math.sin(11 * angle)
        points.append((RADIUS * swell * math.cos(angle), RADIUS * swell * math.sin(angle)))
    return Polygon(points)


def _cells(outline: Polygon) -> list[Polygon]:
    """Voronoi cells of jittered seeds; a few rounds of Lloyd make them of like size."""
    rng = stream("cells")
    west, south, east, north = outline.bounds
    seeds: list[Point] = []
    while len(seeds) < len(NUMBERS):
        seed = Point(rng.uniform(west, east), rng.uniform(south, north))
        if outline.contains(seed):
            seeds.append(seed)
    for _round in range(4):
        seeds = [cell.centroid for cell in _voronoi(seeds, outline)]
    return _voronoi(seeds, outline)


def _voronoi(seeds: list[Point], outline: Polygon) -> list[Polygon]:
    cells = voronoi_diagram(MultiPoint(seeds), envelope=outline.buffer(500))
    return [cell.intersection(outline) for cell in cells.geoms]


def _arcs(cells: list[Polygon]) -> list[LineString]:
    """Every border once, cut where three cells meet, on a grid so that ends meet exactly."""
    lines = unary_union([shapely.set_precision(cell, 0.01).boundary for cell in cells])
    merged = linemerge(lines)
    return sorted(merged.geoms, key=lambda arc: sorted((arc.coords[0], arc.coords[-1])))


def _bend(arc: LineString, outline: Polygon) -> LineString:
    """Give an inner border the small bends of real lanes; its two ends stay where they are."""
    middle = arc.interpolate(0.5, normalized=True)
    if arc.length < 60 or outline.boundary.distance(middle) < 1:
        return arc
    start, end = arc.coords[0], arc.coords[-1]
    dx, dy = (end[0] - start[0]) / arc.length, (end[1] - start[1]) / arc.length
    rng = stream(f"bend {start} {end}")
    first, second = (rng.uniform(-0.05, 0.05) * arc.length for _ in range(2))
    points = []
    steps = max(4, round(arc.length / 25))
    for step in range(1, steps):
        share = step / steps
        shift = first * math.sin(math.pi * share) + second * math.sin(2 * math.pi * share)
        on_arc = arc.interpolate(share, normalized=True)
        points.append((on_arc.x - dy * shift, on_arc.y + dx * shift))
    return LineString([start, *points, end])


def _to_degrees(cell: Polygon) -> Polygon:
    points = [
        (
            round(CENTRE[0] + x / METRES_PER_DEGREE[0], DECIMALS),
            round(CENTRE[1] + y / METRES_PER_DEGREE[1], DECIMALS),
        )
        for x, y in cell.exterior.coords
    ]
    return Polygon([points[0]] + [b for a, b in pairwise(points) if a != b])


def _reading_order(bounds: tuple[float, float, float, float]):
    """Numbers run like lines of text, north to south, in ROWS rows, back and forth."""
    _west, south, _east, north = bounds

    def key(cell: Polygon) -> tuple[int, float]:
        row = int((north - cell.centroid.y) / (north - south) * ROWS)
        return row, cell.centroid.x if row % 2 == 0 else -cell.centroid.x

    return key
