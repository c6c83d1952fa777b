"""A PostgreSQL server of our own: Debian's programs, a throw-away folder, one socket."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sa

from lib.store.engine import Store
from lib.store.tables import METADATA

DEBIAN = Path("/usr/lib/postgresql")
# What a crash would lose is not what these tests are about, and syncing takes most of the time.
QUICK = ("-c", "fsync=off", "-c", "full_page_writes=off", "-c", "synchronous_commit=off")


@dataclass(frozen=True)
class Cluster:
    """A server; `address` is that of its database `postgres`."""

    address: str
    control: tuple[str | Path, ...]
    start_options: tuple[str | Path, ...]

    def start(self) -> None:
        run([*self.control, *self.start_options, "start"])

    def stop(self) -> None:
        """As if somebody had pulled the plug."""
        run([*self.control, "-m", "immediate", "stop"])


@contextmanager
def running_postgresql(settings: Sequence[str] = QUICK) -> Iterator[Cluster]:
    """Started; stopped and removed at the end. Without settings it loses nothing, as in a ward."""
    folder = Path(tempfile.mkdtemp(prefix="pg-"))
    as_user = _unprivileged(folder)
    data = folder / "data"
    try:
        run([*as_user, _program("initdb"), "-D", data, "-A", "trust", "-U", "ward", "-N",
             "-E", "UTF8", "--locale=C.UTF-8", *_sorting_as_people_do()])  # fmt: skip
        options = " ".join(("-k", str(folder), "-c", "listen_addresses=''", *settings))
        cluster = Cluster(
            f"postgresql://ward@/postgres?host={folder}",
            (*as_user, _program("pg_ctl"), "-D", data, "-w", "-s"),
            ("-o", options, "-l", folder / "log"),
        )
        cluster.start()
        try:
            yield cluster
        finally:
            cluster.stop()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def copy_rows(source: Store, target: Store) -> None:
    """Every table, its last row first: a server promises no order, and whoever forgets to ask for
    one gets another than from the file."""
    with source.read() as conn, target.write() as served:
        for table in METADATA.sorted_tables:
            rows = [dict(row) for row in conn.execute(sa.select(table)).mappings()]
            if not rows:
                continue
            served.execute(sa.insert(table), rows[::-1])
            if (column := table.autoincrement_column) is not None:
                sequence = sa.func.pg_get_serial_sequence(table.name, column.name)
                highest = sa.select(sa.func.max(column)).scalar_subquery()
                served.execute(sa.select(sa.func.setval(sequence, highest)))


def run(command: list[str | Path]) -> None:
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd="/")


def _program(name: str) -> str:
    """Debian keeps the server's programs out of PATH, one folder a version."""
    newest = sorted(DEBIAN.glob(f"*/bin/{name}"), key=lambda path: float(path.parts[-3]))
    found = str(newest[-1]) if newest else shutil.which(name)
    if not found:
        raise FileNotFoundError(f"{name} is missing: apt-get install postgresql")
    return found


def _sorting_as_people_do() -> tuple[str, ...]:
    """A ward's server seldom sorts by code points. Before version 15 only a database could."""
    command = [_program("initdb"), "--help"]
    told = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    return ("--locale-provider=icu", "--icu-locale=vi") if "--icu-locale" in told else ()


def _unprivileged(folder: Path) -> tuple[str, ...]:
    """PostgreSQL refuses to run as root."""
    if os.getuid() != 0:
        return ()
    shutil.chown(folder, "postgres", "postgres")
    folder.chmod(0o755)
    return ("runuser", "-u", "postgres", "--")
