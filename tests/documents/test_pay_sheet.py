"""The pay sheet as the ward signs it: heading, sum in words, three places to sign."""

import io
from datetime import date

import openpyxl
import pytest

from lib.documents.pay_sheet import FIRST_LINE, PayLine, SheetTerms, render_pay_sheet, sum_in_words

TERMS = SheetTerms(
    "Phường Mẫu", date(2021, 12, 1), date(2021, 12, 15), "512/QĐ-UBND", 30_000, 8,
    ("Trần Thị Lập", "", "Lê Văn Duyệt"),
)  # fmt: skip
LINES = [
    PayLine("Trần Thị Mẫu", "Tổ hỗ trợ 1", 58, 30_000, 1_740_000, None),
    PayLine("=1+1", "Tổ hỗ trợ 2", 3, 30_000, 90_000, date(2021, 12, 24)),
]


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        (0, "không đồng"), (5, "năm đồng"), (10, "mười đồng"), (15, "mười lăm đồng"),
        (21, "hai mươi mốt đồng"), (105, "một trăm linh năm đồng"),
        (90_000, "chín mươi nghìn đồng"),
        (1_005_000, "một triệu không trăm linh năm nghìn đồng"),
        (4_320_000, "bốn triệu ba trăm hai mươi nghìn đồng"),
        (1_000_000_011, "một tỷ không trăm mười một đồng"),
        (2_000_000_000_000, "hai nghìn tỷ đồng"),
    ],
)  # fmt: skip
def test_a_sum_is_read_out(amount: int, words: str) -> None:
    assert sum_in_words(amount) == words


def test_what_stands_on_the_sheet() -> None:
    page = openpyxl.load_workbook(io.BytesIO(render_pay_sheet(TERMS, LINES))).active
    words = [str(cell) for row in page.values for cell in row if cell]
    assert words[0] == "ỦY BAN NHÂN DÂN PHƯỜNG MẪU"
    assert "Từ ngày 01/12/2021 đến ngày 15/12/2021" in words
    assert "(Theo Quyết định số 512/QĐ-UBND; mức chi 30.000 đồng/công; tối đa 8 công/ngày)" in words
    total = "Một triệu tám trăm ba mươi nghìn đồng."
    assert f"Tổng số tiền (bằng chữ): {total}" in words
    signers = ["NGƯỜI LẬP", "KẾ TOÁN", "NGƯỜI DUYỆT"]
    at = words.index(signers[0])
    assert words[at : at + 3] == signers
    assert words[-2:] == ["Trần Thị Lập", "Lê Văn Duyệt"]
    assert page.cell(FIRST_LINE + 2, 2).data_type == "s"  # never a formula
    assert page.page_setup.orientation == "landscape"
    assert page.sheet_properties.pageSetUpPr.fitToPage
