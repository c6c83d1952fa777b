"""What a household's record says, in words."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from itertools import groupby
from typing import Any

from lib.documents.household_sheet import DayLines, StayLine
from lib.reports.home_story import HomeRecord, Row
from lib.reports.stay_story import Event
from lib.reports.ward import Ward
from lib.schema.tables import ENUMERATIONS, TABLES
from lib.text.catalogue import _, language
from lib.text.formats import format_day, format_moment
from lib.ui.context import PageContext
from lib.ui.print import heading_lines
from lib.ui.stay_story import detail_words, what_words
from lib.ui.work_words import sign_state_words, vulnerable_words

# These stand in the table of stays.
_IN_THE_TABLE = ("quarantine_start", "quarantine_end", "last_exposure_date", "closed_on")
_ONE_KIND = ("visits", "tests", "appraisals")
_BARE = ("order_number", "completion_number", "symptoms", "reasons", "proposed_by", "approved_by")


def sheet_values(
    record: HomeRecord, ward: Ward, context: PageContext, groups: dict[str, str]
) -> dict[str, Any]:
    """Arguments of household_sheet."""
    names = {stay["case_id"]: stay.get("full_name") or stay["case_id"] for stay in record.stays}
    return {
        "heading": heading_lines(ward, context),
        "title": _("Household record"),
        "day": _("As of the end of {day}").format(day=format_day(context.as_of)),
        "door": _door(record, groups),
        "stays_title": _("Stays"),
        "stays": [_stay(stay, context.as_of) for stay in record.stays],
        "days_title": _("In time order"),
        "days": _days(record.events, names, groups),
        "footer": _("For the ward's staff only; not to be handed on."),
    }


def _door(record: HomeRecord, groups: dict[str, str]) -> list[str]:
    row, home, columns = record.row, record.home, TABLES["households"].columns
    group = groups.get(row["group_id"], row["group_id"])
    lines = [", ".join(part for part in (row.get("address"), group, row["household_id"]) if part)]
    lines += [
        f"{columns[name].label(language())}: {row[name]}"
        for name in ("n_people", "phone")
        if row.get(name) is not None
    ]
    if home is None:
        return lines
    if words := vulnerable_words(home):
        lines.append(_("Vulnerable: {who}").format(who=words))
    if home.latest_end:
        lines.append(_("Free after {day}.").format(day=format_day(home.latest_end)))
    if home.sign_state in ("to_post", "to_replace", "to_remove", "no_end"):
        hanging = (home.sign["printed_start"], home.sign["printed_end"]) if home.sign else None
        right = (home.first_start, home.latest_end)
        lines.append(sign_state_words(home.sign_state, right, hanging))
    return lines


def _stay(stay: Row, as_of: date) -> StayLine:
    born = f" ({stay['birth_year']})" if stay.get("birth_year") else ""
    start, end = format_day(stay["quarantine_start"]), format_day(stay["quarantine_end"])
    return StayLine(
        (stay.get("full_name") or stay["case_id"]) + born, stay["case_type"],
        f"{start or '?'} \u2013 {end or '?'}", _remark(stay, as_of),
    )  # fmt: skip


def _remark(stay: Row, as_of: date) -> str:
    """How it ended, and what the last day was before it was moved."""
    parts = []
    if stay.get("closed_on") and stay["closed_on"] <= as_of:
        why = ENUMERATIONS["end_reason"].label(stay["end_reason"], language())
        parts.append(f"{format_day(stay['closed_on'])}: {why}")
    if stay.get("previous_quarantine_end"):
        before = _("before until {day}: {why}")
        day = format_day(stay["previous_quarantine_end"])
        parts.append(before.format(day=day, why=stay.get("change_reason") or "?"))
    return "; ".join(parts)


def _days(
    events: Sequence[Event], names: Mapping[str, str], groups: dict[str, str]
) -> list[DayLines]:
    told = [event for event in events if event.column not in _IN_THE_TABLE]
    return [
        DayLines(format_moment(day), _lines(list(of_day), names, groups))
        for day, of_day in groupby(told, key=lambda event: event.when[:10])
    ]


def _lines(events: list[Event], names: Mapping[str, str], groups: dict[str, str]) -> list[str]:
    """One line for each thing that happened on the day; what is alike of several people is said
    once."""
    said: dict[str, dict[str, list[str]]] = {}
    for event in events:
        alike = said.setdefault(_what(event), {}).setdefault(_details(event, groups), [])
        if event.case_id and names[event.case_id] not in alike:
            alike.append(names[event.case_id])
    return [
        ": ".join(filter(None, [what, "; ".join(_one(*each) for each in alike.items())]))
        for what, alike in said.items()
    ]


def _one(details: str, who: list[str]) -> str:
    return " \u2013 ".join(part for part in (", ".join(who), details) if part)


def _what(event: Event) -> str:
    """Of a list with one kind of event its own name says enough."""
    label = TABLES[event.table].label(language())
    return label if event.table in _ONE_KIND else what_words(event)


def _details(event: Event, groups: dict[str, str]) -> str:
    """Numbers of papers, and what people said, need no heading here."""
    bare = {name: value for name, value in event.details.items() if name in _BARE}
    rest = {name: value for name, value in event.details.items() if name not in _BARE}
    words = detail_words(replace(event, details=rest), groups)
    return ", ".join(part for part in (words, *map(str, bare.values())) if part)
