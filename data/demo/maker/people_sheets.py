"""The rows of households, cases, visits and of the list of the 114."""

import random

from maker.epidemic import Stay
from maker.files import Row, place_cells
from maker.people import Home
from maker.testing import Sample
from maker.vaccination import LISTED_ON, Resident
from maker.visits import Visit
from maker.words import WORDS, day_text, group_text, label, moment_text, stream, yes_no


def household_rows(homes: list[Home]) -> list[Row]:
    return [
        {
            "household_id": home.id,
            "group_id": home.group.id,
            **_address(home),
            **place_cells(home.place),
            "phone": home.phone,
            "n_people": len(home.people),
            "n_over_60": sum(person.age >= 60 for person in home.people),
            "n_pregnant": sum(person.pregnant for person in home.people),
            "n_chronic": sum(bool(person.conditions) for person in home.people),
            "n_unvaccinated": home.n_unvaccinated,
        }
        for home in homes
    ]


def case_rows(stays: list[Stay]) -> list[Row]:
    rng = stream("cases as written")
    numbers = iter(range(1, len(stays) + 1))
    return [_case_row(stay, rng, next(numbers)) for stay in stays]


def _case_row(stay: Stay, rng: random.Random, number: int) -> Row:
    person, offices = stay.person, WORDS["offices"]
    doses = person.doses_before(stay.effective_start)
    return {
        "case_id": stay.id,
        "case_type": label("case_type", stay.case_type),
        "full_name": person.name,
        "sex": rng.choice(WORDS["sex_as_written"][person.sex]),
        "birth_date": day_text(person.birth_date),
        "birth_year": person.birth_year,
        "phone": person.phone,
        "contact_phone": stay.home.phone if not person.phone else "",
        "group_id": group_text(rng, "cases", stay.home.group.number),
        "household_id": stay.home.id,
        **_address(stay.home),
        **place_cells(stay.home.place),
        "vaccine_doses": len(doses),
        "last_dose_date": day_text(doses[-1] if doses else None),
        "conditions": person.conditions,
        "pregnant": yes_no(True) if person.pregnant else "",
        "detected_in": label("detected_in", stay.detected_in),
        "source_case_id": stay.source.id if stay.source else "",
        "relation": label("relation", stay.relation),
        "last_exposure_date": day_text(stay.last_exposure),
        "symptom_onset_date": day_text(stay.onset),
        "first_positive_date": day_text(stay.first_positive),
        "first_test_type": label("test_type", stay.test_type),
        "reported_at": day_text(stay.reported),
        "quarantine_start": day_text(stay.start),
        "quarantine_end": day_text(stay.end),
        "previous_quarantine_end": day_text(stay.previous_end),
        "change_reason": WORDS["stays"]["still_positive"] if stay.previous_end else "",
        "order_number": offices["order"].format(n=number + 411),
        "order_date": day_text(stay.reported),
        **_checked(stay),
        **_released(stay, number),
        "closed_on": day_text(stay.closed_on),
        "closed_by": rng.choice(offices["closed_by"]) if stay.closed_on else "",
        "end_reason": label("end_reason", stay.end_reason),
        "transferred_to": _transferred_to(stay),
        "converted_case_id": stay.converted_to.id if stay.converted_to else "",
        "note": WORDS["stays"]["moved_to"] if stay.end_reason == "moved_away" else "",
    }


def _checked(stay: Stay) -> Row:
    return {
        "home_care_eligible": yes_no(True) if stay.checked_on else "",
        "home_care_checked_on": day_text(stay.checked_on),
    }


def _released(stay: Stay, number: int) -> Row:
    offices, is_completed = WORDS["offices"], stay.end_reason == "completed"
    return {
        "proposed_by": offices["proposed_by"] if stay.proposed_on else "",
        "proposed_on": day_text(stay.proposed_on),
        "approved_by": offices["approved_by"] if is_completed else "",
        "approved_on": day_text(stay.closed_on) if is_completed else "",
        "completion_number": offices["completion"].format(n=number) if stay.paper_on else "",
        "completion_date": day_text(stay.paper_on),
    }


def _transferred_to(stay: Stay) -> str:
    return WORDS["ward"]["hospital"] if stay.end_reason == "transferred_hospital" else ""


def visit_rows(visits: list[Visit]) -> list[Row]:
    return [
        {
            "case_id": visit.stay.id,
            "visited_at": moment_text(visit.at),
            "team_id": visit.team.id,
            "member_id": visit.member,
            "mode": label("visit_mode", visit.mode),
            "result": label("visit_result", visit.result),
            "missed_reason": label("missed_reason", visit.missed_reason),
            "at_home": yes_no(visit.at_home),
            "temperature": str(visit.temperature or "").replace(".", ","),
            "spo2": visit.spo2,
            "respiratory_rate": visit.respiratory_rate,
            "pulse": visit.pulse,
            "symptoms": visit.symptoms,
            "neighbours_say": label("neighbours_say", visit.neighbours_say),
            "action": label("visit_action", visit.action),
            "note": visit.note,
        }
        for visit in visits
    ]


def sample_rows(samples: list[Sample]) -> list[Row]:
    return [
        {
            "case_id": sample.stay.id,
            "sample_date": day_text(sample.day),
            "team_id": sample.team.id,
            "member_id": sample.member if sample.performed_by != "station" else "",
            "test_type": label("test_type", sample.test_type),
            "result": label("test_result", sample.result),
            "ct_value": str(sample.ct or "").replace(".", ","),
            "performed_by": label("performed_by", sample.performed_by),
            "supervised": yes_no(sample.is_supervised),
        }
        for sample in samples
    ]


def resident_rows(residents: list[Resident]) -> list[Row]:
    rng = stream("residents as written")
    return [
        {
            "full_name": resident.person.name,
            "sex": rng.choice(WORDS["sex_as_written"][resident.person.sex]),
            "birth_year": resident.person.birth_year,
            "group_id": group_text(rng, "residents", resident.home.group.number),
            **_address(resident.home),
            "phone": resident.person.phone or resident.home.phone,
            "listed_on": day_text(LISTED_ON),
            "conditions": resident.conditions,
            "reason": label("unvaccinated_reason", resident.reason),
            "owner": resident.owner,
            "next_action_on": day_text(resident.next_action_on),
            "hospital": WORDS["ward"]["hospital"] if resident.registration_number else "",
            "registration_number": resident.registration_number,
            "appointment_on": day_text(resident.appointment_on),
            "outcome": label("unvaccinated_outcome", resident.outcome),
            "outcome_on": day_text(resident.outcome_on),
            "platform_checked_on": day_text(resident.platform_checked_on),
            "note": resident.note,
        }
        for resident in residents
    ]


def _address(home: Home) -> Row:
    return {"house_number": home.house_number, "alley": home.alley, "street": home.street}
