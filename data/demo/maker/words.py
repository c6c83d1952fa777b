"""Every Vietnamese word comes from names.toml or from the schema; Python stays ASCII."""

import random
import tomllib
import unicodedata
from datetime import date, datetime
from pathlib import Path
from typing import Any

DEMO = Path(__file__).resolve().parent.parent
SCHEMA = DEMO.parent / "schema"
SCHEMA_FILES = ("places", "teams", "quarantine", "vaccination", "compliance")

WORDS: dict[str, Any] = tomllib.loads((DEMO / "names.toml").read_text("utf-8"))
ENUMERATIONS = tomllib.loads((SCHEMA / "enumerations.toml").read_text("utf-8"))
TABLES = {
    name: spec
    for file in SCHEMA_FILES
    for name, spec in tomllib.loads((SCHEMA / f"{file}.toml").read_text("utf-8")).items()
}
SEED = 587


def stream(name: str) -> random.Random:
    """A random stream of its own for each subject, so that one change does not move the others."""
    return random.Random(f"{SEED}:{name}")


def label(enumeration: str, code: str | None) -> str:
    """The Vietnamese word for a code; nothing stays nothing."""
    return ENUMERATIONS[enumeration][code]["vi"] if code else ""


def heading(table: str, column: str, style: str) -> str:
    """A heading as a team writes it: `vi`, `plain` (no diacritics), `en`, or `code`."""
    spec = TABLES[table]["columns"][column]
    if style == "code":
        return column
    return without_marks(spec["vi"]) if style == "plain" else spec[style]


def without_marks(text: str) -> str:
    decomposed = unicodedata.normalize("NFD", text)
    bare = "".join(c for c in decomposed if not unicodedata.combining(c))
    return bare.replace("\u0111", "d").replace("\u0110", "D").replace("\u00b0", "")


def yes_no(value: bool | None) -> str:
    return "" if value is None else WORDS["answer"]["yes" if value else "no"]


def day_text(day: date | None) -> str:
    return f"{day:%d/%m/%Y}" if day else ""


def moment_text(moment: datetime | None) -> str:
    return f"{moment:%d/%m/%Y %H:%M}" if moment else ""


def group_text(rng: random.Random, style: str, number: int) -> str:
    return rng.choice(WORDS["group_as_written"][style]).format(n=number)


class PhoneBook:
    """Hands out numbers of 0190, a range that no Vietnamese operator has; never one twice."""

    def __init__(self, rng: random.Random) -> None:
        self._rng = rng
        self._numbers = iter(rng.sample(range(1_000_000), 5_000))

    def next(self) -> str:
        digits = f"{next(self._numbers):06}"
        if self._rng.random() < 0.7:
            return f"0190{digits}"
        return f"0190 {digits[:3]} {digits[3:]}"
