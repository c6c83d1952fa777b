"""A file dropped into the inbox is looked at like an upload, and taken once or not at all."""

import json
import multiprocessing
import os
import random
import signal
import sys
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from multiprocessing.synchronize import Event
from pathlib import Path
from types import ModuleType

import pytest
import sqlalchemy as sa

from lib.actions import inbox as inbox_module
from lib.actions.imports import accept_import
from lib.actions.inbox import allow_inbox, look, preview_dropped, take_dropped, watch_inbox
from lib.actions.proposals import approve, reject
from lib.reports.exports import export_csv
from lib.reports.imports import load_imports
from lib.reports.inbox import dropped_bytes, load_inbox
from lib.security.actors import Actor, NotAllowed, actor_as, terminal_actor
from lib.settings import Settings, now
from lib.store.engine import Store, open_store
from lib.store.problems import StoreProblem
from lib.store.repository import fetch
from lib.store.tables import AUDIT, HISTORY
from tests.actions.conftest import Take

GROUPS = "group_id,name\nTDP05,Tổ 5\n"
HEAD = "case_id,full_name,case_type,group_id,reported_at,note\n"
MARKER = "Dấu Vết"
CLEAN = HEAD + f"C1,{MARKER},F1,TDP05,2021-12-20,{MARKER}\nC2,Bình Mẫu,F1,TDP05,2021-12-20,\n"
N_KILLS = 200 if os.environ.get("HYPOTHESIS_PROFILE") == "soak" else 20
Drop = Callable[..., Path]


def later() -> datetime:
    """When what was dropped just now has settled."""
    return now() + timedelta(minutes=1)


@pytest.fixture
def drop(store: Store, take: Take) -> Drop:
    """drop("xn1/cases.csv", text) -> the file in the inbox."""
    take("groups", GROUPS)

    def write(name: str, content: str | bytes) -> Path:
        path = store.settings.inbox / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return write


def report(path: Path) -> dict[str, object]:
    return json.loads(path.with_name(path.name + ".report.json").read_bytes())  # type: ignore[no-any-return]


def words(path: Path) -> str:
    return path.with_name(path.name + ".report.txt").read_text("utf-8-sig")


def states(store: Store, officer: Actor) -> dict[str, str]:
    return {file.name: file.state for file in look(store, officer, now=later())}


def n_cases(store: Store) -> int:
    with store.read() as conn:
        return fetch(conn, store.ward_id, "cases", ("case_id",)).height


def test_nobody_is_taken_in_unseen_until_the_data_officer_says_so(
    store: Store, officer: Actor, drop: Drop
) -> None:
    path = drop("xn1/cases.csv", CLEAN)
    assert states(store, officer) == {"xn1/cases.csv": "waiting"}
    assert (report(path)["why"], report(path)["accepted"], n_cases(store)) == ("NOT_ALLOWED", 2, 0)
    allow_inbox(store, officer, "xn1")
    assert states(store, officer) == {"xn1/cases.csv": "taken"}
    assert n_cases(store) == 2
    said = report(path)
    assert (said["state"], said["table"], said["sender"]) == ("taken", "cases", "xn1")
    assert [said[n] for n in ("rows", "accepted", "refused", "new", "changed", "unchanged")] == [
        2, 2, 0, 2, 0, 0,
    ]  # fmt: skip
    newest = load_imports(store, officer).row(0, named=True)
    assert (newest["import_id"], newest["sent_by"], newest["inbox_name"]) == (
        said["import_id"], "xn1", "xn1/cases.csv",
    )  # fmt: skip


def test_a_taken_file_is_not_looked_at_again(store: Store, officer: Actor, drop: Drop) -> None:
    path = drop("xn1/cases.csv", CLEAN)
    allow_inbox(store, officer, "xn1")
    look(store, officer, now=later())
    before, n_imports = report(path), load_imports(store, officer).height
    assert states(store, officer) == {"xn1/cases.csv": "taken"}
    assert (report(path), load_imports(store, officer).height) == (before, n_imports)
    allow_inbox(store, officer, "xn1", is_allowed=False)
    drop("xn1/cases.csv", CLEAN + "C3,Chi Mẫu,F1,TDP05,2021-12-20,\n")
    assert states(store, officer) == {"xn1/cases.csv": "waiting"}
    assert report(path)["new"] == 1


def test_a_waiting_file_is_looked_at_again_only_when_something_changed(
    store: Store, officer: Actor, drop: Drop, take: Take
) -> None:
    visits = "case_id,visited_at,result\nC1,2021-12-21 08:00,seen_ok\n"
    path = drop("ht1/visits.csv", visits)
    allow_inbox(store, officer, "ht1")
    assert states(store, officer) == {"ht1/visits.csv": "waiting"}
    assert (report(path)["why"], report(path)["refused"]) == ("ROWS_REFUSED", 1)
    first = path.with_name(path.name + ".report.json").stat().st_mtime_ns
    look(store, officer, now=later())
    assert path.with_name(path.name + ".report.json").stat().st_mtime_ns == first
    take("cases", CLEAN)
    assert states(store, officer) == {"ht1/visits.csv": "taken"}


def test_what_is_not_clean_waits_or_is_refused(
    store: Store, officer: Actor, drop: Drop, take: Take
) -> None:
    take("cases", CLEAN + "".join(f"D{n},Người {n},F1,TDP05,2021-12-20,\n" for n in range(5)))
    sent = export_csv(store, officer, "cases", "codes").decode()
    take("cases", HEAD + "C2,Bình Mẫu,F1,TDP05,2021-12-20,ở đây\n")
    allow_inbox(store, officer, "a")
    lines = sent.splitlines(keepends=True)
    conflict = "".join([lines[0], lines[1], *lines[2:]]).replace(",,E", ",ở kia,E")
    expected = {
        "a/1.csv": ("waiting", "CONFLICTS", conflict),
        "a/2.csv": ("waiting", "ASKS", "".join(lines[:3])),
        "a/3.csv": ("refused", "REFUSED", b"\xff\xfe\x00nonsense\x00"),
        "a/4.csv": ("refused", "REFUSED", "Họ tên,Tổ,Ngày báo cáo\nA Mẫu,5,27/12/2021\n"),
        "b/5.csv": ("waiting", "NOT_ALLOWED", CLEAN),
        "6.csv": ("waiting", "NOT_ALLOWED", CLEAN),
    }
    paths = {name: drop(name, content) for name, (_s, _w, content) in expected.items()}
    before = n_cases(store)
    assert states(store, officer) == {name: state for name, (state, _w, _c) in expected.items()}
    assert {name: report(path)["why"] for name, path in paths.items()} == {
        name: why for name, (_s, why, _c) in expected.items()
    }
    assert n_cases(store) == before
    assert all(words(path) for path in paths.values())
    assert {file.name: file.state for file in load_inbox(store, officer).files} == {
        name: state for name, (state, _w, _c) in expected.items()
    }


def test_no_report_names_a_person(store: Store, officer: Actor, drop: Drop, caplog) -> None:  # type: ignore[no-untyped-def]
    caplog.set_level(0)
    bad = CLEAN.replace("2021-12-20,\n", f"{MARKER},\n")
    paths = [drop("xn1/1.csv", CLEAN), drop("xn1/2.csv", bad)]
    look(store, officer, now=later())
    for path in paths:
        assert MARKER not in words(path)
        assert MARKER not in json.dumps(report(path), ensure_ascii=False)
    assert "hàng 3" in words(paths[1]).lower() or "dòng 3" in words(paths[1]).lower()
    assert MARKER not in caplog.text


def test_a_file_that_still_arrives_is_left_alone(store: Store, officer: Actor, drop: Drop) -> None:
    path = drop("xn1/cases.csv", CLEAN)
    allow_inbox(store, officer, "xn1")
    (file,) = look(store, officer, now=now())
    assert (file.state, n_cases(store)) == ("arriving", 0)
    assert not path.with_name(path.name + ".report.json").exists()


@pytest.mark.parametrize("name", ["xn1/.hidden.csv", "xn1/~$cases.csv", "xn1/deeper/cases.csv"])
def test_what_is_no_dropped_file(store: Store, officer: Actor, drop: Drop, name: str) -> None:
    drop(name, CLEAN)
    assert look(store, officer, now=later()) == ()


def test_a_link_is_not_followed(store: Store, officer: Actor, drop: Drop, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "cases.csv").write_text(CLEAN, "utf-8")
    drop("xn1/x", "").unlink()
    (store.settings.inbox / "xn1" / "cases.csv").symlink_to(tmp_path / "elsewhere" / "cases.csv")
    (store.settings.inbox / "xn2").symlink_to(tmp_path / "elsewhere")
    assert look(store, officer, now=later()) == ()


def test_any_file_name_gets_its_report(store: Store, officer: Actor, drop: Drop) -> None:
    names = ["x" * 240 + ".csv", "danh sách (1) - Copy.csv", "CON.csv", "a.csv.report"]
    for name in names:
        drop(f"xn1/{name}", CLEAN)
    assert set(states(store, officer).values()) == {"waiting"}
    assert set(states(store, officer)) == {f"xn1/{name}" for name in names}


def test_one_odd_file_does_not_keep_the_others_waiting(
    store: Store, officer: Actor, drop: Drop, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail_once(store: Store, actor: Actor, arrival, table):  # type: ignore[no-untyped-def]
        if arrival.file_name == "1.csv":
            raise ZeroDivisionError
        return real(store, actor, arrival, table)

    real = inbox_module.preview_arrival
    monkeypatch.setattr(inbox_module, "preview_arrival", fail_once)
    paths = [drop(f"xn1/{n}.csv", CLEAN) for n in (1, 2)]
    look(store, officer, now=later())
    assert [report(path)["why"] for path in paths] == ["FAILED", "NOT_ALLOWED"]


def test_a_report_lost_in_a_crash_is_written_again_and_nothing_is_taken_twice(
    store: Store, officer: Actor, drop: Drop, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = drop("xn1/cases.csv", CLEAN)
    allow_inbox(store, officer, "xn1")

    def fail(*_args: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(inbox_module, "write_report", fail)
        look(store, officer, now=later())
    assert n_cases(store) == 2
    n_imports = load_imports(store, officer).height
    assert states(store, officer) == {"xn1/cases.csv": "taken"}
    assert (report(path)["new"], load_imports(store, officer).height) == (2, n_imports)


def test_a_person_takes_a_waiting_file_as_its_sender_s(
    store: Store, officer: Actor, drop: Drop
) -> None:
    """Headings explained once hold for the next file of that sender."""
    strange = "Ai đó,Diện,Tổ,Ngày báo cáo\nAn Mẫu,F1,5,20/12/2021\n"
    path = drop("xn1/1.csv", strange)
    look(store, officer, now=later())
    assert report(path)["state"] in ("refused", "waiting")
    corrections = {"Ai đó": "full_name"}
    name = "xn1/1.csv"
    preview = preview_dropped(store, officer, name, "cases", corrections=corrections)
    assert (preview.accepted, n_cases(store)) == (1, 0)
    taken = take_dropped(store, officer, name, "cases", corrections=corrections)
    assert (taken.new, report(path)["state"]) == (1, "taken")
    assert load_imports(store, officer).row(0, named=True)["sent_by"] == "xn1"
    allow_inbox(store, officer, "xn1")
    second = drop("xn1/2.csv", strange.replace("An Mẫu", "Bình Mẫu"))
    look(store, officer, now=later())
    assert (report(second)["state"], n_cases(store)) == ("taken", 2)
    assert "MAPPING_REMEMBERED" in {each["code"] for each in report(second)["findings"]}  # type: ignore[attr-defined, index]
    path.unlink()
    with pytest.raises(StoreProblem, match="INBOX_FILE_GONE"):
        take_dropped(store, officer, name, "cases")


def test_of_an_inbox_that_nobody_made_every_file_is_gone(store: Store, officer: Actor) -> None:
    assert not store.settings.inbox.exists()
    with pytest.raises(StoreProblem, match="INBOX_FILE_GONE"):
        dropped_bytes(store, officer, "cases.csv")


def test_who_may_look_and_who_may_allow(store: Store, officer: Actor, drop: Drop) -> None:
    tester = actor_as("xuan", "testing_team", team_id="XN1")
    with pytest.raises(NotAllowed):
        look(store, actor_as("x", "auditor"), now=later())
    for actor in (tester, actor_as("x", "vice_chair")):
        with pytest.raises(NotAllowed):
            allow_inbox(store, actor, "xn1")
    allow_inbox(store, officer, "xn1")
    allow_inbox(store, officer, "xn1")
    assert load_inbox(store, officer).senders == {"xn1"}
    with store.read() as conn:
        said = conn.execute(sa.select(AUDIT.c.action, AUDIT.c.subject)).all()
    assert ("inbox.allow", "xn1") in {tuple(line) for line in said}


def test_the_server_looks_by_itself(
    store: Store, officer: Actor, drop: Drop, monkeypatch: pytest.MonkeyPatch
) -> None:
    drop("xn1/cases.csv", CLEAN)
    allow_inbox(store, officer, "xn1")
    monkeypatch.setattr(inbox_module, "present", later)
    with watch_inbox(store, every=0.01):
        for _time in range(1000):
            if n_cases(store):
                break
            time.sleep(0.01)
    assert n_cases(store) == 2
    assert load_inbox(store, officer).files[0].state == "taken"


def test_a_look_that_fails_is_tried_again(
    store: Store, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    calls = []

    def fail(*_args: object, **_more: object) -> None:
        calls.append(1)
        raise StoreProblem("DISK_FULL")

    monkeypatch.setattr(inbox_module, "look", fail)
    with watch_inbox(store, every=0.001):
        while len(calls) < 3:
            time.sleep(0.001)
    assert "DISK_FULL" in caplog.text


def _look_for_ever(settings: Settings, at: datetime, has_begun: Event) -> None:
    store = open_store(settings)
    has_begun.set()
    while True:
        look(store, terminal_actor("server"), now=at)


@pytest.fixture
def forking(monkeypatch: pytest.MonkeyPatch) -> multiprocessing.context.ForkServerContext:
    """Real processes that need not load the program anew for every one of them. They would run
    the main module, in whose place AppTest leaves the page that it tested last."""
    monkeypatch.setitem(sys.modules, "__main__", ModuleType("__main__"))
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.actions.test_inbox"])
    return context


def test_killed_at_any_moment_a_file_is_wholly_in_or_still_waits(
    quick_store: Store, officer: Actor, forking: multiprocessing.context.ForkServerContext
) -> None:
    store, chooser, n_rows = quick_store, random.Random(7), 30
    folder = store.settings.inbox / "xn1"
    folder.mkdir(parents=True)
    accept_import(store, officer, GROUPS.encode(), "g.csv", "groups", now=now())
    allow_inbox(store, officer, "xn1")
    longest = 0.0  # how long the first one needs, which is left in peace
    for turn in range(N_KILLS):
        rows = "".join(f"K{turn}-{n},Người {n},F1,TDP05,2021-12-20,{turn}\n" for n in range(n_rows))
        (folder / f"{turn}.csv").write_text(HEAD + rows, "utf-8")
        has_begun = forking.Event()
        child = forking.Process(target=_look_for_ever, args=(store.settings, later(), has_begun))
        child.start()
        assert has_begun.wait(60)
        begun = time.monotonic()
        while not longest and not n_cases(store):
            time.sleep(0.01)
        longest = longest or 1.3 * (time.monotonic() - begun)
        time.sleep(chooser.uniform(0, longest))
        os.kill(child.pid or 0, signal.SIGKILL)
        child.join()
        _each_file_is_in_or_waits(store, turn + 1, n_rows)
    look(store, officer, now=later())
    assert n_cases(store) == N_KILLS * n_rows
    taken = load_imports(store, officer).filter(sent_by="xn1")
    assert (taken.height, set(taken["new"])) == (N_KILLS, {n_rows})
    with store.read() as conn:
        n_steps = conn.scalar(
            sa.select(sa.func.count()).select_from(HISTORY).where(HISTORY.c.table_name == "cases")
        )
    assert n_steps == N_KILLS * n_rows


def _each_file_is_in_or_waits(store: Store, n_files: int, n_rows: int) -> None:
    with store.read() as conn:
        assert conn.scalar(sa.text("PRAGMA integrity_check")) == "ok"
        ids = fetch(conn, store.ward_id, "cases", ("case_id",))["case_id"]
    found = [0] * n_files
    for id_ in ids:
        found[int(id_[1:].partition("-")[0])] += 1
    assert set(found) <= {0, n_rows}
    for file in load_inbox(store, terminal_actor("x")).files:
        if file.state == "taken":
            assert found[int(file.name.partition("/")[2].removesuffix(".csv"))] == n_rows


def test_a_file_that_changes_much_of_a_list_is_never_taken_unseen(
    store: Store, officer: Actor, drop: Drop, take: Take
) -> None:
    """It waits, is proposed by whoever looks at it, and is in once another person agrees."""
    chair, rows = actor_as("hoa", "vice_chair"), "C{at},Mẫu {at},F1,TDP05,2021-12-20,{note}\n"
    take("cases", HEAD + "".join(rows.format(at=at, note="") for at in range(40)))
    allow_inbox(store, officer, "xn1")
    changed = (rows.format(at=at, note=MARKER) for at in range(30))
    path = drop("xn1/cases.csv", HEAD + "".join(changed))
    for decide in (reject, approve):
        assert states(store, officer) == {"xn1/cases.csv": "waiting"}
        assert (report(path)["why"], report(path)["changed"]) == ("SECOND_PERSON", 30)
        proposed = take_dropped(store, officer, "xn1/cases.csv", None, now=later())
        assert proposed.proposal_id
        assert (report(path)["why"], report(path)["state"]) == ("PROPOSED", "waiting")
        assert report(path)["import_id"] == proposed.import_id
        assert states(store, officer) == {"xn1/cases.csv": "waiting"}
        assert report(path)["why"] == "PROPOSED"
        decide(store, chair, proposed.proposal_id)
    assert states(store, officer) == {"xn1/cases.csv": "taken"}
    assert report(path)["import_id"] == proposed.import_id
    with store.read() as conn:
        assert fetch(conn, store.ward_id, "cases", where={"note": MARKER}).height == 30
