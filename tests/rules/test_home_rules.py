"""Who may be cared for at home, what a home needs, what is a danger sign."""

from dataclasses import replace

import pytest

from lib.rules.home import (
    Patient,
    danger_signs,
    load_home_rules,
    may_stay_at_home,
    verdict_on,
)
from lib.schema.tables import ENUMERATIONS, TABLES

RULES = load_home_rules()
WELL = Patient(60, 2, 5, True, False, True, False)


@pytest.mark.parametrize("rule", RULES.all, ids=lambda rule: rule.document)
def test_every_part_says_where_it_comes_from_and_how_sure_it_is(rule):
    assert rule.document
    assert rule.en
    assert rule.vi
    assert rule.checked_by
    assert rule.certainty == "unverified" or rule.source.startswith("https://")


def test_names_in_the_file_are_columns_and_codes():
    appraisals, visits = TABLES["appraisals"].columns, TABLES["visits"].columns
    assert all(appraisals[item].type == "boolean" for item in RULES.appraisal.items)
    assert set(RULES.appraisal.request) == set(RULES.appraisal.support)
    kinds = ENUMERATIONS["request_kind"].codes
    assert set(RULES.appraisal.request.values()) <= set(kinds)
    assert {limit.field for limit in (*RULES.danger.limits, *RULES.danger.urgent)} <= set(visits)


@pytest.mark.parametrize(
    ("change", "against"),
    [
        ({}, ()),
        ({"doses": 1, "days_since_dose": 14}, ()),
        ({"doses": 1, "days_since_dose": 13}, ("DOSES_OR_AGE",)),
        ({"doses": 0}, ("DOSES_OR_AGE",)),
        ({"doses": 0, "age": 49, "has_condition": False}, ()),
        ({"doses": 0, "age": 50, "has_condition": False}, ("DOSES_OR_AGE",)),
        ({"doses": 0, "age": 2, "has_condition": False}, ()),
        ({"doses": 0, "age": 1, "has_condition": False}, ("DOSES_OR_AGE",)),
        ({"doses": 0, "age": 30}, ("DOSES_OR_AGE",)),
        ({"doses": 0, "age": 30, "has_condition": False, "is_pregnant": True}, ("DOSES_OR_AGE",)),
        ({"doses": None, "age": None}, ("DOSES_OR_AGE",)),
        ({"doses": 0, "age": 30, "has_condition": None}, ("HEALTH_UNKNOWN",)),
        ({"doses": 0, "age": 30, "has_condition": False, "is_pregnant": None}, ("HEALTH_UNKNOWN",)),
        ({"doses": 0, "age": 50, "has_condition": None}, ("DOSES_OR_AGE",)),
        ({"doses": 0, "age": 30, "has_condition": None, "is_pregnant": True}, ("DOSES_OR_AGE",)),
        ({"has_condition": None, "is_pregnant": None}, ()),
        (
            {"doses": 0, "age": 30, "has_condition": None, "has_pneumonia": True},
            ("PNEUMONIA", "HEALTH_UNKNOWN"),
        ),
        ({"has_no_or_mild_symptoms": False}, ("SYMPTOMS",)),
        ({"has_pneumonia": True}, ("PNEUMONIA",)),
    ],
)
def test_the_patient_for_home_care(change, against):
    assert may_stay_at_home(replace(WELL, **change), RULES.home_care) == (not against, against)


ALL_GOOD = dict.fromkeys((*RULES.appraisal.needed, *RULES.appraisal.support), True) | {
    "vulnerable_in_home": False
}


@pytest.mark.parametrize(
    ("change", "verdict", "because"),
    [
        ({}, "fit", []),
        ({"own_toilet": False}, "fit_with_support", ["own_toilet"]),
        ({"vulnerable_in_home": True}, "fit", ["vulnerable_in_home"]),
        ({"vulnerable_in_home": None}, "fit", []),
        ({"waste_container": None}, "fit_with_support", ["waste_container"]),
        ({"separate_room": False}, "not_fit", ["separate_room"]),
        ({"separate_room": None, "own_toilet": False}, "not_fit", ["separate_room"]),
    ],
)
def test_the_verdict_follows_from_the_checklist(change, verdict, because):
    assert verdict_on(ALL_GOOD | change, RULES.appraisal) == (verdict, because)


@pytest.mark.parametrize(
    ("values", "age", "signs", "urgent"),
    [
        ({"spo2": 96}, 40, (), False),
        ({"spo2": 95}, 40, ("spo2",), False),
        ({"spo2": 92}, 40, ("spo2",), True),
        ({"spo2": 93}, 40, ("spo2",), False),
        ({"spo2": 94}, 10, ("spo2",), True),
        ({"respiratory_rate": 20}, 40, (), False),
        ({"respiratory_rate": 21}, 40, ("respiratory_rate",), False),
        ({"respiratory_rate": 31}, 40, ("respiratory_rate",), True),
        ({"respiratory_rate": 21}, None, ("respiratory_rate",), False),
        ({"respiratory_rate": 39}, 4, (), False),
        ({"respiratory_rate": 40}, 4, ("respiratory_rate",), False),
        ({"respiratory_rate": 29}, 11, (), False),
        ({"respiratory_rate": 30}, 5, ("respiratory_rate",), False),
        ({"respiratory_rate": 60}, 0, (), False),
        ({"respiratory_rate": 60}, 12, (), False),
        ({"pulse": 120}, 40, (), False),
        ({"pulse": 121}, 40, ("pulse",), False),
        ({"pulse": 49}, 40, ("pulse",), False),
        ({"systolic": 89, "diastolic": 59}, 40, ("systolic", "diastolic"), False),
        ({"systolic": 90, "diastolic": 60}, 40, (), False),
        ({"symptoms": "Khó thở, mệt nhiều"}, 40, ("symptoms",), False),
        ({"symptoms": "tuc nguc"}, 40, ("symptoms",), False),
        ({"symptoms": "Ho, không khó thở"}, 40, (), False),
        ({"symptoms": "không bị khó thở"}, 40, (), False),
        ({"symptoms": "Không còn khó thở, hết đau ngực"}, 40, (), False),
        ({"symptoms": "không có tức ngực"}, 40, (), False),
        ({"symptoms": "chưa thấy khó thở"}, 40, (), False),
        ({"symptoms": "đã hết khó thở"}, 40, (), False),
        ({"symptoms": "chưa hết khó thở"}, 40, ("symptoms",), False),
        ({"symptoms": "không hết khó thở"}, 40, ("symptoms",), False),
        ({"symptoms": "không sốt, khó thở"}, 40, ("symptoms",), False),
        ({"symptoms": "sáng không khó thở, tối khó thở"}, 40, ("symptoms",), False),
        ({"symptoms": "Thở khó khi nằm"}, 40, ("symptoms",), False),
        ({"symptoms": "không uống được"}, 40, ("symptoms",), False),
        ({"symptoms": "Ho nhẹ"}, 40, (), False),
        ({}, 40, (), False),
    ],
)
def test_danger_signs(values, age, signs, urgent):
    assert danger_signs(values, RULES.danger, age=age) == (signs, urgent)
