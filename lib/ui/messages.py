"""Texts for the loudspeaker, the group leaders and the teams: numbers, never a person."""

from collections import Counter
from collections.abc import Iterable, Mapping

import streamlit as st

from lib.reports.listing import named_groups
from lib.reports.messages import MessageNumbers, message_numbers
from lib.reports.my_day import Round, Stop, entries_of, my_round, teams_to_walk
from lib.reports.round_files import place_of
from lib.text.catalogue import _
from lib.text.formats import format_day, format_number
from lib.ui.context import PageContext
from lib.ui.day_board import Board, is_done
from lib.ui.figures import sentence_words
from lib.ui.header import empty_state


def show_messages(context: PageContext) -> None:
    """One text below the other, each with its button to copy."""
    numbers = message_numbers(context.store, context.actor, context.as_of)
    groups, day = named_groups(context.store), format_day(context.as_of)
    texts = {
        _("For the loudspeaker"): loudspeaker_text(numbers, day),
        _("For the group leaders"): leaders_text(numbers, groups, day),
        _("For the teams"): teams_text(numbers, day),
    }
    st.caption(_("No names, no addresses. What goes to everybody is rounded, small numbers are "
                 "left out."))  # fmt: skip
    for place, (title, text) in enumerate(texts.items()):
        st.subheader(title, anchor=False)
        _to_copy(str(place), text)


def loudspeaker_text(numbers: MessageNumbers, day: str) -> str:
    """For everybody: published figures only."""
    ward = numbers.ward
    lines = [
        _("Announcement of the People's Committee of {ward}, {day}.").format(
            ward=ward.ward_name or _("the ward"), day=day
        )
    ]
    if ward.declared_level:
        level = _("The ward is at epidemic level {level}, by {document}.")
        lines.append(
            level.format(level=ward.declared_level, document=ward.level_document or _("notice"))
        )
    f0, f1 = (_published(numbers, id_) for id_ in ("in_quarantine_f0", "in_quarantine_f1"))
    if f0 and f1:
        lines.append(_("About {f0} F0 and {f1} F1 are in quarantine at home.").format(f0=f0, f1=f1))
    lines += [
        _("Everybody keeps to 5K: mask, disinfection, distance, no gathering, health declaration."),
        _("Whoever has no first dose yet: please tell the head of your residential group."),
        _("If you have a fever, a cough or lose your sense of smell, stay at home and call."),
    ]
    if ward.hotline:
        lines.append(_("Hotline: {phone}.").format(phone=ward.hotline))
    return "\n".join(lines)


def leaders_text(numbers: MessageNumbers, groups: Mapping[str, str], day: str) -> str:
    """What waits in each residential group, as numbers."""
    parts = {
        "ends_today": _("{n} end quarantine today"),
        "awaiting_release": _("{n} await release"),
        "unvaccinated_remaining": _("{n} without a first dose"),
    }
    lines = [_("Group leaders, {day}:").format(day=day)]
    for group, name in groups.items():
        said = [
            words.format(n=numbers.by_group[id_][group])
            for id_, words in parts.items()
            if numbers.by_group[id_].get(group)
        ]
        if said:
            lines.append(f"\u2013 {name}: {', '.join(said)}")
    if len(lines) == 1:
        is_known = any(numbers.figures[id_].figure.value is not None for id_ in parts)
        lines.append(_("Nothing is waiting in any group.") if is_known else _("No data yet."))
    return "\n".join([*lines, _("Names and addresses are in the program, not in this group.")])


def teams_text(numbers: MessageNumbers, day: str) -> str:
    """What they did on the day by which they are judged, and what is open now."""
    is_today = numbers.judged_on == numbers.figures["visited_today"].figure.as_of
    judged = [
        view if is_today else view.of_the_day_before
        for view in (numbers.figures[id_] for id_ in ("visited_today", "silent_teams"))
    ]
    now = [numbers.figures[id_] for id_ in ("not_seen_2_days", "tests_overdue",
                                            "danger_signs_open")]  # fmt: skip
    lines = [_("Teams, {day}:").format(day=day)]
    if not is_today:
        lines.append(_("Of {day}:").format(day=format_day(numbers.judged_on)))
    lines += [f"\u2013 {sentence_words(view)}." for view in judged]
    if not is_today:
        lines.append(_("To do today:"))
    lines += [f"\u2013 {sentence_words(view)}." for view in now]
    lines.append(_("Please record every visit before 18:00; a missed visit with its reason."))
    return "\n".join(lines)


def show_round_text(board: Board, groups: Mapping[str, str]) -> None:
    """A reminder to the team's own group, as things stand after the last tap."""
    round_ = board.round_
    left = [stop for stop in round_.stops if not is_done(round_, stop, board.entries)]
    with st.expander(_("Remind the team"), icon=":material/chat:"):
        st.caption(_("Alleys and numbers only: no name, no illness, no telephone."))
        _to_copy("round", round_text(round_, left, groups))


def show_team_texts(context: PageContext, groups: Mapping[str, str]) -> None:
    """The same for one team after the other, for whoever looks after all of them."""
    teams = teams_to_walk(context.store, context.actor)
    with st.expander(_("Remind a team"), icon=":material/chat:"):
        team_id = st.selectbox(
            _("Team"), list(teams), key="teams.remind", index=None,
            format_func=lambda id_: teams[id_], placeholder=_("Choose a team"),
        )  # fmt: skip
        if not team_id:
            return
        round_ = my_round(context.store, context.actor, context.as_of, team_id)
        if not round_.stops:
            empty_state(_("Nobody of this team is due today."))
            return
        entries = entries_of(context.store, context.actor, round_.stops, round_.as_of)
        left = [stop for stop in round_.stops if not is_done(round_, stop, entries)]
        st.caption(_("Alleys and numbers only: no name, no illness, no telephone."))
        _to_copy("round", round_text(round_, left, groups))


def _to_copy(name: str, text: str) -> None:
    """With a button that copies it, in sight on a phone as well (styles.css)."""
    with st.container(key=f"to_copy_{name}"):
        st.code(text, language=None, wrap_lines=True)


def round_text(round_: Round, left: Iterable[Stop], groups: Mapping[str, str]) -> str:
    """How many are still to be seen, alley by alley in walking order."""
    places = Counter(place_of(stop, groups) for stop in left)
    head, day = _("{team}, {day}:"), format_day(round_.as_of)
    lines = [head.format(team=round_.team_name, day=day)]
    if not places:
        lines.append(_("Everybody of today is done. Thank you!"))
        return "\n".join(lines)
    still = _("{n} of {total} people are still to be seen:")
    if round_.times > 1:
        still = _("{n} of {total} people are not done yet, {times} visits to each today:")
    total = len(round_.stops)
    lines.append(still.format(n=places.total(), total=total, times=round_.times))
    lines += [f"\u2013 {place}: {n}" for place, n in places.items()]
    lines.append(_("Please record every visit before 18:00; a missed visit with its reason."))
    return "\n".join(lines)


def _published(numbers: MessageNumbers, id_: str) -> str | None:
    figure = numbers.published.get(id_)
    return None if figure is None or figure.value is None else format_number(figure.value)
