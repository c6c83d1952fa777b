"""A file goes in once, whole or with reasons, and never twice."""

import stat
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, datetime

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lib.actions.imports import FileAsks, FileRefused, accept_import, preview_import
from lib.ingest.choices import Choices
from lib.reports.imports import load_findings, load_imports, load_refused_rows
from lib.security.actors import Actor, NotAllowed, actor_as
from lib.store.engine import Store
from lib.store.history import Author
from lib.store.repository import fetch, void_row
from lib.store.tables import AUDIT, HISTORY, IMPORTS
from tests.actions.conftest import NOW, Take

GROUPS = "Mã tổ,Tên tổ dân phố\nTDP05,Tổ 5\nTDP07,Tổ 7\n"
CASES = """Họ và tên;Năm sinh;Diện;Tổ dân phố;Số nhà;Ngõ;Ngày báo cáo;Bắt đầu cách ly;Xe
Nguyễn Văn Mẫu;1980;F1;Tổ 5;12;Ngõ 4;27/12/2021;27/12/2021;29X
Trần Thị Mẫu;1984;F0;tdp so 05;12;ngõ 4;27/12/2021;;
Lê Văn Mẫu;19x0;F0;Tổ 5;;;27/12/2021;;
"""
MARKER = "Dấu Vết"


def cases(store: Store, *columns: str) -> list[dict[str, object]]:
    with store.read() as conn:
        return fetch(conn, store.ward_id, "cases", columns or None).to_dicts()


def count(store: Store, table: sa.Table) -> int:
    with store.read() as conn:
        return conn.scalar(sa.select(sa.func.count()).select_from(table)) or 0


@pytest.fixture
def groups(take: Take) -> None:
    take("groups", GROUPS)


@pytest.mark.usefixtures("groups")
def test_good_rows_go_in_and_bad_rows_wait(store: Store, officer: Actor, take: Take) -> None:
    report = take("cases", CASES)
    assert (report.rows, report.accepted, report.refused) == (3, 2, 1)
    assert (report.new, report.changed, report.unchanged) == (2, 0, 0)
    assert {f.row for f in report.findings if f.level == "error"} == {4}
    first, second = cases(store, "case_id", "full_name", "group_id", "quarantine_start", "extra")
    assert {first["full_name"], second["full_name"]} == {"Nguyễn Văn Mẫu", "Trần Thị Mẫu"}
    assert {first["group_id"], second["group_id"]} == {"TDP05"}
    (waiting,) = load_refused_rows(store, officer, report.import_id)
    assert (waiting.row, waiting.cells["Năm sinh"]) == (4, "19x0")
    assert [finding.column for finding in waiting.findings] == ["birth_year"]
    assert load_findings(store, officer, report.import_id) == report.findings


@pytest.mark.usefixtures("groups")
def test_two_people_behind_one_door_share_a_household(store: Store, take: Take) -> None:
    take("cases", CASES)
    households = {row["household_id"] for row in cases(store)}
    with store.read() as conn:
        kept = fetch(conn, store.ward_id, "households")
    assert households == set(kept["household_id"])
    assert kept.select("group_id", "house_number", "alley").row(0) == ("TDP05", "12", "Ngõ 4")
    more = CASES.replace("Nguyễn Văn Mẫu", "Vũ Văn Mẫu").splitlines()[:2]
    take("cases", "\n".join(more))
    assert {row["household_id"] for row in cases(store)} == households


@pytest.mark.usefixtures("groups")
def test_whoever_s_home_is_named_by_its_code_has_its_address(store: Store, take: Take) -> None:
    """On the volunteers' rounds and papers an address is the person's own."""
    take("households", "Mã hộ,Tổ,Số nhà,Ngõ\nH1,5,12,Ngõ 4\n")
    head = "Mã ca,Họ tên,Diện,Tổ,Ngày báo cáo,Mã hộ,Số nhà\n"
    take("cases", head + "C1,An Mẫu,F1,5,27/12/2021,H1,\nC2,Ba Mẫu,F1,5,27/12/2021,H1,9\n")
    take("cases", head + "C3,Ca Mẫu,F1,5,27/12/2021,,\n")
    again = take("cases", head + "C3,Ca Mẫu,F1,5,27/12/2021,H1,\n")
    assert again.changed == 1
    found = cases(store, "case_id", "household_id", "house_number", "alley")
    assert sorted(tuple(row.values()) for row in found) == [
        ("C1", "H1", "12", "Ngõ 4"), ("C2", "H1", "9", None), ("C3", "H1", "12", "Ngõ 4"),
    ]  # fmt: skip


@pytest.mark.usefixtures("groups")
def test_a_street_alone_is_no_door(store: Store, take: Take) -> None:
    take("cases", "Họ tên,Diện,Tổ,Đường,Ngày báo cáo\nĐỗ Văn Mẫu,F1,5,Phố Mẫu,27/12/2021\n")
    assert [row["household_id"] for row in cases(store)] == [None]


@pytest.mark.usefixtures("groups")
def test_ids_are_assigned_and_say_nothing(store: Store, take: Take) -> None:
    take("cases", CASES)
    ids = [str(row["case_id"]) for row in cases(store)]
    assert len(set(ids)) == 2
    assert all(len(id_) == 11 and id_[0] == "C" for id_ in ids)


@pytest.mark.usefixtures("groups")
def test_the_same_file_twice_changes_nothing(store: Store, officer: Actor, take: Take) -> None:
    take("cases", CASES)
    before, history = cases(store, "case_id", "row_version"), count(store, HISTORY)
    again = take("cases", CASES)
    assert (again.new, again.changed, again.unchanged, again.refused) == (0, 0, 2, 1)
    assert cases(store, "case_id", "row_version") == before
    assert count(store, HISTORY) == history
    (seen,) = [finding for finding in again.findings if finding.code == "FILE_SEEN"]
    assert seen.params == {"day": "29/12/2021 08:30", "sender": "lan"}
    assert load_imports(store, officer).height == 3


@pytest.mark.usefixtures("groups")
def test_a_preview_shows_old_and_new_and_writes_nothing(
    store: Store, officer: Actor, take: Take
) -> None:
    take("cases", CASES)
    version, history = store.data_version(), count(store, HISTORY)
    corrected = CASES.replace("F1;Tổ 5;12", "F1;Tổ 5;14").replace("29X", "30Y")
    preview = preview_import(store, officer, corrected.encode(), "c.csv", "cases", now=NOW)
    (diff,) = preview.changed
    assert diff.row == 2
    # The id of the household that would be opened is another at each look: the address tells it.
    assert diff.cells == {
        "house_number": ("12", "14"), "extra": ('{"Xe":"29X"}', '{"Xe": "30Y"}'),
    }  # fmt: skip
    assert (preview.new, preview.unchanged, preview.refused) == (0, 1, 1)
    assert (store.data_version(), count(store, HISTORY)) == (version, history)


@pytest.mark.usefixtures("groups")
def test_the_running_number_of_a_list_is_no_value(store: Store, take: Take) -> None:
    head = "STT,Họ và tên,Năm sinh,Diện,Tổ dân phố,Ngày báo cáo"
    mau, moi = "Nguyễn Văn Mẫu,1980,F1,Tổ 5,27/12/2021", "Trần Thị Mới,1984,F1,Tổ 5,27/12/2021"
    first = take("cases", f"{head}\n1,{mau}\n2,{mau}\n")
    assert (first.new, [finding.code for finding in first.findings]) == (1, ["ROW_TWICE"])
    assert [row["extra"] for row in cases(store, "extra")] == [None]
    longer = take("cases", f"{head}\n1,{moi}\n2,{mau}\n")
    assert (longer.new, longer.changed, longer.unchanged) == (1, 0, 1)


@pytest.mark.usefixtures("groups")
def test_an_empty_cell_is_no_word(store: Store, take: Take) -> None:
    take("cases", CASES)
    (row,) = [r for r in cases(store) if r["full_name"] == "Nguyễn Văn Mẫu"]
    head = "Mã ca,Họ tên,Diện,Tổ,Ngày báo cáo,Bắt đầu cách ly,Số nhà"
    report = take("cases", f"{head}\n{row['case_id']},,F1,,27/12/2021,,\n".replace(",,F1", ",x,F1"))
    assert (report.changed, report.accepted) == (1, 1)
    (after,) = [r for r in cases(store) if r["case_id"] == row["case_id"]]
    assert after == row | {"full_name": "x"}


@pytest.mark.usefixtures("groups")
def test_a_change_is_written_with_its_history(store: Store, take: Take) -> None:
    take("cases", CASES)
    report = take("cases", CASES.replace("27/12/2021;27/12/2021", "27/12/2021;26/12/2021"))
    assert report.changed == 1
    (row,) = [r for r in cases(store) if r["full_name"] == "Nguyễn Văn Mẫu"]
    assert row["quarantine_start"] == date(2021, 12, 26)
    with store.read() as conn:
        last = conn.execute(sa.select(HISTORY).order_by(HISTORY.c.seq.desc())).first()
    assert last is not None
    assert (last.action, last.import_id, last.actor) == ("update", report.import_id, "lan")
    assert last.old == {"quarantine_start": "2021-12-27"}
    assert last.new == {"quarantine_start": "2021-12-26"}


@pytest.mark.usefixtures("groups")
def test_children_find_their_case_by_name(store: Store, take: Take) -> None:
    take("cases", CASES)
    visits = (
        "Họ và tên,Tổ dân phố,Năm sinh,Thời điểm giám sát,Kết quả\n"
        "nguyễn văn mẫu,5,1980,28/12/2021 09:00,seen_ok\n"
        "Người Lạ,5,1980,28/12/2021 09:00,seen_ok\n"
    )
    report = take("visits", visits)
    assert (report.accepted, report.refused) == (1, 1)
    with store.read() as conn:
        (case_id,) = fetch(conn, store.ward_id, "visits")["case_id"]
    assert case_id in {row["case_id"] for row in cases(store)}


@pytest.mark.usefixtures("groups")
def test_what_a_team_sends_it_did_itself(store: Store, take: Take) -> None:
    """Whoever sends the same list first: the volunteer is paid for it once."""
    take("cases", CASES)
    take("teams", "team_id,name,kind\nHT1,Tổ hỗ trợ 1,support\n")
    take("team_areas", "team_id,group_id,from_on\nHT1,TDP05,01/12/2021\n")
    take("members", "member_id,full_name\nM1,Trần An\n")
    take("memberships", "member_id,team_id,from_on\nM1,HT1,01/12/2021\n")
    team = actor_as("an.ht1", "support_team", team_id="HT1", member_id="M1")
    head, row = "Họ tên,Tổ,Năm sinh,Thời điểm giám sát,Kết quả", "nguyễn văn mẫu,5,1980,{},seen_ok"
    lists = [
        f"{head}\n{row.format(moment)}\n" for moment in ("28/12/2021 09:00", "28/12/2021 17:00")
    ]
    take("visits", lists[0])
    for text in lists:
        assert accept_import(store, team, text.encode(), "v.csv", "visits", now=NOW).accepted == 1
    take("visits", lists[1])
    unsaid = f"{head},Ai đi\n{row.format('27/12/2021 09:00')},Bình\n"
    assert accept_import(store, team, unsaid.encode(), "v.csv", "visits", now=NOW).accepted == 1
    with store.read() as conn:
        found = fetch(conn, store.ward_id, "visits", ("visited_at", "team_id", "member_id"))
    assert found.sort("visited_at").select("team_id", "member_id").rows() == [
        ("HT1", None), ("HT1", "M1"), ("HT1", "M1"),
    ]  # fmt: skip


def test_unknown_and_outside_need_no_rows(store: Store, take: Take) -> None:
    head = "Họ tên,Diện,Tổ dân phố,Ngày báo cáo\n"
    take("cases", head + "A Mẫu,F1,Ngoài phường,27/12/2021\nB Mẫu,F1,,27/12/2021\n")
    assert {row["group_id"] for row in cases(store)} == {"outside", "unknown"}


def test_two_records_of_one_name_ask_for_the_code(store: Store, take: Take) -> None:
    head = "Mã ca,Họ tên,Diện,Tổ dân phố,Ngày báo cáo\n"
    take("cases", head + "A1,A Mẫu,F1,,27/12/2021\nA2,A Mẫu,F1,,27/12/2021\n")
    report = take("cases", head + ",a mẫu,F0,,27/12/2021\n")
    assert [f.code for f in report.findings if f.level == "error"] == ["REF_AMBIGUOUS"]
    assert (report.rows, report.refused) == (1, 1)


def test_one_record_named_twice_is_taken_once(store: Store, take: Take) -> None:
    head = "Mã ca,Họ tên,Diện,Tổ dân phố,Ngày báo cáo\n"
    take("cases", head + "A1,A Mẫu,F1,,27/12/2021\n")
    report = take("cases", head + "A1,A. Mẫu,F1,,27/12/2021\n,A Mẫu,F0,,27/12/2021\n")
    assert (report.changed, report.refused) == (1, 1)
    (refused,) = [finding for finding in report.findings if finding.level == "error"]
    assert (refused.code, refused.row, refused.params) == ("ROW_CONFLICT", 3, {"other": 2})


def test_a_void_record_does_not_come_back(store: Store, take: Take) -> None:
    text = "Mã ca,Họ tên,Diện,Tổ dân phố,Ngày báo cáo\nA1,A Mẫu,F1,,27/12/2021\n"
    take("cases", text)
    author = Author("lan", NOW)
    with store.write() as conn:
        void_row(conn, "ward", "cases", "A1", row_version=1, reason="twice", author=author)
    report = take("cases", text)
    assert [f.code for f in report.findings if f.level == "error"] == ["REF_UNKNOWN"]
    assert (report.refused, cases(store)) == (1, [])


def test_a_refused_file_is_kept_and_changes_nothing(store: Store, officer: Actor) -> None:
    raw = b"\xff\xfe\x00nonsense\x00"
    with pytest.raises(FileRefused) as refusal:
        accept_import(store, officer, raw, "x.csv", "cases", now=NOW)
    (kept,) = store.settings.uploads.iterdir()
    assert kept.read_bytes() == raw
    (record,) = load_imports(store, officer).to_dicts()
    assert (record["status"], record["table_name"], record["sent_by"]) == (
        "refused",
        "cases",
        "lan",
    )
    assert load_findings(store, officer, record["import_id"]) == tuple(
        replace(finding, table="cases") for finding in refusal.value.findings
    )
    assert (count(store, HISTORY), count(store, AUDIT)) == (0, 1)


def test_missing_columns_refuse_the_file_or_take_a_constant(store: Store, take: Take) -> None:
    text = "Họ tên,Tổ,Ngày báo cáo\nA Mẫu,5,27/12/2021\nB Mẫu,5,27/12/2021\n"
    with pytest.raises(FileRefused) as refusal:
        take("cases", text)
    (finding,) = refusal.value.findings
    assert finding.code == "FILE_COLUMNS_MISSING"
    assert finding.params == {"columns": ("case_type",), "rows": 2}
    take("groups", GROUPS)
    assert take("cases", text, case_type="F1").accepted == 2
    assert {row["case_type"] for row in cases(store)} == {"F1"}


@pytest.mark.usefixtures("groups")
def test_the_table_is_guessed_from_the_headings(store: Store, officer: Actor) -> None:
    report = accept_import(store, officer, CASES.encode(), "x.csv", None, now=NOW)
    assert report.table == "cases"


@pytest.mark.usefixtures("groups")
def test_an_error_on_the_way_leaves_nothing_but_the_bytes(
    store: Store, take: Take, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_args: object, **_more: object) -> None:
        raise RuntimeError("power cut")

    counts = [count(store, table) for table in (IMPORTS, HISTORY, AUDIT)]
    monkeypatch.setattr("lib.actions.taking.update_rows", fail)
    with pytest.raises(RuntimeError):
        take("cases", CASES)
    assert [count(store, table) for table in (IMPORTS, HISTORY, AUDIT)] == counts
    assert cases(store) == []
    assert len(list(store.settings.uploads.iterdir())) == 2


def test_original_bytes_are_private_and_whole(store: Store, take: Take) -> None:
    take("groups", GROUPS)
    (kept,) = store.settings.uploads.iterdir()
    assert kept.read_bytes() == GROUPS.encode()
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert stat.S_IMODE(store.settings.uploads.stat().st_mode) == 0o700


@pytest.mark.parametrize("role", ["auditor", "vice_chair"])
def test_only_the_data_officer_imports(store: Store, role: str) -> None:
    actor = actor_as("x", role)
    for act in (preview_import, accept_import):
        with pytest.raises(NotAllowed):
            act(store, actor, GROUPS.encode(), "g.csv", "groups", now=NOW)
    assert not store.settings.uploads.exists()
    assert store.data_version() == 0


def test_refused_rows_are_for_those_who_import(store: Store, take: Take) -> None:
    report = take("groups", GROUPS + ",\n")
    auditor = actor_as("x", "auditor")
    assert load_imports(store, auditor).height == 1
    with pytest.raises(NotAllowed):
        load_refused_rows(store, auditor, report.import_id)


def test_no_value_reaches_audit_or_log(
    store: Store, take: Take, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(0)
    take("groups", GROUPS)
    take("cases", CASES.replace("Mẫu", MARKER))
    take("cases", CASES.replace("Mẫu", MARKER).replace(";F1;", ";F0;"))
    with store.read() as conn:
        lines = [str(line) for line in conn.execute(sa.select(AUDIT))]
        findings = [str(line) for line in conn.execute(sa.select(IMPORTS.c.findings))]
    assert len(lines) == 3
    assert not any(MARKER in line for line in (*lines, *findings))
    assert MARKER not in caplog.text


CELLS = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
ROWS = st.lists(st.lists(CELLS, min_size=1, max_size=6), max_size=6)


@settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(rows=ROWS)
def test_accepted_and_refused_are_all_rows(
    store: Store, officer: Actor, rows: list[list[str]]
) -> None:
    text = "Họ tên;Diện;Ngày báo cáo;Tổ;Năm sinh\nA Mẫu;F1;27/12/2021;;1980\n"
    text += "".join(";".join(row) + "\n" for row in rows)
    try:
        report = accept_import(store, officer, text.encode(), "x.csv", "cases", now=NOW)
    except FileRefused:
        return
    assert report.accepted + report.refused == report.rows
    assert report.new + report.changed + report.unchanged == report.accepted
    again = accept_import(store, officer, text.encode(), "x.csv", "cases", now=NOW)
    assert (again.new, again.changed, again.unchanged) == (0, 0, report.accepted)


def test_one_file_sent_by_two_at_once_is_taken_once(store: Store, officer: Actor) -> None:
    text = "Họ tên,Diện,Tổ dân phố,Ngày báo cáo\n"
    text += "".join(f"Mẫu {n},F1,,27/12/2021\n" for n in range(50))

    def send(_sender: int) -> int:
        return accept_import(store, officer, text.encode(), "x.csv", "cases", now=NOW).new

    with ThreadPoolExecutor() as pool:
        assert sorted(pool.map(send, range(4))) == [0, 0, 0, 50]
    assert len(cases(store)) == 50


def test_moments_of_one_day_are_one_report(store: Store, take: Take) -> None:
    head = "Họ tên,Diện,Tổ dân phố,Ngày báo cáo\n"
    take("cases", head + "A Mẫu,F1,,27/12/2021\n")
    report = take("cases", head + "A Mẫu,F1,,27/12/2021 09:30\n")
    assert (report.new, report.changed) == (0, 1)
    assert [row["reported_at"] for row in cases(store)] == ["2021-12-27T09:30"]


def test_now_is_an_argument(store: Store, officer: Actor) -> None:
    early = datetime.fromisoformat("2020-01-01")
    text = "Họ tên,Diện,Tổ dân phố,Ngày báo cáo\nA Mẫu,F1,,27/12/2021\n"
    report = accept_import(store, officer, text.encode(), "x.csv", "cases", now=early)
    assert "DATE_IN_FUTURE" in {finding.code for finding in report.findings}


def test_what_was_left_out_is_said_once(store: Store, officer: Actor) -> None:
    people = "".join(f"Lê Thị {name},F1,Tổ 5,27/12/2021,x\n" for name in ("An", "Chi", "Mai"))
    text = "Họ và tên,Diện,Tổ,Ngày báo cáo,Ghi chú\n" + people + "Tổng cộng: 3 người,,,,\n"
    preview = preview_import(store, officer, text.encode(), "f1.csv", "cases", now=NOW)
    assert [f.code for f in preview.findings].count("REMARKS_LEFT") == 1
    assert preview.n_rows == 3


@pytest.mark.usefixtures("groups")
def test_which_list_it_is_is_asked_once(store: Store, officer: Actor) -> None:
    """A home needs only its group: nobody's name may go unused because of that."""
    text = "STT,Họ và tên,Năm sinh,Tổ,Số nhà\n1,Trần Văn Khải,1951,Tổ 5,1\n"
    args = (store, officer, text.encode(), "ds.csv", None)
    with pytest.raises(FileAsks) as asked:
        preview_import(*args, now=NOW)
    assert (asked.value.question, asked.value.n_rows) == ("table", 1)
    assert asked.value.samples["cases"] == ("Họ và tên", "Năm sinh", "Tổ", "Số nhà")
    assert "households" in asked.value.options
    with pytest.raises(FileRefused) as refused:
        preview_import(*args, choices=Choices(table="cases"), now=NOW)
    assert refused.value.mapping is not None
    assert refused.value.mapping.missing == ("case_type", "reported_at")
    given = {"case_type": "F1", "reported_at": "27/12/2021"}
    accept_import(*args, choices=Choices(table="cases"), constants=given, now=NOW)
    assert preview_import(*args, now=NOW).table == "cases"  # remembered


@pytest.mark.usefixtures("groups")
def test_a_choice_alone_is_remembered(store: Store, officer: Actor) -> None:
    text = "Họ và tên,Năm sinh,Tổ,Số nhà,Ngày lập danh sách\nLê An,1951,Tổ 5,1,27/12/2021\n"
    args = (store, officer, text.encode(), "ds.csv", None)
    accept_import(*args, choices=Choices(table="unvaccinated"), now=NOW)
    preview = preview_import(*args, now=NOW)
    codes = {finding.code for finding in preview.findings}
    assert preview.table == "unvaccinated"
    assert {"MAPPING_REMEMBERED", "FILE_SEEN"} <= codes
    assert (preview.new, preview.unchanged) == (0, 1)
