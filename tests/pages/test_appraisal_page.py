"""A home is appraised on a phone: every point, the verdict with its reasons, what follows."""

from datetime import date, timedelta
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from lib.reports.work_lists import work_board
from lib.rules.home import home_rules
from lib.schema.tables import ENUMERATIONS
from lib.security.actors import demo_actor
from lib.store.repository import fetch
from lib.text.catalogue import _ as gettext
from lib.ui.appraisal import MISSING
from lib.ui.state import store
from lib.ui.work_words import LIST_LABELS
from tests.conftest import AppPage

DAY = date(2021, 12, 29)
OFFICER = "data_officer"
RULE = home_rules().appraisal


def waiting() -> tuple[str, ...]:
    return work_board(store(), demo_actor(OFFICER), DAY).lists["homes_not_appraised"]


def rows(table: str, column: str, id_: str) -> list[dict[str, Any]]:
    with store().read() as conn:
        return fetch(conn, store().ward_id, table, where={column: id_}).rows(named=True)


@pytest.fixture
def form(app_page: AppPage) -> AppTest:
    return app_page("appraisal", role=OFFICER)


def home_of(app: AppTest) -> str:
    return str(app.selectbox(key="appraisal.choice").value)


def tap(app: AppTest, part: str, *missing: str) -> AppTest:
    key = f"appraisal.{home_of(app)}.{part}"
    pills = app.pills if hasattr(app, "pills") else app.button_group
    return pills(key=key).set_value(list(missing)).run()


def save(app: AppTest) -> tuple[str, dict[str, Any]]:
    """Look at every point, save; the home and the row of its appraisal."""
    home = home_of(app)
    before = {row["appraisal_id"] for row in rows("appraisals", "household_id", home)}
    assert app.button(key=f"appraisal.{home}.save").disabled
    app.checkbox(key=f"appraisal.{home}.looked").check().run()
    app.button(key=f"appraisal.{home}.save").click().run()
    assert not app.exception
    after = rows("appraisals", "household_id", home)
    (new,) = (row for row in after if row["appraisal_id"] not in before)
    return home, new


def said(app: AppTest) -> str:
    return " ".join([*(m.value for m in app.markdown), *(c.value for c in app.caption)])


def test_the_next_home_is_one_that_nobody_has_looked_at(form: AppTest) -> None:
    assert home_of(form) == waiting()[0]


def test_a_home_that_lacks_nothing_is_fit_and_leaves_the_list(form: AppTest) -> None:
    home, row = save(form)
    assert (row["verdict"], row["reasons"], row["review_on"]) == ("fit", None, None)
    assert all(row[item] is True for item in (*RULE.needed, *RULE.support))
    assert (row["appraised_on"], row["appraised_by"]) == (DAY, "demo:data_officer")
    assert home not in waiting()
    assert home_of(form) == waiting()[0]


@pytest.mark.parametrize("item", RULE.support)
def test_what_the_ward_can_help_with_is_asked_for(form: AppTest, item: str) -> None:
    tap(form, "support", item)
    assert ENUMERATIONS["verdict"].label("fit_with_support", "vi") in said(form)
    home, row = save(form)
    assert row["verdict"] == "fit_with_support"
    assert [name for name in (*RULE.needed, *RULE.support) if row[name] is False] == [item]
    assert row["reasons"]
    assert row["review_on"] == DAY + timedelta(5)
    (request,) = rows("requests", "appraisal_id", row["appraisal_id"])
    assert request["kind"] == RULE.request[item]
    assert rows("cases", "case_id", request["case_id"])[0]["household_id"] == home
    assert home in work_board(store(), demo_actor(OFFICER), DAY).lists["support_unmet"]


@pytest.mark.parametrize("item", RULE.needed)
def test_what_decides_makes_it_unfit_and_proposes_to_move_the_people(
    form: AppTest, item: str
) -> None:
    tap(form, "needed", item)
    home = home_of(form)
    people = work_board(store(), demo_actor(OFFICER), DAY).homes[home].people
    assert people
    assert form.warning
    keys = {button.key for button in form.button}
    assert {f"appraisal.{person.case_id}.go" for person in people} <= keys
    _home, row = save(form)
    assert row["verdict"] == "not_fit"
    assert row[item] is False
    assert rows("requests", "appraisal_id", row["appraisal_id"]) == []
    assert home in work_board(store(), demo_actor(OFFICER), DAY).lists["homes_not_fit"]
    under = gettext(LIST_LABELS["homes_not_fit"])
    assert any(under in each.value for each in form.success)


def test_the_team_that_cannot_move_anybody_is_told_who_does(app_page: AppPage) -> None:
    form = app_page("appraisal", role="appraisal_team")
    tap(form, "needed", RULE.needed[0])
    assert not [button for button in form.button if (button.key or "").endswith(".go")]
    assert any("cán bộ dữ liệu" in each.value for each in form.caption)


def test_several_reasons_stand_together(form: AppTest) -> None:
    tap(form, "needed", "separate_room")
    tap(form, "support", "caregiver", "waste_container")
    _home, row = save(form)
    assert row["verdict"] == "not_fit"
    assert len(row["reasons"].split(", ")) == 3
    assert not row["separate_room"]
    assert not row["caregiver"]
    assert not row["waste_container"]


def test_somebody_may_judge_otherwise_and_says_why(form: AppTest) -> None:
    tap(form, "needed", "separate_room")
    key = f"appraisal.{home_of(form)}"
    form.radio(key=f"{key}.own").set_value("fit").run()
    assert form.warning  # without a reason the checklist's verdict stands
    form.text_input(key=f"{key}.why").set_value("ở cùng mẹ mới sinh").run()
    assert not form.warning
    _home, row = save(form)
    assert row["verdict"] == "fit"
    assert row["reasons"].endswith("; ở cùng mẹ mới sinh")


def test_a_transfer_is_written_from_the_form(form: AppTest) -> None:
    tap(form, "needed", "separate_room")
    home = home_of(form)
    person = work_board(store(), demo_actor(OFFICER), DAY).homes[home].people[0]
    opener = f"appraisal.{person.case_id}.go"
    form.button(key=opener).click().run()
    form.button(key=opener).click()
    form.button(key=f"hospital.{person.case_id}.save").click().run()
    (row,) = rows("cases", "case_id", person.case_id)
    assert (row["end_reason"], row["closed_on"]) == ("transferred_hospital", DAY)


def test_every_point_of_the_checklist_can_be_tapped() -> None:
    assert set(MISSING) == {*RULE.needed, *RULE.support}
