"""The ward from a terminal: the same actions and reports as the pages, for people and scripts.

    python -m lib.cli import FILE --table T [--constant COLUMN=VALUE] [--ward] [--dry-run] [--json]
    python -m lib.cli export TABLE [--headers codes|labels] [--output FILE]
    python -m lib.cli indicators --as-of 2021-12-29 [--by group] [--json]
    python -m lib.cli demo [--rebuild]
    python -m lib.cli serve [--port 8501]

Exit codes: 0 done, every row accepted; 1 some rows refused; 2 wrong usage; 3 the whole file
refused; 4 anything else that can be expected (not allowed, database busy, no ward yet).
With --json exactly one JSON object is printed on standard output; everything for people goes to
standard error. Whoever runs it acts under the operating-system account as the data officer.
WARD_DATA_DIR moves the data folder. It works beside a running server.
"""

import argparse
import json
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from lib.actions.demo import load_demo
from lib.actions.imports import FileRefused, ImportReport, Preview, accept_import, preview_import
from lib.actions.recording import rows_counted
from lib.reports.exports import export_csv
from lib.reports.imports import told_line
from lib.schema.findings import Finding
from lib.schema.tables import TABLES
from lib.security.actors import Actor, NotAllowed, terminal_actor
from lib.settings import (
    ROOT,
    Settings,
    account_name,
    active_settings,
    demo_settings,
    ward_settings,
)
from lib.store.engine import Store, open_store
from lib.store.problems import StoreProblem
from lib.text.catalogue import _

DONE, SOME_REFUSED, USAGE, FILE_REFUSED, FAILED = range(5)
_DAY_FIRST = re.compile(r"([0-9]{1,2})/([0-9]{1,2})/([0-9]{4})")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; the exit code is documented above."""
    parser = _parser()
    asked = parser.parse_args(arguments)
    try:
        return asked.run(asked, terminal_actor(account_name()))  # type: ignore[no-any-return]
    except (StoreProblem, NotAllowed) as problem:
        _say(problem.sentence())
    except OSError as error:  # a disk that is full, a file that may not be written
        _say(f"{error.filename or ''}: {error.strerror}")
    return FAILED


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m lib.cli",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    _add_import(commands.add_parser("import", help=_("take a CSV file in")))
    _add_export(commands.add_parser("export", help=_("print a table as CSV")))
    _add_indicators(commands.add_parser("indicators", help=_("print the figures of a day")))
    demo = commands.add_parser("demo", help=_("build the demo ward"))
    demo.add_argument("--rebuild", action="store_true", help=_("throw the old one away"))
    demo.set_defaults(run=_demo)
    serve = commands.add_parser("serve", help=_("start the dashboard"))
    serve.add_argument("--port", type=int)
    serve.set_defaults(run=_serve)
    return parser


def _add_import(parser: argparse.ArgumentParser) -> None:
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


def _add_export(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("table", choices=list(TABLES), metavar="TABLE")
    parser.add_argument("--headers", choices=("labels", "codes"), default="labels")
    parser.add_argument("--output", type=Path, metavar="FILE")
    parser.set_defaults(run=_export)


def _add_indicators(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--as-of", type=_day, metavar="YYYY-MM-DD")
    parser.add_argument("--by", choices=("group",))
    parser.add_argument("--json", action="store_true")
    parser.set_defaults(run=_indicators)


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


def _day(text: str) -> date:
    try:
        if day_first := _DAY_FIRST.fullmatch(text):
            day, month, year = map(int, day_first.groups())
            return date(year, month, day)
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(_("write the day as 2021-12-29 or 29/12/2021")) from None


def _import(asked: argparse.Namespace, actor: Actor) -> int:
    file_name, raw = asked.file
    constants = dict(asked.constant)
    if strangers := constants.keys() - _columns(asked.table):
        _say(_("No such column: {columns}").format(columns=", ".join(sorted(strangers))))
        return USAGE
    take = preview_import if asked.dry_run else accept_import
    with _store(asked, may_begin=True) as store:
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
    _say(said.format(**counts))
    if asked.dry_run:
        _say(_("This was a trial: nothing was changed."))


def _show_refusal(asked: argparse.Namespace, refusal: FileRefused) -> None:
    n_rows = rows_counted(refusal)
    file = {"table": asked.table, "dry_run": asked.dry_run, "file_refused": True}
    nothing = dict.fromkeys(("accepted", "new", "changed", "unchanged"), 0)
    _show(asked, file | {"rows": n_rows, "refused": n_rows} | nothing, refusal.findings)


def _show(asked: argparse.Namespace, counts: dict[str, Any], findings: Sequence[Finding]) -> None:
    for finding in findings:
        _say(told_line(finding))
    if asked.json:
        _print_json(counts | {"findings": [_as_json(finding) for finding in findings]})


def _as_json(finding: Finding) -> dict[str, Any]:
    return {
        "code": finding.code,
        "row": finding.row,
        "column": finding.column,
        "level": finding.level,
        "params": finding.params,
    }


def _export(asked: argparse.Namespace, actor: Actor) -> int:
    with _store(asked) as store:
        content = export_csv(store, actor, asked.table, asked.headers)
    if asked.output is None:
        sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()
        return DONE
    # The file holds people's data: readable by this account only.
    handle = os.open(asked.output, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(content)
    return DONE


def _indicators(asked: argparse.Namespace, actor: Actor) -> int:
    from lib.reports.figures import figures_payload  # heavy, and needed by this command only

    with _store(asked) as store:
        as_of = asked.as_of or store.settings.default_as_of
        payload = figures_payload(store, actor, as_of, asked.by == "group")
    if asked.json:
        _print_json(payload)
        return DONE
    for name, figure in payload.items():
        print(name, figure if name == "as_of" else _figure_line(figure), sep="\t")
    return DONE


def _figure_line(figure: dict[str, Any]) -> str:
    value = _("no data") if figure["value"] is None else figure["value"]
    parts = [value, figure["numerator"], figure["denominator"]]
    groups = [f"{group}={n}" for group, n in figure.get("by_group", {}).items()]
    return "\t".join([*("" if part is None else str(part) for part in parts), *groups])


def _demo(asked: argparse.Namespace, _actor: Actor) -> int:
    settings = demo_settings()
    reports = load_demo(settings, rebuild=asked.rebuild)
    for report in reports:
        _say(f"{report.table}: {report.accepted} + {report.refused} = {report.rows}")
    _say(_("The demo ward is in {folder}.").format(folder=settings.folder))
    return DONE  # rows refused on the way are troubles planted in the demo


def _serve(asked: argparse.Namespace, _actor: Actor) -> int:
    command = [sys.executable, "-m", "streamlit", "run", str(ROOT / "app.py")]
    if asked.port:
        command += ["--server.port", str(asked.port)]
    try:
        return subprocess.call(command, cwd=ROOT)
    except KeyboardInterrupt:
        return DONE


@contextmanager
def _store(asked: argparse.Namespace, *, may_begin: bool = False) -> Iterator[Store]:
    """The active ward. Only a real import may begin one; a trial without one runs on nothing."""
    settings = _ward(asked)
    with tempfile.TemporaryDirectory() as nowhere:
        if not settings.is_there:
            if not may_begin:
                raise StoreProblem("STORE_ABSENT")
            if asked.dry_run:
                settings = replace(settings, folder=Path(nowhere) / settings.folder.name)
        store = open_store(settings)
        try:
            yield store
        finally:
            store.close()


def _ward(asked: argparse.Namespace) -> Settings:
    begins = getattr(asked, "ward", False)
    settings = ward_settings() if begins else active_settings(demo_when_empty=False)
    kind = _("demo ward") if settings.is_demo else _("ward")
    _say(_("Using the {kind} in {folder}.").format(kind=kind, folder=settings.folder))
    return settings


def _say(text: str) -> None:
    print(text, file=sys.stderr)


def _print_json(payload: dict[str, Any]) -> None:
    print(json.dumps(payload))


if __name__ == "__main__":
    sys.exit(main())
