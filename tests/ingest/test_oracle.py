"""Whole files against the slow, obvious importer: same rows, same values, same findings."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.schema.tables import TABLES
from tests.ingest.oracle import check_slowly
from tests.ingest.sheets import LOOKUPS, TODAY, check, csv_bytes

TEXTS = {
    "case_id": ["", "C10", "C11", "C12"],
    "external_id": ["", "BN1"],
    "case_type": ["F0", "f1", "tiếp xúc gần", "F7", ""],
    "full_name": ["Lê Mai", "lê  mai", "Nguyễn Thị Hoà", "Nguyễn Thị Hòa", "", "a" * 121, "Lê\0"],
    "sex": ["Nam", "nu", "", "?"],
    "birth_date": ["", "05/03/1985", "1985", "1990", "31/02/1985", "44290", "1/1/2030"],
    "birth_year": ["", "1985", "85"],
    "phone": ["", "0190000001", "901234567", "9.01235E+08"],
    "national_id": ["", "001085012345", "1085012345"],
    "group_id": ["Tổ 5", "12", "", "Tổ 99"],
    "vaccine_doses": ["", "2", "2,5"],
    "latitude": ["", "21,045", "99"],
    "pregnant": ["", "x", "có thể"],
    "reported_at": ["27/12/2021", "27/12/2021 08:30", "8h30 27/12/2021", "", "1/1/2022", "44557"],
    "quarantine_start": ["27/12/2021", "2021-12-27", "", "1/1/1980"],
    "quarantine_end": ["02/01/2022", "20/12/2021", ""],
    "first_positive_date": ["", "26/12/2021", "1/1/1900"],
    "note": ["", "Sốt, ho", '"', "hai\ndòng"],
}
row_of_cases = st.fixed_dictionaries(
    {name: st.sampled_from(texts) for name, texts in TEXTS.items()}
)


def assert_agrees(table: str, raw: bytes) -> None:
    checked = check(table, raw)
    accepted, refused, told = check_slowly(TABLES[table], raw, LOOKUPS, today=TODAY)
    assert {(f.code, f.row, f.column) for f in checked.findings} == told
    assert set(checked.refused["row"]) == refused
    values = {row.pop("row"): row for row in checked.accepted.drop("extra").to_dicts()}
    assert values == accepted


@given(st.lists(row_of_cases, min_size=1, max_size=12), st.sets(st.sampled_from(list(TEXTS))))
def test_small_files_of_cases(rows, left_out):
    names = [
        name for name in TEXTS if name not in left_out - {"case_type", "reported_at", "group_id"}
    ]
    records = [[row[name] for name in names] for row in rows]
    if any(cell.strip() for record in records for cell in record) and len(names) > 3:
        assert_agrees("cases", csv_bytes([names, *records]))


@pytest.mark.parametrize("seed", range(3))
def test_large_files_of_cases(seed):
    """Many different names, days and numbers, so that patterns and not words are looked up."""
    random_ = random.Random(seed)  # noqa: S311 - invented cells
    names = list(TEXTS)
    rows = [
        [
            _plain(random_, name) if random_.random() < 0.9 else random_.choice(TEXTS[name])
            for name in names
        ]
        for _ in range(3000)
    ]
    for _ in range(20):
        twin = random_.randrange(len(rows))
        rows[random_.randrange(len(rows))] = list(rows[twin])
    rows.append([*rows[0], "thừa"])
    assert_agrees("cases", csv_bytes([names, *rows]))


def _plain(random_: random.Random, name: str) -> str:
    day = f"{random_.randrange(1, 29):02}/{random_.randrange(1, 13):02}"
    plain = {
        "case_id": f"K{random_.randrange(10**6)}",
        "full_name": f"Lê {random_.choice(['Hoà', 'Thuý', 'Đức', 'Mai'])} {random_.randrange(500)}",
        "birth_date": f"{day}/{random_.randrange(1930, 2010)}",
        "birth_year": "",
        "phone": f"0190{random_.randrange(10**6):06}",
        "national_id": f"001{random_.randrange(10**9):09}",
        "latitude": f"21,{random_.randrange(10**5):05}",
        "reported_at": f"{day}/2020 {random_.randrange(24):02}:{random_.randrange(60):02}",
        "quarantine_start": f"{day}/2021",
        "quarantine_end": f"{day}/2022",
        "first_positive_date": f"{day}/2021",
        "note": f"Ghi chú {random_.randrange(1000)}",
        "external_id": f"BN{random_.randrange(10**4)}",
    }
    return plain.get(name) or random_.choice(TEXTS[name][:2])


VISITS = {
    "case_id": ["C1", "C2", "C9"],
    "visited_at": ["29/12/2021 08:30", "29/12/2021", "2021-12-29 08:30", "31/12/2021"],
    "team_id": ["HT1", "", "HT9"],
    "result": ["Gặp, ổn", "không gặp", "?"],
    "temperature": ["36,8", "36.8", "368", "1.234", ""],
    "at_home": ["Có", "không", ""],
}


@given(
    st.lists(
        st.fixed_dictionaries({name: st.sampled_from(texts) for name, texts in VISITS.items()}),
        min_size=1,
        max_size=8,
    )
)
def test_small_files_of_visits(rows):
    assert_agrees(
        "visits", csv_bytes([list(VISITS), *([row[name] for name in VISITS] for row in rows)])
    )


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["VB1", ""]),
            st.sampled_from(["HT1", "", "HT9"]),
            st.sampled_from(["Tổ 5", "", "12"]),
            st.just("28/12/2021"),
        ),
        min_size=1,
        max_size=6,
    )
)
def test_exactly_one_of_two(rows):
    names = ["directive_id", "team_id", "group_id", "acknowledged_on"]
    assert_agrees("acknowledgements", csv_bytes([names, *rows]))
