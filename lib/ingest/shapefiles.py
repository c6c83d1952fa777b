"""A zipped shapefile -> GeoJSON; a KMZ -> its KML. Runs in the child process of `sandbox`.

Nothing is unpacked to disk, and GDAL is not asked: it would open what a file points it to.
"""

import io
import json
import zipfile
from pathlib import PurePosixPath
from typing import Any

import shapefile

from lib.ingest.archives import open_archive, read_member
from lib.ingest.limits import Limits, Unfit

_PARTS = (".shp", ".dbf", ".prj")


def read_map_archive(raw: bytes, limits: Limits) -> tuple[dict[str, Any], bytes]:
    archive = open_archive(raw, limits)
    names = [name for name in archive.namelist() if not name.endswith("/")]
    if any(".." in PurePosixPath(name).parts or name[:1] == "/" or "\\" in name for name in names):
        raise Unfit("FILE_UNSAFE_PATHS")
    by_ending: dict[str, list[str]] = {}
    for name in names:
        by_ending.setdefault(PurePosixPath(name).suffix.lower(), []).append(name)
    if ".kml" in by_ending and ".shp" not in by_ending:
        return {"kind": "kml"}, read_member(archive, by_ending[".kml"][0])
    missing = [ending for ending in _PARTS if len(by_ending.get(ending, ())) != 1]
    if missing:
        raise Unfit("GEO_PARTS_MISSING", parts=", ".join(missing))
    return {"kind": "shapefile"}, _as_geojson(archive, by_ending)


def _as_geojson(archive: zipfile.ZipFile, names: dict[str, list[str]]) -> bytes:
    """Texts as the table's own bytes: each byte one letter, to be read by whoever knows how."""
    projection = read_member(archive, names[".prj"][0]).decode("utf-8", "replace")
    if not projection.lstrip().startswith("GEOGCS") or "WGS" not in projection:
        raise Unfit("GEO_PROJECTION")
    parts = {
        ending: io.BytesIO(read_member(archive, names[ending][0])) for ending in (".shp", ".dbf")
    }
    try:
        with shapefile.Reader(shp=parts[".shp"], dbf=parts[".dbf"], encoding="latin-1") as reader:
            features = [
                {
                    "type": "Feature",
                    "properties": {k: str(v) for k, v in each.record.as_dict().items()},
                    "geometry": each.shape.__geo_interface__,
                }
                for each in reader.iterShapeRecords()
            ]
    except MemoryError:
        raise
    except Exception:  # noqa: BLE001 - a damaged file makes the reader fail in any way
        raise Unfit("FILE_BROKEN") from None
    return json.dumps({"type": "FeatureCollection", "features": features}).encode()
