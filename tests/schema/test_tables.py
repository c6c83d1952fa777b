"""The declarations are whole: nothing without a label, no heading that means two columns."""

import shutil
from collections import Counter
from string import Formatter

import pytest

from lib.schema.findings import CODES, Finding, sentence
from lib.schema.tables import ENUMERATIONS, SCHEMA_DIR, TABLES, load_tables
from lib.text.fold import fold_header, fold_search

COLUMNS = [(table, column) for table in TABLES.values() for column in table.columns.values()]


@pytest.mark.parametrize(("table", "column"), COLUMNS, ids=lambda x: x.name)
def test_a_column_is_labelled_in_both_languages(table, column):
    assert column.en
    assert column.vi
    assert column.en.isascii() or "°" in column.en


@pytest.mark.parametrize("table", TABLES.values(), ids=lambda table: table.name)
def test_no_heading_means_two_columns_of_a_table(table):
    headings = Counter(
        heading
        for column in table.columns.values()
        for heading in {fold_header(text) for text in column.headers}
    )
    assert [heading for heading, n in headings.items() if n > 1] == []


@pytest.mark.parametrize("table", TABLES.values(), ids=lambda table: table.name)
def test_a_table_names_its_id_first_and_its_natural_key(table):
    assert next(iter(table.columns)) == table.id
    assert table.columns[table.id].required
    assert table.natural_key


@pytest.mark.parametrize("enumeration", ENUMERATIONS.values(), ids=lambda e: e.name)
def test_no_spelling_means_two_codes(enumeration):
    spellings = Counter(
        spelling
        for value in enumeration.values
        for spelling in {fold_search(text) for text in value.spellings}
    )
    assert [spelling for spelling, n in spellings.items() if n > 1] == []


def test_every_enumeration_is_used():
    used = {column.enum for _, column in COLUMNS if column.enum}
    assert used == set(ENUMERATIONS)


def test_who_may_see_what_is_said_of_every_field_that_names_a_person():
    words = ("name", "phone", "national_id", "birth", "house_number", "alley")
    open_by_intent = {"ward_name", "name", "hotline"}
    for _, column in COLUMNS:
        if column.class_ == "open" and column.name not in open_by_intent:
            assert not any(word in column.name for word in words), column.name


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ('ref = "groups"', 'ref = "nowhere"', "no such table"),
        ('enum = "case_type"', 'enum = "colours"', "no such enumeration"),
        ('natural_key = ["name"]', 'natural_key = ["nickname"]', "names columns it lacks"),
        ("not_future = true", "not_futur = true", "unexpected keyword"),
    ],
)
def test_a_mistake_in_a_declaration_is_named(tmp_path, old, new, complaint):
    directory = tmp_path / "schema"
    shutil.copytree(SCHEMA_DIR, directory)
    for path in directory.glob("*.toml"):
        path.write_text(path.read_text("utf-8").replace(old, new), "utf-8")
    with pytest.raises(ValueError, match=complaint):
        load_tables(directory)


@pytest.mark.parametrize("code", CODES)
def test_every_finding_can_be_said(code):
    """The translation asks for nothing that the English sentence does not have."""
    parts = Formatter().parse(CODES[code].sentence)
    params = {name.split(":")[0]: "x" for _, name, _, _ in parts if name}
    assert sentence(Finding(code, "cases", 1, "x", params))
