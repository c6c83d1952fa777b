"""The map: a number per residential group, and points where somebody gave coordinates."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

import geopandas as gpd
import polars as pl

from lib.indicators.figure import Figure
from lib.indicators.registry import INDICATORS
from lib.maps import BoundariesRefused, MapPoint, load_boundaries
from lib.reports.figures import FigureView, figure_views
from lib.reports.frames import kept, visible_frame
from lib.reports.listing import Listing, listing, named_groups
from lib.schema.tables import BUILT_IN_GROUPS, TABLES
from lib.security.access import allowed
from lib.security.actors import Actor
from lib.security.fields import visible_columns
from lib.store.engine import Store
from lib.store.repository import fetch

MAPPED = (
    "in_quarantine_f0", "in_quarantine_f1", "awaiting_release", "ends_today", "missing_dates",
    "not_seen_2_days", "unvaccinated_remaining", "unvaccinated_added", "groups_untold",
    "gatherings_over_limit", "venues_open", "venues_not_inspected", "level_breaches",
)  # fmt: skip


@dataclass(frozen=True)
class GroupRow:
    """A group of the map; `value` is None when nothing was counted anywhere."""

    group_id: str
    name: str
    value: int | None
    latitude: float | None
    longitude: float | None


@dataclass(frozen=True)
class WardMap:
    """`elsewhere` counts rows whose group is unknown or outside the ward."""

    view: FigureView
    groups: tuple[GroupRow, ...]
    elsewhere: int
    points: tuple[MapPoint, ...]
    boundaries: gpd.GeoDataFrame | None
    boundaries_are_refused: bool


def ward_map(store: Store, actor: Actor, as_of: date, indicator_id: str) -> WardMap:
    """Raises KeyError for an indicator that is not in MAPPED."""
    actor = allowed(store, actor, "figures.see")
    if indicator_id not in MAPPED:
        raise KeyError(indicator_id)
    view = figure_views(store, actor, as_of)[indicator_id]
    counts = view.figure.count_by("group_id") if view.figure.value is not None else None
    return WardMap(
        view=view,
        groups=_group_rows(store, actor, counts),
        elsewhere=sum((counts or {}).get(group, 0) for group in BUILT_IN_GROUPS),
        points=_points(store, actor, view.figure),
        boundaries=ward_boundaries(store, actor),
        boundaries_are_refused=isinstance(_boundaries(store), BoundariesRefused),
    )


@dataclass(frozen=True)
class GroupPlace:
    """Where a group's symbol stands, at the version that was read."""

    group_id: str
    row_version: int
    latitude: float | None
    longitude: float | None

    @property
    def has_place(self) -> bool:
        return self.latitude is not None and self.longitude is not None


def group_places(store: Store, actor: Actor) -> tuple[GroupPlace, ...]:
    """Of every group, by the order of their names."""
    allowed(store, actor, "figures.see")
    columns = ("group_id", "row_version", "latitude", "longitude")
    with store.read() as conn:
        rows = fetch(conn, store.ward_id, "groups", columns).rows(named=True)
    by_id = {row["group_id"]: GroupPlace(**row) for row in rows}
    return tuple(by_id[group] for group in named_groups(store) if group in by_id)


def ward_boundaries(store: Store, actor: Actor) -> gpd.GeoDataFrame | None:
    """The polygons of the groups; None without a file, or with one that cannot be used."""
    allowed(store, actor, "figures.see")
    found = _boundaries(store)
    return None if isinstance(found, BoundariesRefused) else found


def _boundaries(store: Store) -> gpd.GeoDataFrame | BoundariesRefused | None:
    """The ward's polygons; read again only when the file has changed."""
    path = store.settings.boundaries_file
    if not path.exists():
        return None

    def load() -> gpd.GeoDataFrame | BoundariesRefused:
        try:
            return load_boundaries(path)
        except BoundariesRefused as refusal:
            return refusal

    return kept(("boundaries", str(path), path.stat().st_mtime_ns), load)


def _group_rows(store: Store, actor: Actor, counts: dict[str, int] | None) -> tuple[GroupRow, ...]:
    wanted = ("group_id", "latitude", "longitude")
    places = {
        row["group_id"]: row
        for row in visible_frame(store, actor, "groups", wanted).rows(named=True)
    }
    return tuple(
        GroupRow(
            group_id=group_id,
            name=name,
            value=None if counts is None else counts.get(group_id, 0),
            latitude=places[group_id]["latitude"],
            longitude=places[group_id]["longitude"],
        )
        for group_id, name in named_groups(store).items()
        if group_id in places
    )


def _points(store: Store, actor: Actor, figure: Figure) -> tuple[MapPoint, ...]:
    """Doors and venues of the figure's rows, only for those who may see where they are."""
    makers: dict[str, Callable[[Store, Actor, list[str]], pl.DataFrame]] = {
        "cases": _stay_points, "venues": _venue_points, "inspections": _inspected_points,
    }  # fmt: skip
    table = INDICATORS[figure.id].table
    if table not in makers:
        return ()
    frame = makers[table](store, actor, figure.rows[TABLES[table].id].to_list())
    return tuple(
        MapPoint(kind=row["kind"], latitude=row["latitude"], longitude=row["longitude"])
        for row in frame.rows(named=True)
    )


def _stay_points(store: Store, actor: Actor, ids: list[str]) -> pl.DataFrame:
    """One point per stay at its own coordinates, else at those of its household."""
    empty = pl.DataFrame(
        schema={"kind": pl.String, "latitude": pl.Float64, "longitude": pl.Float64}
    )
    place = ("latitude", "longitude")
    if visible_columns(actor, "cases", place) != place:
        return empty
    cases = visible_frame(store, actor, "cases", ("case_id", "case_type", "household_id", *place))
    doors = visible_frame(store, actor, "households", ("household_id", *place))
    joined = cases.filter(pl.col("case_id").is_in(ids)).join(
        doors, on="household_id", how="left", suffix="_door"
    )
    return joined.select(
        pl.col("case_type").alias("kind"),
        *(pl.coalesce(name, f"{name}_door").alias(name) for name in place),
    ).drop_nulls()


def _venue_points(store: Store, actor: Actor, ids: list[str]) -> pl.DataFrame:
    frame = visible_frame(store, actor, "venues", ("venue_id", "kind", "latitude", "longitude"))
    rows = frame.filter(pl.col("venue_id").is_in(ids))
    return rows.select(pl.lit("venue").alias("kind"), "latitude", "longitude").drop_nulls()


def _inspected_points(store: Store, actor: Actor, ids: list[str]) -> pl.DataFrame:
    """The venues that were inspected; other inspections have no place but their group."""
    rows = visible_frame(store, actor, "inspections", ("inspection_id", "venue_id"))
    venues = rows.filter(pl.col("inspection_id").is_in(ids))["venue_id"].drop_nulls().unique()
    return _venue_points(store, actor, venues.to_list())


def group_listing(
    store: Store, actor: Actor, as_of: date, indicator_id: str, group_id: str
) -> Listing:
    """The rows of one group behind the mapped figure."""
    actor = allowed(store, actor, "figures.see")
    view = figure_views(store, actor, as_of)[indicator_id]
    rows: pl.DataFrame = view.figure.rows
    ids = rows.filter(pl.col("group_id") == group_id)
    table = view.indicator.table
    return listing(store, actor, as_of, table, ids[TABLES[table].id].to_list())
