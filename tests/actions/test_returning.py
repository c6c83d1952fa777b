"""An exported list comes back after others have edited: nothing is lost, nobody overruled."""

import csv
import io
from collections.abc import Callable
from datetime import date

import pytest
import sqlalchemy as sa

from lib.actions.choosing import choose
from lib.actions.imports import FileRefused, Preview, accept_import, preview_import
from lib.actions.typed import take_typed
from lib.actions.undoing import undo_import
from lib.reports.exports import export_csv
from lib.security.actors import Actor
from lib.store.bases import EXPORTS
from lib.store.conflicts import Conflict, Decision, undecided
from lib.store.engine import Store
from lib.store.imports import refused_rows
from lib.store.repository import fetch
from tests.actions.conftest import NOW, Take

GROUPS = "group_id,name\nTDP05,Tổ 5\nTDP07,Tổ 7\n"
HEAD = "case_id,full_name,case_type,group_id,reported_at,quarantine_start,quarantine_end,note,Xe\n"
CASES = """\
C1,An Mẫu,F1,TDP05,2021-12-20,2021-12-20,2022-01-02,một,29X
C2,Bình Mẫu,F1,TDP05,2021-12-20,2021-12-20,2022-01-02,hai,
C3,Chi Mẫu,F1,TDP07,2021-12-20,2021-12-20,2022-01-02,,
"""


class Sheet:
    """An exported list as somebody edits it in a spreadsheet."""

    def __init__(self, raw: bytes) -> None:
        head, *rows = csv.reader(io.StringIO(raw.decode("utf-8-sig")))
        self.head = head
        self.rows = [dict(zip(head, row, strict=True)) for row in rows]

    def __getitem__(self, case_id: str) -> dict[str, str]:
        return next(row for row in self.rows if row["case_id"] == case_id)

    @property
    def raw(self) -> bytes:
        out = io.StringIO()
        writer = csv.DictWriter(out, self.head, restval="", extrasaction="ignore")
        writer.writeheader()
        writer.writerows(self.rows)
        return out.getvalue().encode("utf-8-sig")


Export = Callable[[], Sheet]
Look = Callable[..., Preview]


@pytest.fixture
def export(store: Store, officer: Actor, take: Take) -> Export:
    take("groups", GROUPS)
    take("cases", HEAD + CASES)
    return lambda: Sheet(export_csv(store, officer, "cases", "codes"))


@pytest.fixture
def look(store: Store, officer: Actor) -> Look:
    def preview(sheet: Sheet, **said: object) -> Preview:
        return preview_import(store, officer, sheet.raw, "ds.csv", "cases", now=NOW, **said)  # type: ignore[arg-type]

    return preview


def row(store: Store, case_id: str) -> dict[str, object]:
    with store.read() as conn:
        return fetch(conn, store.ward_id, "cases", where={"case_id": case_id}).row(0, named=True)


def edit(take: Take, case_id: str, column: str, value: str) -> None:
    """Somebody else's work meanwhile."""
    needed = {"full_name": "x", "case_type": "F1", "reported_at": "2021-12-20"}
    assert column not in needed
    line = [line for line in CASES.splitlines() if line.startswith(case_id)][0].split(",")
    kept = dict(zip(HEAD.strip().split(","), line, strict=True))
    names = ["case_id", *needed, column]
    text = ",".join(names) + "\n" + ",".join({**kept, column: value}[name] for name in names)
    assert take("cases", text + "\n").changed == 1


def test_every_row_carries_the_export_and_comes_back_unchanged(
    store: Store, export: Export, look: Look
) -> None:
    sheet = export()
    (code,) = {each["export_code"] for each in sheet.rows}
    with store.read() as conn:
        (kept,) = conn.execute(sa.select(EXPORTS)).mappings()
    assert (kept["export_id"], kept["table_name"], kept["made_by"]) == (code, "cases", "lan")
    assert (kept["n_rows"], kept["row_ids"]) == (3, ["C1", "C2", "C3"])
    preview = look(sheet)
    assert (preview.unchanged, preview.changed, preview.missing) == (3, (), ())
    assert "export_code" not in [heading for _at, heading in preview.mapping.unknown]


def test_a_cell_left_alone_keeps_the_newer_value(
    store: Store, officer: Actor, export: Export, take: Take, look: Look
) -> None:
    sheet = export()
    edit(take, "C1", "note", "mới")
    sheet["C1"]["quarantine_end"] = "2022-01-05"
    (diff,) = look(sheet).changed
    assert diff.cells == {"quarantine_end": (date(2022, 1, 2), date(2022, 1, 5))}
    accept_import(store, officer, sheet.raw, "ds.csv", "cases", now=NOW)
    assert (row(store, "C1")["note"], row(store, "C1")["quarantine_end"]) == (
        "mới",
        date(2022, 1, 5),
    )


def test_without_the_code_an_older_copy_is_shown_to_choose(
    store: Store, officer: Actor, export: Export, take: Take, look: Look
) -> None:
    """What stood there before a later change takes nothing back by itself; a new word goes in."""
    sheet = export()
    edit(take, "C1", "note", "mới")
    sheet.head.remove("export_code")
    sheet["C1"]["quarantine_end"] = "2022-01-05"
    seen = look(sheet)
    (diff,) = seen.changed
    assert diff.cells == {"quarantine_end": (date(2022, 1, 2), date(2022, 1, 5))}
    (older,) = seen.conflicts
    assert (older.row_id, older.cell, older.file, older.side) == ("C1", "note", "một", None)
    assert [f.row for f in seen.findings if f.code == "CELL_OLDER"] == [2]
    report = accept_import(store, officer, sheet.raw, "ds.csv", "cases", now=NOW)
    assert (row(store, "C1")["note"], report.conflicts) == ("mới", 1)
    with store.read() as conn:
        where = {"case_id": "C1"}
        (version,) = fetch(conn, store.ward_id, "cases", ("row_version",), where=where).row(0)
    choose(store, officer, report.import_id, Decision("C1", version, "note", "file"), now=NOW)
    assert row(store, "C1")["note"] == "một"


def test_what_an_undone_import_had_brought_may_come_again(
    store: Store, officer: Actor, export: Export, look: Look
) -> None:
    sheet = export()
    sheet.head.remove("export_code")
    sheet["C1"]["note"] = "mới"
    report = accept_import(store, officer, sheet.raw, "ds.csv", "cases", now=NOW)
    undo_import(store, officer, report.import_id, now=NOW)
    assert row(store, "C1")["note"] == "một"
    seen = look(sheet)
    assert [diff.cells["note"][1] for diff in seen.changed] == ["mới"]
    assert not seen.conflicts


def test_what_is_typed_now_is_no_older_copy(
    store: Store, officer: Actor, export: Export, take: Take
) -> None:
    export()
    take("groups", "group_id,name\nTDP07,Tổ 17\n")
    report = take_typed(store, officer, "groups", [{"group_id": "TDP07", "name": "Tổ 7"}])
    assert (report.changed, report.conflicts) == (1, 0)


NUMBERS = """\
case_id,full_name,case_type,reported_at,phone,contact_phone,national_id
C1,An Mẫu,F1,2021-12-20,0190000003,02438271234,000000000001
C2,Bình Mẫu,F1,2021-12-20,0190000004,0901234567,001085000001
"""


@pytest.mark.parametrize("has_code", [True, False])
def test_numbers_that_a_spreadsheet_stripped_of_zeros_are_untouched(
    export: Export, take: Take, look: Look, has_code: bool
) -> None:
    assert take("cases", NUMBERS).changed == 2
    sheet = export()
    for each in sheet.rows:
        for name in ("phone", "contact_phone", "national_id"):
            each[name] = each[name].lstrip("0")
    sheet["C2"]["phone"] = "190000005"  # nobody's, and not the one that went out
    if not has_code:
        sheet.head.remove("export_code")
    preview = look(sheet)
    assert (preview.accepted, preview.refused, preview.changed) == (2, 1, ())
    assert [f.code for f in preview.findings if f.level == "error"] == ["PHONE_UNREADABLE"]


def test_a_stripped_number_that_somebody_else_corrected_stays_corrected(
    export: Export, take: Take, look: Look
) -> None:
    take("cases", NUMBERS)
    sheet = export()
    edit(take, "C1", "phone", "0190000009")
    sheet["C1"]["phone"] = "190000003"
    preview = look(sheet)
    assert (preview.refused, preview.changed, preview.conflicts) == (0, (), ())


def test_an_emptied_cell_is_a_change(store: Store, export: Export, look: Look) -> None:
    sheet = export()
    sheet["C1"]["note"] = ""
    sheet["C1"]["Xe"] = ""
    sheet["C2"]["quarantine_end"] = " "
    first, second = look(sheet).changed
    assert {name: new for name, (_old, new) in first.cells.items()} == {"note": None, "extra": None}
    assert second.cells == {"quarantine_end": (date(2022, 1, 2), None)}


def test_a_needed_cell_cannot_be_emptied(export: Export, look: Look) -> None:
    sheet = export()
    sheet["C1"]["case_type"] = ""
    preview = look(sheet)
    assert (preview.accepted, preview.refused) == (2, 1)
    assert ("CELL_REQUIRED", 2) in {(f.code, f.row) for f in preview.findings}
    assert preview.missing == ()


def test_an_emptied_group_is_unknown_and_said(export: Export, look: Look) -> None:
    sheet = export()
    sheet["C1"]["group_id"] = ""
    preview = look(sheet)
    (diff,) = preview.changed
    assert diff.cells == {"group_id": ("TDP05", "unknown")}
    assert "GROUP_ABSENT" in {finding.code for finding in preview.findings}


def test_a_column_that_was_taken_out_says_nothing(export: Export, look: Look) -> None:
    sheet = export()
    for column in ("note", "group_id", "Xe", "birth_year"):
        sheet.head.remove(column)
    assert look(sheet).unchanged == 3


def test_both_changed_the_same_cell(
    store: Store, officer: Actor, export: Export, take: Take, look: Look
) -> None:
    sheet = export()
    edit(take, "C1", "order_number", "01/QD")
    edit(take, "C2", "order_number", "02/QD")
    sheet["C1"]["order_number"], sheet["C2"]["order_number"] = "09/QD", "02/QD"
    sheet["C1"]["note"] = "khác"
    preview = look(sheet)
    (conflict,) = preview.conflicts
    assert conflict == Conflict(2, "C1", 2, "order_number", None, "01/QD", "09/QD")
    assert [(f.row, f.column) for f in preview.findings if f.code == "CELL_CONFLICT"] == [
        (2, "order_number")
    ]
    report = accept_import(store, officer, sheet.raw, "ds.csv", "cases", now=NOW)
    assert (report.changed, report.unchanged, report.conflicts) == (1, 2, 1)
    assert (row(store, "C1")["order_number"], row(store, "C1")["note"]) == ("01/QD", "khác")
    with store.read() as conn:
        (waiting,) = undecided(conn, store.ward_id)
    assert (waiting.import_id, waiting.row_id, waiting.cell) == (
        report.import_id, "C1", "order_number",
    )  # fmt: skip
    assert (waiting.base, waiting.stored, waiting.file) == (None, "01/QD", "09/QD")


@pytest.mark.parametrize(("side", "stays"), [("file", "09/QD"), ("stored", "01/QD")])
def test_a_person_chooses_before_sending(
    store: Store, officer: Actor, export: Export, take: Take, look: Look, side: str, stays: str
) -> None:
    sheet = export()
    edit(take, "C1", "order_number", "01/QD")
    sheet["C1"]["order_number"] = "09/QD"
    (seen,) = look(sheet).conflicts
    chosen = Decision(seen.row_id, seen.row_version, seen.cell, side)  # type: ignore[arg-type]
    preview = look(sheet, decisions=[chosen])
    assert [each.side for each in preview.conflicts] == [side]
    assert "CELL_CONFLICT" not in {finding.code for finding in preview.findings}
    report = accept_import(
        store, officer, sheet.raw, "ds.csv", "cases", decisions=[chosen], now=NOW
    )
    assert report.conflicts == 0
    assert row(store, "C1")["order_number"] == stays
    with store.read() as conn:
        assert undecided(conn, store.ward_id) == ()


def test_a_choice_made_before_a_third_person_wrote_is_no_choice(
    export: Export, take: Take, look: Look
) -> None:
    sheet = export()
    edit(take, "C1", "order_number", "01/QD")
    sheet["C1"]["order_number"] = "09/QD"
    (seen,) = look(sheet).conflicts
    edit(take, "C1", "order_number", "03/QD")
    chosen = Decision(seen.row_id, seen.row_version, seen.cell, "file")
    (conflict,) = look(sheet, decisions=[chosen]).conflicts
    assert (conflict.stored, conflict.side) == ("03/QD", None)


def test_unknown_columns_are_merged_heading_by_heading(
    store: Store, officer: Actor, export: Export, take: Take
) -> None:
    mine, other = export(), export()
    mine.head.append("Chó")
    mine["C1"]["Chó"], other["C1"]["Xe"] = "có", "30Y"
    mine["C2"]["Xe"] = other["C2"]["Xe"] = "31Z"
    mine["C3"]["Xe"], other["C3"]["Xe"] = "32A", "33B"
    for sheet in (mine, other):
        report = accept_import(store, officer, sheet.raw, "ds.csv", "cases", now=NOW)
    assert report.conflicts == 1
    with store.read() as conn:
        kept = dict(fetch(conn, store.ward_id, "cases", ("case_id", "extra")).rows())
        (waiting,) = undecided(conn, store.ward_id)
    assert kept == {
        "C1": '{"Xe": "30Y", "Chó": "có"}',
        "C2": '{"Xe": "31Z"}',
        "C3": '{"Xe": "32A"}',
    }
    assert (waiting.cell, waiting.base, waiting.stored, waiting.file) == (
        "extra:Xe", None, "32A", "33B",
    )  # fmt: skip


def test_both_added_the_same_person(store: Store, officer: Actor, export: Export) -> None:
    new = {
        "full_name": "Dung Mẫu", "case_type": "F1", "group_id": "TDP05", "birth_year": "1990",
        "reported_at": "2021-12-21",
    }  # fmt: skip
    sheets = []
    for phone, note in (("0190000001", "nhà riêng"), ("0190000001", "nhà thuê")):
        sheet = export()
        sheet.rows.append(new | {"phone": phone, "note": note})
        sheets.append(sheet)
    sheets[1].rows[-1]["sex"] = "male"
    reports = [
        accept_import(store, officer, sheet.raw, f"{n}.csv", "cases", now=NOW)
        for n, sheet in enumerate(sheets)
    ]
    assert [(r.new, r.changed, r.conflicts) for r in reports] == [(1, 0, 0), (0, 1, 1)]
    with store.read() as conn:
        names = fetch(conn, store.ward_id, "cases", where={"full_name": "Dung Mẫu"})
        (waiting,) = undecided(conn, store.ward_id)
    assert names.select("sex", "note").rows() == [("male", "nhà riêng")]
    assert (waiting.cell, waiting.base, waiting.file) == ("note", None, "nhà thuê")


def test_a_row_left_out_is_named_and_stays(export: Export, look: Look, store: Store) -> None:
    sheet = export()
    sheet.rows = [each for each in sheet.rows if each["case_id"] != "C2"]
    preview = look(sheet)
    assert (preview.missing, preview.unchanged, preview.asks) == (("C2",), 2, ())
    assert row(store, "C2")["full_name"] == "Bình Mẫu"


def test_a_much_shorter_list_asks_with_numbers(
    store: Store, officer: Actor, export: Export, look: Look
) -> None:
    sheet = export()
    sheet["C1"]["note"] = "sửa"
    sheet.rows = sheet.rows[:1]
    (asked,) = look(sheet).asks
    assert (asked.code, asked.params) == ("FILE_SHORTER", {"base": 3, "rows": 1})
    with pytest.raises(FileRefused) as refusal:
        accept_import(store, officer, sheet.raw, "ds.csv", "cases", now=NOW)
    assert (refusal.value.findings, refusal.value.n_rows) == ((asked,), 1)
    assert row(store, "C1")["note"] == "một"
    assert look(sheet, confirmed=True).asks == ()
    report = accept_import(store, officer, sheet.raw, "ds.csv", "cases", confirmed=True, now=NOW)
    assert (report.changed, report.missing) == (1, 2)


def test_an_unknown_export_is_said(export: Export, look: Look) -> None:
    sheet = export()
    for each in sheet.rows:
        each["export_code"] = "E0000000000"
    preview = look(sheet)
    assert "EXPORT_UNKNOWN" in {finding.code for finding in preview.findings}
    assert (preview.missing, preview.unchanged) == ((), 3)


def test_rows_of_two_exports_each_know_their_own_base(
    export: Export, take: Take, look: Look
) -> None:
    older = export()
    edit(take, "C1", "note", "mới")
    newer = export()
    older.rows = [newer["C1"], older["C2"], older["C3"]]
    older["C1"]["note"] = "mới hơn"
    edit(take, "C2", "note", "mới")
    preview = look(older)
    assert [(diff.row_id, diff.cells) for diff in preview.changed] == [
        ("C1", {"note": ("***", "mới hơn")})
    ]
    assert preview.conflicts == ()


def test_two_right_halves_can_be_wrong_together(
    store: Store, officer: Actor, export: Export, take: Take, look: Look
) -> None:
    sheet = export()
    edit(take, "C1", "quarantine_end", "2021-12-24")
    sheet["C1"]["quarantine_start"] = "2021-12-26"
    sheet["C2"]["note"] = "đổi"
    preview = look(sheet)
    assert {(f.code, f.row) for f in preview.findings if f.level == "error"} == {
        ("ROW_CONTRADICTS", 2),
        ("END_BEFORE_START", 2),
    }
    report = accept_import(store, officer, sheet.raw, "ds.csv", "cases", now=NOW)
    assert (report.rows, report.accepted, report.refused, report.changed) == (3, 2, 1, 1)
    assert row(store, "C1")["quarantine_start"] == date(2021, 12, 20)


def test_who_moves_gets_the_household_of_the_merged_address(
    store: Store, officer: Actor, export: Export, take: Take
) -> None:
    take("cases", HEAD.strip() + ",house_number,street\n" + CASES.splitlines()[0] + ",12,Phố Mẫu\n")
    before = row(store, "C1")["household_id"]
    sheet = export()
    edit(take, "C1", "house_number", "14")
    sheet["C1"]["street"] = "Phố Khác"
    accept_import(store, officer, sheet.raw, "ds.csv", "cases", now=NOW)
    now = row(store, "C1")
    assert (now["house_number"], now["street"]) == ("14", "Phố Khác")
    with store.read() as conn:
        home = fetch(conn, store.ward_id, "households", where={"household_id": now["household_id"]})
    assert home.select("house_number", "street").rows() == [("14", "Phố Khác")]
    assert now["household_id"] != before


def test_a_refused_row_that_is_mended_is_still_merged(
    store: Store, officer: Actor, export: Export, take: Take
) -> None:
    """The queue keeps the code of the export with the row."""
    sheet = export()
    sheet["C1"]["quarantine_end"] = "02/13/2022"
    report = accept_import(store, officer, sheet.raw, "ds.csv", "cases", now=NOW)
    edit(take, "C1", "note", "mới")
    with store.read() as conn:
        (waiting,) = refused_rows(conn, store.ward_id, report.import_id)
    again = Sheet(sheet.raw)
    again.head = [*waiting.cells]
    again.rows = [dict(waiting.cells) | {"quarantine_end": "2022-01-05"}]
    accept_import(store, officer, again.raw, "ds.csv", "cases", confirmed=True, now=NOW)
    assert row(store, "C1")["note"] == "mới"
    assert row(store, "C1")["quarantine_end"] == date(2022, 1, 5)


def test_the_same_bytes_leave_alone_what_they_brought(
    store: Store, take: Take, officer: Actor
) -> None:
    """Input 49: the same file again is no change, even after others have edited."""
    text = HEAD + CASES + "C4,Dung Mẫu,F1,TDP05,2021-12-20,2021-12-20,2021-12-01,,\n"
    take("groups", GROUPS)
    assert take("cases", text).refused == 1
    edit(take, "C1", "note", "mới")
    again = take("cases", text)
    assert (again.new, again.changed, again.unchanged, again.refused) == (0, 0, 3, 1)
    assert row(store, "C1")["note"] == "mới"
    assert take("cases", text, conditions="hen").changed == 3  # read another way


def test_a_row_refused_before_is_taken_when_the_same_file_comes_again(
    store: Store, take: Take
) -> None:
    text = (
        "visit_id,case_id,visited_at,result\nV1,C1,2021-12-21,seen_ok\nV2,C2,2021-12-21,seen_ok\n"
    )
    take("groups", GROUPS)
    take("cases", HEAD + CASES.splitlines()[0] + "\n")
    assert take("visits", text).refused == 1
    take("cases", HEAD + CASES)
    again = take("visits", text)
    assert (again.new, again.unchanged, again.refused) == (1, 1, 0)
    assert take("visits", text).unchanged == 2
