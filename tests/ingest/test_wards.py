"""A list of several wards is said to be one."""

import pytest

from tests.ingest.sheets import check

HEADINGS = ("Họ và tên", "Năm sinh", "Tổ", "Diện", "Ngày báo cáo")


@pytest.mark.parametrize(
    ("heading", "wards", "n"),
    [
        ("Phường/Xã", ["Phường Mẫu", "Bồ Đề", "P. Mẫu"], 2),
        ("Phường", ["Mẫu", "phường MẪU", "", "P.Mẫu"], None),
        ("Ward", ["Mau", "Bo De", "Viet Hung"], 3),
        ("Nơi làm việc", ["Mẫu", "Bồ Đề"], None),
    ],
)
def test_several_wards_are_said_once(heading, wards, n):
    rows = [
        (f"Lê Mẫu {at}", "1970", "5", "F1", "27/12/2021", ward) for at, ward in enumerate(wards)
    ]
    checked = check("cases", [(*HEADINGS, heading), *rows])
    said = [f.params for f in checked.findings if f.code == "WARDS_SEVERAL"]
    assert said == ([{"n": n, "position": 5}] if n else [])
    assert checked.accepted.height == len(wards)
