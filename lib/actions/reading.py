"""A file as it was sent, with what people said about it, read as text under the right headings."""

import hashlib
import json
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import TypedDict

from lib.ingest.addresses import take_addresses
from lib.ingest.asides import take_asides
from lib.ingest.choices import NO_CHOICES, Choices
from lib.ingest.dittos import take_dittos
from lib.ingest.mapping import Mapping as Headings
from lib.ingest.mapping import (
    doubtful_tables,
    guess_table,
    match_headers,
    shape_of,
    without_numbering,
)
from lib.ingest.names import without_bullets
from lib.ingest.periods import take_periods
from lib.ingest.reader import FileAsks, FileRefused, TextTable, read_text_table
from lib.ingest.service import split_service, without_example, without_guards
from lib.ingest.titles import take_titles
from lib.ingest.wards import note_wards
from lib.schema.columns import Table
from lib.schema.findings import Finding
from lib.schema.tables import TABLES
from lib.store.conflicts import Decision
from lib.store.mappings import Remembered
from lib.store.uploads import sha256_of
from lib.text.fold import fold_header
from lib.text.formats import format_day

_DONE_BY_TEAMS = ("visits", "tests")

# (shape of the headings, tokens of waiting rows that the file answers) -> what was once said.
Recall = Callable[[str, Collection[str]], Remembered | None]
Groups = Callable[[], Mapping[str, str]]  # Lookups.groups


class Said(TypedDict, total=False):
    """What people may say about a file when they look at it and when they send it.

    `constants`: column -> one text for all rows. `corrections`: heading -> the column it stands
    for, None for none; without them those that were remembered hold. `choices` answer a FileAsks,
    `decisions` conflicts, `confirmed` that a list which came back much shorter is meant so.
    `sender` is whoever made the file, when that is not the one who brings it; `by_hand`: it was
    typed just now, and is no copy of anything. `reason` is for the second person, when the file
    needs one.
    """

    constants: Mapping[str, str] | None
    corrections: Mapping[str, str | None] | None
    choices: Choices | None
    decisions: Iterable[Decision]
    confirmed: bool
    sender: str | None
    by_hand: bool
    reason: str
    now: datetime | None


@dataclass(frozen=True)
class Arrival:
    """A file as it was sent; the other fields are those of Said."""

    raw: bytes
    file_name: str
    sender: str
    now: datetime
    constants: Mapping[str, str]
    corrections: Mapping[str, str | None] | None
    choices: Choices
    decisions: tuple[Decision, ...]
    confirmed: bool
    inbox_name: str | None = None
    by_hand: bool = False
    reason: str = ""

    @property
    def sha256(self) -> str:
        return sha256_of(self.raw)

    @property
    def explains(self) -> bool:
        """Somebody says something about the headings now, if only that nothing is to be corrected:
        {}."""
        return self.corrections is not None or bool(self.constants) or bool(self.choices.table)


@dataclass(frozen=True)
class Reading:
    """The file as text, and the columns of the table that its headings stand for. `tokens`: row ->
    the waiting row that it answers; `exports`: row -> the export that it comes from; `said`: what
    of people's words the headings were read by, now said or remembered."""

    table: Table
    text: TextTable
    mapping: Headings
    tokens: dict[int, str]
    exports: dict[int, str]
    notes: tuple[Finding, ...]
    shape: str
    said: Remembered

    def fingerprint(self, mapping: Headings, choices: Choices) -> str:
        """Equal when a file would be read the same way again."""
        chosen = {name: said for name, said in asdict(choices).items() if name != "table"}
        said = [mapping.columns, mapping.via, mapping.constants, chosen]
        text = json.dumps([self.table.name, *said], sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()


def arrival_of(raw: bytes, file_name: str, said: Said, sender: str, now: datetime) -> Arrival:
    return Arrival(
        raw=raw,
        file_name=file_name,
        sender=said.get("sender") or sender,
        now=said.get("now") or now,
        constants=said.get("constants") or {},
        corrections=said.get("corrections"),
        choices=said.get("choices") or NO_CHOICES,
        decisions=tuple(said.get("decisions", ())),
        confirmed=said.get("confirmed", False),
        by_hand=said.get("by_hand", False),
        reason=said.get("reason", "").strip(),
    )


def read_file(
    arrival: Arrival, tables: list[Table], recall: Recall, groups: Groups, own: Mapping[str, str]
) -> Reading:
    """`tables`: what the file may hold; `recall`: what the sender once said about such a
    file; `groups`: how the ward's are spelt; `own`: the team and the volunteer who send it. Raises
    FileRefused, FileAsks."""
    tables = [t for t in tables if t.name == arrival.choices.table] or tables
    text = _text_of(arrival, tables, recall)
    text, service = split_service(without_guards(text))
    shape = shape_of(text.headers)
    known = None
    if arrival.corrections is None:
        known = _usable(recall(shape, set(service.tokens.values())), tables)
    meant = TABLES[known.table] if known else _meant(text, tables, arrival)
    said = _words(meant, arrival, known)
    mapping = _mapping(meant, text, said)
    if not (service.exports or service.tokens):  # those say what is stored, letter by letter
        text = without_bullets(text, mapping)
        text = take_dittos(meant, text, mapping)
        text, mapping = take_asides(meant, text, mapping)
    text = note_wards(meant, text, mapping)
    text, mapping = take_periods(meant, text, mapping)
    text, mapping = take_titles(meant, text, mapping, groups)
    text, mapping = take_addresses(meant, text, mapping, groups)
    mapping = _with_own_team(meant, mapping, own, arrival.constants)
    if mapping.missing:
        lacking = {"columns": mapping.missing, "rows": text.cells.height}
        finding = Finding("FILE_COLUMNS_MISSING", meant.name, params=lacking)
        raise FileRefused(finding, mapping=mapping, n_rows=text.cells.height)
    text, notes = without_example(meant, text, mapping)
    if text.cells.is_empty():
        raise FileRefused(Finding("FILE_NO_ROWS", meant.name))
    notes = (*_recalled(meant, known), *notes)
    return Reading(meant, text, mapping, service.tokens, service.exports, notes, shape, said)


def _meant(text: TextTable, tables: list[Table], arrival: Arrival) -> Table:
    """The list whose headings these are. Raises FileAsks where they may be another's as well,
    unless somebody who explained the headings has seen what the file was taken for."""
    doubtful = doubtful_tables(text.headers, tables) if arrival.corrections is None else []
    if doubtful:
        samples = {one.table: tuple(text.headers[at] for at in one.positions) for one in doubtful}
        raise FileAsks("table", samples, mapping=doubtful[0], n_rows=text.cells.height)
    return TABLES[guess_table(text.headers, tables)[0][0]]


def _text_of(arrival: Arrival, tables: list[Table], recall: Recall) -> TextTable:
    """Headings that the table does not know count as such once somebody has explained them."""
    try:
        return read_text_table(arrival.raw, tables, arrival.choices, arrival.file_name)
    except FileRefused as refusal:
        if not _is_explained(arrival, refusal, recall):
            raise
        choices = replace(arrival.choices, header_row=refusal.header_row)
        return read_text_table(arrival.raw, tables, choices, arrival.file_name)


def _is_explained(arrival: Arrival, refusal: FileRefused, recall: Recall) -> bool:
    codes = {finding.code for finding in refusal.findings}
    if refusal.mapping is None or refusal.header_row is None or codes != {"FILE_HEADER_MISSING"}:
        return False
    headers = refusal.mapping.headers
    if arrival.corrections is None:
        return recall(shape_of(headers), ()) is not None
    explained = {fold_header(heading) for heading in arrival.corrections}
    return not explained.isdisjoint(map(fold_header, headers))


def _usable(known: Remembered | None, tables: list[Table]) -> Remembered | None:
    """What was said about another list, or about columns that are no more, says nothing here."""
    if known is None or known.table not in {table.name for table in tables}:
        return None
    columns = TABLES[known.table].columns
    kept = {head: name for head, name in known.corrections.items() if name in (None, *columns)}
    return replace(known, corrections=kept)


def _words(meant: Table, arrival: Arrival, known: Remembered | None) -> Remembered:
    """What is said now, beside what was remembered."""
    constants, corrections = dict(arrival.constants), arrival.corrections or {}
    if known:
        constants, corrections = {**known.constants, **constants}, known.corrections
    constants = {name: word for name, word in constants.items() if name in meant.columns}
    return Remembered(meant.name, corrections, constants)


def _mapping(meant: Table, text: TextTable, said: Remembered) -> Headings:
    headings = match_headers(meant, text.headers, said.constants, said.corrections)
    return without_numbering(headings, text.cells)


def _with_own_team(
    meant: Table, mapping: Headings, own: Mapping[str, str], said: Mapping[str, str]
) -> Headings:
    """What a team sends without a word of who did it, it did itself; so did the volunteer who alone
    uses the account, unless the file has a column that may say otherwise."""
    if meant.name not in _DONE_BY_TEAMS or own.keys() & {*mapping.columns, *said}:
        return mapping
    names = own.keys() - ({"member_id"} if mapping.unread else set())
    return replace(mapping, constants=mapping.constants | {name: own[name] for name in names})


def _recalled(meant: Table, known: Remembered | None) -> tuple[Finding, ...]:
    if known is None or known.said_at is None:
        return ()
    said = {"day": format_day(known.said_at.date())}
    return (Finding("MAPPING_REMEMBERED", meant.name, params=said),)
