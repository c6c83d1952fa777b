"""The bytes of every file, as they came, before anything reads them."""

import hashlib
import os
import secrets
from pathlib import Path


def sha256_of(raw: bytes) -> str:
    return hashlib.sha256(raw).hexdigest()


def keep_original(folder: Path, raw: bytes) -> Path:
    """Store the bytes under their hash, readable by this account only, safe against power cuts.

    Nothing under the final name is ever half written; the same bytes are kept once.
    """
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    kept = folder / f"{sha256_of(raw)}.csv"
    if kept.exists():
        return kept
    partial = folder / f".{kept.name}.{secrets.token_hex(4)}"
    try:
        _write_through(partial, raw)
        os.replace(partial, kept)
    finally:
        partial.unlink(missing_ok=True)
    _sync_folder(folder)
    return kept


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
