"""A copy of an exported list that lost the column of its code asks when it is much shorter; a list
of somebody's own does not."""

from collections.abc import Callable

import pytest

from lib.actions.imports import FileRefused, accept_import, preview_import
from lib.reports.exports import export_csv
from lib.security.actors import Actor, actor_as
from lib.store.engine import Store
from tests.actions.conftest import NOW, Take
from tests.actions.test_returning import Sheet

GROUPS = "group_id,name\nTDP05,Tổ 5\nTDP07,Tổ 7\n"
CASES = "case_id,full_name,case_type,group_id,reported_at,quarantine_start\n" + "".join(
    f"C{n:02},Lê {name} Mẫu,{'F0' if n % 3 else 'F1'},TDP0{5 if n <= 5 else 7}"
    f",2021-12-{10 + n},2021-12-{10 + n}\n"
    for n, name in enumerate("ABCDEGHIKL", 1)
)
RESIDENTS = "resident_id,full_name,group_id,listed_on,house_number\n" + "".join(
    f"R{n:02},Lê {name} Mẫu,TDP0{5 if n <= 5 else 7},2021-12-29,{n}\n"
    for n, name in enumerate("ABCDEGHIKL", 1)
)
CALLS = "outreach_id,resident_id,contacted_on,mode,result\n" + "".join(
    f"V{n:02},R{n:02},2021-12-{10 + n},{'phone' if n % 2 else 'home_visit'},"
    f"{'agreed' if n % 3 else 'refused'}\n"
    for n in range(1, 11)
)
Asked = Callable[..., list[dict[str, int]]]


@pytest.fixture
def sheet(store: Store, officer: Actor, take: Take) -> Sheet:
    """The list as it went out, without the column of its code."""
    take("groups", GROUPS)
    take("cases", CASES)
    out = Sheet(export_csv(store, officer, "cases", "codes"))
    out.head.remove("export_code")
    return out


@pytest.fixture
def asked(store: Store, officer: Actor) -> Asked:
    def numbers(sheet: Sheet, table: str = "cases", actor: Actor = officer) -> list[dict[str, int]]:
        preview = preview_import(store, actor, sheet.raw, "ds.csv", table, now=NOW)
        assert {finding.code for finding in preview.asks} <= {"COPY_SHORTER"}
        return [finding.params for finding in preview.asks]

    return numbers


def test_a_copy_with_far_fewer_rows_asks(
    store: Store, officer: Actor, sheet: Sheet, asked: Asked
) -> None:
    assert asked(sheet) == []
    sheet.rows = sheet.rows[2:7]
    sheet.rows[0]["note"] = "sửa"
    assert asked(sheet) == [{"base": 10, "rows": 5}]
    with pytest.raises(FileRefused, match="COPY_SHORTER"):
        accept_import(store, officer, sheet.raw, "ds.csv", "cases", now=NOW)
    report = accept_import(store, officer, sheet.raw, "ds.csv", "cases", confirmed=True, now=NOW)
    assert (report.changed, report.unchanged) == (1, 4)
    assert asked(sheet) == []  # the very file that somebody said yes to


def test_a_list_is_held_against_its_like(sheet: Sheet, asked: Asked) -> None:
    everybody = sheet.rows
    sheet.rows = [row for row in everybody if row["group_id"] == "TDP05"]
    assert asked(sheet) == []
    sheet.rows = sheet.rows[:2]  # both F0
    assert asked(sheet) == [{"base": 4, "rows": 2}]
    sheet.rows = [row for row in everybody if row["case_type"] == "F1"]
    assert asked(sheet) == []
    sheet.rows = everybody[:1]
    assert asked(sheet) == []


def test_rows_that_were_mended_do_not_ask(sheet: Sheet, asked: Asked) -> None:
    sheet.rows = sheet.rows[2:7]
    for row in sheet.rows[:2]:
        row["note"] = "sửa"
    assert asked(sheet) == []


def test_new_rows_do_not_ask(sheet: Sheet, asked: Asked) -> None:
    sheet.rows = [row | {"case_id": "", "full_name": "Trần Mẫu " + "ABC"[n]}
                  for n, row in enumerate(sheet.rows[4:7])]  # fmt: skip
    assert asked(sheet) == []


def test_a_list_of_ones_own_with_codes_does_not_ask(sheet: Sheet, asked: Asked) -> None:
    sheet.head = CASES.split("\n")[0].split(",")
    sheet.rows = sheet.rows[2:7]
    assert asked(sheet) == []


def test_a_group_leaders_copy_is_measured_by_the_group(
    store: Store, officer: Actor, take: Take, asked: Asked
) -> None:
    for table, text in (("groups", GROUPS), ("unvaccinated", RESIDENTS), ("outreach", CALLS)):
        take(table, text)
    leader = actor_as("to-truong", "group_leader", group_id="TDP05")
    sheet = Sheet(export_csv(store, officer, "outreach", "codes", reason="gửi tổ trưởng"))
    sheet.head.remove("export_code")
    sheet.rows = [row for row in sheet.rows if row["resident_id"] <= "R05"]
    assert asked(sheet, "outreach", leader) == []
    sheet.rows = sheet.rows[1:3]
    assert asked(sheet, "outreach", leader) == [{"base": 5, "rows": 2}]
    assert asked(sheet, "outreach") == [{"base": 10, "rows": 2}]
