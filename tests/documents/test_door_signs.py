"""The sign on the door: exact words, prescribed colours, both days large, a code that dials."""

import tomllib
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import pytest
import zxingcpp
from hypothesis import given
from hypothesis import strategies as st
from pypdfium2.raw import FPDF_PAGEOBJ_TEXT
from reportlab.pdfbase import pdfmetrics

from lib.documents.door_signs import LAYOUT_FILE, DoorSign, Issuer, render_signs
from lib.documents.paper import BOLD, FONTS, REGULAR, load_fonts
from lib.settings import ROOT
from tests.documents.printed import fonts, opened, page_sizes, page_texts, picture

GOLDEN = Path(__file__).parent / "door_sign.golden.txt"
EXACT = "ĐỊA ĐIỂM CÁCH LY Y TẾ PHÒNG, CHỐNG DỊCH COVID-19"
SIGN = DoorSign(
    "19, Ngách 35/16, Đường Ví Dụ", "Tổ 5", date(2021, 12, 27), date(2022, 1, 2), "BB0001"
)
WARD = Issuer("Phường Ngọc Thụy", "024 0000 0000")
# Every letter of Vietnamese that is not in ASCII, composed.
LETTERS = (
    "àáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵ"
    "ÀÁẢÃẠĂẰẮẲẴẶÂẦẤẨẪẬĐÈÉẺẼẸÊỀẾỂỄỆÌÍỈĨỊÒÓỎÕỌÔỒỐỔỖỘƠỜỚỞỠỢÙÚỦŨỤƯỪỨỬỮỰỲÝỶỸỴ"
)


@pytest.fixture(scope="module")
def sign() -> bytes:
    return render_signs([SIGN], WARD)


def sizes(pdf: bytes) -> dict[str, float]:
    """Text -> size in points as drawn."""
    with opened(pdf) as document:
        page = document[0]
        parts = page.get_objects([FPDF_PAGEOBJ_TEXT], textpage=page.get_textpage())
        return {part.extract(): part.get_font_size() for part in parts}


def test_the_sign_as_printed(sign):
    assert page_texts(sign) == [GOLDEN.read_text("utf-8").rstrip("\n")]


def test_the_words_are_exactly_those_of_the_rule(sign):
    assert EXACT in page_texts(sign)[0].replace("\n", " ")
    rules = tomllib.loads((ROOT / "data" / "rules" / "quarantine_home.toml").read_text("utf-8"))
    assert EXACT in rules["sign"]["vi"]


def test_yellow_letters_stand_on_red_ground(sign):
    image = picture(sign)
    red, green, blue = image.getpixel((3, 3))
    assert red > 180
    assert max(green, blue) < 70
    colours = {colour for _count, colour in image.getcolors(1 << 20)}
    assert any(r > 230 and g > 200 and b < 80 for r, g, b in colours)
    words = tomllib.loads(LAYOUT_FILE.read_text("utf-8"))["colours"]
    assert contrast(words["ground"], words["letters"]) > 4.5


def contrast(one: str, other: str) -> float:
    """As WCAG 2 defines it."""
    lights = sorted(map(luminance, (one, other)))
    return (lights[1] + 0.05) / (lights[0] + 0.05)


def luminance(code: str) -> float:
    shares = [int(code[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in shares]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_both_days_are_the_largest_words_and_equally_large(sign):
    drawn = sizes(sign)
    first, last = drawn["27/12/2021"], drawn["02/01/2022"]
    assert first == last
    assert first >= 60  # about 15 mm high: to be read across an alley
    assert all(size <= first for text, size in drawn.items() if text not in EXACT)


def test_it_is_one_a4_sheet_lying_for_each_home():
    pdf = render_signs([SIGN] * 3, WARD)
    assert page_sizes(pdf) == [(297, 210)] * 3


def test_the_code_dials_the_hotline_and_says_nothing_else(sign):
    found = zxingcpp.read_barcodes(picture(sign, dots_per_inch=100))
    assert [code.text for code in found] == ["tel:02400000000"]


def test_without_a_hotline_there_is_no_code_and_nobody_is_asked_to_call():
    pdf = render_signs([SIGN], Issuer("Phường Mẫu"))
    assert not zxingcpp.read_barcodes(picture(pdf, dots_per_inch=100))
    assert "Đường dây nóng" not in page_texts(pdf)[0]


def test_every_letter_drawn_is_embedded(sign):
    assert fonts(sign) == {"BeVietnamPro-Bold": True, "BeVietnamPro-Regular": True}


@pytest.mark.parametrize("font", [REGULAR, BOLD])
def test_the_bundled_font_has_every_vietnamese_letter(font):
    load_fonts()
    known = pdfmetrics.getFont(font).face.charToGlyph
    assert [letter for letter in LETTERS if ord(letter) not in known] == []
    assert (FONTS / "OFL.txt").read_text("utf-8").startswith("Copyright 2021 The Be Vietnam Pro")


def test_decomposed_letters_are_drawn_composed():
    typed = DoorSign(
        "19, Ngo\u0303 49, Pho\u0302\u0301 Ma\u0302\u0303u", "", SIGN.first_day, SIGN.last_day
    )
    assert "Ngõ 49, Phố Mẫu" in page_texts(render_signs([typed], WARD))[0]


def test_what_looks_like_a_command_is_only_text():
    hostile = "=cmd|' /C calc'!A0 <script>alert(1)</script> {{ 7*7 }}"
    pdf = render_signs([DoorSign(hostile, "", SIGN.first_day, SIGN.last_day)], WARD)
    assert hostile in page_texts(pdf)[0]
    assert b"/JavaScript" not in pdf
    assert b"/URI" not in pdf


@given(st.text(max_size=300), st.text(max_size=40), st.text(max_size=40))
def test_no_address_is_too_odd_or_too_long_for_one_page(address, group, hotline):
    pdf = render_signs(
        [DoorSign(address, group, SIGN.first_day, SIGN.last_day)], Issuer(address, hotline)
    )
    [text] = page_texts(pdf)
    assert "27/12/2021" in text
    image = picture(pdf, dots_per_inch=36)
    edges = [(x, y) for x in (1, image.width - 2) for y in range(image.height)]
    assert len({image.getpixel(edge) for edge in edges}) == 1  # nothing runs off the sheet


def test_no_sign_is_no_document():
    with pytest.raises(ValueError, match="no sign"):
        render_signs([], WARD)


def test_several_people_print_at_once_and_get_their_own(sign):
    others = [DoorSign(f"{n}, Ngõ Mới", "Tổ 7", SIGN.first_day, SIGN.last_day) for n in range(8)]
    alone = [render_signs([other], WARD) for other in others]
    with ThreadPoolExecutor(8) as threads:
        together = list(threads.map(lambda other: render_signs([other], WARD), others * 3))
    assert together == alone * 3
