"""A document typed in as rows of the rule book: one row for each kind of people it treats alike."""

from collections.abc import Mapping
from datetime import date
from typing import Any, get_args

import streamlit as st

from lib.rules.quarantine import CountFrom, Release
from lib.text.catalogue import N_, _
from lib.ui.context import PageContext
from lib.ui.rules import COUNTED_FROM, RELEASES

KEY, _N = "try", "try.n"
MOST_ROWS = 6
WHOM = {"all": N_("everyone"), "some": N_("only these")}


def typed_rows(context: PageContext) -> list[dict[str, Any]]:
    """The document's rows in the form of a rule file."""
    document = _document(context)
    rows = []
    for number in range(st.session_state.get(_N, 1)):
        with st.container(border=True, key=f"{KEY}.row.{number}"):
            rows.append(_row(f"{KEY}.{number}", number, document))
    _more_or_fewer(len(rows))
    return rows


def _document(context: PageContext) -> dict[str, Any]:
    with st.grid(min_column_width=180):
        name = st.text_input(_("Document"), key=f"{KEY}.document", placeholder="762/BYT-DP")
        since: date = st.date_input(
            _("Holds from"), context.as_of, key=f"{KEY}.from", format="DD/MM/YYYY"
        )
        covers_open = st.toggle(_("Also for stays begun before"), key=f"{KEY}.open")
    return {
        "effective_from": since, "covers_open_stays": covers_open, "document": name or "?",
        "issuer": "", "certainty": "unverified", "checked_by": context.actor.account, "en": name,
        "vi": name, "first_day": 1,
    }  # fmt: skip


def _more_or_fewer(n: int) -> None:
    with st.container(horizontal=True):
        st.button(
            _("Another row of the same document"), key=f"{KEY}.more", icon=":material/add:",
            on_click=_set_rows, args=(n + 1,), disabled=n >= MOST_ROWS,
        )  # fmt: skip
        if n > 1:
            st.button(
                _("Without the last row"), key=f"{KEY}.fewer", type="tertiary",
                icon=":material/remove:", on_click=_set_rows, args=(n - 1,),
            )  # fmt: skip


def _set_rows(n: int) -> None:
    st.session_state[_N] = n


def _row(key: str, number: int, document: Mapping[str, Any]) -> dict[str, Any]:
    with st.grid(min_column_width=180):
        case_type = st.segmented_control(
            _("Type"), ("F1", "F0"), default="F1", required=True, key=f"{key}.type"
        )
        days = st.number_input(_("Days"), 0, 60, 7, key=f"{key}.days")
        tests = st.text_input(_("Test days"), "1, 7", key=f"{key}.tests")
        counted = st.selectbox(
            _("Counted from"), get_args(CountFrom), key=f"{key}.count",
            format_func=lambda code: _(COUNTED_FROM[code]),
        )  # fmt: skip
        release = st.selectbox(
            _("Released with"), get_args(Release), index=1, key=f"{key}.release",
            format_func=lambda code: _(RELEASES[code]),
        )  # fmt: skip
        then = st.number_input(_("Days of self-monitoring"), 0, 60, 0, key=f"{key}.then")
        longer = _longer(key) if days else []
    said = f"{case_type}-{document['document']}-{number + 1}"
    return dict(document) | {
        "id": said.lower().replace(" ", ""), "case_type": case_type, "days": days,
        "tests_on": _numbers(tests) if days else [], "then_days": then, "count_from": counted,
        "release": release if days else "none", "any_of": _whom(key), "if_positive": longer,
    }  # fmt: skip


def _longer(key: str) -> list[dict[str, int]]:
    """Days in all for who is still positive on the last test day; empty: the document has none."""
    dosed = st.number_input(
        _("Still positive, fully dosed: days in all"), 1, 60, None, key=f"{key}.longer_dosed"
    )
    others = st.number_input(
        _("Still positive, others: days in all"), 1, 60, None, key=f"{key}.longer_others"
    )
    said = [{"days": dosed, "doses": 2, "dose_days_ago": 14}] if dosed else []
    return said + ([{"days": others}] if others else [])


def _whom(key: str) -> list[dict[str, int]]:
    """Whoever has had the doses, or has recovered: one of the two is enough."""
    whom = st.segmented_control(
        _("For whom"), list(WHOM), default="all", required=True, key=f"{key}.whom",
        format_func=lambda code: _(WHOM[code]),
    )  # fmt: skip
    if whom == "all":
        return []
    with st.grid(min_column_width=180):
        doses = st.number_input(
            _("Doses, at least (0: does not matter)"), 0, 6, 2, key=f"{key}.doses"
        )
        last = st.number_input(
            _("the last at least so many days before"), 0, 365, 14, key=f"{key}.dose_days"
        )
        recent = st.number_input(
            _("and at most so many months before"), 1, 60, None, key=f"{key}.dose_months"
        )
        recovered = st.number_input(
            _("or recovered at most so many months before"), 1, 60, None, key=f"{key}.recovered"
        )
    dosed = {"doses": doses, "dose_days_ago": last} | (
        {"dose_months_ago": recent} if recent else {}
    )
    either = [dosed] if doses else []
    return either + ([{"recovered_months_ago": recovered}] if recovered else [])


def _numbers(text: str) -> list[int]:
    return [int(part) for part in text.replace(",", " ").split() if part.isdigit()]
