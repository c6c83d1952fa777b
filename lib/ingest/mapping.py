"""A file's headings -> the columns of a table. The first declared column that fits takes one."""

import hashlib
from collections.abc import Iterable, Sequence
from collections.abc import Mapping as Named
from dataclasses import dataclass, field

from lib.schema.columns import Column, Table
from lib.schema.tables import TABLES
from lib.text.fold import fold_header

# A file without codes names people by these; the first two are needed to find one.
PERSON_COLUMNS = ("full_name", "group_id", "birth_year")
_PERSON_NEEDED = ("full_name", "group_id")


@dataclass(frozen=True)
class Mapping:
    """Positions count from 0, in `headers`. `via`: reference -> {column of the table it points to:
    position}."""

    table: str
    columns: dict[str, int]
    via: dict[str, dict[str, int]] = field(default_factory=dict)
    unknown: tuple[tuple[int, str], ...] = ()
    missing: tuple[str, ...] = ()
    constants: dict[str, str] = field(default_factory=dict)
    headers: tuple[str, ...] = ()


def match_headers(
    table: Table,
    headers: Sequence[str],
    constants: Named[str, str] | None = None,
    corrections: Named[str, str | None] | None = None,
) -> Mapping:
    """`constants`: column -> one text for all rows; a column that the file has keeps its cells.
    `corrections`: heading -> the column it stands for, or None: none; before any synonym."""
    free = {position: fold_header(header) for position, header in enumerate(headers)}
    columns, unused = _take_corrected(table, corrections or {}, free)
    columns |= _take((c for c in table.columns.values() if c.name not in columns), free)
    via = {}
    for column in table.references:
        is_open = column.name not in columns
        if is_open and (positions := _take_people(column, free)):
            via[column.name] = positions
    free |= unused
    given = {name: text for name, text in (constants or {}).items() if name not in columns}
    if strangers := given.keys() - table.columns.keys():
        raise ValueError(f"{table.name} has no columns {sorted(strangers)}")
    return Mapping(
        table=table.name,
        columns=columns,
        via=via,
        unknown=tuple((position, headers[position]) for position in sorted(free)),
        missing=tuple(
            column.name
            for column in table.columns.values()
            if is_needed(table, column) and column.name not in {*columns, *via, *given}
        ),
        constants=given,
        headers=tuple(headers),
    )


def shape_of(headers: Iterable[str]) -> str:
    """The same for two files with the same headings in the same order, however written."""
    folded = "\n".join(fold_header(header) for header in headers)
    return hashlib.sha256(folded.encode()).hexdigest()[:16]


def is_needed(table: Table, column: Column) -> bool:
    """An id can be assigned where ids are numbered, and `absent` stands for what no file says."""
    is_assigned = column.name == table.id and bool(table.prefix)
    return column.required and not is_assigned and column.absent is None


def guess_table(
    headers: Sequence[str], tables: Iterable[Table] = tuple(TABLES.values())
) -> list[tuple[str, float]]:
    """Tables with the share of headings they understand, less what they would miss; best first."""
    scores = [(table.name, _score(match_headers(table, headers), headers)) for table in tables]
    return sorted(scores, key=lambda item: -item[1])


def _score(mapping: Mapping, headers: Sequence[str]) -> float:
    n_headings = sum(bool(header) for header in headers) or 1
    n_known = len(mapping.columns) + sum(len(via) for via in mapping.via.values())
    return round(n_known / n_headings / (1 + len(mapping.missing)), 3)


def _take_corrected(
    table: Table, corrections: Named[str, str | None], free: dict[int, str]
) -> tuple[dict[str, int], dict[int, str]]:
    """(columns that a person chose, positions that stand for none), out of `free`."""
    if strangers := {name for name in corrections.values() if name} - table.columns.keys():
        raise ValueError(f"{table.name} has no columns {sorted(strangers)}")
    meant = {fold_header(heading): name for heading, name in corrections.items()}
    columns: dict[str, int] = {}
    unused: dict[int, str] = {}
    for position, heading in list(free.items()):
        if heading not in meant or (name := meant[heading]) in columns:
            continue
        if name is None:
            unused[position] = heading
        else:
            columns[name] = position
        del free[position]
    return columns, unused


def _take(columns: Iterable[Column], free: dict[int, str]) -> dict[str, int]:
    """Claims positions for columns and takes them out of `free`."""
    taken = {}
    for column in columns:
        accepted = [fold_header(header) for header in column.headers]
        fitting = [position for position, heading in free.items() if heading in accepted]
        if fitting:
            position = min(fitting, key=lambda at: accepted.index(free[at]))
            taken[column.name] = position
            del free[position]
    return taken


def _take_people(column: Column, free: dict[int, str]) -> dict[str, int]:
    """Claims what names a person in the table pointed to; nothing where too little does."""
    target = TABLES[column.ref or ""].columns
    if not set(PERSON_COLUMNS) <= target.keys():
        return {}
    trial = dict(free)
    taken = _take([target[name] for name in PERSON_COLUMNS], trial)
    if not set(_PERSON_NEEDED) <= taken.keys():
        return {}
    free.clear()
    free.update(trial)
    return taken
