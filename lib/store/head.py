"""The last thing that was saved, noted beside the database.

A database that lost its journal, or was replaced by an older copy, passes every check of its own,
and so does an audit whose last lines were cut off: only somebody who remembers what was saved last
can tell. Source: sqlite.org/howtocorrupt.html.
"""

import json
from contextlib import suppress
from dataclasses import asdict, dataclass

from lib.settings import Settings
from lib.store.audit import BEGINNING, Head
from lib.store.files import write_whole
from lib.store.problems import StoreProblem

FILE = "head.json"


@dataclass(frozen=True)
class Noted:
    """`seq` is the newest change; `number` and `hash` are of the newest line of any kind, and say
    nothing in a note of before they were kept."""

    seq: int = 0
    number: int = 0
    hash: str = BEGINNING

    @property
    def head(self) -> Head:
        return Head(self.number, self.hash)


def note_head(settings: Settings, saved: Noted) -> None:
    """After a commit. A note that cannot be written, as on a full disk, must not make a saved
    change look unsaved."""
    with suppress(OSError, StoreProblem):
        write_whole(settings.folder / FILE, json.dumps(asdict(saved)).encode())


def noted_head(settings: Settings) -> Noted:
    """The beginning before anything was noted, and when the note itself was lost."""
    with suppress(OSError, ValueError, KeyError, TypeError, AttributeError):
        found = json.loads((settings.folder / FILE).read_bytes())
        number, digest = int(found.get("number", 0)), str(found.get("hash", BEGINNING))
        return Noted(int(found["seq"]), number, digest)
    return Noted()
