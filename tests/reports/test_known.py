"""No list and no record shows what is dated after the day that is looked at."""

from datetime import date, timedelta

import polars as pl
import pytest

from lib.reports.figures import figure_views
from lib.reports.known import known_by, with_days
from lib.reports.listing import figure_listing
from lib.reports.quarantine import QuarantineFilter, person_record, quarantine_list
from lib.reports.vaccination import residents_left
from lib.schema.tables import TABLES
from lib.security.actors import demo_actor
from lib.store.engine import Store
from lib.store.repository import fetch

DAYS = [date(2021, 12, 29), date(2022, 1, 15)]
OFFICER = demo_actor("data_officer")


def to_come(table, frame, as_of):
    """Columns of things that happen, with a day after `as_of` in them."""
    return [
        name
        for name in frame.columns
        if (column := TABLES[table].columns.get(name)) and column.not_future
        if any(str(value)[:10] > as_of.isoformat() for value in frame[name].drop_nulls())
    ]


@pytest.mark.parametrize("as_of", DAYS)
def test_no_row_behind_a_figure_shows_a_later_day(demo_store: Store, as_of: date) -> None:
    views = figure_views(demo_store, OFFICER, as_of)
    listings = {id_: figure_listing(demo_store, OFFICER, view) for id_, view in views.items()}
    assert sum(map(len, listings.values())) > 500
    assert not {id_: d for id_, x in listings.items() if (d := to_come(x.table, x.frame, as_of))}


def test_those_who_remain_have_no_outcome_yet(demo_store: Store) -> None:
    people = residents_left(demo_store, OFFICER, DAYS[0])
    assert set(people.frame["outcome"]) == {"remaining"}
    assert people.frame["outcome_on"].null_count() == len(people) == 114


def test_a_support_request_that_waits_has_not_been_delivered(demo_store: Store) -> None:
    view = figure_views(demo_store, OFFICER, DAYS[0])["requests_overdue"]
    waiting = figure_listing(demo_store, OFFICER, view).frame
    assert len(waiting)
    assert waiting["delivered_at"].null_count() == waiting["cost"].null_count() == len(waiting)


def test_a_record_is_closed_from_its_day_on(demo_store: Store) -> None:
    with demo_store.read() as conn:
        cases = fetch(conn, demo_store.ward_id, "cases", ("case_id", "closed_on"))
    listed, _n = quarantine_list(demo_store, OFFICER, DAYS[0], QuarantineFilter())
    closed = {row["case_id"]: row["closed_on"] for row in cases.rows(named=True)}
    later = [id_ for id_ in listed.ids if closed[id_] and closed[id_] > DAYS[0]][:5]
    assert later
    for id_ in later:
        for day, is_shown in ((closed[id_] - timedelta(days=1), False), (closed[id_], True)):
            record = person_record(demo_store, OFFICER, day, id_)
            assert record is not None
            assert ("closed_on" in record.fields) is ("end_reason" in record.fields) is is_shown


def test_what_came_with_a_day_comes_with_it() -> None:
    frame = pl.DataFrame({
        "status": ["done", "done", "open"],
        "done_on": [date(2021, 12, 30), date(2021, 12, 29), None],
    })  # fmt: skip
    known = known_by("directives", frame, date(2021, 12, 29))
    assert known.rows() == [("in_progress", None), ("done", date(2021, 12, 29)), ("open", None)]
    assert with_days("requests", ("taken_by",)) == ("taken_by", "taken_at")
    moments = pl.DataFrame({"delivered_at": ["2021-12-29T23:59", "2021-12-30T00:00"]})
    assert known_by("requests", moments, date(2021, 12, 29))["delivered_at"].to_list() == [
        "2021-12-29T23:59", None,
    ]  # fmt: skip
