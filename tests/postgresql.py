"""A PostgreSQL server of our own: Debian's programs, a throw-away folder, one socket."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

DEBIAN = Path("/usr/lib/postgresql")
# What a crash would lose is not what these tests are about, and syncing takes most of the time.
QUICK = ("-c", "fsync=off", "-c", "full_page_writes=off", "-c", "synchronous_commit=off")


@contextmanager
def running_postgresql() -> Iterator[str]:
    """Yields the address of its database `postgres`; stops the server and removes it all."""
    folder = Path(tempfile.mkdtemp(prefix="pg-"))
    as_user = _unprivileged(folder)
    data = folder / "data"
    try:
        run([*as_user, _program("initdb"), "-D", data, "-A", "trust", "-U", "ward", "-N",
             "-E", "UTF8", "--locale=C.UTF-8"])  # fmt: skip
        options = " ".join(("-k", str(folder), "-c", "listen_addresses=''", *QUICK))
        control = [*as_user, _program("pg_ctl"), "-D", data, "-w", "-s"]
        run([*control, "-o", options, "-l", folder / "log", "start"])
        try:
            yield f"postgresql://ward@/postgres?host={folder}"
        finally:
            run([*control, "-m", "immediate", "stop"])
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def run(command: list[str | Path]) -> None:
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd="/")


def _program(name: str) -> str:
    """Debian keeps the server's programs out of PATH, one folder a version."""
    newest = sorted(DEBIAN.glob(f"*/bin/{name}"), key=lambda path: float(path.parts[-3]))
    found = str(newest[-1]) if newest else shutil.which(name)
    if not found:
        raise FileNotFoundError(f"{name} is missing: apt-get install postgresql")
    return found


def _unprivileged(folder: Path) -> tuple[str, ...]:
    """PostgreSQL refuses to run as root."""
    if os.getuid() != 0:
        return ()
    shutil.chown(folder, "postgres", "postgres")
    folder.chmod(0o755)
    return ("runuser", "-u", "postgres", "--")
