"""The product on a disk that is full while a file `full` lies beside the ward's folder."""

import sqlite3
from typing import Any

import sqlalchemy as sa
import streamlit as st
from starlette.middleware import Middleware

from app import lifespan
from lib.settings import ROOT, active_settings
from lib.store import engine
from lib.ui.errors import on_script_error
from lib.ui.gate import Gate
from lib.ui.sign_in import ROUTES

FULL = active_settings(demo_when_empty=True).folder.with_name("full")
begin = engine._begin


def begin_unless_full(connection: sa.Connection, *more: Any) -> None:
    if FULL.exists() and connection.get_execution_options().get("writes"):
        raise sqlite3.OperationalError("database or disk is full")
    begin(connection, *more)


engine._begin = begin_unless_full
app = st.App(
    str(ROOT / "lib/ui/shell.py"), lifespan=lifespan, routes=ROUTES, middleware=[Middleware(Gate)],
    on_script_error=on_script_error,
)  # fmt: skip
