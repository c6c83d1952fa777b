"""A map's bytes -> its features: words and a geometry that nobody has looked at yet.

GeoJSON and KML are read as the text they are, a zipped shapefile in the child process; never
through GDAL, which a prepared file can make read other files of this computer.
"""

import json
from collections.abc import Callable, Iterator
from typing import Any, NoReturn

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import ParseError, fromstring

from lib.ingest.encoding import decode, guess_encodings
from lib.ingest.limits import Limits
from lib.ingest.refusal import refuse
from lib.ingest.sandbox import Died, ask_child
from lib.text.fold import clean

Feature = tuple[dict[str, str], Any]
_WGS_84 = ("CRS84", "4326")


def read_features(raw: bytes, limits: Limits) -> list[Feature]:
    """Raises FileRefused."""
    kind, data = "text", raw
    if raw.startswith(b"PK"):
        try:
            head, data = ask_child("map_archive", raw, limits)
        except Died:
            raise refuse("FILE_TOO_HEAVY", seconds=limits.seconds, size=limits.memory_mb) from None
        kind = head["kind"]
    if data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        return list(_from_kml(data))
    return list(_from_geojson(data, is_bytewise=kind == "shapefile"))


def _from_geojson(data: bytes, *, is_bytewise: bool) -> Iterator[Feature]:
    try:
        found = json.loads(data.decode("utf-8-sig"), parse_constant=_no_number)
        features = found["features"] if found["type"] == "FeatureCollection" else ()
        frame = str(found.get("crs", {}).get("properties", {}).get("name", _WGS_84[0]))
        pairs = [(dict(one["properties"] or {}), one["geometry"]) for one in features]
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
        raise refuse("GEO_UNREADABLE") from None
    if not frame.endswith(_WGS_84):
        raise refuse("GEO_PROJECTION")
    read = _reader_of(pairs) if is_bytewise else str
    for properties, geometry in pairs:
        simple = {k: v for k, v in properties.items() if isinstance(v, str | int | float)}
        yield {clean(read(str(k))): clean(read(str(v))) for k, v in simple.items()}, geometry


def _no_number(word: str) -> NoReturn:
    raise ValueError("not a number")


def _reader_of(pairs: list[tuple[dict[str, Any], Any]]) -> Callable[[str], str]:
    """A shapefile's texts come byte by byte; all of them together tell their encoding."""
    texts = " ".join(str(value) for properties, _ in pairs for value in properties.values())
    encoding = guess_encodings(texts.encode("latin-1", "replace"), is_whole=True)[0]
    return lambda text: decode(text.encode("latin-1", "replace"), encoding).decode()


def _from_kml(data: bytes) -> Iterator[Feature]:
    try:
        root = fromstring(data, forbid_dtd=True)
    except DefusedXmlException:
        raise refuse("FILE_UNSAFE") from None
    except (ParseError, ValueError, LookupError, RecursionError):
        raise refuse("GEO_UNREADABLE") from None
    if root.find(".//{*}NetworkLink") is not None:
        raise refuse("GEO_LINKS")
    for mark in root.iterfind(".//{*}Placemark"):
        words = {"name": clean(mark.findtext("{*}name") or "")}
        for each in mark.iterfind(".//{*}SimpleData"):
            words[clean(each.get("name", ""))] = clean(each.text or "")
        for each in mark.iterfind(".//{*}ExtendedData/{*}Data"):
            words[clean(each.get("name", ""))] = clean(each.findtext("{*}value") or "")
        polygons = [_kml_rings(polygon) for polygon in mark.iterfind(".//{*}Polygon")]
        yield words, {"type": "MultiPolygon", "coordinates": polygons} if polygons else None


def _kml_rings(polygon: Any) -> list[list[list[float]]]:
    """The outer ring first. A point is "longitude,latitude[,height]"."""
    rings = []
    for kind in ("outerBoundaryIs", "innerBoundaryIs"):
        for ring in polygon.iterfind(f"{{*}}{kind}//{{*}}coordinates"):
            points = (point.split(",") for point in (ring.text or "").split())
            try:
                rings.append([[float(part) for part in point[:2]] for point in points])
            except ValueError:
                raise refuse("GEO_UNREADABLE") from None
    return rings
