"""What is allowed today, as a text for the loudspeaker and for the groups' Zalo."""

from collections.abc import Sequence

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
        head = words.format(ward=ward_name, level=level, moment=format_moment(since))
    lines = list(dict.fromkeys(f"- {measure.label(language())}" for measure in measures))
    tail = [
        _("Everybody keeps to the 5K: mask, disinfection, distance, no gathering, declaration.")
    ]
    if hotline:
        tail.append(_("Hotline: {phone}.").format(phone=hotline))
    return "\n".join([head, *lines, *tail])
