"""Rows typed on the screen take the importer's way in: the same checks, findings and undo."""

import csv
import io
import re
from collections.abc import Mapping, Sequence

from lib.actions.imports import ImportReport, accept_import
from lib.schema.tables import TABLES
from lib.security.actors import Actor
from lib.store.engine import Store

_RANGE = re.compile(r"([0-9]{1,3})(?:\s*[-\u2013]\s*([0-9]{1,3}))?")
_MOST = 200


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
    writer.writerows([row.get(name, "") for name in columns] for row in rows)
    raw = out.getvalue().encode("utf-8-sig")
    return accept_import(store, actor, raw, f"{table}-typed.csv", table, by_hand=True)


def numbered_groups(text: str) -> list[dict[str, str]]:
    """ "1-3, 5" -> rows of the groups 1, 2, 3 and 5, each once, in the order of the numbers."""
    numbers: set[int] = set()
    for first, last in _RANGE.findall(text):
        numbers |= set(range(int(first), int(last or first) + 1))
    return [
        {"group_id": f"TDP{number:02}", "name": f"T\u1ed5 {number}"}
        for number in sorted(numbers)[:_MOST]
    ]
