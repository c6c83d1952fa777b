"""The meeting's page: golden file, and nothing in it executes."""

from pathlib import Path

from lib.documents.overview_sheet import SheetLine, render_overview_sheet

GOLDEN = Path(__file__).parent / "overview_sheet.golden.html"


def test_the_sheet_as_printed():
    html = render_overview_sheet(
        heading=["Phường Mẫu", "Cấp độ dịch 3 từ 27/12/2021 06:00 (2557)"],
        title="Số liệu hằng ngày",
        day="Tính đến hết ngày 29/12/2021",
        sections=[
            ("Việc cần quyết định hôm nay", [SheetLine("Chờ kết thúc cách ly", "3", "Gỡ biển.")]),
            ("Số liệu trong ngày", [SheetLine("F0 đang cách ly tại nhà", "78")]),
        ],
        footer="Không có vướng mắc.",
    )
    assert html == GOLDEN.read_text("utf-8")


def test_values_are_text_never_markup():
    html = render_overview_sheet(
        heading=["<img src=x onerror=alert(1)>"],
        title="{{ 7 * 7 }} ${x}",
        day="<b>",
        sections=[("<i>", [SheetLine("<script>alert(1)</script>", "&", "`")])],
        footer="</article><script>",
    )
    assert "<img" not in html
    assert "<script" not in html
    assert "{{ 7 * 7 }} ${x}" in html
