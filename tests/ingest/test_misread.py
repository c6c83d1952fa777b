"""Old letters in single cells and single columns, below headings that are Unicode."""

import tomllib
from functools import cache

import polars as pl
import pytest

from lib.ingest.fast import quick_values
from lib.ingest.legacy import _tables, _vni_letters, is_syllable
from lib.ingest.misread import meant_encoding
from lib.ingest.parse import parse_value
from lib.ingest.reader import Choices, FileAsks, FileRefused, read_text_table
from lib.ingest.samples import names_in
from lib.schema.tables import TABLES
from lib.settings import ROOT
from tests.ingest.sheets import LOOKUPS, TODAY, check, csv_bytes, told
from tests.inputs.lists import DUC, HEADINGS, HOA, text, windows_1258

CASES = TABLES["cases"]
NAME = CASES.columns["full_name"]


def in_tcvn3(words: str) -> str:
    table = _tables()["tcvn3"]
    return words.translate(str.maketrans(table["means"], table["shown"]))


def in_vni(words: str) -> str:
    shown = {meant: written for written, meant in _vni_letters()[1].items()}
    return "".join(shown.get(letter, letter) for letter in words)


def as_western(words: str) -> str:
    """UTF-8 that somebody opened as Windows-1252."""
    return "".join(
        chr(byte) if byte in (0x81, 0x8D, 0x8F, 0x90, 0x9D) else bytes([byte]).decode("cp1252")
        for byte in words.encode()
    )


OLD = {"TCVN3": in_tcvn3, "VNI": in_vni, "UTF-8": as_western}


@cache
def names() -> list[str]:
    """Every word of the demo's names."""
    said = tomllib.loads((ROOT / "data" / "demo" / "names.toml").read_text("utf-8"))
    words = {word for part in said.values() for text in part for word in text.split()}
    return sorted(word for word in words if is_syllable(word))


@pytest.mark.parametrize("name", ["Lò Thị Mận", "Đỗ Quang Huy", "Trần Văn Khải", "Hà Văn Tý"])
@pytest.mark.parametrize("encoding", OLD)
def test_a_name_in_old_letters_is_refused_with_their_encoding(encoding, name):
    wrong = OLD[encoding](name)
    checked = check("cases", [HEADINGS, *[[f"Lê {n}", *HOA[1:]] for n in "ABC"], [wrong, *DUC[1:]]])
    assert checked.accepted.height == 3
    (finding,) = [f for f in checked.findings if f.code == "CELL_MISREAD"]
    assert (finding.row, finding.column) == (5, "full_name")
    assert finding.params == {"encoding": encoding}


@pytest.mark.parametrize(
    "name",
    [
        "Nguyễn Thị Hòa", "Hoà", "Thuỷ", "Y Blốk Êban", "H'Hen Niê", "Pơloong Bríu", "José Nuñez",
        "François", "Müller", "Zoë Åström", "Siu Blêh", "LÝ THỊ QUÝ", "ĐOÀN", "Ngõ 49", "12Ê", "",
    ],
)  # fmt: skip
def test_right_and_foreign_names_are_left_alone(name):
    assert meant_encoding(name) is None


def test_a_note_may_quote_anything():
    rows = [[*HOA, "họ hàng của bà Hòa"], [*DUC, in_tcvn3("Mận")]]
    assert check("cases", [[*HEADINGS, "Ghi chú"], *rows]).accepted.height == 2


def test_the_quick_way_is_as_careful():
    """On all words of the demo's names, right and in old letters."""
    texts = [write(word) for word in names() for write in (str, str.upper, *OLD.values())]
    fill = [f"Lê {number}" for number in range(400)]
    cells = pl.DataFrame({"0": [*texts, *fill]})
    values = quick_values({NAME: "0"}, cells, LOOKUPS, today=TODAY).to_series()
    quick = {text for text, value in zip(texts, values, strict=False) if value is not None}
    assert {text for text in quick if parse_value(NAME, text, LOOKUPS, today=TODAY).code} == set()
    assert len(quick.intersection(names())) > 0.9 * len(names())


@pytest.mark.parametrize(("encoding", "write"), [("tcvn3", in_tcvn3), ("vni", in_vni)])
def test_a_column_in_an_old_font_is_asked_about_and_then_read(encoding, write):
    raw = csv_bytes([HEADINGS, *([write(row[0]), *row[1:]] for row in (HOA, DUC))])
    with pytest.raises(FileAsks) as asked:
        read_text_table(raw, [CASES])
    assert asked.value.question == "encoding"
    assert asked.value.samples[encoding] == (HOA[0], DUC[0])
    read = read_text_table(raw, [CASES], Choices(encoding=encoding))
    assert read.headers == HEADINGS
    assert [row[1:] for row in read.cells.rows()] == [HOA, DUC]
    kept = check("cases", raw, choices=Choices(encoding="utf-8"))
    assert [code for code, _, _ in told(kept.findings)] == ["CELL_MISREAD"] * 2


@pytest.mark.parametrize("tables", [[CASES], list(TABLES.values())])
def test_the_names_to_choose_by_are_those_of_people(tables):
    raw = windows_1258(text())
    with pytest.raises(FileAsks) as asked:
        read_text_table(raw, tables)
    assert asked.value.samples["windows-1258"] == (HOA[0], DUC[0])
    groups_only = "Tên tổ,Dân số\nTổ Hòa,5\n".encode()
    assert names_in(groups_only, tables, [","]) == ("Tổ Hòa",)


def test_a_chosen_font_is_that_of_columns_with_few_words_too():
    """ "Refused" and "deferred" have syllables that are right ones as they stand."""
    headings = ("Họ và tên", "Năm sinh", "Giới tính", "Tổ", "Ngày lập danh sách", "Lý do chưa tiêm")
    people = [("Nguyễn Thị Hường", "Nữ", "Bệnh nền"), ("Trần Văn Đức", "Nam", "Từ chối"),
              ("Lê Thị Phượng", "Nữ", "Hoãn tiêm")]  # fmt: skip
    rows = [
        (in_tcvn3(name), "1950", in_tcvn3(sex), "Tổ 5", "28/12/2021", in_tcvn3(reason))
        for name, sex, reason in people
    ]
    raw = csv_bytes([headings, *rows])
    accepted = check("unvaccinated", raw, choices=Choices(encoding="tcvn3")).accepted
    assert accepted["full_name"].to_list() == [name for name, *_rest in people]
    assert accepted["reason"].to_list() == ["chronic_disease", "refused", "deferred"]
    assert accepted["group_id"].to_list() == ["TDP05"] * 3


def test_headings_that_were_saved_in_wrong_letters_are_named_as_such():
    rows = [["Họ và tên", "Năm sinh", "Tổ dân phố"], ["Trần Văn Đức", "1980", "Tổ 5"]]
    raw = csv_bytes([[as_western(cell) for cell in row] for row in rows])
    with pytest.raises(FileRefused, match="FILE_MISREAD") as caught:
        read_text_table(raw, [CASES])
    assert caught.value.findings[0].params == {"encoding": "UTF-8"}
