"""Maps of areas that people send: read without GDAL, placed, repaired, or refused with a reason."""

import io
import json
import zipfile

import pytest
import shapefile
from hypothesis import given
from hypothesis import strategies as some
from shapely.geometry import box, mapping, shape

from lib.ingest.boundaries import boundaries_file, name_groups, read_boundaries
from lib.ingest.lookups import group_spellings
from lib.ingest.refusal import FileRefused
from lib.maps import parse_boundaries
from lib.settings import ROOT

# Windows-1258 has the letter and the mark apart.
IN_CP1258 = "Tô\N{COMBINING HOOK ABOVE} 5"
WGS = 'GEOGCS["GCS_WGS_1984",DATUM["D_WGS_1984",SPHEROID["WGS_1984",6378137,298.257223563]]]'
VN_2000 = 'PROJCS["VN-2000 / TM-3 105-45",GEOGCS["VN-2000"]]'
HOME = box(105.88, 21.03, 105.89, 21.04)
NEXT = box(105.89, 21.03, 105.90, 21.04)
BOW_TIE = {
    "type": "Polygon",
    "coordinates": [[[105.88, 21.03], [105.89, 21.04], [105.89, 21.03], [105.88, 21.04],
                     [105.88, 21.03]]],
}  # fmt: skip
KML = (
    '<?xml version="1.0"?><kml xmlns="http://www.opengis.net/kml/2.2"><Document>{}'
    "<Placemark><name>Tổ 5</name><Polygon><outerBoundaryIs><LinearRing><coordinates>"
    "105.88,21.03,0 105.89,21.03,0 105.89,21.04,0 105.88,21.03,0"
    "</coordinates></LinearRing></outerBoundaryIs></Polygon></Placemark></Document></kml>"
)
SHARED = ROOT.parent / "shared" / "data" / "boundaries"


def geojson(*areas, **properties):
    features = [
        {"type": "Feature", "properties": {"ten": f"Tổ {n}"} | properties,
         "geometry": area if isinstance(area, dict) else mapping(area)}
        for n, area in enumerate(areas, start=1)
    ]  # fmt: skip
    return json.dumps({"type": "FeatureCollection", "features": features}).encode()


def shapefile_zip(*, name=IN_CP1258, projection=WGS, encoding="cp1258", without=(), extra=()):
    parts = {"shp": io.BytesIO(), "shx": io.BytesIO(), "dbf": io.BytesIO()}
    with shapefile.Writer(**parts, encoding=encoding) as writer:
        writer.field("TEN", "C")
        writer.poly([list(reversed(HOME.exterior.coords))])
        writer.record(name)
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for ending, part in parts.items():
            if ending not in without:
                archive.writestr(f"to.{ending}", part.getvalue())
        if "prj" not in without:
            archive.writestr("to.prj", projection)
        for name in extra:
            archive.writestr(name, "x")
    return target.getvalue()


def codes(raw):
    """(areas that can be used, what was said): a refused file has none."""
    try:
        found = read_boundaries(raw)
    except FileRefused as refusal:
        return 0, [finding.code for finding in refusal.findings]
    return len(found.areas), [finding.code for finding in found.findings]


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        (geojson(HOME, NEXT), (2, [])),
        (b"\xef\xbb\xbf" + geojson(HOME), (1, [])),
        (KML.format("").encode(), (1, [])),
        (shapefile_zip(), (1, [])),
        (b"<OGRVRTDataset><OGRVRTLayer name='/etc/passwd'/></OGRVRTDataset>",
         (0, ["GEO_UNREADABLE"])),
        (b"GDALG: gdal vector read /etc/passwd", (0, ["GEO_UNREADABLE"])),
        (geojson(HOME).replace(b"105.88", b"NaN", 1), (0, ["GEO_UNREADABLE"])),
        (geojson(HOME).replace(b"105.88", b"1e999", 1), (0, ["GEO_NOT_AREA"])),
        (b"[" * 100_000, (0, ["GEO_UNREADABLE"])),
        (geojson(box(21.03, 105.88, 21.04, 105.89)), (0, ["GEO_SWAPPED"])),
        (geojson(box(585000, 2325000, 586000, 2326000)), (0, ["GEO_PROJECTION"])),
        (geojson(box(2, 48, 3, 49)), (0, ["GEO_OUTSIDE"])),
        (geojson(HOME, box(2, 48, 3, 49)), (1, ["GEO_OUTSIDE"])),
        (geojson(BOW_TIE), (1, ["GEO_REPAIRED"])),
        (geojson(HOME.centroid), (0, ["GEO_NOT_AREA"])),
        (geojson(HOME.difference(HOME.buffer(-0.002))), (1, [])),
        (shapefile_zip(without=("prj",)), (0, ["GEO_PARTS_MISSING"])),
        (shapefile_zip(without=("dbf",)), (0, ["GEO_PARTS_MISSING"])),
        (shapefile_zip(projection=VN_2000), (0, ["GEO_PROJECTION"])),
        (shapefile_zip(extra=("../../evil.sh",)), (0, ["FILE_UNSAFE_PATHS"])),
        (KML.format("<NetworkLink><Link><href>http://x</href></Link></NetworkLink>").encode(),
         (0, ["GEO_LINKS"])),
        (b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY e SYSTEM "file:///etc/passwd">]><kml>&e;</kml>',
         (0, ["FILE_UNSAFE"])),
        (b"", (0, ["GEO_UNREADABLE"])),
    ],
    ids=[
        "geojson", "with a mark", "kml", "shapefile", "60 a VRT", "60 a GDALG", "61 NaN",
        "61 too large a number", "61 nested", "62 swapped", "62 metres", "62 far away",
        "62 one of two far away", "63 crosses itself", "63 a point", "63 a hole",
        "64 without projection", "64 without table", "64 another projection", "64 slips out",
        "65 links", "65 declares types", "empty",
    ],
)  # fmt: skip
def test_a_map_is_taken_or_told(raw, expected):
    assert codes(raw) == expected


@pytest.mark.parametrize(("encoding", "name"), [("cp1258", IN_CP1258), ("utf-8", "Tổ 5")])
def test_64_the_table_of_a_shapefile_is_read_in_its_own_encoding(encoding, name):
    (area,) = read_boundaries(shapefile_zip(encoding=encoding, name=name)).areas
    assert area.words == {"TEN": "Tổ 5"}
    assert shape(area.geometry).equals(HOME)


def test_the_words_that_name_most_groups_decide():
    spellings = group_spellings([("TDP01", "Tổ 1"), ("TDP02", "Tổ 2")])
    found = read_boundaries(geojson(HOME, NEXT, HOME, loai="ranh giới"))
    areas, findings = name_groups(found, spellings)
    assert {group: area.number for group, area in areas.items()} == {"TDP01": 1, "TDP02": 2}
    assert [(finding.code, finding.row) for finding in findings] == [("GEO_GROUP_UNKNOWN", 3)]


def test_63_a_group_drawn_twice_keeps_the_first_and_is_told():
    spellings = group_spellings([("TDP05", "Tổ 5")])
    found = read_boundaries(geojson(HOME, NEXT, ten="TDP số 05"))
    areas, findings = name_groups(found, spellings)
    assert areas["TDP05"].number == 1
    assert [(f.code, f.row, f.params) for f in findings] == [("GEO_GROUP_TWICE", 2, {"other": 1})]


def test_what_is_kept_is_what_the_map_page_draws():
    areas, _findings = name_groups(
        read_boundaries(geojson(HOME)), group_spellings([("TDP01", "Tổ 1")])
    )
    drawn = parse_boundaries(boundaries_file(areas).decode())
    assert list(drawn.index) == ["TDP01"]
    assert drawn.geometry["TDP01"].equals(HOME)


@given(some.binary(max_size=300))
def test_any_bytes_are_taken_or_told(raw):
    codes(raw)


@given(some.data())
def test_a_spoilt_map_is_taken_or_told(data):
    raw = bytearray(data.draw(some.sampled_from([geojson(HOME, NEXT), KML.format("").encode()])))
    for _ in range(data.draw(some.integers(1, 5))):
        raw[data.draw(some.integers(0, len(raw) - 1))] = data.draw(some.integers(0, 255))
    codes(bytes(raw))


@pytest.mark.skipif(not SHARED.exists(), reason="the published maps are not beside this checkout")
@pytest.mark.parametrize(
    ("name", "n"),
    [("longbien_14wards_choisy2009", 14), ("longbien_4wards_2025_official", 4),
     ("hanoi_584communes_choisy2009", 584)],
)  # fmt: skip
def test_published_maps_go_in_whole(name, n):
    found = read_boundaries((SHARED / f"{name}.geojson").read_bytes())
    assert len(found.areas) == n
