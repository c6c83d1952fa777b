"""A vaccination session: who is asked to come, in which order, who is not and why; the list to
take along."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

import polars as pl

from lib.documents.workbooks import Column, Sheet, write_workbook
from lib.indicators.cohort import NOT_NOW, listed
from lib.reports.call_sheet import Call, call_sheet
from lib.reports.duplicates import people_of
from lib.reports.frames import kept, version_key, visible_frame, ward_on
from lib.reports.likeness import alike
from lib.schema.tables import ENUMERATIONS
from lib.security.access import allowed
from lib.security.actors import Actor
from lib.security.audit import note_export
from lib.store.engine import Store
from lib.store.repository import fetch
from lib.text.catalogue import _, language
from lib.text.collate import name_key
from lib.text.formats import format_day

# Who is not asked to the ward's session, in this order of reasons: in quarantine now; the dose is
# given at home; the ward sends them to the hospital; they may not have it, or not now.
Why = Literal["quarantine", "at_home", "hospital", "not_now"]
WHYS: tuple[Why, ...] = ("quarantine", "at_home", "hospital", "not_now")
_MARK = "case:"


@dataclass(frozen=True)
class Apart:
    """Somebody who is not asked to this session; `until`: the last day of a quarantine."""

    call: Call
    why: Why
    until: date | None = None


@dataclass(frozen=True)
class Session:
    """`asked`: most at risk first, among equals who has agreed. `apart`: by reason and name."""

    asked: tuple[Call, ...]
    apart: tuple[Apart, ...]


def session(store: Store, actor: Actor, as_of: date) -> Session:
    """Everybody who remains, in one of the two. Raises NotAllowed."""
    sheet = call_sheet(store, actor, as_of)
    ends = _quarantined(store, actor, as_of)
    asked, apart = [], []
    for call in (*sheet.due, *sheet.done, *sheet.later):
        if why := _why_apart(call, ends):
            apart.append(Apart(call, why, ends.get(call.resident_id)))
        else:
            asked.append(call)
    asked.sort(key=lambda call: (call.rank, call.last_result != "agreed", _name(call)))
    apart.sort(key=lambda each: (WHYS.index(each.why), each.until or date.max, _name(each.call)))
    return Session(tuple(asked), tuple(apart))


def _why_apart(call: Call, ends: Mapping[str, date | None]) -> Why | None:
    if call.resident_id in ends:
        return "quarantine"
    if call.reason in NOT_NOW:
        return "not_now"
    if call.reason == "bedbound":
        return "at_home"
    return "hospital" if call.is_ill else None


def _name(call: Call) -> tuple[object, ...]:
    return (name_key(call.full_name or ""),)


def _quarantined(store: Store, actor: Actor, as_of: date) -> dict[str, date | None]:
    """resident_id -> last day, of those who are likely somebody in quarantine or awaiting release
    whom the actor may see."""
    pairs = kept(("quarantined", *version_key(store), as_of), lambda: _pairs(store, as_of))
    stays = visible_frame(store, actor, "cases", ("case_id", "full_name", "quarantine_end"))
    if "full_name" not in stays.columns:
        return {}
    ends = {row["case_id"]: row.get("quarantine_end") for row in stays.rows(named=True)}
    return {resident: ends[case] for resident, case in reversed(pairs) if case in ends}


def _pairs(store: Store, as_of: date) -> list[tuple[str, str]]:
    """(resident_id, case_id) of residents and open stays that may be one person, likeliest first;
    never by the name alone."""
    ward = ward_on(store, as_of)
    open_ids = ward.stays.to_native().filter("is_open")["case_id"].to_list()
    remaining = listed(ward).to_native().filter("is_remaining")["resident_id"].to_list()
    with store.read() as conn:
        cases = fetch(conn, store.ward_id, "cases").filter(pl.col("case_id").is_in(open_ids))
        residents = fetch(conn, store.ward_id, "unvaccinated").filter(
            pl.col("resident_id").is_in(remaining)
        )
    marked = people_of("cases", cases).with_columns(id=pl.lit(_MARK) + pl.col("id"))
    pairs = alike(pl.concat([people_of("unvaccinated", residents), marked]))
    sides = [sorted(pair, key=lambda id_: id_.startswith(_MARK))
             for pair in pairs.select("first", "second").rows()]  # fmt: skip
    return [
        (resident, case.removeprefix(_MARK))
        for resident, case in sides
        if case.startswith(_MARK) and not resident.startswith(_MARK)
    ]


def last_word(call: Call) -> str:
    """What they said last and when; nothing when nobody has talked to them."""
    if call.last_on is None:
        return ""
    said = ENUMERATIONS["outreach_result"].label(call.last_result, language())
    return f"{said} {format_day(call.last_on)}".strip()


def session_file(
    store: Store, actor: Actor, calls: Sequence[Call], groups: Mapping[str, str], reason: str
) -> bytes:
    """A workbook with a line for the signature; who takes it out is noted. Raises NotAllowed."""
    actor = allowed(store, actor, "persons.see", "rows.export")
    note_export(store, actor, "unvaccinated", len(calls), reason)
    reasons = ENUMERATIONS["unvaccinated_reason"]
    columns = [
        Column(_("Row number"), style="number"), Column(_("Full name")),
        Column(_("Age"), style="number"), Column(_("Residential group")), Column(_("Address")),
        Column(_("Phone")), Column(_("Reason")), Column(_("Said last")),
        Column(_("F0 in the home")), Column(_("Came")), Column(_("Signature")),
    ]  # fmt: skip
    rows = [
        [number, call.full_name or "", call.age, groups.get(call.group_id, call.group_id),
         call.address or "", call.phone or "", reasons.label(call.reason, language()),
         last_word(call), _("yes") if call.home_has_f0 else "", "", ""]
        for number, call in enumerate(calls, start=1)
    ]  # fmt: skip
    return write_workbook([Sheet(_("Session"), columns, rows)])
