"""The report to the district: counted for any reporting days, and as it was issued."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from lib.documents.district_report import number_words, period_words, report_workbook
from lib.documents.papers import REPORT, day_words, filled, marked, render_paper
from lib.indicators.periods import Behind, period_rows
from lib.reports.accounts import names_of_accounts
from lib.reports.frames import kept, version_key, ward_on
from lib.reports.listing import Listing, listing
from lib.reports.papers import of_ward, template_of
from lib.reports.ward import ward
from lib.security.access import allowed
from lib.security.actors import Actor
from lib.security.audit import record
from lib.store.engine import Store
from lib.store.issued import issued_document, issued_reports
from lib.text.catalogue import _
from lib.text.formats import format_day

RIGHT = "papers.issue"
_OPEN_NUMBER = "\u2026\u2026/BC-UBND"  # of a draft, to be filled in by hand


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
    store: Store, actor: Actor, report: DistrictReport, *, number: str = "", signer: str = "",
    is_draft: bool = False,
) -> dict[str, bytes]:  # fmt: skip
    """docx (after the ward's template) and xlsx; a draft says that it is one and has no number.
    Raises NotAllowed, TemplateRefused."""
    actor = allowed(store, actor, RIGHT)
    marks = [_("DRAFT")] if is_draft else []
    if store.settings.is_demo:
        marks.append(_("Demo ward, everybody is invented"))
    values: dict[str, Any] = of_ward(store, actor) | day_words(report.last) | {
        "so": _OPEN_NUMBER if is_draft else number or None,
        "nguoi_ky": signer, "quan": ward(store, actor).district,
        "tu_ngay": format_day(report.first - timedelta(days=1)),
        "den_ngay": format_day(report.last),
    } | number_words(report.counts)  # fmt: skip
    paper = render_paper(REPORT, template_of(store, actor, REPORT.name), filled(values))
    name = ward(store, actor).ward_name or _("Ward not named yet")
    above = [
        " \u00b7 ".join((name, _("Report to the district"))),
        period_words(report.first, report.last),
        *([_("Number: {number}").format(number=number)] if number and not is_draft else []),
        *([_("Signed by: {name}").format(name=signer)] if signer else []), *marks,
    ]  # fmt: skip
    return {
        "docx": marked(paper, marks),
        "xlsx": report_workbook(report.counts, first=report.first, last=report.last, above=above),
    }


def issued(store: Store, actor: Actor) -> list[IssuedReport]:
    """The newest first, with the name of whoever issued it."""
    allowed(store, actor, "figures.see")
    with store.read() as conn:
        rows = issued_reports(conn, store.ward_id)
    name_of = names_of_accounts(store)
    return [
        IssuedReport(
            row["report_id"], row["number"], row["first_day"], row["last_day"], row["counts"],
            name_of(row["issued_by"]), row["issued_at"],
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
