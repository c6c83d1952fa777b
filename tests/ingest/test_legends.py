"""A form's own legend says what its numbers mean, against what the table would take them for."""

import pytest

from tests.ingest.sheets import check, told

REST = ("Họ và tên", "Năm sinh", "Tổ dân phố", "Ngày lập danh sách")


def sexes(heading, *cells):
    rows = [(f"Lê Mẫu {n}", "1970", "5", "28/12/2021", cell) for n, cell in enumerate(cells)]
    return check("unvaccinated", [(*REST, heading), *rows])


@pytest.mark.parametrize(
    ("heading", "meant"),
    [
        ("Giới tính (0: Nam, 1: Nữ)", {"0": "male", "1": "female"}),
        ("Giới tính (1 - Nam; 2 - Nữ)", {"1": "male", "2": "female"}),
        ("Giới tính\n(Nam = 1, Nữ = 0)", {"1": "male", "0": "female", "1.0": "male"}),
        ("Giới tính (1. Nam 2. Nữ)", {"1": "male", "2": "female"}),
        ("Giới tính (1- Nữ, 2- Nam)", {"1": "female", "2": "male"}),
        ("Giới tính (Nam/Nữ)", {"1": "male", "0": "female", "Nữ": "female"}),
    ],
)
def test_numbers_mean_what_the_heading_says(heading, meant):
    checked = sexes(heading, *meant)
    assert checked.accepted["sex"].to_list() == list(meant.values())
    assert ("LEGEND_READ", None, "sex") in told(checked.findings) or "/" in heading


def test_a_number_that_the_legend_leaves_out_is_refused():
    checked = sexes("Giới tính (1: Nam, 2: Nữ)", "1", "2", "0", "nữ")
    assert checked.accepted["sex"].to_list() == ["male", "female", "female"]
    assert ("ENUM_UNKNOWN", 4, "sex") in told(checked.findings)


def test_a_legend_of_yes_and_no():
    rows = [(*REST, "Ngõ"), ("Lê Mẫu", "1970", "5", "28/12/2021", "1")]
    assert check("unvaccinated", rows).accepted["alley"].to_list() == ["1"]
    heads = ("Tổ", "Loại sự kiện", "Bắt đầu lúc", "Đã ký cam kết (1: Chưa, 2: Rồi)")
    signed = [heads, *(("5", "Đám hiếu", f"{n}/12/2021", f"{n}") for n in (1, 2))]
    assert check("gatherings", signed).accepted["commitment_signed"].to_list() == [False, True]
