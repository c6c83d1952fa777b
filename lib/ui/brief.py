"""What the morning brief says: one sentence for each figure, the same on screen and on paper."""

from collections.abc import Sequence
from typing import Any

from lib.documents.district_report import count_words, period_words
from lib.reports.brief import Brief
from lib.reports.directives import Task
from lib.reports.ward import Ward
from lib.rules.reporting import LINES
from lib.text.catalogue import _, ngettext
from lib.text.formats import format_day, format_number
from lib.ui.context import PageContext
from lib.ui.figures import share_words, value_words
from lib.ui.print import heading_lines

_NAMES_SHOWN = 4
_HAPPENED = (
    "new_f0", "new_f1", "completed_f0", "completed_f1", "became_f0", "transferred", "died",
    "vaccinated_here", "vaccinated_elsewhere", "breaches",
)  # fmt: skip
_BREACHES = ("level_breaches", "gatherings_over_limit", "venues_open")
_ENDS = ("ends_today", "ends_tomorrow")


def brief_values(brief: Brief, ward: Ward, context: PageContext) -> dict[str, Any]:
    """heading, title, day, sections (name, sentences), footer; all words."""
    sections = [
        (_("Since yesterday 18:00"), _happened(brief)),
        (_("To decide today"), _decisions(brief)),
        (_("Quarantine ending"), [_figure(brief, id_) for id_ in _ENDS]),
        (_("Teams"), _teams(brief)),
        (_("Without a first dose"), _cohort(brief)),
        (_("Level 3"), [_figure(brief, id_) for id_ in _BREACHES]),
        (_("Tasks due"), [_task(task, brief) for task in brief.due]),
        (_("Missing from the data"), _missing(brief)),
    ]
    nothing = [_("Nothing.")]
    return {
        "heading": heading_lines(ward, context),
        "title": _("Morning brief"),
        "day": _("As of the end of {day}").format(day=format_day(brief.as_of)),
        "sections": [(name, sentences or nothing) for name, sentences in sections],
        "footer": _("For the ward's staff only; not to be handed on."),
    }


def _happened(brief: Brief) -> list[str]:
    counts = brief.happened.counts
    told = [line for line in LINES if line.id in _HAPPENED and counts[line.id]]
    if not told:
        return []
    words = "; ".join(f"{_(line.label)}: {count_words(counts[line.id])}" for line in told)
    return [f"{words} ({period_words(brief.as_of, brief.as_of)})."]


def _decisions(brief: Brief) -> list[str]:
    elsewhere = (*_ENDS, *_BREACHES, "silent_teams", "directives_overdue", "missing_dates")
    return [
        _figure(brief, view.indicator.id)
        for view in brief.overview.decisions
        if view.indicator.id not in elsewhere
    ]


def _figure(brief: Brief, id_: str) -> str:
    """What, how many of how many, who, and what to do."""
    view = brief.figures[id_]
    words = f"{_(view.indicator.label)}: {value_words(view)}"
    if share := share_words(view):
        words += f" ({share})"
    if names := brief.names.get(id_):
        words += f": {_listed(names)}"
    action = _(view.indicator.action) if view.indicator.action and view.needs_decision else ""
    return f"{words}. {action}".strip()


def _listed(names: Sequence[str]) -> str:
    shown, n_more = "; ".join(names[:_NAMES_SHOWN]), len(names) - _NAMES_SHOWN
    if n_more <= 0:
        return shown
    more = ngettext("and {n} more", "and {n} more", n_more)
    return f"{shown} " + more.format(n=n_more)


def _teams(brief: Brief) -> list[str]:
    said = _("{team}: {n} of {total} not seen yet today.")
    late = [
        said.format(team=team.name, n=team.n_due - (team.n_seen or 0), total=team.n_due)
        for team in brief.late_teams
    ]
    silent = ", ".join(team.name for team in brief.silent_teams)
    if silent:
        late.append(_("No word today from: {teams}.").format(teams=silent))
    return late


def _cohort(brief: Brief) -> list[str]:
    known = brief.cohort
    if not known.baseline:
        return []
    words = _("{n} of {total} on the list of {day} still have no first dose.").format(
        n=format_number(known.remaining), total=format_number(known.baseline),
        day=format_day(known.baseline_on) if known.baseline_on else "",
    )  # fmt: skip
    return [words, _figure(brief, "contacted_recently"), _figure(brief, "hospital_appointments")]


def _task(task: Task, brief: Brief) -> str:
    row = task.row
    late = _("overdue since {day}") if task.is_overdue else _("due on {day}")
    parts = (row["number"], row["task"] or row["title"], row["responsible"])
    due = late.format(day=format_day(row["due_on"]))
    return ", ".join(part for part in parts if part) + f": {due}."


def _missing(brief: Brief) -> list[str]:
    """What the figures could not count, out loud."""
    said = _("{figure}: {n} without data.")
    left_out = [
        said.format(figure=_(view.indicator.label), n=format_number(view.figure.left_out))
        for view in brief.figures.values()
        if view.figure.left_out
    ]
    dates = brief.figures["missing_dates"]
    return [*([_figure(brief, "missing_dates")] if dates.figure.numerator else []), *left_out]
