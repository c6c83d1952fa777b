"""`export`: a table as a file."""

import argparse
from pathlib import Path

from lib.cli.terminal import DONE, open_ward, write_out
from lib.reports.exports import export_csv
from lib.schema.tables import TABLES
from lib.security.actors import Actor


def add_export(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("table", choices=list(TABLES), metavar="TABLE")
    parser.add_argument("--headers", choices=("labels", "codes"), default="labels")
    parser.add_argument("--output", type=Path, metavar="FILE")
    parser.set_defaults(run=_export)


def _export(asked: argparse.Namespace, actor: Actor) -> int:
    with open_ward(asked) as store:
        content = export_csv(store, actor, asked.table, asked.headers)
    write_out(content, asked.output)
    return DONE
