"""The last thing that was saved, noted beside the database.

A database that lost its journal, or was replaced by an older copy, passes every check of its own:
only somebody who remembers what was saved last can tell. Source: sqlite.org/howtocorrupt.html.
"""

import json
from contextlib import suppress

from lib.settings import Settings
from lib.store.files import write_whole

FILE = "head.json"


def note_head(settings: Settings, seq: int) -> None:
    """After a commit: `seq` is the newest audit line. A note that cannot be written, as on a full
    disk, must not make a saved change look unsaved."""
    with suppress(OSError):
        write_whole(settings.folder / FILE, json.dumps({"seq": seq}).encode())


def noted_head(settings: Settings) -> int:
    """0 before anything was noted, and when the note itself was lost."""
    with suppress(OSError, ValueError, KeyError, TypeError):
        return int(json.loads((settings.folder / FILE).read_bytes())["seq"])
    return 0


def forget_head(settings: Settings) -> None:
    """Somebody has decided to go on without what is missing."""
    (settings.folder / FILE).unlink(missing_ok=True)
