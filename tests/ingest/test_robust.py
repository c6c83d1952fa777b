"""Whatever arrives: a table with every row accounted for, or a refusal. Nothing else."""

import os
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.ingest.checks import check_rows
from lib.ingest.mapping import guess_table, match_headers
from lib.ingest.reader import FileRefused, read_text_table
from lib.ingest.titles import take_titles
from lib.schema.tables import TABLES
from tests.ingest.sheets import LOOKUPS, TODAY, assert_all_rows_are_told, csv_bytes
from tests.inputs import workbooks

HEADINGS = [column.vi for column in TABLES["cases"].columns.values()]
GOOD = csv_bytes(
    [
        ["Danh sách"],
        ["Họ và tên", "Diện", "Tổ", "Ngày báo cáo", "Ngày sinh", "Điện thoại", "Ghi chú"],
        ["Nguyễn Thị Hòa", "F1", "Tổ 5", "27/12/2021 08:30", "05/03/1985", "0190 000 001", "a, b"],
        ["Lê Mai", "F0", "TDP 12", "28/12/2021", "1990", "901234567", 'nói "có"\nhai dòng'],
    ]
)


def check_anything(raw: bytes) -> None:
    for tables in ([TABLES["cases"]], list(TABLES.values())):
        try:
            text = read_text_table(raw, tables)
        except FileRefused:
            continue
        table = TABLES[guess_table(text.headers)[0][0]] if len(tables) > 1 else tables[0]
        mapping = match_headers(table, text.headers)
        text, mapping = take_titles(table, text, mapping, lambda: LOOKUPS.groups)
        checked = check_rows(table, text, mapping, LOOKUPS, today=TODAY)
        assert checked.n_rows == text.cells.height > 0
        assert_all_rows_are_told(checked)


@given(st.binary(max_size=200))
def test_arbitrary_bytes(raw):
    check_anything(raw)


@given(st.binary(max_size=200))
def test_arbitrary_bytes_below_headings(raw):
    check_anything(",".join(HEADINGS[:12]).encode() + b"\n" + raw)


@given(
    st.lists(st.sampled_from([*HEADINGS, "", "Lạ", "Năm sinh", "tổ"]), min_size=1, max_size=10),
    st.lists(
        st.lists(
            st.text(max_size=8) | st.sampled_from(["F0", "5", "27/12/2021", "x"]), max_size=11
        ),
        max_size=6,
    ),
    st.sampled_from([",", ";", "\t"]),
)
def test_arbitrary_tables(headings, rows, delimiter):
    raw = csv_bytes([headings, *rows], delimiter=delimiter).decode()
    check_anything(raw.encode("utf-8", "replace"))


GOOD_FILES = {"csv": GOOD, "xlsx": workbooks.xlsx(), "xls": workbooks.xls()}
N_DAMAGES = {"csv": 80, "xlsx": 10, "xls": 10}  # workbooks start a process each
IS_SOAK = os.environ.get("HYPOTHESIS_PROFILE") == "soak"
SCRAPS = (b'"', b"\n", b",", b"\0", b"\xff", b"\r", b";;")


@pytest.mark.parametrize(
    ("kind", "seed"),
    [(kind, seed) for kind, n in N_DAMAGES.items() for seed in range(1000 if IS_SOAK else n)],
)
def test_damaged_files(kind, seed):
    random_ = random.Random(f"{kind} {seed}")
    raw = bytearray(GOOD_FILES[kind])
    for _ in range(random_.randrange(1, 6)):
        at = random_.randrange(len(raw))
        match random_.randrange(3):
            case 0:
                raw[at] = random_.randrange(256)
            case 1:
                del raw[at : at + random_.randrange(1, 20)]
            case _:
                raw[at:at] = random_.choice(SCRAPS)
    check_anything(bytes(raw))
