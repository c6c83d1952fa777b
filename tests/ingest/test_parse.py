"""What one cell means, column type by column type."""

from datetime import date

import pytest

from lib.ingest.parse import Parsed, parse_value
from lib.schema.columns import Column
from lib.schema.findings import CODES
from lib.schema.tables import TABLES
from tests.ingest.sheets import LOOKUPS, TODAY, check, told


def column(path: str) -> Column:
    table, name = path.split(".")
    return TABLES[table].columns[name]


def parse(path: str, text: str) -> Parsed:
    return parse_value(column(path), text, LOOKUPS, today=TODAY)


def said(path: str, text: str):
    """The value, or the code of the finding; a tuple where there are both."""
    parsed = parse(path, text)
    if parsed.value is not None and parsed.code:
        return parsed.value, parsed.code
    return parsed.code if parsed.value is None and parsed.code else parsed.value


@pytest.mark.parametrize("path", [f"{t.name}.{c}" for t in TABLES.values() for c in t.columns])
def test_the_example_of_every_column_can_be_read(path):
    declared = column(path)
    if declared.ref in (None, "groups") and declared.example:
        parsed = parse_value(declared, declared.example, LOOKUPS, today=date(2021, 12, 31))
        assert parsed.value is not None
        assert parsed.code is None


@pytest.mark.parametrize(
    "path", ["cases.full_name", "cases.phone", "cases.birth_date", "cases.sex"]
)
@pytest.mark.parametrize("text", ["", " ", "\u00a0", "\u200b", "\t \n"])
def test_nothing_is_nothing(path, text):
    assert parse(path, text) == Parsed()


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("Nguyễn  Văn\u00a0An ", "Nguyễn Văn An"),
        ("Nguyê\u0303n", "Nguyễn"),
        ("\u00d0\u1ee9c", "\u0110\u1ee9c"),
        ("An\u200b\u202eBình", ("AnBình", "CELL_INVISIBLE")),
        ("Nguy?n Mai", "CELL_LETTERS_LOST"),
        ("Nguy\ufffdn Mai", "CELL_LETTERS_LOST"),
        ("An? Mai ?", "An? Mai ?"),
        ("#FORMULA!", "CELL_UNCALCULATED"),
        ("#MERGED!", "CELL_MERGED"),
        ("NA", "NA"),
        ("NULL", "NULL"),
        ("None", "None"),
        ("nan", "nan"),
        ('=HYPERLINK("http://x")', '=HYPERLINK("http://x")'),
        ("@SUM(1)", "@SUM(1)"),
        ("-5+1", "-5+1"),
        ("<img onerror=x>`${a}`", "<img onerror=x>`${a}`"),
        ("Lê\nMai", "Lê\nMai"),
        ("a" * 120, "a" * 120),
        ("a" * 121, "CELL_TOO_LONG"),
        ("Lê\0Mai", "CELL_CONTROL"),
        ("#REF!", "CELL_FORMULA_ERROR"),
        ("#n/a", "CELL_FORMULA_ERROR"),
        ("####", "CELL_FORMULA_ERROR"),
        ("# 5", "# 5"),
    ],
)
def test_text(text, meant):
    assert said("cases.full_name", text) == meant


def test_the_limit_is_told_in_characters():
    assert parse("cases.note", "á" * 500).value == "á" * 500
    assert parse("cases.note", "á" * 40_000) == Parsed(None, "CELL_TOO_LONG", {"limit": 500})


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("05/03/1985", date(1985, 3, 5)),
        ("5/3/1985", date(1985, 3, 5)),
        ("5-3-1985", date(1985, 3, 5)),
        ("05.03.1985", date(1985, 3, 5)),
        (" 05/03/1985 ", date(1985, 3, 5)),
        ("1985-03-05", date(1985, 3, 5)),
        ("1985-03-05T00:00:00", date(1985, 3, 5)),
        ("1985-03-05 00:00", date(1985, 3, 5)),
        ("03/04/2021", date(2021, 4, 3)),
        ("5/3/21", date(2021, 3, 5)),
        ("5/3/22", date(1922, 3, 5)),
        ("31111", date(1985, 3, 5)),
        ("44290", date(2021, 4, 4)),
        ("15000", date(1941, 1, 24)),
        ("29/02/2020", date(2020, 2, 29)),
        ("29/02/2021", "DATE_IMPOSSIBLE"),
        ("31/02/2021", "DATE_IMPOSSIBLE"),
        ("4/13/2021", "DATE_IMPOSSIBLE"),
        ("00/01/2000", "DATE_IMPOSSIBLE"),
        ("1900-01-00", "DATE_IMPOSSIBLE"),
        ("01/01/2565", "DATE_YEAR"),
        ("01/01/0021", "DATE_YEAR"),
        ("01/01/1899", "DATE_YEAR"),
        ("30/12/2021", "DATE_IN_FUTURE"),
        ("29/12/2021", TODAY),
        ("1990", "BIRTH_YEAR_ONLY"),
        ("1899", "DATE_YEAR"),
        ("2022", "DATE_YEAR"),
        ("36 tuổi", "DATE_UNREADABLE"),
        ("5/3", "DATE_UNREADABLE"),
        ("5/3-1985", "DATE_UNREADABLE"),
        ("5/3/198", "DATE_UNREADABLE"),
        ("9999", "DATE_YEAR"),
        ("60001", "DATE_UNREADABLE"),
        ("٠٥/٠٣/١٩٨٥", "DATE_UNREADABLE"),
    ],
)
def test_birth_dates(text, meant):
    assert said("cases.birth_date", text) == meant


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("2/1/22", date(2022, 1, 2)),  # an end may lie ahead; only births go back a century
        ("02/01/2101", "DATE_YEAR"),
        ("44563", date(2022, 1, 2)),
        ("44563.75", date(2022, 1, 2)),
        ("15000", "DATE_UNREADABLE"),
        ("1990", "DATE_UNREADABLE"),
    ],
)
def test_other_days(text, meant):
    assert said("cases.quarantine_end", text) == meant


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("29/12/2021", "2021-12-29"),
        ("29/12/2021 08:30", "2021-12-29T08:30"),
        ("29/12/2021 8:30:59", "2021-12-29T08:30"),
        ("29/12/2021  08:30", "2021-12-29T08:30"),
        ("08:30 29/12/2021", "2021-12-29T08:30"),
        ("8h30 29/12/2021", "2021-12-29T08:30"),
        ("29/12/2021 8H", "2021-12-29T08:00"),
        ("2021-12-29T08:30", "2021-12-29T08:30"),
        ("2021-12-29T08:30:00.000", "2021-12-29T08:30"),
        ("2021-12-29 00:00", "2021-12-29T00:00"),
        ("44559", "2021-12-29"),
        ("44559.5", "2021-12-29T12:00"),
        ("44559,354166667", "2021-12-29T08:30"),
        ("44558.99999", "2021-12-29T00:00"),
        ("29/12/21 8:30", "2021-12-29T08:30"),
        ("27 /12/ 2021", "2021-12-27"),
        ("27 - 12 - 2021 8:30", "2021-12-27T08:30"),
        ("ngày 27 tháng 12 năm 2021", "2021-12-27"),
        ("Ngày 7 tháng 12, năm 2021", "2021-12-07"),
        ("ngày 27/12/2021", "2021-12-27"),
        ("18h30 ngày 27/12/2021", "2021-12-27T18:30"),
        ("18 giờ 30 phút, ngày 27 tháng 12 năm 2021", "2021-12-27T18:30"),
        ("lúc 18 giờ ngày 27/12/2021", "2021-12-27T18:00"),
        ("18 giờ 27/12/2021", "2021-12-27T18:00"),
        ("ngày 31 tháng 11 năm 2021", "DATE_IMPOSSIBLE"),
        ("ngày 27 tháng 12", "DATE_UNREADABLE"),
        ("27/12/2021 ngày 28/12/2021", "DATE_UNREADABLE"),
        ("27/12 - 2021", "DATE_UNREADABLE"),
        ("29/12/2021 24:00", "DATE_UNREADABLE"),
        ("29/12/2021 08:60", "DATE_UNREADABLE"),
        ("08:30", "DATE_UNREADABLE"),
        ("29/12/2021 08:30 09:30", "DATE_UNREADABLE"),
        ("29/12/2021 sáng", "DATE_UNREADABLE"),
        ("31/11/2021 08:30", "DATE_IMPOSSIBLE"),
        ("30/12/2021 00:00", "DATE_IN_FUTURE"),
        ("29/12/2021 23:59", "2021-12-29T23:59"),
    ],
)
def test_moments(text, meant):
    assert said("visits.visited_at", text) == meant


@pytest.mark.parametrize(
    ("path", "text", "meant"),
    [
        ("cases.birth_year", "1985", 1985),
        ("cases.birth_year", "2021", 2021),
        ("cases.birth_year", "2022", "DATE_YEAR"),
        ("cases.birth_year", "1899", "DATE_YEAR"),
        ("cases.birth_year", "1990.0", 1990),
        ("cases.birth_year", "'1966", 1966),
        ("cases.birth_year", "1990.5", "YEAR_UNREADABLE"),
        ("cases.birth_year", "05/03/1985", (1985, "YEAR_OF_DATE")),
        ("cases.birth_year", "5-3-85", (1985, "YEAR_OF_DATE")),
        ("cases.birth_year", "ngày 5 tháng 3 năm 1985", (1985, "YEAR_OF_DATE")),
        ("cases.birth_year", "1985-03-05 00:00", (1985, "YEAR_OF_DATE")),
        ("cases.birth_year", "31/02/1985", "YEAR_UNREADABLE"),
        ("cases.birth_year", "05/03/2031", "DATE_YEAR"),
        ("cases.birth_year", "31111", "YEAR_UNREADABLE"),
        ("cases.birth_year", "85", "YEAR_UNREADABLE"),
        ("cases.vaccine_doses", "2", 2),
        ("cases.vaccine_doses", "2,0", 2),
        ("cases.vaccine_doses", "2.0", 2),
        ("cases.vaccine_doses", "2.5", "NUMBER_NOT_WHOLE"),
        ("cases.vaccine_doses", "7", "NUMBER_RANGE"),
        ("cases.vaccine_doses", "-1", "NUMBER_RANGE"),
        ("cases.vaccine_doses", "hai", "NUMBER_UNREADABLE"),
        ("groups.population", "1.234", "NUMBER_UNREADABLE"),
        ("groups.population", "1,234", "NUMBER_UNREADABLE"),
        ("groups.population", "1 234", "NUMBER_UNREADABLE"),
        ("groups.population", "1234", 1234),
        ("groups.population", "-3", "NUMBER_TOO_SMALL"),
        ("groups.population", "1e3", "NUMBER_UNREADABLE"),
        ("groups.population", "9" * 400, "NUMBER_UNREADABLE"),
        ("visits.temperature", "36,8", 36.8),
        ("visits.temperature", "36.8", 36.8),
        ("visits.temperature", "38", 38.0),
        ("visits.temperature", "368", "NUMBER_RANGE"),
        ("tests.ct_value", "23,5", 23.5),
        ("tests.ct_value", "1.234", "NUMBER_UNREADABLE"),
        ("tests.ct_value", "nan", "NUMBER_UNREADABLE"),
        ("tests.ct_value", "inf", "NUMBER_UNREADABLE"),
        ("groups.latitude", "21.045", 21.045),
        ("groups.latitude", "21,04512", 21.04512),
        ("groups.latitude", "105.9", "NUMBER_RANGE"),
        ("groups.longitude", "-105.9", -105.9),
    ],
)
def test_numbers(path, text, meant):
    assert said(path, text) == meant


def test_a_range_is_told():
    assert parse("cases.vaccine_doses", "9").params == {"min": 0, "max": 6}


@pytest.mark.parametrize("text", ["Có", "co", "CÓ", "x", "X", "yes", "true", "1"])
def test_yes(text):
    assert said("cases.pregnant", text) is True


@pytest.mark.parametrize("text", ["Không", "khong", "no", "FALSE", "0"])
def test_no(text):
    assert said("cases.pregnant", text) is False


def test_neither():
    assert said("cases.pregnant", "không biết") == "BOOLEAN_UNREADABLE"


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("0190000003", "0190000003"),
        ("0190 000 003", "0190000003"),
        ("0901.234.567", "0901234567"),
        ("(0901) 234-567", "0901234567"),
        ("+84 901 234 567", "0901234567"),
        ("+84(0)901234567", "0901234567"),
        ("0084901234567", "0901234567"),
        ("84901234567", "0901234567"),
        ("024 3872 1234", "02438721234"),
        ("01234567890", ("01234567890", "PHONE_OLD_PREFIX")),
        ("02438271234", "02438271234"),
        ("0901 234 567 / 0123 456 7890", ("0901234567 / 01234567890", "PHONE_OLD_PREFIX")),
        ("901234567", ("0901234567", "PHONE_ZERO_ADDED")),
        ("841234567", ("0841234567", "PHONE_ZERO_ADDED")),
        ("0901234567 / 0912345678", "0901234567 / 0912345678"),
        ("0901234567;0912345678", "0901234567 / 0912345678"),
        ("0901234567, 912345678", ("0901234567 / 0912345678", "PHONE_ZERO_ADDED")),
        ("0901 234 567 - 0912 345 678", "0901234567 / 0912345678"),
        ("0901234567\n0912345678", "0901234567 / 0912345678"),
        ("0901234567/", "0901234567"),
        ("2438271234", ("02438271234", "PHONE_ZERO_ADDED")),
        ("09123456789", ("09123456789", "PHONE_ODD")),
        ("01234567", ("01234567", "PHONE_ODD")),
        ("0438271234", ("0438271234", "PHONE_ODD")),
        ("0243827123", ("0243827123", "PHONE_ODD")),
        ("0901234567 / 091234567", ("0901234567 / 091234567", "PHONE_ODD")),
        ("9.01235E+08", "PHONE_DIGITS_LOST"),
        ("9,01235e8", "PHONE_DIGITS_LOST"),
        ("201234567", "PHONE_UNREADABLE"),
        ("090123", "PHONE_UNREADABLE"),
        ("090123456789", "PHONE_UNREADABLE"),
        ("không có máy", "PHONE_UNREADABLE"),
        ("0901234567 / chồng", "PHONE_UNREADABLE"),
        ("/ /", "PHONE_UNREADABLE"),
    ],
)
def test_phones(text, meant):
    assert said("cases.phone", text) == meant


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("000000000001", "000000000001"),
        ("001 085 012345", "001085012345"),
        ("012345678", "012345678"),
        ("79201001234", ("079201001234", "NATIONAL_ID_ZERO_ADDED")),
        ("1085012345", ("001085012345", "NATIONAL_ID_ZERO_ADDED")),
        ("99201001234", "NATIONAL_ID_UNREADABLE"),
        ("79201001234.0", "NATIONAL_ID_UNREADABLE"),
        ("7.92E+10", "NATIONAL_ID_UNREADABLE"),
        ("12345678", "NATIONAL_ID_UNREADABLE"),
        ("1234567890123", "NATIONAL_ID_UNREADABLE"),
        ("chưa làm", "NATIONAL_ID_UNREADABLE"),
    ],
)
def test_national_ids(text, meant):
    assert said("cases.national_id", text) == meant


@pytest.mark.parametrize(
    ("path", "text", "meant"),
    [
        ("cases.case_type", "F0", "F0"),
        ("cases.case_type", "f1", "F1"),
        ("cases.case_type", "Dương tính", "F0"),
        ("cases.sex", "nu", "female"),
        ("cases.sex", "NỮ", "female"),
        ("cases.sex", "nữ ", "female"),
        ("cases.sex", "1", "male"),
        ("tests.result", "+", "positive"),
        ("tests.result", "-", "negative"),
        ("tests.result", "dương", "positive"),
        ("tests.result", "D", "positive"),
        ("tests.result", "am tinh", "negative"),
        ("tests.result", "âm tính (lần 2)", "negative"),
        ("tests.result", "Âm tính lần 1", "negative"),
        ("tests.result", "âm tính 1 lần", "ENUM_UNKNOWN"),
        ("visits.result", "Khóa cửa", "missed"),
        ("unvaccinated.reason", "Sợ", "undecided"),
        ("unvaccinated.reason", "sợ tiêm", "undecided"),
        ("tests.result", "âm tính?", "ENUM_UNKNOWN"),
        ("visits.result", "Gặp, ổn", "seen_ok"),
        ("cases.sex", "nam?", "ENUM_UNKNOWN"),
        ("tests.test_type", "Real-time PCR", "pcr"),
        ("tests.test_type", "RTPCR", "pcr"),
        ("tests.test_type", "Test-nhanh", "rapid_antigen"),
        ("tests.test_type", "PCR/test nhanh", "ENUM_UNKNOWN"),
        ("tests.result", "+-", "ENUM_UNKNOWN"),
        ("cases.case_type", "F0-F1", "ENUM_UNKNOWN"),
        ("cases.case_type", "F 0", "F0"),
        ("cases.case_type", "F.1", "F1"),
        ("cases.sex", "n-a-m", "male"),
    ],
)
def test_enumerations(path, text, meant):
    assert said(path, text) == meant


def test_an_unknown_word_is_told_the_accepted_codes_not_itself():
    assert parse("cases.case_type", "F9").params == {"accepted": ("F0", "F1")}


@pytest.mark.parametrize(
    "text",
    ["Tổ 5", "to 5", "TỔ 05", "TDP 5", "TDP05", "tdp5", "TDP số 05", "tổ dân phố số 5", "Tổ số 5",
     "5", "05", "TDP-05", "Tổ: 5", "tổ dân phố 5"],
)  # fmt: skip
def test_spellings_of_a_group(text):
    assert said("cases.group_id", text) == "TDP05"


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("12", "TDP12"),
        ("khu a", "KDC"),
        ("kdc", "KDC"),
        ("Ngoài phường", "outside"),
        ("không rõ", "unknown"),
        ("Tổ 5A", "GROUP_NEAR"),
        ("T.5", "GROUP_NEAR"),
        ("Tổ 99", "REF_UNKNOWN"),
        ("5.0", "REF_UNKNOWN"),
    ],
)
def test_groups(text, meant):
    assert said("cases.group_id", text) == meant


def test_the_group_that_may_be_meant_is_named():
    assert parse("cases.group_id", "Tổ 5A").params == {"near": "TDP05"}
    assert parse("cases.group_id", "Tổ 15").params == {"table": "groups"}  # another number


def test_other_references_are_exact():
    assert said("visits.case_id", " C1 ") == "C1"
    assert parse("visits.case_id", "c1") == Parsed(None, "REF_UNKNOWN", {"table": "cases"})
    assert said("teams.leader_member_id", "M77") == "M77"  # may come later


def test_every_code_is_declared():
    codes = {
        parse(f"cases.{name}", text).code for name in TABLES["cases"].columns for text in "?!x9"
    }
    assert codes - {None} <= CODES.keys()


@pytest.mark.parametrize(
    "text",
    ["05/12/2021", "5/12/2021", "2021-12-05 00:00:00", "12-Thg5", "5-Dec", "Dec-05", "1-May-21"],
)
@pytest.mark.parametrize("column", ["house_number", "alley"])
def test_a_door_of_which_a_spreadsheet_made_a_day_is_no_door(column, text):
    parsed = parse_value(TABLES["cases"].columns[column], text, LOOKUPS, today=TODAY)
    assert (parsed.value, parsed.code) == (None, "CELL_MADE_DAY")


@pytest.mark.parametrize(
    "text", ["12/5", "12/5/20", "12-14", "12A", "Ngõ May", "P1203-CT2", "15-17/4"]
)
def test_a_door_of_several_numbers_is_one(text):
    column = TABLES["cases"].columns["house_number"]
    assert parse_value(column, text, LOOKUPS, today=TODAY).value == text


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2021-12-29T08:15:00.000+07:00", "2021-12-29T08:15"),  # a form on a phone
        ("2021-12-29T01:15:10Z", "2021-12-29T08:15"),
        ("2021-12-28 20:15:10.5+00:00", "2021-12-29T03:15"),
        ("29-Dec-21", "2021-12-29"),
        ("29 December 2021 8h30", "2021-12-29T08:30"),
        ("29-Thg12-2021", "2021-12-29"),
        ("9-thg 12-21", "2021-12-09"),
    ],
)
def test_moments_as_programs_write_them(text, moment):
    assert parse("visits.visited_at", text) == Parsed(moment)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("12-May", "DATE_UNREADABLE"),
        ("31-Feb-21", "DATE_IMPOSSIBLE"),
        ("29-thg13-21", "DATE_IMPOSSIBLE"),
        ("2021-02-30T08:15:00Z", "DATE_IMPOSSIBLE"),
        ("2021-12-28T08:15:00+99:00", "DATE_IMPOSSIBLE"),
    ],
)
def test_days_that_no_program_means(text, code):
    assert parse("visits.visited_at", text).code == code


@pytest.mark.parametrize(
    ("path", "text", "number"),
    [
        ("cases.vaccine_doses", "2 mũi", 2),
        ("cases.vaccine_doses", "02 mũi", 2),
        ("cases.vaccine_doses", "Mũi 3", 3),
        ("cases.vaccine_doses", "M2", 2),
        ("cases.vaccine_doses", "Đã tiêm đủ 2 mũi", 2),
        ("cases.vaccine_doses", "Chưa tiêm", 0),
        ("households.n_people", "5 người", 5),
        ("visits.temperature", "38,5 độ", 38.5),
        ("visits.temperature", "38.5°C", 38.5),
        ("visits.spo2", "98%", 98.0),
        ("visits.pulse", "80 lần/phút", 80),
        ("payments.amount", "4.000.000", 4000000),
        ("payments.amount", "4,000,000 đồng", 4000000),
        ("payments.units", "1.234.567", 1234567.0),
    ],
)
def test_numbers_with_their_unit(path, text, number):
    assert parse(path, text) == Parsed(number)


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("cases.vaccine_doses", "mũi 1: Pfizer 12/9/2021"),
        ("cases.vaccine_doses", "2 mũi, hẹn mũi 3"),
        ("cases.vaccine_doses", "3 người"),
        ("gatherings.expected_people", "khoảng 20 người"),
        ("gatherings.expected_people", "15-20"),
        ("payments.amount", "200.000 đ"),
        ("payments.amount", "1.000,000"),
        ("visits.temperature", "38 độ 5"),
        ("visits.spo2", "98 người"),
    ],
)
def test_numbers_of_which_nobody_is_sure(path, text):
    assert parse(path, text) == Parsed(None, "NUMBER_UNREADABLE")


@pytest.mark.parametrize("text", ["không có", "Ko có", "KHÔNG", "chưa có", "-", "...", "x", "N/A"])
@pytest.mark.parametrize(
    "path",
    [
        "cases.phone",
        "cases.national_id",
        "cases.closed_on",
        "visits.visited_at",
        "cases.birth_year",
    ],
)
def test_a_cell_may_say_that_there_is_nothing(path, text):
    assert parse(path, text) == Parsed(None, "CELL_SAYS_NOTHING")


def test_nobody_is_refused_for_having_no_telephone():
    headings = ("Họ và tên", "Năm sinh", "Tổ", "SĐT", "Diện", "Ngày báo cáo")
    rows = [("Lê An", "1970", "5", "không có", "F1", "27/12/2021"),
            ("Lê Bình", "1970", "5", "", "F1", "chưa rõ")]  # fmt: skip
    checked = check("cases", [headings, *rows])
    assert checked.accepted["full_name"].to_list() == ["Lê An"]
    assert told(checked.findings) == [
        ("CELL_SAYS_NOTHING", 2, "phone"), ("CELL_SAYS_NOTHING", 3, "reported_at"),
        ("CELL_REQUIRED", 3, "reported_at")]  # fmt: skip


@pytest.mark.parametrize(
    ("path", "text"),
    [("cases.full_name", "Không"), ("households.n_pregnant", "-"), ("cases.note", "x")],
)
def test_elsewhere_such_a_word_is_a_word(path, text):
    assert parse(path, text).code != "CELL_SAYS_NOTHING"


@pytest.mark.parametrize("path", ["cases.birth_date", "cases.birth_year"])
@pytest.mark.parametrize("text", ["07/06/1905", "1905-04-03"])  # 1985, 1920
def test_a_year_that_a_cell_shows_as_a_day(path, text):
    """What is said of it names no year: findings outlast the person's erasure."""
    assert parse(path, text) == Parsed(None, "YEAR_MADE_DAY")


def test_somebody_may_be_born_in_another_part_of_that_year():
    assert parse("cases.birth_date", "30/03/1905") == Parsed(date(1905, 3, 30))
    assert parse("cases.birth_date", "01/08/1905") == Parsed(date(1905, 8, 1))


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("29/12/2021.", "2021-12-29"),
        ("29/12/2021 8:00 SA", "2021-12-29T08:00"),
        ("28/12/2021 3:15:40 CH", "2021-12-28T15:15"),
        ("28/12/2021 12:05 PM", "2021-12-28T12:05"),
        ("28/12/2021 12:05 AM", "2021-12-28T00:05"),
        ("Thứ ba, 28/12/2021", "2021-12-28"),
        ("Thứ 3, ngày 28 tháng 12 năm 2021", "2021-12-28"),
    ],
)
def test_halves_and_names_of_days(text, moment):
    assert parse("visits.visited_at", text) == Parsed(moment)


@pytest.mark.parametrize(
    "text", ["8h tối 28/12/2021", "28/12/2021 8:00 chiều", "28/12/2021 (dự kiến)"]
)
def test_an_hour_beside_a_word_for_the_time_of_day_is_left_to_people(text):
    assert parse("visits.visited_at", text) == Parsed(None, "DATE_UNREADABLE")


@pytest.mark.parametrize(
    "text", ["0912345678-0987654321", "0912345678 hoặc 0987654321", "0912345678 và 0987654321"]
)
def test_two_numbers_in_one_cell(text):
    assert parse("cases.phone", text) == Parsed("0912345678 / 0987654321")


@pytest.mark.parametrize(
    ("path", "text", "value"),
    [
        ("tests.result", "1 vạch", "negative"),
        ("tests.result", "Hai vạch", "positive"),
        ("outreach.mode", "ĐT", "phone"),
        ("venues.status", "Bán mang về", "restricted"),
        ("inspections.measure", "Đeo khẩu trang", "mask"),
        ("cases.group_id", "tổ dp số 5", "TDP05"),
        ("cases.quarantine_start", "Sáng 28/12/2021", date(2021, 12, 28)),
        ("cases.quarantine_start", "28/12/2021 chiều", date(2021, 12, 28)),
    ],
)
def test_words_of_the_street(path, text, value):
    assert parse(path, text) == Parsed(value)


@pytest.mark.parametrize(
    ("path", "text", "value"),
    [
        ("cases.phone", "'0912345678", "0912345678"),
        ("cases.national_id", "'001080012345", "001080012345"),
        ("visits.visited_at", "'28/12/2021", "2021-12-28"),
        ("cases.vaccine_doses", "'2", 2),
        ("cases.note", "'2", "'2"),
        ("cases.house_number", "'12", "'12"),
    ],
)
def test_an_apostrophe_before_digits_was_typed_to_keep_them(path, text, value):
    assert parse(path, text) == Parsed(value)


@pytest.mark.parametrize(
    "text", ["Không", "không có bệnh nền", "0", "-", "Bình thường", "Chưa phát hiện"]
)
@pytest.mark.parametrize("path", ["cases.conditions", "unvaccinated.conditions"])
def test_nobody_is_ill_of_nothing(path, text):
    """Whoever has a text there is counted among those at risk."""
    assert parse(path, text) == Parsed(None, "CELL_SAYS_NOTHING")


@pytest.mark.parametrize("text", ["x", "Có", "Không rõ loại", "Khớp", "Tăng huyết áp", "Bệnh nền"])
def test_whoever_is_ill_of_something_stays_so(text):
    assert parse("cases.conditions", text) == Parsed(text)


@pytest.mark.parametrize("text", ["trước ngày 10/01/2022", "Trước 10/1/2022"])
def test_before_a_day_is_done_the_day_before(text):
    assert parse("directives.due_on", text) == Parsed(date(2022, 1, 9), "DAY_BEFORE_TAKEN")


def test_before_a_day_is_no_day_elsewhere():
    assert parse("directives.due_on", "trước Tết").code == "DATE_UNREADABLE"
    assert parse("directives.issued_on", "trước ngày 10/01/2022").code == "DATE_UNREADABLE"


def test_a_comma_between_the_hour_and_the_day():
    assert parse("visits.visited_at", "7h00, 28/12/2021") == Parsed("2021-12-28T07:00")
    assert parse("visits.visited_at", "28,12,2021").code == "DATE_UNREADABLE"


def test_a_full_stop_behind_a_word_of_a_list():
    assert parse("cases.case_type", "F1.") == Parsed("F1")
    assert parse("tests.result", "Âm tính (lần 2).") == Parsed("negative")


@pytest.mark.parametrize("heading", ["Tuổi", "Tuổi/Năm sinh", "Tuổi (năm)", "Năm sinh (tuổi)"])
def test_an_age_or_a_year_below_one_heading(heading):
    headings = ("Họ và tên", heading, "Tổ", "Diện", "Ngày báo cáo")
    rows = [(f"Lê {said}", said, "5", "F1", "27/12/2021") for said in ("45", "1980")]
    assert check("cases", [headings, *rows]).accepted["birth_year"].to_list() == [1976, 1980]
