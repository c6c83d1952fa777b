"""What programs write around a cell to keep it as it is, and what was meant."""

import pytest

from lib.ingest.reader import read_text_table
from lib.ingest.service import without_guards
from lib.schema.tables import TABLES
from lib.text.inert import as_inert, as_quoted
from tests.ingest.sheets import csv_bytes
from tests.inputs import workbooks

HEADINGS = ("Họ và tên", "SĐT", "Ghi chú")


def cells(raw):
    text = without_guards(read_text_table(raw, [TABLES["cases"]]))
    return text.cells.row(0)[1:]


def test_a_formula_that_is_only_a_text_is_that_text():
    raw = csv_bytes([HEADINGS, ('="Lê An"', '="0912345678"', '=""')])
    assert cells(raw) == ("Lê An", "0912345678", "")


@pytest.mark.parametrize("note", ['="x"', '=HYPERLINK("x")', '="a"&"b"', "'=1", '="a""b"'])
def test_what_we_write_comes_back(note):
    assert cells(csv_bytes([HEADINGS, ("Lê An", "1", as_inert(note))])) == ("Lê An", "1", note)
    book = workbooks.xlsx(
        {"A": [HEADINGS, ("Lê An", "1", as_quoted(note))]}, strings_to_formulas=False
    )
    assert cells(book) == ("Lê An", "1", note)
