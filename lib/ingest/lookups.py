"""What a check must know of the records already kept: their ids, and how people write them."""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from lib.ingest.vocabulary import group_words
from lib.text.fold import fold_key, fold_search

PersonKey = tuple[str, str, int | None]
_NUMBERED = re.compile(r"(?:to|tdp|to dan pho)(?: so)? ?0*([0-9]+)")
_NUMBER_STYLES = ("{n}", "to {n}", "to{n}", "to so {n}", "tdp {n}", "tdp{n}", "tdp so {n}",
                  "to dp {n}", "to dp so {n}", "to dan pho {n}", "to dan pho so {n}")  # fmt: skip


@dataclass(frozen=True)
class Lookups:
    """`ids`: table -> known ids; `names`: table -> person -> ids; `groups`: spelling as
    fold_search gives it -> group_id."""

    ids: dict[str, frozenset[str]]
    names: dict[str, dict[PersonKey, tuple[str, ...]]]
    groups: dict[str, str]


def people_key(full_name: str, group_id: str, birth_year: int | None) -> PersonKey:
    return fold_key(full_name), group_id, birth_year


def people_names(
    people: Iterable[tuple[str, str, str, int | None]],
) -> dict[PersonKey, tuple[str, ...]]:
    """(id, full name, group, birth year) of each person -> Lookups.names of one table.

    Everyone also stands under their name and group without a year, for files that give none.
    """
    found: defaultdict[PersonKey, set[str]] = defaultdict(set)
    for person_id, full_name, group_id, birth_year in people:
        for year in {birth_year, None}:
            found[people_key(full_name, group_id, year)].add(person_id)
    return {key: tuple(sorted(ids)) for key, ids in found.items()}


def group_spellings(groups: Iterable[tuple[str, str]]) -> dict[str, str]:
    """(group_id, name) -> Lookups.groups, with the words for "unknown" and "outside the ward".

    A spelling that fits two groups is none; an id always stands for its own group.
    """
    groups = list(groups)
    meant: defaultdict[str, set[str]] = defaultdict(set)
    for group_id, name in groups:
        for spelling in {fold_search(name), *_numbered(name)}:
            meant[spelling].add(group_id)
    for group_id, _ in groups:
        for spelling in _numbered(group_id):
            meant[spelling].add(group_id)
    clear = {spelling: min(ids) for spelling, ids in meant.items() if len(ids) == 1}
    return group_words() | clear | {fold_search(group_id): group_id for group_id, _ in groups}


def _numbered(name: str) -> set[str]:
    if not (match := _NUMBERED.fullmatch(fold_search(name))):
        return set()
    number = int(match[1])
    return {style.format(n=n) for style in _NUMBER_STYLES for n in (f"{number}", f"{number:02}")}
