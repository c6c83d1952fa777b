"""My day as a volunteer meets it: what a card asks, refuses and says."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from itertools import groupby

import pytest
from streamlit.testing.v1 import AppTest

from lib.actions.teams import leave_team
from lib.indicators.workload import kits
from lib.reports.frames import ward_on
from lib.reports.my_day import Entry, Round, Stop, entries_of, my_round, teams_to_walk
from lib.reports.sample_calendar import samples_on
from lib.reports.teams import roster
from lib.security.actors import DEMO_PLACES, demo_actor
from lib.store.engine import Store
from lib.store.repository import fetch
from lib.ui.day_card import _flags, entry_words
from lib.ui.measuring import _symptoms, read_number
from lib.ui.navigation import page_file
from lib.ui.state import store
from tests.conftest import SHELL, AppPage

DAY, TEAM = date(2021, 12, 29), "HT6"
SUPPORT = "support_team"
ME = DEMO_PLACES[SUPPORT]["member_id"]


def own_round() -> Round:
    return my_round(store(), demo_actor(SUPPORT), DAY, TEAM)


def stop_at(place: int) -> Stop:
    """One of the people of the volunteer whose telephone it is."""
    return [stop for stop in own_round().stops if stop.member_id == ME][place]


def written(stop: Stop) -> list[Entry]:
    return list(entries_of(store(), demo_actor(SUPPORT), [stop], DAY)[stop.case_id])


@pytest.mark.parametrize(
    ("name", "typed", "number"),
    [
        ("temperature", "38,5", 38.5), ("temperature", "38.5", 38.5), ("temperature", " 37 ", 37),
        ("temperature", "385", None), ("temperature", "38,5,1", None), ("temperature", "-38", None),
        ("spo2", "97,5", 97.5), ("spo2", "30", None), ("spo2", "100", 100), ("spo2", "101", None),
        ("pulse", "82", 82), ("pulse", "82,5", None), ("pulse", "tám hai", None),
        ("respiratory_rate", "18", 18), ("respiratory_rate", "1e1", None),
    ],
)  # fmt: skip
def test_a_number_is_read_with_a_comma_or_refused_aloud(name, typed, number):
    if number is None:
        with pytest.raises(ValueError, match="chưa lưu"):
            read_number(name, typed)
    else:
        assert read_number(name, typed) == number


def test_nothing_typed_is_no_number():
    assert read_number("spo2", "  ") is None


def measured(app: AppTest, stop: Stop, **fields: str) -> AppTest:
    key = f"vitals.{stop.case_id}"
    for name, text in fields.items():
        app.text_input(key=f"{key}.{name}").set_value(text)
    return app.button(key=f"{key}.save").click().run()


def test_what_is_out_of_bounds_writes_nothing_and_the_card_stays_open(app_page: AppPage) -> None:
    app = app_page("my_day", role=SUPPORT)
    stop = stop_at(3)
    app.button(key=f"my_day.{stop.case_id}.measure").click().run()
    measured(app, stop, temperature="36,8", spo2="30")
    assert "SpO2" in app.error[0].value
    assert not written(stop)
    assert app.text_input(key=f"vitals.{stop.case_id}.spo2").value == "30"
    measured(app, stop, temperature="38,5", spo2="95")
    (entry,) = written(stop)
    assert (entry.row["temperature"], entry.row["spo2"]) == (38.5, 95)
    assert entry.row["result"] == "seen_not_ok"


def test_of_two_visits_a_day_one_is_said_to_be_left_and_each_is_measured(
    app_page: AppPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("lib.indicators.figure.visits_a_day", lambda *_a: 2)
    app = app_page("my_day", role=SUPPORT)
    stop = stop_at(3)
    for number, (hour, warm) in enumerate(((8, "39,8"), (8, "36,8"), (17, "38,5"))):
        at = datetime.combine(DAY, time(hour, 30))
        monkeypatch.setattr("lib.ui.measuring.now", lambda at=at: at)
        app.button(key=f"my_day.{stop.case_id}.measure").click().run()
        measured(app, stop, temperature=warm)
        says_left = any("còn 1 lượt" in each.value for each in app.caption)
        assert says_left == (number < 2)
        assert f"Đã ghi {max(number, 1)} trên" in app.get("progress")[0].proto.text
    app.button(key=f"my_day.{stop.case_id}.measure").click().run()
    measured(app, stop, spo2="97")
    found = [(entry.row["temperature"], entry.row["spo2"]) for entry in written(stop)]
    assert found == [(36.8, None), (38.5, 97)]


def test_a_card_stops_warning_of_what_was_settled_today(app_page: AppPage) -> None:
    app_page("my_day", role=SUPPORT)
    stop = replace(stop_at(0), unseen=4, test="overdue")
    for kind, table, warning in (
        ("support", "visits", "4 ngày"), ("testing", "tests", "quá ngày xét nghiệm")
    ):  # fmt: skip
        done = Entry(table, "X1", {"result": "seen_ok"})
        for written, warns in (((), True), ((done,), False)):
            flags = " ".join(_flags(stop, kind, written))
            assert (warning.casefold() in flags.casefold()) == warns


def test_whoever_was_seen_was_not_missed_for_a_reason() -> None:
    """Also where a list corrected the result and left the reason."""
    row = {"visited_at": "2021-12-29", "result": "missed", "missed_reason": "absent"}
    assert "Vắng nhà" in entry_words(Entry("visits", "V1", row))
    assert "Vắng nhà" not in entry_words(Entry("visits", "V1", row | {"result": "seen_ok"}))


def test_an_empty_form_says_nothing_about_the_person(app_page: AppPage) -> None:
    app = app_page("my_day", role=SUPPORT)
    stop = stop_at(3)
    app.button(key=f"my_day.{stop.case_id}.measure").click().run()
    measured(app, stop)
    assert "Gặp, ổn" in app.error[0].value
    assert not written(stop)


def test_danger_says_what_was_found(app_page: AppPage) -> None:
    app = app_page("my_day", role=SUPPORT)
    stop = stop_at(3)
    app.button(key=f"my_day.{stop.case_id}.measure").click().run()
    key = f"vitals.{stop.case_id}.symptoms"
    app.button_group(key=key).set_value(["khó thở"])
    measured(app, stop, temperature="38,5", spo2="89")
    (said,) = [error.value for error in app.error]
    assert "SpO2 89 %, khó thở" in said.replace("\\", "")
    assert "SpO2 (%)" not in said


def test_no_symptom_stands_there_twice() -> None:
    """The rule reads a text, and knows some in two orders of words."""
    offered = _symptoms()
    assert {"ho", "khó thở", "tím tái"} <= set(offered)
    assert len({frozenset(words.split()) for words in offered}) == len(offered)


def test_the_round_goes_into_each_alley_before_its_own_lanes(demo_store: Store) -> None:
    chair, lanes = demo_actor("vice_chair"), 0
    for team in teams_to_walk(demo_store, chair):
        walk = [stop.way for stop in my_round(demo_store, chair, DAY, team).stops]
        ways = list(dict.fromkeys(walk))
        assert ways == [way for way, _same in groupby(walk)]  # nobody comes back
        for place, (group, street, alley) in enumerate(ways):
            number, _slash, lane = alley.rpartition(" ")[2].partition("/")
            if lane and (group, street, f"Ngõ {number}") in ways:
                lanes += 1
                assert ways.index((group, street, f"Ngõ {number}")) < place
    assert lanes


def stops_shown(app: AppTest) -> set[str]:
    keys = [button.key or "" for button in app.button]
    return {key.split(".")[1] for key in keys if key.startswith("my_day.C")}


def who_made(stop: Stop) -> list[str | None]:
    with store().read() as conn:
        rows = fetch(conn, store().ward_id, "visits", ("case_id", "visited_at", "member_id"))
    return [
        member
        for case_id, at, member in rows.rows()
        if case_id == stop.case_id and at.startswith(DAY.isoformat())
    ]


def keys_of(app: AppTest) -> list[str | None]:
    return [box.key for box in app.selectbox]


def test_whose_telephone_it_is_is_not_asked(app_page: AppPage) -> None:
    app = app_page("my_day", role=SUPPORT)
    round_ = own_round()
    assert "my_day.member" not in keys_of(app)
    assert round_.walker is not None
    assert any(round_.walker.name in each.value for each in app.markdown)
    assert not app.warning
    mine = {stop.case_id for stop in round_.stops if stop.member_id == ME}
    assert stops_shown(app) == mine < {stop.case_id for stop in round_.stops}
    app.segmented_control(key="my_day.whose").set_value("all").run()
    other = next(stop for stop in round_.stops if stop.member_id != ME)
    app.button(key=f"my_day.{other.case_id}.seen_ok").click().run()
    assert who_made(other) == [ME]


def test_whoever_left_the_team_keeps_the_account_and_is_told(app_page: AppPage) -> None:
    app_page("overview", role="vice_chair")
    chair = demo_actor("vice_chair")
    (row,) = (r for r in roster(store(), chair, DAY).history if r["member_id"] == ME)
    leave_team(store(), chair, [row["membership_id"]], on=DAY - timedelta(1))
    app = app_page("my_day", role=SUPPORT)
    assert [each.value for each in app.warning] == [
        "Trong ngày này bạn không có trong danh sách thành viên của tổ. Hãy liên hệ quản trị viên."
    ]
    assert "my_day.member" not in keys_of(app)
    stop = own_round().stops[0]
    app.button(key=f"my_day.{stop.case_id}.seen_ok").click().run()
    assert who_made(stop) == [ME]


def test_whoever_is_in_quarantine_is_told(
    app_page: AppPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(DEMO_PLACES, SUPPORT, {"team_id": "HT1", "member_id": "M004"})
    app = app_page("my_day", role=SUPPORT)  # planted: data/demo/TROUBLES.md
    assert [each.value for each in app.warning] == [
        "Trong ngày này chính bạn đang thuộc diện cách ly. Hãy ở nhà và báo cho tổ."
    ]


@pytest.fixture
def _shared_phone(monkeypatch: pytest.MonkeyPatch) -> None:
    """The support team's account is the team's and nobody's alone."""
    monkeypatch.setitem(DEMO_PLACES, SUPPORT, {"team_id": TEAM})


@pytest.mark.usefixtures("_shared_phone")
def test_without_a_name_a_visit_is_of_whoever_the_person_was_given_to(app_page: AppPage) -> None:
    app = app_page("my_day", role=SUPPORT)
    stop = next(s for s in my_round(store(), demo_actor(SUPPORT), DAY, TEAM).stops if s.member_id)
    app.button(key=f"my_day.{stop.case_id}.seen_ok").click().run()
    assert who_made(stop) == [stop.member_id]


@pytest.mark.usefixtures("_shared_phone")
def test_who_says_a_name_once_sees_the_own_people_and_keeps_it(app_page: AppPage) -> None:
    app = app_page("my_day", role=SUPPORT)
    round_ = my_round(store(), demo_actor(SUPPORT), DAY, TEAM)
    assert stops_shown(app) == {stop.case_id for stop in round_.stops}
    me = next(stop.member_id for stop in round_.stops if stop.member_id)
    mine = {stop.case_id for stop in round_.stops if stop.member_id == me}
    app.selectbox(key="my_day.member").set_value(me).run()
    assert stops_shown(app) == mine < {stop.case_id for stop in round_.stops}
    assert app.query_params["me"] == me
    app.segmented_control(key="my_day.whose").set_value("all").run()
    assert stops_shown(app) == {stop.case_id for stop in round_.stops}
    other = next(stop for stop in round_.stops if stop.member_id != me)
    app.button(key=f"my_day.{other.case_id}.seen_ok").click().run()
    assert who_made(other) == [me]
    app.switch_page(page_file("overview")).run()
    app.switch_page(page_file("my_day")).run()
    assert app.selectbox(key="my_day.member").value == me
    again = AppTest.from_file(str(SHELL), default_timeout=60)
    again.run()
    again.query_params["me"] = me
    again.switch_page(page_file("my_day")).run()
    assert again.selectbox(key="my_day.member").value == me


TESTING = "testing_team"


def round_of_testers() -> Round:
    actor = demo_actor(TESTING)
    (team,) = teams_to_walk(store(), actor)
    return my_round(store(), actor, DAY, team)


def test_the_telephone_that_a_team_shares_asks_who_goes(app_page: AppPage) -> None:
    app = app_page("my_day", role=TESTING)
    stop, me = next(s for s in round_of_testers().stops if s.needs_test), "M026"
    app.selectbox(key="my_day.member").set_value(me).run()
    app.button(key=f"my_day.{stop.case_id}.negative").click().run()
    with store().read() as conn:
        where = {"case_id": stop.case_id, "sample_date": DAY}
        tests = fetch(conn, store().ward_id, "tests", ("team_id", "member_id"), where=where)
    assert tests.rows() == [(round_of_testers().team_id, me)]


def test_a_positive_f1_says_what_follows_and_whom_to_call(app_page: AppPage) -> None:
    app = app_page("my_day", role=TESTING)
    f1 = next(s for s in round_of_testers().stops if s.case_type == "F1" and s.needs_test)
    app.button(key=f"my_day.{f1.case_id}.positive").click().run()
    (said,) = [error.value for error in app.error]
    assert "chuyển từ F1 sang F0" in said
    links = [link.proto.url for link in app.get("link_button")]
    assert "tel:02400000000" in links
    undo = next(b.key for b in app.button if f"{f1.case_id}.undo" in (b.key or ""))
    app.button(key=undo).click().run()
    app.button(key=f"my_day.{f1.case_id}.negative").click().run()
    assert not app.error


def test_a_tester_sees_whom_to_test_on_the_days_to_come(app_page: AppPage) -> None:
    app = app_page("my_day", role=TESTING)
    team, actor = round_of_testers().team_id, demo_actor(TESTING)
    foreseen = kits(ward_on(store(), DAY))
    day = next(d for t, d in sorted(foreseen) if t == team and d > DAY)
    people = samples_on(store(), actor, DAY, day, team_id=team)
    assert len(people) == foreseen[team, day]
    app.selectbox(key="samples.day").set_value(day).run()
    said = "\n".join(m.value for m in app.markdown).replace("\\", "")
    assert all(person.name in said for person in people)
    assert samples_on(store(), demo_actor(SUPPORT), DAY, day) == ()
