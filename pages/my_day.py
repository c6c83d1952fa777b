"""My day: everybody of the team in walking order, one tap each."""

from lib.reports.listing import named_groups
from lib.reports.my_day import my_round, teams_to_walk
from lib.reports.ward import ward
from lib.text.catalogue import _
from lib.ui.connection import say_when_lost
from lib.ui.context import page_context
from lib.ui.deeds import say_read_only
from lib.ui.header import empty_state, page_header
from lib.ui.my_day import choose_team, show_round
from lib.ui.offline_round import show_files
from lib.ui.sample_calendar import show_calendar

context = page_context()

page_header(
    context,
    _("My day"),
    _("whom to see today, alley by alley"),
    _("Begin at the top; one tap for everybody you have seen."),
)
say_when_lost()
say_read_only(context)
team_id = choose_team(teams_to_walk(context.store, context.actor))
if team_id is None:
    empty_state(_("Your account belongs to no team. Ask the administrator."))
else:
    its_round = my_round(context.store, context.actor, context.as_of, team_id)
    hotline = ward(context.store, context.actor).hotline or ""
    groups = named_groups(context.store)
    show_round(context, its_round, groups, hotline)
    if its_round.kind == "testing":
        show_calendar(context, team_id=team_id)
    show_files(context, its_round, groups)
