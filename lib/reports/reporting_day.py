"""Of which day the teams' work can be judged: of the day itself once it has closed, else of the
day before. At seven in the morning nobody has gone out yet, and that is nobody's fault."""

from datetime import date, datetime, time, timedelta

from lib.indicators.figure import Ward
from lib.indicators.visiting import visit_day
from lib.rules.reporting import CLOSES_AT


def judged_day(ward: Ward, now: datetime) -> date:
    """The ward's day when it closed at 18:00 with anything written down, else the day before."""
    is_over = now >= datetime.combine(ward.as_of, time.fromisoformat(CLOSES_AT))
    is_told = len(visit_day(ward).visits) > 0
    return ward.as_of if is_over and is_told else ward.as_of - timedelta(days=1)
