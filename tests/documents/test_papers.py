"""Orders and completion papers: the layout of decree 30/2020, hostile values, a ward's template."""

import io
import re
import zipfile
from contextlib import suppress
from datetime import date
from pathlib import Path

import pytest
from docx import Document
from docx.shared import Mm, Pt
from hypothesis import given
from hypothesis import strategies as st

from lib.documents.district_report import number_words
from lib.documents.papers import (
    COMPLETION,
    DOTS,
    KINDS,
    ORDER,
    REPORT,
    PaperKind,
    TemplateRefused,
    check_template,
    day_words,
    marked,
    place_name,
    render_paper,
    sample_values,
    shipped_template,
    zipped,
)
from lib.rules.reporting import LINES
from tests.documents.printed import paper_text, part_of

HERE = Path(__file__).parent
ON = date(2022, 1, 5)
PERSON = {
    "phuong": "phường Mẫu", "phuong_in_hoa": "PHƯỜNG MẪU", "dia_danh": "Mẫu",
    "nguoi_ky": "Nguyễn Văn Mẫu", "ho_va_ten": "Vũ Hải Chi", "nam_sinh": "2007",
    "gioi_tinh": "nữ", "so_cccd": DOTS, "dia_chi": "19, Ngách 35/16, Đường Ví Dụ",
    "to_dan_pho": "Tổ 5", "tu_ngay": "29/12/2021",
}  # fmt: skip
VALUES = {
    ORDER.name: PERSON | day_words(ON) | {
        "so": "412/QĐ-UBND", "dien_cach_ly": "người tiếp xúc gần (F1)", "den_ngay": "11/01/2022",
        "so_ngay": "14", "van_ban": "5599/BYT-MT", "co_quan": "Bộ Y tế",
    },
    COMPLETION.name: PERSON | day_words(ON) | {
        "so": "1/GXN-UBND", "den_ngay": "11/01/2022", "ngay_ket_thuc": "13/01/2022",
        "so_quyet_dinh": "412/QĐ-UBND",
        "ngay_quyet_dinh": "29/12/2021", "ngay_xet_nghiem": "11/01/2022", "ngay_tu_theo_doi": "14",
    },
    REPORT.name: {
        name: PERSON[name] for name in ("phuong", "phuong_in_hoa", "dia_danh", "nguoi_ky")
    } | day_words(ON) | {
        "so": "12/BC-UBND", "quan": "Long Biên", "tu_ngay": "04/01/2022", "den_ngay": "05/01/2022",
    } | number_words({line.id: 100 + at for at, line in enumerate(LINES)}),
}  # fmt: skip
both = pytest.mark.parametrize("kind", KINDS.values(), ids=lambda kind: kind.name)


def made(kind: PaperKind, **other: str) -> bytes:
    return render_paper(kind, shipped_template(kind), VALUES[kind.name] | other)


def edited(kind: PaperKind, text: str) -> bytes:
    """The shipped template as somebody would change it: one more paragraph at its end."""
    document, out = Document(io.BytesIO(shipped_template(kind))), io.BytesIO()
    document.add_paragraph(text)
    document.save(out)
    return out.getvalue()


@both
def test_the_paper_as_filled_in(kind):
    golden = HERE / f"{kind.name}.golden.txt"
    assert paper_text(made(kind)) == golden.read_text("utf-8")


@both
def test_the_page_is_that_of_decree_30(kind):
    document = Document(io.BytesIO(made(kind)))
    [section] = document.sections
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)
    assert Mm(20) <= section.top_margin <= Mm(25)
    assert Mm(20) <= section.bottom_margin <= Mm(25)
    assert Mm(30) <= section.left_margin <= Mm(35)
    assert Mm(15) <= section.right_margin <= Mm(20)
    assert section.different_first_page_header_footer
    assert not section.first_page_header.paragraphs[0].text
    assert "PAGE" in section.header.paragraphs[0]._p.xml
    assert section.header.paragraphs[0].alignment == 1  # centred


@both
def test_everything_is_set_in_times_new_roman_in_the_sizes_of_the_decree(kind):
    document = Document(io.BytesIO(made(kind)))
    assert document.styles["Normal"].font.name == "Times New Roman"
    assert not re.search(
        r'w:rFonts [^>]*w:ascii="(?!Times New Roman)', part_of(made(kind), "word/document.xml")
    )
    drawn = sizes_of(document)
    assert drawn["CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"] == (13, True)
    assert drawn["Độc lập - Tự do - Hạnh phúc"] == (14, True)
    assert drawn["PHƯỜNG MẪU"] == (13, True)
    assert drawn["Nơi nhận:"] == (12, True)
    assert drawn["PHÓ CHỦ TỊCH"] == (14, True)
    assert {size for size, _bold in drawn.values()} <= {11, 12, 13, 14}


def sizes_of(document) -> dict[str, tuple[float, bool]]:
    tables = [p for t in document.tables for cell in t.rows[0].cells for p in cell.paragraphs]
    runs = [run for p in [*document.paragraphs, *tables] for run in p.runs if run.text.strip()]
    return {run.text: (run.font.size.pt, bool(run.bold)) for run in runs}


def test_the_order_names_its_bases_and_ends_with_its_mark():
    text = paper_text(made(ORDER))
    assert "Căn cứ Luật Phòng, chống bệnh truyền nhiễm ngày 21 tháng 11 năm 2007;" in text
    assert "Căn cứ văn bản số 5599/BYT-MT của Bộ Y tế;" in text
    assert "chịu trách nhiệm thi hành Quyết định này./." in text


def test_what_is_not_known_leaves_no_half_sentence():
    text = paper_text(made(ORDER, van_ban="", co_quan=""))
    assert "Căn cứ văn bản số" not in text
    text = paper_text(made(COMPLETION, so_quyet_dinh="", ngay_xet_nghiem="", ngay_tu_theo_doi=""))
    assert "Quyết định cách ly số" not in text
    assert "âm tính" not in text
    assert "tự theo dõi" not in text


@pytest.mark.parametrize(
    ("day", "written"),
    [(date(2022, 1, 5), "05/01"), (date(2022, 2, 28), "28/02"), (date(2022, 3, 9), "09/3"),
     (date(2021, 12, 29), "29/12")],
)  # fmt: skip
def test_days_below_ten_and_the_first_two_months_get_a_zero(day, written):
    words = day_words(day)
    assert f"{words['ngay']}/{words['thang']}" == written


@pytest.mark.parametrize(
    ("ward", "place"),
    [("Phường Ngọc Thụy", "Ngọc Thụy"), ("phường Mẫu", "Mẫu"), ("Phường 12", "Phường 12"),
     ("Ngọc Thụy", "Ngọc Thụy"), ("", "")],
)  # fmt: skip
def test_the_place_before_the_date_is_the_wards_own_name(ward, place):
    assert place_name(ward) == place


@pytest.mark.parametrize("kind", [ORDER, COMPLETION], ids=lambda kind: kind.name)
def test_a_value_is_text_whatever_it_looks_like(kind):
    hostile = "=cmd|' /C calc'!A0 <script>alert(1)</script> {{ 7*7 }} {% raw %} & </w:t>"
    paper = made(kind, ho_va_ten=hostile)
    assert f"Họ và tên: {hostile}" in paper_text(paper)
    assert "<script" not in part_of(paper, "word/document.xml")


@given(st.text(max_size=80))
def test_no_value_breaks_a_paper(text):
    paper_text(made(COMPLETION, ho_va_ten=text, dia_chi=text))


def test_a_ward_may_change_the_words_and_use_every_name():
    names = " ".join(f"{{{{ {name} }}}}" for name in ORDER.fields)
    template = edited(ORDER, f"Ghi thêm: {names}")
    check_template(ORDER, template)
    text = paper_text(render_paper(ORDER, template, VALUES[ORDER.name]))
    assert all(value in text.rpartition("Ghi thêm:")[2] for value in VALUES[ORDER.name].values())


def test_a_word_split_by_the_office_program_is_still_one():
    document, out = Document(io.BytesIO(shipped_template(ORDER))), io.BytesIO()
    paragraph = document.add_paragraph()
    for piece in ("{", "{ ho_", "va", "_ten }", "}"):
        paragraph.add_run(piece).bold = piece == "va"
    document.save(out)
    text = paper_text(render_paper(ORDER, out.getvalue(), VALUES[ORDER.name]))
    assert text.rstrip().endswith("Vũ Hải Chi")


@pytest.mark.parametrize(
    ("text", "code", "detail"),
    [
        ("{{ ho_ten }}", "TEMPLATE_UNKNOWN_WORD", "ho_ten"),
        ("{{ so_quyet_dinh }}", "TEMPLATE_UNKNOWN_WORD", "so_quyet_dinh"),
        ("{{ ho_va_ten", "TEMPLATE_WRONG", "{{ ho_va_ten"),
        ("{% if so %}", "TEMPLATE_WRONG", "{% if so %}"),
        ("{{ so.__class__.__mro__ }}", "TEMPLATE_WRONG", "{{ so.__class__.__mro__ }}"),
        (
            "{{ cycler.__init__.__globals__ }}",
            "TEMPLATE_WRONG",
            "{{ cycler.__init__.__globals__ }}",
        ),
        ("{% include '/etc/passwd' %}", "TEMPLATE_WRONG", "{% include '/etc/passwd' %}"),
        ("{{ 1 / 0 }}", "TEMPLATE_WRONG", "{{ 1 / 0 }}"),
        ("{{ ho_va_ten | safe }}", "TEMPLATE_WRONG", "{{ ho_va_ten | safe }}"),
    ],
)
def test_a_mistake_in_a_template_is_named_before_it_is_kept(text, code, detail):
    with pytest.raises(TemplateRefused) as refused:
        check_template(ORDER, edited(ORDER, text))
    assert (refused.value.code, refused.value.detail) == (code, detail)
    assert detail in refused.value.sentence()


def test_a_mark_stands_above_everything():
    paper = render_paper(ORDER, shipped_template(ORDER), VALUES[ORDER.name])
    assert marked(paper, []) == paper
    text = paper_text(marked(paper, ["DỰ THẢO", "hư cấu"]))
    assert text == "DỰ THẢO \u00b7 hư cấu\n" + paper_text(paper)


def test_nothing_is_loaded_from_outside():
    document, out = Document(io.BytesIO(shipped_template(ORDER))), io.BytesIO()
    relation = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/image"
    document.part.relate_to("http://example.org/pixel.png", relation, is_external=True)
    document.save(out)
    with pytest.raises(TemplateRefused, match="TEMPLATE_FROM_OUTSIDE"):
        check_template(ORDER, out.getvalue())


def test_a_small_file_that_swells_is_refused():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("word/document.xml", b" " * 30_000_000)
    with pytest.raises(TemplateRefused, match="TEMPLATE_TOO_LARGE"):
        check_template(ORDER, out.getvalue())


@given(st.binary(max_size=300), st.integers(0, 10_000))
def test_a_damaged_file_is_refused_and_never_anything_else(raw, at):
    good = shipped_template(ORDER)
    for bad in (raw, good[:at] + raw + good[at + len(raw) :]):
        with suppress(TemplateRefused):
            check_template(ORDER, bad)


@both
def test_the_shipped_templates_pass_their_own_check(kind):
    check_template(kind, shipped_template(kind))
    assert set(sample_values(kind)) == set(kind.fields) == set(VALUES[kind.name])
    text = paper_text(shipped_template(kind))
    assert set(re.findall(r"{{ (\w+) }}", text)) <= set(kind.fields)


def test_several_papers_come_in_one_archive_the_same_every_time():
    papers = {"b.docx": b"2", "a.docx": b"1"}
    archive = zipped(papers)
    assert archive == zipped(papers)
    with zipfile.ZipFile(io.BytesIO(archive)) as opened:
        assert {name: opened.read(name) for name in opened.namelist()} == papers


def test_the_signature_block_is_never_torn_apart():
    table = Document(io.BytesIO(made(ORDER))).tables[-1]
    assert "w:cantSplit" in table._tbl.xml
    assert all(
        p.paragraph_format.space_before in (None, Pt(0)) for p in table.cell(0, 0).paragraphs
    )
