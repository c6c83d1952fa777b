"""What the national vaccination platform says: two lists taken from it, as it writes them."""

from datetime import date, timedelta

from maker.files import Row
from maker.people import Home, Person
from maker.vaccination import Resident
from maker.ward_sheets import group_name
from maker.words import WORDS, day_text, label, stream

FIRST_LIST, SECOND_LIST = date(2021, 12, 28), date(2022, 1, 10)
TITLES = tuple(WORDS["platform"]["titles"])
N_OTHERS = 60


def platform_rows(residents: list[Resident], homes: list[Home]) -> list[Row]:
    """Neighbours with their doses; two of the 114 who had theirs elsewhere before anybody asked;
    a namesake of another; on the second list those who came since, but for the last of them."""
    rng = stream("platform")
    vaccinated = [(p, h) for h in homes for p in h.people if p.dose_dates and p.age >= 18]
    others = rng.sample(vaccinated, N_OTHERS)
    rows = [_row(p, h, p.dose_dates[0], FIRST_LIST) for p, h in others]
    undecided = [r for r in residents if r.reason == "undecided" and r.outcome == "remaining"]
    for resident in undecided[:2]:
        rows.append(_row(resident.person, resident.home, date(2021, 12, 20), FIRST_LIST))
    namesake = _row(undecided[2].person, others[0][1], date(2021, 11, 3), FIRST_LIST)
    rows.append(namesake | {"birth_year": namesake["birth_year"] - 31})
    came = [
        r for r in residents
        if r.outcome.startswith("vaccinated") and r.outcome_on <= SECOND_LIST - timedelta(2)
    ]  # fmt: skip
    rows += [_row(r.person, r.home, r.outcome_on, SECOND_LIST) for r in came[:-1]]
    return rows


def _row(person: Person, home: Home, dose_on: date, taken_on: date) -> Row:
    return {
        "full_name": person.name.upper(), "sex": label("sex", person.sex),
        "birth_year": person.birth_year, "phone": person.phone or home.phone,
        "group_id": group_name(home.group.number), "house_number": home.house_number,
        "alley": home.alley, "street": home.street, "first_dose_on": day_text(dose_on),
        "first_vaccine": WORDS["platform"]["vaccine"], "taken_on": day_text(taken_on),
    }  # fmt: skip
