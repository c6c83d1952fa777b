"""A table as a file, CSV or workbook. It comes back as it went, and nothing in it is a formula.

`codes`: machine names, ISO dates, codes. `labels`: the reader's headings and words, dd/mm/yyyy;
such a CSV begins with the byte order mark by which Excel knows UTF-8.
"""

import csv
import io
import json
from dataclasses import dataclass
from typing import Any

from lib.documents.workbooks import Column as SheetColumn
from lib.documents.workbooks import Sheet, write_workbook
from lib.ingest.service import EXPORT_HEADING, EXPORT_NAME
from lib.reports.templates import sheet_name
from lib.reports.written import Headers, Writer, workbook_cell, writers
from lib.schema.columns import Column
from lib.schema.tables import TABLES
from lib.security.access import allowed, current_reach
from lib.security.actors import Actor
from lib.security.audit import note_export
from lib.security.fields import disclosable_columns, may_see_extra
from lib.security.scope import rows_within
from lib.settings import now
from lib.store.bases import history_end, note_base
from lib.store.engine import Store
from lib.store.history import Author
from lib.store.repository import fetch
from lib.text.catalogue import _, language
from lib.text.inert import as_inert, as_quoted

RIGHT = "rows.export"


@dataclass(frozen=True)
class Listed:
    """The rows to hand out: declared columns with their writers, and what was kept as `extra`.
    `code` goes with every row, so that the list can be merged when it comes back."""

    columns: tuple[Column, ...]
    writers: tuple[Writer, ...]
    unknown: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]
    extras: tuple[dict[str, str], ...]
    code: str

    def headings(self, headers: Headers) -> list[str]:
        if headers == "codes":
            return [column.name for column in self.columns]
        return [column.label(language()) for column in self.columns]

    @staticmethod
    def code_heading(headers: Headers) -> str:
        return EXPORT_NAME if headers == "codes" else _(EXPORT_HEADING)


def rights_to(table: str) -> tuple[str, ...]:
    """What whoever takes this list out must be allowed."""
    return (RIGHT, "pay.see") if table == "payments" else (RIGHT,)


def export_csv(
    store: Store, actor: Actor, table: str, headers: Headers, *, reason: str | None = None
) -> bytes:
    """The live rows within reach with every field the actor may see or is given for the reason,
    and the columns kept as `extra`. It is noted before anything is given out."""
    listed = _listed(store, actor, table, headers, reason)
    out = io.StringIO()
    sheet = csv.writer(out, lineterminator="\r\n")
    headings = [*listed.headings(headers), *listed.unknown, listed.code_heading(headers)]
    sheet.writerow(map(as_inert, headings))
    for row, extra in zip(listed.rows, listed.extras, strict=True):
        cells = [write(value) for write, value in zip(listed.writers, row, strict=True)]
        cells += [*(extra.get(heading, "") for heading in listed.unknown), listed.code]
        sheet.writerow(map(as_inert, cells))
    return out.getvalue().encode("utf-8" if headers == "codes" else "utf-8-sig")


def export_workbook(
    store: Store, actor: Actor, table: str, headers: Headers, *, reason: str | None = None
) -> bytes:
    """The same as .xlsx. Raises NotForWorkbook where only a CSV can hold a text."""
    listed = _listed(store, actor, table, headers, reason)
    rows = [
        [
            *map(workbook_cell, listed.columns, row, listed.writers),
            *(as_quoted(extra.get(heading, "")) or None for heading in listed.unknown),
            listed.code,
        ]
        for row, extra in zip(listed.rows, listed.extras, strict=True)
    ]
    headings = [*listed.headings(headers), *map(as_quoted, listed.unknown)]
    headings.append(listed.code_heading(headers))
    columns = [SheetColumn(heading) for heading in headings]
    return write_workbook([Sheet(sheet_name(TABLES[table]), columns, rows)])


def _listed(store: Store, actor: Actor, table: str, headers: Headers, reason: str | None) -> Listed:
    actor = allowed(store, actor, *rights_to(table))
    names = disclosable_columns(actor, table)
    columns = tuple(TABLES[table].columns[name] for name in names)
    with store.read() as conn:
        within = rows_within(current_reach(conn, store, actor), store.ward_id, table)
        frame = fetch(conn, store.ward_id, table, (*names, "extra"), within=within)
        history_seq = history_end(conn, store.ward_id)
        written = tuple(writers(conn, store.ward_id, columns, headers))
    note_export(store, actor, table, frame.height, reason)
    ids = frame[TABLES[table].id].to_list() if TABLES[table].id in names else []
    with store.write() as conn:
        author = Author(actor.account, now())
        code = note_base(conn, store.ward_id, table, ids, history_seq, author)
    shows_extra = may_see_extra(actor)
    extras = tuple(json.loads(extra or "{}") if shows_extra else {} for extra in frame["extra"])
    unknown = tuple(dict.fromkeys(heading for extra in extras for heading in extra))
    return Listed(columns, written, unknown, tuple(frame.select(names).rows()), extras, code)
