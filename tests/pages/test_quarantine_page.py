"""The Quarantine page: every list, every button and every form does what it says.

A dialog lives in a fragment, which AppTest does not run alone: its opening button is pressed again
together with what is done inside.
"""

from collections.abc import Callable
from datetime import date, timedelta
from itertools import groupby
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from lib.actions.case_facts import Facts, complete_facts
from lib.actions.conversions import Return, come_back
from lib.actions.deeds import doing
from lib.actions.samples import Taken, record_tests
from lib.actions.stays import NewDates, Seen, change_dates, close_otherwise, open_stay
from lib.reports.ahead import look_ahead, timeline
from lib.reports.contacts import contacts, possible_sources
from lib.reports.stay_story import stay_story
from lib.reports.work_lists import GROUPS, any_stay, work_board
from lib.security.actors import ROLES, demo_actor
from lib.settings import ROOT
from lib.store.repository import fetch
from lib.text.collate import text_key
from lib.text.formats import format_number
from lib.ui.contacts import chain
from lib.ui.form_parts import seen
from lib.ui.state import store
from lib.ui.stay_dialogs import _fitting
from tests.conftest import AppPage

DAY = date(2021, 12, 29)
OFFICER = "data_officer"
SIGNS = ("post", "replace", "remove")
Lists = Callable[..., AppTest]


@pytest.fixture
def on_list(app_page: AppPage) -> Lists:
    """on_list("to_approve", role="vice_chair"): the page with that list shown."""

    def opened(name: str, role: str = OFFICER) -> AppTest:
        group = next(group for group, names in GROUPS.items() if name in names)
        app = app_page("quarantine", role=role)
        app.segmented_control(key="quarantine.show").set_value(group).run()
        pills = app.pills if hasattr(app, "pills") else app.button_group
        return pills(key=f"quarantine.lists.{group}").set_value(name).run()

    return opened


def ids(name: str, role: str = OFFICER) -> tuple[str, ...]:
    return work_board(store(), demo_actor(role), DAY).lists[name]


def row(id_: str, table: str = "cases", key: str = "case_id") -> dict[str, Any]:
    return rows(id_, table, key)[-1]


def rows(id_: str, table: str, key: str) -> list[dict[str, Any]]:
    with store().read() as conn:
        return fetch(conn, store().ward_id, table, where={key: id_}).rows(named=True)


def press(app: AppTest, key: str) -> AppTest:
    app.button(key=key).click().run()
    assert not app.exception
    assert not (said := [each.value for each in app.error]), said
    return app


def within(app: AppTest, opener: str, *presses: str, **typed: Any) -> AppTest:
    """Open a dialog, fill in its fields, press its button."""
    press(app, opener)
    for key, value in typed.items():
        field = next(
            found
            for kind in ("text_input", "date_input", "toggle", "radio", "checkbox")
            for found in getattr(app, kind)
            if found.key.endswith("." + key)
        )
        field.set_value(value)
        app.button(key=opener).click().run()
    for key in presses:
        button = next(found for found in app.button if (found.key or "").endswith(key))
        app.button(key=opener).click()
        button.click().run()
    assert not app.exception
    return app


def role_named(label: str) -> str:
    return next(name for name, role in ROLES.items() if role.vi == label)


def test_who_may_go_is_proposed_in_bulk_and_approved_by_another(on_list: Lists) -> None:
    meets = [id_ for id_ in ids("awaiting_release") if id_ not in ids("to_approve")]
    app = press(on_list("awaiting_release"), "work.awaiting_release.all")
    press(app, "work.awaiting_release.bulk.propose")
    proposed = [id_ for id_ in meets if row(id_)["proposed_on"] == DAY]
    assert proposed
    assert len(proposed) < len(meets)  # one of them has not been tested
    asked = (store(), demo_actor("vice_chair"), DAY)
    (told,) = (e for e in stay_story(*asked, proposed[0], None) if e.column == "proposed_on")
    by = work_board(*asked).cases[proposed[0]].row["proposed_by"]
    assert by == told.details["proposed_by"]
    assert row(proposed[0])["proposed_by"] == f"demo:{role_named(by)}"
    chair = on_list("to_approve", role="vice_chair")
    press(chair, f"work.to_approve.{proposed[0]}.approve")
    closed = row(proposed[0])
    assert (closed["closed_on"], closed["end_reason"]) == (DAY, "completed")
    press(chair, "deeds.undo")
    assert row(proposed[0])["closed_on"] != DAY


def test_one_look_names_everybody_who_meets_the_rule_first_and_leads_to_the_row(
    app_page: AppPage,
) -> None:
    app = app_page("quarantine", role="vice_chair")
    board = work_board(store(), demo_actor("vice_chair"), DAY)
    names = ("to_approve", "awaiting_release", "ends_today")
    waiting = {item.case_id: item for name in names for item in board.case_items(name)}
    lines = [b.key.split(".") for b in app.button if (b.key or "").startswith("glance.")]
    people = [id_ for _glance, name, id_ in lines if name in names]
    assert set(people) == waiting.keys()
    meets = [bool(waiting[id_].life.review.meets) for id_ in people]
    assert meets == sorted(meets, reverse=True)
    said = next(each.value for each in app.markdown if "green-badge[" in each.value)
    assert f":green-badge[đủ điều kiện {sum(meets)}]" in said
    over = sum(item.life.state == "awaiting_release" for item in waiting.values())
    assert f":orange-badge[quá hạn {over}]" in said
    doors = [id_ for _glance, name, id_ in lines if name.startswith("signs_")]
    assert len(doors) == sum(board.count(f"signs_to_{what}") for what in SIGNS)
    last = people[-1]
    press(app, f"glance.{lines[len(people) - 1][1]}.{last}")
    first = next(b.key for b in app.button if (b.key or "").startswith("work."))
    assert last in first or ".all" in first
    opened = [b.key.split(".")[2] for b in app.button if (b.key or "").endswith(".open")]
    assert opened[0] == last
    assert not any((b.key or "").startswith("glance.") for b in app.button)
    press(app, "quarantine.back")
    assert any((b.key or "").startswith("glance.") for b in app.button)


def test_one_look_leads_to_a_door_in_another_group_of_lists(app_page: AppPage) -> None:
    app = app_page("quarantine", role="appraisal_team")
    door = ids("signs_to_remove", "appraisal_team")[-1]
    press(app, f"glance.signs_to_remove.{door}")
    assert app.segmented_control(key="quarantine.show").value == "homes"
    signs = [b.key for b in app.button if (b.key or "").endswith(".sign")]
    assert signs[0] == f"work.signs_to_remove.{door}.sign"


def test_who_does_not_meet_the_rule_goes_only_with_a_reason(on_list: Lists) -> None:
    app = on_list("awaiting_release")
    opener = next(b.key for b in app.button if (b.key or "").endswith(".reason"))
    id_ = opener.split(".")[2]
    within(app, opener, f"propose.{id_}.save", reason="đã xét nghiệm ở nơi khác")
    assert row(id_)["release_reason"] == "đã xét nghiệm ở nơi khác"


def test_a_proposal_is_sent_back_with_a_reason(on_list: Lists) -> None:
    (id_,) = ids("to_approve")
    app = on_list("to_approve", role="vice_chair")
    within(app, f"work.to_approve.{id_}.back", ".save", reason="thiếu xét nghiệm")
    assert row(id_)["proposed_on"] is None
    assert row(id_)["release_reason"] == "thiếu xét nghiệm"


def test_a_missing_end_is_filled_in(on_list: Lists) -> None:
    id_ = next(id_ for id_ in ids("missing_dates") if row(id_)["quarantine_end"] is None)
    end = DAY + timedelta(3)
    app = on_list("missing_dates")
    within(app, f"work.missing_dates.{id_}.form", ".save", end=end)
    assert row(id_)["quarantine_end"] == end


def test_a_typed_day_takes_the_rules_or_stays_with_a_reason(on_list: Lists) -> None:
    first, second, *_rest = ids("end_differs_from_rule")
    before = row(first)["quarantine_end"]
    app = press(on_list("end_differs_from_rule"), f"work.end_differs_from_rule.{first}.rule")
    assert row(first)["quarantine_end"] == before - timedelta(1)
    assert row(first)["previous_quarantine_end"] == before
    opener = f"work.end_differs_from_rule.{second}.form"
    press(app, opener)
    app.text_input(key=f"explain.{second}").set_value("mẫu gửi lại")
    press(app, opener)
    app.button(key=opener).click()
    press(app, f"explain.{second}.save")
    assert row(second)["change_reason"] == "mẫu gửi lại"


@pytest.mark.parametrize(("button", "result"), [("neg", "negative"), ("pos", "positive")])
def test_a_test_is_written_down_with_one_tap(on_list: Lists, button: str, result: str) -> None:
    name = "tests_due" if ids("tests_due") else "tests_overdue"
    id_ = ids(name)[0]
    press(on_list(name), f"work.{name}.{id_}.{button}")
    taken = [(test["sample_date"], test["result"]) for test in rows(id_, "tests", "case_id")]
    assert (DAY, result) in taken


def test_a_test_of_another_day_is_written_down_on_that_day(on_list: Lists) -> None:
    name = "tests_overdue"
    id_ = ids(name)[0]
    before = DAY - timedelta(1)
    within(on_list(name), f"work.{name}.{id_}.other", f"test.{id_}.save", day=before)
    taken = [(test["sample_date"], test["result"]) for test in rows(id_, "tests", "case_id")]
    assert (before, "negative") in taken


def test_a_transfer_and_a_closing_bear_the_day_on_which_they_happened(on_list: Lists) -> None:
    (id_,) = ids("danger_signs_open")
    before = DAY - timedelta(1)
    opener = f"work.danger_signs_open.{id_}.hospital"
    within(on_list("danger_signs_open"), opener, ".save", day=before)
    assert (row(id_)["closed_on"], row(id_)["end_reason"]) == (before, "transferred_hospital")
    other = ids("ends_today")[0]
    app, opener = on_list("ends_today"), f"work.ends_today.{other}.open"
    press(app, opener)
    next(b for b in app.segmented_control if b.key == f"manage.{other}").set_value("close")
    press(app, opener)
    app.date_input(key=f"close.{other}.day").set_value(before)
    press(app, opener)
    app.button(key=opener).click()
    press(app, f"close.{other}.save")
    assert (row(other)["closed_on"], row(other)["end_reason"]) == (before, "moved_away")


def test_a_missing_address_is_filled_in_beside_the_row(app_page: AppPage, on_list: Lists) -> None:
    app_page("quarantine", role=OFFICER)
    item = work_board(store(), demo_actor(OFFICER), DAY).case_items("ends_tomorrow")[0]
    id_ = item.case_id
    lost = Facts(Seen(id_, item.row_version), {"house_number": None})
    complete_facts(store(), demo_actor(OFFICER), lost, on=DAY)
    assert ids("no_address") == (id_,)
    app, opener = on_list("no_address"), f"work.no_address.{id_}.facts"
    within(app, opener, f"facts.{id_}.save", house_number="7", street="Phố Mẫu Tây")
    assert row(id_)["household_id"]
    assert id_ not in ids("no_address")


def test_a_fact_that_the_rule_lacks_is_asked_for_beside_the_row(on_list: Lists) -> None:
    board = work_board(store(), demo_actor(OFFICER), DAY)
    lists = ("missing_dates", "end_differs_from_rule", "no_rule")
    for name in lists:
        if not board.count(name):
            continue
        keys = {button.key for button in on_list(name).button}
        for item in board.case_items(name)[:20]:
            is_asked = f"work.{name}.{item.case_id}.facts" in keys
            assert is_asked == bool(item.life.ruling.missing)


def test_details_are_completed_and_hidden_ones_stay_unless_typed(on_list: Lists) -> None:
    id_ = ids("ends_today")[0]
    had = row(id_)
    app, opener = on_list("ends_today"), f"work.ends_today.{id_}.open"
    press(app, opener)
    next(b for b in app.segmented_control if b.key == f"manage.{id_}").set_value("facts")
    press(app, opener)
    app.number_input(key=f"facts.{id_}.doses").set_value(3)
    press(app, opener)
    app.date_input(key=f"facts.{id_}.recovered_on").set_value(date(2021, 9, 1))
    press(app, opener)
    app.button(key=opener).click()
    press(app, f"facts.{id_}.save")
    now = row(id_)
    assert (now["vaccine_doses"], now["recovered_on"]) == (3, date(2021, 9, 1))
    kept = ("conditions", "pregnant", "last_exposure_date", "source_case_id", "household_id")
    assert {name: now[name] for name in kept} == {name: had[name] for name in kept}


def test_a_patient_is_checked_for_care_at_home(on_list: Lists) -> None:
    id_ = ids("patients_not_checked")[0]
    app = on_list("patients_not_checked")
    within(app, f"work.patients_not_checked.{id_}.check", ".save", mild=False)
    assert row(id_)["home_care_eligible"] is False
    assert row(id_)["home_care_checked_on"] == DAY
    assert id_ not in ids("patients_not_checked")
    assert ids("patients_not_fit") == (id_,)
    within(on_list("patients_not_fit"), f"work.patients_not_fit.{id_}.hospital", ".save")
    assert row(id_)["end_reason"] == "transferred_hospital"
    assert not ids("patients_not_fit")


def test_who_may_not_stay_can_be_moved_from_the_check(on_list: Lists) -> None:
    id_ = ids("patients_not_checked")[0]
    app, key = on_list("patients_not_checked"), f"hospital.{id_}.save"
    within(app, f"work.patients_not_checked.{id_}.check", key, pneumonia=True)
    assert row(id_)["end_reason"] == "transferred_hospital"


def test_a_silent_record_is_asked_for_before_a_patient_without_a_dose_may_stay(
    on_list: Lists,
) -> None:
    id_ = ids("patients_not_checked")[0]
    silent = {"vaccine_doses": 0, "last_dose_date": None, "birth_date": None, "birth_year": 1990,
              "conditions": None, "pregnant": None}  # fmt: skip
    with doing(store(), demo_actor(OFFICER), "stay.dates", "cases.edit") as deed:
        deed.change("cases", deed.read("cases", [id_])[id_], silent)
    app, opener = on_list("patients_not_checked"), f"work.patients_not_checked.{id_}.check"
    press(app, opener)
    assert app.button(key=f"check.{id_}.save").disabled
    app.segmented_control(key=f"check.{id_}.frail").set_value(False)
    press(app, opener)
    app.button(key=opener).click()
    press(app, f"check.{id_}.save")
    assert row(id_)["home_care_eligible"] is True


def test_danger_leads_to_hospital_and_back_home(on_list: Lists) -> None:
    (id_,) = ids("danger_signs_open")
    within(on_list("danger_signs_open"), f"work.danger_signs_open.{id_}.hospital", ".save")
    assert row(id_)["end_reason"] == "transferred_hospital"
    assert row(id_)["transferred_to"]
    gone = any_stay(store(), demo_actor(OFFICER), DAY + timedelta(3), id_)
    assert gone
    assert not gone.life.is_open
    assert _fitting(gone) == {"back"}
    come_back(store(), demo_actor(OFFICER), Return(Seen(id_, gone.row_version), DAY, None))
    back = any_stay(store(), demo_actor(OFFICER), DAY + timedelta(3), id_)
    assert back
    assert _fitting(back) == set()


def test_only_a_completed_stay_offers_its_completion_paper(on_list: Lists) -> None:
    (id_,) = ids("danger_signs_open")
    on_list("danger_signs_open")
    open_ = work_board(store(), demo_actor(OFFICER), DAY).cases[id_]
    close_otherwise(store(), demo_actor(OFFICER), [seen(open_)], "moved_away", on=DAY)
    gone = any_stay(store(), demo_actor(OFFICER), DAY, id_)
    assert gone
    assert _fitting(gone) == set()
    over = (each for each in rows("completed", "cases", "end_reason") if each["closed_on"] <= DAY)
    done = any_stay(store(), demo_actor(OFFICER), DAY, next(over)["case_id"])
    assert done
    assert _fitting(done) == {"paper"}


def test_an_f1_becomes_an_f0_with_the_whole_household(on_list: Lists) -> None:
    board = work_board(store(), demo_actor(OFFICER), DAY)
    id_ = next(
        item.case_id for item in board.cases.values()
        if item.life.case_type == "F1" and item.life.is_open and board.others_in_home(item)
        and item.case_id in board.lists["ends_tomorrow"]
    )  # fmt: skip
    app = on_list("ends_tomorrow")
    opener = f"work.ends_tomorrow.{id_}.open"
    press(app, opener)
    chooser = next(b for b in app.segmented_control if b.key == f"manage.{id_}")
    chooser.set_value("convert")
    press(app, opener)
    app.button(key=opener).click()
    press(app, f"convert.{id_}.save")
    old = row(id_)
    assert old["end_reason"] == "converted_to_f0"
    assert row(old["converted_case_id"])["case_type"] == "F0"
    assert old["converted_case_id"] in ids("patients_not_checked")


def test_signs_are_noted_beside_their_door(on_list: Lists) -> None:
    door = ids("signs_to_post")[0]
    press(on_list("signs_to_post"), f"work.signs_to_post.{door}.sign")
    assert door not in ids("signs_to_post")
    down = ids("signs_to_remove")[0]
    press(on_list("signs_to_remove"), f"work.signs_to_remove.{down}.sign")
    assert row(down, "signs", "household_id")["removed_on"] == DAY


def test_the_signs_of_a_walk_are_noted_at_once(on_list: Lists) -> None:
    for name in ("signs_to_post", "signs_to_remove"):
        doors = ids(name)
        assert doors
        app = press(on_list(name), f"work.{name}.all")
        press(app, f"work.{name}.bulk.signs")
        assert not ids(name)
    removed = [row(door, "signs", "household_id")["removed_on"] for door in doors]
    assert set(removed) == {DAY}


def test_whoever_left_home_is_followed_up_and_asked_for_again(on_list: Lists) -> None:
    (door,) = ids("breaches_open")
    press(on_list("breaches_open"), f"work.breaches_open.{door}.resolve")
    assert not ids("breaches_open")
    (alarmed,) = ids("neighbours_alarmed")
    app = on_list("neighbours_alarmed")
    opener = f"work.neighbours_alarmed.{alarmed}.check"
    press(app, opener)
    app.segmented_control(key=f"door.{alarmed}.found").set_value("away")
    press(app, opener)
    app.button(key=opener).click()
    press(app, f"door.{alarmed}.save")
    assert ids("breaches_open") == (alarmed,)
    assert not ids("neighbours_alarmed")


def test_the_people_of_a_home_that_is_not_fit_are_moved_from_its_row(on_list: Lists) -> None:
    (door,) = ids("homes_not_fit")
    people = work_board(store(), demo_actor(OFFICER), DAY).homes[door].people
    app, key = on_list("homes_not_fit"), f"work.homes_not_fit.{door}"
    assert {f"{key}.{each.case_id}.go" for each in people} <= {each.key for each in app.button}
    gone = people[0].case_id
    within(app, f"{key}.{gone}.go", ".save")
    assert (row(gone)["end_reason"], row(gone)["closed_on"]) == ("transferred_hospital", DAY)
    looked = on_list("homes_not_fit", role="appraisal_team") if len(people) > 1 else app
    assert not [each for each in looked.button if (each.key or "").endswith(f"{gone}.go")]


def test_support_that_came_is_noted(on_list: Lists) -> None:
    door = ids("support_unmet")[0]
    press(on_list("support_unmet"), f"work.support_unmet.{door}.met")
    assert door not in ids("support_unmet")


def test_all_whom_nobody_looks_after_get_a_team_at_once(app_page: AppPage, on_list: Lists) -> None:
    app_page("quarantine", role=OFFICER)
    for name, year in (("Trần Văn Một", 1980), ("Lê Thị Hai", 1990)):
        stay = {"case_type": "F1", "full_name": name, "birth_year": year, "group_id": "unknown",
                "reported_at": DAY.isoformat(), "quarantine_start": DAY}  # fmt: skip
        open_stay(store(), demo_actor(OFFICER), stay)
    alone = ids("cases_unassigned")
    app = press(on_list("cases_unassigned"), "work.cases_unassigned.all")
    team = "HT2"
    app.selectbox(key="work.cases_unassigned.bulk.team").set_value(team).run()
    press(app, "work.cases_unassigned.bulk.assign")
    assert len(alone) >= 2
    assert {row(id_, "assignments")["team_id"] for id_ in alone} == {team}
    assert not ids("cases_unassigned")


def test_a_stay_is_opened_and_the_rule_gives_its_last_day(app_page: AppPage) -> None:
    app = app_page("quarantine", role=OFFICER)
    opener = "new_stay_button"
    press(app, opener)
    app.text_input(key="new_stay.full_name").set_value("Trần Văn Thử")
    app.text_input(key="new_stay.house_number").set_value("7")
    app.text_input(key="new_stay.street").set_value("Phố Mẫu Tây")
    app.text_input(key="new_stay.conditions").set_value("tăng huyết áp")
    app.date_input(key="new_stay.recovered_on").set_value(date(2021, 10, 1))
    app.button(key=opener).click().run()
    source = app.selectbox(key="new_stay.source_case_id")
    source.set_value(next(iter(possible_sources(store(), demo_actor(OFFICER), DAY))))
    app.button(key=opener).click().run()
    app.selectbox(key="new_stay.relation").set_value("family_or_friend")
    app.button(key=opener).click()
    press(app, "new_stay.save")
    (opened,) = rows("Trần Văn Thử", "cases", "full_name")
    assert opened["quarantine_start"] == DAY
    assert opened["quarantine_end"] == DAY + timedelta(6), "recovered within six months"
    assert (opened["conditions"], opened["relation"]) == ("tăng huyết áp", "family_or_friend")
    assert row(opened["source_case_id"])["case_type"] == "F0"
    assert opened["household_id"]
    assert opened["case_id"] in work_board(store(), demo_actor(OFFICER), DAY).cases


def test_details_tell_the_stay_in_time_order(on_list: Lists) -> None:
    (id_,) = ids("to_approve")
    app = press(on_list("to_approve"), f"work.to_approve.{id_}.open")
    told = app.table[0].value
    days = [f"{d[6:10]}{d[3:5]}{d[:2]}" for d in told.iloc[:, 0]]
    assert days == sorted(days)
    assert any("Ngày bắt đầu" in what for what in told.iloc[:, 1])
    assert any("âm tính" in str(said).lower() for said in told.iloc[:, 2])


def test_a_support_team_reads_no_test_result(on_list: Lists) -> None:
    app = on_list("ends_today", role="support_team")
    said = " ".join(each.value for each in app.markdown)
    assert "âm tính" not in said.lower()
    assert "dương tính" not in said.lower()


def test_the_past_is_for_reading(app_page: AppPage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("lib.ui.deeds.may_act", lambda _context: False)
    monkeypatch.setattr("lib.ui.stay_buttons.may_act", lambda _context: False)
    monkeypatch.setattr("lib.ui.work_lists.may_act", lambda _context: False)
    app = app_page("quarantine", role="vice_chair")
    keys = [button.key or "" for button in app.button]
    assert not any(key.endswith((".approve", ".back")) for key in keys)
    assert any(key.endswith(".open") for key in keys)


def test_the_next_two_weeks_count_each_last_day_once(app_page: AppPage) -> None:
    app = app_page("quarantine", role="vice_chair")
    app.segmented_control(key="quarantine.show").set_value("ahead").run()
    assert not app.exception
    board = work_board(store(), demo_actor("vice_chair"), DAY)
    days = look_ahead(board, DAY)
    assert days["day"].to_list() == [DAY + timedelta(n) for n in range(14)]
    ends = [item.life.end for item in board.cases.values() if item.life.is_open]
    for day, n in days.select("day", "releases").iter_rows():
        assert n == ends.count(day)
    assert days["tests"][0] == len(board.lists["tests_due"]) + len(board.lists["tests_overdue"])
    no_tests = work_board(store(), demo_actor("support_team"), DAY)
    assert "tests" not in look_ahead(no_tests, DAY).columns
    chart, bars = app.get("plotly_chart")
    assert chart
    assert bars


def test_the_test_at_the_end_of_a_longer_stay_needs_a_kit(app_page: AppPage) -> None:
    """Still positive on the last test day and kept longer: tested again on the new last day."""
    app_page("quarantine", role=OFFICER)
    officer, end = demo_actor(OFFICER), DAY + timedelta(4)
    board = work_board(store(), officer, DAY)
    item = next(
        item for item in board.cases.values()
        if item.life.is_open and item.life.ruling.test_days[-1:] == (DAY,)
        and not item.life.ruling.is_prolonged
    )  # fmt: skip
    record_tests(store(), officer, [Taken(item.case_id, DAY, "rapid_antigen", "positive")])
    before = look_ahead(work_board(store(), officer, DAY), DAY)["tests"][4]
    item = work_board(store(), officer, DAY).cases[item.case_id]
    longer = NewDates(Seen(item.case_id, item.row_version), item.life.first_day, end, "còn dương")
    change_dates(store(), officer, [longer], on=DAY)
    assert look_ahead(work_board(store(), officer, DAY), DAY)["tests"][4] == before + 1


def test_bars_stand_door_by_door_along_the_street(app_page: AppPage) -> None:
    app_page("quarantine", role="vice_chair")
    board = work_board(store(), demo_actor("vice_chair"), DAY)
    bars = timeline(store(), demo_actor("vice_chair"), board, DAY, "").bars
    doors = [door for door, _same in groupby(bars["door"].to_list())]
    assert len(doors) == len(set(doors)), "nobody stands away from the others of the home"
    rows = [board.cases[id_].row for id_ in bars["case_id"] if board.cases[id_].life.household_id]
    said = ("street", "alley", "house_number")
    walk = [[text_key(row[part] or "") for part in said] for row in rows]
    assert walk == sorted(walk)


def planted() -> dict[str, set[str]]:
    """Indicator -> the rows that data/demo/TROUBLES.md says it must find."""
    text = (ROOT / "data" / "demo" / "TROUBLES.md").read_text("utf-8").split("\n\n## ")[0]
    lines = [line.split("|") for line in text.splitlines() if line.startswith("| ")]
    return {name.strip(): set(ids.replace(" ", "").split(",")) for _, name, ids, *_ in lines}


def test_each_list_holds_exactly_what_was_planted(app_page: AppPage) -> None:
    app_page("quarantine", role=OFFICER)
    board, troubles = work_board(store(), demo_actor(OFFICER), DAY), planted()
    listed = {name: set(board.lists[name]) for name in troubles if name in board.lists}
    assert len(listed) >= 14
    assert listed == {name: troubles[name] for name in listed}


def test_contacts_form_chains_and_an_f1_who_became_f0_counts_as_known(app_page: AppPage) -> None:
    app = app_page("quarantine", role="vice_chair")
    app.segmented_control(key="quarantine.show").set_value("contacts").run()
    assert not app.exception
    told = contacts(store(), demo_actor("vice_chair"), DAY)
    with store().read() as conn:
        cases = fetch(conn, store().ward_id, "cases").rows(named=True)
    until = [case for case in cases if case["reported_at"][:10] <= DAY.isoformat()]
    since = (DAY - timedelta(13)).isoformat()
    new = {c["case_id"] for c in until if c["case_type"] == "F0" and c["reported_at"] >= since
           and c["previous_case_id"] is None}  # fmt: skip
    before = {case["converted_case_id"] for case in until}
    assert (told.n_new, told.n_known) == (len(new), len(new & before))
    assert 0 < told.n_known < told.n_new
    longest = max(told.exposed, key=lambda id_: len(told.exposed[id_]))
    drawn = chain(told, longest)
    assert all(f'"{longest}" -> "{id_}"' in drawn for id_ in told.exposed[longest])
    leader = app_page("quarantine", role="group_leader")
    assert "contacts" not in leader.segmented_control(key="quarantine.show").options


def test_a_danger_sign_is_said_with_what_was_found(on_list: Lists) -> None:
    app = on_list("danger_signs_open")
    board = work_board(store(), demo_actor(OFFICER), DAY)
    (id_,) = board.lists["danger_signs_open"]
    said = " ".join(each.value for each in app.markdown).replace("\\", "")
    danger = board.cases[id_].life.danger
    assert danger is not None
    assert danger.found
    for name, value in danger.found.items():
        assert (value if name == "symptoms" else format_number(value)) in said
    assert "SpO2 (%)" not in said
