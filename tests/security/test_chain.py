"""The audit can only be added to, and whoever gets around that breaks the chain visibly."""

import multiprocessing
import threading
from datetime import datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic import command
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lib.reports.audit import chain_state
from lib.security.audit import record, saw_list, saw_record
from lib.settings import Settings
from lib.store.audit import BEGINNING, Broken, Head, add_audit, audit_head, line_hash, verify_chain
from lib.store.engine import Store, open_store
from lib.store.history import Author
from lib.store.migrate import config
from lib.store.oversight import REASONS
from lib.store.tables import AUDIT
from lib.store.viewing import WINDOW, Look, finish_looks, note_look
from tests.security.wards import NOW, actor


def verified(store: Store, noted: Head | None = None) -> Broken | None:
    with store.read() as conn:
        return verify_chain(conn, store.ward_id, *([noted] if noted else []))


def head(store: Store) -> Head:
    with store.read() as conn:
        return audit_head(conn, store.ward_id)


def lines(store: Store, *names: str) -> list[tuple]:
    with store.read() as conn:
        query = sa.select(*(AUDIT.c[name] for name in names)).order_by(AUDIT.c.number)
        return [tuple(line) for line in conn.execute(query)]


def write(store: Store, n: int) -> None:
    for k in range(n):
        record(store, "lan", "rows.import", at=NOW + timedelta(seconds=k), table="cases", n_rows=k)


def tamper(store: Store, *statements: str) -> None:
    """As somebody with the database file in hand would."""
    on = " ON audit" if store.engine.dialect.name == "postgresql" else ""
    with store.write() as conn:
        for verb in ("UPDATE", "DELETE"):
            conn.execute(sa.text(f"DROP TRIGGER audit_no_{verb}{on}"))
        for statement in statements:
            conn.execute(sa.text(statement))


def test_an_empty_chain_holds(store: Store) -> None:
    assert verified(store) is None
    assert head(store) == Head(0, BEGINNING)


def test_a_chain_holds_and_its_numbers_have_no_gap(store: Store) -> None:
    write(store, 5)
    assert verified(store) is None
    assert [number for (number,) in lines(store, "number")] == [1, 2, 3, 4, 5]


def test_the_hash_covers_everything_that_a_line_says(store: Store) -> None:
    line = {
        "ward_id": "w", "number": 1, "at": NOW, "actor": "a", "action": "x", "table_name": None,
        "row_id": None, "import_id": None, "n_rows": None, "subject": None, "reason_hash": None,
        "changes": True,
    }  # fmt: skip
    assert set(line) == set(AUDIT.c.keys()) - {"seq", "hash"}
    hashes = {line_hash(line, BEGINNING), line_hash(line, "1" * 64)}
    for name, other in (("at", NOW + timedelta(days=1)), ("changes", False), ("number", 2)):
        hashes.add(line_hash(line | {name: other}, BEGINNING))
    for name in set(line) - {"at", "changes", "number"}:
        hashes.add(line_hash(line | {name: "other"}, BEGINNING))
    assert len(hashes) == 1 + 1 + len(line)


@pytest.mark.parametrize("statement", ["UPDATE audit SET actor = 'x'", "DELETE FROM audit"])
def test_the_database_refuses_to_change_what_was_written(store: Store, statement: str) -> None:
    write(store, 2)
    with pytest.raises(sa.exc.DBAPIError), store.write() as conn:
        conn.execute(sa.text(statement))
    assert len(lines(store, "seq")) == 2


@pytest.mark.parametrize(
    ("statement", "broken"),
    [
        ("UPDATE audit SET actor = 'nobody' WHERE number = 3", Broken(3, "altered")),
        ("UPDATE audit SET n_rows = 7 WHERE number = 1", Broken(1, "altered")),
        ("UPDATE audit SET subject = 'x' WHERE number = 5", Broken(5, "altered")),
        ("DELETE FROM audit WHERE number = 2", Broken(2, "missing")),
        ("DELETE FROM audit WHERE number = 1", Broken(1, "missing")),
        ("UPDATE audit SET number = number + 100 WHERE number > 3", Broken(4, "missing")),
    ],
)
def test_what_was_touched_is_named(store: Store, statement: str, broken: Broken) -> None:
    write(store, 5)
    tamper(store, statement)
    assert verified(store) == broken


def test_two_lines_that_change_places_are_found(store: Store) -> None:
    write(store, 4)
    move = "UPDATE audit SET number = {} WHERE number = {}"
    tamper(store, *(move.format(*step) for step in ((99, 2), (2, 3), (3, 99))))
    assert verified(store) == Broken(2, "altered")


def test_lines_cut_off_the_end_are_found_by_a_head_noted_elsewhere(store: Store) -> None:
    write(store, 5)
    noted = head(store)
    tamper(store, "DELETE FROM audit WHERE number > 3")
    assert verified(store) is None
    assert verified(store, noted) == Broken(4, "cut")
    write(store, 3)  # somebody grows new lines in their place
    assert verified(store, noted) == Broken(5, "altered")


def cut(store: Store, after: int) -> None:
    """As somebody would who does not go through the program."""
    with store.engine.begin() as conn:
        on = " ON audit" if conn.dialect.name == "postgresql" else ""
        conn.execute(sa.text(f"DROP TRIGGER audit_no_DELETE{on}"))
        conn.execute(sa.delete(AUDIT).where(AUDIT.c.number > after))


@pytest.mark.parametrize("action", ["rows.import", "field.reveal"])
def test_lines_cut_off_the_end_are_found_by_what_stands_beside(
    store: Store, ward: Settings, action: str
) -> None:
    """Whether they changed data or only looked at it; new lines in their place hide nothing."""
    write(store, 5)
    record(store, "lan", action, at=NOW, table="cases")
    auditor = actor("auditor")
    assert chain_state(store, auditor).broken is None
    cut(store, 5)
    assert chain_state(store, auditor).broken == Broken(6, "cut")
    write(store, 3)
    assert chain_state(store, auditor).broken == Broken(6, "altered")
    again = open_store(ward)
    assert again.problem == "STORE_BEHIND"
    again.close()


def test_a_line_put_in_between_with_a_good_hash_breaks_the_next(store: Store) -> None:
    write(store, 3)
    with store.read() as conn:
        second = dict(conn.execute(sa.select(AUDIT).where(AUDIT.c.number == 2)).mappings().one())
        (first,) = conn.execute(sa.select(AUDIT.c.hash).where(AUDIT.c.number == 1)).one()
    forged = second | {"actor": "somebody else"}
    forge = "UPDATE audit SET actor = 'somebody else', hash = '{}' WHERE number = 2"
    tamper(store, forge.format(line_hash(forged, first)))
    assert verified(store) == Broken(3, "altered")


def test_a_reason_is_kept_apart_and_may_be_erased_but_not_changed(store: Store) -> None:
    record(store, "lan", "field.reveal", at=NOW, reason="gọi cho bà Hoa")
    assert "Hoa" not in str(lines(store, *AUDIT.c.keys()))
    with store.write() as conn:
        conn.execute(sa.update(REASONS).values(reason="không có gì"))
    assert verified(store) == Broken(1, "altered")
    with store.write() as conn:
        conn.execute(sa.delete(REASONS))
    assert verified(store) is None


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(said=st.lists(st.tuples(st.text(min_size=1), st.text(), st.datetimes()), max_size=5))
def test_whatever_is_said_comes_back_as_it_was_hashed(
    store: Store, said: list[tuple[str, str, datetime]]
) -> None:
    before = head(store).number
    for who, what, at in said:
        clean = [
            text.replace("\x00", "").encode("utf-8", "ignore").decode() for text in (who, what)
        ]
        record(store, clean[0], "rows.import", at=at, subject=clean[1])
    assert verified(store) is None
    assert head(store).number == before + len(said)


def test_each_ward_has_a_chain_of_its_own(store: Store) -> None:
    write(store, 2)
    with store.write() as conn:
        add_audit(conn, "other", Author("x", NOW), "rows.import")
    write(store, 1)
    assert verified(store) is None
    with store.read() as conn:
        assert verify_chain(conn, "other") is None
        assert audit_head(conn, "other").number == 1
    assert head(store).number == 3


def _add_many(ward: Settings, n: int) -> None:
    store = open_store(ward)
    write(store, n)
    store.close()


def test_writers_at_the_same_time_build_one_chain(ward: Settings, store: Store) -> None:
    """Two processes and two threads."""
    spawn = multiprocessing.get_context("spawn")
    processes = [spawn.Process(target=_add_many, args=(ward, 15)) for _n in range(2)]
    threads = [threading.Thread(target=write, args=(store, 15)) for _n in range(2)]
    for worker in (*processes, *threads):
        worker.start()
    for worker in (*processes, *threads):
        worker.join()
    assert [process.exitcode for process in processes] == [0, 0]
    assert verified(store) is None
    assert head(store).number == 60


def test_old_lines_are_chained_in_their_order(tmp_path: Path) -> None:
    """A database of the first version, with lines, brought up to date."""
    engine = sa.create_engine(f"sqlite:///{tmp_path / 'old.db'}")
    line = "INSERT INTO audit (ward_id, at, actor, action, n_rows) VALUES "
    values = "('ward', '2021-12-29 08:30:0{n}.000000', 'lan', 'rows.import', {n})"
    with engine.begin() as connection:
        command.upgrade(config(connection), "0001")
        for n in (1, 2, 3):
            connection.execute(sa.text(line + values.format(n=n)))
    with engine.begin() as connection:
        command.upgrade(config(connection), "0002")
        assert verify_chain(connection, "ward") is None
        assert audit_head(connection, "ward").number == 3
        add_audit(connection, "ward", Author("lan", NOW), "rows.import")
        assert verify_chain(connection, "ward") is None
        assert connection.scalar(sa.text("SELECT max(seq) FROM audit")) == 4
    engine.dispose()


def test_looking_is_noted_and_moves_no_data_version(store: Store) -> None:
    write(store, 1)
    version = store.data_version()
    saw_list(store, actor("vice_chair"), "quarantine", 12)
    saw_record(store, actor("vice_chair"), "cases", "C1")
    finish_looks(store)
    seen = lines(store, "action", "subject", "table_name", "row_id", "n_rows")[1:]
    assert set(seen) == {
        ("list.see", "quarantine", None, None, 12), ("record.see", None, "cases", "C1", 1),
    }  # fmt: skip
    assert store.data_version() == version
    assert verified(store) is None


def test_a_page_drawn_again_is_noted_once_unless_it_shows_more(store: Store) -> None:
    look, minute = Look("lan", "list.see", subject="quarantine"), timedelta(minutes=1)
    for n_rows, after in ((20, 0), (20, 1), (3, 2), (25, 3), (25, 4)):
        note_look(store, look, n_rows, NOW + after * minute)
    note_look(store, Look("binh", "list.see", subject="quarantine"), 20, NOW + minute)
    note_look(store, look, 4, NOW + 3 * minute + WINDOW)
    finish_looks(store)
    assert sorted(lines(store, "actor", "n_rows")) == [
        ("binh", 20), ("lan", 4), ("lan", 20), ("lan", 25),
    ]  # fmt: skip


def test_whoever_reads_is_not_kept_waiting_by_whoever_writes(store: Store) -> None:
    with store.write() as conn:  # an import that takes its time
        saw_list(store, actor("vice_chair"), "quarantine", 12)
        add_audit(conn, store.ward_id, Author("lan", NOW), "rows.import")
    finish_looks(store)
    assert [action for (action,) in lines(store, "action")] == ["rows.import", "list.see"]
