"""Files that nobody here wrote, where the collection lies beside this checkout: lists of other
ministries and packages, old encodings, odd spreadsheets. What must come out, its README says."""

import csv
import io
import json
from collections import Counter

import pytest

from lib.actions.imports import preview_import
from lib.ingest.choices import Choices
from lib.ingest.encoding import decode, guess_encodings
from lib.ingest.reader import read_text_table
from lib.ingest.refusal import FileAsks, FileRefused
from lib.schema.tables import TABLES
from lib.security.actors import terminal_actor
from lib.settings import ROOT, Settings
from lib.store.engine import open_store
from lib.text.fold import clean, fold_search
from tests.actions.conftest import NOW

FILES = ROOT.parent / "shared" / "data"
CASES = [TABLES["cases"]]
OFFICER = terminal_actor("lan")

pytestmark = pytest.mark.skipif(
    not FILES.exists(), reason="the collection of real files is not beside this checkout"
)


@pytest.fixture
def store(tmp_path):
    opened = open_store(Settings(tmp_path / "ward", is_demo=True))
    yield opened
    opened.close()


def names(folder):
    return sorted(path.name for path in (FILES / folder).glob("*")) if FILES.exists() else []


def look(store, path, *, sheet=None, **headings):
    """As somebody explained the headings; every row is a case of type F0 where none is named."""
    return preview_import(
        store, OFFICER, path.read_bytes(), path.name, "cases", now=NOW,
        constants={"case_type": "F0"}, corrections=headings or None, choices=Choices(sheet=sheet),
    )  # fmt: skip


def test_the_ministrys_bulletin_goes_in_whole(store):
    preview = look(store, FILES / "linelists" / "vn_moh_bulletin_20210512.csv")
    found = Counter(finding.code for finding in preview.findings)
    assert (preview.n_rows, preview.accepted, preview.refused) == (87, 87, 0)
    assert found["ROW_UNDESCRIBED"] == 69
    assert "sex" in preview.mapping.columns  # headed "Giời tính"
    assert "full_name" not in preview.mapping.columns


@pytest.mark.parametrize(
    ("name", "sheet", "headings", "n_rows", "accepted"),
    [
        ("cleanepi_mers_korea.csv", None,
         {"id": "external_id", "dt_report": "reported_at"}, 162, 162),
        ("cleanepi_messy_data.csv", None,
         {"case_id": "external_id", "date_sample": "reported_at", "gender": "sex"}, 15_000, None),
        ("fluH7N9_china_2013.csv", None,
         {"date_of_onset": "reported_at", "gender": "sex"}, 136, None),
        ("janitor_dirty_data.xlsx", None,
         {"First Name": "full_name", "Hire Date": "reported_at"}, 12, 10),
        # Of the remarks below, the first stands alone under the names: it may be somebody.
        *((f"readxl_deaths.{kind}", sheet, {"Name": "full_name", "Date of death": "reported_at",
           "Age": None}, 10, 10) for kind in ("xls", "xlsx") for sheet in ("arts", "other")),
    ],
)  # fmt: skip
def test_every_row_of_a_foreign_list_is_taken_or_told(
    store, name, sheet, headings, n_rows, accepted
):
    preview = look(store, FILES / "linelists" / name, sheet=sheet, **headings)
    told = {f.row for f in preview.findings if f.level == "error" and f.row}
    assert preview.n_rows == n_rows == preview.accepted + preview.refused
    assert len(told) == preview.refused
    assert accepted in (None, preview.accepted)


def test_days_of_two_kinds_in_one_column_are_the_same_days(store):
    """Excel's number 39690 stands beside cells that are dates."""
    preview = look(
        store, FILES / "linelists" / "janitor_dirty_data.xlsx",
        **{"First Name": "full_name", "Hire Date": "reported_at"},
    )  # fmt: skip
    assert "2008-08-30" in set(preview.checked.accepted["reported_at"])


def test_distinct_ids_are_kept_distinct(store):
    preview = look(
        store, FILES / "linelists" / "cleanepi_messy_data.csv",
        case_id="external_id", date_sample="reported_at", gender="sex",
    )  # fmt: skip
    at = str(preview.mapping.columns["external_id"])
    refused = preview.checked.refused[at].to_list()
    taken = preview.checked.accepted["external_id"].to_list()
    assert len({*refused, *taken}) == 13_876  # one of them is no id at all


@pytest.mark.parametrize("name", names("csv/csv-spectrum/csvs"))
def test_the_spectrum_of_csv_parses_to_its_json(name):
    folder = FILES / "csv" / "csv-spectrum"
    expected = json.loads((folder / "json" / name.replace(".csv", ".json")).read_text())
    raw = (folder / "csvs" / name).read_bytes()
    text = read_text_table(raw, CASES, Choices(header_row=1), name)
    rows = [dict(zip(text.headers, (c or "" for c in row[1:]), strict=True))
            for row in text.cells.rows()]  # fmt: skip
    if name == "location_coordinates.csv":  # its JSON names another telephone than the file
        expected = [expected]
        expected[0]["Contact Phone Number"] = rows[0]["Contact Phone Number"]
    # A line break within a cell is always the same one here.
    assert rows == [{k: v.replace("\r\n", "\n") for k, v in row.items()} for row in expected]


# Of each odd table the rows below its headings, or why it cannot be read as it is.
ODD_TABLES: dict[str, int | str] = {
    "adjust-floating-point-error.xlsx": 5, "ascii-notvalid.csv": 1,
    "big-western-macos-roman.csv": "FILE_ASKS_ENCODING", "blank-cells.csv": 5,
    "blank-headers.csv": 2, "blank-rows-multiple.csv": 2, "blank-rows.csv": 2, "bom.csv": 2,
    "cast-int-to-string-issue-1251.xls": 2, "cast-int-to-string-issue-1251.xlsx": 2,
    "defective-rows.csv": 2, "delimiter.csv": 2, "dialect.csv": 2, "doublequote.csv": 5,
    "duplicate-column.csv": 1, "duplicate-headers.csv": 2, "duplicate-rows.csv": 3,
    "empty.csv": "FILE_EMPTY", "encoding-issue-274.csv": 507, "escaping.csv": 3, "invalid.csv": 3,
    "issue-1009-semicolon.csv": 1, "issue-1066-smallcellsizewithdeviation.csv": 12,
    "issue-1138.csv": 7, "issue-1232.csv": 5, "issue-870.xlsx": 9,
    "latin1.csv": "FILE_ASKS_ENCODING", "leading-zeros.csv": 3, "matrix-with-comment.csv": 5,
    "merged-cells-boolean.xls": "FILE_NO_ROWS", "merged-cells.xlsx": "FILE_NO_ROWS",
    "multiline-headers.xlsx": 3, "number-format-multicode.xlsx": 3, "number_number-test.csv": 13,
    "preserve-formatting-percentage.xlsx": 3, "preserve-formatting.xlsx": 1,
    "sheets.xlsx": "FILE_ASKS_SHEET", "skip-blank-at-the-end.csv": 2,
    "skip-rows-before-headers.csv": 3, "skip-rows.csv": 4, "skip-rows.xlsx": 2,
    "structure-errors.csv": 3, "table-infer-iso-8859-7.csv": "FILE_ASKS_ENCODING",
    "table-infer-missing-values.csv": 7, "table-unicode-headers.csv": 2,
    "table-with-booleans.xls": 2, "table-with-ints-floats-dates.xls": 3, "table.tsv": 3,
    "timezone.csv": 4, "unique-field.csv": 9, "wide.csv": 3, "without-headers.csv": 2,
    "without-rows.csv": "FILE_NO_ROWS", "xlsx-with-wrong-extension.csv": 2,
}  # fmt: skip


def test_every_odd_table_is_looked_at():
    assert names("csv/frictionless") == sorted(ODD_TABLES)


@pytest.mark.parametrize("name", ODD_TABLES)
def test_odd_tables_are_read_whole_or_refused_with_a_reason(name):
    raw, expected = (FILES / "csv" / "frictionless" / name).read_bytes(), ODD_TABLES[name]
    if isinstance(expected, str):
        with pytest.raises(FileRefused, match=expected):
            read_text_table(raw, CASES, Choices(header_row=1), name)
        return
    text = read_text_table(raw, CASES, Choices(header_row=1), name)
    assert text.cells.height == expected
    left = {note.code: note.params for note in text.notes if note.code.endswith("_LEFT")}
    is_summed = name == "skip-rows.xlsx"  # its last row says TOTAL
    assert left == ({"REMARKS_LEFT": {"n": 1, "rows": "4"}} if is_summed else {})


@pytest.mark.parametrize(
    ("name", "n_rows", "headings"),
    [
        ("blank-headers.csv", 2, ("id", "", "age")),
        ("duplicate-headers.csv", 2, ("id", "name", "id", "age", "id")),
        ("bom.csv", 2, ("id", "name")),
        ("leading-zeros.csv", 3, ("value",)),
        ("xlsx-with-wrong-extension.csv", 2, ("number", "string", "boolean")),
    ],
)
def test_odd_headings_are_kept_as_they_are(name, n_rows, headings):
    raw = (FILES / "csv" / "frictionless" / name).read_bytes()
    text = read_text_table(raw, CASES, Choices(header_row=1), name)
    assert (text.cells.height, text.headers) == (n_rows, headings)


def test_leading_zeros_and_long_rows_are_told():
    folder = FILES / "csv" / "frictionless"
    zeros = read_text_table(
        (folder / "leading-zeros.csv").read_bytes(), CASES, Choices(header_row=1)
    )
    assert all(cell.startswith("0") for cell in zeros.cells["0"])
    ragged = read_text_table(
        (folder / "structure-errors.csv").read_bytes(), CASES, Choices(header_row=1)
    )
    assert ragged.long_rows == {5: 3}


def test_names_in_old_fonts_become_those_of_the_unicode_list():
    folder = FILES / "encodings"
    raw = (folder / "communesVN_tcvn3_vni_mojibake.csv").read_bytes()
    assert guess_encodings(raw, is_whole=True)[0] == "tcvn3"
    old = csv.DictReader(io.StringIO(decode(raw, "tcvn3").decode("utf-8-sig")))
    new = csv.DictReader(io.StringIO((folder / "communesVN2_unicode.csv").read_text("utf-8-sig")))
    by_code = {row["COMMUNE_ID"]: row["NAME_VIE"] for row in new}
    pairs = [(row["C_NAMEVI"], by_code[code]) for row in old
             if (code := row["CODE_OLD"].strip()) in by_code]  # fmt: skip
    equal = sum(bare(one) == bare(other) for one, other in pairs)
    assert equal >= 8_000, len(pairs)


def bare(name):
    """Without what kind of commune it is."""
    words = fold_search(name.replace(".", ". ")).split()
    while words and words[0].rstrip(".") in {"tt", "phuong", "xa", "thi", "tran", "p", "x"}:
        words = words[1:]
    return "".join(words)


@pytest.mark.parametrize(("font", "header_row", "n_told"), [("tcvn3", 2, 33), ("vni", 1, 28)])
def test_official_workbooks_in_old_fonts_read_as_their_ground_truth(font, header_row, n_told):
    (path,) = (FILES / "encodings").glob(f"viparse_{font}_*.xls")
    truth = path.with_suffix(".groundtruth.csv").read_text("utf-8-sig")
    with pytest.raises(FileAsks) as asked:
        read_text_table(path.read_bytes(), CASES, Choices(header_row=header_row), path.name)
    assert asked.value.options[0] == font
    text = read_text_table(
        path.read_bytes(), CASES, Choices(header_row=header_row, encoding=font), path.name
    )
    read = {text.header_row: text.headers} | {row[0]: row[1:] for row in text.cells.rows()}
    records = csv.reader(io.StringIO(truth), delimiter="\t", quoting=csv.QUOTE_NONE)
    told = {
        (number, at): clean(cell)
        for number, record in enumerate(records, 1)
        for at, cell in enumerate(record)
        if number >= header_row and not cell.isascii()
    }
    assert len(told) == n_told
    assert {place: clean(read[place[0]][place[1]] or "") for place in told} == told
