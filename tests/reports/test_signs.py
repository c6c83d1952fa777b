"""Who needs which sign today, what the printed sign says, and who may have it."""

from datetime import date, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from lib.actions.signs import DoorDates, note_posted, note_printed
from lib.reports.frames import ward_on
from lib.reports.signs import SignBoard, sign_board, sign_sheet
from lib.security.actors import NotAllowed, actor_as
from lib.settings import demo_settings
from lib.store.engine import Store, open_store
from lib.store.tables import AUDIT
from tests.documents.printed import page_texts
from tests.reports.doors import AUDITOR, CHAIR, DAY, LEADER, LOCKDOWN, NOW, OFFICER, day


def found(board: SignBoard) -> dict[str, list[str]]:
    return {state: [door.household_id for door in doors] for state, doors in board.doors.items()}


def test_every_door_stands_under_what_must_be_done(filled: Store) -> None:
    board = sign_board(filled, OFFICER, DAY)
    assert found(board) == {
        "to_replace": ["H1"], "to_post": ["H2"], "to_remove": ["H3"], "no_end": ["H4"],
    }  # fmt: skip
    [door] = board.of("to_replace")
    assert (door.first_day, door.last_day) == (day("24/12"), day("02/01"))
    assert door.hanging == (day("24/12"), day("30/12"), day("24/12"))
    assert door.address == "1, Ngõ 49, Phố Mẫu"


def test_a_printed_sign_is_known_until_it_is_posted(filled: Store) -> None:
    [door] = sign_board(filled, LOCKDOWN, DAY).of("to_post")
    assert door.sign_id is None
    dates = DoorDates("H2", door.first_day, door.last_day)
    note_printed(filled, LOCKDOWN, [dates], on=DAY, now=NOW)
    [door] = sign_board(filled, LOCKDOWN, DAY).of("to_post")
    assert door.sign_id
    note_posted(filled, LOCKDOWN, [dates], on=DAY, now=NOW)
    assert found(sign_board(filled, LOCKDOWN, DAY))["right"] == ["H2"]


def test_each_reader_has_the_doors_of_their_own_area(filled: Store) -> None:
    for actor in (LOCKDOWN, LEADER):
        assert "no_end" not in found(sign_board(filled, actor, DAY))
    assert found(sign_board(filled, CHAIR, DAY))["no_end"] == ["H4"]
    assert len(sign_board(filled, CHAIR, DAY).of("no_end", "TDP05")) == 0
    with pytest.raises(NotAllowed):
        sign_board(filled, AUDITOR, DAY)


def test_the_sheet_has_a_page_for_each_door_in_the_order_of_a_walk(filled: Store) -> None:
    pages = page_texts(sign_sheet(filled, LOCKDOWN, DAY, ["H2", "H1"]))
    assert [page.split("\n")[3:6] for page in pages] == [
        ["TỪ NGÀY 24/12/2021", "ĐẾN HẾT NGÀY 02/01/2022", "1, Ngõ 49, Phố Mẫu – Tổ 5"],
        ["TỪ NGÀY 28/12/2021", "ĐẾN HẾT NGÀY 03/01/2022", "2, Ngõ 49, Phố Mẫu – Tổ 5"],
    ]
    assert all("ỦY BAN NHÂN DÂN PHƯỜNG MẪU" in page for page in pages)


def test_no_sign_names_a_person_or_an_illness(filled: Store) -> None:
    text = " ".join(page_texts(sign_sheet(filled, OFFICER, DAY, ["H1", "H2"])))
    for word in ("Nguyễn", "C1", "C3", "F0", "F1", "hen suyễn", "1990"):
        assert word not in text


def test_printing_is_noted_before_it_is_given(filled: Store) -> None:
    sign_sheet(filled, LOCKDOWN, DAY, ["H1", "H2"])
    with filled.read() as conn:
        lines = conn.execute(
            sa.select(AUDIT.c.actor, AUDIT.c.n_rows).where(AUDIT.c.action == "signs.export")
        )
        assert lines.all() == [("phong", 2)]


def test_only_who_keeps_the_ledger_prints_and_only_what_they_reach(filled: Store) -> None:
    for actor in (CHAIR, LEADER, AUDITOR, actor_as("x", "support_team", team_id="PT1")):
        with pytest.raises(NotAllowed):
            sign_sheet(filled, actor, DAY, ["H1"])
    for unknown in ("H4", "H9"):  # out of reach and without an end; nobody's
        with pytest.raises(ValueError, match="no sign"):
            sign_sheet(filled, LOCKDOWN, DAY, [unknown])


def test_the_demo_has_every_door_once_on_every_day(
    demo_folder: Path,
) -> None:
    """A slow recount: the doors of the board are exactly those with somebody in or a sign up."""
    store = open_store(demo_settings())
    for back in (0, 9, 20):
        on = date(2021, 12, 30) - timedelta(back)
        board = sign_board(store, OFFICER, on)
        shown = [door.household_id for doors in board.doors.values() for door in doors]
        homes = ward_on(store, on).lives.homes.values()
        wanted = [home.household_id for home in homes if home.present or home.sign]
        assert sorted(shown) == sorted(wanted)
    store.close()
