"""What is allowed today, and what another level would change, as texts for the loudspeaker and for
the groups' Zalo."""

from collections.abc import Sequence

from lib.rules.level_change import Change
from lib.rules.measures import Measure
from lib.text.catalogue import _, language
from lib.text.formats import format_moment


def announcement(
    ward_name: str, level: int | None, since: str | None, measures: Sequence[Measure], hotline: str
) -> str:
    """Plain lines in the reader's language; the same measure of two layers is said once."""
    head = _("{ward} announces the measures against COVID-19 in force:").format(ward=ward_name)
    if level and since:
        words = _("{ward} announces: level {level} is in force since {moment}.")
        head = words.format(ward=ward_name, level=level, moment=_aloud(since))
    lines = list(dict.fromkeys(f"- {measure.label(language())}" for measure in measures))
    tail = [
        _("Everybody keeps to the 5K: mask, disinfection, distance, no gathering, declaration.")
    ]
    if hotline:
        tail.append(_("Hotline: {phone}.").format(phone=hotline))
    return "\n".join([head, *lines, *tail])


def _aloud(moment: str) -> str:
    """The hour before the day, as one says it."""
    day, _t, hour = moment.partition("T")
    said = format_moment(day)
    return _("{time} on {day}").format(time=hour[:5], day=said) if hour else said


def change_announcement(ward_name: str, level: int, changes: Sequence[Change], hotline: str) -> str:
    """What would be different, what goes on, and that today's measures hold until notice."""
    head = _("{ward} announces: if the epidemic level becomes {level}, this changes:")
    known = [change for change in changes if change.then and change.what != "stays"]
    unknown = [
        measure.label(language())
        for change in changes
        if change.what == "unknown"
        for measure in change.now
    ]
    lines = [head.format(ward=ward_name, level=level)]
    lines += [f"- {change.then.label(language())}" for change in known if change.then]
    if unknown:
        lines.append(_("Until the district says otherwise this goes on:"))
        lines += [f"- {words}" for words in dict.fromkeys(unknown)]
    lines.append(_("Until there is a notice, everybody keeps to the measures of today."))
    if hotline:
        lines.append(_("Hotline: {phone}.").format(phone=hotline))
    return "\n".join(lines)
