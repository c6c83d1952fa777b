"""Texts for the loudspeaker, the group leaders and the teams: numbers, never a person."""

from collections.abc import Mapping

import streamlit as st

from lib.reports.listing import named_groups
from lib.reports.messages import MessageNumbers, message_numbers
from lib.text.catalogue import _
from lib.text.formats import format_day, format_number
from lib.ui.context import PageContext
from lib.ui.figures import value_words


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
    for title, text in texts.items():
        st.subheader(title, anchor=False)
        st.code(text, language=None, wrap_lines=True)


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
        lines.append(_("Nothing is waiting in any group."))
    return "\n".join([*lines, _("Names and addresses are in the program, not in this group.")])


def teams_text(numbers: MessageNumbers, day: str) -> str:
    lines = [_("Teams, {day}:").format(day=day)]
    ids = ("visited_today", "not_seen_2_days", "danger_signs_open", "silent_teams")
    for id_ in ids:
        view = numbers.figures[id_]
        lines.append(f"\u2013 {_(view.indicator.label)}: {value_words(view)}")
    lines.append(_("Please record every visit before 18:00; a missed visit with its reason."))
    return "\n".join(lines)


def _published(numbers: MessageNumbers, id_: str) -> str | None:
    figure = numbers.published.get(id_)
    return None if figure is None or figure.value is None else format_number(figure.value)
