"""Two people edit the same exported list on one morning, while others type into the program.

A hundred random histories against a slow and obvious second opinion that keeps whole copies where
the product reads the history, and against what the two would say themselves: whatever I typed
stands, or waits for somebody to choose, or waits to be mended; and nobody overruled me.
"""

import csv
import io
import json
import os
import random
import shutil
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

import pytest

from lib.actions.choosing import choose
from lib.actions.imports import accept_import
from lib.reports.conflicts import load_conflicts
from lib.reports.exports import export_csv
from lib.security.actors import terminal_actor
from lib.settings import Settings
from lib.store.conflicts import Decision, undecided
from lib.store.engine import Store, open_store
from lib.store.history import Author
from lib.store.imports import refused_rows
from lib.store.repository import RowChange, fetch, update_rows
from tests.actions.conftest import NOW

N_HISTORIES = 2000 if os.environ.get("HYPOTHESIS_PROFILE") == "soak" else 100
OFFICER = terminal_actor("lan")
WORDS = {
    "case_type": ["F0", "F1", "F1", "F1", ""],  # needed: a row without it is refused
    "group_id": ["TDP05", "TDP07", "unknown"],
    "vaccine_doses": ["0", "2", "3", ""],
    "pregnant": ["true", "false", ""],
    "order_date": ["2021-12-20", "2022-01-03", ""],
    "transferred_to": ["BV Mẫu", "=1+1", "'quê", ""],
    "order_number": ["01/QD", "007", "1,5", ""],
    "Xe": ["29X", "-5", '"', ""],
}
CELLS = tuple(WORDS)
PEOPLE = tuple(f"Người {n}" for n in range(5))
Row = dict[str, str]
Place = tuple[str, str]  # name, cell


@dataclass
class Sheet:
    """A list in somebody's spreadsheet, and all that stood in the program when it went out."""

    rows: list[Row]
    then: dict[str, Row]
    cells: list[str] = field(default_factory=lambda: list(CELLS))

    @property
    def raw(self) -> bytes:
        out = io.StringIO()
        names = ["case_id", "full_name", "reported_at", "export_code", *self.cells]
        writer = csv.DictWriter(out, names, restval="", extrasaction="ignore")
        writer.writeheader()
        writer.writerows(self.rows)
        return out.getvalue().encode()


def told(value: object) -> str:
    if value is None:
        return ""
    return str(value).lower() if isinstance(value, bool) else str(value)


def standing(store: Store) -> dict[str, Row]:
    """What the program says now, by name."""
    with store.read() as conn:
        rows = fetch(conn, store.ward_id, "cases", (*CELLS[:-1], "full_name", "extra"))
    return {
        row["full_name"]: {cell: told(row[cell]) for cell in CELLS[:-1]}
        | {"Xe": json.loads(row["extra"] or "{}").get("Xe", "")}
        for row in rows.to_dicts()
    }


def taken_out(store: Store) -> Sheet:
    raw = export_csv(store, OFFICER, "cases", "codes").decode()
    rows = [{k: v.removeprefix("'") if v[:2] in ("'=", "''", "'-") else v for k, v in row.items()}
            for row in csv.DictReader(io.StringIO(raw))]  # fmt: skip
    # By name, for ids are drawn anew; a column that nobody filled does not go out.
    rows.sort(key=lambda row: row["full_name"])
    return Sheet([dict.fromkeys(CELLS, "") | row for row in rows], standing(store))


def merged(now: dict[str, Row], sheet: Sheet) -> tuple[dict[str, Row], set[tuple[str, ...]]]:
    """The second opinion: rows after the sheet came back, and (name, cell, then, now, sheet) of
    what both sides changed."""
    after, both = deepcopy(now), set()
    for row in sheet.rows:
        name = row["full_name"]
        if "case_type" in sheet.cells and not row["case_type"]:
            continue
        if name not in now:
            after[name] = dict.fromkeys(CELLS, "") | {cell: row[cell] for cell in sheet.cells}
            continue
        for cell in sheet.cells:
            then = sheet.then.get(name, dict.fromkeys(CELLS, ""))[cell]
            if row[cell] in (then, now[name][cell]):
                continue
            if now[name][cell] == then:
                after[name][cell] = row[cell]
            else:
                both.add((name, cell, then, now[name][cell], row[cell]))
    return after, both


class Morning:
    """One random history."""

    def __init__(self, store: Store, seed: int) -> None:
        self.store, self.random = store, random.Random(seed)
        self.desks: dict[str, Sheet] = {}
        self.returned: list[bytes] = []
        self.n_added = 0

    def word(self, cell: str) -> str:
        return self.random.choice(WORDS[cell])

    def type_into_the_program(self) -> None:
        cell = self.random.choice([c for c in CELLS if c not in ("case_type", "Xe")])
        with self.store.write() as conn:
            rows = fetch(conn, self.store.ward_id, "cases", ("case_id", "row_version", "full_name"))
            id_, version, _name = self.random.choice(
                [
                    row
                    for row in sorted(rows.rows(), key=lambda row: row[2])
                    if row[2] in PEOPLE or cell != "group_id"
                ]
            )
            text = self.word(cell)
            read = {
                "vaccine_doses": int,
                "order_date": date.fromisoformat,
                "pregnant": "true".__eq__,
            }
            value = read.get(cell, str)(text) if text else None
            change = RowChange(id_, version, {cell: value})
            update_rows(conn, self.store.ward_id, "cases", [change], Author("tú", NOW))

    def edit(self, who: str) -> None:
        if who not in self.desks:
            self.desks[who] = taken_out(self.store)
        sheet = self.desks[who]
        act = self.random.random()
        if act < 0.7 and sheet.rows:
            row = self.random.choice(sheet.rows)
            mine = [c for c in sheet.cells if c != "group_id" or row["full_name"] in PEOPLE]
            cell = self.random.choice(mine)
            row[cell] = self.word(cell)
        elif act < 0.8:
            self.n_added += 1
            new = {cell: self.word(cell) for cell in CELLS} | {"reported_at": "2021-12-21"}
            sheet.rows.append(new | {"full_name": f"Mới {self.n_added}", "case_type": "F1"})
        elif act < 0.87:
            self.random.shuffle(sheet.rows)
        elif act < 0.94 and len(sheet.rows) > 1:
            sheet.rows.pop(self.random.randrange(len(sheet.rows)))
        elif len(sheet.cells) > 3:
            droppable = [cell for cell in sheet.cells if cell not in ("case_type", "group_id")]
            sheet.cells.remove(self.random.choice(droppable))

    def bring_back(self, who: str) -> None:
        sheet = self.desks.pop(who) if self.random.random() < 0.7 else self.desks[who]
        before = standing(self.store)
        is_again = sheet.raw in self.returned  # the very same file: no change
        expected, both = (before, set()) if is_again else merged(before, sheet)
        self.returned.append(sheet.raw)
        report = accept_import(
            self.store, OFFICER, sheet.raw, f"{who}.csv", "cases", confirmed=True, now=NOW
        )
        after = standing(self.store)
        assert after == expected
        with self.store.read() as conn:
            waiting = undecided(conn, self.store.ward_id, report.import_id)
            refused = refused_rows(conn, self.store.ward_id, report.import_id)
            names = dict(fetch(conn, self.store.ward_id, "cases", ("case_id", "full_name")).rows())
        seen = {
            (names[c.row_id], c.cell.removeprefix("extra:"), *map(told, (c.base, c.stored, c.file)))
            for c in waiting
        }
        assert seen == both
        assert report.rows == len(sheet.rows) == report.accepted + report.refused
        if not is_again:
            self.nothing_is_lost(sheet, before, after, seen, [row.cells for row in refused])

    def nothing_is_lost(
        self,
        sheet: Sheet,
        before: dict[str, Row],
        after: dict[str, Row],
        waiting: set[tuple[str, ...]],
        refused: list[object],
    ) -> None:
        nothing = dict.fromkeys(CELLS, "")
        to_mend = {row["full_name"]: row for row in refused}  # type: ignore[index, call-overload]
        chosen_later = {(name, cell, mine) for name, cell, _then, _now, mine in waiting}
        for row in sheet.rows:
            name = row["full_name"]
            for cell in sheet.cells:
                then = sheet.then.get(name, nothing)[cell]
                if row[cell] == then:
                    continue
                is_kept = name in to_mend and to_mend[name][cell] == row[cell]
                assert is_kept or after[name][cell] == row[cell] or (
                    name, cell, row[cell]) in chosen_later  # fmt: skip
        for name, was in before.items():
            then = sheet.then.get(name, nothing)
            others = [cell for cell in CELLS if was[cell] != then[cell]]
            assert all(after[name][cell] == was[cell] for cell in others)

    def choose_all(self) -> None:
        """Every conflict is chosen, one by one, as the screen would show it then."""
        while waiting := load_conflicts(self.store, OFFICER):
            one, side = self.random.choice(waiting), self.random.choice(("file", "stored"))
            with self.store.read() as conn:
                (file,) = [
                    each.file
                    for each in undecided(conn, self.store.ward_id, one.import_id)
                    if (each.row_id, each.cell) == (one.row_id, one.cell)
                ]
                rows = fetch(conn, self.store.ward_id, "cases", ("case_id", "full_name")).rows()
            name, cell = dict(rows)[one.row_id], one.cell.removeprefix("extra:")
            expected = standing(self.store)
            if side == "file":
                expected[name][cell] = told(file)
            decision = Decision(one.row_id, one.row_version, one.cell, side)  # type: ignore[arg-type]
            choose(self.store, OFFICER, one.import_id, decision, now=NOW)
            assert standing(self.store) == expected


@pytest.fixture(scope="module")
def morning_ward(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Five people at eight o'clock. Only to be copied."""
    folder = tmp_path_factory.mktemp("morning") / "ward"
    store = open_store(Settings(folder, is_demo=True))  # the demo makes no backups
    chooser = random.Random(0)
    head = "full_name,reported_at,case_type,group_id,vaccine_doses,order_date,order_number,Xe\n"
    cases = "".join(
        f"{name},{date(2021, 12, 1) + timedelta(n)},F1,TDP05,2,2021-12-20,01/QD,"
        f"{chooser.choice(['29X', ''])}\n"
        for n, name in enumerate(PEOPLE)
    )
    groups = "group_id,name\nTDP05,Tổ 5\nTDP07,Tổ 7\n"
    for table, text in (("groups", groups), ("cases", head + cases)):
        accept_import(store, OFFICER, text.encode(), "x.csv", table, now=NOW)
    store.close()
    return folder


@pytest.mark.parametrize("seed", range(N_HISTORIES))
def test_a_morning_loses_nothing(seed: int, morning_ward: Path, tmp_path: Path) -> None:
    shutil.copytree(morning_ward, tmp_path / "ward")
    store = open_store(Settings(tmp_path / "ward", is_demo=True))
    morning = Morning(store, seed)
    for who in ("an", "bình"):
        morning.edit(who)
    for _step in range(14):
        act, who = morning.random.random(), morning.random.choice(("an", "bình"))
        if act < 0.25:
            morning.type_into_the_program()
        elif act < 0.85 or who not in morning.desks:
            morning.edit(who)
        else:
            morning.bring_back(who)
    for who in list(morning.desks):
        morning.bring_back(who)
    morning.choose_all()
    store.close()
