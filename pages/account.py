"""One's own account: the password, and every session ended at once."""

from lib.text.catalogue import _
from lib.ui.context import page_context
from lib.ui.header import page_header
from lib.ui.own_account import show_own_account

context = page_context()

page_header(
    context,
    _("My account"),
    _("your password, and where you are signed in"),
    _("Change a one-time password at once; sign out everywhere when you do not know a session."),
)
show_own_account(context)
