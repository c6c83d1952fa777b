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
