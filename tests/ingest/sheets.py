"""Small files for importer tests: rows in, findings out."""

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from lib.ingest.addresses import take_addresses
from lib.ingest.asides import take_asides
from lib.ingest.checks import Checked, check_rows
from lib.ingest.choices import NO_CHOICES, Choices
from lib.ingest.dittos import take_dittos
from lib.ingest.lookups import Lookups, group_spellings, people_names
from lib.ingest.mapping import match_headers
from lib.ingest.names import without_bullets
from lib.ingest.periods import take_periods
from lib.ingest.reader import read_text_table
from lib.ingest.titles import take_titles
from lib.ingest.wards import note_wards
from lib.schema.findings import Finding
from lib.schema.tables import TABLES

TODAY = date(2021, 12, 29)
LOOKUPS = Lookups(
    ids={
        "cases": frozenset({"C1", "C2", "C3"}),
        "households": frozenset({"H1"}),
        "teams": frozenset({"HT1"}),
        "members": frozenset(),
    },
    names={
        "cases": people_names(
            [
                ("C1", "Nguyễn Thị Hòa", "TDP05", 1985),
                ("C2", "Nguyễn Văn Đức", "TDP05", 1970),
                ("C3", "Nguyễn Văn Đức", "TDP05", 1990),
                ("C4", "Lê Mai", "unknown", None),
            ]
        )
    },
    groups=group_spellings([("TDP05", "Tổ 5"), ("TDP12", "Tổ dân phố số 12"), ("KDC", "Khu A")]),
)


def csv_bytes(rows: Iterable[Sequence[str]], **dialect: Any) -> bytes:
    target = io.StringIO()
    csv.writer(target, **dialect).writerows(rows)
    return target.getvalue().encode()


def check(
    table: str,
    rows: Sequence[Sequence[str]] | bytes,
    *,
    constants: dict[str, str] | None = None,
    lookups: Lookups = LOOKUPS,
    choices: Choices = NO_CHOICES,
) -> Checked:
    """`rows`: headings first. Asserts what holds for every file: each row goes one way."""
    raw = rows if isinstance(rows, bytes) else csv_bytes(rows)
    declared = TABLES[table]
    text = read_text_table(raw, [declared], choices)
    mapping = match_headers(declared, text.headers, constants)
    text = without_bullets(text, mapping)
    text = take_dittos(declared, text, mapping)
    text, mapping = take_asides(declared, text, mapping)
    text = note_wards(declared, text, mapping)
    text, mapping = take_periods(declared, text, mapping)
    text, mapping = take_titles(declared, text, mapping, lambda: lookups.groups)
    text, mapping = take_addresses(declared, text, mapping, lambda: lookups.groups)
    checked = check_rows(declared, text, mapping, lookups, today=TODAY)
    assert_all_rows_are_told(checked)
    return checked


def assert_all_rows_are_told(checked: Checked) -> None:
    taken, refused = list(checked.accepted["row"]), list(checked.refused["row"])
    assert len(taken) + len(refused) == checked.n_rows
    assert not set(taken) & set(refused)
    wrong = {finding.row for finding in checked.findings if finding.level == "error"}
    assert set(refused) <= wrong or None in wrong
    assert not wrong & set(taken)


def told(findings: Iterable[Finding]) -> list[tuple[str, int | None, str | None]]:
    return [(finding.code, finding.row, finding.column) for finding in findings]
