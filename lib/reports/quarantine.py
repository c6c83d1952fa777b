"""The list of people in home quarantine, and one person's record."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Literal

import polars as pl

from lib.indicators.stays import stays
from lib.reports.frames import kept, standing_key, standing_tables, visible_frame
from lib.reports.known import known_by, with_days
from lib.reports.listing import Listing, in_order, stored_columns, with_address
from lib.security.access import allowed, read_view, view_of
from lib.security.actors import Actor
from lib.security.audit import saw_list, saw_record
from lib.security.fields import hidden_columns
from lib.store.engine import Store
from lib.text.fold import fold_search

State = Literal["present", "in_quarantine", "awaiting_release", "missing_dates", "closed", "all"]
STATES: tuple[State, ...] = (
    "present", "in_quarantine", "awaiting_release", "missing_dates", "closed", "all",
)  # fmt: skip
# A phone shows the first few: who, until when, how it stands.
SHOWN = (
    "full_name", "quarantine_end", "state", "group_id", "case_type", "days_left", "address",
    "phone", "quarantine_start", "case_id",
)  # fmt: skip
SEARCHED = ("full_name", "case_id", "external_id", "house_number", "alley", "street", "phone")


@dataclass(frozen=True)
class QuarantineFilter:
    """What the reader asks for. Empty means everything; `state` "present" is in quarantine or
    awaiting release."""

    groups: tuple[str, ...] = ()
    case_type: str = ""
    state: State = "present"
    ends_within: int | None = None
    search: str = ""


def quarantine_list(
    store: Store, actor: Actor, as_of: date, wanted: QuarantineFilter
) -> tuple[Listing, int]:
    """The rows that fit and the number of all stays known on the day, within the reach."""
    actor = allowed(store, actor, "persons.see")
    people = _people(store, actor, as_of)
    rows = people.filter(*_conditions(wanted, as_of))
    shown = [name for name in SHOWN if name in rows.columns]
    saw_list(store, actor, "quarantine", len(rows))
    return Listing("cases", rows.select(shown), tuple(rows["case_id"].to_list())), people.height


def _people(store: Store, actor: Actor, as_of: date) -> pl.DataFrame:
    """Every stay known on the day with its state and what the actor may read, by given name."""
    wanted = stored_columns("cases", ("case_id", *SEARCHED, *SHOWN))
    view = view_of(store, actor, "cases", wanted)

    def load() -> pl.DataFrame:
        known = stays(standing_tables(store)["cases"], as_of=as_of)
        state = known.select(
            "case_id", "in_quarantine", "awaiting_release", "is_open",
            (pl.col("missing_start") | pl.col("missing_end")).alias("missing_dates"),
        ).with_columns(_state())  # fmt: skip
        people = read_view(store, view)
        joined = people.join(state, on="case_id", how="inner")
        searchable = [name for name in SEARCHED if name in joined.columns]
        return in_order(with_address(joined)).with_columns(
            days_left=(pl.col("quarantine_end") - as_of).dt.total_days(),
            _search=pl.concat_str(searchable, separator=" ", ignore_nulls=True).map_elements(
                fold_search, return_dtype=pl.String
            ),
        )

    return kept(("people", *standing_key(store), as_of, view), load)


def _state() -> pl.Expr:
    return (
        pl.when("awaiting_release").then(pl.lit("awaiting_release"))
        .when("in_quarantine").then(pl.lit("in_quarantine"))
        .when("is_open").then(pl.lit("not_started"))
        .otherwise(pl.lit("closed")).alias("state")
    )  # fmt: skip


def _conditions(wanted: QuarantineFilter, as_of: date) -> list[pl.Expr]:
    conditions = [_in_state(wanted.state)]
    if wanted.groups:
        conditions.append(pl.col("group_id").is_in(wanted.groups))
    if wanted.case_type:
        conditions.append(pl.col("case_type") == wanted.case_type)
    if wanted.ends_within is not None:
        last = as_of + timedelta(days=wanted.ends_within)
        conditions.append(pl.col("quarantine_end").is_between(as_of, last))
    for word in fold_search(wanted.search).split():
        conditions.append(pl.col("_search").str.contains(word, literal=True))
    return conditions


def _in_state(state: State) -> pl.Expr:
    if state == "all":
        return pl.lit(True)
    if state == "present":
        return pl.col("state").is_in(["in_quarantine", "awaiting_release"])
    if state == "missing_dates":
        return pl.col("missing_dates") & (pl.col("state") != "closed")
    return pl.col("state") == state


@dataclass(frozen=True)
class PersonRecord:
    """One stay with everything that the actor may see of it; `fields` in reading order, `hidden`
    what a typed reason would show, `names` of the people and teams whose ids stand in it."""

    case_id: str
    household_id: str | None
    title: str
    state: str
    fields: dict[str, Any]
    hidden: tuple[str, ...]
    visits: Listing
    household: Listing
    names: Mapping[str, str]


RECORD_FIELDS = (
    "full_name", "case_type", "sex", "birth_date", "birth_year", "national_id", "phone",
    "contact_phone", "group_id", "house_number", "alley", "street", "reported_at",
    "quarantine_start", "quarantine_end", "previous_quarantine_end", "change_reason",
    "first_positive_date", "first_test_type", "last_exposure_date", "relation", "source_case_id",
    "vaccine_doses", "last_dose_date", "conditions", "pregnant", "order_number", "closed_on",
    "end_reason", "transferred_to", "converted_case_id", "note",
)  # fmt: skip
VISIT_FIELDS = (
    "visited_at", "team_id", "mode", "result", "missed_reason", "temperature", "spo2",
    "symptoms", "action", "note",
)  # fmt: skip


def person_record(store: Store, actor: Actor, as_of: date, case_id: str) -> PersonRecord | None:
    """The stay with its visits up to the day and the others behind the same door; None when
    there is none within reach."""
    actor = allowed(store, actor, "persons.see")
    people = _people(store, actor, as_of)
    found = people.filter(pl.col("case_id") == case_id)
    if found.is_empty():
        return None
    saw_record(store, actor, "cases", case_id)
    wanted = with_days("cases", (*RECORD_FIELDS, "case_id", "household_id"))
    cases = known_by("cases", visible_frame(store, actor, "cases", wanted), as_of)
    row = cases.filter(pl.col("case_id") == case_id).row(0, named=True)
    fields = {name: row[name] for name in RECORD_FIELDS if row.get(name) is not None}
    visits = _visits(store, actor, as_of, case_id)
    return PersonRecord(
        case_id=case_id,
        household_id=row.get("household_id"),
        title=row.get("full_name") or case_id,
        state=found["state"][0],
        fields=fields,
        hidden=tuple(name for name in hidden_columns(actor, "cases") if name in RECORD_FIELDS),
        visits=visits,
        household=_same_door(cases, people, row),
        names=_names(store, cases, fields, visits),
    )


def _names(
    store: Store, cases: pl.DataFrame, fields: Mapping[str, Any], visits: Listing
) -> dict[str, str]:
    """Only of whom the reader may see the name."""
    found: list[tuple[str, str | None]] = []
    if "full_name" in cases.columns:
        wanted = [fields.get(name) for name in ("source_case_id", "converted_case_id")]
        people = cases.filter(pl.col("case_id").is_in([id_ for id_ in wanted if id_]))
        found += people.select("case_id", "full_name").rows()
    if "team_id" in visits.frame.columns:
        teams = standing_tables(store)["teams"].select("team_id", "name")
        found += teams.join(visits.frame, on="team_id", how="semi").rows()
    return {id_: name for id_, name in found if name}


def _visits(store: Store, actor: Actor, as_of: date, case_id: str) -> Listing:
    frame = visible_frame(store, actor, "visits", ("visit_id", "case_id", *VISIT_FIELDS))
    rows = frame.filter(
        pl.col("case_id") == case_id,
        pl.col("visited_at").str.slice(0, 10) <= as_of.isoformat(),
    ).sort("visited_at", descending=True)
    shown = [name for name in VISIT_FIELDS if name in rows.columns]
    return Listing("visits", rows.select(shown), tuple(rows["visit_id"].to_list()))


def _same_door(cases: pl.DataFrame, people: pl.DataFrame, row: dict[str, Any]) -> Listing:
    door = row.get("household_id")
    same = cases.filter(pl.col("household_id") == door, pl.col("case_id") != row["case_id"])
    ids = same["case_id"].to_list()
    rows = people.filter(pl.col("case_id").is_in(ids), pl.col("state") != "closed")
    shown = ["full_name", "case_type", "state", "quarantine_start", "quarantine_end"]
    return Listing("cases", rows.select(shown), tuple(rows["case_id"].to_list()))
