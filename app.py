"""The door for browsers: `streamlit run app.py`.

The script is lib/ui/shell.py, so that no `pages` folder stands beside it: Streamlit would run the
files of such a folder on their own, without the shell.
"""

import sys
from collections.abc import AsyncIterator
from contextlib import ExitStack, asynccontextmanager

import streamlit as st
from starlette.middleware import Middleware

from lib.actions.backups import hourly_backups
from lib.actions.erasing import reapply_erasures
from lib.actions.inbox import watch_inbox
from lib.actions.originals import hourly_sweeps
from lib.settings import active_settings, now
from lib.store.engine import server_lock
from lib.store.problems import StoreProblem
from lib.ui.errors import keep_values_out_of_logs, on_script_error
from lib.ui.gate import Gate
from lib.ui.sign_in import ROUTES
from lib.ui.startup import NotStarted, get_ready, refuse_strangers, say_set_up_code
from lib.ui.state import store


@asynccontextmanager
async def lifespan(_app: st.App) -> AsyncIterator[None]:
    keep_values_out_of_logs()
    with ExitStack() as until_the_end:
        try:
            settings = active_settings(demo_when_empty=True)
            until_the_end.enter_context(server_lock(settings))
            until_the_end.callback(store().close)
            refuse_strangers(store())
            reapply_erasures(store(), now())
            until_the_end.enter_context(hourly_backups(store()))
            until_the_end.enter_context(hourly_sweeps(store()))
            until_the_end.enter_context(watch_inbox(store()))
        except (NotStarted, StoreProblem) as problem:
            sys.tracebacklimit = 0  # the server prints the traceback; people need one sentence
            raise SystemExit(problem.sentence()) from None
        say_set_up_code()
        get_ready()
        yield


app = st.App(
    "lib/ui/shell.py", lifespan=lifespan, routes=ROUTES, middleware=[Middleware(Gate)],
    on_script_error=on_script_error,
)  # fmt: skip
