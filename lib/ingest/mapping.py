"""A file's headings -> the columns of a table. The first declared column that fits takes one."""

import hashlib
from collections.abc import Iterable, Sequence
from collections.abc import Mapping as Named
from dataclasses import dataclass, field, replace
from functools import cache

import polars as pl

from lib.ingest.headings import Words, column_words, suggest, take_exact, take_nearly
from lib.ingest.vocabulary import headings_of
from lib.schema.columns import Column, Table
from lib.schema.tables import TABLES
from lib.text.fold import fold_header

# A file without codes names people by these; the first two are needed to find one.
PERSON_COLUMNS = ("full_name", "group_id", "birth_year")
_PERSON_NEEDED = ("full_name", "group_id")
_COUNTS = r"^\s*\d{0,6}[.)]?\s*$"


_NAME = "full_name"
_MOST_OFFERED = 5


@dataclass(frozen=True)
class Mapping:
    """Positions count from 0, in `headers`. `via`: reference -> {column of the table it points to:
    position}. `guessed`: columns whose heading was understood in spite of a slip of the pen;
    `nearest`: missing column -> the unknown heading that is most like it. `address`: an unknown
    column whose whole addresses were taken apart; `kept`: unknown columns that stay beside what was
    read of them."""

    table: str
    columns: dict[str, int]
    via: dict[str, dict[str, int]] = field(default_factory=dict)
    unknown: tuple[tuple[int, str], ...] = ()
    missing: tuple[str, ...] = ()
    constants: dict[str, str] = field(default_factory=dict)
    headers: tuple[str, ...] = ()
    guessed: tuple[str, ...] = ()
    nearest: dict[str, int] = field(default_factory=dict)
    address: int | None = None
    kept: tuple[int, ...] = ()

    @property
    def unread(self) -> tuple[tuple[int, str], ...]:
        """Unknown columns of which nothing is used."""
        used = (self.address, *self.kept)
        return tuple(each for each in self.unknown if each[0] not in used)

    @property
    def positions(self) -> list[int]:
        """Every position that stands for a column, be it of the table pointed to."""
        people = [at for via in self.via.values() for at in via.values()]
        return sorted([*self.columns.values(), *people])


def match_headers(
    table: Table,
    headers: Sequence[str],
    constants: Named[str, str] | None = None,
    corrections: Named[str, str | None] | None = None,
) -> Mapping:
    """`constants`: column -> one text for all rows; a column that the file has keeps its cells.
    `corrections`: heading -> the column it stands for, or None: none; before any synonym."""
    free = dict(enumerate(headers))
    columns, unused = _take_corrected(table, corrections or {}, free)
    words = {name: own for name, own in _words(table).items() if name not in columns}
    columns |= take_exact(words, free)
    via = {
        column.name: people
        for column in table.references
        if column.name not in columns and (people := _take_people(column, free))
    }
    missed = {name: own for name, own in words.items() if name not in {*columns, *via}}
    guessed = take_nearly(missed, free)
    columns |= guessed
    free |= unused
    given = {name: text for name, text in (constants or {}).items() if name not in columns}
    if strangers := given.keys() - table.columns.keys():
        raise ValueError(f"{table.name} has no columns {sorted(strangers)}")
    missing = tuple(
        column.name
        for column in table.columns.values()
        if is_needed(table, column) and column.name not in {*columns, *via, *given}
    )
    return Mapping(
        table=table.name,
        columns=columns,
        via=via,
        unknown=tuple((position, headers[position]) for position in sorted(free)),
        missing=missing,
        constants=given,
        headers=tuple(headers),
        guessed=tuple(guessed),
        nearest=suggest({name: words[name] for name in missing}, free),
    )


def without_numbering(mapping: Mapping, cells: pl.DataFrame) -> Mapping:
    """A column that only numbers the rows says nothing of them; one of that heading with anything
    else in it is kept like every unknown column."""
    running = headings_of("running_number")
    unknown = tuple(
        (at, heading)
        for at, heading in mapping.unknown
        if fold_header(heading) not in running
        or not cells[str(at)].str.contains(_COUNTS).all(ignore_nulls=True)
    )
    return replace(mapping, unknown=unknown)


def known_words(table: Table) -> frozenset[str]:
    """Every folded heading that this table understands, be it of the people it points to."""
    people = (_person_words(column) for column in table.references)
    own = (_words(table), *people)
    return frozenset(word for words in own for known in words.values() for word in known)


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


def doubtful_tables(
    headings: Sequence[str], tables: Iterable[Table] = tuple(TABLES.values())
) -> list[Mapping]:
    """The readings among which a person must choose, those that understand most first; none where
    the best guess is sure. It is not while another table reads a name out of what the guess leaves
    unused, or understands more where the guess understands less than half."""
    order = [name for name, _ in guess_table(headings, tables)]
    readings = {table.name: match_headers(table, headings) for table in tables}
    n_known = {name: len(one.positions) for name, one in readings.items()}
    best, most = order[0], max(n_known.values())
    unused = {position for position, _ in readings[best].unknown}
    is_sure = unused.isdisjoint(at for one in readings.values() for at in _names(one))
    if is_sure and (n_known[best] == most or n_known[best] * 2 >= sum(map(bool, headings))):
        return []
    likely = [
        readings[name]
        for name in order
        if name == best or (readings[name].columns and n_known[name] * 2 >= most)
    ]
    return sorted(likely, key=lambda one: -n_known[one.table])[:_MOST_OFFERED]


def _names(mapping: Mapping) -> set[int]:
    """Where people's names stand."""
    table = TABLES[mapping.table]
    people = {at for via in mapping.via.values() for name, at in via.items() if name == _NAME}
    return people | {at for name, at in mapping.columns.items() if name == _NAME in table.title}


def _score(mapping: Mapping, headers: Sequence[str]) -> float:
    n_headings = sum(bool(header) for header in headers) or 1
    return round(len(mapping.positions) / n_headings / (1 + len(mapping.missing)), 3)


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
        folded = fold_header(heading)
        if folded not in meant or (name := meant[folded]) in columns:
            continue
        if name is None:
            unused[position] = heading
        else:
            columns[name] = position
        del free[position]
    return columns, unused


def _words(table: Table) -> Words:
    """An age stands for a birth year; it is read as one in `meant`."""
    return {
        name: column_words(column.headers) + (_ages() if column.type == "year" else ())
        for name, column in table.columns.items()
    }


@cache
def _ages() -> tuple[str, ...]:
    return tuple(sorted(headings_of("age")))


def _take_people(column: Column, free: dict[int, str]) -> dict[str, int]:
    """Claims what names a person in the table pointed to; nothing where too little does."""
    words = _person_words(column)
    if not words:
        return {}
    trial = dict(free)
    taken = take_exact(words, trial)
    if not set(_PERSON_NEEDED) <= taken.keys():
        return {}
    free.clear()
    free.update(trial)
    return taken


def _person_words(column: Column) -> Words:
    """How headings name a person in the table pointed to; {} where it holds no people."""
    target = TABLES[column.ref or ""].columns
    if not set(PERSON_COLUMNS) <= target.keys():
        return {}
    return {name: column_words(target[name].headers) for name in PERSON_COLUMNS}
