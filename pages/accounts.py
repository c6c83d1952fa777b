"""Accounts: who may come in, as what."""

from lib.text.catalogue import _
from lib.ui.accounts import show_accounts
from lib.ui.context import page_context
from lib.ui.header import page_header

context = page_context()

page_header(
    context,
    _("Accounts"),
    _("who may come in, and as what"),
    _("Open one account for each person, and hand over the one-time password yourself."),
)
show_accounts(context)
