"""What a column, an enumeration and a table are. Pure declarations; nothing reads a file here."""

from dataclasses import dataclass, field
from typing import Literal

ColumnType = Literal[
    "text", "code", "phone", "national_id", "integer", "number", "boolean",
    "date", "moment", "year", "enum", "ref",
]  # fmt: skip
FieldClass = Literal["open", "personal", "sensitive"]
Level = Literal["error", "warning", "note"]

TEXT_LIMIT = 500


@dataclass(frozen=True)
class EnumValue:
    code: str
    en: str
    vi: str
    also: tuple[str, ...] = ()

    @property
    def spellings(self) -> tuple[str, ...]:
        return (self.code, self.vi, self.en, *self.also)

    def label(self, language: str) -> str:
        return self.en if language == "en" else self.vi


@dataclass(frozen=True)
class Enumeration:
    name: str
    values: tuple[EnumValue, ...]

    @property
    def codes(self) -> tuple[str, ...]:
        return tuple(value.code for value in self.values)

    def label(self, code: str | None, language: str) -> str:
        """The reader's word for a code; an unknown code is shown as it is, nothing as ''."""
        found = next((value for value in self.values if value.code == code), None)
        return found.label(language) if found else (code or "")


@dataclass(frozen=True)
class Column:
    """One field. `class_` says who may see it: open, personal (names a person), sensitive."""

    name: str
    type: ColumnType
    en: str
    vi: str
    also: tuple[str, ...] = ()
    required: bool = False
    class_: FieldClass = "open"
    enum: str | None = None
    ref: str | None = None
    late: bool = False  # a reference that may point to a row imported later
    absent: str | None = None  # stored when the file does not say; flagged
    min: float | None = None
    max: float | None = None
    not_future: bool = False
    example: str = ""

    @property
    def headers(self) -> tuple[str, ...]:
        """Every heading the importer accepts, the exported one first."""
        return (self.vi, self.en, self.name, *self.also)

    @property
    def is_day(self) -> bool:
        return self.type == "date"

    @property
    def max_length(self) -> int:
        return int(self.max) if self.type == "text" and self.max else TEXT_LIMIT

    def label(self, language: str) -> str:
        return self.en if language == "en" else self.vi


@dataclass(frozen=True)
class Constraint:
    """A rule between columns of one row; `code` names the finding when it is broken."""

    rule: Literal["not_before", "any_of", "exactly_one", "same_year", "counted", "within_days"]
    code: str
    column: str = ""
    other: str = ""
    columns: tuple[str, ...] = ()
    days: int = 0
    level: Level = "error"


@dataclass(frozen=True)
class Table:
    name: str
    en: str
    vi: str
    id: str
    natural_key: tuple[str, ...]
    columns: dict[str, Column]
    prefix: str = ""
    title: tuple[str, ...] = ()
    constraints: tuple[Constraint, ...] = field(default=())
    single: bool = False  # one row in the whole ward

    def label(self, language: str) -> str:
        return self.en if language == "en" else self.vi

    @property
    def references(self) -> tuple[Column, ...]:
        return tuple(column for column in self.columns.values() if column.ref)
