"""The ward's own wording of its papers: take the template, edit it, bring it back; or go back."""

from collections.abc import Callable

import streamlit as st

from lib.actions.papers import change_template
from lib.documents.papers import KINDS, PaperKind, TemplateRefused
from lib.reports.papers import DOCX, template_of, template_state
from lib.security.actors import NotAllowed
from lib.store.problems import StoreProblem
from lib.text.catalogue import _
from lib.text.formats import format_moment
from lib.ui.context import PageContext
from lib.ui.deeds import say_problem, show_problem
from lib.ui.plain import plain, show_table

_SAID, _TURN = "templates.said", "templates.turn"


def show_templates(context: PageContext) -> None:
    """One paper: which template holds, another one, and the words that it may use."""
    st.subheader(_("Templates of the ward's papers"), anchor=False)
    st.caption(_("Take the template, edit it in your office program, bring it back here."))
    name: str = st.segmented_control(
        _("Paper"), list(KINDS), key="templates.kind", default=next(iter(KINDS)), required=True,
        format_func=lambda name: _(KINDS[name].label), label_visibility="collapsed",
    )  # fmt: skip
    kind = KINDS[name]
    with st.container(border=True, key="templates"):
        _show_present(context, kind)
        _bring_in(context, kind)
        if said := st.session_state.pop(_SAID, None):
            st.success(said, icon=":material/check_circle:")
        show_problem()
    with st.expander(_("Words that this template may use"), icon=":material/data_object:"):
        st.caption(_("What stands between double braces is filled in; everything else stays."))
        show_table([
            {_("Word"): f"{{{{ {word} }}}}", _("What stands there"): _(label)}
            for word, label in kind.fields.items()
        ])  # fmt: skip


def _show_present(context: PageContext, kind: PaperKind) -> None:
    own = template_state(context.store, context.actor, kind.name)
    if own:
        at = format_moment(own.changed_at.isoformat(timespec="minutes"))
        words = _("The ward's own template, since {moment}, brought in by {account}.")
        st.markdown(words.format(moment=at, account=plain(own.changed_by)))
    else:
        st.markdown(_("The standard template, in the layout of decree 30/2020/ND-CP."))
    with st.container(horizontal=True):
        st.download_button(
            _("Download the template"), key="templates.download", on_click="ignore", mime=DOCX,
            icon=":material/download:", file_name=kind.file_name,
            data=lambda: template_of(context.store, context.actor, kind.name),
        )  # fmt: skip
        if own:
            st.button(
                _("Take the standard one again"), key="templates.standard",
                icon=":material/undo:", on_click=_change, args=(context, kind, lambda: None),
            )  # fmt: skip


def _bring_in(context: PageContext, kind: PaperKind) -> None:
    turn = st.session_state.setdefault(_TURN, 0)
    upload = st.file_uploader(
        _("Your own template (.docx)"), type=["docx"], key=f"templates.file.{kind.name}.{turn}",
        help=_("It is tried out first; a template that cannot be filled in is not taken."),
    )  # fmt: skip
    if upload is not None:
        st.button(
            _("Use this template"), key="templates.use", type="primary",
            icon=":material/check:", on_click=_change, args=(context, kind, upload.getvalue),
        )  # fmt: skip


def _change(context: PageContext, kind: PaperKind, brought: Callable[[], bytes | None]) -> None:
    """What was refused stays beside the file, so that it can be mended and tried again."""
    raw = brought()
    try:
        change_template(context.store, context.actor, kind.name, raw)
    except (TemplateRefused, NotAllowed, StoreProblem) as problem:
        say_problem(problem.sentence())
        return
    st.session_state[_TURN] += 1
    words = _("{paper}: the ward's own template holds from now on.")
    if raw is None:
        words = _("{paper}: the standard template holds again.")
    st.session_state[_SAID] = words.format(paper=_(kind.label))
