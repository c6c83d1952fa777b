"""The inbox folder: files as they lie there, the reports beside them, and whose are taken at once.

inbox/SENDER/FILE came from SENDER; inbox/FILE from somebody unknown. A report is FILE.report.json
for programs and FILE.report.txt for people; it holds numbers and codes, never a person's value.
"""

import hashlib
import json
import os
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Literal

import sqlalchemy as sa

from lib.settings import TIME_ZONE
from lib.store.files import write_whole
from lib.store.history import Author
from lib.store.tables import IMPORTS, METADATA

SENDERS = sa.Table(
    "inbox_senders",
    METADATA,
    sa.Column("ward_id", sa.String(40), primary_key=True),
    sa.Column("sender", sa.String(120), primary_key=True),
    sa.Column("allowed_by", sa.Text, nullable=False),
    sa.Column("allowed_at", sa.DateTime, nullable=False),
)
# arriving: nobody has looked yet; waiting: for a person, or for what it needs.
State = Literal["arriving", "waiting", "taken", "refused"]
_JSON, _TEXT = ".report.json", ".report.txt"
# Copied in until so long ago: a file that still grows is left alone. In seconds.
_SETTLED = 30
_LONGEST_NAME = 200  # in bytes; most file systems end at 255


@dataclass(frozen=True)
class Dropped:
    """A file in the inbox. `mark` changes when the file does."""

    path: Path
    sender: str | None
    mark: str
    written_at: datetime

    @property
    def name(self) -> str:
        """Where it lies below the inbox; the same on every system."""
        return f"{self.sender}/{self.path.name}" if self.sender else self.path.name

    def is_settled(self, now: datetime) -> bool:
        return abs((now - self.written_at).total_seconds()) >= _SETTLED


@dataclass(frozen=True)
class InboxFile:
    """A file in the inbox and what is known of it: the report beside it, {} before the first."""

    name: str
    sender: str | None
    state: State
    report: Mapping[str, Any]


def dropped_files(inbox: Path) -> Iterator[Dropped]:
    """By sender and name; no reports, hidden files, locks of a spreadsheet or links."""
    for folder, sender in ((inbox, None), *((path, path.name) for path in _folders(inbox))):
        for path in sorted(folder.iterdir()):
            is_ours = path.name.endswith((_JSON, _TEXT)) or path.name.startswith((".", "~$"))
            if not is_ours and path.is_file() and not path.is_symlink():
                with suppress(FileNotFoundError):  # taken away meanwhile
                    yield _dropped(path, sender)


def _folders(inbox: Path) -> list[Path]:
    return sorted(
        path
        for path in inbox.iterdir()
        if path.is_dir() and not path.is_symlink() and not path.name.startswith(".")
    )


def _dropped(path: Path, sender: str | None) -> Dropped:
    found = path.stat()
    written = found.st_mtime
    if os.name != "nt":  # there it is the day on which the file was made
        written = max(written, found.st_ctime)
    at = datetime.fromtimestamp(written, TIME_ZONE).replace(tzinfo=None)
    return Dropped(path, sender, f"{found.st_size}-{found.st_mtime_ns}", at)


def as_known(file: Dropped) -> InboxFile:
    """By its report, if that is about the file as it is now."""
    report = read_report(file)
    state: State = report.get("state", "waiting") if report.get("mark") == file.mark else "arriving"
    return InboxFile(file.name, file.sender, state, report if state != "arriving" else {})


def read_report(file: Dropped) -> dict[str, Any]:
    """{} when there is none, or one that cannot be read."""
    with suppress(OSError, ValueError):
        report = json.loads(_beside(file.path, _JSON).read_bytes())
        return report if isinstance(report, dict) else {}
    return {}


def write_report(file: Dropped, report: dict[str, Any], text: str) -> None:
    """The text first: a report that programs can read says that both are there."""
    write_whole(_beside(file.path, _TEXT), text.encode("utf-8-sig"))
    write_whole(_beside(file.path, _JSON), json.dumps(report, indent=1).encode())


def _beside(path: Path, ending: str) -> Path:
    name = path.name
    if len(name.encode()) > _LONGEST_NAME:
        name = hashlib.sha256(name.encode()).hexdigest()[:16]
    return path.with_name(name + ending)


def find_taken(
    conn: sa.Connection, ward_id: str, inbox_name: str, sha256: str
) -> dict[str, Any] | None:
    """The import that took these bytes from this place, undone or not; or that waits for a second
    person to agree to it."""
    query = sa.select(IMPORTS).where(
        IMPORTS.c.ward_id == ward_id,
        IMPORTS.c.inbox_name == inbox_name,
        IMPORTS.c.sha256 == sha256,
        IMPORTS.c.status.not_in(("refused", "not_taken")),
    )
    found = conn.execute(query.order_by(IMPORTS.c.received_at.desc())).mappings().first()
    return dict(found) if found else None


def allowed_senders(conn: sa.Connection, ward_id: str) -> frozenset[str]:
    return frozenset(conn.scalars(sa.select(SENDERS.c.sender).where(SENDERS.c.ward_id == ward_id)))


def allow_sender(conn: sa.Connection, ward_id: str, sender: str, author: Author) -> None:
    said = {"allowed_by": author.actor, "allowed_at": author.at}
    conn.execute(sa.insert(SENDERS), {"ward_id": ward_id, "sender": sender} | said)


def forget_sender(conn: sa.Connection, ward_id: str, sender: str) -> None:
    conn.execute(sa.delete(SENDERS).filter_by(ward_id=ward_id, sender=sender))
