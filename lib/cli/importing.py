"""`import`: take files in, or say what they would do."""

import argparse
import json
import tomllib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tqdm import tqdm

from lib.actions.imports import FileRefused, Preview, accept_arrival, preview_import
from lib.actions.reading import Said, arrival_of
from lib.cli.outcome import Outcome, as_json, tell
from lib.cli.parsing import WrongUsage
from lib.cli.terminal import USAGE, Stopped, file_trouble, open_ward, print_json, write_out
from lib.ingest.choices import Choices
from lib.reports.import_book import FileResult, import_book
from lib.schema.tables import TABLES
from lib.security.actors import Actor
from lib.settings import now
from lib.store.engine import Store
from lib.text.catalogue import _

_STEPS = 2  # per file: read and checked, saved


def add_import(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("files", type=_file_bytes, metavar="FILE", nargs="+")
    parser.add_argument("--table", choices=list(TABLES), help=_("without it, the headings decide"))
    parser.add_argument(
        "--mapping", type=_mapping, default={}, metavar="FILE",
        help=_("TOML or JSON: table, headings (heading = column, or empty), constants"),
    )  # fmt: skip
    parser.add_argument("--sheet", help=_("the sheet of a workbook that holds the list"))
    parser.add_argument("--encoding", help=_("how to read an old file's letters"))
    parser.add_argument(
        "--constant", type=_constant, action="append", default=[], metavar="COLUMN=VALUE",
        help=_("one value for all rows, for a column that the file lacks; needs --table"),
    )  # fmt: skip
    parser.add_argument("--sender", help=_("who made the files, when somebody else did"))
    parser.add_argument(
        "--confirm", action="store_true",
        help=_("a list that came back much shorter is meant so"),
    )  # fmt: skip
    parser.add_argument(
        "--reason", default="", help=_("for the second person, when the file needs one")
    )
    parser.add_argument("--dry-run", action="store_true", help=_("only say what would happen"))
    parser.add_argument("--report", type=Path, metavar="out.xlsx", help=_("write what was found"))
    parser.add_argument("--ward", action="store_true", help=_("start the real ward's folder"))
    parser.add_argument("--json", action="store_true")
    parser.set_defaults(run=_import)


def _file_bytes(path: str) -> tuple[str, bytes]:
    try:
        return Path(path).name, Path(path).read_bytes()
    except OSError as error:
        trouble = file_trouble(error)
        raise WrongUsage(trouble.words, trouble.code) from None


def _constant(text: str) -> tuple[str, str]:
    column, equals, value = text.partition("=")
    if not equals:
        raise argparse.ArgumentTypeError(_("write COLUMN=VALUE"))
    return column.strip(), value


def _mapping(path: str) -> dict[str, Any]:
    """{"table": ..., "headings": {heading: column or ""}, "constants": {column: text}}"""
    _name, raw = _file_bytes(path)
    try:
        text = raw.decode("utf-8-sig")
        said: dict[str, Any] = json.loads(text) if path.endswith(".json") else tomllib.loads(text)
    except ValueError:
        raise argparse.ArgumentTypeError(_("{file} is no mapping").format(file=path)) from None
    said = said if isinstance(said, dict) else {"": said}
    parts = [said.get(name, {}) for name in ("headings", "constants")]
    is_mapping = all(isinstance(part, dict) for part in parts)
    if not is_mapping or said.keys() - {"table", "headings", "constants"}:
        raise argparse.ArgumentTypeError(_("{file} is no mapping").format(file=path))
    return said


def _import(asked: argparse.Namespace, actor: Actor) -> int:
    table = asked.table or asked.mapping.get("table")
    said = _said(asked)
    if strangers := _strangers(table, said):
        words = _("No such column: {columns}").format(columns=", ".join(strangers))
        raise Stopped("COLUMN_UNKNOWN", words, USAGE)
    with open_ward(asked, may_begin=True) as store, _progress(len(asked.files)) as bar:
        outcomes = [
            _take(asked, store, actor, bar, *file, table=table, said=said) for file in asked.files
        ]
        if asked.report:
            write_out(_report(store, actor, outcomes), asked.report)
    for outcome in outcomes:
        tell(outcome, with_name=len(outcomes) > 1)
    if asked.json:
        print_json(_as_one(outcomes))
    return max(outcome.exit_code for outcome in outcomes)


def _said(asked: argparse.Namespace) -> Said:
    headings = asked.mapping.get("headings")
    return {
        "constants": asked.mapping.get("constants", {}) | dict(asked.constant),
        "corrections": headings and {head: name or None for head, name in headings.items()},
        "choices": Choices(sheet=asked.sheet, encoding=asked.encoding),
        "confirmed": asked.confirm,
        "sender": asked.sender,
        "reason": asked.reason,
    }


def _strangers(table: str | None, said: Said) -> list[str]:
    """Columns that are named but do not exist; without a table none can be named."""
    if table is not None and table not in TABLES:
        return [table]
    known = set(TABLES[table].columns) if table else set()
    named = {*(said["constants"] or {}), *filter(None, (said["corrections"] or {}).values())}
    return sorted(named - known)


@contextmanager
def _progress(n_files: int) -> Iterator[Any]:
    """Drawn on a terminal only, and on standard error."""
    with tqdm(total=n_files * _STEPS, disable=None, leave=False, unit="") as bar:
        yield bar


def _take(
    asked: argparse.Namespace,
    store: Store,
    actor: Actor,
    bar: Any,
    name: str,
    raw: bytes,
    *,
    table: str | None,
    said: Said,
) -> Outcome:
    bar.set_description(name)
    done_before = bar.n
    try:
        if asked.dry_run:
            preview = preview_import(store, actor, raw, name, table, **said)
            return Outcome(name, table, True, preview)
        looked: list[Preview] = []

        def note(preview: Preview) -> bool:
            looked.append(preview)
            bar.update(1)
            return True

        arrival = arrival_of(raw, name, said, actor.account, now())
        report = accept_arrival(store, actor, arrival, table, note)
        return Outcome(name, table, False, looked[0], report)
    except FileRefused as refusal:
        return Outcome(name, table, asked.dry_run, refusal=refusal)
    finally:
        bar.update(done_before + _STEPS - bar.n)


def _as_one(outcomes: Sequence[Outcome]) -> dict[str, Any]:
    """One object: of the one file, or of all with their sums."""
    said = [as_json(outcome) for outcome in outcomes]
    if len(said) == 1:
        return said[0]
    names = ("rows", "accepted", "refused", "new", "changed", "unchanged")
    return {name: sum(each[name] for each in said) for name in names} | {"files": said}


def _report(store: Store, actor: Actor, outcomes: Sequence[Outcome]) -> bytes:
    return import_book(
        store,
        actor,
        [
            FileResult(
                each.file_name, each.counts(), each.findings,
                each.report.import_id if each.report else None,
            )
            for each in outcomes
        ],
    )  # fmt: skip
