"""Small frames for indicator tests: only what a test says, everything else empty."""

from datetime import date
from typing import Any

import polars as pl

TYPES: dict[str, dict[str, Any]] = {
    "ward": {"ward_name": pl.String, "population": pl.Int64},
    "groups": {
        "group_id": pl.String, "name": pl.String, "population": pl.Int64, "adults": pl.Int64,
        "adults_one_dose": pl.Int64, "people_50_plus": pl.Int64, "people_50_plus_full": pl.Int64,
    },
    "households": {
        "household_id": pl.String, "group_id": pl.String, "n_over_60": pl.Int64,
        "n_pregnant": pl.Int64, "n_chronic": pl.Int64, "n_unvaccinated": pl.Int64,
    },
    "cases": {
        "case_id": pl.String, "case_type": pl.String, "group_id": pl.String,
        "household_id": pl.String, "birth_date": pl.Date, "birth_year": pl.Int64,
        "vaccine_doses": pl.Int64, "last_dose_date": pl.Date, "recovered_on": pl.Date,
        "conditions": pl.String, "pregnant": pl.Boolean, "detected_in": pl.String,
        "last_exposure_date": pl.Date, "first_positive_date": pl.Date, "reported_at": pl.String,
        "quarantine_start": pl.Date, "quarantine_end": pl.Date, "change_reason": pl.String,
        "home_care_eligible": pl.Boolean, "home_care_checked_on": pl.Date,
        "proposed_on": pl.Date, "approved_on": pl.Date, "closed_on": pl.Date,
        "end_reason": pl.String, "completion_date": pl.Date,
        "previous_case_id": pl.String,
    },
    "visits": {
        "visit_id": pl.String, "case_id": pl.String, "visited_at": pl.String,
        "team_id": pl.String, "member_id": pl.String, "result": pl.String,
        "missed_reason": pl.String, "spo2": pl.Float64,
        "respiratory_rate": pl.Int64, "pulse": pl.Int64, "systolic": pl.Int64,
        "diastolic": pl.Int64, "symptoms": pl.String, "neighbours_say": pl.String,
        "action": pl.String,
    },
    "tests": {
        "test_id": pl.String, "case_id": pl.String, "sample_date": pl.Date,
        "team_id": pl.String, "member_id": pl.String, "test_type": pl.String,
        "result": pl.String, "performed_by": pl.String, "supervised": pl.Boolean,
    },
    "appraisals": {
        "appraisal_id": pl.String, "household_id": pl.String, "appraised_on": pl.Date,
        "verdict": pl.String, "review_on": pl.Date,
    },
    "signs": {
        "sign_id": pl.String, "household_id": pl.String, "printed_start": pl.Date,
        "printed_end": pl.Date, "posted_on": pl.Date, "removed_on": pl.Date,
    },
    "requests": {
        "request_id": pl.String, "case_id": pl.String, "kind": pl.String,
        "requested_at": pl.String, "appraisal_id": pl.String, "promised_at": pl.String,
        "taken_by": pl.String, "taken_at": pl.String, "delivered_at": pl.String,
        "cost": pl.Int64, "repaid_on": pl.Date,
    },
    "assignments": {
        "assignment_id": pl.String, "case_id": pl.String, "team_id": pl.String,
        "member_id": pl.String, "assigned_from": pl.Date, "assigned_to": pl.Date,
    },
    "memberships": {
        "membership_id": pl.String, "member_id": pl.String, "team_id": pl.String,
        "from_on": pl.Date, "to_on": pl.Date,
    },
    "explained": {
        "case_id": pl.String, "given_on": pl.Date, "quarantine_start": pl.Date,
        "quarantine_end": pl.Date, "first_positive_date": pl.Date,
        "last_exposure_date": pl.Date, "vaccine_doses": pl.Int64, "last_dose_date": pl.Date,
        "recovered_on": pl.Date,
    },
    "member_stays": {"member_id": pl.String, "case_id": pl.String},
    "payments": {
        "payment_id": pl.String, "team_id": pl.String, "member_id": pl.String,
        "period_start": pl.Date, "period_end": pl.Date, "units": pl.Float64,
        "most_per_day": pl.Int64, "due_on": pl.Date, "prepared_on": pl.Date,
        "approved_on": pl.Date, "paid_on": pl.Date,
    },
    "teams": {"team_id": pl.String, "name": pl.String, "kind": pl.String},
    "team_areas": {
        "team_id": pl.String, "group_id": pl.String, "from_on": pl.Date, "to_on": pl.Date,
    },
    "unvaccinated": {
        "resident_id": pl.String, "group_id": pl.String, "household_id": pl.String,
        "birth_date": pl.Date, "birth_year": pl.Int64, "listed_on": pl.Date,
        "conditions": pl.String, "reason": pl.String, "next_action_on": pl.Date,
        "appointment_on": pl.Date, "outcome": pl.String, "outcome_on": pl.Date,
    },
    "first_list": {
        "resident_id": pl.String, "group_id": pl.String, "first_listed_on": pl.Date,
        "closed_on": pl.Date,
    },
    "outreach": {
        "outreach_id": pl.String, "resident_id": pl.String, "contacted_on": pl.Date,
        "result": pl.String,
    },
    "directives": {
        "directive_id": pl.String, "number": pl.String, "title": pl.String, "subject": pl.String,
        "issued_on": pl.Date, "due_on": pl.Date, "status": pl.String, "done_on": pl.Date,
        "responsible": pl.String,
    },
    "acknowledgements": {
        "acknowledgement_id": pl.String, "directive_id": pl.String, "group_id": pl.String,
        "acknowledged_on": pl.Date,
    },
    "announcements": {
        "announcement_id": pl.String, "directive_id": pl.String, "group_id": pl.String,
        "announced_on": pl.Date,
    },
    "gatherings": {
        "gathering_id": pl.String, "kind": pl.String, "group_id": pl.String,
        "starts_at": pl.String, "expected_people": pl.Int64, "expected_delegation": pl.Int64,
        "commitment_signed": pl.Boolean,
    },
    "venues": {
        "venue_id": pl.String, "name": pl.String, "kind": pl.String, "group_id": pl.String,
        "status": pl.String, "status_at": pl.String,
    },
    "inspections": {
        "inspection_id": pl.String, "inspected_at": pl.String, "venue_id": pl.String,
        "gathering_id": pl.String, "household_id": pl.String, "group_id": pl.String,
        "measure": pl.String, "observed_people": pl.Int64, "observed_delegation": pl.Int64,
        "observed_open": pl.Boolean, "result": pl.String, "resolved_on": pl.Date,
    },
}  # fmt: skip


def tables(**rows: list[dict[str, Any]]) -> dict[str, pl.DataFrame]:
    """Every table, with the given rows; a day may be written as '27/12'."""
    return {
        name: pl.DataFrame([_days(row, schema) for row in rows.get(name, [])], schema=schema)
        for name, schema in TYPES.items()
    }


def _days(row: dict[str, Any], schema: dict[str, Any]) -> dict[str, Any]:
    assert not set(row) - set(schema), f"unknown columns {set(row) - set(schema)}"
    return {
        name: day(value) if schema[name] == pl.Date and isinstance(value, str) else value
        for name, value in row.items()
    }


def day(text: str) -> date:
    """'27/12' is in 2021; '02/01' and '02/02' are in 2022; a year may be written out."""
    parts = [int(part) for part in text.split("/")]
    year = parts[2] if len(parts) == 3 else (2022 if parts[1] < 3 else 2021)
    return date(year, parts[1], parts[0])
