"""What the counting reads of each table, and nothing else."""

# What each table must bring: nothing that names a person is read to count people.
COLUMNS_NEEDED: dict[str, tuple[str, ...]] = {
    "ward": ("ward_name", "population"),
    "groups": (
        "group_id", "name", "population", "adults", "adults_one_dose", "people_50_plus",
        "people_50_plus_full",
    ),
    "households": (
        "household_id", "group_id", "n_over_60", "n_pregnant", "n_chronic", "n_unvaccinated",
    ),
    "cases": (
        "case_id", "case_type", "group_id", "household_id", "birth_date", "birth_year",
        "vaccine_doses", "last_dose_date", "recovered_on", "conditions", "pregnant",
        "detected_in", "last_exposure_date", "first_positive_date", "reported_at",
        "quarantine_start", "quarantine_end", "change_reason", "home_care_eligible",
        "home_care_checked_on", "proposed_on", "approved_on", "closed_on", "end_reason",
        "completion_date", "previous_case_id",
    ),
    "visits": (
        "visit_id", "case_id", "visited_at", "team_id", "member_id", "result", "missed_reason",
        "spo2", "respiratory_rate", "pulse", "systolic", "diastolic", "symptoms",
        "neighbours_say", "action",
    ),
    "tests": (
        "test_id", "case_id", "sample_date", "team_id", "member_id", "test_type", "result",
        "performed_by", "supervised",
    ),
    "appraisals": ("appraisal_id", "household_id", "appraised_on", "verdict", "review_on"),
    "signs": (
        "sign_id", "household_id", "printed_start", "printed_end", "posted_on", "removed_on",
    ),
    "requests": (
        "request_id", "case_id", "kind", "requested_at", "appraisal_id", "promised_at", "taken_by",
        "taken_at", "delivered_at", "cost", "repaid_on",
    ),
    "assignments": (
        "assignment_id", "case_id", "team_id", "member_id", "assigned_from", "assigned_to",
    ),
    "memberships": ("membership_id", "member_id", "team_id", "from_on", "to_on"),
    "payments": (
        "payment_id", "team_id", "member_id", "period_start", "period_end", "units",
        "most_per_day", "due_on", "prepared_on", "approved_on", "paid_on",
    ),
    "teams": ("team_id", "name", "kind"),
    "team_areas": ("team_id", "group_id", "from_on", "to_on"),
    "unvaccinated": (
        "resident_id", "group_id", "household_id", "birth_date", "birth_year", "listed_on",
        "conditions", "reason", "next_action_on", "appointment_on", "outcome", "outcome_on",
    ),
    "outreach": ("outreach_id", "resident_id", "contacted_on", "result"),
    "gatherings": (
        "gathering_id", "kind", "group_id", "starts_at", "expected_people",
        "expected_delegation", "commitment_signed",
    ),
    "directives": (
        "directive_id", "number", "title", "subject", "issued_on", "responsible", "due_on",
        "status", "done_on",
    ),
    "acknowledgements": (
        "acknowledgement_id", "directive_id", "group_id", "team_id", "acknowledged_on",
    ),
    "announcements": ("announcement_id", "directive_id", "group_id", "channel", "announced_on"),
    "venues": ("venue_id", "name", "kind", "group_id", "status", "status_at"),
    "inspections": (
        "inspection_id", "inspected_at", "venue_id", "gathering_id", "household_id", "group_id",
        "measure",
        "observed_people", "observed_delegation", "observed_open", "result", "resolved_on",
    ),
}  # fmt: skip
