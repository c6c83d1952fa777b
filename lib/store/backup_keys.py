"""Who can read a backup: the machine, to prove it, and whoever holds a key kept off the machine."""

from collections.abc import Sequence
from pathlib import Path

import pyrage

from lib.settings import Settings
from lib.store.files import write_whole


def _secrets(settings: Settings) -> Path:
    folder = settings.folder / "secrets"
    folder.mkdir(mode=0o700, exist_ok=True)
    return folder


def machine_identity(settings: Settings) -> str:
    """The machine's own age identity, made when first needed."""
    path = _secrets(settings) / "backup_identity.txt"
    if not path.exists():
        write_whole(path, str(pyrage.x25519.Identity.generate()).encode())
    return path.read_text("ascii").strip()


def offline_recipients(settings: Settings) -> tuple[str, ...]:
    """Public keys whose identities are not on this machine."""
    path = _secrets(settings) / "backup_recipients.txt"
    return tuple(path.read_text("ascii").split()) if path.exists() else ()


def add_offline_key(settings: Settings) -> str:
    """Make a key to be kept on paper; only its public half stays here. Returns the secret half."""
    identity = pyrage.x25519.Identity.generate()
    lines = (*offline_recipients(settings), str(identity.to_public()))
    write_whole(_secrets(settings) / "backup_recipients.txt", "\n".join(lines).encode())
    return str(identity)


def recipients(settings: Settings) -> Sequence[pyrage.x25519.Recipient]:
    own = pyrage.x25519.Identity.from_str(machine_identity(settings)).to_public()
    others = map(pyrage.x25519.Recipient.from_str, offline_recipients(settings))
    return [own, *others]
