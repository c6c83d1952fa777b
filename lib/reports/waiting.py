"""Refused rows that wait to be mended: on the screen, and as a workbook that comes back."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from lib.documents.workbooks import Column as SheetColumn
from lib.documents.workbooks import Sheet, write_workbook
from lib.ingest.mapping import Mapping, match_headers, shape_of
from lib.ingest.service import REASON_HEADING, TOKEN_HEADING, is_service
from lib.reports.imports import REFUSED_ROW_RIGHTS, load_imports, told, told_line
from lib.reports.templates import sheet_name
from lib.schema.columns import Column
from lib.schema.findings import Finding
from lib.schema.tables import TABLES
from lib.security.access import allowed
from lib.security.actors import Actor
from lib.store.engine import Store
from lib.store.imports import RefusedRow
from lib.store.mappings import Remembered, remembered
from lib.store.waiting import (
    Settled,
    Waiting,
    headings_as_sent,
    settled_rows,
    waiting_rows,
)
from lib.text.catalogue import _
from lib.text.inert import as_quoted

_REASON_WIDTH = 60


@dataclass(frozen=True)
class WaitingFile:
    """The rows of one file that still wait, and what is known about the file."""

    import_id: str
    table: str
    file_name: str
    sent_by: str
    received_at: datetime
    rows: tuple[RefusedRow, ...]
    explained: Remembered | None = None

    @property
    def headings(self) -> list[str]:
        return list(dict.fromkeys(heading for row in self.rows for heading in row.cells))

    @property
    def mapping(self) -> Mapping:
        """Which column each heading stands for, as the sender once explained it."""
        said = self.explained or Remembered(self.table)
        return match_headers(
            TABLES[self.table], headings_as_sent(self.headings), said.constants, said.corrections
        )


def load_waiting(store: Store, actor: Actor) -> tuple[WaitingFile, ...]:
    """The newest file first; beyond the ward's scope only what one sent oneself."""
    actor = allowed(store, actor, *REFUSED_ROW_RIGHTS)
    files = {file["import_id"]: file for file in load_imports(store, actor).iter_rows(named=True)}
    with store.read() as conn:
        waiting = waiting_rows(conn, store.ward_id)
        return tuple(
            _explained(conn, store.ward_id, _waiting_file(files[import_id], rows))
            for import_id, rows in waiting.items()
            if import_id in files
        )


def _waiting_file(file: dict[str, Any], rows: tuple[RefusedRow, ...]) -> WaitingFile:
    return WaitingFile(
        import_id=file["import_id"],
        table=file["table_name"],
        file_name=file["file_name"],
        sent_by=file["sent_by"],
        received_at=file["received_at"],
        rows=rows,
    )


def _explained(conn: sa.Connection, ward_id: str, file: WaitingFile) -> WaitingFile:
    own = [heading for heading in headings_as_sent(file.headings) if not is_service(heading)]
    return replace(file, explained=remembered(conn, ward_id, file.sent_by, shape_of(own)))


def load_settled(store: Store, actor: Actor, import_id: str) -> tuple[Settled, ...]:
    """Rows of a file that wait no longer, and why."""
    actor = allowed(store, actor, *REFUSED_ROW_RIGHTS)
    if import_id not in load_imports(store, actor)["import_id"]:
        return ()
    with store.read() as conn:
        return settled_rows(conn, store.ward_id, import_id)


def load_set_aside(store: Store, actor: Actor) -> tuple[tuple[str, Settled], ...]:
    """(file name, row) of what people have set aside, the latest first."""
    actor = allowed(store, actor, *REFUSED_ROW_RIGHTS)
    names = dict(load_imports(store, actor).select("import_id", "file_name").rows())
    with store.read() as conn:
        aside = settled_rows(conn, store.ward_id, outcome="set_aside")
    aside_first = sorted(aside, key=lambda settled: settled.settled_at, reverse=True)
    return tuple(
        (names[settled.place.import_id], settled)
        for settled in aside_first
        if settled.place.import_id in names
    )


@dataclass(frozen=True)
class RowCell:
    """One cell of a waiting row: its heading, what stands there, and what is said about it."""

    heading: str
    column: Column | None
    text: str
    reasons: tuple[str, ...]


def row_cells(file: WaitingFile, row: RefusedRow) -> tuple[RowCell, ...]:
    """In the order of the file."""
    names = {position: name for name, position in file.mapping.columns.items()}
    about = _by_column(row.findings)
    columns = TABLES[file.table].columns
    return tuple(
        RowCell(
            heading,
            columns[names[position]] if position in names else None,
            row.cells.get(heading, ""),
            tuple(about.get(names.get(position, ""), ())),
        )
        for position, heading in enumerate(file.headings)
    )


def row_reasons(row: RefusedRow, beside: Iterable[RowCell] = ()) -> tuple[str, ...]:
    """Why the row was refused; without what already stands beside one of the cells."""
    shown = {cell.column.name for cell in beside if cell.column and cell.reasons}
    return tuple(
        told_line(Finding(f.code, f.table, None, f.column, f.params))
        for f in row.findings
        if f.level == "error" and f.column not in shown
    )


def waiting_workbook(file: WaitingFile) -> bytes:
    """Raises NotForWorkbook."""
    return write_workbook([waiting_sheet(file)])


def waiting_sheet(file: WaitingFile, *, name: str = "") -> Sheet:
    """The file's own columns, the reason beside each cell and at the end of each row, and the
    token by which the importer knows the row again."""
    rows: list[list[str]] = []
    marks: dict[tuple[int, int], str] = {}
    for number, row in enumerate(file.rows):
        cells = row_cells(file, row)
        rows.append(_workbook_row(file, row, cells))
        marks |= {(number, at): " ".join(c.reasons) for at, c in enumerate(cells) if c.reasons}
    return Sheet(name or sheet_name(TABLES[file.table]), _columns(file), rows, marks)


def _columns(file: WaitingFile) -> list[SheetColumn]:
    own = [SheetColumn(as_quoted(heading)) for heading in headings_as_sent(file.headings)]
    reason = SheetColumn(_(REASON_HEADING), style="remark", width=_REASON_WIDTH)
    return [*own, reason, SheetColumn(_(TOKEN_HEADING))]


def _workbook_row(file: WaitingFile, row: RefusedRow, cells: Iterable[RowCell]) -> list[str]:
    place = Waiting(file.import_id, row.row)
    own = [as_quoted(cell.text) for cell in cells]
    return [*own, " ".join(row_reasons(row)), place.token]


def _by_column(findings: Iterable[Finding]) -> dict[str, list[str]]:
    """Column -> what is said about its cell; both of two cells that contradict each other."""
    said: defaultdict[str, list[str]] = defaultdict(list)
    for finding in findings:
        if finding.level == "error":
            other = finding.params.get("other")
            for name in {finding.column or "", other if isinstance(other, str) else ""} - {""}:
                said[name].append(told(finding).words)
    return said
