"""The report to the district: choose the days, read it, issue it; and those issued before."""

from datetime import date, timedelta

import streamlit as st

from lib.actions.deeds import Refused
from lib.actions.reporting import issue_report
from lib.documents.district_report import count_words, counted_words, line_words, period_words
from lib.documents.papers import TemplateRefused
from lib.reports.district import (
    RIGHT,
    DistrictReport,
    IssuedReport,
    district_report,
    issued,
    issued_file,
    line_listing,
    report_documents,
)
from lib.reports.listing import named_groups
from lib.reports.papers import DOCX
from lib.rules.reporting import LINES, Line
from lib.security.actors import NotAllowed
from lib.store.problems import StoreProblem
from lib.text.catalogue import N_, _
from lib.text.formats import format_day, format_moment
from lib.ui.context import PageContext
from lib.ui.deeds import may_act, say_problem, show_problem
from lib.ui.plain import plain, show_table
from lib.ui.tables import show_rows_behind

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SPANS = {"day": N_("The day"), "week": N_("The week"), "month": N_("The month"),
         "other": N_("Other days")}  # fmt: skip


def show_district(context: PageContext) -> None:
    first, last = _choose_days(context)
    report = district_report(context.store, context.actor, first, last)
    st.caption(period_words(first, last))
    show_table([
        {_("Figure"): line_words(line), _("Number"): count_words(report.counts[line.id]),
         _("Counted"): _("at the end") if line.is_state else _("in these days")}
        for line in LINES
    ])  # fmt: skip
    _why(context, report)
    if context.may(RIGHT):
        _issue(context, report)
    _show_issued(context)


def _why(context: PageContext, report: DistrictReport) -> None:
    """How each line is counted; the rows behind it one tap away."""
    with st.expander(_("Why this number"), icon=":material/help:"):
        labels = {line.id: line_words(line) for line in LINES}
        chosen = st.selectbox(
            _("Line"), list(labels), key="district.why", format_func=lambda id_: labels[id_]
        )
        line = next(line for line in LINES if line.id == chosen)
        st.markdown(f"**{count_words(report.counts[line.id])}** \u00b7 {_(line.definition)}")
        st.caption(counted_words(line, report.first, report.last))
        if st.button(
            _("Details"), key="district.why.rows", type="tertiary", icon=":material/list_alt:"
        ):
            st.dialog(_(line.label), width="large")(_line_details)(context, report, line)


def _line_details(context: PageContext, report: DistrictReport, line: Line) -> None:
    st.markdown(f"**{count_words(report.counts[line.id])}** \u00b7 {_(line.definition)}")
    nothing, behind = _("No rows stand behind this figure."), report.rows[line.id]
    rows = line_listing(context.store, context.actor, report, line.id)
    if rows is None or behind is None:
        st.caption(nothing)
        return
    show_rows_behind(
        rows, len(behind.ids), key=f"district.why.{line.id}",
        groups=named_groups(context.store), nothing=nothing,
    )  # fmt: skip


def _choose_days(context: PageContext) -> tuple[date, date]:
    span = st.segmented_control(
        _("For which days"), list(SPANS), key="district.span", default="day", required=True,
        format_func=lambda name: _(SPANS[name]),
    )  # fmt: skip
    last = context.as_of
    if span == "week":
        return last - timedelta(days=last.weekday()), last
    if span == "month":
        return last.replace(day=1), last
    if span == "other":
        chosen = st.date_input(
            _("From the first to the last day"), (last, last), key="district.days",
            max_value=last, format="DD/MM/YYYY",
        )  # fmt: skip
        days = chosen if isinstance(chosen, tuple) else (chosen,)
        return (days[0], days[-1]) if days else (last, last)
    return last, last


def _issue(context: PageContext, report: DistrictReport) -> None:
    with st.container(border=True, key="district.issue"):
        st.markdown("**" + _("Issue this report") + "**")
        st.caption(_("It is kept exactly as it goes out; later corrections do not change it."))
        left, right = st.columns(2)
        number = left.text_input(
            _("Number of the report"), key="district.number", placeholder="12/BC-UBND", max_chars=40
        )
        signer = right.text_input(_("Who signs"), key="district.signer", max_chars=80)
        with st.container(horizontal=True):
            _draft_button(context, report, signer, "docx", DOCX)
            _draft_button(context, report, signer, "xlsx", XLSX)
            is_pressed = st.button(
                _("Issue"), key="district.save", type="primary", disabled=not may_act(context)
            )
        if is_pressed:
            _issue_now(context, report, number, signer)
    show_problem()


def _draft_button(
    context: PageContext, report: DistrictReport, signer: str, kind: str, mime: str
) -> None:
    """To read it through before it goes out; nothing is kept."""
    st.download_button(
        _("Draft {kind}").format(kind=kind.upper()), key=f"district.draft.{kind}", mime=mime,
        icon=":material/preview:", on_click="ignore",
        file_name=f"du-thao-bao-cao-{report.last:%Y%m%d}.{kind}",
        data=lambda: report_documents(
            context.store, context.actor, report, signer=signer, is_draft=True
        )[kind],
    )  # fmt: skip


def _issue_now(context: PageContext, report: DistrictReport, number: str, signer: str) -> None:
    try:
        documents = report_documents(
            context.store, context.actor, report, number=number, signer=signer
        )
        issue_report(
            context.store, context.actor, number, first=report.first, last=report.last,
            counts=report.counts, documents=documents,
        )  # fmt: skip
    except (Refused, NotAllowed, TemplateRefused, StoreProblem) as problem:
        say_problem(problem.sentence())
        return
    st.success(_("Issued and kept below."), icon=":material/check_circle:")


def _show_issued(context: PageContext) -> None:
    st.subheader(_("Reports issued"), anchor=False)
    reports = issued(context.store, context.actor)
    if not reports:
        st.caption(_("No report has been issued yet."))
    for report in reports:
        with st.container(
            horizontal=True, vertical_alignment="center", border=True,
            key=f"district.issued.{report.report_id}",
        ):  # fmt: skip
            st.markdown(_issued_words(report))
            if context.may(RIGHT):
                _file_button(context, report, "docx", DOCX)
                _file_button(context, report, "xlsx", XLSX)


def _issued_words(report: IssuedReport) -> str:
    days = format_day(report.first)
    if report.last != report.first:
        days += f" \u2013 {format_day(report.last)}"
    at = format_moment(report.issued_at.isoformat(timespec="minutes"))
    words = _("issued {moment} by {account}").format(moment=at, account=plain(report.issued_by))
    return f"**{plain(report.number)}** \u00b7 {days}  \n:small[{words}]"


def _file_button(context: PageContext, report: IssuedReport, kind: str, mime: str) -> None:
    st.download_button(
        kind.upper(), key=f"district.file.{report.report_id}.{kind}", on_click="ignore", mime=mime,
        icon=":material/download:", file_name=f"bao-cao-{report.last:%Y%m%d}.{kind}",
        data=lambda: issued_file(context.store, context.actor, report.report_id, kind),
    )  # fmt: skip
