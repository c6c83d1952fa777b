"""What is written into a workbook stands there as it was, and nothing in it is a formula."""

import io
import re
import zipfile
from datetime import date, datetime

import openpyxl
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from lib.documents.workbooks import Cell, Column, NotForWorkbook, Sheet, write_workbook

HOSTILE = (
    "=1+1", "+1+1", "-5+1", "@SUM(1+9)", "\t=1", "\r=1", "=cmd|' /C calc'!A0", "＝1+1", "'=1",
    '=HYPERLINK("http://127.0.0.1","x")', "http://127.0.0.1/", "mailto:a@b.vn", "{=1+1}",
    "<r><t>x</t></r>", "<r>&amp;</r>", "_x0041_", "_x005F_", "]]>", "${x}", "0912", "00", "1e5",
    " trước sau ", "Nguyễn\nThị", "&#61;1+1", "TRUE", "#REF!", "03/04/2021",
)  # fmt: skip
# Control characters never get into the store; U+FFFE and U+FFFF are no characters.
LETTERS = st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff")
TEXTS = st.text(LETTERS | st.sampled_from("\n\t<>&_x=+-@'\""), max_size=30)


def sheet_of(*cells: Cell) -> Sheet:
    columns = [Column(f"H{number}") for number in range(len(cells))]
    return Sheet("Danh sách", columns, [cells])


def read_back(raw: bytes) -> list[object]:
    book = openpyxl.load_workbook(io.BytesIO(raw))
    return [cell.value for cell in list(book["Danh sách"].rows)[1]]


def parts(raw: bytes, ending: str = ".xml") -> str:
    with zipfile.ZipFile(io.BytesIO(raw)) as packed:
        return "".join(packed.read(name).decode() for name in packed.namelist() if ending in name)


@pytest.mark.parametrize("text", HOSTILE)
def test_no_text_becomes_a_formula_a_link_or_a_number(text: str) -> None:
    raw = write_workbook([sheet_of(text, "x")])
    assert not re.search(r"<f[ >/]|<hyperlink|externalLink", parts(raw))
    assert not re.search(r'<c r="A2"[^>]*t="(?!s")', parts(raw, "sheet1"))
    assert 't="s"' in parts(raw, "sheet1")


@given(TEXTS)
@example("<r><t>x</t></r>")
@example("_x0041_")
def test_every_text_comes_back_as_it_went(text: str) -> None:
    came, _ = read_back(write_workbook([sheet_of(text, "x")]))
    assert (came or "") == text


@pytest.mark.parametrize("number", [0, 7, -5, 36.5, 36.512, 21.040000000000003, 1e-5, 10**15])
def test_numbers_are_numbers_when_nothing_of_them_is_lost(number: float) -> None:
    (came,) = read_back(write_workbook([sheet_of(number)]))
    assert came == number or came == str(number)
    assert isinstance(came, int | float) is (float(f"{number:.16G}") == number)


def test_days_are_days() -> None:
    moment, day = datetime.fromisoformat("2021-12-29T08:30"), datetime.fromisoformat("2021-12-29")
    came = read_back(write_workbook([sheet_of(day.date(), moment, date(1900, 2, 1), None)]))
    assert came == [day, moment, "01/02/1900", None]


def test_a_text_that_a_cell_cannot_hold_is_said_not_cut() -> None:
    write_workbook([sheet_of("x" * 32_767)])
    with pytest.raises(NotForWorkbook):
        write_workbook([sheet_of("x" * 32_768)])


@pytest.mark.parametrize("text", ["\ufffe", "a\uffff", "_x005F_x0041_"])
def test_a_text_that_would_come_back_as_another_is_said(text: str) -> None:
    with pytest.raises(NotForWorkbook):
        write_workbook([sheet_of(text)])


def test_marks_stand_beside_the_cell_they_are_about() -> None:
    columns = [Column("Họ tên"), Column("Năm sinh", note="bốn chữ số")]
    rows = [("A", "1990"), ("B", None)]
    raw = write_workbook([Sheet("Danh sách", columns, rows, marks={(1, 1): "Ô trống."})])
    page = openpyxl.load_workbook(io.BytesIO(raw))["Danh sách"]
    noted = {cell.coordinate: cell.comment.text for row in page for cell in row if cell.comment}
    assert noted == {"B1": "bốn chữ số", "B3": "Ô trống."}
    assert page["B3"].fill.fgColor.rgb != page["B2"].fill.fgColor.rgb


def test_a_long_list_of_choices_is_offered_whole() -> None:
    words = tuple(f"Tổ dân phố số {number}" for number in range(1, 60))
    columns = [Column("Tổ", choices=words), Column("Tổ trước", choices=words)]
    raw = write_workbook([Sheet("Danh sách", columns, [])])
    book = openpyxl.load_workbook(io.BytesIO(raw))
    rules = book["Danh sách"].data_validations.dataValidation
    assert [str(rule.sqref).split(":")[0] for rule in rules] == ["A2", "B2"]
    (source,) = {rule.formula1 for rule in rules}
    assert source == "_lists!$A$1:$A$59"
    assert [cell.value for cell in book["_lists"]["A"]] == list(words)
    assert book["_lists"].sheet_state == "veryHidden"
