"""Orders and completion papers of a ward's stays: numbered, filled in, in the ward's own words."""

import io
import zipfile
from datetime import timedelta

import pytest
import sqlalchemy as sa
from docx import Document

from lib.actions.deeds import Refused, undo
from lib.actions.papers import change_template, number_papers, numbers_from
from lib.actions.stays import Seen
from lib.documents.papers import COMPLETION, DOTS, ORDER, TemplateRefused
from lib.reports.papers import paper_file, template_of
from lib.schema.tables import OUTSIDE_GROUP
from lib.security.actors import NotAllowed
from lib.store.engine import Store
from lib.store.history import Author
from lib.store.problems import StoreBusy
from lib.store.repository import fetch, insert_rows
from lib.store.tables import AUDIT
from tests.documents.printed import paper_text
from tests.reports.doors import (
    AUDITOR,
    CHAIR,
    CLOSED,
    DAY,
    LEADER,
    LOCKDOWN,
    NOW,
    OFFICER,
    day,
    stay,
)

PERSON = {"national_id": "001190000123", "phone": "0901234567"}


@pytest.fixture
def peopled(filled: Store) -> Store:
    """Somebody whose stay is as the rule wants it, and a negative test of the released one."""
    with filled.write() as conn:
        dosed = {"vaccine_doses": 2, "last_dose_date": day("01/11")}
        new = stay("C6", "H2", "28/12", "03/01", full_name="<b>Đặng</b> {{ 7*7 }}")
        insert_rows(conn, filled.ward_id, "cases", [new | dosed | PERSON], Author("before", NOW))
        tests = [
            {
                "test_id": f"X{n}", "case_id": "C4", "sample_date": day(on),
                "test_type": "rapid_antigen", "result": result,
            }
            for n, (on, result) in enumerate([("15/12", "positive"), ("28/12", "negative")])
        ]  # fmt: skip
        insert_rows(conn, filled.ward_id, "tests", tests, Author("before", NOW))
    return filled


def seen(*ids: str) -> list[Seen]:
    return [Seen(id_, 1) for id_ in ids]


def numbers(store: Store, column: str) -> dict[str, str]:
    with store.read() as conn:
        rows = fetch(conn, store.ward_id, "cases", ("case_id", column)).rows()
    return {id_: number for id_, number in rows if number}


def order(store: Store, *ids: str, first: str = "412/QĐ-UBND") -> None:
    number_papers(store, CHAIR, ORDER.name, seen(*ids), first, on=DAY, now=NOW)


def test_the_order_says_who_where_and_from_when_to_when(peopled: Store) -> None:
    order(peopled, "C6")
    paper = paper_file(peopled, CHAIR, ORDER.name, ["C6"], DAY, "Trần Văn Mẫu")
    text = paper_text(paper.content)
    assert paper.name == "quarantine_order_C6.docx"
    for said in (
        "PHƯỜNG MẪU", "Số: 412/QĐ-UBND", "Mẫu, ngày 29 tháng 12 năm 2021",
        "người tiếp xúc gần với người nhiễm COVID-19 (F1)", "Họ và tên: <b>Đặng</b> {{ 7*7 }}",
        "Năm sinh: 1990; giới tính: nữ; số CCCD: 001190000123.",
        "Địa chỉ: 2, Ngõ 49, Phố Mẫu, Tổ 5, phường Mẫu.",
        "7 ngày, từ ngày 28/12/2021 đến hết ngày 03/01/2022", "Trần Văn Mẫu",
    ):  # fmt: skip
        assert said in text
    assert PERSON["phone"] not in text


def test_no_order_says_unknown_or_outside_for_a_residential_group(peopled: Store) -> None:
    new = stay("C9", "H2", "28/12", "03/01", full_name="Đặng An") | {"group_id": OUTSIDE_GROUP}
    with peopled.write() as conn:
        insert_rows(conn, peopled.ward_id, "cases", [new], Author("before", NOW))
    text = paper_text(paper_file(peopled, CHAIR, ORDER.name, ["C9"], DAY).content)
    assert "Ngoài phường" not in text
    assert f"Phố Mẫu, {DOTS}, phường Mẫu." in text


def test_the_document_of_the_rule_is_a_basis_only_of_the_days_it_gives(peopled: Store) -> None:
    basis = "Căn cứ văn bản số 10696/BYT-MT của Bộ Y tế;"
    assert basis in paper_text(paper_file(peopled, CHAIR, ORDER.name, ["C6"], DAY).content)
    with_other_days = paper_file(peopled, CHAIR, ORDER.name, ["C1"], DAY)
    assert "Căn cứ văn bản số" not in paper_text(with_other_days.content)


def test_the_completion_paper_names_order_test_and_self_monitoring(peopled: Store) -> None:
    order(peopled, "C4", first="400/QĐ-UBND")
    number_papers(
        peopled, OFFICER, COMPLETION.name, [Seen("C4", 2)], "07/GXN-UBND", on=DAY, now=NOW
    )
    text = paper_text(paper_file(peopled, OFFICER, COMPLETION.name, ["C4"], DAY).content)
    for said in (
        "Số: 07/GXN-UBND", "từ ngày 15/12/2021 đến hết ngày 28/12/2021",
        "Quyết định cách ly số 400/QĐ-UBND ngày 29/12/2021",
        "âm tính, mẫu lấy ngày 28/12/2021", "tự theo dõi sức khỏe 14 ngày",
    ):  # fmt: skip
        assert said in text


def test_the_completion_paper_says_the_last_day_that_was_ordered(peopled: Store) -> None:
    late = stay("C7", "H2", "14/12", "27/12", closed_on=DAY, end_reason="completed")
    with peopled.write() as conn:
        insert_rows(conn, peopled.ward_id, "cases", [late], Author("before", NOW))
    text = paper_text(paper_file(peopled, OFFICER, COMPLETION.name, ["C7"], DAY).content)
    assert "từ ngày 14/12/2021 đến hết ngày 27/12/2021." in text
    assert "29/12/2021" not in text.replace("ngày 29 tháng 12", "")


def test_there_is_no_completion_paper_before_the_stay_is_completed(peopled: Store) -> None:
    before = CLOSED["closed_on"] - timedelta(1)
    for ids, on in ((["C1"], DAY), (["C4", "C1"], DAY), (["C4"], before)):
        with pytest.raises(ValueError, match="completed"):
            paper_file(peopled, OFFICER, COMPLETION.name, ids, on)
    with pytest.raises(Refused, match="NOT_COMPLETED"):
        number_papers(peopled, CHAIR, COMPLETION.name, seen("C4"), "1/GXN", on=before, now=NOW)


def test_what_is_not_known_is_left_to_be_filled_in_by_hand(peopled: Store) -> None:
    text = paper_text(paper_file(peopled, CHAIR, ORDER.name, ["C5"], DAY).content)
    assert f"Số: {DOTS}" in text
    assert f"đến hết ngày {DOTS}" in text
    assert f"số CCCD: {DOTS}" in text


def test_many_papers_come_together_numbered_one_after_the_other(peopled: Store) -> None:
    order(peopled, "C1", "C2", "C3", first="98/QĐ-UBND")
    assert numbers(peopled, "order_number") == {
        "C1": "98/QĐ-UBND", "C2": "99/QĐ-UBND", "C3": "100/QĐ-UBND",
    }  # fmt: skip
    paper = paper_file(peopled, CHAIR, ORDER.name, ["C1", "C2", "C3"], DAY)
    with zipfile.ZipFile(io.BytesIO(paper.content)) as archive:
        texts = {name: paper_text(archive.read(name)) for name in archive.namelist()}
    assert list(texts) == [f"quarantine_order_C{n}.docx" for n in (1, 2, 3)]
    assert "Số: 100/QĐ-UBND" in texts["quarantine_order_C3.docx"]
    assert paper.name == "quarantine_order_20211229.zip"


@pytest.mark.parametrize(
    ("first", "given"),
    [("9/QĐ", ["9/QĐ", "10/QĐ"]), ("009", ["009", "010"]), (" 7 /GXN ", ["7 /GXN", "8 /GXN"])],
)  # fmt: skip
def test_numbers_follow_each_other(first: str, given: list[str]) -> None:
    assert numbers_from(first, 2) == given


@pytest.mark.parametrize("first", ["", "QĐ-UBND", "-1/QĐ", "9999999999"])
def test_a_number_begins_with_digits(first: str) -> None:
    with pytest.raises(Refused, match="NO_NUMBER"):
        numbers_from(first, 1)


@pytest.mark.parametrize(
    ("kind", "ids", "code"),
    [(ORDER.name, ("C1", "C5"), "NO_END"), (COMPLETION.name, ("C4", "C1"), "NOT_COMPLETED")],
)
def test_one_that_cannot_be_issued_stops_all(peopled: Store, kind, ids, code) -> None:
    with pytest.raises(Refused, match=code):
        number_papers(peopled, CHAIR, kind, seen(*ids), "1/QĐ", on=DAY, now=NOW)
    assert numbers(peopled, "order_number") == numbers(peopled, "completion_number") == {}


def test_a_number_is_given_once_and_can_be_taken_back(peopled: Store) -> None:
    done = number_papers(peopled, CHAIR, ORDER.name, seen("C1"), "5/QĐ", on=DAY, now=NOW)
    with pytest.raises(StoreBusy):
        order(peopled, "C1")  # seen before it was numbered
    with pytest.raises(Refused, match="NUMBERED"):
        number_papers(peopled, CHAIR, ORDER.name, [Seen("C1", 2)], "6/QĐ", on=DAY, now=NOW)
    undo(peopled, CHAIR, done, now=NOW)
    assert numbers(peopled, "order_number") == {}


def test_a_ward_words_its_papers_itself_and_goes_back(filled: Store) -> None:
    document, out = Document(io.BytesIO(template_of(filled, OFFICER, ORDER.name))), io.BytesIO()
    document.add_paragraph("Lời riêng của phường, gửi {{ ho_va_ten }}")
    document.save(out)
    change_template(filled, OFFICER, ORDER.name, out.getvalue(), now=NOW)
    changed = paper_text(paper_file(filled, CHAIR, ORDER.name, ["C1"], DAY).content)
    assert "Lời riêng của phường, gửi Nguyễn Thị C1" in changed
    change_template(filled, OFFICER, ORDER.name, None, now=NOW + timedelta(1))
    again = paper_text(paper_file(filled, CHAIR, ORDER.name, ["C1"], DAY).content)
    assert "Lời riêng" not in again


def test_a_template_that_would_fail_is_not_kept(peopled: Store) -> None:
    before = template_of(peopled, OFFICER, ORDER.name)
    with pytest.raises(TemplateRefused):
        change_template(peopled, OFFICER, ORDER.name, b"no document", now=NOW)
    assert template_of(peopled, OFFICER, ORDER.name) == before


@pytest.mark.parametrize("actor", [LOCKDOWN, LEADER, AUDITOR], ids=lambda a: a.role)
@pytest.mark.parametrize("kind", [ORDER.name, COMPLETION.name])
def test_papers_are_the_offices_affair(peopled: Store, actor, kind) -> None:
    for attempt in (
        lambda: paper_file(peopled, actor, kind, ["C1"], DAY),
        lambda: number_papers(peopled, actor, kind, seen("C1"), "1", on=DAY, now=NOW),
        lambda: change_template(peopled, actor, kind, None, now=NOW),
        lambda: template_of(peopled, actor, kind),
    ):
        with pytest.raises(NotAllowed):
            attempt()


def test_a_paper_is_noted_before_it_is_given(peopled: Store) -> None:
    paper_file(peopled, CHAIR, ORDER.name, ["C1", "C2"], DAY)
    with pytest.raises(NotAllowed):
        paper_file(peopled, CHAIR, ORDER.name, ["C1", "C999"], DAY)
    with peopled.read() as conn:
        lines = conn.execute(sa.select(AUDIT.c.actor, AUDIT.c.action, AUDIT.c.n_rows)).all()
    assert lines == [("binh", "paper.export", 2)]
