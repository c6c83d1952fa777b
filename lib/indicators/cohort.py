"""The residents listed without a first dose: who remains, where and why."""

from typing import Any

import narwhals as nw

from lib.indicators.figure import Figure, Ward, count, no_data


def listed(ward: Ward) -> Any:
    """Residents on the list by the day, without those entered in error; adds is_remaining.

    An outcome without a date counts from the day of listing: it is known today.
    """
    outcome = nw.col("outcome").fill_null("remaining")
    known = ward.table("unvaccinated").filter(
        nw.col("listed_on") <= ward.as_of, outcome != "entered_in_error"
    )
    return known.with_columns(
        is_remaining=(outcome == "remaining") | (nw.col("outcome_on") > ward.as_of).fill_null(False)
    )


def unvaccinated_remaining(ward: Ward) -> Figure:
    """Residents of the list who have no first dose on the day / everybody on the list."""
    everyone = listed(ward)
    rows = everyone.filter(nw.col("is_remaining")).to_native()
    if not len(everyone):
        return no_data("unvaccinated_remaining", rows, as_of=ward.as_of)
    return count("unvaccinated_remaining", rows, as_of=ward.as_of, of=len(everyone))
