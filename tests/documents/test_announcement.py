"""The text that is read out: level, each measure once, the 5K in the exact words, the hotline."""

from lib.documents.announcement import announcement
from lib.rules.measures import load_measures, measures_in_force
from lib.text.catalogue import use_language

IN_FORCE = measures_in_force(load_measures(), "2021-12-29")
FIVE_K = "Khẩu trang – Khử khuẩn – Khoảng cách – Không tụ tập – Khai báo y tế"


def test_what_is_read_out():
    text = announcement("Phường Mẫu", 3, "2021-12-27T06:00", (*IN_FORCE, *IN_FORCE), "0240000000")
    lines = text.split("\n")
    assert lines[0] == (
        "Phường Mẫu thông báo: áp dụng biện pháp cấp độ dịch 3 từ 27/12/2021 06:00."
    )
    assert lines.count("- Đám hiếu không quá 20 người.") == 1
    assert FIVE_K in lines[-2]
    assert lines[-1] == "Đường dây nóng: 0240000000."


def test_without_a_declared_level_nothing_is_invented():
    text = announcement("Phường Mẫu", None, None, (), "")
    assert "cấp độ" not in text
    assert "Đường dây nóng" not in text


def test_in_english():
    use_language("en")
    assert announcement("Mau", 3, "2021-12-27T06:00", IN_FORCE, "").startswith("Mau announces")
