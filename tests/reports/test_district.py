"""The report to the district: the same numbers on screen and on paper, kept as issued."""

import io
from datetime import timedelta

import openpyxl
import pytest
from docx import Document

from lib.actions.deeds import Refused
from lib.actions.papers import change_template
from lib.actions.reporting import issue_report
from lib.documents.district_report import count_words, line_words
from lib.documents.papers import REPORT, shipped_template
from lib.reports.district import (
    district_report,
    issued,
    issued_file,
    line_listing,
    report_documents,
)
from lib.rules.reporting import LINES
from lib.security.actors import NotAllowed
from lib.store.accounts import add_account
from lib.store.history import Author
from lib.store.repository import insert_rows
from lib.text.catalogue import _
from tests.documents.printed import paper_text
from tests.reports.doors import AUDITOR, CHAIR, DAY, LEADER, NOW, stay


def issue(store, number="12/BC-UBND", actor=CHAIR):
    report = district_report(store, actor, DAY, DAY)
    documents = report_documents(store, actor, report, number=number, signer="Trần Văn Mẫu")
    return issue_report(
        store, actor, number, first=DAY, last=DAY, counts=report.counts, documents=documents,
        now=NOW,
    )  # fmt: skip


def test_paper_and_workbook_say_what_the_screen_says(filled):
    report = district_report(filled, CHAIR, DAY, DAY)
    documents = report_documents(filled, CHAIR, report, number="12/BC-UBND")
    sheet = openpyxl.load_workbook(io.BytesIO(documents["xlsx"])).active
    above = [sheet.cell(row, 1).value for row in (1, 2, 3)]
    assert above[0] == "Phường Mẫu · Báo cáo quận"
    assert "18:00 ngày 28/12/2021" in above[1]
    assert "12/BC-UBND" in above[2]
    assert (sheet.page_setup.orientation, sheet.page_setup.fitToHeight) == ("landscape", 0)
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert sheet.print_title_rows == "$4:$4"
    assert [row[1] for row in sheet.iter_rows(min_row=5, values_only=True)] == [
        count_words(None) if report.counts[line.id] is None else report.counts[line.id]
        for line in LINES
    ]
    text = paper_text(documents["docx"])
    assert "Số: 12/BC-UBND" in text
    assert "quận Long Biên" in text
    assert "từ 18 giờ 00 ngày 28/12/2021 đến 18 giờ 00 ngày 29/12/2021" in text
    assert f"F1 đang cách ly tại nhà\n{report.counts['in_quarantine_f1']}\n" in text
    assert report.counts["in_quarantine_f1"] > 0


def test_screen_workbook_and_template_use_the_same_words(filled):
    report = district_report(filled, CHAIR, DAY, DAY)
    xlsx = report_documents(filled, CHAIR, report)["xlsx"]
    book = openpyxl.load_workbook(io.BytesIO(xlsx))
    said = list(book.worksheets[1].iter_rows(min_row=2, values_only=True))
    assert said == [(line_words(line), _(line.definition)) for line in LINES]
    template = paper_text(shipped_template(REPORT))
    for line in LINES:
        assert f"\n{_(line.label)}\n{{{{ {line.word} }}}}\n" in template, line.id
    assert "số đang cách ly tính đến 18 giờ 00" in template


def test_a_line_has_its_rows_for_whoever_may_see_them(filled):
    report = district_report(filled, CHAIR, DAY, DAY)
    for line_id, rows in report.rows.items():
        found = line_listing(filled, CHAIR, report, line_id)
        assert sorted(found.ids if found else ()) == sorted(rows.ids if rows else ()), line_id
    assert "full_name" in line_listing(filled, CHAIR, report, "in_quarantine_f1").frame.columns
    hidden = line_listing(filled, AUDITOR, report, "in_quarantine_f1")
    assert "full_name" not in hidden.frame.columns


def test_what_was_issued_stays_as_it_was(filled):
    report_id = issue(filled)
    before = issued_file(filled, CHAIR, report_id, "docx")
    with filled.write() as conn:
        late = stay("C9", "H2", "29/12", "04/01")
        insert_rows(conn, filled.ward_id, "cases", [late], Author("late", NOW))
    [kept] = issued(filled, AUDITOR)
    now = district_report(filled, CHAIR, DAY, DAY).counts["in_quarantine_f1"]
    assert kept.counts["in_quarantine_f1"] == now - 1
    assert (kept.number, kept.first, kept.last) == ("12/BC-UBND", DAY, DAY)
    assert kept.issued_by == CHAIR.account
    assert issued_file(filled, CHAIR, report_id, "docx") == before


def test_the_newest_stands_first(filled):
    issue(filled, "1/BC")
    report = district_report(filled, CHAIR, DAY, DAY)
    documents = report_documents(filled, CHAIR, report)
    issue_report(
        filled, CHAIR, "2/BC", first=DAY, last=DAY, counts=report.counts, documents=documents,
        now=NOW + timedelta(hours=1),
    )  # fmt: skip
    assert [each.number for each in issued(filled, CHAIR)] == ["2/BC", "1/BC"]


def test_a_report_without_a_number_is_not_issued(filled):
    with pytest.raises(Refused, match="NO_REPORT_NUMBER"):
        issue(filled, "  ")
    assert issued(filled, CHAIR) == []


def test_a_number_is_used_once_a_year(filled):
    issue(filled, "12/BC-UBND")
    with pytest.raises(Refused, match="REPORT_NUMBER_TAKEN"):
        issue(filled, " 12/bc-ubnd ")
    assert len(issued(filled, CHAIR)) == 1
    report = district_report(filled, CHAIR, DAY, DAY + timedelta(days=3))  # ends in 2022
    documents = report_documents(filled, CHAIR, report, number="12/BC-UBND")
    issue_report(
        filled, CHAIR, "12/BC-UBND", first=report.first, last=report.last, counts=report.counts,
        documents=documents, now=NOW,
    )  # fmt: skip
    assert len(issued(filled, CHAIR)) == 2


def test_a_draft_says_so_and_has_no_number(filled):
    report = district_report(filled, CHAIR, DAY, DAY)
    draft = report_documents(filled, CHAIR, report, number="12/BC-UBND", is_draft=True)
    text = paper_text(draft["docx"])
    assert text.startswith("DỰ THẢO\n")
    assert "Số: \u2026\u2026/BC-UBND" in text
    assert "12/BC-UBND" not in text
    above = openpyxl.load_workbook(io.BytesIO(draft["xlsx"])).active
    assert [above.cell(row, 1).value for row in (3, 4)] == ["DỰ THẢO", _("Figure")]
    assert "DỰ THẢO" not in paper_text(report_documents(filled, CHAIR, report)["docx"])


def test_the_demo_says_that_everybody_is_invented(demo_store):
    report = district_report(demo_store, CHAIR, DAY, DAY)
    documents = report_documents(demo_store, CHAIR, report)
    assert "hư cấu" in paper_text(documents["docx"]).splitlines()[0]
    sheet = openpyxl.load_workbook(io.BytesIO(documents["xlsx"])).active
    assert "hư cấu" in sheet.cell(3, 1).value


def test_whoever_issued_it_is_named(filled):
    account = {
        "account_id": "A1", "login": CHAIR.account, "name": "Trần Thị Bình", "role": "vice_chair",
        "password_hash": "", "must_change": False, "created_at": NOW,
    }  # fmt: skip
    issue(filled)
    with filled.write() as conn:
        add_account(conn, filled.ward_id, account)
    assert [each.issued_by for each in issued(filled, AUDITOR)] == ["Trần Thị Bình"]


def test_only_the_office_issues_and_takes_the_files(filled):
    report_id = issue(filled)
    for actor in (LEADER, AUDITOR):
        with pytest.raises(NotAllowed):
            issue(filled, actor=actor)
        with pytest.raises(NotAllowed):
            issued_file(filled, actor, report_id, "docx")


def test_the_ward_words_its_report_itself(filled):
    document, out = Document(io.BytesIO(shipped_template(REPORT))), io.BytesIO()
    document.add_paragraph("Trạm y tế {{ phuong }} lập biểu.")
    document.save(out)
    report = district_report(filled, CHAIR, DAY, DAY)
    words = "Trạm y tế phường Mẫu lập biểu."
    assert words not in paper_text(report_documents(filled, CHAIR, report)["docx"])
    change_template(filled, CHAIR, REPORT.name, out.getvalue(), now=NOW)
    assert words in paper_text(report_documents(filled, CHAIR, report)["docx"])
