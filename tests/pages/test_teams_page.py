"""The teams' page: who stands behind a warning, and the way to give them anew."""

from datetime import date, timedelta

from streamlit.testing.v1 import AppTest

from lib.reports.teams import roster, teams_page
from lib.security.actors import demo_actor
from lib.ui.state import store
from tests.conftest import AppPage

CHAIR = "vice_chair"
# A day on which volunteers of the demo are in quarantine themselves.
DAYS = [date(2021, 12, 29) + timedelta(n) for n in range(40)]


def texts(app: AppTest) -> str:
    return "\n".join(text.value for text in app.text)


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
