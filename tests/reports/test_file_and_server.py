"""Every report says the same of the demo ward from a file and from a database server."""

import inspect
import io
import sys
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from random import Random
from typing import Any

import polars as pl
import pytest

from lib import settings
from lib.security.actors import NotAllowed, demo_actor
from lib.store.engine import Store, open_store
from lib.store.problems import StoreProblem
from tests.conftest import CopyDemo
from tests.reports.questions import Question, asked, reports

WHO_ASKS = {
    "vice_chair": date(2021, 12, 29),
    "data_officer": date(2021, 12, 8),
    "support_team": date(2022, 1, 26),
    "administrator": date(2021, 12, 29),
}
# They say where the database lies, or give out a document that the demo has not.
NOT_ASKED = {
    "frames.version_key", "frames.standing_key", "frames.table_key", "inbox.load_inbox",
    "district.issued_file",
}  # fmt: skip
COMPARED = {name: report for name, report in reports() if name not in NOT_ASKED}
# What the demo has not is refused to everybody; tests of their own have it, on a server as well.
REFUSED = {"alleys.alley_sheet", "inbox.dropped_bytes"}
SAYS_WHEN = "docProps/core.xml"  # a workbook was made


@pytest.fixture(scope="module")
def both(
    filed_demo: CopyDemo, served_demo: CopyDemo, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Store, Store]]:
    folder = tmp_path_factory.mktemp("both")
    with (
        closing(open_store(filed_demo(folder / "file"))) as file,
        closing(open_store(served_demo(folder / "server"))) as server,
    ):
        yield file, server


@pytest.fixture(autouse=True)
def _at_one_moment(monkeypatch: pytest.MonkeyPatch) -> None:
    """And without the notes of who looked, which a thread writes when it comes to it."""
    at = datetime.fromisoformat("2022-02-10T09:00")
    clocks = {settings.now: lambda: at, settings.today: at.date}
    for module in [each for name, each in sys.modules.items() if name.startswith("lib.")]:
        for name, value in list(vars(module).items()):
            if inspect.isfunction(value) and value in clocks:
                monkeypatch.setattr(module, name, clocks[value])
    monkeypatch.setattr("lib.security.audit.note_look", lambda *_look: None)
    monkeypatch.setattr("lib.store.audit.secrets.token_hex", lambda n_bytes: "0" * 2 * n_bytes)
    monkeypatch.setattr("lib.reports.frames._KEPT", 1_000)  # so that each day is counted once


@pytest.mark.parametrize("name", COMPARED)
def test_a_report_says_the_same(
    both: tuple[Store, Store], name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    is_answered = False
    for role, day in WHO_ASKS.items():
        answers = []
        for store in both:
            chance = Random(f"{name} {role}")
            monkeypatch.setattr("lib.store.ids.secrets.choice", chance.choice)
            answers.append(answer(name, Question(store, demo_actor(role), day)))
        from_file, from_server = answers
        assert from_file == from_server, role
        is_answered |= not isinstance(from_file, type)
    assert is_answered == (name not in REFUSED)


def answer(name: str, question: Question) -> Any:
    """Or the kind of refusal. What is chosen from comes in an order of its own."""
    try:
        found = asked(COMPARED[name], question)
    except (NotAllowed, StoreProblem) as refusal:
        return type(refusal)
    return list(plain(found).items()) if isinstance(found, Mapping) else plain(found)


def plain(value: Any) -> Any:
    """Down to what can be compared."""
    if isinstance(value, Mapping):
        return {key: plain(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [plain(each) for each in value]
    if isinstance(value, bytes) and zipfile.is_zipfile(io.BytesIO(value)):
        with zipfile.ZipFile(io.BytesIO(value)) as parts:
            names = [name for name in parts.namelist() if name != SAYS_WHEN]
            return {name: plain(parts.read(name)) for name in names}
    if isinstance(value, pl.DataFrame):
        return dict(value.schema), value.rows()
    if hasattr(value, "to_native"):
        return plain(value.to_native())
    if hasattr(value, "to_json"):
        return value.to_json()
    if is_dataclass(value):
        return {each.name: plain(getattr(value, each.name)) for each in fields(value)}
    return "a function" if inspect.isfunction(value) else value
