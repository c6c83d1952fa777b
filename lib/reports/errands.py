"""Errands for whoever runs them: the oldest first, with the door, and what is owed to whom."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl

from lib.indicators.errands import Errand, errands_on, median_hours
from lib.reports.accounts import names_of_accounts
from lib.reports.frames import kept, version_key, visible_frame, ward_on
from lib.reports.listing import with_address
from lib.security.access import allowed, view_of
from lib.security.actors import Actor
from lib.security.audit import saw_list
from lib.store.engine import Store
from lib.text.catalogue import language
from lib.text.collate import name_key

_PEOPLE = (
    "case_id", "full_name", "group_id", "house_number", "alley", "street", "phone",
    "contact_phone",
)  # fmt: skip


@dataclass(frozen=True)
class ErrandItem:
    """An errand, what was asked for, the person as far as the reader may see them, who goes."""

    errand: Errand
    details: str
    person: Mapping[str, Any]
    taker: str

    @property
    def id(self) -> str:
        return str(self.errand.row["request_id"])

    @property
    def name(self) -> str:
        return str(self.person.get("full_name") or self.errand.row["case_id"])

    @property
    def address(self) -> str:
        return str(self.person.get("address") or "")

    @property
    def phone(self) -> str | None:
        return self.person.get("phone") or self.person.get("contact_phone")


@dataclass(frozen=True)
class Errands:
    """`open`: the oldest first; `owing`: delivered and not paid back; `settled`: the last delivered
    first; `hours`: half of those delivered took no longer; `homes`: whom one may ask for, by code.
    """

    open: Sequence[ErrandItem]
    owing: Sequence[ErrandItem]
    settled: Sequence[ErrandItem]
    hours: float | None
    homes: Mapping[str, str]

    @property
    def n_settled(self) -> int:
        return len(self.settled)

    @property
    def owed(self) -> int:
        return sum(item.errand.owed for item in self.owing)


def errand_board(store: Store, actor: Actor, as_of: date) -> Errands:
    """Raises NotAllowed."""
    actor = allowed(store, actor, "persons.see", "requests.edit")
    views = (
        view_of(store, actor, "cases", _PEOPLE),
        view_of(store, actor, "requests", ("request_id", "details")),
    )
    key = ("errands", *version_key(store), as_of, language(), *views)
    board = kept(key, lambda: _board(store, actor, as_of))
    n_rows = len(board.open) + len(board.owing) + len(board.settled)
    saw_list(store, actor, "errands", n_rows)
    return board


def _board(store: Store, actor: Actor, as_of: date) -> Errands:
    ward = ward_on(store, as_of)
    people = {
        row["case_id"]: row
        for row in with_address(visible_frame(store, actor, "cases", _PEOPLE)).rows(named=True)
    }
    said = visible_frame(store, actor, "requests", ("request_id", "details"))
    details = dict(said.select("request_id", _details(said)).iter_rows())
    name_of = names_of_accounts(store)
    items = [
        ErrandItem(
            errand, details[errand.row["request_id"]] or "", people[errand.row["case_id"]],
            name_of(errand.row["taken_by"] or ""),
        )
        for errand in errands_on(ward)
        if errand.row["case_id"] in people and errand.row["request_id"] in details
    ]  # fmt: skip
    due = ward.stays.to_native().filter("is_due")["case_id"].to_list()
    named = {id_: people[id_] for id_ in due if id_ in people}
    return Errands(
        open=[item for item in items if item.errand.is_open],
        owing=[item for item in items if item.errand.state == "delivered"],
        settled=sorted(
            (item for item in items if item.errand.state == "settled"),
            key=lambda item: str(item.errand.row["delivered_at"]), reverse=True,
        ),
        hours=median_hours([item.errand for item in items]),
        homes=_by_name(named),
    )  # fmt: skip


def _details(frame: pl.DataFrame) -> pl.Expr:
    return pl.col("details") if "details" in frame.columns else pl.lit(None).alias("details")


def _by_name(people: Mapping[str, Mapping[str, Any]]) -> dict[str, str]:
    names = {id_: str(row.get("full_name") or id_) for id_, row in people.items()}
    return dict(sorted(names.items(), key=lambda pair: name_key(pair[1])))
