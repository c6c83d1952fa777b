"""A team's file brings in the team's own people and the team's own columns, and nothing else.

Inputs 51, 66 and 67 of the list of bad inputs.
"""

from collections.abc import Callable
from datetime import datetime

import polars as pl
import pytest

from lib.actions.imports import ImportReport, Preview, accept_import, preview_import
from lib.reports.imports import load_imports, load_refused_rows, told_line
from lib.security.actors import Actor, NotAllowed, actor_as, terminal_actor
from lib.store.engine import Store
from lib.store.repository import fetch

NOW = datetime.fromisoformat("2021-12-29T08:30")
GROUPS = "group_id,name\nTDP05,Tổ 5\nTDP06,Tổ 6\n"
TEAMS = "team_id,name,kind\nXN1,Tổ xét nghiệm 1,testing\nHT1,Tổ hỗ trợ 1,support\n"
AREAS = "team_id,group_id,from_on,to_on\nXN1,TDP05,01/12/2021,\nHT1,TDP06,01/12/2021,\n"
CASES = (
    "case_id,full_name,birth_year,group_id,case_type,reported_at,phone,first_positive_date\n"
    "C1,Nguyễn Văn Trong,1980,TDP05,F1,27/12/2021,0901000001,\n"
    "C2,Trần Thị Ngoài,1990,TDP06,F0,27/12/2021,0901000002,27/12/2021\n"
)
TESTER = actor_as("xuan", "testing_team", team_id="XN1")
LEADER = actor_as("binh", "group_leader", group_id="TDP05")
Send = Callable[..., ImportReport]


@pytest.fixture
def send(store: Store) -> Send:
    """send(TESTER, "tests", text) -> ImportReport; the ward stands already."""

    def accept(actor: Actor, table: str, text: str) -> ImportReport:
        return accept_import(store, actor, text.encode(), f"{table}.csv", table, now=NOW)

    ward = {"groups": GROUPS, "teams": TEAMS, "team_areas": AREAS, "cases": CASES}
    for table, text in ward.items():
        assert accept(terminal_actor("lan"), table, text).refused == 0
    return accept


def rows(store: Store, table: str) -> pl.DataFrame:
    with store.read() as conn:
        return fetch(conn, store.ward_id, table)


def said(report: ImportReport | Preview) -> list[tuple[str, int | None, str | None]]:
    return [(f.code, f.row, f.column) for f in report.findings if f.level != "note"]


def test_a_result_of_ones_own_person_goes_in(store: Store, send: Send) -> None:
    text = "case_id,sample_date,test_type,result\nC1,28/12/2021,rapid_antigen,negative\n"
    assert send(TESTER, "tests", text).new == 1
    assert rows(store, "tests")["case_id"].to_list() == ["C1"]


@pytest.mark.parametrize("stranger", ["C2", "C99"], ids=["another team's", "nobody"])
def test_another_teams_person_and_nobody_get_the_same_answer(
    store: Store, send: Send, stranger: str
) -> None:
    text = f"case_id,sample_date,test_type,result\n{stranger},28/12/2021,rapid_antigen,negative\n"
    report = send(TESTER, "tests", text)
    assert said(report) == [("ROW_OUT_OF_REACH", 2, "case_id")]
    assert (report.rows, report.accepted, report.refused) == (1, 0, 1)
    assert rows(store, "tests").is_empty()


@pytest.mark.parametrize(
    ("name", "year", "group"),
    [("Trần Thị Ngoài", "1990", "Tổ 6"), ("Trần Thị Khác", "1990", "Tổ 6")],
    ids=["on the list", "not on the list"],
)
def test_a_name_does_not_tell_who_is_on_the_list(
    send: Send, name: str, year: str, group: str
) -> None:
    text = (
        "Họ và tên,Năm sinh,Tổ dân phố,Ngày lấy mẫu,Loại xét nghiệm,Kết quả\n"
        f"{name},{year},{group},28/12/2021,Test nhanh,Âm tính\n"
    )
    report = send(TESTER, "tests", text)
    assert said(report) == [("ROW_OUT_OF_REACH", 2, "case_id")]
    line = told_line(report.findings[0])
    assert not any(part in line for part in (name, year, group))


def test_columns_that_are_not_the_teams_are_left_aside_and_said(store: Store, send: Send) -> None:
    text = CASES.splitlines()[0] + (
        ",quarantine_end\nC1,Nguyễn Văn Sửa,1980,TDP05,F0,27/12/2021,0909999999,28/12/2021,"
        "05/01/2022\n"
    )
    report = send(TESTER, "cases", text)
    assert (report.accepted, report.changed, report.refused) == (1, 1, 0)
    aside = {(code, column) for code, _row, column in said(report)}
    assert aside == {
        ("COLUMN_NOT_YOURS", name) for name in ("full_name", "case_type", "phone", "quarantine_end")
    }
    row = rows(store, "cases").row(0, named=True)
    assert str(row["first_positive_date"]) == "2021-12-28"
    assert (row["full_name"], row["case_type"]) == ("Nguyễn Văn Trong", "F1")
    assert (row["phone"], row["quarantine_end"]) == ("0901000001", None)


def test_a_file_of_nothing_but_foreign_columns_changes_nothing(store: Store, send: Send) -> None:
    before = rows(store, "cases")
    report = send(TESTER, "cases", CASES.replace("Trong", "Khác").rsplit("C2", 1)[0])
    assert (report.changed, report.unchanged) == (0, 1)
    assert rows(store, "cases").equals(before)


@pytest.mark.parametrize("own_id", ["C2", ""], ids=["by id", "by name"])
def test_a_team_that_corrects_adds_nobody(store: Store, send: Send, own_id: str) -> None:
    text = CASES.splitlines()[0] + (
        f"\n{own_id},Trần Thị Ngoài,1990,TDP06,F0,27/12/2021,,28/12/2021\n"
    )
    report = send(TESTER, "cases", text)
    assert (report.accepted, report.refused, report.changed) == (0, 1, 0)
    assert rows(store, "cases").height == 2
    assert str(rows(store, "cases").row(1, named=True)["first_positive_date"]) == "2021-12-27"


def test_a_person_is_not_drawn_into_ones_own_group(store: Store, send: Send) -> None:
    text = (
        "case_id,full_name,birth_year,group_id,case_type,reported_at,first_positive_date\n"
        "C2,Trần Thị Ngoài,1990,TDP05,F0,27/12/2021,28/12/2021\n"
    )
    assert send(TESTER, "cases", text).refused == 1
    assert rows(store, "cases").row(1, named=True)["group_id"] == "TDP06"


def test_a_table_that_is_not_ones_own_is_refused_whole(store: Store, send: Send) -> None:
    n_kept = len(list(store.settings.uploads.iterdir()))
    for act in (preview_import, accept_import):
        with pytest.raises(NotAllowed):
            act(store, TESTER, GROUPS.encode(), "g.csv", "groups", now=NOW)
    assert len(list(store.settings.uploads.iterdir())) == n_kept


def test_without_a_table_only_ones_own_are_guessed(store: Store, send: Send) -> None:
    text = "Mã ca,Ngày lấy mẫu,Loại xét nghiệm,Kết quả\nC1,28/12/2021,Test nhanh,Âm tính\n"
    assert preview_import(store, TESTER, text.encode(), "x.csv", None, now=NOW).table == "tests"


def test_a_leader_writes_outreach_of_the_own_group_only(store: Store, send: Send) -> None:
    people = (
        "resident_id,full_name,group_id,listed_on\nR5,A,TDP05,1/12/2021\nR6,B,TDP06,1/12/2021\n"
    )
    assert send(terminal_actor("lan"), "unvaccinated", people).new == 2
    text = "resident_id,contacted_on,result\nR5,28/12/2021,agreed\nR6,28/12/2021,agreed\n"
    report = send(LEADER, "outreach", text)
    assert said(report) == [("ROW_OUT_OF_REACH", 3, "resident_id")]
    assert rows(store, "outreach")["resident_id"].to_list() == ["R5"]


def test_one_sees_only_what_one_sent_oneself(store: Store, send: Send) -> None:
    text = "case_id,sample_date,test_type,result\nC2,28/12/2021,rapid_antigen,negative\n"
    report = send(TESTER, "tests", text)
    assert load_imports(store, TESTER)["import_id"].to_list() == [report.import_id]
    assert len(load_refused_rows(store, TESTER, report.import_id)) == 1
    with pytest.raises(NotAllowed):
        load_refused_rows(store, LEADER, report.import_id)
    assert load_imports(store, LEADER).is_empty()


def test_the_preview_hides_what_the_reader_may_not_see(store: Store, send: Send) -> None:
    officer = terminal_actor("lan")
    ids = "case_id,full_name,birth_year,group_id,case_type,reported_at,national_id,conditions\n"
    row = "C1,Nguyễn Văn Trong,1980,TDP05,F1,27/12/2021,{id},{illness}\n"
    old = {"id": "001080000001", "illness": "hen"}
    send(officer, "cases", ids + row.format(**old))
    new = ids + row.format(id="001080000002", illness="tim")
    (diff,) = preview_import(store, officer, new.encode(), "c.csv", "cases", now=NOW).changed
    assert diff.cells["national_id"] == ("***", "001080000002")
    assert diff.cells["conditions"] == ("***", "tim")
    assert send(officer, "cases", new).changed == 1


def test_a_shorter_file_takes_nobody_out(store: Store, send: Send) -> None:
    officer = terminal_actor("lan")
    lines = CASES.splitlines()
    report = send(officer, "cases", "\n".join(lines[:2]) + "\n")
    assert (report.unchanged, report.refused) == (1, 0)
    assert rows(store, "cases").height == 2
