"""What the dated rules on epidemic levels look at: community cases of 14 days, and coverage."""

from dataclasses import dataclass
from datetime import timedelta

import narwhals as nw

from lib.indicators.caseload import ward_population
from lib.indicators.coverage import ADULTS, ELDERLY, coverage
from lib.indicators.figure import Ward
from lib.indicators.stays import IS_NEW
from lib.rules.levels import WINDOW_DAYS, Inputs


@dataclass(frozen=True)
class LevelInputs:
    """`n_unplaced` F0 have no word on where they were detected: they are not counted, and said.
    None, as are the cases, while no case was ever brought in."""

    inputs: Inputs
    n_unplaced: int | None


def level_inputs(ward: Ward) -> LevelInputs:
    first = ward.as_of - timedelta(days=WINDOW_DAYS - 1)
    recent = ward.stays.filter(nw.col("case_type") == "F0", nw.col("reported_on") >= first, IS_NEW)
    found_in, has_cases = recent["detected_in"].to_list(), len(ward.table("cases")) > 0
    return LevelInputs(
        Inputs(
            cases_14d=found_in.count("community") if has_cases else None,
            population=ward_population(ward),
            adult_one_dose=coverage(ward, *ADULTS),
            elderly_full=coverage(ward, *ELDERLY),
        ),
        n_unplaced=found_in.count(None) if has_cases else None,
    )
