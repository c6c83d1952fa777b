"""Whether the installation is sound, line by line, each with what to do when it is not."""

import os
import shutil
import stat
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from lib.settings import Settings
from lib.store.backup_keys import offline_recipients
from lib.store.backups import is_backed_up, list_backups, read_backup
from lib.store.engine import checked, open_store
from lib.store.problems import StoreProblem
from lib.text.catalogue import _

LEAST_FREE_MB = 500
LONGEST_WITHOUT_BACKUP = timedelta(hours=24)
# Folders that another program copies elsewhere while we write.
SYNCED = ("onedrive", "dropbox", "google drive", "googledrive", "nextcloud", "icloud")
NETWORK_FILES = ("cifs", "smb", "smb3", "nfs", "nfs4", "fuse.sshfs", "9p")


@dataclass(frozen=True)
class Check:
    """`words` say what was found; when it is not well, also what to do."""

    name: str
    is_well: bool
    words: str


def examine(settings: Settings, now: datetime) -> tuple[Check, ...]:
    """Looks only; raises nothing that it can put into a line."""
    return tuple(_checks(settings, now))


def _checks(settings: Settings, now: datetime) -> Iterator[Check]:
    yield _database(settings)
    yield _free_space(settings)
    if settings.database_file:
        yield _local_disk(settings)
        if os.name != "nt":
            yield _private(settings)
    if not settings.is_demo:
        yield _newest_backup(settings, now)
        yield _key_elsewhere(settings)


def _database(settings: Settings) -> Check:
    if not settings.is_there:
        return Check("database", is_well=False, words=StoreProblem("STORE_ABSENT").sentence())
    try:
        store = checked(open_store(settings))
    except StoreProblem as problem:
        return Check("database", is_well=False, words=problem.sentence())
    store.close()
    if store.problem:
        return Check("database", is_well=False, words=StoreProblem(store.problem).sentence())
    return Check("database", is_well=True, words=_("The database is whole and up to date."))


def _free_space(settings: Settings) -> Check:
    free = shutil.disk_usage(_existing(settings.folder)).free // 2**20
    words = _("{n} MB are free.") if free >= LEAST_FREE_MB else _("Only {n} MB are free.")
    return Check("disk", free >= LEAST_FREE_MB, words.format(n=free))


def _existing(folder: Path) -> Path:
    return next(path for path in (folder, *folder.parents) if path.exists())


def _local_disk(settings: Settings) -> Check:
    folder = settings.folder.resolve()
    if any(word in str(folder).lower() for word in SYNCED):
        words = _("The data folder is copied by another program while it is written. Move it.")
        return Check("place", is_well=False, words=words)
    if _file_system(folder) in NETWORK_FILES:
        words = _("The data folder lies on a network drive, which can damage it. Move it.")
        return Check("place", is_well=False, words=words)
    return Check("place", is_well=True, words=_("The data folder lies on this computer."))


def _file_system(folder: Path) -> str:
    """Its kind after Linux's list of mounts; "" elsewhere."""
    mounts = Path("/proc/mounts")
    if not mounts.exists():
        return ""
    fields = [line.split() for line in mounts.read_text("utf-8", "replace").splitlines()]
    holding = [(len(field[1]), field[2]) for field in fields if folder.is_relative_to(field[1])]
    return max(holding, default=(0, ""))[1]


def _private(settings: Settings) -> Check:
    open_to_others = (
        settings.folder.exists() and stat.S_IMODE(settings.folder.stat().st_mode) & 0o77
    )
    if open_to_others:
        words = _("Other accounts of this computer can open the data folder: chmod 700 it.")
        return Check("privacy", is_well=False, words=words)
    words = _("Only this account can open the data folder.")
    return Check("privacy", is_well=True, words=words)


def _newest_backup(settings: Settings, now: datetime) -> Check:
    kept = list_backups(settings)
    if not kept:
        return Check("backup", is_well=False, words=StoreProblem("BACKUP_ABSENT").sentence())
    newest = kept[-1]
    try:
        read_backup(settings, newest.path.read_bytes())
    except StoreProblem as problem:
        return Check("backup", is_well=False, words=problem.sentence())
    age = now - newest.made_at
    words = _("The newest of {n} backups is {hours} hours old and can be read.")
    is_well = age <= LONGEST_WITHOUT_BACKUP
    if not is_well and (is_well := _is_all_in_it(settings)):
        words = _(
            "The newest of {n} backups is {hours} hours old and can be read; nothing was changed "
            "since."
        )
    said = words.format(n=len(kept), hours=max(0, round(age.total_seconds() / 3600)))
    return Check("backup", is_well, said)


def _is_all_in_it(settings: Settings) -> bool:
    try:
        with closing(open_store(settings)) as store:
            return is_backed_up(settings, store.saved())
    except StoreProblem:
        return False


def _key_elsewhere(settings: Settings) -> Check:
    if offline_recipients(settings):
        words = _("The backups can be read with a key that is kept off this computer.")
        return Check("key", is_well=True, words=words)
    words = _(
        "Only this computer can read the backups. Make a key to be kept on paper: "
        "python -m lib.cli backup --new-key"
    )
    return Check("key", is_well=False, words=words)
