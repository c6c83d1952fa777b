"""What anybody may do with their own account."""

import pandas as pd
import streamlit as st

from lib.actions.own_access import sign_out_everywhere
from lib.security.actors import ROLES
from lib.security.sessions import open_sessions
from lib.settings import now
from lib.text.catalogue import _, language
from lib.text.formats import format_moment
from lib.ui.context import PageContext
from lib.ui.reader import Reader, ask_to_sign_in, current_reader, password_form


def show_own_account(context: PageContext) -> None:
    reader = current_reader(context.store)
    if reader is None:
        ask_to_sign_in()
        return
    account = reader.account
    st.text(f"{account.name} \u00b7 {ROLES[account.role].label(language())}")
    if context.store.settings.is_demo:
        st.info(_("The demo's people have no password."), icon=":material/info:")
        return
    st.subheader(_("Password"), anchor=False)
    password_form(context.store, account)
    st.subheader(_("Sessions"), anchor=False)
    _show_sessions(context, reader)
    st.caption(_("If you have lost a phone, or used a computer that others use."))
    if st.button(_("Sign out everywhere"), key="account.everywhere", icon=":material/logout:"):
        sign_out_everywhere(context.store, account)
        st.rerun()


def _show_sessions(context: PageContext, reader: Reader) -> None:
    sessions = open_sessions(context.store, reader.account.account_id, now())
    lines = [
        {
            _("Signed in"): format_moment(session.begun_at),
            _("Last used"): format_moment(session.seen_at),
            _("Device"): _("this one") if key == reader.session else _("another one"),
        }
        for key, session in sessions.items()
    ]
    st.table(pd.DataFrame(lines), border="horizontal", hide_index=True)
