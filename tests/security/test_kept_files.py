"""The files that teams sent are kept as long as the ward says, then they are gone."""

import os
from datetime import datetime, timedelta

import pytest
import sqlalchemy as sa

from lib.actions.imports import accept_import
from lib.actions.originals import hourly_sweeps, sweep_originals
from lib.settings import TIME_ZONE
from lib.store.backups import make_backup
from lib.store.engine import Store
from lib.store.policies import put_policy
from lib.store.problems import StoreProblem
from lib.store.tables import AUDIT
from lib.store.uploads import keep_original, sha256_of
from tests.security.wards import NOW, ROWS, actor

OFFICER = actor("data_officer")
GROUP = "group_id,name\nTDP07,Tổ 7\n".encode()


@pytest.fixture
def sent(filled: Store) -> Store:
    """With the files of its imports; a copied database comes without."""
    for rows in ROWS.values():
        keep_original(filled.settings.uploads, str(rows).encode())
    return filled


def kept(store: Store) -> set[str]:
    """Hashes of the files that are there, as they came and beside the backups."""
    folders = (store.settings.uploads, store.settings.folder / "backups" / "originals")
    return {path.name.partition(".")[0] for folder in folders for path in folder.glob("*.*")}


def days_later(days: int) -> datetime:
    return NOW + timedelta(days=days)


@pytest.mark.parametrize(("days", "are_kept"), [(90, True), (91, False)])
def test_files_go_when_their_time_is_over(sent: Store, days: int, are_kept: bool) -> None:
    make_backup(sent, NOW, "hour")
    before = kept(sent)
    assert len(before) == len(ROWS)
    n_removed = sweep_originals(sent, days_later(days))
    assert (kept(sent), n_removed) == ((before, 0) if are_kept else (set(), len(ROWS)))


def test_the_wards_own_number_of_days_holds(sent: Store) -> None:
    with sent.write() as conn:
        put_policy(conn, sent.ward_id, "uploads_kept_days", 7)
    sweep_originals(sent, days_later(8))
    assert kept(sent) == set()


def test_a_file_that_came_again_is_kept_from_then_on(sent: Store) -> None:
    for days in (0, 60):
        moment = days_later(days)
        accept_import(sent, OFFICER, GROUP, "t.csv", "groups", now=moment)
    sweep_originals(sent, days_later(100))
    assert kept(sent) == {sha256_of(GROUP)}


def test_a_file_that_became_no_import_goes_by_its_own_age(sent: Store) -> None:
    path = keep_original(sent.settings.uploads, b"map")
    written = days_later(5).replace(tzinfo=TIME_ZONE).timestamp()
    os.utime(path, (written, written))
    sweep_originals(sent, days_later(95))
    assert kept(sent) == {sha256_of(b"map")}
    sweep_originals(sent, days_later(96))
    assert kept(sent) == set()


def test_what_was_read_stays_and_the_audit_tells(sent: Store) -> None:
    with sent.read() as conn:
        imports = conn.scalar(sa.text("SELECT count(*) FROM imports"))
    sweep_originals(sent, days_later(91))
    assert sweep_originals(sent, days_later(92)) == 0
    with sent.read() as conn:
        assert conn.scalar(sa.text("SELECT count(*) FROM imports")) == imports
        lines = conn.execute(sa.select(AUDIT).where(AUDIT.c.action == "files.forget")).all()
    assert [(line.actor, line.n_rows, line.changes) for line in lines] == [
        ("server", len(ROWS), False)
    ]


def test_no_file_goes_without_its_line(sent: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_args: object, **_named: object) -> None:
        raise StoreProblem("STORE_FAILED")

    monkeypatch.setattr("lib.actions.originals.add_audit", refuse)
    before = kept(sent)
    with pytest.raises(StoreProblem):
        sweep_originals(sent, days_later(91))
    assert kept(sent) == before


def test_the_server_sweeps_by_itself(sent: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("lib.actions.originals.present", lambda: days_later(91))
    with hourly_sweeps(sent):
        pass  # the end waits for what is under way, and the first sweep is at once
    assert kept(sent) == set()
