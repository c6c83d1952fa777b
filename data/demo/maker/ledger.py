"""TROUBLES.md: what was planted, by code, and which indicator must find it."""

from maker.compliance import (
    FUNERAL_OF_26,
    NEW_YEAR_WEDDING,
    Gathering,
    Venue,
    planted_venues,
)
from maker.duty import Absence
from maker.epidemic import Stay
from maker.errands import Errand, late_errands
from maker.geography import Group
from maker.paying import PaySheets
from maker.people import Home
from maker.troubles import Planted
from maker.twice import Twice

HEAD = """\
# Planted troubles

Written by `generate.py`; do not edit. The demo's day is 29/12/2021. Each line says which rows are
wrong on purpose, and which indicator must find exactly these rows on that day.

| Indicator | Rows | Count | What is wrong |
|---|---|---|---|
"""
NOTES = """
- A stay without an end is in quarantine until it is closed; the one without a start (the last of
  the five) began on the day of its report. The five are never closed.
- The three awaiting release had not been closed by 29/12/2021; they are closed on 31/12/2021,
  03/01/2022 and 06/01/2022, so as of later days they are gone. No stay is closed on 29/12/2021.
- Everybody whom the silent team looks after and who was due on 28/12/2021 was seen on that day;
  of the other teams' people each one but the planted one was seen on 28 or 29/12/2021.
- Of the three awaiting release the first has a negative test and is proposed, the second has the
  test, the third has not been tested since its last day. Two more stays, lengthened later with a
  reason, differ from the rule: they are explained (left out).
- Where somebody's end is missing no sign can be judged.
- The gym that was found open on 27/12/2021 was closed on 28/12/2021: it is not among the open.

## Found in other ways

| Found by | Rows | Count | What is wrong |
|---|---|---|---|
"""
REFUSED = """
Every other row of every file is accepted, and no row refers to the two refused ones.
"""


TWICE = """
## Listed twice

The stays in the middle are in cases.csv a second time, as another team wrote them, under the codes
on the left, in the same order; all were closed before 23/12/2021. The people on the second line
only look alike.

| Codes | Are | Count | How |
|---|---|---|---|
"""


Line = tuple[str, list[str], str]


def team_troubles(
    absence: Absence, carried: list[Stay], errands: list[Errand], paid: PaySheets
) -> tuple[list[Line], list[Line]]:
    """What is found by an indicator, and what by the pay sheet."""
    by_indicator: list[Line] = [
        ("carers_out", _ids(carried), "given to a volunteer who is in quarantine"),
        ("requests_overdue", [row.id for row in late_errands(errands)],
         "asked for before 29/12: the two homes above; nobody took it; promised and not there"),
        ("payments_overdue", paid.overdue, "approved, due on 25/12, not paid"),
    ]  # fmt: skip
    elsewhere: list[Line] = [
        ("member in quarantine", [absence.member], "still on the roster of the team"),
        ("paid without record", [paid.too_many], "six units more than visits"),
        ("record without pay", [paid.left_out], "visits and no line"),
    ]
    return by_indicator, elsewhere


def register_troubles(groups: list[Group], unowned: list[str]) -> list[Line]:
    return [
        ("groups_untold", [groups[-1].id], "heard of it on 31/12 only"),
        ("tasks_unowned", unowned, "the clean-up before Tet, nobody named"),
    ]


def trouble_list(
    planted: Planted,
    venues: list[Venue],
    gatherings: list[Gathering],
    twice: Twice,
    of_register: list[Line],
    of_teams: tuple[list[Line], list[Line]],
) -> str:
    worship, _gym, pool = planted_venues(venues)
    crowds = [g for g in gatherings if g.starts_at in (FUNERAL_OF_26, NEW_YEAR_WEDDING)]
    missing = planted.missing_end + planted.missing_start
    indicators = [
        ("missing_dates", _ids(missing), "four without an end, the last one without a start"),
        ("awaiting_release", _ids(planted.awaiting), "the end has passed, nobody has closed them"),
        ("not_seen_2_days", [planted.not_seen.id], "last seen on 27/12, the team did report"),
        ("silent_teams", [planted.silent_team.id], "sent nothing on 29/12 with people due"),
        ("gatherings_over_limit", [g.id for g in crowds], "a funeral of 26; a wedding party"),
        ("venues_open", [worship.id], "a worship place found open on 28/12, not rechecked"),
        ("to_approve", [planted.awaiting[0].id], "proposed on 28/12, nobody has decided"),
        ("end_differs_from_rule", _ids(planted.one_day_too_long), "F1, typed a day too long"),
        ("danger_signs_open", [planted.danger.id], "SpO2 below 96 % on 29/12"),
        ("patients_not_checked", _ids(planted.unchecked), "F0 nobody has checked for home care"),
        ("homes_not_appraised", _homes(planted.not_appraised), "nobody has been there yet"),
        ("homes_not_fit", [planted.not_fit.id], "no separate room"),
        ("support_unmet", _homes(planted.unmet), "fit with support, which has not come yet"),
        ("signs_to_post", _homes(planted.no_sign), "somebody is in, no sign at the door"),
        ("signs_to_replace", _homes(planted.old_sign), "the end printed is not the latest one"),
        ("signs_to_remove", _homes(planted.sign_left), "everybody is out, the sign still hangs"),
        ("breaches_open", [planted.left_home.id], "found away on 27/12, to go back on 29/12"),
        ("neighbours_alarmed", [planted.alert.home.id], "nobody has been there since"),
        *of_register,
        *of_teams[0],
    ]
    elsewhere = [
        ("END_BEFORE_START", _ids(planted.end_before_start), "cases.csv: a wrong month in the end"),
        ("venues_open, left out", [pool.id], "must be closed, nobody knows whether it is"),
        *of_teams[1],
    ]
    parts = (HEAD, _table(indicators), NOTES, _table(elsewhere), REFUSED)
    return "".join(parts) + TWICE + _twice(twice)


def _twice(twice: Twice) -> str:
    lines = [
        (", ".join(new for _old, new in pairs), [old for old, _new in pairs], how)
        for pairs, how in (
            (twice.again, "no marks, capitals, shortened, misspelt, no year, the lunar year"),
            (twice.lookalikes, "nobody's: one mark in the name, the year and the group the same"),
        )
    ]
    return _table(lines)


def _ids(stays: list[Stay]) -> list[str]:
    return [stay.id for stay in stays]


def _homes(homes: list[Home]) -> list[str]:
    return [home.id for home in homes]


def _table(lines: list[tuple[str, list[str], str]]) -> str:
    return "".join(
        f"| {found_by} | {', '.join(rows)} | {len(rows)} | {what} |\n"
        for found_by, rows, what in lines
    )
