"""The alley's sheet: addresses and days, never a name or an illness."""

from datetime import date, timedelta
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from lib.documents.door_signs import Issuer
from lib.documents.neighbours_sheet import AlleySheet, Door, render_neighbours_sheet
from tests.documents.printed import fonts, page_sizes, page_texts, squeezed

GOLDEN = Path(__file__).parent / "neighbours_sheet.golden.txt"
DAY = date(2021, 12, 29)
WARD = Issuer("Phường Mẫu", "024 0000 0000")


def sheet(*doors: Door, alley: str = "Ngõ 49, Phố Mẫu") -> bytes:
    said = AlleySheet(alley, "Tổ 5", DAY, date(2022, 1, 5), date(2021, 12, 28), doors)
    return render_neighbours_sheet(said, WARD)


def door(number: int) -> Door:
    return Door(f"{number}, Ngõ 49, Phố Mẫu", DAY, DAY + timedelta(number))


def test_the_sheet_as_printed():
    pdf = sheet(door(4), Door("12/3, Ngõ 49, Phố Mẫu", DAY, None))
    assert page_texts(pdf) == [GOLDEN.read_text("utf-8").rstrip("\n")]
    assert page_sizes(pdf) == [(210, 297)]
    assert all(fonts(pdf).values())


def test_a_long_alley_goes_on_with_its_headings():
    pages = page_texts(sheet(*map(door, range(1, 80))))
    assert len(pages) > 1
    assert all("Đến hết ngày" in page for page in pages[:-1])
    assert "79, Ngõ 49" in " ".join(pages)


def test_what_looks_like_markup_is_printed_as_it_stands():
    hostile = "<b>=cmd</b> & <script>alert(1)</script> {{ 7*7 }} <img src='file:///etc/passwd'/>"
    text = squeezed(page_texts(sheet(Door(hostile, DAY, DAY), alley=hostile))[0])
    assert text.count(hostile) == 2


@given(st.text(max_size=400))
def test_no_address_breaks_the_sheet(address):
    assert "29/12/2021" in page_texts(sheet(Door(address, DAY, None), alley=address))[0]
