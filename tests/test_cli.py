"""The command line as a script meets it: one JSON object, an exit code, nothing else."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from lib.cli import main
from lib.schema.tables import TABLES
from lib.settings import ROOT

GROUPS = "group_id,name\nTDP05,Tổ 5\nTDP07,Tổ 7\n"
CASES = "Họ tên,Diện,Tổ,Ngày báo cáo,Năm sinh\nA Mẫu,F1,5,27/12/2021,1980\n"
BAD_CASE = "B Mẫu,F1,5,27/12/2021,19x0\n"
OFFICER_FILE = "cases.csv"
WORDS_OF = {"accounts": ("list", "add", "close", "reset", "until", "tie"), "audit": ("verify",)}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("WARD_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.chdir(tmp_path)
    (tmp_path / "groups.csv").write_text(GROUPS, "utf-8")
    (tmp_path / OFFICER_FILE).write_text(CASES + BAD_CASE, "utf-8")
    return tmp_path


@pytest.fixture
def ward(folder: Path) -> Path:
    assert main(["import", "groups.csv", "--table", "groups", "--ward"]) == 0
    return folder


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {"PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"}
    command = [sys.executable, "-m", "lib.cli", *arguments]
    return subprocess.run(
        command, env=environment, capture_output=True, text=True, encoding="utf-8", check=False
    )


def said(capfd: pytest.CaptureFixture[str]) -> Any:
    """The one JSON object on standard output."""
    return json.loads(capfd.readouterr().out)


def test_a_script_gets_one_object_and_an_exit_code(ward: Path) -> None:
    done = run("import", OFFICER_FILE, "--table", "cases", "--json")
    assert done.returncode == 1
    report = json.loads(done.stdout)
    assert (report["rows"], report["accepted"], report["refused"]) == (2, 1, 1)
    assert (report["table"], report["new"], report["dry_run"]) == ("cases", 1, False)
    (error,) = [finding for finding in report["findings"] if finding["level"] == "error"]
    assert (error["code"], error["row"], error["column"]) == ("YEAR_UNREADABLE", 3, "birth_year")
    assert error["params"] == {}
    assert str(ward / "data" / "ward") in done.stderr
    assert "19x0" not in done.stderr + done.stdout


def test_a_trial_changes_nothing(ward: Path, capfd: pytest.CaptureFixture[str]) -> None:
    before = (ward / "data" / "ward" / "ward.db").read_bytes()
    capfd.readouterr()
    assert main(["import", OFFICER_FILE, "--table", "cases", "--dry-run", "--json"]) == 1
    assert said(capfd)["dry_run"] is True
    assert (ward / "data" / "ward" / "ward.db").read_bytes() == before


def test_a_trial_begins_no_ward(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["import", "groups.csv", "--table", "groups", "--dry-run", "--json"]) == 0
    assert said(capfd)["new"] == 2
    assert not (folder / "data").exists()


def test_a_refused_file_says_why(ward: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (ward / "x.csv").write_text("Họ tên,Tổ,Ngày báo cáo\nA,5,27/12/2021\n", "utf-8")
    capfd.readouterr()
    assert main(["import", "x.csv", "--table", "cases", "--json"]) == 3
    report = said(capfd)
    assert report["file_refused"] is True
    assert (report["rows"], report["accepted"], report["refused"]) == (1, 0, 1)
    assert report["findings"][0]["code"] == "FILE_COLUMNS_MISSING"
    assert main(["import", "x.csv", "--table", "cases", "--constant", "case_type=F1"]) == 0


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["import", "absent.csv", "--table", "cases"],
        ["import", OFFICER_FILE, "--table", "people"],
        ["import", OFFICER_FILE, "--table", "cases", "--constant", "case_type"],
        ["indicators", "--as-of", "31/02/2021"],
        ["indicators", "--as-of", "0001-01-01"],
        ["indicators", "--as-of", "2019-12-31"],
        ["indicators", "--as-of", "2036-01-01"],
        ["indicators", "--as-of", "9999-12-31"],
        ["export", "people"],
    ],
)
def test_wrong_usage_is_two(folder: Path, arguments: list[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(arguments)
    assert stopped.value.code == 2


def test_a_constant_must_name_a_column(folder: Path) -> None:
    assert main(["import", OFFICER_FILE, "--table", "cases", "--constant", "colour=red"]) == 2
    assert main(["import", OFFICER_FILE, "--constant", "case_type=F1"]) == 2


@pytest.mark.parametrize("arguments", [["export", "cases"], ["indicators"]])
def test_reading_begins_no_ward(folder: Path, arguments: list[str]) -> None:
    assert main(arguments) == 4
    assert not (folder / "data").exists()


def test_help_names_every_command_with_its_options(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["--help"])
    listed = capsys.readouterr().out.partition("lib.cli ")[2].partition("Exit codes")[0]
    for command in listed.split("lib.cli "):
        name = command.split()[0]
        for path in [name], *([name, word] for word in WORDS_OF.get(name, ())):
            with pytest.raises(SystemExit):
                main([*path, "--help"])
            options = set(re.findall(r"--[a-z][a-z-]+", capsys.readouterr().out)) - {"--help"}
            missing = {word for word in (path[-1], *options) if word not in command}
            assert not missing, path


def test_help_names_every_exit_code(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["--help"])
    text = capsys.readouterr().out
    for code in ("0 xong", "1 có dòng bị trả lại", "2 lệnh viết sai", "3 cả tệp", "4 các trường"):
        assert code in " ".join(text.split())
    assert "cách dùng:" in text
    assert "tham số tùy chọn:" in text
    for word in ("usage:", "options:", "show this help", "Exit codes", "The ward"):
        assert word not in text


@pytest.mark.parametrize(
    ("arguments", "exit_code", "error"),
    [
        (["indicators"], 4, "STORE_ABSENT"),
        (["undo", "I1"], 4, "STORE_ABSENT"),
        (["indicators", "--as-of", "2021-02-31"], 2, "USAGE"),
        (["indicators", "--by", "street"], 2, "USAGE"),
        (["import"], 2, "USAGE"),
        (["import", "absent.csv"], 2, "FILE_ABSENT"),
        (["import", "."], 2, "FILE_IS_FOLDER"),
        (["import", OFFICER_FILE, "--table", "cases", "--constant", "foo=1"], 2, "COLUMN_UNKNOWN"),
        (["import", OFFICER_FILE, "--mapping", "absent.toml"], 2, "FILE_ABSENT"),
        (["import", "groups.csv", "--ward", "--report", "no/such.xlsx"], 4, "FILE_ABSENT"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_a_script_is_told_what_failed(
    folder: Path,
    capfd: pytest.CaptureFixture[str],
    arguments: list[str],
    exit_code: int,
    error: str,
) -> None:
    try:
        code = main([*arguments, "--json"])
    except SystemExit as stopped:
        code = stopped.code
    printed = capfd.readouterr()
    failure = json.loads(printed.out)
    assert (code, failure["error"], set(failure)) == (exit_code, error, {"error", "message"})
    assert failure["message"] in printed.err


def test_people_are_told_in_their_language(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    for arguments in (["import", "absent.csv"], ["import", "."], ["import"], ["export", "people"]):
        with pytest.raises(SystemExit):
            main(arguments)
    printed = capfd.readouterr()
    assert printed.out == ""
    for words in (
        "Không có absent.csv. Hãy kiểm tra lại tên tệp và thư mục.", ". là thư mục.",
        "còn thiếu tham số: FILE", "tham số TABLE: không có lựa chọn 'people'", "cách dùng:",
    ):  # fmt: skip
        assert words in printed.err


def test_export_and_import_meet(ward: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    main(["import", OFFICER_FILE, "--table", "cases"])
    capfdbinary.readouterr()
    assert main(["export", "cases", "--headers", "codes"]) == 0
    printed = capfdbinary.readouterr().out
    assert printed.startswith(b"case_id,external_id,case_type")
    (ward / "back.csv").write_bytes(printed)
    assert main(["import", "back.csv", "--table", "cases", "--json"]) == 0
    report = json.loads(capfdbinary.readouterr().out)
    assert (report["unchanged"], report["rows"]) == (1, 1)


def test_a_workbook_is_written_where_it_is_wanted(ward: Path) -> None:
    assert main(["export", "groups", "--format", "xlsx", "--output", "out.xlsx"]) == 0
    page = openpyxl.load_workbook(ward / "out.xlsx").worksheets[0]
    rows = [[cell.value for cell in row][:2] for row in page.iter_rows()]
    assert rows == [["Mã tổ", "Tên tổ dân phố"], ["TDP05", "Tổ 5"], ["TDP07", "Tổ 7"]]


def test_a_template_needs_no_ward(folder: Path) -> None:
    assert main(["template", "cases", "--output", "mau.xlsx"]) == 0
    assert openpyxl.load_workbook(folder / "mau.xlsx").worksheets[0]["C1"].value
    assert not (folder / "data").exists()


def test_all_templates_at_once(ward: Path) -> None:
    assert main(["template", "--all", "--output", "mau"]) == 0
    assert {path.name for path in (ward / "mau").iterdir()} == {
        f"{table}.{kind}" for table in TABLES for kind in ("csv", "xlsx")
    }


@pytest.mark.parametrize("arguments", [[], ["cases", "--all"], ["--all"]])
def test_a_template_is_asked_for_by_name_or_all(folder: Path, arguments: list[str]) -> None:
    assert main(["template", *arguments]) == 2


@pytest.mark.skipif(os.name == "nt", reason="POSIX permissions")
def test_an_exported_file_is_private(ward: Path) -> None:
    assert main(["export", "groups", "--output", "out.csv"]) == 0
    assert (ward / "out.csv").read_text("utf-8-sig").startswith("Mã tổ")
    assert (ward / "out.csv").stat().st_mode & 0o077 == 0


def test_a_file_that_cannot_be_written_is_said(
    ward: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    assert main(["export", "groups", "--output", "absent/out.csv"]) == 4
    assert "absent" in capfd.readouterr().err


@pytest.mark.parametrize("day", ["2021-12-29", "29/12/2021"])
def test_indicators_print_numbers_and_ids(
    ward: Path, capfd: pytest.CaptureFixture[str], day: str
) -> None:
    main(["import", OFFICER_FILE, "--table", "cases"])
    capfd.readouterr()
    assert main(["indicators", "--as-of", day, "--by", "group", "--json"]) == 0
    payload = said(capfd)
    assert payload["as_of"] == "2021-12-29"
    figure = payload["in_quarantine_f1"]
    assert (figure["value"], len(figure["rows"])) == (1, 1)
    assert main(["indicators", "--as-of", day]) == 0
    assert "in_quarantine_f1\t1\t1" in capfd.readouterr().out


def test_after_the_demo_the_terminal_speaks_to_it_until_a_ward_begins(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    files = folder / "files"
    files.mkdir()
    (folder / "groups.csv").rename(files / "groups.csv")
    monkeypatch.setattr(
        "lib.actions.demo.load_demo.__kwdefaults__", {"rebuild": False, "source": files}
    )
    assert main(["demo"]) == 0
    assert main(["export", "groups"]) == 0
    assert "demo-ward" in capfd.readouterr().err
    assert main(["import", str(files / "groups.csv"), "--table", "groups", "--ward"]) == 0
    assert main(["export", "groups"]) == 0
    assert "demo-ward" not in capfd.readouterr().err.splitlines()[-1]
    assert (folder / "data" / "ward" / "ward.db").exists()
