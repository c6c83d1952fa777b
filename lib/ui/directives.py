"""The parts of the Directives page."""

from typing import Any

import pandas as pd
import streamlit as st

from lib.actions.directives import acknowledge, announce, set_status
from lib.reports.directives import Register, Task
from lib.schema.tables import ENUMERATIONS
from lib.text.catalogue import N_, _, language
from lib.text.formats import format_day
from lib.ui.context import PageContext
from lib.ui.figures import figure_button, share_words, value_words
from lib.ui.header import empty_state
from lib.ui.plain import plain

STATUS, CHANNELS = ENUMERATIONS["task_status"], ENUMERATIONS["channel"]
SUBJECTS = ENUMERATIONS["subject"]
NOTICE_TASKS = (
    N_("1. Make the directives of city and district known"),
    N_("2. Teams work steadily, everybody at home is seen"),
    N_("3. Homes are fit, both dates stand on the sign"),
    N_("4. The residents without a first dose by group"),
    N_("5. Level 3 is kept to"),
)


def show_notice(context: PageContext, report: Register) -> None:
    """The five tasks of the ward's notice with the figures that show how they stand."""
    st.subheader(_("The five tasks of the ward's notice"), anchor=False)
    with st.grid(min_column_width=175):
        for title, views in zip(NOTICE_TASKS, report.notice, strict=True):
            with st.container(border=True, height="stretch", gap="xsmall"):
                st.markdown(f"**{_(title)}**")
                for view in views:
                    st.text(f"{_(view.indicator.label)}: {value_words(view)}")
                    if share := share_words(view):
                        st.caption(share)
                    figure_button(context, view, place="directives.notice")


def show_untold(report: Register, groups: dict[str, str]) -> None:
    if report.untold:
        names = ", ".join(groups.get(id_, id_) for id_ in report.untold)
        st.warning(plain(_("Nobody has told these groups yet: {names}.").format(names=names)))


def show_register(report: Register) -> Task | None:
    """The register; returns the task that was chosen."""
    st.subheader(_("Documents and tasks"), anchor=False)
    if not report.tasks:
        empty_state(_("No document is registered yet. Bring the register in on the Data page."))
        return None
    frame = pd.DataFrame([_line(task) for task in report.tasks])
    state: Any = st.dataframe(
        frame, hide_index=True, placeholder="", key="directives.register", on_select="rerun",
        selection_mode="single-row",
        column_config={_("Due on"): st.column_config.DateColumn(format="DD/MM/YYYY")},
    )  # fmt: skip
    chosen: list[int] = state["selection"]["rows"]
    if not chosen:
        st.caption(_("Choose a row to see who has acknowledged it."))
        return None
    return report.tasks[chosen[0]]


def _line(task: Task) -> dict[str, Any]:
    row = task.row
    return {
        _("Task"): row["task"] or row["title"],
        _("Responsible"): row["responsible"],
        _("Due on"): row["due_on"],
        _("Status"): _status_words(task),
        _("Document"): row["number"],
        _("Issuer"): row["issuer"],
        _("Subject"): SUBJECTS.label(row["subject"], language()) if row["subject"] else "",
        _("Groups that acknowledged"): task.n_acknowledged,
    }


def _status_words(task: Task) -> str:
    if task.is_overdue:
        return _("Overdue")
    status = task.row["status"] or "open"
    return STATUS.label("in_progress" if task.is_open and status == "done" else status, language())


def show_task(context: PageContext, task: Task, groups: dict[str, str]) -> None:
    """One task: what it says, who is silent, and what can be written down."""
    row = task.row
    with st.container(border=True):
        st.markdown(f"**{_plain(row['task'] or row['title'])}**")
        parts = (row["number"], row["issuer"], row["title"],
                 format_day(row["issued_on"]) if row["issued_on"] else None)  # fmt: skip
        st.text(" \u00b7 ".join(part for part in parts if part))
        if row["evidence"]:
            st.text(_("Evidence: {words}").format(words=row["evidence"]))
        names = ", ".join(groups.get(id_, id_) for id_ in task.silent)
        st.caption(plain(_("Not acknowledged yet: {names}").format(names=names or _("nobody"))))
        if context.may("directives.edit"):
            _write(context, task, groups)


def _plain(text: str) -> str:
    return text.replace("*", "").replace("[", "").replace("`", "")


def _write(context: PageContext, task: Task, groups: dict[str, str]) -> None:
    id_ = task.row["directive_id"]
    status, told = st.tabs([_("Status"), _("Acknowledged or announced")])
    with status, st.form(f"directives.status.{id_}"):
        chosen = st.selectbox(
            _("Status"), list(STATUS.codes), key=f"directives.code.{id_}",
            index=list(STATUS.codes).index(task.row["status"] or "open"),
            format_func=lambda code: STATUS.label(code, language()),
        )  # fmt: skip
        evidence = st.text_input(_("Evidence"), key=f"directives.evidence.{id_}", max_chars=300)
        if st.form_submit_button(_("Save"), key=f"directives.save.{id_}"):
            version = task.row["row_version"]
            set_status(
                context.store, context.actor, id_, version, chosen, done_on=context.as_of,
                evidence=evidence,
            )  # fmt: skip
            st.rerun()
    with told, st.form(f"directives.told.{id_}"):
        chosen_groups = st.multiselect(
            _("Residential group"), list(groups), default=[g for g in task.silent if g in groups],
            key=f"directives.groups.{id_}", format_func=lambda group: groups[group],
        )  # fmt: skip
        ways = ("", *CHANNELS.codes)
        channel = st.selectbox(
            _("What happened"), ways, key=f"directives.channel.{id_}",
            format_func=lambda code: _announced(code) if code else _("They acknowledged it"),
        )  # fmt: skip
        if st.form_submit_button(_("Save"), key=f"directives.tell.{id_}") and chosen_groups:
            _tell(context, id_, chosen_groups, channel)
            st.rerun()


def _announced(channel: str) -> str:
    return _("Announced: {channel}").format(channel=CHANNELS.label(channel, language()))


def _tell(context: PageContext, id_: str, groups: list[str], channel: str) -> None:
    on = context.as_of
    if channel:
        announce(context.store, context.actor, id_, groups, channel, on)
    else:
        acknowledge(context.store, context.actor, id_, groups, on)
