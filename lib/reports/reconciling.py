"""The list of those without a dose against the national platform's list, person by person."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl

from lib.indicators.cohort import VACCINATED, listed
from lib.reports.duplicates import people_of
from lib.reports.frames import kept, version_key, visible_frame, ward_on
from lib.reports.likeness import WEIGHTS, alike
from lib.security.access import allowed
from lib.security.actors import Actor
from lib.store.engine import Store
from lib.store.repository import fetch

_WANTED = (
    "resident_id", "full_name", "birth_year", "group_id", "outcome", "outcome_on",
    "platform_checked_on", "row_version",
)  # fmt: skip
_MARK = "platform:"
_OWN = {"phone", "door", "national_id"}


@dataclass(frozen=True)
class Match:
    """A row of the platform's list that may be the same person; `evidence`: aspect -> what agrees
    or contradicts (likeness.WEIGHTS), never the name alone."""

    platform_id: str
    full_name: str
    first_dose_on: date | None
    evidence: dict[str, str]


@dataclass(frozen=True)
class Checked:
    """One resident of our list, what our list says, and the likeliest row of the platform's."""

    resident: dict[str, Any]
    match: Match | None

    @property
    def has_dose(self) -> bool:
        return self.match is not None and self.match.first_dose_on is not None

    @property
    def is_full_match(self) -> bool:
        """Name, birth and a telephone, address or national id are the same, nothing contradicts,
        and the dose is of the day that our list says."""
        if self.match is None or self.resident.get("outcome_on") != self.match.first_dose_on:
            return False
        agreed = {name for name, how in self.match.evidence.items() if how.startswith("same")}
        differs = any(WEIGHTS[name].get(how, 0) < 0 for name, how in self.match.evidence.items())
        return not differs and agreed >= {"full_name", "birth"} and bool(agreed & _OWN)


@dataclass(frozen=True)
class Reconciliation:
    """`taken_on`: the day of the latest list of the platform, of `n` people.

    `found`: still on our list, with a dose on the platform. `unconfirmed`: say they are vaccinated
    and the platform's list shows it, but nobody has said yet that it is the same person; full
    matches come first. `missing`: say so, and the list does not show it. `n_confirmed`: say so,
    and somebody has found it.
    """

    taken_on: date | None
    n: int
    missing: tuple[Checked, ...]
    unconfirmed: tuple[Checked, ...]
    found: tuple[Checked, ...]
    n_confirmed: int


def reconcile(store: Store, actor: Actor, as_of: date) -> Reconciliation:
    """Nothing to compare for those who do not reach the whole ward. Raises NotAllowed."""
    actor = allowed(store, actor, "persons.see")
    platform = visible_frame(
        store, actor, "platform_people", ("platform_id", "full_name", "first_dose_on", "taken_on")
    ).filter(pl.col("taken_on") <= as_of)
    people = _people(store, actor, as_of)
    matches = _matches(store, platform)
    checked = [Checked(row, matches.get(row["resident_id"])) for row in people]
    claims = [each for each in checked if not each.resident["is_remaining"]]
    taken_on: Any = platform["taken_on"].max()
    confirmed = [each for each in claims if _is_confirmed(each, taken_on)]
    open_claims = [each for each in claims if each not in confirmed]
    shown = [each for each in open_claims if each.has_dose]
    return Reconciliation(
        taken_on=taken_on,
        n=platform.height,
        missing=tuple(each for each in open_claims if not each.has_dose),
        unconfirmed=tuple(sorted(shown, key=lambda each: not each.is_full_match)),
        found=tuple(c for c in checked if c.resident["is_remaining"] and c.has_dose),
        n_confirmed=len(confirmed),
    )


def _is_confirmed(claim: Checked, taken_on: date | None) -> bool:
    """Somebody has looked since the list was taken, and it shows the dose."""
    looked: date | None = claim.resident.get("platform_checked_on")
    return claim.has_dose and looked is not None and taken_on is not None and looked >= taken_on


def _people(store: Store, actor: Actor, as_of: date) -> list[dict[str, Any]]:
    """Those who remain on the day, and those who are said to be vaccinated."""
    state = (
        listed(ward_on(store, as_of))
        .to_native()
        .filter(pl.col("is_remaining") | pl.col("outcome").is_in(VACCINATED))
    )
    rows = visible_frame(store, actor, "unvaccinated", _WANTED[:-1])
    with store.read() as conn:
        versions = fetch(conn, store.ward_id, "unvaccinated", ("resident_id", "row_version"))
    joined = rows.join(state.select("resident_id", "is_remaining"), on="resident_id")
    return joined.join(versions, on="resident_id").rows(named=True)


def _matches(store: Store, platform: pl.DataFrame) -> dict[str, Match]:
    """By resident, the likeliest row; a row of the platform's list is one person's only."""
    pairs = kept(("platform", *version_key(store)), lambda: _pairs(store))
    shown = {row["platform_id"]: row for row in platform.rows(named=True)}
    matches: dict[str, Match] = {}
    taken: set[str] = set()
    for pair in pairs.rows(named=True):
        resident, row = pair["first"], shown.get(pair["second"].removeprefix(_MARK))
        if row is None or resident in matches or row["platform_id"] in taken:
            continue
        taken.add(row["platform_id"])
        evidence = {aspect: pair[aspect] for aspect in WEIGHTS if pair[aspect]}
        matches[resident] = Match(
            row["platform_id"], row.get("full_name", ""), row.get("first_dose_on"), evidence
        )
    return matches


def _pairs(store: Store) -> pl.DataFrame:
    """Residents (first) and rows of the platform (second) that may be one person, likeliest
    first."""
    with store.read() as conn:
        residents = people_of("unvaccinated", fetch(conn, store.ward_id, "unvaccinated"))
        platform = people_of("platform_people", fetch(conn, store.ward_id, "platform_people"))
    marked = platform.with_columns(id=pl.lit(_MARK) + pl.col("id"))
    pairs = alike(pl.concat([residents, marked]))
    turned = pairs.with_columns(
        first=pl.when(pl.col("first").str.starts_with(_MARK)).then("second").otherwise("first"),
        second=pl.when(pl.col("first").str.starts_with(_MARK)).then("first").otherwise("second"),
    )
    return turned.filter(
        pl.col("second").str.starts_with(_MARK) & ~pl.col("first").str.starts_with(_MARK)
    )
