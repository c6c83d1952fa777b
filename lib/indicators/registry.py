"""Every indicator of the product, in the order in which people read them."""

from lib.indicators import (
    caseload,
    cohort,
    compliance,
    directives,
    duty,
    errands,
    keeping,
    visiting,
)
from lib.indicators.figure import Figure, Indicator, Ward
from lib.indicators.stay_lists import STAY_INDICATORS
from lib.text.catalogue import N_

_MEASURES = N_("2557/UBND of 25/12/2021 and the ward's notice of 29/12/2021, see the Level 3 page")
_DAYS = N_("The ward's own convention of days; lengths by the rule book, see the rules")

_INDICATORS = (
    Indicator(
        id="in_quarantine_f0", table="cases", unit="people",
        label=N_("F0 in quarantine"),
        definition=N_(
            "F0 whose stay is reported, has begun and is not over: start <= day <= end, and the "
            "day is not after the day it was closed. A missing end means until closed; a missing "
            "start means the day of the report."
        ),
        rule=_DAYS,
        compute=caseload.stays_where("in_quarantine_f0", caseload.in_quarantine("F0")),
    ),
    Indicator(
        id="in_quarantine_f1", table="cases", unit="people",
        label=N_("F1 in quarantine"),
        definition=N_("The same for F1. The two numbers are never added: their durations differ."),
        rule=_DAYS,
        compute=caseload.stays_where("in_quarantine_f1", caseload.in_quarantine("F1")),
    ),
    Indicator(
        id="awaiting_release", table="cases", unit="people", is_decision=True,
        label=N_("Awaiting release"),
        definition=N_(
            "Stays whose last day has passed and that nobody has closed. Nobody is released by the "
            "clock; until a person closes the stay, visits stay due."
        ),
        action=N_("Check the negative test, then close the stay and take the sign down."),
        sentence=N_("{n} past their last day await release"),
        rule=_DAYS,
        compute=caseload.stays_where("awaiting_release", caseload.awaiting_release),
    ),
    Indicator(
        id="ends_today", table="cases", unit="people", is_decision=True,
        label=N_("Last day today"),
        definition=N_("Stays whose last day of quarantine is this day and that are not closed."),
        action=N_("Prepare the release review."),
        sentence=N_("{n} have their last day of quarantine today"),
        rule=_DAYS,
        compute=caseload.stays_where("ends_today", caseload.ends(0)),
    ),
    Indicator(
        id="ends_tomorrow", table="cases", unit="people",
        label=N_("Last day tomorrow"),
        definition=N_(
            "Stays whose last day of quarantine is the next day and that are not closed."
        ),
        sentence=N_("{n} have their last day of quarantine tomorrow"),
        rule=_DAYS,
        compute=caseload.stays_where("ends_tomorrow", caseload.ends(1)),
    ),
    Indicator(
        id="starts_today", table="cases", unit="people",
        label=N_("Started today"),
        definition=N_(
            "Stays that begin on this day; without a start, the day of the report counts."
        ),
        compute=caseload.stays_where("starts_today", caseload.starts(0)),
    ),
    Indicator(
        id="starts_tomorrow", table="cases", unit="people",
        label=N_("Starting tomorrow"),
        definition=N_("Stays already reported that begin on the next day."),
        compute=caseload.stays_where("starts_tomorrow", caseload.starts(1)),
    ),
    Indicator(
        id="missing_dates", table="cases", unit="people", is_decision=True,
        label=N_("Start or end date missing"),
        definition=N_("Open stays without a start or an end date, out of all open stays. They are "
                      "counted as in quarantine and never dropped."),
        action=N_("Ask the household and fill in the dates."),
        sentence=N_("{n} of {total} open stays lack a start or an end date"),
        compute=caseload.stays_where(
            "missing_dates", caseload.missing_dates, of=caseload.OPEN_STAYS
        ),
    ),
    Indicator(
        id="visited_today", table="cases", unit="people",
        label=N_("Seen today"),
        definition=N_(
            "People seen today, well or unwell, out of the people due a visit: everybody in "
            "quarantine or awaiting release. Teams that recorded nothing today are left out and "
            "counted as no data."
        ),
        sentence=N_("{n} of {total} due a visit were seen"),
        compute=visiting.visited_today,
    ),
    Indicator(
        id="silent_teams", table="teams", unit="teams", is_decision=True,
        label=N_("Teams without a word today"),
        definition=N_("Support teams that have people due and recorded no visit on the day."),
        action=N_("Call the team: did it go out, or is its file late?"),
        sentence=N_("{n} of {total} teams with people due wrote nothing down"),
        compute=visiting.silent_teams,
    ),
    Indicator(
        id="not_seen_2_days", table="cases", unit="people", is_decision=True,
        label=N_("Not seen for 2 days"),
        definition=N_(
            "People due a visit who were last seen two days ago or longer; for somebody never seen "
            "the first day of the stay counts."
        ),
        action=N_("Send somebody to the door today."),
        sentence=N_("{n} of {total} due a visit were not seen for 2 days or longer"),
        compute=visiting.not_seen("not_seen_2_days", 2),
    ),
    Indicator(
        id="not_seen_1_day", table="cases", unit="people",
        label=N_("Not seen today"),
        definition=N_(
            "People due a visit who were last seen yesterday or earlier; for somebody never seen "
            "the first day of the stay counts."
        ),
        compute=visiting.not_seen("not_seen_1_day", 1),
    ),
    Indicator(
        id="not_seen_3_days", table="cases", unit="people",
        label=N_("Not seen for 3 days"),
        definition=N_(
            "People due a visit who were last seen three days ago or longer; for somebody never "
            "seen the first day of the stay counts."
        ),
        compute=visiting.not_seen("not_seen_3_days", 3),
    ),
    Indicator(
        id="visits_not_recorded", table="cases", unit="people",
        label=N_("Due, not recorded"),
        definition=N_(
            "People with a visit due today of which nobody has written a word, neither seen nor "
            "missed, out of the people due of the teams that recorded anything. How many visits "
            "are due a day is a dated rule."
        ),
        action=N_("Ask the team whether it went, and have it written down."),
        compute=visiting.visits_not_recorded,
        rule=N_(
            "Once a day by the ward's own rule, twice from 12/02/2022 by the Ministry's guidance; "
            "see the rules"
        ),
    ),
    Indicator(
        id="carers_out", table="cases", unit="people", is_decision=True,
        label=N_("Their volunteer dropped out"),
        definition=N_(
            "People due a visit who were given to a volunteer who is in quarantine or belongs to "
            "no team any more, and to nobody else since."
        ),
        action=N_("Give them to somebody else on the page of the teams."),
        sentence=N_("{n} of {total} due a visit have lost the volunteer they were given to"),
        compute=duty.carers_out,
    ),
    Indicator(
        id="requests_overdue", table="requests", unit="rows", is_decision=True,
        label=N_("Errands open for more than a day"),
        definition=N_(
            "What people at home asked for more than 24 hours ago and nobody has brought, out of "
            "everything that is still open."
        ),
        action=N_("Send somebody today, and tell the household when."),
        sentence=N_("{n} of {total} open errands have waited for more than a day"),
        compute=errands.requests_overdue,
    ),
    Indicator(
        id="requests_open", table="requests", unit="rows",
        label=N_("Errands open"),
        definition=N_("What people at home asked for and nobody has brought yet."),
        compute=errands.requests_open,
    ),
    Indicator(
        id="payments_overdue", table="payments", unit="rows", is_decision=True,
        label=N_("Pay overdue"),
        definition=N_("Lines of the volunteers' pay sheets whose day has passed unpaid."),
        action=N_("Pay, or say until when."),
        sentence=N_("{n} lines of volunteers' pay are overdue"),
        compute=duty.payments_overdue,
    ),
    Indicator(
        id="unvaccinated_remaining", table="unvaccinated", unit="people",
        label=N_("Without a first dose"),
        definition=N_(
            "Residents of the first list who have no first dose yet, out of everybody on it. "
            "People added later are counted apart."
        ),
        rule=N_("The ward's notice of 29/12/2021, task 4"),
        compute=cohort.unvaccinated_remaining,
    ),
    Indicator(
        id="unvaccinated_added", table="unvaccinated", unit="people", is_decision=True,
        label=N_("Added to the list later, without a first dose"),
        sentence=N_("{n} who were added later have no first dose"),
        definition=N_(
            "Residents who came on the list after it was closed and have no first dose yet. They "
            "are called like everybody else, but do not move the progress of the first list."
        ),
        action=N_("Talk to them as to those of the first list."),
        compute=cohort.unvaccinated_added,
    ),
    Indicator(
        id="contacted_recently", table="unvaccinated", unit="people",
        label=N_("Talked to in the last 7 days"),
        definition=N_(
            "Residents still without a first dose whom somebody reached in the seven days up to "
            "this day, out of all who remain. A call or visit that found nobody does not count."
        ),
        sentence=N_("{n} of {total} still without a dose were talked to in the last 7 days"),
        needs="outreach",
        compute=cohort.contacted_recently,
    ),
    Indicator(
        id="hospital_appointments", table="unvaccinated", unit="people",
        label=N_("Underlying disease, with an appointment"),
        definition=N_(
            "Residents still without a first dose with an underlying disease who have an "
            "appointment at the hospital, out of all of those. That they go to a hospital is the "
            "ward's own rule."
        ),
        sentence=N_(
            "{n} of {total} with an underlying disease have an appointment at the hospital"
        ),
        compute=cohort.hospital_appointments,
        rule=N_("The ward's notice of 29/12/2021, task 4"),
    ),
    Indicator(
        id="gatherings_over_limit", table="gatherings", unit="gatherings", is_decision=True,
        label=N_("Gatherings over the limit"),
        definition=N_(
            "Gatherings from six days ago to seven days ahead with more people than the measure in "
            "force at their hour allows, out of all of them: as seen by an inspection, until then "
            "as announced."
        ),
        action=N_("Talk to the host before the day, or record the breach."),
        sentence=N_("{n} of {total} gatherings around this day pass the limit in force"),
        needs="gatherings",
        compute=compliance.gatherings_over_limit,
        rule=_MEASURES,
    ),
    Indicator(
        id="venues_open", table="venues", unit="venues", is_decision=True,
        label=N_("Venues open that must be closed"),
        definition=N_(
            "Venues of a kind that must be closed whose latest word is open, out of all that must "
            "be closed. Venues without any word are counted as no data."
        ),
        action=N_("Inspect again and record the action."),
        sentence=N_("{n} of {total} venues that must be closed are open"),
        compute=compliance.venues_open,
        rule=_MEASURES,
    ),
    Indicator(
        id="level_breaches", table="inspections", unit="rows", is_decision=True,
        label=N_("Breaches of level 3 not resolved"),
        definition=N_(
            "Inspections of venues, gatherings and public places that found a breach which nobody "
            "has put right, out of all breaches found. Homes of people in quarantine are counted "
            "apart."
        ),
        action=N_("Inspect again and record the action."),
        sentence=N_("{n} of {total} breaches found are not put right yet"),
        needs="inspections",
        compute=keeping.level_breaches,
        rule=_MEASURES,
    ),
    Indicator(
        id="venues_not_inspected", table="venues", unit="venues",
        label=N_("Venues not inspected for 7 days"),
        definition=N_(
            "Venues of a kind that must be closed which nobody has inspected in the seven days up "
            "to this day, out of all that must be closed."
        ),
        compute=keeping.venues_not_inspected,
    ),
    Indicator(
        id="directives_overdue", table="directives", unit="tasks", is_decision=True,
        label=N_("Tasks overdue"),
        definition=N_(
            "Tasks of documents that are not done and whose due day has passed, out of all open "
            "tasks with a due day."
        ),
        action=N_("Ask whoever is responsible, or set a new day."),
        sentence=N_("{n} of {total} open tasks with a due day are overdue"),
        needs="directives",
        compute=directives.directives_overdue,
    ),
    Indicator(
        id="groups_told", table="groups", unit="groups",
        label=N_("Groups told of the measures"),
        definition=N_(
            "Residential groups in which a document on the epidemic was announced, or that have "
            "acknowledged one, out of all groups."
        ),
        needs="directives",
        compute=directives.groups_told,
    ),
    Indicator(
        id="groups_untold", table="groups", unit="groups", is_decision=True,
        label=N_("Groups nobody has told"),
        definition=N_(
            "Residential groups in which no document on the epidemic was announced by any channel "
            "and that have acknowledged none, out of all groups."
        ),
        action=N_("Ask the group leader to announce it, then write it down."),
        sentence=N_("{n} of {total} residential groups were told of no document on the epidemic"),
        compute=directives.groups_untold,
    ),
    Indicator(
        id="tasks_unowned", table="directives", unit="tasks", is_decision=True,
        label=N_("Tasks without an owner"),
        definition=N_(
            "Tasks of documents that are not done and name nobody responsible, out of all open "
            "tasks."
        ),
        action=N_("Name who is responsible."),
        sentence=N_("{n} of {total} open tasks name nobody responsible"),
        needs="directives",
        compute=directives.tasks_unowned,
    ),
    Indicator(
        id="rate_7d", table="cases", unit="rate",
        label=N_("New F0 in 7 days per 100,000"),
        definition=N_("F0 reported in the seven days up to this day / population x 100,000."),
        rule=N_("Rate per 100,000 people and week as in 4800/QD-BYT and 218/QD-BYT"),
        compute=caseload.new_f0_rate,
    ),
)  # fmt: skip

INDICATORS: dict[str, Indicator] = {
    indicator.id: indicator for indicator in (*_INDICATORS, *STAY_INDICATORS)
}


def compute_figures(ward: Ward) -> dict[str, Figure]:
    """Every indicator of one ward as of one day, by id."""
    return {id_: indicator.figure(ward) for id_, indicator in INDICATORS.items()}
