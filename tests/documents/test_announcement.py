"""The text that is read out: level, each measure once, the 5K in the exact words, the hotline."""

from lib.documents.announcement import announcement, change_announcement
from lib.rules.level_change import level_change
from lib.rules.measures import load_measures, measures_in_force
from lib.text.catalogue import use_language

IN_FORCE = measures_in_force(load_measures(), "2021-12-29")
FIVE_K = "Khẩu trang – Khử khuẩn – Khoảng cách – Không tụ tập – Khai báo y tế"


def test_what_is_read_out():
    text = announcement("Phường Mẫu", 3, "2021-12-27T06:00", (*IN_FORCE, *IN_FORCE), "0240000000")
    lines = text.split("\n")
    assert lines[0] == (
        "Phường Mẫu thông báo: áp dụng biện pháp cấp độ dịch 3 từ 06:00 ngày 27/12/2021."
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


def test_what_another_level_would_change_is_said_with_what_goes_on():
    text = change_announcement("Phường Mẫu", 2, level_change(IN_FORCE, 2), "0240000000")
    lines = text.split("\n")
    assert lines[0].startswith("Phường Mẫu thông báo: nếu cấp độ dịch chuyển sang cấp 2")
    goes_on = lines.index("Khi quận chưa có thông báo khác, tiếp tục thực hiện:")
    assert "- Cơ sở ăn uống được phục vụ tại chỗ." in lines[:goes_on]
    assert "- Đám hiếu không quá 20 người." in lines[goes_on:]
    assert FIVE_K not in text  # it stays as it is
    assert lines[-2:] == [
        "Khi chưa có thông báo, mọi người vẫn thực hiện các biện pháp hiện nay.",
        "Đường dây nóng: 0240000000.",
    ]
