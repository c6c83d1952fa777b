"""Whoever comes back finds a form as it was left, until it is saved or thrown away.

A new session of the same account is what a reload, a lost phone and a server that died all come to.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import Selectbox

from lib.actions.requests import SubjectRequest, record_request
from lib.reports.drafts import own_drafts
from lib.reports.inspecting import inspection_round
from lib.reports.my_day import my_round
from lib.reports.work_lists import work_board
from lib.security.actors import demo_actor
from lib.ui.state import store
from tests.conftest import AppPage

DAY = date(2021, 12, 29)
OFFICER, SUPPORT = "data_officer", "support_team"


def drafts(role: str) -> set[str]:
    return set(own_drafts(store(), demo_actor(role)))


def state(app: AppTest, *keys: str) -> dict[str, Any]:
    return {key: app.session_state[key] for key in keys if key in app.session_state}


@dataclass(frozen=True)
class Form:
    """One of those whose fields stand on the page: where it is, a field of it and what is typed,
    the button that saves; `also` without which nothing is saved. Keys are expressions."""

    page: str
    role: str
    field: str
    typed: str
    save: str
    also: tuple[str, ...] = ()
    part: str = ""


WAITING = "waiting"
FORMS = {
    "errand": Form(
        "errands", OFFICER, r"errands.new.\d.details", "hộp sữa", r"errands.new.\d.save",
        also=(r"errands.new.\d.who",),
    ),
    "document": Form(
        "directives", OFFICER, r"directives.new.\d.title", "V/v thử", r"directives.new.\d.save",
        also=(r"directives.new.\d.issuer",),
    ),
    "task": Form(
        "directives", OFFICER, r"directives.status.*.evidence", "ảnh", r"directives.status.*.save"
    ),
    "talk": Form("calls", "group_leader", r"calls.said.*.reason", "sốt", r"calls.*.agreed"),
    "ward": Form("setup", OFFICER, r"setup.ward.\d.hospital", "BV Thử", r"setup.ward.\d.save"),
    "groups": Form("setup", OFFICER, r"setup.groups.\d.numbers", "91-93", r"setup.groups.\d.save"),
    "request": Form(
        "privacy", "group_leader", r"privacy.request.\d.asked_by", "bà Tư",
        r"privacy.request.\d.save",
    ),
    "answer": Form(
        "privacy", "vice_chair", r"privacy.answer.*.outcome", "đã cho xem", r"privacy.done.*"
    ),
    "row": Form("data", OFFICER, r"data.cell.*", "Tổ 5", r"data.mend.send.*", part=WAITING),
    "aside": Form(
        "data", OFFICER, r"data.aside.*.reason", "chuyển đi", r"data.aside.do.*", part=WAITING
    ),
}  # fmt: skip


def found(widgets: Iterable[Any], key: str) -> Any:
    return next(each for each in widgets if re.fullmatch(key, each.key or ""))


def kept(app: AppTest) -> bool:
    return any("Bản nháp" in caption.value for caption in app.caption)


def test_an_inspection_is_found_as_it_was_left(app_page: AppPage) -> None:
    places = inspection_round(store(), demo_actor(OFFICER), DAY)
    app = app_page("inspection", role=OFFICER)
    assert not kept(app)
    assert not drafts(OFFICER)  # nothing was typed
    app.selectbox(key="inspect.0.place.venue").set_value(places.venues[1].id).run()
    assert app.button_group(key="inspect.0.open").options == ["Đang mở", "Đóng cửa"]
    app.button_group(key="inspect.0.open").set_value(True).run()
    app.number_input(key="inspect.0.people").set_value(7).run()
    app.text_input(key="inspect.0.note").set_value("đông khách").run()
    assert kept(app)
    keys = [f"inspect.0.{name}" for name in ("place.venue", "open", "people", "note")]
    typed = state(app, *keys)
    assert len(typed) == 4
    again = app_page("inspection", role=OFFICER)
    assert state(again, *keys) == typed
    assert not state(app_page("inspection", role="appraisal_team"), *keys).get(keys[3])
    again = app_page("inspection", role=OFFICER)
    again.button(key="inspect.0.save").click().run()
    assert again.success
    assert not drafts(OFFICER)
    assert not kept(app_page("inspection", role=OFFICER))
    # after a save the next draft is found as well, though the session has counted on
    again.text_input(key="inspect.1.note").set_value("vắng").run()
    assert app_page("inspection", role=OFFICER).text_input(key="inspect.0.note").value == "vắng"


def test_a_place_that_is_gone_from_the_list_breaks_no_form(app_page: AppPage) -> None:
    from lib.actions.drafts import keep_draft

    app_page("overview", role=OFFICER)
    fields = {"target": "venue", "place.venue": "NOWHERE", "note": "đông"}
    keep_draft(store(), demo_actor(OFFICER), f"{DAY}:inspect", fields)
    app = app_page("inspection", role=OFFICER)
    assert not app.exception
    assert app.text_input(key="inspect.0.note").value == "đông"
    assert app.button(key="inspect.0.save").disabled


def test_an_appraisal_is_taken_up_where_it_was_left(app_page: AppPage) -> None:
    board = work_board(store(), demo_actor(OFFICER), DAY)
    home = board.lists["homes_not_appraised"][1]
    app = app_page("appraisal", role=OFFICER)
    app.selectbox(key="appraisal.choice").set_value(home).run()
    app.button_group(key=f"appraisal.{home}.needed").set_value(["separate_room"]).run()
    app.checkbox(key=f"appraisal.{home}.looked").check().run()
    again = app_page("appraisal", role=OFFICER)
    assert again.selectbox(key="appraisal.choice").value == home
    assert again.button_group(key=f"appraisal.{home}.needed").value == ["separate_room"]
    assert not again.checkbox(key=f"appraisal.{home}.looked").value  # looked at anew
    again.checkbox(key=f"appraisal.{home}.looked").check().run()
    again.button(key=f"appraisal.{home}.save").click().run()
    assert not drafts(OFFICER)


def test_measurements_are_found_on_their_card(app_page: AppPage) -> None:
    app = app_page("my_day", role=SUPPORT)
    actor = demo_actor(SUPPORT)
    stops = my_round(store(), actor, DAY, "HT6").stops
    stop = next(stop.case_id for stop in stops if stop.member_id == actor.member_id)
    app.button(key=f"my_day.{stop}.measure").click().run()
    app.text_input(key=f"vitals.{stop}.spo2").set_value("95").run()
    again = app_page("my_day", role=SUPPORT)
    assert again.text_input(key=f"vitals.{stop}.spo2").value == "95"
    assert kept(again)


def test_a_draft_is_thrown_away_when_its_author_says_so(app_page: AppPage) -> None:
    app = app_page("inspection", role=OFFICER)
    app.text_input(key="inspect.0.note").set_value("nhầm").run()
    app.button(key="inspect.0.discard").click().run()
    assert app.text_input(key="inspect.0.note").value == ""
    assert not kept(app)
    assert not drafts(OFFICER)


def test_what_nobody_touched_is_no_part_of_a_draft(app_page: AppPage) -> None:
    """Else a draft taken up would put old values over what others have written meanwhile."""
    app = app_page("inspection", role=OFFICER)
    app.text_input(key="inspect.0.note").set_value("đông").run()
    (draft,) = own_drafts(store(), demo_actor(OFFICER)).values()
    assert draft.fields == {"note": "đông"}
    app.text_input(key="inspect.0.note").set_value("").run()
    assert not kept(app)
    assert not drafts(OFFICER)


@pytest.mark.parametrize("name", FORMS)
def test_a_form_on_a_page_is_found_as_it_was_left(
    app_page: AppPage, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    form = FORMS[name]

    def opened() -> AppTest:
        app = app_page(form.page, role=form.role)
        return (
            app.segmented_control(key="data.part").set_value(form.part).run() if form.part else app
        )

    def field(app: AppTest) -> Any:
        return found(app.text_input, form.field)

    # nobody clicks on a line of a table here
    monkeypatch.setattr("lib.ui.directives.show_register", lambda report: report.tasks[0])
    app_page()
    asked = SubjectRequest("see", date(2021, 12, 1), "ông Sáu, tổ 2")
    record_request(store(), demo_actor("group_leader"), asked)

    app = opened()
    before = field(app).value
    field(app).set_value(form.typed).run()
    again = opened()
    assert field(again).value == form.typed != before
    found(again.button, r".*\.discard").click().run()
    assert field(again).value == field(opened()).value == before
    assert not drafts(form.role)

    field(again).set_value(form.typed).run()
    assert kept(again)
    for each in form.also:
        fill(found([*again.selectbox, *again.text_input], each))
    again.run()
    found(again.button, form.save).click().run()
    assert not again.exception
    assert not again.error or name == "row"
    assert not kept(again)
    assert not drafts(form.role)


def fill(widget: Any) -> None:
    if isinstance(widget, Selectbox):
        widget.select_index(0)
    else:
        widget.set_value("UBND")


def test_what_became_of_a_resident_is_typed_once(app_page: AppPage) -> None:
    app = app_page("vaccination", role=OFFICER)
    opener = found(app.button, r"hospital\..*\.open").key
    key = f"residents.{opener.split('.')[1]}.owner"
    app.button(key=opener).click().run()
    app.text_input(key=key).set_value("chị Bảy")
    app.button(key=opener).click().run()  # sends what was typed, the dialog stays
    again = app_page("vaccination", role=OFFICER)
    again.button(key=opener).click().run()
    assert again.text_input(key=key).value == "chị Bảy"
    again.button(key=opener).click()
    again.button(key=key.replace("owner", "save")).click().run()
    assert not drafts(OFFICER)


def test_a_new_stay_is_typed_once(app_page: AppPage) -> None:
    app = app_page("quarantine", role=OFFICER)
    app.button(key="new_stay_button").click().run()
    app.text_input(key="new_stay.full_name").set_value("Trần Văn Thử")
    app.date_input(key="new_stay.last_dose_date").set_value(date(2021, 10, 1))
    app.button(key="new_stay_button").click().run()  # sends what was typed, the dialog stays
    again = app_page("quarantine", role=OFFICER)
    again.button(key="new_stay_button").click().run()
    assert again.text_input(key="new_stay.full_name").value == "Trần Văn Thử"
    assert again.date_input(key="new_stay.last_dose_date").value == date(2021, 10, 1)
    again.text_input(key="new_stay.house_number").set_value("7")
    again.text_input(key="new_stay.street").set_value("Phố Mẫu Tây")
    again.button(key="new_stay_button").click()
    again.button(key="new_stay.save").click().run()
    assert not drafts(OFFICER)


def test_a_stays_form_is_found_as_it_was_left(app_page: AppPage) -> None:
    """One of those that `kept_as_draft` wraps; they differ in their fields only."""

    def opened() -> AppTest:
        app = app_page("quarantine", role=OFFICER)
        app.segmented_control(key="quarantine.show").set_value("dates").run()
        app.button_group(key="quarantine.lists.dates").set_value("missing_dates").run()
        return app.button(key=opener).click().run()

    case = work_board(store(), demo_actor(OFFICER), DAY).lists["missing_dates"][0]
    opener, field = f"work.missing_dates.{case}.form", f"dates.{case}.end"
    app = opened()
    before = app.date_input(key=field).value
    app.date_input(key=field).set_value(date(2022, 1, 9))
    app.button(key=opener).click().run()
    again = opened()
    assert again.date_input(key=field).value == date(2022, 1, 9) != before
    again.text_input(key=f"dates.{case}.reason").set_value("nhà báo lại")
    again.button(key=opener).click().run()
    again.button(key=opener).click()
    again.button(key=f"dates.{case}.save").click().run()
    assert not again.exception
    assert not drafts(OFFICER)
