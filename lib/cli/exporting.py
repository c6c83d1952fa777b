"""`export`: a table as a file. `template`: an empty list to fill in."""

import argparse
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from lib.cli.terminal import DONE, FAILED, USAGE, open_ward, say, write_out
from lib.documents.workbooks import NotForWorkbook
from lib.reports.exports import export_csv, export_workbook
from lib.reports.templates import KINDS, load_template
from lib.schema.tables import TABLES
from lib.security.actors import Actor
from lib.settings import active_settings
from lib.store.engine import Store
from lib.text.catalogue import _


def add_export(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("table", choices=list(TABLES), metavar="TABLE")
    parser.add_argument("--headers", choices=("labels", "codes"), default="labels")
    parser.add_argument("--format", choices=KINDS, default="csv")
    parser.add_argument("--reason", help=_("why the list is needed; it is recorded"))
    parser.add_argument("--output", type=Path, metavar="FILE")
    parser.set_defaults(run=_export)


def add_template(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("table", choices=list(TABLES), metavar="TABLE", nargs="?")
    parser.add_argument("--all", action="store_true", help=_("both files of every list"))
    parser.add_argument("--format", choices=KINDS, default="xlsx")
    parser.add_argument(
        "--output", type=Path, metavar="FILE", help=_("with --all: the folder to write to")
    )
    parser.set_defaults(run=_template)


def _export(asked: argparse.Namespace, actor: Actor) -> int:
    make = export_csv if asked.format == "csv" else export_workbook
    with open_ward(asked) as store:
        try:
            content = make(store, actor, asked.table, asked.headers, reason=asked.reason)
        except NotForWorkbook as problem:
            say(problem.sentence())
            return FAILED
    write_out(content, asked.output)
    return DONE


def _template(asked: argparse.Namespace, actor: Actor) -> int:
    if asked.all == bool(asked.table) or (asked.all and asked.output is None):
        say(_("Name one list, or say --all with --output FOLDER."))
        return USAGE
    with _ward_if_any(asked) as store:
        if not asked.all:
            write_out(load_template(store, actor, asked.table, asked.format), asked.output)
            return DONE
        asked.output.mkdir(parents=True, exist_ok=True)
        for table in TABLES:
            for kind in KINDS:
                content = load_template(store, actor, table, kind)
                write_out(content, asked.output / f"{table}.{kind}")
    return DONE


@contextmanager
def _ward_if_any(asked: argparse.Namespace) -> Iterator[Store | None]:
    """With a ward its groups can be chosen in the templates; they can be made without one."""
    if not active_settings(demo_when_empty=False).is_there:
        yield None
        return
    with open_ward(asked) as store:
        yield store
