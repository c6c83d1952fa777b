"""Bytes -> text rows: whatever separates and surrounds them, or a refusal that says why."""

import csv
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.ingest import body
from lib.ingest.header import column_letter, find_header
from lib.ingest.reader import Choices, FileRefused, read_text_table
from lib.schema.tables import TABLES
from tests.ingest.sheets import csv_bytes

CASES = [TABLES["cases"]]
HEADINGS = ["Họ và tên", "Tổ dân phố", "Ngày báo cáo"]
PERSON = ["Nguyễn Thị Hòa", "Tổ 5", "27/12/2021"]


def read(raw: bytes):
    return read_text_table(raw, CASES)


def refusal(raw: bytes):
    with pytest.raises(FileRefused) as caught:
        read(raw)
    (finding,) = caught.value.findings
    return finding.code, finding.params


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_dialects(delimiter, encoding, line_end):
    text = line_end.join([delimiter.join(HEADINGS), delimiter.join(PERSON), ""])
    table = read(text.encode(encoding))
    assert table.headers == tuple(HEADINGS)
    assert table.delimiter == delimiter
    assert table.cells.rows() == [(2, *PERSON)]


def test_the_separator_is_the_one_that_makes_the_headings_known():
    raw = "Họ và tên;Ngày báo cáo\nLê, Mai, An, Hà;27/12/2021\n".encode()
    assert read(raw).cells.rows() == [(2, "Lê, Mai, An, Hà", "27/12/2021")]


def test_title_rows_above_the_headings_keep_the_spreadsheets_row_numbers():
    rows = [["DANH SÁCH F1"], ["Phường Mẫu", ""], [], HEADINGS, PERSON]
    table = read(csv_bytes(rows))
    assert table.header_row == 4
    assert table.cells.rows() == [(5, *PERSON)]


def test_a_title_of_several_cells_is_no_header():
    rows = [["Tổ", "Ghi lại danh sách", "lần 2"], HEADINGS, PERSON]
    assert read(csv_bytes(rows)).header_row == 2


def test_empty_rows_are_left_out_and_counted():
    rows = [
        HEADINGS,
        ["", "", ""],
        [" ", "\u00a0", ""],
        PERSON,
        [],
        ["", "", ""],
        PERSON,
        ["", "", ""],
    ]
    assert read(csv_bytes(rows)).cells["row"].to_list() == [4, 7]


def test_line_breaks_in_a_cell_do_not_count_as_rows():
    rows = [HEADINGS, ["Lê\r\nMai", "5", "x"], ["", "", ""], PERSON]
    assert read(csv_bytes(rows, lineterminator="\r\n")).cells.rows() == [
        (2, "Lê\nMai", "5", "x"),
        (4, *PERSON),
    ]


def test_line_breaks_in_a_heading():
    raw = '"Họ và\ntên",Tổ dân phố,Ngày báo cáo\nLê Mai,5,x\n'.encode()
    table = read(raw)
    assert table.headers == ("Họ và\ntên", "Tổ dân phố", "Ngày báo cáo")
    assert table.cells.rows() == [(2, "Lê Mai", "5", "x")]


def test_separators_and_quotes_inside_quotation_marks():
    rows = [HEADINGS, ['Lê "Mai", An', "", '"'], ['""', ",", '","']]
    assert read(csv_bytes(rows)).cells.rows() == [
        (2, 'Lê "Mai", An', None, '"'),
        (3, '""', ",", '","'),
    ]


@pytest.mark.parametrize(
    ("text", "cells"),
    [
        ('Lê "Mai",5,x', ('Lê "Mai"', "5", "x")),
        ('"Lê" Mai,5,x', ("Lê Mai", "5", "x")),
        ('5" ống,5,6"', ('5" ống', "5", '6"')),
        ('a"b,"c","d"', ('a"b', "c", "d")),
        ('"",5,""', (None, "5", None)),
    ],
)
def test_stray_quotation_marks_are_read_as_a_spreadsheet_does(text, cells):
    raw = f"{','.join(HEADINGS)}\n{text}\n".encode()
    assert read(raw).cells.rows() == [(2, *cells)]


def test_a_long_row_is_named_and_a_short_one_filled():
    rows = [HEADINGS, [*PERSON, "", ""], [*PERSON, "", "thừa", "nữa"], PERSON[:1]]
    table = read(csv_bytes(rows))
    assert table.long_rows == {3: 2}
    assert table.cells.rows() == [(2, *PERSON), (3, *PERSON), (4, PERSON[0], None, None)]


def test_a_nul_stays_in_its_cell():
    raw = f"{','.join(HEADINGS)}\nLê\0Mai,5,x\n".encode()
    assert read(raw).cells.rows() == [(2, "Lê\0Mai", "5", "x")]


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (b"", "FILE_EMPTY"),
        (b"\xef\xbb\xbf", "FILE_EMPTY"),
        (b" \r\n\t\n", "FILE_EMPTY"),
        ("\ufeff \n".encode("utf-16-le"), "FILE_EMPTY"),
        (b"PK\x03\x04\x14\x00", "FILE_BROKEN"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "FILE_BROKEN"),
        (b"  <!DOCTYPE html><table>", "FILE_KIND"),
        (b"%PDF-1.7", "FILE_KIND"),
        (bytes(range(256)) * 9, "FILE_NOT_TEXT"),
        ("Họ và tên,Tổ dân phố\n".encode(), "FILE_NO_ROWS"),
        ("Họ và tên,Tổ dân phố\n,\n \n".encode(), "FILE_NO_ROWS"),
    ],
)
def test_refused_files(raw, code):
    assert refusal(raw)[0] == code


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf_16_is_known_without_its_mark(encoding):
    raw = "\n".join([",".join(HEADINGS), *[",".join(PERSON)] * 3]).encode(encoding)
    assert read(raw).cells.rows() == [(row, *PERSON) for row in (2, 3, 4)]


def test_a_damaged_letter_is_told_by_its_cell_and_the_others_are_read():
    raw = f"{','.join(HEADINGS)}\nLê Mai,5,x\n".encode() + b"H\xf2a,6,y\n"
    assert read(raw).cells.rows() == [(2, "Lê Mai", "5", "x"), (3, "H\ufffda", "6", "y")]


def test_a_file_cut_off_within_a_letter():
    raw = f"\ufeff{','.join(HEADINGS)}\nLê Mai,5,x\n".encode("utf-16-le")[:-1]
    assert read(raw).cells.rows() == [(2, "Lê Mai", "5", "x\ufffd")]


def test_what_was_understood_is_said_with_the_refusal():
    raw = csv_bytes([["id", "name", "onset"], ["1", "Lê Mai", "x"], ["2", "Lê An", "y"]])
    with pytest.raises(FileRefused) as caught:
        read(raw)
    assert caught.value.findings[0].code == "FILE_HEADER_MISSING"
    assert caught.value.n_rows == 2
    mapping = caught.value.mapping
    assert mapping.columns == {"full_name": 1}
    assert mapping.unknown == ((0, "id"), (2, "onset"))
    assert mapping.missing == ("case_type", "reported_at")


def test_foreign_headings_are_taken_where_a_person_says_they_stand():
    raw = csv_bytes([["Danh sách", ""], ["A", "B"], ["1", "2"]], delimiter=";")
    table = read_text_table(raw, CASES, Choices(header_row=2))
    assert (table.headers, table.header_row, table.delimiter) == (("A", "B"), 2, ";")
    assert table.cells.rows() == [(3, "1", "2")]


def test_a_file_without_headings_is_told_which_ones_are_meant():
    code, params = refusal(csv_bytes([PERSON, PERSON]))
    assert code == "FILE_HEADER_MISSING"
    assert {"Họ và tên", "Ngày báo cáo"} <= set(params["expected"].split(", "))


def test_one_heading_twice_is_refused_by_the_columns_letters():
    rows = [["Họ và tên", "Ghi chú", "Họ và  TÊN", "Tổ"], ["a", "b", "c", "5"]]
    assert refusal(csv_bytes(rows)) == ("FILE_HEADER_TWICE", {"columns": "A, C"})


def test_an_unknown_heading_twice_is_no_reason():
    rows = [["Họ và tên", "Tổ", "Xem", "Xem"], ["a", "5", "b", "c"]]
    assert read(csv_bytes(rows)).headers == ("Họ và tên", "Tổ", "Xem", "Xem")


@pytest.mark.parametrize(
    ("body", "line"),
    [
        ('Lê Mai,"5,x\nHòa,6,y\n', 2),
        ('a,5,x\n"Lê\nMai","5,x\nHòa,6,y', 4),
        ('a,5,x\nb,6,"y', 3),
        ('"\n', 2),
    ],
)
def test_an_open_quotation_mark_is_refused_by_its_line(body, line):
    raw = f"{','.join(HEADINGS)}\n{body}".encode()
    assert refusal(raw) == ("FILE_QUOTE_OPEN", {"line": line})
    assert refusal(raw.replace(b"\n", b"\r\n")) == ("FILE_QUOTE_OPEN", {"line": line})


def test_refusals_carry_codes_and_no_text():
    with pytest.raises(FileRefused) as caught:
        read(b"Nguyen Van Mat,0901234567\n")
    assert str(caught.value) == "FILE_HEADER_MISSING"


def test_a_long_cell_is_read_whole():
    rows = [HEADINGS, ["a" * 200_000, "5", 'x"y']]
    assert read(csv_bytes(rows)).cells["0"].str.len_chars().to_list() == [200_000]


def test_column_letters():
    assert [column_letter(at) for at in (0, 25, 26, 701, 702)] == ["A", "Z", "AA", "ZZ", "AAA"]


cell = st.text(alphabet='aảĐ 0"\n,;\t', max_size=6)
rows_of_cells = st.lists(st.lists(cell, min_size=3, max_size=3), min_size=1, max_size=8)


@given(
    rows_of_cells, st.sampled_from([",", ";", "\t"]), st.booleans(), st.sampled_from(["\n", "\r\n"])
)
def test_written_cells_come_back(rows, delimiter, quote_all, line_end):
    raw = csv_bytes(
        [HEADINGS, *rows],
        delimiter=delimiter,
        lineterminator=line_end,
        quoting=csv.QUOTE_ALL if quote_all else csv.QUOTE_MINIMAL,
    )
    kept = [
        (number, *(text or None for text in row))
        for number, row in enumerate(rows, start=2)
        if any(text.strip() for text in row)
    ]
    if kept:
        assert read(raw).cells.rows() == kept
    else:
        assert refusal(raw)[0] == "FILE_NO_ROWS"


@given(st.lists(st.text(alphabet='ab"\n\r,', max_size=9), max_size=8))
def test_both_ways_read_the_same(lines):
    """Wherever the quick way dares to answer, the careful way says so too."""
    raw = "\n".join([",".join(HEADINGS), "x,y,z", *lines]).encode()
    data, marks = body.with_lf(raw)
    header = find_header(data, CASES)
    quick = body._read_quickly(data, marks, header)
    if quick is None:
        return
    careful, long_rows = body._read_carefully(data, header, is_damaged=False)
    assert quick[0].rows() == careful.rows()
    assert quick[0].schema == careful.schema
    assert long_rows == {}


@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
@pytest.mark.parametrize("quoting", [csv.QUOTE_ALL, csv.QUOTE_MINIMAL])
def test_the_quick_way_reads_ordinary_files(line_end, quoting, monkeypatch):
    """Larger than a block of bytes, with every kind of cell a spreadsheet writes."""
    random_ = random.Random(7)  # noqa: S311 - invented cells
    texts = ["", "Lê Mai", "a, b", 'nói "có"', "hai\ndòng", "  ", "Đặng", '"']
    rows = [[random_.choice(texts) for _ in HEADINGS] for _ in range(20_000)]
    raw = csv_bytes([HEADINGS, *rows], lineterminator=line_end, quoting=quoting)
    with monkeypatch.context() as patch:
        patch.setattr(body, "_read_carefully", None)  # it is not asked
        quick = read(raw)
    with monkeypatch.context() as patch:
        patch.setattr(body, "_read_quickly", lambda *_: None)
        careful = read(raw)
    assert quick.cells.equals(careful.cells)
    assert quick.cells.height > 10_000


def test_a_row_below_the_headings_may_divide_a_wide_one():
    """Doses under their history: the upper row names the columns, the lower one no person."""
    rows = [
        ["Họ và tên", "Năm sinh", "Tổ", "Ngày báo cáo", "Tiền sử tiêm", "", "Ghi chú"],
        ["", "", "", "", "Mũi 1", "Mũi 2", ""],
        ["Lê An", "1970", "5", "27/12/2021", "12/9/2021", "3/10/2021", ""],
    ]
    text = read(csv_bytes(rows))
    assert text.headers[3:] == (
        "Ngày báo cáo",
        "Tiền sử tiêm\nMũi 1",
        "Tiền sử tiêm\nMũi 2",
        "Ghi chú",
    )
    assert (text.header_row, text.cells.height) == (2, 1)


@pytest.mark.parametrize(
    "row",
    [
        ["Lê Bình", "", "", "", "Mũi 1", "Mũi 2", ""],  # somebody
        ["", "", "", "", "12/9/2021", "3/10/2021", ""],
        ["", "", "", "", "Pfizer", "", ""],
        ["", "", "", "", "Pfizer", "AZ", "ốm"],
    ],
)
def test_a_row_of_data_below_a_wide_heading_stays_data(row):
    wide = ["Họ và tên", "Năm sinh", "Tổ", "Ngày báo cáo", "Tiền sử tiêm", "", "Ghi chú"]
    text = read(csv_bytes([wide, row, ["Lê An", "1970", "5", "27/12/2021", "", "", ""]]))
    assert (text.header_row, text.cells.height) == (1, 2)
