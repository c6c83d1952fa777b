"""Decisions about pairs of records are remembered, and can be taken back."""

from datetime import datetime

from lib.store.engine import Store
from lib.store.history import Author
from lib.store.twins import (
    Merge,
    forget_distinct,
    joined_ids,
    note_distinct,
    note_merge,
    note_merge_undone,
    standing_merges,
    two_people,
)

AUTHOR = Author("lan", datetime.fromisoformat("2021-12-29T08:30"))


def test_a_pair_is_one_pair_whoever_is_named_first(store: Store) -> None:
    with store.write() as conn:
        note_distinct(conn, store.ward_id, "cases", ("C2", "C1"), AUTHOR)
    with store.read() as conn:
        assert [each.ids for each in two_people(conn, store.ward_id, "cases")] == [("C1", "C2")]
        assert two_people(conn, store.ward_id, "unvaccinated") == ()
    with store.write() as conn:
        forget_distinct(conn, store.ward_id, "cases", ("C1", "C2"))
    with store.read() as conn:
        assert two_people(conn, store.ward_id, "cases") == ()


def test_a_chain_of_merges_ends_at_the_record_that_stands(store: Store) -> None:
    merges = [
        Merge("M1", "cases", "C2", "C1", (("visits", "V1", 2), ("cases", "C1", 2))),
        Merge("M2", "cases", "C3", "C2"),
        Merge("M3", "members", "TV2", "TV1"),
    ]
    with store.write() as conn:
        for merge in merges:
            note_merge(conn, store.ward_id, merge, AUTHOR)
    with store.read() as conn:
        said = {"merged_by": AUTHOR.actor, "merged_at": AUTHOR.at}
        assert set(standing_merges(conn, store.ward_id)) == {m._replace(**said) for m in merges}
        assert joined_ids(conn, store.ward_id, "cases") == {"C1": "C3", "C2": "C3"}
    with store.write() as conn:
        note_merge_undone(conn, store.ward_id, "M2", AUTHOR)
    with store.read() as conn:
        assert joined_ids(conn, store.ward_id, "cases") == {"C1": "C2"}
