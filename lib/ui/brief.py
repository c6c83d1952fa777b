"""What the morning brief says: one sentence for each figure, the same on screen and on paper."""

from collections.abc import Sequence
from typing import Any

import streamlit as st

from lib.documents.district_report import count_words, period_words
from lib.reports.brief import Brief, TeamDuty
from lib.reports.directives import Task
from lib.reports.ward import Ward
from lib.rules.reporting import LINES
from lib.schema.tables import TABLES
from lib.text.catalogue import N_, _, language, ngettext
from lib.text.formats import format_day, format_moment, format_number, inside_sentence
from lib.ui.context import PageContext
from lib.ui.figures import calm_words, figure_button, sentence_words
from lib.ui.print import heading_lines

# So many are told of each; the rest is a number, so that the page stays one page.
_NAMES_SHOWN, _TASKS_SHOWN, _TEAMS_SHOWN = 4, 5, 8
# The lines of the report to the district, as sentences.
_HAPPENED: Sequence[tuple[tuple[str, ...], str]] = (
    (("new_f0", "new_f1"), N_("New: {new_f0} F0, {new_f1} F1")),
    (("in_quarantine_f0", "in_quarantine_f1"),
     N_("In quarantine at home now: {in_quarantine_f0} F0, {in_quarantine_f1} F1")),
    (("completed_f0", "completed_f1", "became_f0"),
     N_("{completed_f0} F0 and {completed_f1} F1 completed quarantine, {became_f0} F1 became F0")),
    (("transferred", "died", "left_otherwise"),
     N_("{transferred} transferred to hospital, {died} died, {left_otherwise} left otherwise")),
    (("vaccinated_here", "vaccinated_elsewhere"),
     N_("{vaccinated_here} had their first dose in the ward, {vaccinated_elsewhere} elsewhere")),
    (("breaches",), N_("Inspections found {breaches} breaches of the measures")),
)  # fmt: skip
_LABELS = {line.id: line.label for line in LINES}
_ON_A_LINE = 3
_MEASURES = ("level_breaches", "gatherings_over_limit", "venues_open")
_ENDS = ("ends_today", "ends_tomorrow")
_JUDGED = ("visited_today", "visits_not_recorded", "silent_teams")
# Decisions that are told in a section of their own.
_ELSEWHERE = (*_ENDS, *_MEASURES, "silent_teams", "directives_overdue", "missing_dates")


def brief_values(brief: Brief, ward: Ward, context: PageContext) -> dict[str, Any]:
    """heading, title, day, sections (name, sentences), footer; all words."""
    sections = [
        (_("Since yesterday 18:00"), _happened(brief)),
        (_("To decide today"), _decisions(brief)),
        (_("Quarantine ending"), [_figure(brief, id_) for id_ in _ENDS]),
        (_("Teams, {day}").format(day=format_day(brief.judged_on)), _teams(brief)),
        (_("Without a first dose"), _cohort(brief)),
        (_level_title(brief, ward), [_figure(brief, id_) for id_ in _MEASURES]),
        (_("Tasks due"), _tasks(brief)),
        (_("Missing from the data"), _missing(brief)),
    ]
    return {
        "heading": heading_lines(ward, context),
        "title": _("Morning brief"),
        "day": _day_words(brief),
        "sections": sections,
        "footer": _("For the ward's staff only; not to be handed on."),
    }


def show_why(context: PageContext, brief: Brief) -> None:
    """Definition, rule and rows of the figure that is chosen, as behind its button elsewhere."""
    with st.expander(_("Why this number"), icon=":material/help:"):
        told = [id_ for id_, view in brief.figures.items() if view.indicator.sentence]
        chosen = st.selectbox(
            _("Figure"), told, key="brief.why",
            format_func=lambda id_: _(brief.figures[id_].indicator.label),
        )  # fmt: skip
        view = brief.judged(chosen) if chosen in _JUDGED else brief.figures[chosen]
        st.markdown(_(view.indicator.definition))
        figure_button(context, view, place="brief.why")


def _day_words(brief: Brief) -> str:
    """The hour while the day is not over; everything dated later is not counted."""
    if brief.now.date() != brief.as_of:
        return _("As of the end of {day}").format(day=format_day(brief.as_of))
    return _("As of {moment}").format(moment=format_moment(brief.now))


def _level_title(brief: Brief, ward: Ward) -> str:
    since = (ward.level_from_at or "")[:10]
    if not ward.declared_level or since > brief.as_of.isoformat():
        return _("Epidemic measures")
    return _("Level {level}").format(level=ward.declared_level)


def _happened(brief: Brief) -> list[str]:
    """A sentence for each figure or pair, three on a line."""
    period = _("Counted {period}.").format(period=period_words(brief.as_of, brief.as_of))
    said = [period, *(_reported(brief, ids, sentence) for ids, sentence in _HAPPENED)]
    return [" ".join(said[n : n + _ON_A_LINE]) for n in range(0, len(said), _ON_A_LINE)]


def _reported(brief: Brief, ids: Sequence[str], sentence: str) -> str:
    counts = {id_: brief.happened.counts[id_] for id_ in ids}
    words = {id_: count_words(n) for id_, n in counts.items()}
    if None not in counts.values():
        return _(sentence).format_map(words) + "."
    return " ".join(f"{_(_LABELS[id_])}: {words[id_]}." for id_ in ids)


def _decisions(brief: Brief) -> list[str]:
    """What is open, each with what to do; then what was looked at and is not."""
    open_ = [v.indicator.id for v in brief.overview.decisions if v.indicator.id not in _ELSEWHERE]
    calm = [v.indicator.label for v in brief.overview.calm if v.indicator.id not in _ELSEWHERE]
    said = [_figure(brief, id_) for id_ in open_]
    if calm:
        said.append(calm_words(calm))
    return said or [_("No data yet.")]


def _figure(brief: Brief, id_: str) -> str:
    """How many of how many, who, and what to do."""
    view = brief.figures[id_]
    words = sentence_words(view)
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
    said = [] if brief.judged_on == brief.as_of else [_nothing_yet(brief)]
    said.append(sentence_words(brief.judged("visited_today")) + ".")
    silent = ", ".join(team.name for team in brief.silent_teams)
    if silent:
        said.append(f"{sentence_words(brief.judged('silent_teams'))}: {silent}.")
    behind = [words for team in brief.teams if (words := _team(team))]
    said += behind[:_TEAMS_SHOWN]
    if len(behind) > _TEAMS_SHOWN:
        n_more = len(behind) - _TEAMS_SHOWN
        more = ngettext("{n} more team is behind.", "{n} more teams are behind.", n_more)
        said.append(more.format(n=n_more))
    if brief.teams and not behind and not silent:
        said.append(_("No team is behind."))
    return said


def _nothing_yet(brief: Brief) -> str:
    """Why the teams are judged by the day before."""
    if brief.now.date() == brief.as_of:
        return _("Today's visits are not complete before 18:00.")
    return _("No visit of {day} was written down.").format(day=format_day(brief.as_of))


def _team(team: TeamDuty) -> str:
    """What a team left undone and what is overdue; empty when there is nothing."""
    parts = []
    if team.day and team.n_missed:
        missed = _("{n} of {total} not seen")
        parts.append(missed.format(n=team.n_missed, total=team.day.n_due))
    if team.n_unseen:
        parts.append(_("{n} not seen for 2 days or longer").format(n=team.n_unseen))
    if team.n_untested:
        parts.append(_("{n} overdue for their test").format(n=team.n_untested))
    name = team.name or _("Nobody's area")
    return f"{name}: {', '.join(parts)}." if parts else ""


def _cohort(brief: Brief) -> list[str]:
    known = brief.cohort
    if not known.baseline:
        return [_("No data yet.")]
    words = _("{n} of {total} on the list of {day} still have no first dose.").format(
        n=format_number(known.remaining), total=format_number(known.baseline),
        day=format_day(known.baseline_on) if known.baseline_on else "",
    )  # fmt: skip
    return [words, _figure(brief, "contacted_recently"), _figure(brief, "hospital_appointments")]


def _tasks(brief: Brief) -> list[str]:
    """How many are overdue, then the first of them one by one."""
    said = [_figure(brief, "directives_overdue")]
    said += [_task(task) for task in brief.due[:_TASKS_SHOWN]]
    n_more = len(brief.due) - _TASKS_SHOWN
    if n_more > 0:
        more = ngettext("And {n} more task.", "And {n} more tasks.", n_more)
        said.append(more.format(n=n_more))
    return said


def _task(task: Task) -> str:
    row = task.row
    late = _("overdue since {day}") if task.is_overdue else _("due on {day}")
    parts = (row["number"], row["task"] or row["title"], row["responsible"])
    due = late.format(day=format_day(row["due_on"]))
    return ", ".join(part for part in parts if part) + f": {due}."


def _missing(brief: Brief) -> list[str]:
    """What the figures could not count, out loud."""
    said = []
    if brief.missing:
        tables = ", ".join(
            inside_sentence(TABLES[name].label(language())) for name in brief.missing
        )
        said.append(_("Lists not brought in yet: {lists}.").format(lists=tables))
    if brief.figures["missing_dates"].figure.numerator:
        said.append(_figure(brief, "missing_dates"))
    views = [brief.judged(id_) if id_ in _JUDGED else brief.figures[id_] for id_ in brief.figures]
    left_out = [view for view in views if view.figure.left_out]
    parts = [
        f"{inside_sentence(_(view.indicator.label))} ({format_number(view.figure.left_out)})"
        for view in left_out
    ]
    if parts:
        said.append(_("Figures that leave somebody out: {list}.").format(list="; ".join(parts)))
    return said or [_("Every list is here and every figure counts everybody.")]
