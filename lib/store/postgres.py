"""PostgreSQL's own programs for a whole database out and in."""

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

import sqlalchemy as sa

from lib.store.problems import StoreProblem

DUMP_BEGINS = b"PGDMP"


def dump_database(url: str, target: Path) -> None:
    """One moment of the database into one file."""
    _run("pg_dump", url, "--format=custom", f"--file={target}")


def restore_database(url: str, dump: bytes) -> None:
    """All of the dump or, when something fails, nothing of it."""
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "ward.dump"
        source.write_bytes(dump)
        _run("pg_restore", url, "--clean", "--if-exists", "--single-transaction", str(source))


def _run(program: str, url: str, *options: str) -> None:
    """The password goes through the environment: everybody sees the arguments of a process."""
    if not shutil.which(program):
        raise StoreProblem("PG_PROGRAMS_ABSENT")
    address = sa.make_url(url).set(drivername="postgresql")
    environment = os.environ | ({"PGPASSWORD": address.password} if address.password else {})
    open_address = address.set(password=None).render_as_string()
    command = [program, "--no-owner", "--no-password", f"--dbname={open_address}", *options]
    done = subprocess.run(  # noqa: S603 - our own words and a configured address
        command, env=environment, capture_output=True, check=False
    )
    if done.returncode:
        raise StoreProblem("BACKUP_FAILED")
