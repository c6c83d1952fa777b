"""Pay sheets by period, each held against the record; the visits behind a line; the file."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from lib.documents.pay_sheet import PayLine, SheetTerms, render_pay_sheet
from lib.indicators.paying import Held, Period, Who, Worked, hold_against, worked
from lib.reports.accounts import names_of_accounts
from lib.reports.frames import standing_tables, visible_frame, ward_on
from lib.reports.ward import ward_name
from lib.security.access import allowed
from lib.security.actors import Actor
from lib.security.audit import note_export
from lib.store.engine import Store
from lib.text.collate import name_key, text_key

RIGHT = "pay.see"
_LINE = (
    "payment_id", "team_id", "member_id", "period_start", "period_end", "units", "rate", "amount",
    "most_per_day", "decision_number", "due_on", "prepared_by", "prepared_on", "approved_by",
    "approved_on", "paid_on",
)  # fmt: skip


@dataclass(frozen=True)
class PaySheet:
    """The lines of one period, by team and name; `done` and `held` from the record."""

    period: Period
    lines: Sequence[Mapping[str, Any]]
    done: Worked
    held: Held
    as_of: date

    @property
    def total(self) -> int:
        return sum(line["amount"] for line in self.lines)

    @property
    def to_approve(self) -> list[str]:
        return [line["payment_id"] for line in self.lines if not line["approved_by"]]

    @property
    def to_pay(self) -> list[str]:
        """Approved and not paid by the day."""
        return [
            line["payment_id"]
            for line in self.lines
            if line["approved_by"] and not (line["paid_on"] and line["paid_on"] <= self.as_of)
        ]

    @property
    def overdue(self) -> list[str]:
        return [
            line["payment_id"]
            for line in self.lines
            if line["due_on"]
            and line["due_on"] < self.as_of
            and not (line["paid_on"] and line["paid_on"] <= self.as_of)
        ]


@dataclass(frozen=True)
class Pay:
    """`sheets`: the newest first; `names` of members, `teams` of teams, `account` of an account."""

    sheets: Sequence[PaySheet]
    names: Mapping[str, str]
    teams: Mapping[str, str]
    account: Callable[[str], str]

    def who(self, who: Who) -> str:
        return f"{self.names.get(who[1], who[1])} ({self.teams.get(who[0], who[0])})"


def pay_page(store: Store, actor: Actor, as_of: date) -> Pay:
    """Raises NotAllowed."""
    actor = allowed(store, actor, RIGHT)
    people = visible_frame(store, actor, "members", ("member_id", "full_name"))
    names = dict(people.select("member_id", "full_name").iter_rows())
    teams = {row[0]: row[1] for row in standing_tables(store)["teams"].iter_rows()}
    lines = visible_frame(store, actor, "payments", _LINE).rows(named=True)
    spans = sorted({(line["period_start"], line["period_end"]) for line in lines}, reverse=True)
    sheets = [
        _sheet(store, as_of, [r for r in lines if (r["period_start"], r["period_end"]) == span],
               names, teams)
        for span in spans
    ]  # fmt: skip
    return Pay(sheets, names, teams, names_of_accounts(store))


def _sheet(
    store: Store, as_of: date, lines: list[dict[str, Any]], names: Mapping[str, str],
    teams: Mapping[str, str],
) -> PaySheet:  # fmt: skip
    period = Period(lines[0]["period_start"], lines[0]["period_end"], lines[0]["most_per_day"])
    done = work_in(store, period)
    lines.sort(key=lambda r: (text_key(teams.get(r["team_id"], "")),
                              name_key(names.get(r["member_id"] or "", ""))))  # fmt: skip
    return PaySheet(period, lines, done, hold_against(lines, done), as_of)


def work_in(store: Store, period: Period) -> Worked:
    ward = ward_on(store, period.last)
    return worked(ward.table("visits"), ward.table("tests"), period, ward.visit_rules)


def preview(store: Store, actor: Actor, period: Period) -> Worked:
    """What a sheet of the period would pay. Raises NotAllowed."""
    allowed(store, actor, RIGHT, "pay.prepare")
    return work_in(store, period)


def sheet_file(store: Store, actor: Actor, pay: Pay, sheet: PaySheet, reason: str) -> bytes:
    """The sheet to be signed for, as a workbook; who takes it out is noted. Raises NotAllowed."""
    actor = allowed(store, actor, RIGHT)
    note_export(store, actor, "payments", len(sheet.lines), reason)
    first = sheet.lines[0]
    signers = [pay.account(first[column] or "") for column in ("prepared_by", "approved_by")]
    terms = SheetTerms(
        ward_name(store) or "", sheet.period.first, sheet.period.last,
        first["decision_number"] or "", first["rate"], sheet.period.most_per_day,
        (signers[0], "", signers[1]),
    )  # fmt: skip
    return render_pay_sheet(terms, [_signed(pay, line) for line in sheet.lines])


def _signed(pay: Pay, line: Mapping[str, Any]) -> PayLine:
    return PayLine(
        pay.names.get(line["member_id"], ""), pay.teams.get(line["team_id"], ""), line["units"],
        line["rate"], line["amount"], line["paid_on"],
    )  # fmt: skip
