"""Documents and tasks, who has acknowledged them, and what was announced where."""

import tomllib
from datetime import date, timedelta

from maker.files import Row
from maker.geography import Group
from maker.ward_sheets import group_name
from maker.words import DEMO, label, stream

CHANNELS = ("loudspeaker", "zalo", "poster", "house_visit")
LAST_DAY = date(2022, 2, 10)
_COPIED = ("number", "issuer", "title", "task", "responsible", "effective_from", "evidence")


def register() -> list[dict[str, object]]:
    told = tomllib.loads((DEMO / "directives.toml").read_text("utf-8"))["directive"]
    return [row | {"id": f"VB{n:02}"} for n, row in enumerate(told, start=1)]


def directive_rows(tasks: list[dict[str, object]]) -> list[Row]:
    return [
        {
            "directive_id": task["id"],
            **{name: task.get(name, "") for name in _COPIED},
            "issued_on": _day(task["issued_on"]),
            "subject": label("subject", str(task["subject"])),
            "due_on": _day(task["due_on"]),
            "status": label("task_status", str(task["status"])),
            "done_on": _day(task.get("done_on")),
        }
        for task in tasks
    ]


def acknowledgement_rows(tasks: list[dict[str, object]], groups: list[Group]) -> list[Row]:
    """Groups acknowledge within a week; some never do."""
    rng = stream("acknowledgements")
    rows: list[Row] = []
    for task in tasks:
        for group in groups:
            if rng.random() < float(str(task["told"])):
                on = _issued(task) + timedelta(rng.randint(0, 6))
                rows.append({
                    "acknowledgement_id": f"XN{len(rows) + 1:03}", "directive_id": task["id"],
                    "group_id": group_name(group.number), "acknowledged_on": _day(on),
                })  # fmt: skip
    return rows


def announcement_rows(tasks: list[dict[str, object]], groups: list[Group]) -> list[Row]:
    """Told by one channel or another; the loudspeaker reaches a group every few days."""
    rng = stream("announcements")
    rows: list[Row] = []
    for task in [task for task in tasks if task["subject"] == "covid"]:
        for group in groups:
            on = _issued(task) + timedelta(rng.randint(0, 4))
            while on <= LAST_DAY and rng.random() < float(str(task["told"])):
                rows.append({
                    "announcement_id": f"TT{len(rows) + 1:04}", "announced_on": _day(on),
                    "channel": label("channel", rng.choice(CHANNELS)),
                    "group_id": group_name(group.number), "directive_id": task["id"],
                })  # fmt: skip
                on += timedelta(rng.randint(3, 9))
    return rows


def _issued(task: dict[str, object]) -> date:
    issued = task["issued_on"]
    assert isinstance(issued, date)
    return issued


def _day(day: object) -> str:
    return f"{day:%d/%m/%Y}" if isinstance(day, date) else ""
