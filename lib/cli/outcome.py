"""What became of a file: one object for programs, sentences for people, an exit code."""

from dataclasses import dataclass
from typing import Any

from lib.actions.imports import FileAsks, FileRefused, ImportReport, Preview
from lib.actions.recording import rows_counted
from lib.actions.shares import share_words
from lib.cli.terminal import DONE, FILE_REFUSED, SOME_REFUSED, WAITS, say
from lib.ingest.mapping import Mapping
from lib.reports.imports import told_line
from lib.schema.findings import Finding
from lib.text.catalogue import _


@dataclass(frozen=True)
class Outcome:
    """Of one file. `report` is None for a trial, `preview` for a file refused as a whole."""

    file_name: str
    table: str | None
    is_trial: bool
    preview: Preview | None = None
    report: ImportReport | None = None
    refusal: FileRefused | None = None

    @property
    def exit_code(self) -> int:
        if self.refusal:
            return FILE_REFUSED
        if self.needs_second:
            return WAITS
        return SOME_REFUSED if self.preview and self.preview.refused else DONE

    @property
    def needs_second(self) -> bool:
        """The file waits for a second person, or would."""
        return self.preview is not None and self.preview.share.needs_second

    @property
    def mapping(self) -> Mapping | None:
        if self.refusal:
            return self.refusal.mapping
        return self.preview.mapping if self.preview else None

    @property
    def findings(self) -> tuple[Finding, ...]:
        if self.refusal:
            return self.refusal.findings
        return self.preview.findings if self.preview else ()

    def counts(self) -> dict[str, int]:
        """accepted (new + changed + unchanged) + refused == rows."""
        if self.preview is None:
            n_rows = rows_counted(self.refusal) if self.refusal else 0
            nothing = dict.fromkeys(("accepted", "new", "changed", "unchanged"), 0)
            return {"rows": n_rows, "refused": n_rows} | nothing
        return {
            "rows": self.preview.n_rows,
            "accepted": self.preview.accepted,
            "refused": self.preview.refused,
            "new": self.preview.new,
            "changed": len(self.preview.changed),
            "unchanged": self.preview.unchanged,
        }


def as_json(outcome: Outcome) -> dict[str, Any]:
    """Numbers, codes, headings and names of columns; no cell's text."""
    preview, table = outcome.preview, outcome.table
    said: dict[str, Any] = {
        "file": outcome.file_name,
        "table": preview.table if preview else table,
        "dry_run": outcome.is_trial,
        "file_refused": outcome.refusal is not None,
        "import_id": outcome.report.import_id if outcome.report else None,
        "proposal_id": outcome.report.proposal_id if outcome.report else None,
        **outcome.counts(),
        "columns": _columns(outcome.mapping),
        "findings": [_finding(finding) for finding in outcome.findings],
    }
    if preview:
        said |= {"missing_rows": len(preview.missing), "conflicts": len(preview.conflicts)}
        said |= {"waits": outcome.needs_second, "rows_held": preview.share.held}
    if isinstance(outcome.refusal, FileAsks):
        asks = outcome.refusal
        said["asks"] = {"question": asks.question, "options": list(asks.options)}
    return said


def _columns(mapping: Mapping | None) -> dict[str, Any] | None:
    """Which headings were recognised as what, which not, and what is missing."""
    if mapping is None:
        return None
    heads = mapping.headers
    people = {
        heads[at]: f"{name}.{part}" for name, own in mapping.via.items() for part, at in own.items()
    }
    return {
        "recognised": {heads[at]: name for name, at in mapping.columns.items()} | people,
        "guessed": list(mapping.guessed),
        "unknown": [heading for _at, heading in mapping.unread],
        "missing": list(mapping.missing),
        "nearest": {name: heads[at] for name, at in mapping.nearest.items()},
        "constants": sorted(mapping.constants),
    }


def _finding(finding: Finding) -> dict[str, Any]:
    return {
        "code": finding.code,
        "row": finding.row,
        "column": finding.column,
        "level": finding.level,
        "params": finding.params,
    }


def tell(outcome: Outcome, *, with_name: bool) -> None:
    """For people, at the terminal."""
    if with_name:
        say(f"== {outcome.file_name}")
    for finding in outcome.findings:
        say(told_line(finding))
    _tell_columns(outcome.mapping)
    if isinstance(outcome.refusal, FileAsks):
        _tell_options(outcome.refusal)
    words = _(
        "{rows} rows: {accepted} accepted ({new} new, {changed} changed, {unchanged} unchanged), "
        "{refused} refused."
    )
    say(words.format(**outcome.counts()))
    if outcome.preview and outcome.needs_second:
        share = outcome.preview.share
        say(share_words(share.changed, share.held))
    if outcome.report:
        say(_("Import {id}.").format(id=outcome.report.import_id))
    if outcome.report and outcome.report.proposal_id:
        words = _("Nothing was changed: proposal {id} waits for another person.")
        say(words.format(id=outcome.report.proposal_id))
    if outcome.preview and not outcome.report:
        say(_("This was a trial: nothing was changed."))


def _tell_columns(mapping: Mapping | None) -> None:
    columns = _columns(mapping)
    if columns is None:
        return
    for words, headings in (
        (_("Recognised: {columns}"), [f"{h} = {n}" for h, n in columns["recognised"].items()]),
        (_("Not recognised: {columns}"), columns["unknown"]),
        (_("Missing: {columns}"), columns["missing"]),
    ):
        if headings:
            say(words.format(columns=", ".join(headings)))


def _tell_options(asks: FileAsks) -> None:
    flag = {"sheet": "--sheet", "encoding": "--encoding", "table": "--table"}[asks.question]
    for option in asks.options:
        say(f"{flag} {option}: {' | '.join(asks.samples[option])}")
