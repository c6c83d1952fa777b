"""Importing from a terminal: several files, explained headings, questions, reports, undo."""

import json
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from lib.cli import main

GROUPS = "group_id,name\nTDP05,Tổ 5\nTDP07,Tổ 7\n"
CASES = "Họ tên,Diện,Tổ,Ngày báo cáo,Năm sinh\nA Mẫu,F1,5,27/12/2021,1980\n"
BAD = "B Mẫu,F1,5,27/12/2021,19x0\n"
FOREIGN = "Họ tên,Loại hình,Khu,Sinh\nA Mẫu,F1,5,1980\nB Mẫu,F1,5,1981\n"


@pytest.fixture
def ward(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("WARD_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.chdir(tmp_path)
    (tmp_path / "groups.csv").write_text(GROUPS, "utf-8")
    (tmp_path / "good.csv").write_text(CASES, "utf-8")
    (tmp_path / "bad.csv").write_text(CASES.replace("A Mẫu", "C Mẫu") + BAD, "utf-8")
    (tmp_path / "foreign.csv").write_text(FOREIGN, "utf-8")
    assert main(["import", "groups.csv", "--table", "groups", "--ward"]) == 0
    return tmp_path


def said(capfd: pytest.CaptureFixture[str]) -> Any:
    return json.loads(capfd.readouterr().out)


def test_several_files_are_one_object_and_the_worst_exit_code(
    ward: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    capfd.readouterr()
    assert main(["import", "good.csv", "bad.csv", "--table", "cases", "--json"]) == 1
    report = said(capfd)
    assert (report["rows"], report["accepted"], report["refused"]) == (3, 2, 1)
    assert [file["file"] for file in report["files"]] == ["good.csv", "bad.csv"]
    (ward / "empty.csv").write_text("", "utf-8")
    assert main(["import", "good.csv", "empty.csv", "--table", "cases"]) == 3


def test_foreign_headings_are_no_dead_end(ward: Path, capfd: pytest.CaptureFixture[str]) -> None:
    capfd.readouterr()
    assert main(["import", "foreign.csv", "--table", "cases", "--json"]) == 3
    report = said(capfd)
    assert (report["rows"], report["accepted"], report["refused"]) == (2, 0, 2)
    columns = report["columns"]
    assert columns["recognised"] == {"Họ tên": "full_name"}
    assert set(columns["unknown"]) == {"Loại hình", "Khu", "Sinh"}
    assert set(columns["missing"]) == {"case_type", "reported_at"}
    assert report["findings"][0]["code"] == "FILE_HEADER_MISSING"


@pytest.mark.parametrize("form", ["json", "toml"])
def test_a_mapping_file_explains_them(
    ward: Path, capfd: pytest.CaptureFixture[str], form: str
) -> None:
    headings = {"Loại hình": "case_type", "Khu": "group_id", "Sinh": "birth_year"}
    mapping = {"table": "cases", "headings": headings, "constants": {"reported_at": "27/12/2021"}}
    text = json.dumps(mapping)
    if form == "toml":
        lines = [f'"{heading}" = "{column}"' for heading, column in headings.items()]
        text = 'table = "cases"\n[constants]\nreported_at = "27/12/2021"\n[headings]\n'
        text += "\n".join(lines)
    (ward / f"map.{form}").write_text(text, "utf-8")
    capfd.readouterr()
    assert main(["import", "foreign.csv", "--mapping", f"map.{form}", "--json"]) == 0
    report = said(capfd)
    assert (report["accepted"], report["columns"]["missing"]) == (2, [])
    assert report["columns"]["constants"] == ["reported_at"]
    # Said once, it is remembered for files of this shape.
    (ward / "next.csv").write_text(FOREIGN.replace("Mẫu", "Khác"), "utf-8")
    assert main(["import", "next.csv", "--table", "cases"]) == 0


@pytest.mark.parametrize(
    "text", ["", "[1]", "not a mapping", '{"columns": {}}', '{"headings": ["a"]}', "\ud800"]
)
def test_what_is_no_mapping_is_wrong_usage(ward: Path, text: str) -> None:
    (ward / "map.json").write_bytes(text.encode("utf-8", "surrogatepass"))
    with pytest.raises(SystemExit) as stopped:
        main(["import", "foreign.csv", "--mapping", "map.json"])
    assert stopped.value.code == 2


@pytest.mark.parametrize(
    "mapping",
    [
        {"table": "people"},
        {"table": "cases", "headings": {"Khu": "colour"}},
        {"table": "cases", "constants": {"colour": "red"}},
        {"headings": {"Khu": "group_id"}},
    ],
)
def test_a_mapping_names_what_exists(ward: Path, mapping: dict[str, Any]) -> None:
    (ward / "map.json").write_text(json.dumps(mapping), "utf-8")
    assert main(["import", "foreign.csv", "--mapping", "map.json"]) == 2


def test_several_sheets_are_asked_for(ward: Path, capfd: pytest.CaptureFixture[str]) -> None:
    book = openpyxl.Workbook()
    for name in ("Tuần 1", "Tuần 2"):
        page = book.create_sheet(name)
        for line in CASES.replace("A Mẫu", name).splitlines():
            page.append(line.split(","))
    book.remove(book.worksheets[0])
    book.save(ward / "tuan.xlsx")
    capfd.readouterr()
    assert main(["import", "tuan.xlsx", "--table", "cases", "--json"]) == 3
    assert said(capfd)["asks"] == {"question": "sheet", "options": ["Tuần 1", "Tuần 2"]}
    assert main(["import", "tuan.xlsx", "--table", "cases", "--sheet", "Tuần 2", "--json"]) == 0
    assert said(capfd)["accepted"] == 1


def test_the_report_is_a_workbook_whose_refused_rows_come_back(
    ward: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    assert main(["import", "bad.csv", "--table", "cases", "--report", "out.xlsx"]) == 1
    book = openpyxl.load_workbook(ward / "out.xlsx")
    assert book.sheetnames == ["Tổng hợp", "Điều cần lưu ý", "Trả lại 1"]
    assert [cell.value for cell in book["Tổng hợp"][2]] == ["bad.csv", 2, 1, 1, 1, 0, 0]
    found = [[cell.value for cell in row] for row in book["Điều cần lưu ý"].iter_rows(min_row=2)]
    assert [(row[0], row[1], row[2]) for row in found] == [("bad.csv", 3, "Năm sinh")]
    assert (ward / "out.xlsx").stat().st_mode & 0o077 == 0
    page = book["Trả lại 1"]
    assert page["E2"].value == "19x0"
    page["E2"] = "1990"
    book.save(ward / "mended.xlsx")
    capfd.readouterr()
    arguments = ["mended.xlsx", "--table", "cases", "--sheet", "Trả lại 1", "--json"]
    assert main(["import", *arguments]) == 0
    assert said(capfd)["accepted"] == 1


def test_a_trial_reports_too(ward: Path) -> None:
    assert main(["import", "bad.csv", "--table", "cases", "--dry-run", "--report", "o.xlsx"]) == 1
    assert openpyxl.load_workbook(ward / "o.xlsx").sheetnames == ["Tổng hợp", "Điều cần lưu ý"]


def test_an_import_is_taken_back(ward: Path, capfd: pytest.CaptureFixture[str]) -> None:
    capfd.readouterr()
    main(["import", "good.csv", "--table", "cases", "--json"])
    import_id = said(capfd)["import_id"]
    assert main(["undo", import_id, "--dry-run", "--json"]) == 0
    assert said(capfd) == {
        "import_id": import_id, "dry_run": True, "removed": 1, "restored": 0, "kept": [],
    }  # fmt: skip
    assert main(["undo", import_id]) == 0
    assert main(["undo", import_id]) == 4
    capfd.readouterr()
    main(["export", "cases", "--headers", "codes"])
    assert len(capfd.readouterr().out.splitlines()) == 1


def test_what_an_undo_keeps_is_said_and_has_an_exit_code(
    ward: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    capfd.readouterr()
    main(["import", "good.csv", "--table", "cases", "--json"])
    import_id = said(capfd)["import_id"]
    later = CASES.splitlines()[0] + ",Ghi chú\nA Mẫu,F1,5,27/12/2021,1980,mới\n"
    (ward / "later.csv").write_text(later, "utf-8")
    main(["import", "later.csv", "--table", "cases"])
    capfd.readouterr()
    assert main(["undo", import_id, "--json"]) == 1
    (kept,) = said(capfd)["kept"]
    assert (kept["columns"], kept["why"]) == (["note"], "changed")


def test_no_progress_is_drawn_where_nobody_looks(
    ward: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    capfd.readouterr()
    main(["import", "good.csv", "--table", "cases"])
    assert "\r" not in capfd.readouterr().err


def test_a_file_that_changes_much_of_a_list_waits_for_a_second_person(
    ward: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    rows = [f"TDP{at},Tổ {at},{{n}}\n" for at in range(10, 60)]
    for name, n in (("first.csv", 100), ("second.csv", 200)):
        text = "group_id,name,population\n" + "".join(rows).format(n=n)
        (ward / name).write_text(text, "utf-8")
    assert main(["import", "first.csv", "--table", "groups"]) == 0
    capfd.readouterr()
    assert main(["import", "second.csv", "--table", "groups", "--dry-run", "--json"]) == 5
    trial = said(capfd)
    assert (trial["waits"], trial["changed"], trial["rows_held"]) == (True, 50, 52)
    assert (trial["proposal_id"], trial["import_id"]) == (None, None)
    call = ["import", "second.csv", "good.csv", "--json", "--report", "out.xlsx"]
    call += ["--reason", "new census"]
    assert main(call) == 5
    second, good = said(capfd)["files"]
    assert (second["waits"], second["accepted"] + second["refused"]) == (True, second["rows"])
    (database,) = ward.glob("data/**/ward.db")
    with closing(sqlite3.connect(database)) as conn:
        asked = conn.execute("SELECT proposal_id, reason FROM proposals").fetchall()
    assert asked == [(second["proposal_id"], "new census")]
    assert (good["waits"], good["proposal_id"]) == (False, None)
    assert main(["import", "second.csv"]) == 5
    told = capfd.readouterr().err
    assert "Tệp này sửa 50 trên 52 dòng (96 %): phải có người thứ hai đồng ý." in told
    assert second["proposal_id"] in told
