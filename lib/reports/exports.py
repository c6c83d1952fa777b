"""A table as CSV: for machines with codes, for people with labels. Both come back as they went.

`codes`: machine names, ISO dates, codes, UTF-8. `labels`: the reader's headings and words,
dd/mm/yyyy, with the byte order mark by which Excel knows UTF-8.
"""

import csv
import io
import json
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any, Literal

import sqlalchemy as sa

from lib.ingest.lookups import group_spellings
from lib.schema.columns import Column
from lib.schema.tables import ENUMERATIONS, OUTSIDE_GROUP, TABLES, UNKNOWN_GROUP
from lib.security.access import allowed, current_reach
from lib.security.actors import Actor
from lib.security.audit import note_export
from lib.security.fields import disclosable_columns, may_see_extra
from lib.security.scope import rows_within
from lib.store.engine import Store
from lib.store.repository import fetch
from lib.text.catalogue import _, language
from lib.text.fold import fold_search
from lib.text.formats import format_day, format_moment

RIGHT = "rows.export"
Headers = Literal["codes", "labels"]
_MANY_DECIMALS = 3


def export_csv(
    store: Store, actor: Actor, table: str, headers: Headers, *, reason: str | None = None
) -> bytes:
    """The live rows within reach with every field the actor may see or is given for the reason,
    and the columns kept as `extra`. It is noted before anything is given out."""
    actor = allowed(store, actor, RIGHT)
    names = disclosable_columns(actor, table)
    columns = [TABLES[table].columns[name] for name in names]
    with store.read() as conn:
        within = rows_within(current_reach(conn, store, actor), store.ward_id, table)
        frame = fetch(conn, store.ward_id, table, (*names, "extra"), within=within)
        writers = _writers(conn, store.ward_id, columns, headers)
    rows = [
        [write(value) for write, value in zip(writers, row, strict=True)]
        for row in frame.select(names).iter_rows()
    ]
    note_export(store, actor, table, len(rows), reason)
    shows_extra = may_see_extra(actor)
    extras = [json.loads(extra or "{}") if shows_extra else {} for extra in frame["extra"]]
    unknown = list(dict.fromkeys(heading for extra in extras for heading in extra))
    rows = [
        row + [extra.get(heading, "") for heading in unknown]
        for row, extra in zip(rows, extras, strict=True)
    ]
    named = [c.name if headers == "codes" else c.label(language()) for c in columns]
    text = _as_csv([[*named, *unknown], *rows])
    return text.encode("utf-8" if headers == "codes" else "utf-8-sig")


def _as_csv(rows: list[list[str]]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerows(rows)
    return out.getvalue()


Writer = Callable[[Any], str]


def _writers(
    conn: sa.Connection, ward_id: str, columns: list[Column], headers: Headers
) -> list[Writer]:
    if headers == "codes":
        return [_code] * len(columns)
    group = _group_writer(dict(fetch(conn, ward_id, "groups", ("group_id", "name")).rows()))
    return [group if column.ref == "groups" else _label_writer(column) for column in columns]


def _code(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float):
        return _plain_number(value)
    return value.isoformat() if isinstance(value, date) else str(value)


def _plain_number(number: float) -> str:
    """No exponent; and never exactly three decimals, which could be read as thousands."""
    text = format(Decimal(repr(number)), "f")
    has_three = len(text.partition(".")[2]) == _MANY_DECIMALS
    return text + "0" if has_three else text


def _label_writer(column: Column) -> Writer:
    if column.type == "date":
        return format_day
    if column.type == "moment":
        return format_moment
    if column.type == "boolean":
        return lambda value: "" if value is None else _("Yes") if value else _("No")
    if column.enum:
        enumeration, now = ENUMERATIONS[column.enum], language()
        return lambda code: enumeration.label(code, now)
    return _code


def _group_writer(names: dict[str, str]) -> Writer:
    """A group's name where it leads back to this very group, else its code."""
    spellings = group_spellings(names.items())
    words = names | {UNKNOWN_GROUP: _("Unknown"), OUTSIDE_GROUP: _("Outside the ward")}
    clear = {id_: word for id_, word in words.items() if spellings.get(fold_search(word)) == id_}
    return lambda group_id: clear.get(group_id, group_id or "")
