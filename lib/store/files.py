"""Files that are whole or absent, whatever happens while they are written."""

import errno
import os
import secrets
from pathlib import Path

from lib.store.problems import StoreProblem

_NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


def write_whole(path: Path, raw: bytes) -> None:
    """Replace or create `path`, readable by this account only, safe against power cuts. Raises
    StoreProblem when there is no room."""
    partial = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    try:
        _write_through(partial, raw)
        os.replace(partial, path)
    except OSError as error:
        if error.errno in _NO_ROOM:
            raise StoreProblem("DISK_FULL") from error
        raise
    finally:
        partial.unlink(missing_ok=True)
    _sync_folder(path.parent)


def _write_through(path: Path, raw: bytes) -> None:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(raw)
        file.flush()
        os.fsync(file.fileno())


def _sync_folder(folder: Path) -> None:
    if os.name == "nt":  # Windows cannot open a folder; its rename is durable by itself
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
