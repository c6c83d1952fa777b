"""What a heading may mean: as it is written, without what stands in brackets, or nearly so."""

import re
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache

from rapidfuzz import fuzz
from rapidfuzz.distance import OSA

from lib.ingest.vocabulary import abbreviations, of_another, of_the_person
from lib.text.fold import fold_header

_LONGEST = 200  # a longer cell is a title or a remark
_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_LETTERS_PER_SLIP = 6
_ALIKE = 70  # per cent of words in common, for a suggestion that a person will judge
Words = Mapping[str, tuple[str, ...]]  # column -> folded headings that name it, best first


@lru_cache(maxsize=4096)
def readings(heading: str) -> tuple[str, ...]:
    """Folded, the likeliest first: the whole; without brackets; of a heading over several rows
    the lower ones and the last, which the rows above only gather. What names another person
    ("relatives", above "telephone") is never left out."""
    if len(heading) > _LONGEST:
        return ()
    if _is_of_another(heading):
        whole = fold_header(heading)
        return tuple(dict.fromkeys([whole, _spelt_out(whole)]))
    bare = _BRACKETS.sub(" ", heading)
    lines = [line for line in bare.split("\n") if fold_header(line)]
    ways = [heading, bare, *("\n".join(lines[at:]) for at in range(1, len(lines))), *lines[-1:]]
    folded = [each for way in ways if (each := fold_header(way))]
    return tuple(dict.fromkeys([*folded, *map(_spelt_out, folded)]))


def _is_of_another(heading: str) -> bool:
    folded = f" {fold_header(heading)} "
    names_another = any(f" {word} " in folded for word in of_another())
    return names_another and not any(f" {word} " in folded for word in of_the_person())


def _spelt_out(folded: str) -> str:
    """Without abbreviations; of one word alone nobody knows what it is short for."""
    words = folded.split(" ")
    return " ".join(abbreviations().get(word, word) for word in words) if words[1:] else folded


@cache
def column_words(headers: tuple[str, ...]) -> tuple[str, ...]:
    """The folded headings that name a column, best first."""
    folded = [fold_header(header) for header in headers]
    return tuple(dict.fromkeys([*folded, *map(_spelt_out, folded)]))


def take_exact(words: Words, free: dict[int, str]) -> dict[str, int]:
    """column -> position, taken out of `free` (position -> heading). The first column that fits
    takes a position; of several positions the one with its best word."""
    taken: dict[str, int] = {}
    for depth in range(max((len(readings(heading)) for heading in free.values()), default=0)):
        at: dict[str, list[int]] = {}
        for position, heading in free.items():
            if depth < len(ways := readings(heading)):
                at.setdefault(ways[depth], []).append(position)
        for column, known in words.items():
            found = next((word for word in known if word in at), None)
            if column not in taken and found:
                taken[column] = at[found].pop(0)
                del free[taken[column]]
                if not at[found]:
                    del at[found]
    return taken


def take_nearly(words: Words, free: dict[int, str]) -> dict[str, int]:
    """As take_exact, for headings that are a slip of the pen or two away from one column only."""
    open_words, taken = dict(words), {}
    for position, heading in list(free.items()):
        if column := _nearest(heading, open_words):
            taken[column] = position
            del free[position], open_words[column]
    return taken


def _nearest(heading: str, words: Words) -> str | None:
    for folded in readings(heading):
        if _names_two(folded, words):
            return None
        slips = len(folded) // _LETTERS_PER_SLIP
        near = sorted((_distance(folded, known, slips), column) for column, known in words.items())
        if near and near[0][0] <= slips and (len(near) == 1 or near[1][0] > near[0][0]):
            return near[0][1]
    return None


def _names_two(folded: str, words: Words) -> bool:
    """ "Name, year of birth": more than one thing, and no slip of the pen."""
    said = {
        column
        for column, known in words.items()
        if any(" " in word and f" {word} " in f" {folded} " for word in known)
    }
    return len(said) > 1


def _distance(folded: str, known: Iterable[str], limit: int) -> int:
    return min((OSA.distance(folded, word, score_cutoff=limit) for word in known), default=99)


def suggest(words: Words, free: Mapping[int, str]) -> dict[str, int]:
    """column -> the position whose heading says most like it, for a person to look at."""
    suggested = {}
    for column, known in words.items():
        scores = [
            (fuzz.token_set_ratio(folded, word), -position)
            for position, heading in free.items()
            for folded in readings(heading)[:1]
            for word in known
        ]
        if scores and max(scores)[0] >= _ALIKE:
            suggested[column] = -max(scores)[1]
    return suggested
