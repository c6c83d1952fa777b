"""An account that was closed reads nothing more, whoever still holds an actor of before."""

from collections.abc import Callable

import pytest

from lib.reports.ahead import timeline
from lib.reports.contacts import contacts, possible_sources
from lib.reports.rule_book import preview_rules, proposed_rules, rules_page
from lib.reports.work_lists import any_stay, work_board
from lib.security.actors import AccountClosed, Actor
from lib.store.accounts import change_account
from lib.store.engine import Store
from tests.accounts import given_actor
from tests.security.wards import NOW

DAY = NOW.date()
READS: dict[str, Callable[[Store, Actor], object]] = {
    "contacts": lambda *known: contacts(*known, DAY),
    "sources": lambda *known: possible_sources(*known, DAY),
    "board": lambda *known: work_board(*known, DAY),
    "stay": lambda *known: any_stay(*known, DAY, "C1"),
    "rules": lambda *known: rules_page(*known, DAY),
    "preview": lambda *known: preview_rules(*known, DAY),
    "proposed": proposed_rules,
}


@pytest.mark.parametrize("name", READS)
def test_a_closed_account_reads_nothing(filled: Store, name: str) -> None:
    chair = given_actor(filled, "mai", "vice_chair")
    assert chair.account_id
    if name != "preview":  # without a rule there is nothing to look ahead to
        READS[name](filled, chair)
    close(filled, chair.account_id)
    with pytest.raises(AccountClosed):
        READS[name](filled, chair)


def test_nor_the_stays_as_bars(filled: Store) -> None:
    chair = given_actor(filled, "mai", "vice_chair")
    assert chair.account_id
    board = work_board(filled, chair, DAY)
    close(filled, chair.account_id)
    with pytest.raises(AccountClosed):
        timeline(filled, chair, board, DAY, "")


def close(store: Store, account_id: str) -> None:
    with store.write() as conn:
        change_account(conn, store.ward_id, account_id, {"disabled_at": NOW})
