"""The round for where there is no connection; and the person whose code on paper was scanned."""

from urllib.parse import urlsplit

import streamlit as st

from lib.reports.my_day import Round, Stop
from lib.reports.round_files import RIGHTS, round_paper, round_workbook, stop_code
from lib.text.catalogue import _
from lib.ui.context import PageContext

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
STOP, TEAM = "stop", "team"


def scanned(round_: Round) -> Stop | None:
    """The person whose code stands in the address, if this round has them."""
    code = st.query_params.get(STOP)
    if not code:
        return None
    return next((stop for stop in round_.stops if stop_code(round_, stop) == code), None)


def leave_scanned() -> None:
    """Back to everybody."""
    for name in (STOP, TEAM):
        st.query_params.pop(name, None)


def show_files(context: PageContext, round_: Round, groups: dict[str, str]) -> None:
    """Made when they are asked for: both name people, and it is noted that they went out."""
    if not round_.stops or not all(context.may(right) for right in RIGHTS):
        return
    known, name = (context.store, context.actor), f"{round_.team_id}-{round_.as_of:%Y%m%d}"
    seen = urlsplit(st.context.url or "")
    base = f"{seen.scheme}://{seen.netloc}"
    with st.expander(_("No connection on the way?"), icon=":material/wifi_off:"):
        st.caption(_("Take the round along on paper, or write into the workbook and send it on the "
                     "Data page when there is a connection again."))  # fmt: skip
        with st.container(horizontal=True):
            st.download_button(
                _("The round on paper"), key="my_day.paper", icon=":material/print:",
                on_click="ignore", mime="application/pdf", file_name=f"danh-sach-{name}.pdf",
                data=lambda: round_paper(*known, round_, groups, base),
            )  # fmt: skip
            st.download_button(
                _("The round as a workbook"), key="my_day.workbook", icon=":material/table_view:",
                on_click="ignore", mime=XLSX, file_name=f"giam-sat-{name}.xlsx",
                data=lambda: round_workbook(*known, round_, groups),
            )  # fmt: skip
