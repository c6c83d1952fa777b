"""What the A4 sheet says, in words; and the button that prints."""

from datetime import date
from typing import Any

import streamlit as st

from lib.documents.overview_sheet import SheetLine
from lib.indicators.suppression import BASE
from lib.reports.figures import FigureView
from lib.reports.overview import Overview, TeamDay
from lib.reports.published import SHARES, PublishedFigure, PublishedOverview
from lib.reports.ward import Ward
from lib.text.catalogue import _
from lib.text.formats import format_day, format_moment, format_number
from lib.ui.context import PageContext
from lib.ui.figures import calm_words, change_words, share_words, signed_words, value_words


def sheet_values(report: Overview, ward: Ward, context: PageContext) -> dict[str, Any]:
    """Arguments of render_overview_sheet, in the reader's language."""
    return {
        "heading": heading_lines(ward, context),
        "title": _("Home quarantine and vaccination: daily figures"),
        "day": _("As of the end of {day}").format(day=format_day(report.as_of)),
        "sections": [
            (
                _("Needs a decision today"),
                [_decision_line(view) for view in report.decisions]
                or [SheetLine(_("Nothing is waiting for a decision."), "")],
            ),
            (_("Figures of the day"), [_figure_line(view) for view in report.figures.values()]),
            (
                _("Support teams today"),
                [_team_line(team) for team in report.teams]
                or [SheetLine(_("No support team has people due today."), "")],
            ),
        ],
        "footer": _footer(report),
    }


def public_sheet_values(
    report: PublishedOverview, ward: Ward, context: PageContext
) -> dict[str, Any]:
    """The same for whoever is not of the ward's staff: published figures and nothing else."""
    hidden = _("Counts of 1 to {n} are not shown; the others are rounded to multiples of {base}.")
    return {
        "heading": heading_lines(ward, context),
        "title": _("Home quarantine and vaccination: daily figures"),
        "day": _("As of the end of {day}").format(day=format_day(context.as_of)),
        "sections": [
            (_("Figures of the day"), [_published_line(figure) for figure in report.figures]),
        ],
        "footer": hidden.format(n=report.rule.at_most, base=BASE),
    }


def _published_line(figure: PublishedFigure) -> SheetLine:
    label, is_share = _(figure.indicator.label), figure.indicator.id in SHARES
    if figure.is_hidden:
        return SheetLine(label, _("too few to tell"))
    if figure.value is None:
        return SheetLine(label, _("no data"))
    decimals = 1 if figure.indicator.unit == "rate" else 0
    number = format_number(figure.value * 100 if is_share else figure.value, decimals)
    return SheetLine(label, f"{number} %" if is_share else number, _change(figure, decimals))


def _change(figure: PublishedFigure, decimals: int) -> str:
    if figure.change is None or figure.indicator.id in SHARES:
        return ""
    change = signed_words(figure.change, decimals=decimals)
    return _("{change} since yesterday").format(change=change)


def choose_readers() -> bool:
    """For whom the sheet is printed; True: for somebody outside the ward's staff."""
    chosen = st.segmented_control(
        _("For whom"), ("staff", "outside"), key="print_overview.readers", default="staff",
        required=True,
        format_func=lambda who: _("The ward's staff") if who == "staff" else _("Outside the staff"),
    )  # fmt: skip
    return chosen == "outside"


def heading_lines(ward: Ward, context: PageContext) -> list[str]:
    """Whose sheet it is, the level, and whether it is the demo's."""
    demo = [_("Demo ward, everybody is invented")] if context.store.settings.is_demo else []
    return [ward.ward_name or _("Ward not named yet"), _level_words(ward, context.as_of), *demo]


def _level_words(ward: Ward, day: date) -> str:
    """Only the level in force is known: of days before it nothing is said but that."""
    if not ward.declared_level:
        return _("No epidemic level declared")
    if (ward.level_from_at or "")[:10] > day.isoformat():
        return _("The epidemic level of this day is not known")
    return _("Level {level} since {moment} ({document})").format(
        level=ward.declared_level,
        moment=format_moment(ward.level_from_at),
        document=ward.level_document or _("document unknown"),
    )


def _decision_line(view: FigureView) -> SheetLine:
    return SheetLine(_(view.indicator.label), value_words(view), _(view.indicator.action))


def _figure_line(view: FigureView) -> SheetLine:
    change = change_words(view)
    since = _("{change} since yesterday").format(change=change) if change else ""
    remark = " \u00b7 ".join(part for part in (share_words(view), since) if part)
    return SheetLine(_(view.indicator.label), value_words(view), remark)


def _team_line(team: TeamDay) -> SheetLine:
    if team.n_seen is None:
        return SheetLine(team.name, _("no data"), _("{n} due").format(n=team.n_due))
    return SheetLine(team.name, f"{team.n_seen}/{team.n_due}", _("seen of those due"))


def _footer(report: Overview) -> str:
    parts = [_("For the ward's staff only; not to be handed on.")]
    if report.calm:
        parts.append(calm_words(view.indicator.label for view in report.calm))
    if report.corrected_at:
        last = format_moment(report.corrected_at)
        parts.append(_("Last data came in at {moment}.").format(moment=last))
    return " ".join(parts)


def print_button(label: str, *, key: str) -> None:
    if st.button(label, icon=":material/print:", key=key):
        st.html("<script>window.print()</script>", unsafe_allow_javascript=True)
