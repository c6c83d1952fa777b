"""The bytes of every file, as they came, before anything reads them."""

import hashlib
from pathlib import Path

from lib.store.files import write_whole


def sha256_of(raw: bytes) -> str:
    return hashlib.sha256(raw).hexdigest()


def keep_original(folder: Path, raw: bytes) -> Path:
    """Store the bytes under their hash; the same bytes are kept once."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    kept = folder / f"{sha256_of(raw)}.csv"
    if not kept.exists():
        write_whole(kept, raw)
    return kept


def read_original(folder: Path, sha256: str) -> bytes | None:
    """The kept bytes; None when their days are over, or they are no longer what came."""
    kept = folder / f"{sha256}.csv"
    raw = kept.read_bytes() if kept.exists() else None
    return raw if raw is not None and sha256_of(raw) == sha256 else None
