"""The product with one report that breaks while it holds a person's name. For test_errors.py."""

import streamlit as st
from starlette.middleware import Middleware

import lib.reports.work_lists
from app import lifespan
from lib.settings import ROOT
from lib.ui.errors import on_script_error
from lib.ui.gate import Gate
from lib.ui.sign_in import ROUTES


def broken(*_arguments: object, **_named: object) -> None:
    person = "Nguyễn Thị Dấu"
    raise ValueError(f"no such stay: {person}")


lib.reports.work_lists.work_board = broken
app = st.App(
    str(ROOT / "lib/ui/shell.py"), lifespan=lifespan, routes=ROUTES, middleware=[Middleware(Gate)],
    on_script_error=on_script_error,
)  # fmt: skip
