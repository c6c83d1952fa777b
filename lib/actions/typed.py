"""Rows typed on the screen take the importer's way in: the same checks, findings and undo."""

import csv
import io
import re
from collections.abc import Mapping, Sequence

from lib.actions.imports import ImportReport, accept_import
from lib.actions.naming import rename_ward
from lib.schema.tables import TABLES
from lib.security.actors import Actor
from lib.store.engine import Store
from lib.text.catalogue import N_, _
from lib.text.fold import clean

_PART = re.compile(r"([0-9]{1,4})(?:\s*[-\u2013]\s*([0-9]{1,4}))?")
# "23.198", as the product itself prints a number; a file gives no such hint who wrote it.
_THOUSANDS = re.compile(r"[0-9]{1,3}(?:[.,\s][0-9]{3})+")
MOST_GROUPS = 200
_SENTENCES = {
    "PART": N_("Not understood: {part}. Write numbers and ranges, such as 1-3, 5, 7-30."),
    "TOO_MANY": N_("These are more than {n} groups at once. Look at the numbers again."),
}


class NotUnderstood(Exception):  # noqa: N818 - expected: somebody types again
    """Nothing was changed. `part` is what could not be read, for the screen only."""

    def __init__(self, code: str, part: str = "") -> None:
        super().__init__(code)
        self.code, self.part = code, part

    def sentence(self) -> str:
        return _(_SENTENCES[self.code]).format(part=self.part, n=MOST_GROUPS)


def take_typed(
    store: Store, actor: Actor, table: str, rows: Sequence[Mapping[str, str]]
) -> ImportReport:
    """`rows`: column -> text as it was typed; an empty text says nothing.

    Raises NotAllowed, StoreProblem; FileRefused when nothing was typed.
    """
    columns = list(dict.fromkeys(name for row in rows for name in row))
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow([TABLES[table].columns[name].vi for name in columns])
    writer.writerows([_cell(table, name, row.get(name, "")) for name in columns] for row in rows)
    raw = out.getvalue().encode("utf-8-sig")
    return accept_import(store, actor, raw, f"{table}-typed.csv", table, by_hand=True)


def take_ward(
    store: Store, actor: Actor, typed: Mapping[str, str], known: str | None
) -> ImportReport:
    """The ward's fields; another name than the `known` one corrects it, once the rest is good."""
    name = clean(typed["ward_name"])
    if not known or not name:
        return take_typed(store, actor, "ward", [typed])
    report = take_typed(store, actor, "ward", [{**typed, "ward_name": known}])
    if not report.refused:
        rename_ward(store, actor, name)
    return report


def numbered_groups(text: str) -> list[dict[str, str]]:
    """ "1-3, 5" -> rows of the groups 1, 2, 3 and 5, each once, in the order of the numbers.

    Raises NotUnderstood, naming the first part that is neither a number nor a range.
    """
    parts = [part for part in map(clean, re.split(r"[,;\n]", text)) if part]
    numbers = sorted({number for part in parts for number in _numbers(part)})
    if len(numbers) > MOST_GROUPS:
        raise NotUnderstood("TOO_MANY")
    return [{"group_id": f"TDP{number:02}", "name": f"T\u1ed5 {number}"} for number in numbers]


def _numbers(part: str) -> range:
    match = _PART.fullmatch(part)
    first, last = (int(match[1]), int(match[2] or match[1])) if match else (0, 0)
    if not 0 < first <= last:
        raise NotUnderstood("PART", part)
    return range(first, last + 1)


def _cell(table: str, name: str, text: str) -> str:
    is_whole = TABLES[table].columns[name].type == "integer"
    if is_whole and _THOUSANDS.fullmatch(clean(text)):
        return re.sub(r"[.,\s]", "", text)
    return text
