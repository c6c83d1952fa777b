"""Headings as wards, stations, schools and forms on the web write them."""

import pytest

from lib.ingest.mapping import match_headers
from lib.schema.tables import TABLES

WRITTEN = {
    "cases": {
        "Họ và tên học sinh": "full_name",
        "Gender": "sex",
        "Date of Birth": "birth_date",
        "SĐT phụ huynh": "contact_phone",
        "Phone Number": "phone",
        "CMND/CCCD/Hộ chiếu": "national_id",
        "Tổ dân phố số": "group_id",
        "Ngày tiếp xúc cuối với F0": "last_exposure_date",
        "Số mũi vắc xin đã tiêm": "vaccine_doses",
        "Dấu thời gian": "reported_at",
        "Cách ly từ ngày": "quarantine_start",
        "Ngày bắt đầu CL": "quarantine_start",
        "Ngày kết thúc CL (dự kiến)": "quarantine_end",
        "Ngày có KQ dương tính": "first_positive_date",
        "Ngày XN dương tính": "first_positive_date",
    },
    "unvaccinated": {
        "Ngày, tháng, năm sinh": "birth_date",
        "SĐT liên hệ": "phone",
        "Lý do chưa tiêm VX": "reason",
        "Nguyên nhân chưa tiêm": "reason",
        "Bệnh lý nền": "conditions",
    },
    "visits": {
        "Timestamp": "visited_at",
        "Ngày giờ giám sát": "visited_at",
        "Nhịp tim": "pulse",
        "Tình trạng sức khỏe": "result",
        "KQ giám sát": "result",
    },
    "tests": {"Ngày test": "sample_date", "KQ test": "result", "Hình thức XN": "test_type"},
    "appraisals": {"Nhà VS riêng": "own_toilet", "Kết quả thẩm định": "verdict"},
    "signs": {"Từ ngày": "printed_start", "Ngày kết thúc cách ly": "printed_end"},
    "requests": {"Nhu cầu": "kind", "Ngày giờ yêu cầu": "requested_at"},
    "venues": {"Loại hình": "kind", "Tình trạng hoạt động": "status", "SĐT": "contact_phone"},
    "gatherings": {
        "Nội dung": "kind",
        "Cam kết": "commitment_signed",
        "Số khách": "expected_people",
    },
    "inspections": {"Nội dung": "measure", "Hình thức xử lý": "action"},
    "directives": {
        "Trích yếu nội dung": "title",
        "Đơn vị thực hiện": "responsible",
        "Thời hạn": "due_on",
    },
    "households": {"Nhân khẩu": "n_people", "TDP số": "group_id"},
    "groups": {"Tổ trưởng TDP": "leader_name", "SĐT": "leader_phone"},
    "payments": {"Từ ngày": "period_start", "Đến ngày": "period_end"},
}
PAIRS = [(table, *pair) for table, pairs in WRITTEN.items() for pair in pairs.items()]


@pytest.mark.parametrize(("table", "heading", "column"), PAIRS)
def test_a_heading_as_it_is_written(table, heading, column):
    mapping = match_headers(TABLES[table], ["TT", heading])
    assert mapping.columns == {column: 1}
    assert not mapping.guessed


def test_whose_number_it_is_stays_apart():
    """The telephone of a source or of a relative is not that of the case."""
    for heading in ("SĐT F0", "SĐT của F0", "Họ tên F0", "Ngày phát hiện F0", "Họ tên bố mẹ"):
        assert not match_headers(TABLES["cases"], [heading]).columns


@pytest.mark.parametrize(
    "heading",
    ["Người thân\nĐiện thoại", "Thông tin F0 nguồn lây\nNgày dương tính", "Chủ hộ\nHọ và tên",
     "Ngày dương tính (của F0)", "Họ và tên (chủ hộ)"],
)  # fmt: skip
def test_what_is_said_of_another_person_is_not_said_of_the_row(heading):
    assert not match_headers(TABLES["cases"], ["TT", heading]).columns


def test_a_number_of_the_person_or_a_relative_is_the_persons():
    heading = "Số điện thoại (của người cách ly hoặc người nhà)"
    assert match_headers(TABLES["cases"], [heading]).columns == {"phone": 0}


def test_a_heading_that_names_two_things_is_no_slip():
    assert not match_headers(TABLES["cases"], ["Họ và tên, năm sinh"]).columns
