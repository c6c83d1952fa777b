"""The rows of the teams' own business: who serves, who watches whom, errands, pay."""

from maker.duty import Assignment, Membership
from maker.errands import Errand
from maker.files import Row
from maker.paying import (
    APPROVED_ON,
    DUE_ON,
    FIRST,
    LAST,
    MOST_PER_DAY,
    PREPARED_ON,
    RATE,
    Payment,
    decision,
)
from maker.words import day_text, label, moment_text


def membership_rows(served: list[Membership]) -> list[Row]:
    return [
        {
            "member_id": row.member,
            "team_id": row.team.id,
            "from_on": day_text(row.first),
            "to_on": day_text(row.last),
        }
        for row in served
    ]


def assignment_rows(given: list[Assignment]) -> list[Row]:
    return [
        {
            "assignment_id": row.id,
            "case_id": row.stay.id,
            "team_id": row.team.id,
            "member_id": row.member,
            "assigned_from": day_text(row.first),
            "assigned_to": day_text(row.last),
        }
        for row in given
    ]


def request_rows(errands: list[Errand]) -> list[Row]:
    return [
        {
            "request_id": row.id,
            "case_id": row.stay.id,
            "kind": label("request_kind", row.kind),
            "requested_at": moment_text(row.requested_at),
            "details": row.details,
            "appraisal_id": row.appraisal,
            "promised_at": moment_text(row.promised_at),
            "taken_by": row.taken_by,
            "taken_at": moment_text(row.taken_at),
            "delivered_at": moment_text(row.delivered_at),
            "cost": row.cost,
            "repaid_on": day_text(row.repaid_on),
        }
        for row in errands
    ]


def payment_rows(lines: list[Payment]) -> list[Row]:
    said = decision()
    return [
        {
            "payment_id": line.id,
            "team_id": line.team.id,
            "member_id": line.member,
            "period_start": day_text(FIRST),
            "period_end": day_text(LAST),
            "units": line.units,
            "rate": RATE,
            "amount": line.units * RATE,
            "most_per_day": MOST_PER_DAY,
            "decision_number": said["decision"],
            "due_on": day_text(DUE_ON),
            "prepared_by": said["prepared_by"],
            "prepared_on": day_text(PREPARED_ON),
            "approved_by": said["approved_by"],
            "approved_on": day_text(APPROVED_ON),
            "paid_on": day_text(line.paid_on),
        }
        for line in lines
    ]
