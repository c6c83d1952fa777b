"""The morning brief: golden files of the sheet and the Word document; nothing executes."""

from pathlib import Path

import pytest

from lib.documents.brief import brief_document, brief_sheet
from tests.documents.printed import paper_text, part_of

HERE = Path(__file__).parent
SAID = {
    "heading": ["Phường Mẫu", "Cấp độ dịch 3 từ 27/12/2021 06:00 (2557)"],
    "title": "Tóm tắt buổi sáng",
    "day": "Tính đến hết ngày 29/12/2021",
    "sections": [
        ("Từ 18 giờ hôm qua", ["F0 mới ghi nhận: 9 (từ 18:00 ngày 28/12/2021)."]),
        ("Việc cần quyết định hôm nay", ["Chờ kết thúc cách ly: 3: Lưu Hồng Hằng (Tổ 14).",
                                         "Nhà chưa thẩm định: 75. Cử tổ thẩm định đến."]),
    ],
    "footer": "Chỉ dùng trong nội bộ phường.",
}  # fmt: skip
HOSTILE = "<script>alert(1)</script> {{ 7*7 }} =cmd|' /C calc'!A0"


def test_the_sheet_as_printed():
    assert brief_sheet(**SAID) == (HERE / "brief.golden.html").read_text("utf-8")


def test_the_document_as_written():
    assert paper_text(brief_document(**SAID)) == (HERE / "brief.golden.txt").read_text("utf-8")


@pytest.mark.parametrize("part", ["heading", "title", "sections"])
def test_what_somebody_typed_is_text(part):
    said = {
        "heading": SAID | {"heading": [HOSTILE]},
        "title": SAID | {"title": HOSTILE},
        "sections": SAID | {"sections": [(HOSTILE, [HOSTILE])]},
    }[part]
    assert "<script" not in brief_sheet(**said)
    document = brief_document(**said)
    assert "<script" not in part_of(document, "word/document.xml")
    assert HOSTILE.casefold() in paper_text(document).casefold()
