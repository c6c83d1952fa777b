"""Vietnamese order."""

from lib.text.collate import alley_key, name_key, text_key


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


def test_a_lane_comes_after_the_alley_that_it_leaves():
    walk = [
        "", "Ngõ 9", "Ngõ 33", "Ngõ 33A", "Ngách 33/4", "Ngách 33/32", "Hẻm 33/32/5", "Ngõ 34",
        "Ngách 34/12",
    ]  # fmt: skip
    assert in_order(alley_key, *walk)
