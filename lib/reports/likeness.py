"""How alike two listed people are. It proposes pairs; whether they are one, a person says.

Agreements add points and contradictions take some away, as Fellegi and Sunter (1969) taught; a
pair is proposed from LIKELY points on. A name alone never reaches them. Two names that differ in
their marks although both are written with marks (Hoa, and Hoa with a grave) are two people.
"""

from functools import lru_cache

import polars as pl
from rapidfuzz.distance import OSA

from lib.text.fold import fold_key, fold_search

LIKELY = 4.5
# What is not known on both sides says nothing.
WEIGHTS: dict[str, dict[str, float]] = {
    "full_name": {
        "same": 3, "unmarked": 2.75, "reordered": 2, "shortened": 2, "misspelt": 1.5,
        "misspelt_given": 1, "marks_differ": -4, "other": -4,
    },
    "birth": {
        "same_day": 3, "swapped_day": 2.5, "same_year": 2, "other_day": 0.5, "next_year": -0.25,
        "other_year": -4,
    },
    "phone": {"same": 2, "other": -0.5},
    "door": {"same": 2, "other": -0.5},
    "group_id": {"same": 1, "other": -1.5},
    "sex": {"same": 0, "other": -2},
    "national_id": {"same": 6, "other": -5},
    "external_id": {"same": 6, "other": -1},
}  # fmt: skip
PERSON: dict[str, pl.DataType | type[pl.DataType]] = {
    "id": pl.String, "full_name": pl.String, "sex": pl.String, "birth_date": pl.Date,
    "birth_year": pl.Int64, "phones": pl.List(pl.String), "national_id": pl.String,
    "external_id": pl.String, "group_id": pl.String, "door": pl.String,
}  # fmt: skip
# Two entries about one person share all cells of at least one line.
_BLOCKS: tuple[tuple[str, ...], ...] = (
    ("words", "birth_year"), ("words", "group_id"), ("given", "birth_year", "group_id"),
    ("birth_date", "group_id"), ("birth_date", "given"), ("phones",), ("door",),
    ("national_id",), ("external_id",),
)  # fmt: skip
# More people than this behind one telephone or door share an office, not a life.
_LARGEST_BLOCK = 200
_SHORT_WORD, _SHORT_NAME, _LONG_NAME = 2, 6, 14
_OTHER = ":2"


def alike(people: pl.DataFrame) -> pl.DataFrame:
    """`people` has the columns of PERSON; phones, doors and ids are in their stored form.

    Returns "first", "second" (ids, the lower first), "points" and, under each aspect of WEIGHTS,
    what agrees or contradicts (null: not known); the most alike first.
    """
    known = _with_keys(people)
    pairs = _side_by_side(known)
    said = pairs.select(
        pl.col("id").alias("first"),
        pl.col("id" + _OTHER).alias("second"),
        _names(pairs),
        _birth().alias("birth"),
        _phones().alias("phone"),
        *(_equality(name).alias(name) for name in WEIGHTS.keys() & PERSON.keys() - {"full_name"}),
    )
    points = pl.sum_horizontal(
        pl.col(aspect).replace_strict(
            list(levels), pl.Series(levels.values(), dtype=pl.Float64), default=0
        )
        for aspect, levels in WEIGHTS.items()
    )
    return (
        said.with_columns(points=points)
        .filter(pl.col("points") >= LIKELY)
        .select("first", "second", "points", *WEIGHTS)
        .sort("points", "first", "second", descending=[True, False, False])
    )


def _with_keys(people: pl.DataFrame) -> pl.DataFrame:
    in_order = people.select(*PERSON).sort("id")
    names = [fold_search(name or "").split() for name in in_order["full_name"]]
    words = [" ".join(sorted(name)) or None for name in names]
    given = [name[-1] if name else None for name in names]
    return in_order.with_row_index("n").with_columns(
        words=pl.Series(words, dtype=pl.String), given=pl.Series(given, dtype=pl.String)
    )


def _side_by_side(known: pl.DataFrame) -> pl.DataFrame:
    """Each pair of a block once, both entries in one row."""
    found = pl.concat([_pairs_of(known, list(block)) for block in _BLOCKS]).unique()
    second = known.rename({name: name + _OTHER for name in known.columns})
    return found.join(known, on="n").join(second, on="n" + _OTHER)


def _pairs_of(known: pl.DataFrame, block: list[str]) -> pl.DataFrame:
    members = known.select("n", *block)
    if block == ["phones"]:
        members = members.explode("phones")
    members = members.drop_nulls().filter(pl.len().over(block) <= _LARGEST_BLOCK)
    pairs = members.join(members, on=block, suffix=_OTHER).select("n", "n" + _OTHER)
    return pairs.filter(pl.col("n") < pl.col("n" + _OTHER))


def _equality(name: str) -> pl.Expr:
    equal = pl.col(name) == pl.col(name + _OTHER)
    return pl.when(equal).then(pl.lit("same")).when(equal.not_()).then(pl.lit("other"))


def _phones() -> pl.Expr:
    own, other = pl.col("phones"), pl.col("phones" + _OTHER)
    shared = own.list.set_intersection(other).list.len() > 0
    is_known = (own.list.len() > 0) & (other.list.len() > 0)
    return pl.when(shared).then(pl.lit("same")).when(is_known).then(pl.lit("other"))


def _birth() -> pl.Expr:
    day, other_day = pl.col("birth_date"), pl.col("birth_date" + _OTHER)
    apart = (pl.col("birth_year") - pl.col("birth_year" + _OTHER)).abs()
    swapped = (day.dt.day() == other_day.dt.month()) & (day.dt.month() == other_day.dt.day())
    return (
        pl.when(day == other_day).then(pl.lit("same_day"))
        .when((apart == 0) & swapped).then(pl.lit("swapped_day"))
        .when((apart == 0) & day.is_not_null() & other_day.is_not_null()).then(pl.lit("other_day"))
        .when(apart == 0).then(pl.lit("same_year"))
        .when(apart == 1).then(pl.lit("next_year"))
        .when(apart.is_not_null()).then(pl.lit("other_year"))
    )  # fmt: skip


def _names(pairs: pl.DataFrame) -> pl.Series:
    both = zip(pairs["full_name"], pairs["full_name" + _OTHER], strict=True)
    return pl.Series("full_name", [compare_names(*pair) for pair in both], dtype=pl.String)


@lru_cache(maxsize=1 << 18)
def compare_names(one: str | None, other: str | None) -> str | None:
    """A level of WEIGHTS["full_name"]; None when one of the two is not known."""
    if not one or not other:
        return None
    keys = fold_key(one).split(), fold_key(other).split()
    if keys[0] == keys[1]:
        return "same"
    bare = fold_search(one).split(), fold_search(other).split()
    if bare[0] == bare[1]:
        return (
            "unmarked"
            if _is_unmarked(keys, bare) or _forgot_marks(keys, bare[0])
            else "marks_differ"
        )
    if sorted(bare[0]) == sorted(bare[1]):
        return "reordered"
    if bare[0][-1] != bare[1][-1]:
        return "misspelt_given" if _is_misspelt(*bare) else "other"
    if keys[0][-1] != keys[1][-1] and not _is_unmarked(keys, bare):
        return "marks_differ"
    if _is_shortened(*sorted(bare, key=len)):
        return "shortened"
    return "misspelt" if _is_misspelt(*bare) else "other"


Words = list[str]


def _is_unmarked(keys: tuple[Words, Words], bare: tuple[Words, Words]) -> bool:
    """Whether one of the two is written without any mark, as on an old telephone."""
    return keys[0] == bare[0] or keys[1] == bare[1]


def _forgot_marks(keys: tuple[Words, Words], bare: Words) -> bool:
    """Whether the names differ only in words that one of them writes bare, the given name (the
    last word) not among them: Hoa among marked words is Hoa."""
    one, other = keys
    differing = [plain in (a, b) for a, b, plain in zip(one, other, bare, strict=True) if a != b]
    return all(differing) and one[-1] == other[-1]


def _is_shortened(short: list[str], long: list[str]) -> bool:
    """Words left out in the middle, or only their beginnings written: Ng. V. Duc."""
    if len(short) == len(long):
        pairs = zip(short, long, strict=True)
        return all(_begins(a, b) or _begins(b, a) for a, b in pairs)
    rest = iter(long)
    return len(short) > 1 and _begins(short[0], long[0]) and all(word in rest for word in short[1:])


def _begins(short: str, long: str) -> bool:
    """Ng., V and the whole word; not a word with its last letter forgotten."""
    letters = short.rstrip(".")
    is_abbreviated = letters != short or len(letters) <= _SHORT_WORD
    return short == long or (is_abbreviated and long.startswith(letters))


def _is_misspelt(one: Words, other: Words) -> bool:
    """One letter wrong, in a long name two."""
    texts = " ".join(one), " ".join(other)
    length = min(map(len, texts))
    allowed = 0 if length < _SHORT_NAME else 1 if length < _LONG_NAME else 2
    return bool(OSA.distance(*texts, score_cutoff=allowed) <= allowed)
