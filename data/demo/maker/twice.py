"""Stays that a second team listed again in its own spelling, and people who only look alike."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from maker.files import Row
from maker.words import WORDS, stream, without_marks

# Closed well before the demo's day, so that no figure of that day counts anybody twice.
LAST_CLOSED = date(2021, 12, 22)
HOME = (
    "group_id", "household_id", "house_number", "alley", "street", "latitude", "longitude", "phone",
)  # fmt: skip
N_LOOKALIKES = 2


@dataclass
class Twice:
    """`rows` come behind all others; each pair is (code listed before, new code)."""

    rows: list[Row]
    again: list[tuple[str, str]]
    lookalikes: list[tuple[str, str]]


def list_again(rows: list[Row], refused: list[str]) -> Twice:
    rng = stream("listed twice")
    closed = [row for row in rows if _is_closed(row) and row["case_id"] not in refused]
    complete = [row for row in closed if row["phone"] and len(str(row["full_name"]).split()) > 2]
    chosen = rng.sample(complete, len(SPELLINGS))
    others = [pair for row in closed if (pair := _lookalike(row, closed))][:N_LOOKALIKES]
    again = [(row, row | spell(row)) for row, spell in zip(chosen, SPELLINGS, strict=True)]
    for number, (_old, new) in enumerate(again + others, start=len(rows) + 1):
        new |= {
            "case_id": f"C{number:04}",
            "source_case_id": "",
            "relation": "",
            "order_number": "",
            "completion_number": "",
        }
    return Twice([new for _old, new in again + others], _codes(again), _codes(others))


def _codes(pairs: list[tuple[Row, Row]]) -> list[tuple[str, str]]:
    return [(str(old["case_id"]), str(new["case_id"])) for old, new in pairs]


def _is_closed(row: Row) -> bool:
    if row["case_type"] != "F1" or row["converted_case_id"] or not row["closed_on"]:
        return False
    day, month, year = map(int, str(row["closed_on"]).split("/"))
    return date(year, month, day) <= LAST_CLOSED


def _name(row: Row) -> str:
    return str(row["full_name"])


def _unmarked(row: Row) -> Row:
    return {"full_name": without_marks(_name(row))}


def _unmarked_elsewhere(row: Row) -> Row:
    """Without marks, by somebody who knew the street but not the number."""
    return _unmarked(row) | {"house_number": "", "phone": ""}


def _in_capitals(row: Row) -> Row:
    return {"full_name": _name(row).upper(), "phone": ""}


def _shortened(row: Row) -> Row:
    family, *others = _name(row).split()
    return {"full_name": " ".join((family[:2] + ".", *others))}


def _without_middle(row: Row) -> Row:
    words = _name(row).split()
    return {"full_name": f"{words[0]} {words[-1]}"}


def _misspelt(row: Row) -> Row:
    family, *others = _name(row).split()
    return {"full_name": " ".join((family + family[-1], *others))}


def _year_forgotten(row: Row) -> Row:
    return {"birth_date": "", "birth_year": ""}


def _year_by_the_moon(row: Row) -> Row:
    """Born before the lunar New Year, counted into the year before."""
    return {"birth_date": "", "birth_year": int(str(row["birth_year"])) - 1}


SPELLINGS: tuple[Callable[[Row], Row], ...] = (
    _unmarked, _unmarked, _unmarked_elsewhere, _in_capitals, _shortened, _without_middle,
    _misspelt, _year_forgotten, _year_by_the_moon, _unmarked,
)  # fmt: skip


def _lookalike(row: Row, others: list[Row]) -> tuple[Row, Row] | None:
    """Somebody of the same year and group whose name differs in one mark, behind another door."""
    *head, given = _name(row).split()
    homes = [
        other
        for other in others
        if _group(other) == _group(row) and other["household_id"] != row["household_id"]
    ]
    if given not in WORDS["lookalikes"] or not homes:
        return None
    name = " ".join((*head, WORDS["lookalikes"][given]))
    return row, row | {"full_name": name, "birth_date": ""} | {key: homes[0][key] for key in HOME}


def _group(row: Row) -> str:
    return "".join(letter for letter in str(row["group_id"]) if letter.isdigit())
