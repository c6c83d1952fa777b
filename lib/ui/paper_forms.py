"""The papers of a stay: the order and the completion paper, numbered and as a file."""

from collections.abc import Sequence

import streamlit as st

from lib.actions.papers import number_papers
from lib.documents.papers import COMPLETION, KINDS, ORDER
from lib.reports.papers import DOCX, paper_file
from lib.reports.work_lists import Board, CaseItem
from lib.text.catalogue import _
from lib.ui.context import PageContext
from lib.ui.form_parts import in_dialog, save, seen


def papers_of(context: PageContext, board: Board, item: CaseItem) -> None:
    in_dialog(_("Papers"), paper_form, context, board, item)


def paper_form(context: PageContext, _board: Board, item: CaseItem) -> None:
    """Number it once, then take the file; without a number the place for it stays empty."""
    kind = ORDER.name if item.life.is_open else COMPLETION.name
    key = f"paper.{item.case_id}.{kind}"
    st.markdown(f"**{_(KINDS[kind].label)}**")
    number = st.text_input(
        _("Number of the paper"), key=f"{key}.number", placeholder="125/QD-UBND", max_chars=40,
        help=_("Leave it empty to fill it in by hand."),
    )  # fmt: skip
    with st.container(horizontal=True, vertical_alignment="center"):
        save(
            context, f"{key}.save", _("Give this number"),
            lambda: number_papers(
                context.store, context.actor, kind, [seen(item)], number, on=context.as_of
            ),
            _("{name}: numbered.").format(name=item.name), disabled=not number,
        )  # fmt: skip
        paper_button(context, kind, [item.case_id], key=f"{key}.file")


def paper_button(
    context: PageContext, kind: str, ids: Sequence[str], *, key: str, label: str = "",
    signer: str = "",
) -> None:  # fmt: skip
    """The paper, or several in one archive, for the ward's office program; it is on record."""
    ending, mime = ("docx", DOCX) if len(ids) == 1 else ("zip", "application/zip")
    st.download_button(
        label or _("Download"), key=key, icon=":material/description:", on_click="ignore",
        mime=mime, file_name=f"{kind}_{context.as_of:%Y%m%d}.{ending}",
        data=lambda: paper_file(
            context.store, context.actor, kind, ids, context.as_of, signer
        ).content,
    )  # fmt: skip
