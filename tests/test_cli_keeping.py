"""backup, restore and doctor, from a terminal."""

import json
import re
import shutil
import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from lib.cli import main
from lib.settings import DATABASE_FILE, demo_settings, now, ward_settings
from lib.store.accounts import add_session
from lib.store.backups import backups_folder, list_backups
from lib.store.engine import open_store
from lib.store.head import noted_head

GROUPS = "Mã tổ,Tên tổ\nTDP01,Tổ 1\n"


@pytest.fixture
def begun(empty_folder: Path, tmp_path: Path) -> Path:
    """A real ward with one group, its backups lost; returns its folder."""
    file = tmp_path / "groups.csv"
    file.write_text(GROUPS, "utf-8")
    assert main(["import", str(file), "--table", "groups", "--ward"]) == 0
    shutil.rmtree(backups_folder(ward_settings()))
    return empty_folder / "ward"


def wells(capsys: pytest.CaptureFixture[str]) -> dict[str, bool]:
    capsys.readouterr()
    main(["doctor", "--json"])
    return {name: said["well"] for name, said in json.loads(capsys.readouterr().out).items()}


def test_doctor_before_and_after_a_backup(begun: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert wells(capsys) == {
        "database": True, "disk": True, "place": True, "privacy": True, "backup": False,
        "key": False,
    }  # fmt: skip
    assert main(["backup", "--new-key"]) == 0
    assert re.fullmatch(r"AGE-SECRET-KEY-1[A-Z0-9]+\n", capsys.readouterr().out)
    assert all(wells(capsys).values())


def test_an_old_backup_is_good_as_long_as_nothing_was_changed(
    begun: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert main(["backup"]) == 0
    monkeypatch.setattr("lib.cli.keeping.now", lambda: now() + timedelta(days=3))
    assert wells(capsys)["backup"]
    more = tmp_path / "more.csv"
    more.write_text(GROUPS + "TDP02,Tổ 2\n", "utf-8")
    assert main(["import", str(more), "--table", "groups"]) == 0
    assert not wells(capsys)["backup"]


def audit_lines(folder: Path) -> list[tuple[int, str, str]]:
    with closing(sqlite3.connect(folder / DATABASE_FILE)) as database:
        query = "SELECT number, action, subject FROM audit ORDER BY number"
        return database.execute(query).fetchall()


def test_the_audit_says_that_the_ward_went_back(begun: Path, tmp_path: Path) -> None:
    """And whoever was signed in then signs in anew: the account may be closed since."""
    with closing(open_store(ward_settings())) as store, store.write() as conn:
        add_session(conn, store.ward_id, "0" * 64, "A1", now())
    assert main(["backup"]) == 0
    kept = len(audit_lines(begun))
    more = tmp_path / "more.csv"
    more.write_text(GROUPS + "TDP02,Tổ 2\n", "utf-8")
    assert main(["import", str(more), "--table", "groups"]) == 0
    before, file = noted_head(ward_settings()), str(list_backups(ward_settings())[0].path)
    assert before.number > kept
    assert main(["restore", file]) == 0
    number, action, subject = audit_lines(begun)[-1]
    assert (number, action) == (kept + 1, "backups.restore")
    assert subject.startswith(f"{before.number}:{before.hash} > {kept}:")
    with closing(sqlite3.connect(begun / DATABASE_FILE)) as database:
        assert database.execute("SELECT count(*) FROM sessions").fetchone() == (0,)
    assert main(["audit", "verify"]) == 0
    assert main(["audit", "verify", "--noted", f"{before.number}:{before.hash}"]) == 4


def test_restore_takes_the_newest_and_says_where_the_old_one_is(
    begun: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["restore"]) == 4  # there is none yet
    assert main(["backup"]) == 0
    assert main(["restore"]) == 0
    assert str(begun / "before-restore-1") in capsys.readouterr().err
    assert (begun / DATABASE_FILE).exists()
    assert all(well for name, well in wells(capsys).items() if name != "key")


def test_a_backup_and_the_paper_key_are_enough_on_a_new_computer(
    begun: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever editor the key was typed into."""
    capsys.readouterr()
    assert main(["backup", "--new-key"]) == 0
    secret = capsys.readouterr().out.strip()
    file = tmp_path / "kept.age"
    shutil.copy(list_backups(ward_settings())[-1].path, file)
    for number, (words, code) in enumerate(
        (("Khóa của phường: ", "utf-8"), ("", "utf-8-sig"), ("", "utf-16"))
    ):
        key = tmp_path / "key.txt"
        key.write_text(f"{words}{secret}\n", code)
        monkeypatch.setenv("WARD_DATA_DIR", str(tmp_path / f"new{number}"))
        demo_settings().database_file.parent.mkdir(parents=True)  # somebody had a look around
        demo_settings().database_file.touch()
        assert main(["restore", str(file)]) == 4  # this computer has another key
        assert main(["restore", str(file), "--key", str(file)]) == 4
        assert main(["restore", str(file), "--key", str(key)]) == 0
        assert audit_lines(ward_settings().folder)[-1][1] == "backups.restore"


def test_doctor_names_a_damaged_database_and_a_spoilt_backup(
    begun: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["backup"]) == 0
    list_backups(ward_settings())[-1].path.write_bytes(b"age-encryption.org/v1\nspoilt")
    (begun / DATABASE_FILE).write_bytes(b"no database" * 1000)
    found = wells(capsys)
    assert (found["database"], found["backup"]) == (False, False)
    assert main(["doctor"]) == 4


def test_a_lost_journal_stops_writing_until_somebody_decides(
    begun: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = (begun / DATABASE_FILE).read_bytes()
    more = tmp_path / "more.csv"
    more.write_text(GROUPS + "TDP02,Tổ 2\n", "utf-8")
    assert main(["import", str(more), "--table", "groups"]) == 0
    (begun / DATABASE_FILE).write_bytes(before)
    assert main(["import", str(more), "--table", "groups"]) == 4
    assert not wells(capsys)["database"]
    main(["doctor", "--go-on"])
    main(["doctor", "--go-on"])  # there is nothing more to decide
    assert [action for _n, action, _s in audit_lines(begun)].count("backups.go_on") == 1
    assert wells(capsys)["database"]
    assert main(["import", str(more), "--table", "groups"]) == 0
