"""An errand goes its way once, is taken back as a whole, and belongs to those who may."""

from datetime import datetime

import pytest

from lib.actions.deeds import Refused, undo
from lib.actions.errands import Asked, ask_for, deliver_errand, settle_errand, take_errand
from lib.reports.errands import errand_board
from lib.security.actors import NotAllowed, actor_as
from lib.settings import Settings
from lib.store.engine import Store

NOW = datetime.fromisoformat("2021-12-29T08:30")
DAY, AT = NOW.date(), "2021-12-29T08:30"
WALKER = actor_as("binh", "support_team", team_id="HT1")
FILES = {
    "groups": "group_id,name\nTDP05,Tổ 5\nTDP06,Tổ 6\n",
    "teams": "team_id,name,kind\nHT1,Tổ hỗ trợ 1,support\n",
    "team_areas": "team_id,group_id,from_on\nHT1,Tổ 5,01/12/2021\n",
    "cases": "case_id,case_type,full_name,group_id,street,reported_at,quarantine_start,"
    "quarantine_end\nC1,F0,Trần Thị Mẫu,Tổ 5,Phố Mẫu,25/12/2021,25/12/2021,03/01/2022\n"
    "C2,F1,Lê Thị Mẫu,Tổ 6,Phố Mẫu,25/12/2021,25/12/2021,05/01/2022\n",
}


@pytest.fixture
def ward(tmp_path) -> Settings:
    return Settings(tmp_path / "demo", is_demo=True)  # its day is 29/12/2021


@pytest.fixture(autouse=True)
def _known(take) -> None:
    for table, text in FILES.items():
        assert take(table, text).refused == 0


def asked(store: Store, case_id: str = "C1") -> str:
    done = ask_for(store, WALKER, Asked(case_id, "shopping", AT, "Gạo, rau"), now=NOW)
    return done.new_ids("requests")[0]


def test_from_the_call_to_the_money(store: Store) -> None:
    id_ = asked(store)
    (item,) = errand_board(store, WALKER, DAY).open
    assert (item.id, item.errand.state, item.name, item.details) == (
        id_, "asked", "Trần Thị Mẫu", "Gạo, rau",
    )  # fmt: skip
    promised = "2021-12-29T11:00"
    take_errand(store, WALKER, id_, "binh", "2021-12-29T09:00", promised_at=promised, now=NOW)
    assert errand_board(store, WALKER, DAY).open[0].errand.row["promised_at"] == promised
    with pytest.raises(Refused):
        settle_errand(store, WALKER, id_, DAY, now=NOW)
    deliver_errand(store, WALKER, id_, "2021-12-29T10:00", 120_000, now=NOW)
    board = errand_board(store, WALKER, DAY)
    assert (len(board.open), board.owed, board.hours) == (0, 120_000, 1.5)
    done = settle_errand(store, WALKER, id_, DAY, now=NOW)
    assert (errand_board(store, WALKER, DAY).owed, errand_board(store, WALKER, DAY).n_settled) == (
        0, 1,
    )  # fmt: skip
    undo(store, WALKER, done, now=NOW)
    assert errand_board(store, WALKER, DAY).owed == 120_000


def test_what_was_delivered_is_not_delivered_again(store: Store) -> None:
    id_ = asked(store)
    deliver_errand(store, WALKER, id_, AT, 0, now=NOW)
    for again in (
        lambda: deliver_errand(store, WALKER, id_, AT, 5, now=NOW),
        lambda: take_errand(store, WALKER, id_, "x", AT, now=NOW),
        lambda: settle_errand(store, WALKER, id_, DAY, now=NOW),
    ):
        with pytest.raises(Refused):
            again()
    assert errand_board(store, WALKER, DAY).n_settled == 1


def test_nobody_takes_an_errand_away_from_another(store: Store, officer) -> None:
    id_ = asked(store)
    take_errand(store, WALKER, id_, "binh", AT, now=NOW)
    with pytest.raises(Refused, match="TAKEN"):
        take_errand(store, officer, id_, "lan", AT, now=NOW)
    later = "2021-12-30T10:00"
    take_errand(store, WALKER, id_, "binh", "2021-12-29T11:00", promised_at=later, now=NOW)
    row = errand_board(store, WALKER, DAY).open[0].errand.row
    assert (row["taken_by"], row["taken_at"], row["promised_at"]) == ("binh", AT, later)


def test_a_promise_lies_ahead_and_a_cost_is_said(store: Store) -> None:
    past = "2021-12-29T08:00"
    with pytest.raises(Refused, match="PROMISE_PAST"):
        ask_for(store, WALKER, Asked("C1", "waste", AT, promised_at=past), now=NOW)
    id_ = asked(store)
    with pytest.raises(Refused, match="PROMISE_PAST"):
        take_errand(store, WALKER, id_, "binh", AT, promised_at=past, now=NOW)
    with pytest.raises(Refused, match="NO_COST"):
        deliver_errand(store, WALKER, id_, AT, None, now=NOW)
    deliver_errand(store, WALKER, id_, AT, 0, now=NOW)
    (item,) = errand_board(store, WALKER, DAY).settled
    assert (item.id, item.errand.row["cost"]) == (id_, 0)


def test_nobody_runs_errands_for_the_people_of_others(store: Store, officer) -> None:
    with pytest.raises(NotAllowed):
        asked(store, "C2")
    done = ask_for(store, officer, Asked("C2", "waste", AT), now=NOW)
    assert errand_board(store, WALKER, DAY).open == []
    with pytest.raises(NotAllowed):
        take_errand(store, WALKER, done.new_ids("requests")[0], "binh", AT, now=NOW)
    with pytest.raises(NotAllowed):
        errand_board(store, actor_as("x", "vice_chair"), DAY)
