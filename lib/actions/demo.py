"""Build the demo ward from data/demo: the files a team would send, through the importer."""

import os
import secrets
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from lib.actions.imports import ImportReport, accept_import
from lib.schema.tables import TABLES
from lib.security.actors import TERMINAL_ROLE, actor_as
from lib.settings import DATABASE_FILE, ROOT, Settings, ward_settings
from lib.store.engine import open_store, server_lock
from lib.store.problems import StoreProblem

DEMO_FILES = ROOT / "data" / "demo"
DEMO_ACCOUNT = "demo"


def load_demo(
    settings: Settings, *, rebuild: bool = False, source: Path = DEMO_FILES
) -> tuple[ImportReport, ...]:
    """Fill the demo's folder; () when it stands already and `rebuild` does not ask for a new one.

    It is built beside its place and moved there whole. A rebuild needs the server stopped.
    Raises StoreProblem; a file of the demo that is refused raises FileRefused.
    """
    if not settings.is_demo or settings.folder.resolve() == ward_settings().folder.resolve():
        raise StoreProblem("NOT_THE_DEMO")
    if not _files(source):
        raise StoreProblem("DEMO_FILES_ABSENT")
    if not rebuild:
        return () if _stands(settings.folder) else _build(settings, source, _put)
    with server_lock(settings):
        return _build(settings, source, _exchange)


def _stands(folder: Path) -> bool:
    return (folder / DATABASE_FILE).exists()


def _files(source: Path) -> list[tuple[str, Path]]:
    """The files in the order in which one may point to the other."""
    return [(name, path) for name in TABLES if (path := source / f"{name}.csv").exists()]


def _build(
    settings: Settings, source: Path, move: Callable[[Path, Path], None]
) -> tuple[ImportReport, ...]:
    beside = replace(settings, folder=_beside(settings.folder))
    try:
        reports = _import_all(beside, source)
        if (boundaries := source / beside.boundaries_file.name).exists():
            shutil.copyfile(boundaries, beside.boundaries_file)
        move(beside.folder, settings.folder)
    finally:
        shutil.rmtree(beside.folder, ignore_errors=True)
    return reports


def _beside(folder: Path) -> Path:
    return folder.with_name(f".{folder.name}-{secrets.token_hex(4)}")


def _import_all(settings: Settings, source: Path) -> tuple[ImportReport, ...]:
    store, actor = open_store(settings), actor_as(DEMO_ACCOUNT, TERMINAL_ROLE)
    try:
        return tuple(
            accept_import(store, actor, path.read_bytes(), path.name, table)
            for table, path in _files(source)
        )
    finally:
        store.close()


def _put(built: Path, place: Path) -> None:
    """A demo that was finished meanwhile stays; leftovers without a database go."""
    if place.exists() and not _stands(place):
        shutil.rmtree(place)
    try:
        os.rename(built, place)
    except OSError:
        if not _stands(place):
            raise


def _exchange(built: Path, place: Path) -> None:
    """What stood there goes only after the new one is ready."""
    old = _beside(place)
    if place.exists():
        os.rename(place, old)
    os.rename(built, place)
    shutil.rmtree(old, ignore_errors=True)
