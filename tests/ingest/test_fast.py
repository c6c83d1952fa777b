"""The quick way says of a cell what parse_value says, or nothing."""

from datetime import date

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.ingest.duplicates import _fold
from lib.ingest.fast import by_pattern, dtype_of, quick_values
from lib.ingest.parse import parse_value
from lib.schema.tables import TABLES
from lib.text.fold import clean, fold_key
from tests.ingest.sheets import LOOKUPS, TODAY

COLUMNS = [
    TABLES[table].columns[name]
    for table, name in [
        ("cases", "full_name"), ("cases", "case_id"), ("cases", "phone"), ("cases", "national_id"),
        ("cases", "birth_date"), ("cases", "quarantine_end"), ("cases", "birth_year"),
        ("visits", "visited_at"), ("directives", "effective_to"), ("cases", "vaccine_doses"),
        ("groups", "population"), ("visits", "temperature"), ("groups", "longitude"),
        ("payments", "units"), ("cases", "pregnant"), ("tests", "result"), ("cases", "group_id"),
        ("visits", "case_id"), ("teams", "leader_member_id"),
    ]
]  # fmt: skip
NEAR = {
    "date": "0123456789/-.T: ",
    "moment": "0123456789/-T: ",
    "integer": "0123456789.,-+ e",
    "number": "0123456789.,-+ e",
    "phone": "0123456789+. E",
    "national_id": "0123456789 .",
}
LETTERS = "aAđĐ\u00d0àẢ\u0300ỵ\u1ef5ư×ŉ #\"'\n\t\r\0\u00a0\u200b\ufeff“–ăÝ"


def near(kind: str):
    """Texts that nearly are what a column holds."""
    day = st.dates(min_value=date(1, 1, 1)).map(
        lambda d: f"{d.day:02}/{d.month:02}/{d.year:04}"
    ) | st.dates().map(date.isoformat)
    time = st.times().map(lambda t: f"{t:%H:%M}")
    moment = st.builds("{}{}{}".format, day, st.sampled_from([" ", "T", "  "]), time)
    number = st.decimals(-200, 200, places=3).map(str) | st.integers(-10, 10**16).map(str)
    known = st.sampled_from(
        ["C1", "C2", "c1", "Tổ 5", "5", "có", "x", "+", "-", "Dương tính", "1985"]
    )
    digits = st.from_regex(r"\A0?[0-9 ]{7,13}\Z")
    shaped = {"date": day, "moment": moment | day, "number": number, "integer": number}.get(
        kind, known
    )
    loose = st.text(alphabet=NEAR.get(kind, LETTERS), max_size=20)
    return shaped | loose | digits | known


@pytest.mark.parametrize("column", COLUMNS, ids=lambda column: column.name)
@pytest.mark.parametrize("filler", [None, "pattern"])
@given(data=st.data())
def test_quick_values_are_the_obvious_ones(column, filler, data):
    """`filler` makes the column so varied that patterns are used instead of words."""
    texts = data.draw(st.lists(near(column.type), min_size=1, max_size=20))
    fill = [f"{column.name} {number}" for number in range(600)] if filler else []
    cells = pl.DataFrame({"0": [*texts, *fill]}, schema={"0": pl.String})
    values = quick_values({column: "0"}, cells, LOOKUPS, today=TODAY).to_series()
    assert values.dtype == dtype_of(column)
    for text, value in zip(texts, values, strict=False):
        if value is not None:
            parsed = parse_value(column, text, LOOKUPS, today=TODAY)
            assert parsed.code is None
            assert parsed.value == value
            assert type(parsed.value) is type(value) or column.type == "number"


@pytest.mark.parametrize(
    ("column", "text"),
    [
        ("full_name", "Nguyễn Thị Hòa"), ("phone", "0190000001"), ("national_id", "001085012345"),
        ("birth_date", "05/03/1985"), ("quarantine_end", "05/03/2022"), ("latitude", "21,045"),
        ("vaccine_doses", "3"), ("reported_at", "27/12/2021 08:30"), ("case_id", "C0001"),
    ],
)  # fmt: skip
def test_plain_cells_take_the_quick_way(column, text):
    """Else it would be slow without anyone noticing."""
    cells = pl.DataFrame({"0": [text] + [f"x {number}" for number in range(400)]})
    declared = TABLES["cases"].columns[column]
    values = quick_values({declared: "0"}, cells, LOOKUPS, today=TODAY).to_series()
    assert values[0] is not None
    assert values[0] == parse_value(declared, text, LOOKUPS, today=TODAY).value


@given(
    st.lists(st.text(alphabet="hHoOuUyYaeqQnàòÒáóÓỳủýÝđĐßİ \u0300\u00d0ơ", max_size=12), min_size=1)
)
def test_quick_folding_is_fold_key(texts):
    texts = [clean(text) for text in texts]  # values are clean before they are compared
    assert _fold(pl.Series("name", texts, dtype=pl.String)).to_list() == [
        fold_key(t) for t in texts
    ]


@pytest.mark.parametrize(
    ("column", "text"),
    [("house_number", "05/12/2021"), ("alley", "12-Thg5"), ("conditions", "Không có"),
     ("conditions", "Bình thường"), ("conditions", "0")],
)  # fmt: skip
def test_the_quick_way_leaves_what_is_no_plain_text(column, text):
    declared, cells = TABLES["cases"].columns[column], pl.Series("0", [text])
    quick = by_pattern(declared, cells, LOOKUPS, today=TODAY)
    assert cells.to_frame().select(quick).to_series().to_list() == [None]
