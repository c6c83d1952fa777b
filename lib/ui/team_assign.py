"""Who has whom: share people out evenly, give them by hand, take volunteers off the roster."""

from collections.abc import Callable
from itertools import groupby

import streamlit as st

from lib.actions.deeds import Done
from lib.actions.teams import Given, give_people, leave_team
from lib.indicators.workload import share_out
from lib.reports.teams import Carried, Roster, Teams
from lib.text.catalogue import _, ngettext
from lib.text.formats import format_day
from lib.ui.context import PageContext
from lib.ui.deeds import do, may_act
from lib.ui.plain import plain, show_table
from lib.ui.team_today import team_name

TEAM, PEOPLE = "teams.assign.team", "teams.hand.people"


def show_assignment(
    context: PageContext, teams: Teams, people: Roster, groups: dict[str, str]
) -> None:
    _show_out(context, teams, people)
    team_id = st.selectbox(
        _("Team"), teams.support, key=TEAM,
        format_func=lambda id_: team_name(teams, id_),
    )  # fmt: skip
    members = list(teams.members.get(team_id, ()))
    own = [person for person in people.people if person.team_id == team_id]
    carrying = people.carrying(members)
    show_table([
        {_("Volunteer"): people.members.get(id_, id_), _("People"): str(n)}
        for id_, n in carrying.items()
    ])  # fmt: skip
    free = [person for person in own if person.member_id not in carrying]
    n_free = len(free)
    words = ngettext("{n} person has no volunteer.", "{n} people have no volunteer.", n_free)
    st.caption(words.format(n=n_free))
    if not may_act(context):
        return
    if free and members:
        _share_button(context, team_id, free, carrying, "free", _("Share these out evenly"))
    if own and members:
        nobody = dict.fromkeys(members, 0)
        _share_button(context, team_id, own, nobody, "all", _("Share everybody out anew"))
    _by_hand(context, teams, people, members, team_id, groups)


def _share_button(
    context: PageContext, team_id: str, people: list[Carried], carrying: dict[str, int],
    key: str, label: str,
) -> None:  # fmt: skip
    """Doors stay together; whoever has least is given the next one."""
    homes = [[p.case_id for p in home] for _door, home in groupby(people, lambda p: p.home)]
    given = [
        Given(case_id, team_id, member) for case_id, member in share_out(homes, carrying).items()
    ]
    n = len(given)
    said = ngettext("{n} person shared out.", "{n} people shared out.", n).format(n=n)
    st.button(
        label, key=f"teams.share.{key}", on_click=do,
        args=(
            context,
            lambda: give_people(context.store, context.actor, given, on=context.as_of), said,
        ),
    )  # fmt: skip


def _by_hand(
    context: PageContext, teams: Teams, people: Roster, members: list[str], team_id: str,
    groups: dict[str, str],
) -> None:  # fmt: skip
    everyone = {person.case_id: person for person in people.people}
    with st.form("teams.by_hand"):
        chosen = st.multiselect(
            _("Which people"), list(everyone), key=PEOPLE,
            format_func=lambda id_: person_words(everyone[id_], groups),
            placeholder=_("Choose people"),
        )  # fmt: skip
        team = plain(team_name(teams, team_id))
        member = st.selectbox(
            _("Volunteer of {team}").format(team=team), members, index=None,
            key=f"teams.hand.member.{team_id}", placeholder=_("The whole team"),
            format_func=lambda id_: people.members.get(id_, id_),
        )  # fmt: skip
        if st.form_submit_button(_("Give them"), type="primary") and chosen:
            given = [Given(id_, team_id, member) for id_ in chosen]
            n = len(given)
            said = ngettext("{n} person given.", "{n} people given.", n).format(n=n)
            do(
                context,
                lambda: give_people(context.store, context.actor, given, on=context.as_of), said,
            )  # fmt: skip
            st.rerun()


def person_words(person: Carried, groups: dict[str, str]) -> str:
    """Name, door and residential group."""
    group = groups.get(person.group_id, person.group_id)
    return " \u00b7 ".join(part for part in (person.name, person.address, group) if part)


def _show_out(context: PageContext, teams: Teams, people: Roster) -> None:
    """Volunteers who are in quarantine and still on a roster."""
    for row in people.history:
        is_running = row["to_on"] is None or row["to_on"] >= context.as_of
        if row["member_id"] not in people.out or not is_running:
            continue
        name = people.members.get(row["member_id"], row["member_id"])
        team = team_name(teams, row["team_id"])
        with st.container(border=True, horizontal=True, vertical_alignment="center"):
            st.text(_("{name} of {team} is in quarantine.").format(name=name, team=team))
            if may_act(context):
                st.button(
                    _("Off the roster"), key=f"teams.out.{row['membership_id']}", on_click=do,
                    args=(
                        context, _leaving(context, row["membership_id"]),
                        _("{name} is off the roster.").format(name=name),
                    ),
                )  # fmt: skip


def _leaving(context: PageContext, membership_id: str) -> Callable[[], Done]:
    return lambda: leave_team(context.store, context.actor, [membership_id], on=context.as_of)


def show_history(teams: Teams, people: Roster) -> None:
    with st.expander(_("Who served where, since when")):
        show_table([
            {
                _("Volunteer"): people.members.get(row["member_id"], row["member_id"]),
                _("Team"): team_name(teams, row["team_id"]),
                _("From"): format_day(row["from_on"]),
                _("To"): format_day(row["to_on"]),
            }
            for row in people.history
        ])  # fmt: skip
