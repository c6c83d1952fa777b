"""What the server does before the first visitor comes: whatever is slow or may be refused."""

import gc
import mimetypes
from importlib import import_module
from ipaddress import ip_address

import streamlit as st

from lib.text.catalogue import _

# Without streamlit_folium: imported outside a script run, its component is not registered.
HEAVY = ("polars", "pandas", "plotly.graph_objects", "geopandas", "folium")


class NotStarted(Exception):
    """The server must not start."""

    def sentence(self) -> str:
        return _("There are no accounts yet: this server answers on this computer only.")


def refuse_strangers() -> None:
    """Without accounts, whoever reaches this server is taken for the ward's own staff."""
    address = st.get_option("server.address") or "0.0.0.0"  # noqa: S104 - everywhere
    if not _is_this_computer(address):
        raise NotStarted


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
