"""What the server does before the first visitor comes: whatever is slow or may be refused."""

import gc
import mimetypes
from importlib import import_module
from ipaddress import ip_address

import streamlit as st

from lib.actions.accounts import has_administrator
from lib.settings import plain_network_is_accepted
from lib.store.engine import Store
from lib.text.catalogue import N_, _
from lib.ui.gate import SET_UP
from lib.ui.sign_in import needs_set_up, set_up_code

# Without streamlit_folium: imported outside a script run, its component is not registered.
_BANNER = "\n" + "*" * 72 + "\n*** {}\n" + "*" * 72
HEAVY = ("polars", "pandas", "plotly.graph_objects", "geopandas", "folium")


_SENTENCES = {
    "NOT_SET_UP": N_(
        "Without an administrator this server answers on this computer only. Start it with "
        "server.address 127.0.0.1, set the ward up, then start it again."
    ),
    "NO_TLS": N_(
        "Other computers may come over HTTPS only: people's health data must not cross a network "
        "in the clear. Give a certificate and its key (python -m lib.cli serve --certificate FILE "
        "--key FILE), or stay on 127.0.0.1 behind a proxy."
    ),
}


class NotStarted(Exception):
    """The server must not start; the reason is in `code`."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code

    def sentence(self) -> str:
        return _(_SENTENCES[self.code])


def refuse_strangers(store: Store) -> None:
    """Whoever could come in from elsewhere would find a door without a lock, or be overheard.
    Raises NotStarted."""
    address = st.get_option("server.address") or "0.0.0.0"  # noqa: S104 - everywhere
    if _is_this_computer(address):
        return
    if store.settings.is_demo or not has_administrator(store):
        raise NotStarted("NOT_SET_UP")
    if st.get_option("server.sslCertFile"):
        return
    if not plain_network_is_accepted():
        raise NotStarted("NO_TLS")
    print(
        _BANNER.format(_("WITHOUT ENCRYPTION: others in this network can read along.")), flush=True
    )


def say_set_up_code() -> None:
    """Once per start, on the console, as long as nobody can let others in."""
    if needs_set_up():
        words = _("To set the ward up, open {path} and give this code: {code}")
        print(words.format(path=SET_UP, code=set_up_code()), flush=True)


def _is_this_computer(address: str) -> bool:
    try:
        return ip_address(address).is_loopback
    except ValueError:
        return address == "localhost"


def get_ready() -> None:
    """Pay for imports once, and leave what they made out of every later garbage collection."""
    for name in HEAVY:
        import_module(name)
    # Windows may call scripts plain text, and browsers refuse to run that.
    mimetypes.add_type("text/javascript", ".js")
    gc.collect()
    gc.freeze()
