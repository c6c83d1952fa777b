"""Every report of lib.reports, and how to ask it about the demo ward."""

import inspect
import pkgutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from importlib import import_module
from typing import Any

import polars as pl

import lib.reports
from lib.actions.proposals import KINDS
from lib.indicators.paying import Period
from lib.reports.audit import AuditFilter
from lib.reports.district import district_report
from lib.reports.figures import figure_views
from lib.reports.import_book import FileResult
from lib.reports.imports import load_imports
from lib.reports.listing import named_groups
from lib.reports.my_day import my_round
from lib.reports.paying import pay_page
from lib.reports.quarantine import QuarantineFilter
from lib.reports.rulings import Asked
from lib.reports.session_list import session
from lib.reports.work_lists import Board, work_board
from lib.rules.quarantine import shipped_book
from lib.security.actors import Actor
from lib.store.engine import Store

Report = Callable[..., Any]
COUNTS = ("rows", "accepted", "refused", "new", "changed", "unchanged")
WITH_PEOPLE = ("case_id", "full_name", "phone", "note")


@dataclass(frozen=True)
class Question:
    """Who asks which ward about which day."""

    store: Store
    actor: Actor
    as_of: date

    def of(self, report: Report, *more: Any) -> Any:
        return report(self.store, self.actor, self.as_of, *more)

    def board(self) -> Board:
        return self.of(work_board)  # type: ignore[no-any-return]

    def district(self) -> Any:
        return district_report(self.store, self.actor, self.as_of - timedelta(6), self.as_of)

    def file_with_refused_rows(self) -> str:
        files = load_imports(self.store, self.actor).filter(pl.col("refused") > 0)
        return str(next(iter(files["import_id"]), ""))


# By the name of a parameter, or of a report and its parameter, what is asked with it.
ASKED: dict[str, Callable[[Question], Any]] = {
    "store": lambda q: q.store,
    "actor": lambda q: q.actor,
    "as_of": lambda q: q.as_of,
    "first": lambda q: q.as_of - timedelta(6),
    "last": lambda q: q.as_of,
    "start": lambda q: q.as_of,
    "positive_on": lambda q: q.as_of,
    "exposed_on": lambda q: q.as_of - timedelta(1),
    "day": lambda q: q.as_of + timedelta(2),
    "on": lambda q: q.as_of + timedelta(400),
    "now": lambda q: datetime.combine(q.as_of, time(7)),
    "period": lambda q: Period(q.as_of - timedelta(6), q.as_of, 8),
    "case_id": lambda q: next(iter(q.board().cases)),
    "case_ids": lambda q: list(q.board().cases)[:2],
    "household_id": lambda q: next(iter(q.board().homes)),
    "household_ids": lambda q: list(q.board().homes)[:5],
    "resident_id": lambda q: next((c.resident_id for c in q.of(session).asked), ""),
    "group_id": lambda _q: "TDP05",
    "team_id": lambda _q: "HT6",
    "samples_on.team_id": lambda _q: None,
    "import_id": lambda q: q.file_with_refused_rows(),
    "sheet_id": lambda _q: "none",
    "report_id": lambda _q: "none",
    "name": lambda _q: "none.csv",
    "code": lambda _q: "C0012",
    "row_id": lambda _q: "C0012",
    "ids": lambda _q: [f"C{number:04}" for number in range(300, 0, -1)],
    "table": lambda _q: "cases",
    "rows": lambda _q: pl.DataFrame(
        {"row": [2], "full_name": ["Vũ Hải Chi"], "birth_year": [2007], "phone": ["0190745296"]}
    ),
    "results": lambda q: [
        FileResult("a.csv", dict.fromkeys(COUNTS, 1), (), q.file_with_refused_rows())
    ],
    "headers": lambda _q: "labels",
    "reason": lambda _q: None,
    "by_group": lambda _q: True,
    "indicator_id": lambda _q: "in_quarantine_f0",
    "view": lambda q: q.of(figure_views)["awaiting_release"],
    "report": lambda q: q.district(),
    "line_id": lambda q: next(id_ for id_, rows in q.district().rows.items() if rows),
    "rights": lambda _q: {action: kind.right for action, kind in KINDS.items()},
    "base": lambda _q: "http://127.0.0.1",
    "groups": lambda q: named_groups(q.store),
    "board": lambda q: q.board(),
    "calls": lambda q: q.of(session).asked,
    "round_": lambda q: q.of(my_round, "HT6"),
    "stops": lambda q: q.of(my_round, "HT6").stops,
    "pay": lambda q: q.of(pay_page),
    "sheet": lambda q: q.of(pay_page).sheets[0],
    "item": lambda q: next(iter(q.board().cases.values())),
    "like": lambda q: next(iter(q.board().cases.values())),
    "others": lambda q: list(q.board().cases.values())[:20],
    "asked": lambda _q: Asked(is_mild=True, has_pneumonia=False),
    "case_type": lambda _q: "F1",
    "values": lambda q: {"case_type": "F1", "quarantine_start": q.as_of},
    "new": lambda _q: shipped_book().rules[-1],
    "load_audit.wanted": lambda _q: AuditFilter(),
    "quarantine_list.wanted": lambda _q: QuarantineFilter(search="vu"),
    "visible_frame.wanted": lambda _q: WITH_PEOPLE,
    "rows_seen.wanted": lambda _q: WITH_PEOPLE,
    "issued_file.kind": lambda _q: "docx",
    "load_template.kind": lambda _q: "xlsx",
    "teams_of_kind.kind": lambda _q: "support",
    "kind": lambda _q: "quarantine_order",
}


def reports() -> Iterator[tuple[str, Report]]:
    """Every public function of lib.reports that is given a store."""
    for module in pkgutil.iter_modules(lib.reports.__path__):
        found = import_module(f"lib.reports.{module.name}")
        for name, each in inspect.getmembers(found, inspect.isfunction):
            is_own = each.__module__ == found.__name__ and not name.startswith("_")
            if is_own and "store" in inspect.signature(each).parameters:
                yield f"{module.name}.{name}", each


def asked(report: Report, question: Question) -> Any:
    """The report's answer. A parameter that ASKED does not know keeps its default."""
    placed, named = [], {}
    for name, parameter in inspect.signature(report).parameters.items():
        value = ASKED.get(f"{report.__name__}.{name}") or ASKED.get(name)
        if value is None:
            assert parameter.default is not parameter.empty, f"ASKED lacks {name}"
        elif parameter.kind is parameter.KEYWORD_ONLY:
            named[name] = value(question)
        else:
            placed.append(value(question))
    return report(*placed, **named)
