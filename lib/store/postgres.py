"""PostgreSQL's own programs for a whole database out and in."""

import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterable
from pathlib import Path

import sqlalchemy as sa

from lib.store.problems import StoreProblem

# How a dump's rows are written out: one line each, between these two.
_COPY, _COPIED = re.compile(rb"COPY \w+\.(\w+) .*FROM stdin;"), b"\\.\n"


def export_snapshot(conn: sa.Connection) -> str:
    """The moment that this reading transaction sees, for a dump of the same moment while it
    lasts."""
    return str(conn.scalar(sa.text("SELECT pg_export_snapshot()")))


def dump_database(url: str, target: Path, snapshot: str) -> None:
    """One moment of the database into one file."""
    _run("pg_dump", url, "--format=custom", f"--snapshot={snapshot}", f"--file={target}")


def dumped_rows(dump: bytes) -> dict[str, int] | None:
    """Table -> rows, of a dump that is read from its first byte to its last as a restore would
    read it; None when it cannot be."""
    _require("pg_restore")
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "ward.dump"
        source.write_bytes(dump)
        command = ["pg_restore", "--data-only", "--file=-", str(source)]
        with subprocess.Popen(  # noqa: S603 - our own words
            command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        ) as reading:
            rows = _counted(reading.stdout or ())
        return None if reading.returncode else rows


def _counted(script: Iterable[bytes]) -> dict[str, int]:
    rows: dict[str, int] = {}
    table = None
    for line in script:
        if table is None:
            if match := _COPY.match(line):
                table = match[1].decode()
                rows[table] = 0
        elif line == _COPIED:
            table = None
        else:
            rows[table] += 1
    return rows


def restore_database(url: str, dump: bytes) -> None:
    """All of the dump or, when something fails, nothing of it."""
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "ward.dump"
        source.write_bytes(dump)
        _run("pg_restore", url, "--clean", "--if-exists", "--single-transaction", str(source))


def _run(program: str, url: str, *options: str) -> None:
    """The password goes through the environment: everybody sees the arguments of a process."""
    _require(program)
    address = sa.make_url(url).set(drivername="postgresql")
    environment = os.environ | ({"PGPASSWORD": address.password} if address.password else {})
    open_address = address.set(password=None).render_as_string()
    command = [program, "--no-owner", "--no-password", f"--dbname={open_address}", *options]
    done = subprocess.run(  # noqa: S603 - our own words and a configured address
        command, env=environment, capture_output=True, check=False
    )
    if done.returncode:
        raise StoreProblem("BACKUP_FAILED")


def _require(program: str) -> None:
    if not shutil.which(program):
        raise StoreProblem("PG_PROGRAMS_ABSENT")
