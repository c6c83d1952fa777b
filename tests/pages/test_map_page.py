"""The map page's own drawers: a map of the groups comes in, a centre point is set."""

from lib.reports.ward_map import group_places
from lib.security.actors import demo_actor
from lib.ui.state import store
from tests.ingest.test_boundaries import HOME, geojson

OFFICER = demo_actor("data_officer")


def test_a_map_is_seen_before_it_is_used(app_page):
    app = app_page("map", role="data_officer")
    before = store().settings.boundaries_file.read_bytes()
    raw = geojson(HOME, ten="Tổ 5")
    file = ("to.geojson", raw, "application/geo+json")
    app.file_uploader(key="boundaries.file.0").set_value(file).run()
    assert any("1 vùng là tổ dân phố" in each.value for each in app.markdown)
    assert store().settings.boundaries_file.read_bytes() == before
    app.button(key="boundaries.accept").click().run()
    assert not app.exception
    assert [each.value for each in app.success] == ["Đã lưu bản đồ các tổ."]
    assert store().settings.boundaries_file.read_bytes() != before


def test_a_map_that_cannot_be_used_says_why(app_page):
    app = app_page("map", role="data_officer")
    app.file_uploader(key="boundaries.file.0").set_value(("to.kml", b"<kml/>", "")).run()
    assert "GeoJSON" in app.error[0].value


def test_a_centre_point_is_typed_and_taken_back(app_page):
    app = app_page("map", role="data_officer")
    app.selectbox(key="boundaries.group").select("TDP05").run()
    app.number_input(key="boundaries.latitude").set_value(21.05)
    app.number_input(key="boundaries.longitude").set_value(105.9).run()
    before = place("TDP05")
    app.button(key="boundaries.save").click().run()
    assert not app.exception
    assert (place("TDP05").latitude, place("TDP05").longitude) == (21.05, 105.9)
    app.button(key="deeds.undo").click().run()
    assert (place("TDP05").latitude, place("TDP05").longitude) == (
        before.latitude,
        before.longitude,
    )


def test_who_does_not_keep_the_groups_is_offered_nothing(app_page):
    app = app_page("map", role="vice_chair")
    assert not app.get("file_uploader")


def place(group_id):
    return next(p for p in group_places(store(), OFFICER) if p.group_id == group_id)
