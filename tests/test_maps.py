"""The map: classes that say what they hold, nothing from outside, nobody's words run as code."""

import html
import json
import re
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as some
from shapely.geometry import box, mapping
from shapely.ops import unary_union

from lib.maps import (
    DARK,
    LIGHT,
    BoundariesRefused,
    MapGroup,
    MapPoint,
    MapWords,
    build_groups_map,
    class_breaks,
    colour_of,
    legend,
    load_boundaries,
)
from lib.settings import ROOT
from tests.test_config import contrast

STATIC = "/app/static"
WORDS = MapWords("vi", "Bản đồ", "Phóng to", "Thu nhỏ", ("Tổ dân phố", "F0"))
WICKED = "<img src=x onerror=alert(1)> ${alert(2)} `\"'</script><script>alert(3)</script>"
OUTSIDE = re.compile(r"(?:https?:)?//[a-z0-9.-]+\.[a-z]{2,}", re.IGNORECASE)
NO_ADDRESS = "http://www.w3.org/"  # names of XML vocabularies, never fetched


def group(group_id="TDP01", value=3, cells=("Tổ 1", "3"), **place):
    return MapGroup(group_id, value, cells, **place)


def drawn(groups, *, boundaries=None, points=(), palette=LIGHT, words=WORDS):
    breaks = class_breaks([each.value for each in groups])
    figure = build_groups_map(
        boundaries, groups, points,
        breaks=breaks, palette=palette, words=words, static_url=STATIC,
    )  # fmt: skip
    return figure.get_root().render() if figure else None


def boundaries_file(tmp_path, features):
    path = tmp_path / "boundaries.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), "utf-8")
    return path


def feature(shape, **properties):
    return {"type": "Feature", "properties": properties, "geometry": mapping(shape)}


def grid(n):
    """n by n squares of about 100 m that touch, in Long Bien."""
    side = 0.001
    return {
        f"TDP{row * n + column:02}": box(
            105.89 + column * side, 21.03 + row * side,
            105.89 + (column + 1) * side, 21.03 + (row + 1) * side,
        )
        for row in range(n)
        for column in range(n)
    }  # fmt: skip


# Classes and legend


@pytest.mark.parametrize(
    ("values", "breaks"),
    [
        ([], ()),
        ([None, None], ()),
        ([0, 0], (0,)),
        ([7], (7,)),
        ([0, 1, 1, 2], (0, 1, 2)),
        ([1, 2, 3, 4, 5], (1, 2, 3, 4, 5)),
        ([None, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10], (0, 2, 4, 6, 8, 10)),
        ([5, 5, 5, 90], (5, 90)),
    ],
)
def test_breaks(values, breaks):
    assert class_breaks(values) == breaks


counts = some.lists(some.none() | some.integers(0, 300), max_size=40)


@given(counts)
def test_every_value_has_the_colour_that_the_legend_gives_it(values):
    breaks = class_breaks(values)
    entries = legend(breaks, LIGHT, with_no_data=None in values)
    for value in values:
        holding = [
            entry
            for entry in entries
            if (entry.low is None if value is None else in_class(entry, value))
        ]
        assert len(holding) == 1
        assert holding[0].colour == colour_of(value, breaks, LIGHT)


def in_class(entry, value):
    return entry.low is not None and entry.low <= value <= entry.high


@given(counts)
def test_the_legend_has_no_gap_and_no_two_alike(values):
    entries = [
        e for e in legend(class_breaks(values), LIGHT, with_no_data=True) if e.low is not None
    ]
    assert all(one.high + 1 == next_.low for one, next_ in zip(entries, entries[1:], strict=False))
    assert len({entry.colour for entry in entries}) == len(entries)
    known = [value for value in values if value is not None]
    if known:
        assert entries[-1].high == max(known)
        assert (entries[0].high == 0) == (min(known) == 0)


def test_no_data_is_not_zero():
    for palette in (LIGHT, DARK):
        assert colour_of(None, (0, 5), palette) == palette.no_data != palette.zero
        assert colour_of(0, (0, 5), palette) == palette.zero


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
def test_neighbouring_classes_and_points_can_be_told_apart(palette):
    """By lightness, so also without colour vision."""
    steps = (palette.zero, *palette.classes)
    for one, next_ in zip(steps, steps[1:], strict=False):
        assert contrast(one, next_) >= 1.2
    assert contrast(steps[0], steps[-1]) >= 4.5
    for colour in palette.kinds.values():
        assert contrast(colour, palette.background) >= 1.8


# The figure


def test_nothing_comes_from_outside():
    groups = [group(latitude=21.03, longitude=105.89)]
    page = drawn(groups, points=[MapPoint("F0", 21.03, 105.89)]).replace(NO_ADDRESS, "")
    assert OUTSIDE.findall(page) == []
    loaded = re.findall(r'(?:src|href)="([^"]+)"', page)
    assert len(loaded) == 4
    assert all(address.startswith(f"{STATIC}/") for address in loaded)


def test_what_is_loaded_is_there():
    page = drawn([group(latitude=21.03, longitude=105.89)])
    for address in re.findall(r'(?:src|href)="([^"]+)"', page):
        assert (ROOT / "lib" / "ui" / "static" / address.removeprefix(f"{STATIC}/")).exists()
    for file in (ROOT / "lib" / "ui" / "static").rglob("*.css"):
        fetched = re.findall(r"@import|url\((?!#)(.*?)\)", file.read_text("utf-8"))
        assert not [address for address in fetched if OUTSIDE.search(address)]


@pytest.mark.parametrize("place", ["group_id", "cells"])
def test_nobodys_words_become_markup_or_script(place):
    value = WICKED if place == "group_id" else (WICKED, WICKED)
    page = drawn([group(**{place: value}, latitude=21.03, longitude=105.89)])
    assert "<img" not in page
    assert page.count("</script>") == page.count("<script")
    # the words are inert: properties of one JSON object, escaped for the tooltip's markup
    features = json.loads(re.search(r"_add\((\{.*\})\);", page)[1])["features"]
    assert WICKED in map(html.unescape, features[0]["properties"].values())


@pytest.mark.parametrize("place", ["group_id", "cells", "labels"])
@pytest.mark.parametrize(
    "words", ["{{ 7 * 191 }}", "{% raw %}", "{# gone #}", "{{constructor('x')()}}"]
)
def test_nobodys_words_are_carried_out_as_a_template(place, words):
    """folium reads what it has written once more as a template, on the server."""
    value = words if place == "group_id" else (words, words)
    groups = [
        group(**({} if place == "labels" else {place: value}), latitude=21.03, longitude=105.89)
    ]
    heads = MapWords("vi", "x", "+", "-", value) if place == "labels" else WORDS
    page = drawn(groups, words=heads)
    assert "1337" not in page
    said = page.encode().decode("unicode_escape")  # as the browser reads the script's texts
    assert words in html.unescape(said)


def test_the_labels_of_the_columns_are_escaped_too():
    wicked = MapWords("vi", "Bản đồ", "+", "-", (WICKED, WICKED))
    figure = build_groups_map(
        None, [group(latitude=21.03, longitude=105.89)], (),
        breaks=(3,), palette=LIGHT, words=wicked, static_url=STATIC,
    )  # fmt: skip
    assert "<img" not in figure.get_root().render()


def test_a_map_needs_a_place():
    assert drawn([group()]) is None
    assert drawn([]) is None


def test_a_group_is_its_polygon_or_else_a_symbol(tmp_path):
    shapes = grid(1)
    boundaries = load_boundaries(
        boundaries_file(tmp_path, [feature(s, group_id=g) for g, s in shapes.items()])
    )
    both = [group("TDP00"), group("TDP77", latitude=21.04, longitude=105.9)]
    page = drawn(both, boundaries=boundaries)
    assert page.count('"Polygon"') == 1
    assert page.count('"Point"') == 1
    assert drawn([group("TDP99")], boundaries=boundaries) is None


def test_each_group_is_painted_with_the_colour_of_its_class():
    groups = [
        group("TDP01", 0, ("Tổ 1", "0"), latitude=21.03, longitude=105.89),
        group("TDP02", 9, ("Tổ 2", "9"), latitude=21.04, longitude=105.89),
        group("TDP03", None, ("Tổ 3", "-"), latitude=21.05, longitude=105.89),
    ]
    page = drawn(groups)
    assert f'"fillColor": "{LIGHT.zero}"' in page
    assert f'"fillColor": "{LIGHT.classes[-1]}"' in page
    assert '"fillColor": "url(#no-data)"' in page


def test_points_of_one_kind_are_one_layer():
    """One layer per dot would be a hundred times slower."""
    points = [MapPoint("F0", 21.03 + i / 9e4, 105.89) for i in range(50)]
    page = drawn([group(latitude=21.03, longitude=105.89)], points=points)
    assert page.count("MultiPoint") == 1
    assert page.count("L.geoJson(") == 2


# Boundaries


def test_the_demo_wards_polygons_fit_together():
    frame = load_boundaries(ROOT / "data" / "demo" / "boundaries.geojson")
    assert len(frame) == 23
    metres = frame.to_crs("EPSG:3405")
    together = unary_union(metres.geometry.to_list())
    assert together.geom_type == "Polygon"
    # simplified together: nothing is lost between neighbours, nothing belongs to two
    assert metres.area.sum() == pytest.approx(together.area, rel=1e-3)
    assert together.area == pytest.approx(4e6, rel=0.1)


def test_parts_of_a_group_become_one_and_a_bow_tie_is_mended(tmp_path):
    from shapely.geometry import Polygon

    squares = list(grid(2).values())
    bow_tie = Polygon([(105.9, 21.0), (105.91, 21.01), (105.91, 21.0), (105.9, 21.01)])
    path = boundaries_file(
        tmp_path,
        [
            feature(squares[0], group_id="TDP01"),
            feature(squares[1], group_id="TDP01"),
            feature(bow_tie, group_id=2),
        ],
    )
    frame = load_boundaries(path)
    assert list(frame.index) == ["2", "TDP01"]
    assert frame.geometry.is_valid.all()


LINE = {"type": "LineString", "coordinates": [[105.8, 21.0], [105.9, 21.1]]}
REFUSED = {
    "text": "not JSON",
    "list": "[]",
    "no features": '{"type": "FeatureCollection"}',
    "no group": json.dumps({"features": [feature(box(105, 21, 106, 22), name="Tổ 1")]}),
    "lines": json.dumps(
        {"features": [{"type": "Feature", "properties": {"group_id": "1"}, "geometry": LINE}]}
    ),
    "metres": json.dumps({"features": [feature(box(5e5, 2e6, 6e5, 3e6), group_id="1")]}),
}


@pytest.mark.parametrize("content", REFUSED.values(), ids=REFUSED)
def test_what_is_no_boundary_file_is_refused_without_its_content(tmp_path, content):
    path = tmp_path / "boundaries.geojson"
    path.write_text(content, "utf-8")
    with pytest.raises(BoundariesRefused) as refused:
        load_boundaries(path)
    assert "Tổ 1" not in str(refused.value)


json_values = some.recursive(
    some.none() | some.booleans() | some.integers(-200, 200) | some.text(max_size=5),
    lambda inner: some.lists(inner, max_size=3)
    | some.dictionaries(
        some.sampled_from(["type", "features", "properties", "geometry", "group_id",
                           "coordinates"]), inner, max_size=4,
    ),
    max_leaves=12,
)  # fmt: skip
positions = some.lists(some.floats(-200, 200) | some.none(), max_size=3)
odd_geometries = some.fixed_dictionaries(
    {
        "type": some.sampled_from(["Polygon", "MultiPolygon", "Point", "Feature", "", None]),
        "coordinates": json_values | some.lists(some.lists(positions, max_size=5), max_size=2),
    }
)
odd_features = some.lists(
    some.fixed_dictionaries(
        {
            "type": some.just("Feature"),
            "properties": some.fixed_dictionaries({"group_id": json_values}),
            "geometry": some.none() | json_values | odd_geometries,
        }
    ),
    max_size=3,
)


@given(json_values | some.fixed_dictionaries({"features": odd_features}))
def test_any_file_is_either_read_or_refused(tmp_path_factory, content):
    path = tmp_path_factory.mktemp("odd") / "boundaries.geojson"
    path.write_text(json.dumps(content), "utf-8")
    with suppress(BoundariesRefused):
        load_boundaries(path)
