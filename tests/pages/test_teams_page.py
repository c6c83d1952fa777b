"""The teams' page: who stands behind a warning, and the way to give them anew; volunteers are
added, a reorganisation says how many people it moves and is taken back later."""

from datetime import date, timedelta

from streamlit.testing.v1 import AppTest

from lib.reports.teams import roster, teams_page
from lib.security.actors import demo_actor
from lib.ui.state import store
from tests.conftest import AppPage

CHAIR = "vice_chair"
DAY = date(2021, 12, 29)
# A day on which volunteers of the demo are in quarantine themselves.
DAYS = [DAY + timedelta(n) for n in range(40)]


def texts(app: AppTest) -> str:
    return "\n".join(text.value for text in app.text)


def test_a_last_word_of_another_day_is_told_with_its_year(app_page: AppPage) -> None:
    app = app_page("teams", role=CHAIR, as_of=date(2022, 2, 12))
    assert any("10/02/2022" in each.value for each in app.markdown)


def test_people_whose_volunteer_is_out_are_named_and_given_anew(app_page: AppPage) -> None:
    app_page("overview", role=CHAIR)
    actor = demo_actor(CHAIR)
    day = next(day for day in DAYS if teams_page(store(), actor, day).carers_out)
    out = set(teams_page(store(), actor, day).carers_out)
    people = [p for p in roster(store(), actor, day).people if p.case_id in out]
    app = app_page("teams", role=CHAIR, as_of=day)
    assert not app.exception
    for person in people:
        assert person.name in texts(app)
    team = people[0].team_id
    app.button(key=f"teams.anew.{team}").click().run()
    assert not app.exception
    chosen = app.multiselect(key="teams.hand.people").value
    assert set(chosen) == {p.case_id for p in people if p.team_id == team}
    assert app.selectbox(key="teams.assign.team").value == team


def test_who_may_not_arrange_sees_no_name_under_a_warning(app_page: AppPage) -> None:
    app_page("overview", role=CHAIR)
    chair = demo_actor(CHAIR)
    day = next(day for day in DAYS if teams_page(store(), chair, day).carers_out)
    out = set(teams_page(store(), chair, day).carers_out)
    names = [p.name for p in roster(store(), chair, day).people if p.case_id in out]
    app = app_page("teams", role="auditor", as_of=day)
    assert not [button for button in app.button if (button.key or "").startswith("teams.anew")]
    assert not [name for name in names if name in texts(app)]


def test_the_chair_has_each_teams_reminder_as_the_team_has_it(app_page: AppPage) -> None:
    app = app_page("teams", role=CHAIR)
    assert not app.code
    app.selectbox(key="teams.remind").set_value("HT6").run()
    (of_chair,) = [code.value for code in app.code]
    assert of_chair == app_page("my_day", role="support_team").code[0].value


def team_of_group(group: str) -> dict[str, str]:
    people = teams_page(store(), demo_actor(CHAIR), DAY + timedelta(1)).people
    return {person.case_id: person.team_id for person in people if person.group_id == group}


def test_a_reorganisation_says_how_many_and_is_taken_back_later(app_page: AppPage) -> None:
    app = app_page("teams", role=CHAIR)
    app.segmented_control(key="teams.part").set_value("move").run()
    before = team_of_group("TDP05")
    to = "HT2"
    assert to not in before.values()
    app.multiselect(key="teams.move.groups").set_value(["TDP05"])
    app.selectbox(key="teams.move.to").set_value(to)
    next(button for button in app.button if button.label == "Thử").click().run()
    said = f"**{len(before)} người sẽ đổi tổ phụ trách.**"
    assert said in [each.value for each in app.markdown]
    app.button(key="teams.confirm").click().run()
    assert set(team_of_group("TDP05").values()) == {to}
    later = app_page("teams", role=CHAIR)
    later.segmented_control(key="teams.part").set_value("move").run()
    later.button(key="teams.undo.0").click().run()
    assert not later.exception
    assert not later.error
    assert team_of_group("TDP05") == before
    assert not any(button.key == "teams.undo.0" for button in later.button)


def test_a_volunteer_is_added(app_page: AppPage) -> None:
    app = app_page("teams", role=CHAIR)
    app.segmented_control(key="teams.part").set_value("assign").run()
    app.selectbox(key="teams.join.0.team").set_value("HT2")
    app.text_input(key="teams.join.0.name").set_value("Phạm Thị Mới")
    app.text_input(key="teams.join.0.phone").set_value("không rõ")
    next(button for button in app.button if button.label == "Thêm vào tổ").click().run()
    assert "số điện thoại" in app.error[0].value
    app.text_input(key="teams.join.0.phone").set_value("0190 000 909")
    next(button for button in app.button if button.label == "Thêm vào tổ").click().run()
    assert not app.exception
    assert not app.error
    actor = demo_actor(CHAIR)
    people = roster(store(), actor, DAY)
    (new,) = [id_ for id_, name in people.members.items() if name == "Phạm Thị Mới"]
    assert new in teams_page(store(), actor, DAY).members["HT2"]
