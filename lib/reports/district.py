"""The report to the district: counted for any reporting days, and as it was issued."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from lib.documents.district_report import number_words, report_workbook
from lib.documents.papers import REPORT, day_words, filled, render_paper
from lib.indicators.periods import Behind, period_rows
from lib.reports.frames import kept, version_key, ward_on
from lib.reports.listing import Listing, listing
from lib.reports.papers import of_ward, template_of
from lib.reports.ward import ward
from lib.security.access import allowed
from lib.security.actors import Actor
from lib.security.audit import record
from lib.store.engine import Store
from lib.store.issued import issued_document, issued_reports
from lib.text.formats import format_day

RIGHT = "papers.issue"


@dataclass(frozen=True)
class DistrictReport:
    """`rows`: line id -> what it counts in the reporting days `first` to `last`, None without a
    list to count from."""

    first: date
    last: date
    rows: Mapping[str, Behind | None]

    @property
    def counts(self) -> Mapping[str, int | None]:
        """Line id -> number."""
        return {id_: len(rows.ids) if rows else None for id_, rows in self.rows.items()}


@dataclass(frozen=True)
class IssuedReport:
    report_id: str
    number: str
    first: date
    last: date
    counts: Mapping[str, int | None]
    issued_by: str
    issued_at: datetime


def district_report(store: Store, actor: Actor, first: date, last: date) -> DistrictReport:
    """Raises ValueError when the last day is before the first."""
    allowed(store, actor, "figures.see")
    key = ("district", *version_key(store), first, last)
    rows = kept(key, lambda: period_rows(ward_on(store, last), first, last))
    return DistrictReport(first, last, rows)


def line_listing(
    store: Store, actor: Actor, report: DistrictReport, line_id: str
) -> Listing | None:
    """The rows behind one line, with what the reader may see; None without a list."""
    rows = report.rows[line_id]
    return listing(store, actor, report.last, rows.table, rows.ids) if rows else None


def report_documents(
    store: Store, actor: Actor, report: DistrictReport, *, number: str = "", signer: str = ""
) -> dict[str, bytes]:
    """docx (after the ward's template) and xlsx. Raises NotAllowed, TemplateRefused."""
    actor = allowed(store, actor, RIGHT)
    values: dict[str, Any] = of_ward(store, actor) | day_words(report.last) | {
        "so": number or None, "nguoi_ky": signer, "quan": ward(store, actor).district,
        "tu_ngay": format_day(report.first - timedelta(days=1)),
        "den_ngay": format_day(report.last),
    } | number_words(report.counts)  # fmt: skip
    return {
        "docx": render_paper(REPORT, template_of(store, actor, REPORT.name), filled(values)),
        "xlsx": report_workbook(report.counts, first=report.first, last=report.last),
    }


def issued(store: Store, actor: Actor) -> list[IssuedReport]:
    """The newest first."""
    allowed(store, actor, "figures.see")
    with store.read() as conn:
        rows = issued_reports(conn, store.ward_id)
    return [
        IssuedReport(
            row["report_id"], row["number"], row["first_day"], row["last_day"], row["counts"],
            row["issued_by"], row["issued_at"],
        )
        for row in rows
    ]  # fmt: skip


def issued_file(store: Store, actor: Actor, report_id: str, kind: str) -> bytes:
    """Exactly what was issued. Raises NotAllowed; KeyError when there is none."""
    actor = allowed(store, actor, RIGHT)
    with store.read() as conn:
        found = issued_document(conn, store.ward_id, report_id, kind)
    if found is None:
        raise KeyError(report_id)
    record(store, actor.account, "report.download", row_id=report_id, subject=kind)
    return found
