"""docs/data_dictionary.md from the declarations. `python -m lib.schema.dictionary` writes it."""

from collections.abc import Iterable, Iterator

from lib.schema.columns import Column, Enumeration, Table
from lib.schema.tables import ENUMERATIONS, TABLES
from lib.settings import ROOT

DICTIONARY_FILE = ROOT / "docs" / "data_dictionary.md"

_OPENING = """# Data dictionary

Generated from `data/schema`; do not edit. `python -m lib.schema.dictionary` writes it anew.

Marks: **\\*** must be filled in, **key** belongs to the natural key by which a row without an id
is recognised again. Classes: *open*; *personal* tells who someone is or where someone lives;
*sensitive* tells about health. Every stored row also has `ward_id`, `row_version`, `recorded_at`,
`recorded_by`, `source_import`, `source_row`, `voided_at`, `void_reason`, and `extra` for columns
of a file that the table does not know.

Dates are written dd/mm/yyyy; a moment is a date or a date and time. An id that a file does not
give is assigned. Headings and words of lists are accepted in Vietnamese and in English, with or
without diacritics, in any case.
"""
_HEADINGS = ("Column", "Vietnamese", "English", "Type", "Class", "Also accepted as", "Example")


def render_dictionary() -> str:
    """The whole document, the same for the same declarations."""
    parts = [_OPENING, "## Tables\n", *(f"- {line}" for line in _contents()), ""]
    for table in TABLES.values():
        parts += _table(table)
    parts += ["## Lists of values\n"]
    for enumeration in ENUMERATIONS.values():
        parts += _enumeration(enumeration)
    return "\n".join(parts).rstrip() + "\n"


def write_dictionary() -> None:
    DICTIONARY_FILE.parent.mkdir(exist_ok=True)
    DICTIONARY_FILE.write_text(render_dictionary(), encoding="utf-8", newline="\n")


def _contents() -> Iterator[str]:
    for table in TABLES.values():
        yield f"[`{table.name}`](#{table.name}) {table.vi} / {table.en}"


def _table(table: Table) -> list[str]:
    rows = [_column(column, table) for column in table.columns.values()]
    return [
        f"### {table.name}\n",
        f"{table.vi} / {table.en}. Id: `{table.id}`.\n",
        *_grid(_HEADINGS, rows),
        "",
        *_constraints(table),
    ]


def _column(column: Column, table: Table) -> tuple[str, ...]:
    marks = "\\*" * column.required + " **key**" * (column.name in table.natural_key)
    return (
        f"`{column.name}`{marks}",
        column.vi,
        column.en,
        _type(column),
        column.class_,
        ", ".join(column.also),
        column.example,
    )


def _type(column: Column) -> str:
    words: str = column.type
    if column.ref:
        words = f"id of [`{column.ref}`](#{column.ref})"
    if column.enum:
        words = f"one of [`{column.enum}`](#list-{column.enum})"
    if column.type == "text":
        words = f"text, up to {column.max_length} characters"
    elif column.max is not None:
        words = f"{words}, {column.min:g} to {column.max:g}"
    elif column.min is not None:
        words = f"{words}, at least {column.min:g}"
    return words + ", not in the future" * column.not_future


def _constraints(table: Table) -> list[str]:
    lines = []
    for rule in table.constraints:
        names = ", ".join(f"`{name}`" for name in rule.columns or (rule.column, rule.other))
        words = f"within {rule.days} days" if rule.days else rule.rule.replace("_", " ")
        lines.append(f"- {words}: {names} ({rule.level}, {rule.code})")
    return [*lines, ""] if lines else []


def _enumeration(enumeration: Enumeration) -> list[str]:
    rows = [
        (f"`{value.code}`", value.vi, value.en, ", ".join(value.also))
        for value in enumeration.values
    ]
    headings = ("Code", "Vietnamese", "English", "Also accepted as")
    return [
        f'### <a id="list-{enumeration.name}"></a>{enumeration.name}\n',
        *_grid(headings, rows),
        "",
    ]


def _grid(headings: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> Iterator[str]:
    for cells in (headings, ("---",) * len(headings), *rows):
        yield "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


if __name__ == "__main__":
    write_dictionary()
