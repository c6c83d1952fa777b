"""Every table's template: filled in it comes back, and its example row is nobody."""

import csv
import io
from datetime import datetime

import openpyxl
import pytest

from lib.actions.imports import accept_import, preview_import
from lib.ingest.mapping import is_needed
from lib.ingest.refusal import FileRefused
from lib.reports.templates import load_template
from lib.schema.columns import Table
from lib.schema.tables import ENUMERATIONS, TABLES
from lib.security.actors import terminal_actor
from lib.settings import Settings
from lib.store.engine import Store, open_store
from lib.text.catalogue import use_language

ACTOR = terminal_actor("lan")
LATER = datetime.fromisoformat("2022-06-01T08:00")  # every example day is past


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    opened = open_store(Settings(folder=tmp_path_factory.mktemp("ward"), is_demo=False))
    yield opened
    opened.close()


def sheets(table: str, store: Store | None = None):
    return openpyxl.load_workbook(io.BytesIO(load_template(store, ACTOR, table, "xlsx")))


def records(raw: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(raw.decode("utf-8-sig"))))


@pytest.mark.parametrize("table", TABLES.values(), ids=TABLES)
def test_a_workbook_has_the_headings_the_words_and_the_notes(table: Table) -> None:
    book = sheets(table.name)
    form, guide = book.worksheets[:2]
    assert guide.title == "Hướng dẫn"
    names = [column.vi for column in table.columns.values()]
    assert [cell.value for cell in form[1]] == names
    assert all(cell.comment and cell.comment.text for cell in form[1])
    assert [row[0].value for row in guide.iter_rows(min_row=2)] == names
    listed = {str(rule.sqref).split(":")[0][:-1] for rule in form.data_validations.dataValidation}
    chosen = [column.type in ("enum", "boolean") for column in table.columns.values()]
    letters = [cell.column_letter for cell in form[1]]
    assert {
        letter for letter, is_listed in zip(letters, chosen, strict=True) if is_listed
    } <= listed


def test_the_words_to_choose_from_are_those_of_the_list() -> None:
    book = sheets("cases")
    words = [[cell.value for cell in column if cell.value] for column in book["_lists"].columns]
    assert [value.vi for value in ENUMERATIONS["case_type"].values] in words


@pytest.mark.parametrize("table", TABLES)
def test_nothing_filled_in_is_no_row(store: Store, table: str) -> None:
    """Only the example is there: the file says so and brings nothing in."""
    raw = load_template(store, ACTOR, table, "csv")
    with pytest.raises(FileRefused, match="FILE_NO_ROWS"):
        preview_import(store, ACTOR, raw, "mau.csv", table, now=LATER)


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("table", TABLES)
def test_a_row_below_the_example_goes_in_and_the_example_does_not(
    store: Store, table: str, language: str
) -> None:
    use_language(language)
    title, names, example = records(load_template(store, ACTOR, table, "csv"))
    own = ["", *example[1:]]
    if not TABLES[table].prefix:
        own[0] = "Phường Mới"
    raw = as_csv([title, names, example, own])
    preview = preview_import(store, ACTOR, raw, "mau.csv", table, now=LATER)
    assert preview.header_row == 2
    assert preview.n_rows == preview.accepted + preview.refused == 1
    (note,) = [finding for finding in preview.findings if finding.code == "ROW_EXAMPLE"]
    assert note.row == 3
    for finding in preview.findings:
        if finding.level == "error":  # an empty ward knows nobody; what to pay has no example
            column = TABLES[table].columns[finding.column]
            assert column.ref or not column.example, finding


def test_an_example_that_was_written_over_is_data(store: Store) -> None:
    title, names, example = records(load_template(store, ACTOR, "groups", "csv"))
    example[1] = "Tổ 12"
    raw = as_csv([title, names, example])
    preview = preview_import(store, ACTOR, raw, "mau.csv", "groups", now=LATER)
    assert (preview.n_rows, preview.accepted) == (1, 1)
    assert [finding.code for finding in preview.findings] == ["ROW_EXAMPLE_KEPT"]
    assert preview.checked.accepted["name"].to_list() == ["Tổ 12"]
    assert preview.checked.accepted["group_id"].to_list() == [None]


def test_a_spreadsheet_that_rewrote_the_example_s_dates_makes_it_no_person(store: Store) -> None:
    title, names, example = records(load_template(store, ACTOR, "cases", "csv"))
    rewritten = [cell.replace("27/12/2021", "2021-12-27") for cell in example]
    assert rewritten != example
    with pytest.raises(FileRefused, match="FILE_NO_ROWS"):
        preview_import(store, ACTOR, as_csv([title, names, rewritten]), "x.csv", "cases", now=LATER)


def test_needed_columns_are_marked() -> None:
    form = sheets("cases").worksheets[0]
    colours = {cell.value: cell.fill.fgColor.rgb for cell in form[1]}
    needed = [c.vi for c in TABLES["cases"].columns.values() if is_needed(TABLES["cases"], c)]
    assert needed
    assert len({colours[name] for name in needed}) == 1
    assert colours[needed[0]] not in {colours[name] for name in colours.keys() - set(needed)}


def test_the_ward_s_own_groups_can_be_chosen(store: Store) -> None:
    accept_import(store, ACTOR, "name\nTổ 5\nTổ 12\n".encode(), "g.csv", "groups", now=LATER)
    words = [
        [cell.value for cell in column if cell.value]
        for column in sheets("households", store)["_lists"].columns
    ]
    assert ["Tổ 5", "Tổ 12"] in [each[:2] for each in words]


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("table", TABLES)
def test_a_filled_in_workbook_comes_back_as_it_is(store: Store, table: str, language: str) -> None:
    """Nobody is asked which sheet or which list it is, and our own sheets are not spoken of."""
    use_language(language)
    book = sheets(table, store)
    form = book.worksheets[0]
    own = ["", *(cell.value for cell in form[2][1:])]
    if not TABLES[table].prefix:
        own[0] = "Phường Mới"
    form.append(own)
    target = io.BytesIO()
    book.save(target)
    preview = preview_import(store, ACTOR, target.getvalue(), "mau.xlsx", None, now=LATER)
    assert preview.table == table
    assert preview.n_rows == preview.accepted + preview.refused == 1
    assert not {"SHEETS_LEFT", "SHEETS_HIDDEN"} & {each.code for each in preview.findings}


def as_csv(rows: list[list[str]]) -> bytes:
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    return out.getvalue().encode("utf-8-sig")
