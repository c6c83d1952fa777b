"""Documents and tasks, who has acknowledged them, and what was announced where."""

import tomllib
from datetime import date, timedelta

from maker.files import Row
from maker.geography import Group
from maker.teams import Team
from maker.ward_sheets import group_name
from maker.words import DEMO, label, stream

CHANNELS = ("loudspeaker", "zalo", "poster", "house_visit")
LAST_DAY = date(2022, 2, 10)
# The last group hears of the epidemic's documents only then: untold on the demo's day.
TOLD_LATE = date(2021, 12, 31)
_COPIED = (
    "number", "issuer", "title", "task", "responsible", "effective_from", "evidence",
    "note",
)  # fmt: skip


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


def acknowledgement_rows(
    tasks: list[dict[str, object]], groups: list[Group], teams: list[Team], silent: Team
) -> list[Row]:
    """Groups acknowledge within a week, some never; of the teams named all but the silent one."""
    rng = stream("acknowledgements")
    said: list[tuple[str, dict[str, object], str, date]] = []
    for task in tasks:
        for group in groups:
            if rng.random() < float(str(task["told"])):
                on = _not_before(group, groups, _issued(task) + timedelta(rng.randint(0, 6)))
                said.append(("group_id", task, group_name(group.number), on))
    for task in tasks:
        for team in teams:
            if team.kind in str(task.get("teams", "")).split() and team is not silent:
                said.append(
                    ("team_id", task, team.id, _issued(task) + timedelta(rng.randint(0, 2)))
                )
    return [
        {
            "acknowledgement_id": f"XN{number:03}", "directive_id": task["id"],
            "team_id": "", "group_id": "", column: who, "acknowledged_on": _day(on),
        }
        for number, (column, task, who, on) in enumerate(said, start=1)
    ]  # fmt: skip


def announcement_rows(tasks: list[dict[str, object]], groups: list[Group]) -> list[Row]:
    """Told by one channel or another; the loudspeaker reaches a group every few days."""
    rng = stream("announcements")
    rows: list[Row] = []
    for task in [task for task in tasks if task["subject"] == "covid"]:
        for group in groups:
            on = _not_before(group, groups, _issued(task) + timedelta(rng.randint(0, 4)))
            while on <= LAST_DAY and rng.random() < float(str(task["told"])):
                rows.append({
                    "announcement_id": f"TT{len(rows) + 1:04}", "announced_on": _day(on),
                    "channel": label("channel", rng.choice(CHANNELS)),
                    "group_id": group_name(group.number), "directive_id": task["id"],
                })  # fmt: skip
                on += timedelta(rng.randint(3, 9))
    return rows


def unowned(tasks: list[dict[str, object]]) -> list[str]:
    """Open tasks that name nobody."""
    is_open = ("open", "in_progress")
    return [str(t["id"]) for t in tasks if t["status"] in is_open and "responsible" not in t]


def _not_before(group: Group, groups: list[Group], on: date) -> date:
    return max(on, TOLD_LATE) if group is groups[-1] else on


def _issued(task: dict[str, object]) -> date:
    issued = task["issued_on"]
    assert isinstance(issued, date)
    return issued


def _day(day: object) -> str:
    return f"{day:%d/%m/%Y}" if isinstance(day, date) else ""
