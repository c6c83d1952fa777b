"""`undo`: take an import back as one step; what cannot be undone is said."""

import argparse

from lib.actions.undoing import NotUndone, Undo, preview_undo, undo_import
from lib.cli.terminal import DONE, SOME_REFUSED, Stopped, open_ward, print_json, say
from lib.schema.tables import TABLES
from lib.security.actors import Actor
from lib.text.catalogue import _, language


def add_undo(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("import_id", metavar="IMPORT_ID")
    parser.add_argument("--dry-run", action="store_true", help=_("only say what would happen"))
    parser.add_argument("--json", action="store_true")
    parser.set_defaults(run=_undo)


def _undo(asked: argparse.Namespace, actor: Actor) -> int:
    take_back = preview_undo if asked.dry_run else undo_import
    with open_ward(asked) as store:
        try:
            undo = take_back(store, actor, asked.import_id)
        except NotUndone as problem:
            raise Stopped(problem.code, problem.sentence()) from None
    _tell(undo)
    if asked.json:
        print_json(_as_json(undo, asked.dry_run))
    return SOME_REFUSED if undo.kept else DONE


def _tell(undo: Undo) -> None:
    words = _("{removed} records go out of the lists again, {restored} get their old values back.")
    say(words.format(removed=undo.removed, restored=undo.restored))
    for kept in undo.kept:
        label = TABLES[kept.table].label(language())
        say(f"{label} {kept.row_id}: {kept.why} {', '.join(kept.columns)}".rstrip())


def _as_json(undo: Undo, dry_run: bool) -> dict[str, object]:
    kept = [
        {"table": k.table, "row_id": k.row_id, "columns": list(k.columns), "why": k.why}
        for k in undo.kept
    ]
    counts = {"removed": undo.removed, "restored": undo.restored}
    return {"import_id": undo.import_id, "dry_run": dry_run} | counts | {"kept": kept}
