"""The parts of the Directives page."""

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from lib.actions.deeds import Done
from lib.actions.directives import (
    TaskChange,
    acknowledge,
    add_directive,
    announce,
    change_task,
    receive,
)
from lib.indicators.directives import COVID
from lib.reports.directives import Register, Task
from lib.schema.tables import BUILT_IN_GROUPS, ENUMERATIONS, TABLES
from lib.text.catalogue import N_, _, language
from lib.text.formats import format_day, format_moment
from lib.ui.context import PageContext
from lib.ui.deeds import do, may_act, perform, show_problem, turn_of
from lib.ui.drafts import drafted
from lib.ui.figures import figure_button, share_words, value_words
from lib.ui.header import empty_state
from lib.ui.plain import plain, show_table

STATUS, CHANNELS = ENUMERATIONS["task_status"], ENUMERATIONS["channel"]
SUBJECTS = ENUMERATIONS["subject"]
NEW = "directives.new"
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
    """Groups nobody has told; then, folded, when each group was told last and how."""
    if report.untold:
        names = ", ".join(groups.get(id_, id_) for id_ in report.untold)
        st.warning(plain(_("Nobody has told these groups yet: {names}.").format(names=names)))
    used = [code for code in CHANNELS.codes if any(code == said for _id, said in report.announced)]
    with st.expander(_("Announcements by group and channel"), icon=":material/campaign:"):
        st.caption(_("The last day on which a document on the epidemic was announced."))
        show_table([
            {_("Residential group"): name}
            | {CHANNELS.label(code, language()): _last_day(report, id_, code) for code in used}
            for id_, name in groups.items()
            if id_ not in BUILT_IN_GROUPS
        ])  # fmt: skip


def _last_day(report: Register, group_id: str, channel: str) -> str:
    day = report.announced.get((group_id, channel))
    return f"{day:%d/%m}" if day else "\u2013"


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


def show_task(context: PageContext, report: Register, task: Task, groups: dict[str, str]) -> None:
    """One task: what it says, who is silent, and what can be written down."""
    row = task.row
    with st.container(border=True):
        st.markdown(f"**{plain(row['task'] or row['title'])}**")
        parts = (row["number"], row["issuer"], row["title"],
                 format_day(row["issued_on"]) if row["issued_on"] else None)  # fmt: skip
        st.text(" \u00b7 ".join(part for part in parts if part))
        if force := " \u00b7 ".join(_in_force(row)):
            st.text(force)
        if row["evidence"]:
            st.text(_("Evidence: {words}").format(words=row["evidence"]))
        if row["note"]:
            st.info(plain(row["note"]), icon=":material/sticky_note_2:")
        _show_silent(_("Groups not acknowledged yet: {names}"), task.silent, groups)
        if task.row["subject"] == COVID:
            _show_silent(_("Teams not acknowledged yet: {names}"), task.silent_teams, report.teams)
        if context.may("directives.edit"):
            _write(context, report, task, groups)
        elif may_act(context) and context.may("directives.receive"):
            _receive(context, task)


def _in_force(row: dict[str, Any]) -> Iterator[str]:
    if row["effective_from"]:
        yield _("in force from {moment}").format(moment=format_moment(row["effective_from"]))
    if row["effective_to"]:
        yield _("until {moment}").format(moment=format_moment(row["effective_to"]))
    if row["replaces"]:
        yield _("replaces {document}").format(document=row["replaces"])


def _receive(context: PageContext, task: Task) -> None:
    """For whoever leads a group or works in a team: one tap."""
    if not task.waits_for(context.actor.scope):
        return
    id_ = task.row["directive_id"]
    act = partial(receive, context.store, context.actor, id_, context.as_of)
    st.button(
        _("We have received it"), key=f"directives.own.{id_}", icon=":material/done_all:",
        type="primary", on_click=do, args=(context, act, _("The register is kept.")),
    )  # fmt: skip


def _show_silent(words: str, silent: tuple[str, ...], names: dict[str, str]) -> None:
    said = ", ".join(names.get(id_, id_) for id_ in silent)
    st.caption(plain(words.format(names=said or _("nobody"))))


def _write(context: PageContext, report: Register, task: Task, groups: dict[str, str]) -> None:
    status, told, received = st.tabs([_("Status"), _("Announced"), _("Acknowledged")])
    with status:
        _write_status(context, task)
    with told:
        _write_announced(context, task, groups)
    with received:
        _write_acknowledged(context, report, task, groups)


def _write_status(context: PageContext, task: Task) -> None:
    row, form = task.row, f"directives.status.{task.row['directive_id']}"
    turn = turn_of(form)
    key = f"{form}.{turn.n}"
    with drafted(context, key, form):
        chosen = st.selectbox(
            _("Status"), list(STATUS.codes), key=f"{key}.code",
            index=list(STATUS.codes).index(row["status"] or "open"),
            format_func=lambda code: STATUS.label(code, language()),
        )  # fmt: skip
        responsible = st.text_input(
            _("Responsible"), row["responsible"] or "", key=f"{key}.owner", max_chars=200
        )
        due_on = st.date_input(_("Due on"), row["due_on"], format="DD/MM/YYYY", key=f"{key}.due")
        evidence = st.text_input(
            _("Evidence"), row["evidence"] or "", key=f"{key}.evidence", max_chars=300
        )
        if st.button(_("Save"), key=f"{key}.save"):
            change = TaskChange(
                row["directive_id"], row["row_version"], chosen, context.as_of, evidence,
                responsible, due_on,
            )  # fmt: skip
            act = partial(change_task, context.store, context.actor, change)
            _do(context, turn.ending_with(act), form)


def add_document(context: PageContext) -> None:
    """A document as it comes in: its own words, no day filled in by the program."""
    if not (may_act(context) and context.may("directives.edit")):
        return
    turn = turn_of(NEW)
    with st.expander(_("New document or task"), icon=":material/add:"):
        key = f"{NEW}.{turn.n}"
        with drafted(context, key, NEW):
            said = _ask_document(key)
            if st.button(_("Save"), key=f"{key}.save"):
                act = partial(add_directive, context.store, context.actor, said)
                _do(context, turn.ending_with(act), NEW)


def _ask_document(key: str) -> dict[str, Any]:
    columns = TABLES["directives"].columns
    said: dict[str, Any] = {
        name: st.text_input(columns[name].label(language()), key=f"{key}.{name}", max_chars=300)
        for name in ("number", "issuer", "title", "replaces", "task", "responsible")
    }
    with st.container(horizontal=True):
        for name in ("issued_on", "effective_from", "due_on"):
            said[name] = st.date_input(
                columns[name].label(language()), None, format="DD/MM/YYYY",
                key=f"{key}.{name}",
            )  # fmt: skip
    said["subject"] = st.selectbox(
        columns["subject"].label(language()), SUBJECTS.codes, key=f"{key}.subject",
        format_func=lambda code: SUBJECTS.label(code, language()),
    )  # fmt: skip
    if said["effective_from"]:
        said["effective_from"] = said["effective_from"].isoformat()
    return said


def _write_announced(context: PageContext, task: Task, groups: dict[str, str]) -> None:
    id_ = task.row["directive_id"]
    with st.form(f"directives.told.{id_}"):
        chosen = st.multiselect(
            _("Residential group"), list(groups), key=f"directives.groups.{id_}",
            format_func=lambda group: groups[group], placeholder=_("Choose groups"),
        )  # fmt: skip
        channel = st.segmented_control(
            _("Channel"), CHANNELS.codes, default="loudspeaker", required=True,
            key=f"directives.channel.{id_}",
            format_func=lambda code: CHANNELS.label(code, language()),
        )  # fmt: skip
        if st.form_submit_button(_("Save"), key=f"directives.tell.{id_}") and chosen:
            _do(context, lambda: announce(
                context.store, context.actor, id_, chosen, channel, context.as_of
            ))  # fmt: skip


def _write_acknowledged(
    context: PageContext, report: Register, task: Task, groups: dict[str, str]
) -> None:
    """The silent ones are chosen already: who is still silent is taken out."""
    id_ = task.row["directive_id"]
    with st.form(f"directives.received.{id_}"):
        said_groups = st.multiselect(
            _("Residential group"), list(groups), default=[g for g in task.silent if g in groups],
            key=f"directives.by_groups.{id_}", format_func=lambda group: groups[group],
            placeholder=_("Choose groups"),
        )  # fmt: skip
        said_teams = st.multiselect(
            _("Team"), list(report.teams), key=f"directives.by_teams.{id_}",
            format_func=lambda team: report.teams[team], placeholder=_("Choose teams"),
        )  # fmt: skip
        if st.form_submit_button(_("Save"), key=f"directives.receive.{id_}") and (
            said_groups or said_teams
        ):
            _do(context, lambda: acknowledge(
                context.store, context.actor, id_, context.as_of,
                groups=said_groups, teams=said_teams,
            ))  # fmt: skip


def _do(context: PageContext, act: Callable[[], Done], form: str = "") -> None:
    if perform(context, act, _("The register is kept."), form=form):
        st.rerun()
    show_problem()
