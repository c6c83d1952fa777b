"""Who was checked for care at home, proposed for release, approved and given a paper, and when."""

from datetime import timedelta

from maker.epidemic import DEMO_DAY, LAST_DAY, ONE, Stay
from maker.troubles import Planted
from maker.words import stream


def release(stays: list[Stay], planted: Planted) -> None:
    rng = stream("releases")
    for stay in stays:
        check_late, propose_early, paper_late = (rng.random() for _draw in range(3))
        if stay.case_type == "F0" and stay not in planted.unchecked:
            is_late = check_late > 0.85 and stay.reported != DEMO_DAY
            checked_on = stay.reported + (ONE if is_late else timedelta(0))
            stay.checked_on = checked_on if checked_on <= LAST_DAY else None
        if stay.end_reason == "completed":
            before = ONE if propose_early > 0.6 and stay.end < stay.closed_on else timedelta(0)
            proposed_on = stay.closed_on - before
            stay.proposed_on = stay.closed_on if proposed_on == DEMO_DAY else proposed_on
            paper = stay.closed_on + (ONE if paper_late > 0.9 else timedelta(0))
            stay.paper_on = paper if paper <= LAST_DAY else None
    for stay in planted.unchecked:
        stay.checked_on = DEMO_DAY + ONE
    planted.awaiting[0].proposed_on = DEMO_DAY - ONE  # waits for the vice-chair
