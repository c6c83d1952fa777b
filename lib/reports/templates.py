"""An empty list of each table to fill in: headings, words to choose from, notes, one example row.

The example row says so in its first cell, and the importer leaves it out. Everything else is what
the declarations in data/schema say.
"""

import csv
import io
from collections.abc import Mapping, Sequence
from typing import Literal

from lib.documents.papers import zipped
from lib.documents.workbooks import Column as SheetColumn
from lib.documents.workbooks import Sheet, write_workbook
from lib.ingest.guides import GUIDE_HEADINGS, GUIDE_SHEET
from lib.ingest.mapping import is_needed
from lib.ingest.service import EXAMPLE_MARK
from lib.reports.listing import named_groups
from lib.schema.columns import Column, Table
from lib.schema.tables import ENUMERATIONS, TABLES
from lib.security.actors import Actor
from lib.store.engine import Store
from lib.text.catalogue import N_, _, language

Kind = Literal["csv", "xlsx"]
KINDS: tuple[Kind, ...] = ("csv", "xlsx")
_GUIDE_WIDTHS = (28, 12, 60, 24)
_NOTES: Mapping[str, str] = {
    "text": N_("Text, up to {limit} characters."),
    "code": N_("Code."),
    "phone": N_("Telephone number with its leading 0."),
    "national_id": N_("12 digits, or the 9 digits of the old card."),
    "integer": N_("Whole number."),
    "number": N_("Number."),
    "boolean": N_("Yes or no."),
    "date": N_("Day as dd/mm/yyyy."),
    "moment": N_("Day, or day and time: dd/mm/yyyy hh:mm."),
    "year": N_("Year with four digits."),
    "enum": N_("One of: {words}."),
    "ref": N_("Code from the list {table}."),
}


def load_template(store: Store | None, actor: Actor, table: str, kind: Kind) -> bytes:
    """The file to fill in; with a ward the names of its groups can be chosen."""
    actor.require("figures.see")
    spec = TABLES[table]
    if kind == "csv":
        return _as_csv(spec)
    groups = tuple(named_groups(store).values()) if store else ()
    return write_workbook([_form(spec, groups), _guide(spec)])


def load_templates(store: Store, actor: Actor) -> bytes:
    """Every list's workbook in one archive."""
    return zipped({
        f"{TABLES[table].label(language())}.xlsx": load_template(store, actor, table, "xlsx")
        for table in TABLES
    })  # fmt: skip


def example_row(table: Table) -> list[str]:
    """The example of each column; the first says what the row is."""
    return [_(EXAMPLE_MARK), *(column.example for column in list(table.columns.values())[1:])]


def _as_csv(table: Table) -> bytes:
    """A title row says what a workbook says in notes; the importer looks for the headings below."""
    names = [column.label(language()) for column in table.columns.values()]
    needed = [column.label(language()) for column in _needed(table)]
    title = _("{table}: days as dd/mm/yyyy; must be filled in: {columns}.").format(
        table=table.label(language()), columns=", ".join(needed)
    )
    out = io.StringIO()
    rows = ([title, *[""] * (len(names) - 1)], names, example_row(table))
    csv.writer(out, lineterminator="\r\n").writerows(rows)
    return out.getvalue().encode("utf-8-sig")


def _form(table: Table, groups: Sequence[str]) -> Sheet:
    columns = [
        SheetColumn(
            heading=column.label(language()),
            choices=_choices(column, groups),
            note=_note(table, column),
            is_needed=is_needed(table, column),
        )
        for column in table.columns.values()
    ]
    return Sheet(sheet_name(table), columns, [example_row(table)], examples=frozenset({0}))


def _guide(table: Table) -> Sheet:
    columns = [
        SheetColumn(_(heading), width=width, style="wrapped")
        for heading, width in zip(GUIDE_HEADINGS, _GUIDE_WIDTHS, strict=True)
    ]
    rows = [
        (
            column.label(language()),
            _("Yes") if is_needed(table, column) else "",
            _note(table, column),
            column.example,
        )
        for column in table.columns.values()
    ]
    return Sheet(_(GUIDE_SHEET), columns, rows)


def sheet_name(table: Table) -> str:
    """Excel allows 31 letters and none of these."""
    return "".join(" " if letter in "[]:*?/\\" else letter for letter in table.label(language()))[
        :31
    ]


def _needed(table: Table) -> list[Column]:
    return [column for column in table.columns.values() if is_needed(table, column)]


def _choices(column: Column, groups: Sequence[str]) -> Sequence[str]:
    if column.enum:
        return tuple(value.label(language()) for value in ENUMERATIONS[column.enum].values)
    if column.type == "boolean":
        return _("Yes"), _("No")
    return groups if column.ref == "groups" else ()


def _note(table: Table, column: Column) -> str:
    if column.name == table.id and table.prefix:
        return _("May stay empty: a code is given.")
    if column.ref == "groups":
        return _("Name or number of the residential group.")
    words = _words(column)
    note = _(_NOTES[column.type]).format(limit=column.max_length, words=words, table=_ref(column))
    return " ".join([note, *_limits(column)])


def _words(column: Column) -> str:
    if not column.enum:
        return ""
    return ", ".join(value.label(language()) for value in ENUMERATIONS[column.enum].values)


def _ref(column: Column) -> str:
    return TABLES[column.ref].label(language()) if column.ref else ""


def _limits(column: Column) -> list[str]:
    limits = []
    if column.type != "text" and column.min is not None and column.max is not None:
        limits.append(_("From {min:g} to {max:g}.").format(min=column.min, max=column.max))
    elif column.type != "text" and column.min is not None:
        limits.append(_("At least {min:g}.").format(min=column.min))
    return [*limits, _("Not in the future.")] if column.not_future else limits
