"""Documents and their tasks: what is overdue, and who has been told."""

from typing import Any

import narwhals as nw

from lib.indicators.figure import Figure, Ward, among, count, no_data

COVID = "covid"


def tasks(ward: Ward) -> Any:
    """Tasks known on the day; adds is_open and is_overdue.

    A task that was done later was still open on the day. "Before 15/01" is entered as its last
    day, 14/01: a task is overdue from the day after.
    """
    status = nw.col("status").fill_null("open")
    issued = (nw.col("issued_on") <= ward.as_of) | nw.col("issued_on").is_null()
    done_later = (nw.col("done_on") > ward.as_of).fill_null(False)
    known = ward.table("directives").filter(issued)
    with_state = known.with_columns(
        is_open=~status.is_in(["done", "cancelled"]) | ((status == "done") & done_later)
    )
    return with_state.with_columns(
        is_overdue=nw.col("is_open") & (nw.col("due_on") < ward.as_of).fill_null(False)
    )


def directives_overdue(ward: Ward) -> Figure:
    """Open tasks whose due day has passed / open tasks with a due day."""
    open_tasks = tasks(ward).filter(nw.col("is_open"), ~nw.col("due_on").is_null())
    rows = open_tasks.filter(nw.col("is_overdue")).to_native()
    return count("directives_overdue", rows, as_of=ward.as_of, of=len(open_tasks))


def told_groups(ward: Ward) -> frozenset[str]:
    """Groups in which a document on the epidemic was announced or acknowledged by the day."""
    about_covid = tasks(ward).filter((nw.col("subject") == COVID).fill_null(False))
    on_epidemic = about_covid["directive_id"].to_list()
    told: set[str] = set()
    for table, day in (("announcements", "announced_on"), ("acknowledgements", "acknowledged_on")):
        rows = ward.table(table).filter(
            nw.col(day) <= ward.as_of,
            ~nw.col("group_id").is_null(),
            among("directive_id", on_epidemic),
        )
        told.update(rows["group_id"].to_list())
    return frozenset(told)


def groups_told(ward: Ward) -> Figure:
    """Residential groups that were told of the epidemic's documents / all groups."""
    groups = ward.table("groups")
    rows = groups.filter(among("group_id", sorted(told_groups(ward))))
    if not len(groups):
        return no_data("groups_told", rows.to_native(), as_of=ward.as_of)
    return count("groups_told", rows.to_native(), as_of=ward.as_of, of=len(groups))


def groups_untold(ward: Ward) -> Figure:
    """Residential groups that nobody has told of any document on the epidemic / all groups.

    No data while no such document is known: nobody has anything to tell yet.
    """
    groups, of_covid = ward.table("groups"), (nw.col("subject") == COVID).fill_null(False)
    told = told_groups(ward)
    untold = [group for group in groups["group_id"].to_list() if group not in told]
    rows = groups.filter(among("group_id", untold)).to_native()
    if not len(groups) or not len(tasks(ward).filter(of_covid)):
        return no_data("groups_untold", groups.head(0).to_native(), as_of=ward.as_of)
    return count("groups_untold", rows, as_of=ward.as_of, of=len(groups))


def tasks_unowned(ward: Ward) -> Figure:
    """Open tasks that name nobody responsible / all open tasks."""
    open_tasks = tasks(ward).filter(nw.col("is_open"))
    rows = open_tasks.filter(nw.col("responsible").is_null()).to_native()
    return count("tasks_unowned", rows, as_of=ward.as_of, of=len(open_tasks))
