"""The report of an import as a workbook: the counts, what was found, and the refused rows, ready
to be mended in it and sent in again."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from lib.documents.workbooks import Cell, Column, Sheet, write_workbook
from lib.reports.imports import told
from lib.reports.waiting import load_waiting, waiting_sheet
from lib.schema.findings import Finding
from lib.security.actors import Actor
from lib.store.engine import Store
from lib.text.catalogue import N_, _
from lib.text.inert import as_quoted

_LEVELS = {"error": N_("Refused"), "warning": N_("Please check"), "note": N_("Note")}
_COUNTS = ("rows", "accepted", "refused", "new", "changed", "unchanged")
_WIDE = 70


@dataclass(frozen=True)
class FileResult:
    """One file; `import_id` is None for a trial and for a file refused as a whole."""

    file_name: str
    counts: Mapping[str, int]
    findings: tuple[Finding, ...]
    import_id: str | None


def import_book(store: Store, actor: Actor, results: Sequence[FileResult]) -> bytes:
    """Raises NotForWorkbook."""
    ids = [result.import_id for result in results if result.import_id]
    waiting = [file for file in load_waiting(store, actor) if file.import_id in ids] if ids else []
    refused = [
        waiting_sheet(file, name=_("Refused") + f" {number}")
        for number, file in enumerate(waiting, start=1)
    ]
    return write_workbook([_summary(results), _findings(results), *refused])


def _summary(results: Sequence[FileResult]) -> Sheet:
    headings = (
        _("File"), _("Rows"), _("Accepted"), _("Refused"), _("New"), _("Changed"), _("Unchanged"),
    )  # fmt: skip
    rows: list[list[Cell]] = [
        [as_quoted(result.file_name), *(result.counts[name] for name in _COUNTS)]
        for result in results
    ]
    return Sheet(_("Summary"), [Column(heading) for heading in headings], rows)


def _findings(results: Sequence[FileResult]) -> Sheet:
    headings = (_("File"), _("Row"), _("Column"), _("Kind"))
    columns = [Column(heading) for heading in headings]
    rows = [
        [as_quoted(result.file_name), words.row, words.column, _(_LEVELS[words.level]), words.words]
        for result in results
        for words in map(told, result.findings)
    ]
    return Sheet(_("What was found"), [*columns, Column(_("What was found"), width=_WIDE)], rows)
