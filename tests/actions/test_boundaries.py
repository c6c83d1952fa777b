"""A map of the groups comes in, or a centre point is set: previewed, kept, audited."""

import pytest

from lib.actions.boundaries import accept_boundaries, preview_boundaries, set_centre
from lib.ingest.refusal import FileRefused
from lib.maps import load_boundaries
from lib.reports.ward_map import group_places
from lib.security.actors import NotAllowed, actor_as
from lib.store.problems import StoreBusy
from lib.store.uploads import sha256_of
from tests.actions.conftest import NOW
from tests.ingest.test_boundaries import HOME, NEXT, geojson

GROUPS = "group_id,name\nTDP01,Tổ 1\nTDP02,Tổ 2\nTDP03,Tổ 3\n"
MAP = geojson(NEXT, HOME)


@pytest.fixture
def ward_store(store, take):
    take("groups", GROUPS)
    return store


def test_a_preview_counts_everything_and_writes_nothing(ward_store, officer):
    preview = preview_boundaries(ward_store, officer, geojson(NEXT, HOME, ten="Tổ 2"))
    assert (preview.n_areas, list(preview.areas), preview.left_out) == (2, ["TDP02"], 1)
    assert preview.without == ("TDP01", "TDP03")
    assert not ward_store.settings.boundaries_file.exists()


def test_the_map_is_kept_with_its_bytes(ward_store, officer):
    accept_boundaries(ward_store, officer, MAP, now=NOW)
    drawn = load_boundaries(ward_store.settings.boundaries_file)
    assert list(drawn.index) == ["TDP01", "TDP02"]
    assert drawn.geometry["TDP01"].equals(NEXT)
    kept = [path.stem for path in ward_store.settings.uploads.iterdir()]
    assert sha256_of(MAP) in kept


def test_a_refused_map_leaves_the_old_one(ward_store, officer):
    accept_boundaries(ward_store, officer, MAP, now=NOW)
    before = ward_store.settings.boundaries_file.read_bytes()
    with pytest.raises(FileRefused):
        accept_boundaries(ward_store, officer, b"{}", now=NOW)
    assert ward_store.settings.boundaries_file.read_bytes() == before


def test_a_centre_point_is_set_at_the_version_that_was_seen(ward_store, officer):
    set_centre(ward_store, officer, "TDP02", 1, 21.0412345678, 105.89, now=NOW)
    place = next(p for p in group_places(ward_store, officer) if p.group_id == "TDP02")
    assert (place.latitude, place.longitude, place.row_version) == (21.041235, 105.89, 2)
    with pytest.raises(StoreBusy):
        set_centre(ward_store, officer, "TDP02", 1, 21.0, 105.0, now=NOW)


def test_only_who_keeps_the_groups_may(ward_store):
    leader = actor_as("g", "group_leader", group_id="TDP01")
    with pytest.raises(NotAllowed):
        accept_boundaries(ward_store, leader, MAP)
    with pytest.raises(NotAllowed):
        set_centre(ward_store, leader, "TDP01", 1, 21.0, 105.0)
