"""The printed data dictionary says what the declarations say."""

from lib.schema.dictionary import DICTIONARY_FILE, render_dictionary
from lib.schema.tables import ENUMERATIONS, TABLES


def test_the_dictionary_is_current() -> None:
    printed = DICTIONARY_FILE.read_text("utf-8")
    assert printed == render_dictionary(), "run: python -m lib.schema.dictionary"


def test_it_names_every_table_column_and_value() -> None:
    printed = render_dictionary()
    for table in TABLES.values():
        assert f"### {table.name}\n" in printed
        for column in table.columns.values():
            assert f"| `{column.name}`" in printed
            assert column.vi in printed
    for enumeration in ENUMERATIONS.values():
        for value in enumeration.values:
            assert f"| `{value.code}` | {value.vi} | {value.en} |" in printed
