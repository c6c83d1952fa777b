"""The teams' day: last word, what became of the visits due, tests and kits of the week."""

from collections.abc import Sequence
from datetime import date, timedelta

import streamlit as st

from lib.indicators.cover import NO_TEAM
from lib.indicators.teamwork import TeamDay
from lib.indicators.workload import WEEK, Loads
from lib.reports.teams import Teams
from lib.text.catalogue import N_, _, ngettext
from lib.text.collate import text_key
from lib.text.formats import format_day, format_number
from lib.ui.header import empty_state
from lib.ui.plain import plain, show_table
from lib.ui.tables import wide_table

CAUSES = {
    "seen": N_("Seen"), "absent": N_("Household absent"), "wrong_phone": N_("Wrong phone"),
    "refused": N_("They refused"), "team": N_("Team did not go"),
    "unrecorded": N_("Nothing written"),
}  # fmt: skip


def percent(share: float | None) -> str:
    return _("no data") if share is None else f"{format_number(share * 100)} %"


def team_name(teams: Teams, team_id: str) -> str:
    return _("No team") if team_id == NO_TEAM else teams.names.get(team_id, team_id)


def show_alarms(teams: Teams) -> None:
    """What cannot wait: people nobody looks after, volunteers who dropped out, silence."""
    if teams.uncovered:
        n = len(teams.uncovered)
        words = ngettext("Nobody looks after {n} person.", "Nobody looks after {n} people.", n)
        st.error(words.format(n=n), icon=":material/person_alert:")
    if teams.carers_out:
        n = len(teams.carers_out)
        words = ngettext(
            "{n} person's volunteer dropped out.", "{n} people's volunteer dropped out.", n
        )
        st.warning(words.format(n=n), icon=":material/person_off:")
    if teams.silent:
        names = plain(", ".join(team_name(teams, id_) for id_ in teams.silent))
        words = ngettext(
            "{n} team wrote nothing today and is left out of every percentage: {names}.",
            "{n} teams wrote nothing today and are left out of every percentage: {names}.",
            len(teams.silent),
        )
        st.warning(words.format(n=len(teams.silent), names=names), icon=":material/voice_over_off:")


def show_today(teams: Teams) -> None:
    st.subheader(_("Visits due today"), anchor=False)
    if not teams.today:
        empty_state(_("No support team has people due today."))
        return
    wide_table([_today_row(teams, day) for day in teams.today], key="teams.today")
    st.caption(_("Due is what the dated rule asks. Nothing written is computed; it is not a miss."))
    others = [id_ for id_ in teams.names if teams.kinds[id_] == "testing"]
    if others:
        show_table([
            {_("Testing team"): team_name(teams, id_), _("Last word"): _last(teams, id_)}
            for id_ in others
        ])  # fmt: skip


def _today_row(teams: Teams, day: TeamDay) -> dict[str, str]:
    told = {
        _(label): str(day.causes[cause]) if day.has_data else "\u2013"
        for cause, label in CAUSES.items()
    }
    return {
        _("Team"): team_name(teams, day.team_id), _("Last word"): _last(teams, day.team_id),
        _("Due"): str(day.n_visits), **told, _("Share seen"): percent(day.share),
    }  # fmt: skip


def _last(teams: Teams, team_id: str) -> str:
    """The hour of today, else the day."""
    said = teams.words.get(team_id)
    if not said:
        return _("never")
    day, _t, hour = said.partition("T")
    is_today = day == teams.as_of.isoformat()
    return (hour[:5] or _("today")) if is_today else format_day(date.fromisoformat(day))


def show_kits(teams: Teams) -> None:
    """Rapid tests that each testing team needs in the coming week."""
    st.subheader(_("Tests of the coming week"), anchor=False)
    ids = sorted({team for team, _day in teams.kits}, key=text_key)
    if not ids:
        empty_state(_("No test is due in the coming week."))
        return
    wide_table(week_rows(teams, teams.kits, ids), key="teams.kits")
    st.caption(_("One kit for each test that the rules ask for; what is overdue counts today. "
                 "People who will come new are not in it: take some more."))  # fmt: skip


def week_rows(teams: Teams, loads: Loads, ids: Sequence[str]) -> list[dict[str, str]]:
    """A row per team, a column per day, the sum at the end."""
    days = [teams.as_of + timedelta(n) for n in range(WEEK)]
    return [
        {_("Team"): team_name(teams, id_)}
        | {f"{day:%d/%m}": str(loads.get((id_, day), 0)) for day in days}
        | {_("Sum"): str(_sum(loads, id_, days))}
        for id_ in ids
    ]


def _sum(loads: Loads, team_id: str, days: Sequence[date]) -> int:
    return sum(loads.get((team_id, day), 0) for day in days)
