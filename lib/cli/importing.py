"""`import`: take files in, or say what they would do."""

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from lib.actions.imports import FileRefused, ImportReport, Preview, accept_import, preview_import
from lib.actions.recording import rows_counted
from lib.cli.terminal import DONE, FILE_REFUSED, SOME_REFUSED, USAGE, open_ward, print_json, say
from lib.reports.imports import told_line
from lib.schema.findings import Finding
from lib.schema.tables import TABLES
from lib.security.actors import Actor
from lib.text.catalogue import _


def add_import(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=_file_bytes, metavar="FILE")
    parser.add_argument("--table", choices=list(TABLES), help=_("without it, the headings decide"))
    parser.add_argument(
        "--constant",
        type=_constant,
        action="append",
        default=[],
        metavar="COLUMN=VALUE",
        help=_("one value for all rows, for a column that the file lacks; needs --table"),
    )
    parser.add_argument("--dry-run", action="store_true", help=_("only say what would happen"))
    parser.add_argument("--ward", action="store_true", help=_("start the real ward's folder"))
    parser.add_argument("--json", action="store_true")
    parser.set_defaults(run=_import)


def _file_bytes(path: str) -> tuple[str, bytes]:
    try:
        return Path(path).name, Path(path).read_bytes()
    except OSError as error:
        raise argparse.ArgumentTypeError(f"{path}: {error.strerror}") from None


def _constant(text: str) -> tuple[str, str]:
    column, equals, value = text.partition("=")
    if not equals:
        raise argparse.ArgumentTypeError(_("write COLUMN=VALUE"))
    return column.strip(), value


def _import(asked: argparse.Namespace, actor: Actor) -> int:
    file_name, raw = asked.file
    constants = dict(asked.constant)
    if strangers := constants.keys() - _columns(asked.table):
        say(_("No such column: {columns}").format(columns=", ".join(sorted(strangers))))
        return USAGE
    take = preview_import if asked.dry_run else accept_import
    with open_ward(asked, may_begin=True) as store:
        try:
            result = take(store, actor, raw, file_name, asked.table, constants=constants)
        except FileRefused as refusal:
            _show_refusal(asked, refusal)
            return FILE_REFUSED
    _show_result(asked, result)
    return SOME_REFUSED if result.refused else DONE


def _columns(table: str | None) -> set[str]:
    """What a constant may name; nothing as long as the headings decide about the table."""
    return set(TABLES[table].columns) if table else set()


def _show_result(asked: argparse.Namespace, result: ImportReport | Preview) -> None:
    n_rows = result.rows if isinstance(result, ImportReport) else result.n_rows
    changed = result.changed if isinstance(result.changed, int) else len(result.changed)
    counts = {
        "table": result.table,
        "dry_run": asked.dry_run,
        "rows": n_rows,
        "accepted": result.accepted,
        "refused": result.refused,
        "new": result.new,
        "changed": changed,
        "unchanged": result.unchanged,
    }
    _show(asked, counts, result.findings)
    said = _(
        "{rows} rows: {accepted} accepted ({new} new, {changed} changed, {unchanged} unchanged), "
        "{refused} refused."
    )
    say(said.format(**counts))
    if asked.dry_run:
        say(_("This was a trial: nothing was changed."))


def _show_refusal(asked: argparse.Namespace, refusal: FileRefused) -> None:
    n_rows = rows_counted(refusal)
    file = {"table": asked.table, "dry_run": asked.dry_run, "file_refused": True}
    nothing = dict.fromkeys(("accepted", "new", "changed", "unchanged"), 0)
    _show(asked, file | {"rows": n_rows, "refused": n_rows} | nothing, refusal.findings)


def _show(asked: argparse.Namespace, counts: dict[str, Any], findings: Sequence[Finding]) -> None:
    for finding in findings:
        say(told_line(finding))
    if asked.json:
        print_json(counts | {"findings": [_as_json(finding) for finding in findings]})


def _as_json(finding: Finding) -> dict[str, Any]:
    return {
        "code": finding.code,
        "row": finding.row,
        "column": finding.column,
        "level": finding.level,
        "params": finding.params,
    }
