"""`backup`, `restore` and `doctor`: that nothing is lost, and that one can tell."""

import argparse
import re
from pathlib import Path

from lib.actions.backups import back_up, go_on, restore
from lib.actions.erasing import erase_again
from lib.cli.terminal import DONE, FAILED, open_ward, print_json, say
from lib.reports.health import examine
from lib.security.actors import Actor
from lib.settings import active_settings, now, ward_settings
from lib.store.backup_keys import add_offline_key
from lib.store.backups import list_backups
from lib.store.engine import server_lock
from lib.store.problems import StoreProblem
from lib.text.catalogue import _


def add_backup(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--new-key", action="store_true", help=_("make a key that is kept on paper; shown once")
    )
    parser.set_defaults(run=_backup)


def add_restore(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, nargs="?", help=_("the newest one when none is named"))
    parser.add_argument("--key", type=Path, help=_("file with the key that was kept on paper"))
    parser.set_defaults(run=_restore)


def add_doctor(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true")
    parser.add_argument(
        "--go-on", action="store_true",
        help=_("accept that what was saved last is lost, and allow changes again"),
    )  # fmt: skip
    parser.set_defaults(run=_doctor)


def _backup(asked: argparse.Namespace, actor: Actor) -> int:
    with open_ward(asked) as store:
        if asked.new_key:
            actor.require("backups.make")
            print(add_offline_key(store.settings))
            say(_("Write this key down, or print it, and keep it away from this computer."))
        backup = back_up(store, actor)
    say(
        _("The backup is in {file}. It was opened again and its rows were counted.").format(
            file=backup.path
        )
    )
    return DONE


def _restore(asked: argparse.Namespace, actor: Actor) -> int:
    actor.require("backups.restore")
    settings = ward_settings()  # never into the demo, which nobody signs in to
    kept = list_backups(settings)
    path = asked.file or (kept[-1].path if kept else None)
    if path is None:
        raise StoreProblem("BACKUP_ABSENT")
    # Whatever the editor put around it: a mark at the head of the file, a word beside the key.
    said = asked.key.read_bytes().replace(b"\0", b"") if asked.key else b""
    found = re.search(rb"AGE-SECRET-KEY-1[0-9A-Z]+", said)
    if asked.key and not found:
        raise StoreProblem("BACKUP_UNREADABLE")
    key = found[0].decode() if found else None
    with server_lock(settings):
        aside = restore(settings, actor, path.read_bytes(), key)
        erase_again(settings)
    say(_("Restored from {file}.").format(file=path))
    if aside:
        say(_("What stood there before is in {folder}.").format(folder=aside))
    return DONE


def _doctor(asked: argparse.Namespace, actor: Actor) -> int:
    settings = active_settings(demo_when_empty=False)
    if asked.go_on:
        go_on(settings, actor)
    checks = examine(settings, now())
    if asked.json:
        print_json({check.name: {"well": check.is_well, "words": check.words} for check in checks})
    for check in checks if not asked.json else ():
        print("+" if check.is_well else "!", check.words)
    return DONE if all(check.is_well for check in checks) else FAILED
