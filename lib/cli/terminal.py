"""What every command shares: exit codes, what is said to people, the ward it speaks to."""

import argparse
import errno
import json
import os
import re
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from lib.settings import FIRST_DAY, LAST_DAY, Settings, active_settings, ward_settings
from lib.store.engine import Store, open_store
from lib.store.problems import StoreProblem
from lib.text.catalogue import N_, _
from lib.text.formats import format_day

DONE, SOME_REFUSED, USAGE, FILE_REFUSED, FAILED, WAITS = range(6)
_DAY_FIRST = re.compile(r"([0-9]{1,2})/([0-9]{1,2})/([0-9]{4})")


class Stopped(Exception):  # noqa: N818 - expected, not an error of ours
    """Why a command ends early: `code` for programs, `words` for people."""

    def __init__(self, code: str, words: str, exit_code: int = FAILED) -> None:
        super().__init__(code)
        self.code, self.words, self.exit_code = code, words, exit_code


def say(text: str) -> None:
    """For people; standard output is for programs."""
    print(text, file=sys.stderr)


def print_json(payload: dict[str, Any]) -> None:
    print(json.dumps(payload))


def file_trouble(error: OSError) -> Stopped:
    """What is wrong with a file or a disk, and what to do."""
    path = os.fspath(error.filename or "")
    for kind, code, words in _FILE_TROUBLES:
        if isinstance(error, kind):
            return Stopped(code, _(words).format(path=path))
    if error.errno == errno.ENOSPC:
        return Stopped("DISK_FULL", _("The disk is full. Free some space and try again."))
    words = _("{path} could not be read or written ({reason}). Check the disk and the folder.")
    return Stopped("FILE_FAILED", words.format(path=path, reason=error.strerror))


_FILE_TROUBLES: tuple[tuple[type[OSError], str, str], ...] = (
    (FileNotFoundError, "FILE_ABSENT", N_("{path} is not there. Check its name and folder.")),
    (IsADirectoryError, "FILE_IS_FOLDER", N_("{path} is a folder. Name the file in it.")),
    (
        PermissionError, "FILE_FORBIDDEN",
        N_("This account may not open {path}. Choose another folder, or ask for the right to it."),
    ),
)  # fmt: skip


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


def day_of(text: str) -> date:
    """What was typed for a day, as a program or as people write it."""
    try:
        day = _written_day(text)
    except ValueError:
        raise argparse.ArgumentTypeError(_("write the day as 2021-12-29 or 29/12/2021")) from None
    if not FIRST_DAY <= day <= LAST_DAY:
        words = _("the day must lie between {first} and {last}")
        raise argparse.ArgumentTypeError(
            words.format(first=format_day(FIRST_DAY), last=format_day(LAST_DAY))
        )
    return day


def _written_day(text: str) -> date:
    if day_first := _DAY_FIRST.fullmatch(text):
        day, month, year = map(int, day_first.groups())
        return date(year, month, day)
    return date.fromisoformat(text)
