"""What happens when something breaks: people get a sentence and a code, the log gets the place.

Neither gets the message of the exception: it may carry a person's name or number.
"""

import logging
import secrets
import threading
import traceback
from pathlib import Path
from typing import Any

import streamlit as st

from lib.security.actors import NotAllowed
from lib.settings import ROOT
from lib.store.problems import StoreProblem
from lib.text.catalogue import _

LOGGER = logging.getLogger("ward")
_make_record = logging.LogRecord


def on_script_error(error: Exception) -> bool:
    """Handler for st.App: shows the error itself, so that Streamlit does not."""
    if isinstance(error, (StoreProblem, NotAllowed)):
        st.error(error.sentence(), icon=":material/error:")
        return True
    code = secrets.token_hex(3)
    LOGGER.error("error %s: %s at %s", code, type(error).__name__, own_frames(error))
    words = _(
        "Something went wrong on this page; nothing was changed. Reload the page. If it happens "
        "again, give the code {code} to whoever looks after this program."
    )
    st.error(words.format(code=code), icon=":material/error:")
    return True


def own_frames(error: BaseException) -> str:
    """Where it happened, innermost first: files and lines of this program only."""
    frames = [
        f"{Path(frame.filename).relative_to(ROOT)}:{frame.lineno}"
        for frame in traceback.extract_tb(error.__traceback__)
        if _is_ours(Path(frame.filename))
    ]
    return " < ".join(reversed(frames)) or "outside"


def _is_ours(path: Path) -> bool:
    return path.is_relative_to(ROOT) and ".venv" not in path.parts


def keep_values_out_of_logs() -> None:
    """For the whole process: a log line names the kind of an exception, never its message."""
    logging.setLogRecordFactory(_record_without_values)
    threading.excepthook = _log_dead_thread


def _record_without_values(*args: Any, **kwargs: Any) -> logging.LogRecord:
    record = _make_record(*args, **kwargs)
    if isinstance(record.msg, BaseException):
        record.msg = type(record.msg).__name__
    if isinstance(record.args, tuple):
        record.args = tuple(_named(each) for each in record.args)
    elif record.args:
        record.args = {name: _named(each) for name, each in record.args.items()}
    if record.exc_info and record.exc_info[1] is not None:
        _tell_place(record, record.exc_info[1])
    return record


def _tell_place(record: logging.LogRecord, error: BaseException) -> None:
    """The message, without the exception's own words, and where it happened."""
    kind, words = type(error).__name__, record.getMessage()
    for said in filter(None, (repr(error), str(error))):  # asyncio repeats them in its message
        words = words.replace(said, kind)
    record.msg, record.args = f"{words} ({kind} at {own_frames(error)})", ()
    record.exc_info = None


def _log_dead_thread(dead: threading.ExceptHookArgs) -> None:
    if dead.exc_value is not None:
        LOGGER.error("a thread died", exc_info=dead.exc_value)


def _named(value: object) -> object:
    return type(value).__name__ if isinstance(value, BaseException) else value
