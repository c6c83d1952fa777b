"""One function, three kinds of frame, the same numbers."""

import pytest

from lib.indicators.figure import Ward
from lib.indicators.registry import compute_figures
from lib.rules.measures import load_measures
from tests.indicators.frames import day, tables

WARD = tables(
    ward=[{"ward_name": "Mau", "population": 20_000}],
    households=[{"household_id": f"H{n}", "group_id": "TDP01"} for n in (1, 2, 3)],
    cases=[
        {"case_id": "C1", "case_type": "F0", "group_id": "TDP01", "reported_at": "2021-12-20",
         "quarantine_start": "20/12", "quarantine_end": "29/12", "household_id": "H1"},
        {"case_id": "C2", "case_type": "F1", "group_id": "TDP01",
         "reported_at": "2021-12-25T09:00"},
        {"case_id": "C3", "case_type": "F1", "group_id": "TDP02", "reported_at": "2021-12-10",
         "quarantine_start": "10/12", "quarantine_end": "24/12", "household_id": "H2",
         "vaccine_doses": 0, "proposed_on": "28/12"},
        {"case_id": "C4", "case_type": "F0", "group_id": "TDP02", "reported_at": "2021-12-27",
         "quarantine_start": "27/12", "quarantine_end": "05/01", "household_id": "H1",
         "home_care_eligible": True},
    ],
    tests=[{"test_id": "X1", "case_id": "C3", "sample_date": "23/12", "result": "negative"}],
    appraisals=[{"appraisal_id": "A1", "household_id": "H1", "appraised_on": "26/12",
                 "verdict": "fit"},
                {"appraisal_id": "A2", "household_id": "H2", "appraised_on": "10/12",
                 "verdict": "not_fit"}],
    requests=[{"request_id": "Y1", "case_id": "C3", "requested_at": "2021-12-10T09:00",
               "appraisal_id": "A2"}],
    signs=[{"sign_id": f"S{n}", "household_id": f"H{n}", "posted_on": start,
            "printed_start": start, "printed_end": end}
           for n, start, end in ((1, "20/12", "29/12"), (2, "10/12", "24/12"),
                                 (3, "01/12", "07/12"))],
    teams=[{"team_id": "HT1", "name": "1", "kind": "support"},
           {"team_id": "HT2", "name": "2", "kind": "support"}],
    team_areas=[{"team_id": "HT1", "group_id": "TDP01", "from_on": "01/12"},
                {"team_id": "HT2", "group_id": "TDP02", "from_on": "01/12"}],
    visits=[{"visit_id": "V1", "case_id": "C1", "visited_at": "2021-12-29T08:00",
             "team_id": "HT1", "result": "seen_ok", "spo2": 94.0},
            {"visit_id": "V2", "case_id": "C4", "visited_at": "2021-12-28T08:00",
             "team_id": "HT2", "result": "missed", "neighbours_say": "alert"}],
    inspections=[{"inspection_id": "I1", "inspected_at": "2021-12-20T08:00",
                  "household_id": "H2", "measure": "left_quarantine", "result": "breach"},
                 {"inspection_id": "I2", "inspected_at": "2021-12-20T09:00", "venue_id": "CS1",
                  "group_id": "TDP01", "measure": "venue_closed", "result": "breach"}],
    unvaccinated=[{"resident_id": "R1", "group_id": "TDP01", "listed_on": "29/12"},
                  {"resident_id": "R2", "group_id": "TDP02", "listed_on": "29/12",
                   "outcome": "vaccinated_here", "outcome_on": "02/01"}],
    first_list=[{"resident_id": id_, "group_id": "TDP01", "first_listed_on": "29/12",
                 "closed_on": "29/12"} for id_ in ("R1", "R9")],
    venues=[{"venue_id": "CS1", "name": "x", "kind": "worship", "group_id": "TDP01",
             "status": "open", "status_at": "2021-12-28"}],
    gatherings=[{"gathering_id": "SK1", "kind": "funeral", "group_id": "TDP01",
                 "starts_at": "2021-12-30T07:00", "expected_people": 26}],
)  # fmt: skip
CONVERT = {
    "polars": lambda frame: frame,
    "pyarrow": lambda frame: frame.to_arrow(),
    "pandas": lambda frame: frame.to_pandas(use_pyarrow_extension_array=True),
}
EXPECTED = {
    "in_quarantine_f0": 2, "in_quarantine_f1": 1, "awaiting_release": 1, "ends_today": 1,
    "ends_tomorrow": 0, "starts_today": 0, "starts_tomorrow": 0, "missing_dates": 1,
    "visited_today": 0.5, "silent_teams": 1, "not_seen_1_day": 3, "not_seen_2_days": 3,
    "not_seen_3_days": 2, "visits_not_recorded": 1, "carers_out": None, "requests_open": 1,
    "requests_overdue": 1, "payments_overdue": None, "unvaccinated_remaining": 1,
    "unvaccinated_added": 1, "contacted_recently": None, "hospital_appointments": None,
    "directives_overdue": None, "groups_told": None, "groups_untold": None,
    "tasks_unowned": None,
    "level_breaches": 1, "venues_not_inspected": 1,
    "gatherings_over_limit": 1, "venues_open": 1, "rate_7d": 5.0,
    "to_approve": 1, "danger_signs_open": 1, "homes_not_appraised": 1, "homes_not_fit": 1,
    "signs_wrong": 2, "signs_to_post": 0, "signs_to_replace": 1, "signs_to_remove": 1,
    "breaches_open": 1, "neighbours_alarmed": 1, "cases_unassigned": 0, "lost_to_follow_up": 0,
    "end_differs_from_rule": 1, "tests_due": 0, "tests_overdue": 1, "patients_not_checked": 1,
    "patients_not_fit": 0,
    "support_unmet": 1, "stays_completed": 0,
}  # fmt: skip


@pytest.mark.parametrize("engine", CONVERT)
def test_every_figure_is_the_same_on_every_engine(engine):
    converted = {name: CONVERT[engine](frame) for name, frame in WARD.items()}
    figures = compute_figures(Ward(converted, load_measures(), day("29/12")))
    assert {id_: figure.value for id_, figure in figures.items()} == EXPECTED
