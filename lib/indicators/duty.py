"""Who serves in a team on a day, and whose people are left when a volunteer drops out.

`member_stays` (member_id, case_id) says which member is which stay: the same name and telephone.
Nobody's name is needed here.
"""

from typing import Any

import narwhals as nw

from lib.indicators.cover import in_time
from lib.indicators.figure import Figure, Ward, among, count, no_data


def members_out(ward: Ward) -> list[str]:
    """Members who are in quarantine themselves, or await release."""
    due = ward.stays.filter(nw.col("is_due"))["case_id"].to_list()
    ids = ward.table("member_stays").filter(among("case_id", due))["member_id"].to_list()
    return sorted(set(ids))


def serving(ward: Ward) -> Any:
    """Memberships of the day of people who are well: member_id, team_id."""
    lasting = ward.table("memberships").filter(*in_time("from_on", "to_on", ward.as_of))
    return lasting.filter(~among("member_id", members_out(ward))).select("member_id", "team_id")


def carers(ward: Ward) -> dict[str, str]:
    """Person -> the volunteer of the latest running assignment, when somebody well is named."""
    here = set(serving(ward)["member_id"].to_list())
    running = ward.table("assignments").filter(*in_time("assigned_from", "assigned_to", ward.as_of))
    in_order = running.sort("assigned_from").select("case_id", "member_id").rows()
    return {case_id: member for case_id, member in in_order if member in here}


def carers_out(ward: Ward) -> Figure:
    """People due a visit whose named volunteer is in quarantine, or in no team any more."""
    here = serving(ward)["member_id"].to_list()
    running = ward.table("assignments").filter(
        *in_time("assigned_from", "assigned_to", ward.as_of), ~nw.col("member_id").is_null()
    )
    due = ward.stays.filter(nw.col("is_due"))
    well = running.filter(among("member_id", here))["case_id"].to_list()
    left = running.filter(~among("member_id", here))["case_id"].to_list()
    rows = due.filter(among("case_id", left), ~among("case_id", well)).to_native()
    if not len(ward.table("assignments")):
        return no_data("carers_out", rows, as_of=ward.as_of)
    return count("carers_out", rows, as_of=ward.as_of, of=len(due))


def payments_overdue(ward: Ward) -> Figure:
    """Lines of pay sheets whose day has passed and that are not paid."""
    lines = ward.table("payments").filter((nw.col("due_on") < ward.as_of).fill_null(False))
    prepared = (nw.col("prepared_on") <= ward.as_of).fill_null(True)
    is_paid = (nw.col("paid_on") <= ward.as_of).fill_null(False)
    rows = lines.filter(prepared, ~is_paid).to_native()
    if not len(ward.table("payments")):
        return no_data("payments_overdue", rows, as_of=ward.as_of)
    return count("payments_overdue", rows, as_of=ward.as_of)
