"""Vietnamese order."""

from lib.text.collate import name_key, text_key


def in_order(key, *items):
    backwards = items[::-1]
    return sorted(backwards, key=key) == list(items)


def test_numbers_count_as_numbers():
    assert in_order(text_key, "Tổ 1", "Tổ 2", "Tổ 10", "Tổ 10A", "Tổ 11")


def test_letters_of_the_alphabet():
    assert in_order(
        text_key, "an", "ăn", "ân", "bo", "co", "da", "đa", "em", "êm", "oi", "ôi", "ơi", "um", "ưm"
    )


def test_tones_in_order():
    assert in_order(text_key, "ma", "mà", "mả", "mã", "má", "mạ", "mạc")


def test_people_by_given_name_then_whole_name():
    assert in_order(
        name_key, "Trần Văn An", "Lê Thị Ánh", "Bùi Thị Bình", "Nguyễn Văn Dũng", "Lê Văn Đức",
        "Đỗ Văn Em", "Trần Văn Em",
    )  # fmt: skip


def test_a_nameless_row_does_not_break_the_order():
    assert name_key("") < name_key("An")
