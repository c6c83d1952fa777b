"""A file that changes much of a list waits until another person agrees."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from lib.actions.imports import ImportReport, accept_import, preview_import
from lib.actions.proposals import NotDone, approve, reject
from lib.actions.shares import Share
from lib.actions.waiting_files import look_into
from lib.reports.exports import export_csv
from lib.reports.imports import last_received, load_imports, load_refused_rows
from lib.reports.privacy import open_proposals
from lib.reports.waiting import load_waiting
from lib.rules.privacy import PRIVACY
from lib.security.actors import Actor, NotAllowed, actor_as, terminal_actor
from lib.security.roles import ROLES
from lib.store.conflicts import Decision
from lib.store.engine import Store
from lib.store.history import Author
from lib.store.mappings import MAPPINGS
from lib.store.oversight import PROPOSALS
from lib.store.policies import put_policy
from lib.store.repository import MASK, RowChange, fetch, update_rows, void_row
from lib.store.tables import AUDIT, HISTORY
from lib.store.viewing import finish_looks
from tests.security.wards import NOW, actor

OFFICER, CHAIR = terminal_actor("lan"), actor("vice_chair")
TESTER = actor_as("xuan", "testing_team", team_id="XN1")
SENT, LATER = NOW + timedelta(hours=1), NOW + timedelta(hours=3)
HEAD = "case_id,full_name,case_type,group_id,reported_at,note\n"
GROUPS = "group_id,name\nTDP05,Tổ 5\nTDP06,Tổ 6\n"
TEAM = "team_id,name,kind\nXN1,Tổ xét nghiệm 1,testing\n"
AREA = "team_id,group_id,from_on\nXN1,TDP05,01/12/2021\n"
MARKER = "ghi chú dấu vết"
BAD = "C999,Sai Mẫu,F1,TDP99,2021-12-20,\n"
RIGHTS = {"rows.import": "imports.large"}


def lines(first: int, n: int, note: str = "") -> str:
    """Cases C001, C002 ... as rows of a file."""
    return "".join(
        f"C{at:03},Mẫu {chr(65 + at % 26)} {at},F1,TDP05,2021-12-20,{note}\n"
        for at in range(first, first + n)
    )


def send(store: Store, text: str, who: Actor = OFFICER, **said: object) -> ImportReport:
    raw = (HEAD + text).encode()
    return accept_import(store, who, raw, "ca.csv", "cases", **({"now": NOW} | said))  # type: ignore[arg-type]


def notes(store: Store) -> int:
    """How many cases bear the file's note."""
    with store.read() as conn:
        return fetch(conn, store.ward_id, "cases", where={"note": MARKER}).height


def status(store: Store, import_id: str) -> str:
    files = load_imports(store, OFFICER).filter(import_id=import_id)
    return str(files["status"][0])


@pytest.fixture
def ward_of(store: Store) -> Callable[[int], Store]:
    """ward_of(40): a ward whose list of cases holds so many."""

    def filled(n: int) -> Store:
        for table, text in {"groups": GROUPS, "teams": TEAM, "team_areas": AREA}.items():
            accept_import(store, OFFICER, text.encode(), f"{table}.csv", table, now=NOW)
        assert send(store, lines(1, n)).proposal_id is None  # the first list never asks
        return store

    return filled


@pytest.fixture
def asked(ward_of: Callable[[int], Store]) -> tuple[Store, ImportReport]:
    """40 of 100 rows, 5 new ones and a refused one wait."""
    store = ward_of(100)
    return store, send(store, lines(1, 40, MARKER) + lines(101, 5) + BAD, now=SENT)


@pytest.mark.parametrize(
    ("changed", "held", "is_asked"),
    [
        (0, 0, False), (29, 29, False), (30, 30, True), (30, 149, True), (30, 150, False),
        (31, 150, True), (200, 1000, False), (201, 1000, True), (412, 1020, True),
    ],
)  # fmt: skip
def test_both_a_share_and_a_number_are_needed(changed: int, held: int, is_asked: bool) -> None:
    policies = PRIVACY.policies
    limits = policies["import_share_percent"].value, policies["import_fewest_rows"].value
    assert limits == (20, 30)
    assert Share(changed, held, *limits).needs_second is is_asked


@pytest.mark.parametrize(
    ("held", "changed", "new", "is_asked"),
    [(100, 29, 0, False), (100, 30, 0, True), (160, 32, 0, False), (160, 33, 0, True),
     (29, 29, 0, False), (100, 29, 300, False), (100, 0, 300, False)],
)  # fmt: skip
def test_existing_rows_that_change_are_counted_and_new_ones_are_not(
    ward_of: Callable[[int], Store], held: int, changed: int, new: int, is_asked: bool
) -> None:
    store = ward_of(held)
    report = send(store, lines(1, changed, MARKER) + lines(held + 1, new))
    assert (report.changed, report.new) == (changed, new)
    assert (report.proposal_id is not None) is is_asked
    assert notes(store) == (0 if is_asked else changed)


def test_rows_that_are_out_of_the_list_are_not_held(ward_of: Callable[[int], Store]) -> None:
    store = ward_of(152)
    with store.write() as conn:
        for row_id in ("C151", "C152"):
            void_row(conn, store.ward_id, "cases", row_id, row_version=1, reason="x",
                     author=Author("lan", NOW))  # fmt: skip
        void_row(conn, store.ward_id, "cases", "C150", row_version=1, reason="x",
                 author=Author("lan", NOW))  # fmt: skip
    raw = (HEAD + lines(1, 30, MARKER)).encode()
    share = preview_import(store, OFFICER, raw, "ca.csv", "cases", now=NOW).share
    assert (share.changed, share.held, share.needs_second) == (30, 149, True)


def test_the_ward_sets_the_limits(ward_of: Callable[[int], Store]) -> None:
    store = ward_of(100)
    with store.write() as conn:
        put_policy(conn, store.ward_id, "import_share_percent", 40)
    assert send(store, lines(1, 40, MARKER)).proposal_id is None


def test_nothing_is_written_until_another_person_agrees(
    asked: tuple[Store, ImportReport],
) -> None:
    store, report = asked
    assert (report.rows, report.accepted, report.refused) == (46, 45, 1)
    assert (report.new, report.changed, report.unchanged) == (5, 40, 0)
    assert (status(store, report.import_id), notes(store)) == ("waiting", 0)
    assert not load_waiting(store, OFFICER)
    assert last_received(store, OFFICER) == NOW.isoformat(timespec="minutes")
    approve(store, CHAIR, report.proposal_id or "", now=LATER)
    assert (status(store, report.import_id), notes(store)) == ("accepted", 40)
    (refused,) = load_refused_rows(store, OFFICER, report.import_id)
    assert (refused.row, refused.cells["case_id"]) == (47, "C999")
    assert last_received(store, OFFICER) == SENT.isoformat(timespec="minutes")
    file = load_imports(store, OFFICER).filter(import_id=report.import_id).row(0, named=True)
    told = [file[name] for name in ("rows", "accepted", "refused", "new", "changed", "unchanged")]
    assert told == [46, 45, 1, 5, 40, 0]


def test_the_lines_name_both_persons_and_hold_no_value(asked: tuple[Store, ImportReport]) -> None:
    store, report = asked
    approve(store, CHAIR, report.proposal_id or "", now=LATER)
    with store.read() as conn:
        columns = (AUDIT.c.actor, AUDIT.c.action, AUDIT.c.row_id, AUDIT.c.import_id, AUDIT.c.n_rows)
        found = conn.execute(sa.select(*columns).order_by(AUDIT.c.number.desc()).limit(3)).all()
        steps = sa.select(HISTORY.c.actor, HISTORY.c.at).where(
            HISTORY.c.import_id == report.import_id
        )
        written = {tuple(step) for step in conn.execute(steps)}
        said = str(conn.execute(sa.select(PROPOSALS)).all()) + str(
            conn.execute(sa.select(AUDIT)).all()
        )
    id_ = report.import_id
    assert [tuple(line) for line in reversed(found)] == [
        ("lan", "proposals.make", report.proposal_id, id_, None),
        ("vice_chair", "rows.import", None, id_, 45),
        ("vice_chair", "proposals.approve", report.proposal_id, id_, None),
    ]
    assert written == {("vice_chair", LATER)}
    assert MARKER not in said
    assert "Mẫu" not in said


def test_whoever_decides_sees_what_would_change(asked: tuple[Store, ImportReport]) -> None:
    store, report = asked
    id_ = report.proposal_id or ""
    for who, note in ((CHAIR, MASK), (OFFICER, MASK), (terminal_actor("admin"), MASK)):
        file = look_into(store, who, id_)
        assert file is not None
        assert (file.table, file.new, file.refused, file.is_same) == ("cases", 5, 1, True)
        assert [(diff.row_id, diff.cells) for diff in file.changed] == [
            (f"C{at:03}", {"note": (None, note)}) for at in range(1, 41)
        ]
        assert file.titles["C001"] == {"full_name": "Mẫu B 1"}
        assert len(file.titles) == 40
    finish_looks(store)
    with store.read() as conn:
        columns = (AUDIT.c.actor, AUDIT.c.action, AUDIT.c.subject, AUDIT.c.n_rows)
        assert ("vice_chair", "list.see", "privacy", 40) in conn.execute(sa.select(*columns)).all()
    with pytest.raises(NotAllowed):
        look_into(store, TESTER, id_)
    with pytest.raises(NotAllowed):
        look_into(store, actor("auditor"), id_)
    assert look_into(store, CHAIR, "P999") is None


def test_whoever_decides_is_told_that_the_list_moved_on(
    asked: tuple[Store, ImportReport],
) -> None:
    store, report = asked
    id_ = report.proposal_id or ""
    with store.write() as conn:
        step = RowChange("C001", 1, {"note": "khác"})
        update_rows(conn, store.ward_id, "cases", [step], Author("lan", LATER))
    file = look_into(store, CHAIR, id_)
    assert file is not None
    assert not file.is_same
    reject(store, CHAIR, id_)
    assert look_into(store, CHAIR, id_) is None


def test_a_refusal_leaves_the_bytes_and_the_record(asked: tuple[Store, ImportReport]) -> None:
    store, report = asked
    reject(store, CHAIR, report.proposal_id or "")
    assert (status(store, report.import_id), notes(store)) == ("not_taken", 0)
    assert not load_waiting(store, OFFICER)
    kept = [path.read_bytes() for path in store.settings.uploads.iterdir()]
    assert any(MARKER.encode() in raw for raw in kept)
    with pytest.raises(NotDone) as refused:
        approve(store, CHAIR, report.proposal_id or "")
    assert refused.value.code == "GONE"
    assert send(store, lines(1, 40, MARKER)).proposal_id != report.proposal_id


def test_the_sender_takes_it_back_but_does_not_agree(asked: tuple[Store, ImportReport]) -> None:
    store, report = asked
    with pytest.raises(NotDone) as own:
        approve(store, actor("vice_chair", OFFICER.account), report.proposal_id or "")
    assert own.value.code == "OWN"
    reject(store, OFFICER, report.proposal_id or "")
    assert status(store, report.import_id) == "not_taken"


@pytest.mark.parametrize("role", ROLES)
def test_whoever_takes_files_in_may_ask_and_the_whole_wards_agree(
    asked: tuple[Store, ImportReport], role: str
) -> None:
    store, report = asked
    rights, who = ROLES[role].rights, actor(role, "khac")
    assert "imports.large" in rights or "rows.import" not in rights
    if role in ("vice_chair", "data_officer"):
        approve(store, who, report.proposal_id or "", now=LATER)
        assert notes(store) == 40
        return
    for decide in (approve, reject):
        with pytest.raises(NotAllowed):
            decide(store, who, report.proposal_id or "")
    assert not open_proposals(store, who, RIGHTS)
    assert (status(store, report.import_id), notes(store)) == ("waiting", 0)


@pytest.mark.parametrize(
    ("row_id", "values", "is_same"),
    [
        ("C001", {"note": "đã gọi"}, False),  # would now change something else
        ("C001", {"note": MARKER}, False),  # is so already
        ("C001", {"phone": "0901000001"}, True),  # of this cell the file says nothing
        ("C090", {"note": "đã gọi"}, True),  # of this row it says nothing
    ],
)
def test_it_is_done_only_as_it_was_shown(
    asked: tuple[Store, ImportReport], row_id: str, values: dict[str, str], is_same: bool
) -> None:
    store, report = asked
    with store.write() as conn:
        change = RowChange(row_id, 1, values)
        assert not update_rows(conn, store.ward_id, "cases", [change], Author("hoa", NOW))
    if is_same:
        approve(store, CHAIR, report.proposal_id or "", now=LATER)
        assert notes(store) == 40
        return
    with pytest.raises(NotDone) as refused:
        approve(store, CHAIR, report.proposal_id or "", now=LATER)
    assert refused.value.code == "MOVED_ON"
    assert status(store, report.import_id) == "waiting"
    assert notes(store) <= 1
    reject(store, CHAIR, report.proposal_id or "")


@pytest.mark.parametrize("what", ["gone", "another", "longer"])
def test_without_the_very_bytes_nothing_is_done(
    asked: tuple[Store, ImportReport], what: str
) -> None:
    store, report = asked
    for path in store.settings.uploads.iterdir():
        if MARKER.encode() in (raw := path.read_bytes()):
            path.unlink()
            if what == "another":
                path.write_bytes(raw.replace(b"C001", b"C090"))
            if what == "longer":  # by a row that would change nothing
                path.write_bytes(raw + lines(90, 1).encode())
    with pytest.raises(NotDone) as refused:
        approve(store, CHAIR, report.proposal_id or "", now=LATER)
    assert (refused.value.code, notes(store)) == ("MOVED_ON", 0)


def test_the_same_file_is_not_proposed_twice(asked: tuple[Store, ImportReport]) -> None:
    store, report = asked
    again = send(store, lines(1, 40, MARKER) + lines(101, 5) + BAD)
    assert (again.import_id, again.proposal_id) == (report.import_id, report.proposal_id)
    assert load_imports(store, OFFICER).filter(status="waiting").height == 1
    assert len(open_proposals(store, CHAIR, RIGHTS)) == 1


def test_what_was_said_about_the_headings_holds(ward_of: Callable[[int], Store]) -> None:
    """Also when somebody explains such a file otherwise meanwhile."""
    store = ward_of(100)
    head, rows = "case_id,full_name,case_type,group_id,Lời\n", lines(1, 40, MARKER)
    raw = (head + rows.replace("2021-12-20,", "")).encode()
    said = {"constants": {"reported_at": "2021-12-20"}, "corrections": {"Lời": "note"}}
    report = accept_import(store, OFFICER, raw, "ca.csv", None, now=NOW, **said)  # type: ignore[arg-type]
    other = (head + "C200,Mẫu,F1,TDP05,x\n").encode()
    accept_import(store, OFFICER, other, "b.csv", "cases", now=NOW, **said | {"corrections": {}})  # type: ignore[arg-type]
    assert (report.changed, notes(store)) == (40, 0)
    approve(store, CHAIR, report.proposal_id or "", now=LATER)
    assert notes(store) == 40
    with store.read() as conn:
        senders = set(conn.scalars(sa.select(MAPPINGS.c.sender)))
    assert senders == {OFFICER.account}


def test_a_choice_between_two_sides_is_kept(ward_of: Callable[[int], Store]) -> None:
    """A list goes out, one cell changes here, it comes back: the file's word was chosen."""
    store = ward_of(100)
    text = export_csv(store, OFFICER, "cases", "codes", reason="sửa ghi chú")
    out = text.decode("utf-8-sig").splitlines(keepends=True)
    place = out[0].split(",").index("note")
    for at in range(1, 41):
        cells = out[at].split(",")
        cells[place] = MARKER
        out[at] = ",".join(cells)
    with store.write() as conn:
        change = RowChange("C001", 1, {"note": "đã gọi"})
        update_rows(conn, store.ward_id, "cases", [change], Author("hoa", NOW))
    raw, decision = "".join(out).encode(), Decision("C001", 2, "note", "file")
    report = accept_import(store, OFFICER, raw, "ca.csv", "cases", now=NOW, decisions=[decision])
    assert (report.changed, report.conflicts) == (40, 0)
    approve(store, CHAIR, report.proposal_id or "", now=LATER)
    assert notes(store) == 40


def test_the_homes_that_new_addresses_open_are_opened_then(
    ward_of: Callable[[int], Store],
) -> None:
    store = ward_of(100)
    head, rows = HEAD.replace("note", "house_number,street"), lines(1, 40)
    rows = rows.replace("2021-12-20,", "2021-12-20,7,Phố Thử")
    report = accept_import(store, OFFICER, (head + rows).encode(), "ca.csv", "cases", now=NOW)
    with store.read() as conn:
        assert fetch(conn, store.ward_id, "households").is_empty()
    approve(store, CHAIR, report.proposal_id or "", now=LATER)
    with store.read() as conn:
        (home,) = fetch(conn, store.ward_id, "households")["household_id"].to_list()
        at_home = fetch(conn, store.ward_id, "cases", where={"household_id": home})
    assert (report.changed, at_home.height) == (40, 40)


def test_a_teams_file_is_taken_with_the_teams_rights(ward_of: Callable[[int], Store]) -> None:
    """The second person's wider rights open no column to the team."""
    store = ward_of(100)
    raw = ("case_id,full_name,case_type,group_id,reported_at,first_positive_date,note\n" + "".join(
        f"C{at:03},Mẫu {chr(65 + at % 26)} {at},F1,TDP05,2021-12-20,2021-12-27,{MARKER}\n"
        for at in range(1, 41)
    )).encode()  # fmt: skip
    report = accept_import(store, TESTER, raw, "xn.csv", "cases", now=NOW)
    assert report.proposal_id
    assert [each.is_own for each in open_proposals(store, TESTER, RIGHTS)] == [True]
    approve(store, CHAIR, report.proposal_id, now=LATER)
    with store.read() as conn:
        dated = fetch(
            conn, store.ward_id, "cases", where={"first_positive_date": date(2021, 12, 27)}
        )
    assert (dated.height, notes(store)) == (40, 0)


def test_whoever_may_no_longer_import_brings_nothing_in(asked: tuple[Store, ImportReport]) -> None:
    store, report = asked
    with store.write() as conn:
        query = sa.select(PROPOSALS.c.arguments)
        arguments = dict(conn.scalar(query) or {})
        arguments["by"] = arguments["by"] | {"role": "auditor"}
        conn.execute(sa.update(PROPOSALS).values(arguments=arguments))
    with pytest.raises(NotDone):
        approve(store, CHAIR, report.proposal_id or "", now=LATER)
    assert notes(store) == 0


def test_an_error_half_way_leaves_it_waiting(
    asked: tuple[Store, ImportReport], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_args: object, **_named: object) -> None:
        raise RuntimeError

    store, report = asked
    monkeypatch.setattr("lib.actions.taking.note_conflicts", fail)
    with pytest.raises(RuntimeError):
        approve(store, CHAIR, report.proposal_id or "", now=LATER)
    assert (status(store, report.import_id), notes(store)) == ("waiting", 0)
