"""No value of a person reaches the screen or the log when something breaks.

The marker stands for a name inside an exception's message. The whole way through a running server
is in tests/browser/test_errors.py.
"""

import asyncio
import io
import logging
import re
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from streamlit.testing.v1 import AppTest

from lib.security.actors import NotAllowed
from lib.ui.errors import keep_values_out_of_logs, own_frames

MARKER = "Nguyễn Thị Dấu"
CODE = re.compile(r"\b[0-9a-f]{6}\b")


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """What a log file would hold, everything included."""
    factory, hook = logging.getLogRecordFactory(), threading.excepthook
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    root = logging.getLogger()
    root.addHandler(handler)
    keep_values_out_of_logs()
    yield stream
    root.removeHandler(handler)
    logging.setLogRecordFactory(factory)
    threading.excepthook = hook


def failing_page() -> None:
    from lib.ui.errors import on_script_error

    try:
        try:
            raise KeyError("Nguyễn Thị Dấu")
        except KeyError as cause:
            raise ValueError("row 7: Nguyễn Thị Dấu") from cause
    except ValueError as error:
        on_script_error(error)


def shown(app: AppTest) -> str:
    return " ".join(element.value for element in app.main if hasattr(element, "value"))


def test_people_get_a_sentence_and_a_code_and_the_log_gets_the_place(log):
    app = AppTest.from_function(failing_page).run()
    assert not app.exception
    assert len(app.error) == 1
    code = CODE.search(app.error[0].value)[0]
    assert MARKER not in shown(app)
    written = log.getvalue()
    assert f"error {code}: ValueError" in written
    assert MARKER not in written


def test_two_errors_have_two_codes():
    codes = {
        CODE.search(AppTest.from_function(failing_page).run().error[0].value)[0] for _ in range(3)
    }
    assert len(codes) == 3


def refused_page() -> None:
    from lib.security.actors import NotAllowed
    from lib.ui.errors import on_script_error

    on_script_error(NotAllowed("rows.import"))


def test_a_refusal_is_said_without_a_code():
    app = AppTest.from_function(refused_page).run()
    assert app.error[0].value == NotAllowed("rows.import").sentence()


def raised() -> ValueError:
    try:
        raise ValueError(MARKER)
    except ValueError as error:
        return error


# One line each as a library would write it.
LINES = {
    "exception": lambda log, error: log.error("it broke", exc_info=error),
    "message": lambda log, error: log.error(error),
    "argument": lambda log, error: log.error("it broke: %s", error),
    "several": lambda log, error: log.error("%s broke: %r", "it", error),
    "named": lambda log, error: log.error("it broke: %(error)s", {"error": error}),
    "group": lambda log, error: log.error("it", exc_info=ExceptionGroup("two", [error, error])),
}


@pytest.mark.parametrize("way", LINES)
def test_a_log_line_names_the_kind_of_an_exception_never_its_message(log, way):
    LINES[way](logging.getLogger("planted"), raised())
    written = log.getvalue()
    assert MARKER not in written
    assert "ValueError" in written or "ExceptionGroup" in written


def test_a_forgotten_task_tells_nothing(log):
    async def forget() -> None:
        async def breaks() -> None:
            raise ValueError(MARKER)

        task = asyncio.ensure_future(breaks())
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        del task

    # In a thread of its own: a browser test of the same worker keeps a loop in this one.
    with ThreadPoolExecutor(1) as other:
        other.submit(asyncio.run, forget()).result()
    assert "never retrieved" in log.getvalue()
    assert MARKER not in log.getvalue()


def test_a_plain_line_stays_as_it_is(log):
    logging.getLogger("planted").warning("%d of %s", 3, "five")
    assert log.getvalue() == "3 of five\n"


def test_the_place_names_files_of_this_program_only():
    from lib.text.fold import fold_search

    try:
        fold_search(None)
    except (TypeError, AttributeError) as error:
        place = own_frames(error)
    first, *callers = place.split(" < ")
    assert re.fullmatch(r"lib/text/fold\.py:\d+", first.replace("\\", "/"))
    assert all("site-packages" not in caller for caller in callers)


def test_a_thread_that_dies_tells_nothing(log, capsys):
    error = raised()
    dead = (ValueError, error, error.__traceback__, threading.current_thread())
    threading.excepthook(threading.ExceptHookArgs(dead))
    assert MARKER not in capsys.readouterr().err
    assert "a thread died (ValueError at tests/test_errors.py:" in log.getvalue()
    assert MARKER not in log.getvalue()
