"""Which kept files name somebody, told by their cells. The history knows the files that wrote the
person's rows; not those of which nothing was taken, nor those that said nothing new.
"""

from collections.abc import Iterator, Set
from dataclasses import asdict

from lib.actions.originals import hash_of, kept_files
from lib.ingest.choices import NO_CHOICES, Choices
from lib.ingest.reader import TextTable, read_text_table
from lib.ingest.refusal import FileAsks, FileRefused
from lib.schema.tables import TABLES
from lib.store.engine import Store
from lib.store.forgetting import mentions

_FIRST_ROW = 1


def files_naming(store: Store, words: Set[str]) -> frozenset[str]:
    """Hashes of the files. `words`: names and numbers, folded. A namesake's file counts too."""
    kept = {hash_of(path): path for path in kept_files(store.settings.uploads)}
    return frozenset(sha256 for sha256, path in kept.items() if _names(path.read_bytes(), words))


def _names(raw: bytes, words: Set[str]) -> bool:
    """Row by row, so that a name in two cells is found."""
    rows = (row for text in _readings(raw) for row in text.cells.drop("row").iter_rows())
    return any(mentions(row, words) for row in rows)


def _readings(raw: bytes, choices: Choices = NO_CHOICES) -> Iterator[TextTable]:
    """Every way to read a file about which a person was asked; one without known headings from
    its first row on. Nothing of a file that is no list."""
    try:
        yield read_text_table(raw, list(TABLES.values()), choices)
    except FileAsks as asks:
        for option in asks.options:
            yield from _readings(raw, Choices(**asdict(choices) | {asks.question: option}))
    except FileRefused:
        if choices.header_row is None:
            yield from _readings(raw, Choices(**asdict(choices) | {"header_row": _FIRST_ROW}))
