"""What every command shares: exit codes, what is said to people, the ward it speaks to."""

import argparse
import json
import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from lib.settings import Settings, active_settings, ward_settings
from lib.store.engine import Store, open_store
from lib.store.problems import StoreProblem
from lib.text.catalogue import _

DONE, SOME_REFUSED, USAGE, FILE_REFUSED, FAILED = range(5)


def say(text: str) -> None:
    """For people; standard output is for programs."""
    print(text, file=sys.stderr)


def print_json(payload: dict[str, Any]) -> None:
    print(json.dumps(payload))


def write_out(content: bytes, path: Path | None) -> None:
    """To a file, or to standard output when none is named."""
    if path is None:
        sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()
        return
    # The file holds people's data: readable by this account only.
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(content)


@contextmanager
def open_ward(asked: argparse.Namespace, *, may_begin: bool = False) -> Iterator[Store]:
    """The active ward. Only a real import may begin one; a trial without one runs on nothing."""
    settings = _ward(asked)
    with tempfile.TemporaryDirectory() as nowhere:
        if not settings.is_there:
            if not may_begin:
                raise StoreProblem("STORE_ABSENT")
            if asked.dry_run:
                settings = replace(settings, folder=Path(nowhere) / settings.folder.name)
        store = open_store(settings)
        try:
            yield store
        finally:
            store.close()


def _ward(asked: argparse.Namespace) -> Settings:
    begins = getattr(asked, "ward", False)
    settings = ward_settings() if begins else active_settings(demo_when_empty=False)
    kind = _("demo ward") if settings.is_demo else _("ward")
    say(_("Using the {kind} in {folder}.").format(kind=kind, folder=settings.folder))
    return settings
