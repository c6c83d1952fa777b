"""Every page, through the shell, as each role, in both languages, full and empty."""

from datetime import date, datetime

import pytest
from streamlit.testing.v1 import AppTest

from lib.indicators.registry import INDICATORS
from lib.reports.figures import figure_views
from lib.reports.listing import NAMED_BY, figure_listing
from lib.reports.quarantine import QuarantineFilter, quarantine_list
from lib.reports.vaccination import residents_left
from lib.security.actors import ROLES, demo_actor
from lib.store.repository import fetch
from lib.text.collate import name_key
from lib.ui.figures import number_words
from lib.ui.navigation import PAGES, page_file
from lib.ui.onward import page_of
from lib.ui.state import store
from tests.conftest import SHELL
from tests.pages.numbers import numbers

OPEN = [
    (role, spec) for role in ROLES for spec in PAGES if spec.right in ROLES[role].rights
]  # fmt: skip
CLOSED = {role: [spec for spec in PAGES if spec.right not in ROLES[role].rights] for role in ROLES}
DEMO_SAYS = {"vi": "hư cấu", "en": "invented"}


def name(value):
    return getattr(value, "name", value)


@pytest.mark.parametrize(("role", "spec"), OPEN, ids=name)
def test_a_page_opens_for_a_role_with_its_right(app_page, role, spec):
    opens(app_page, role, spec, "vi")


@pytest.mark.parametrize("spec", PAGES, ids=name)
def test_a_page_opens_in_english(app_page, spec):
    role = next(role for role, open_spec in OPEN if open_spec is spec)
    opens(app_page, role, spec, "en")


def opens(app_page, role, spec, lang):
    app = app_page(spec.name, role=role, lang=lang)
    assert not app.exception
    assert not app.error
    said = " ".join([*(m.value for m in app.markdown), *(h.body for h in app.get("html"))])
    assert DEMO_SAYS[lang] in said  # on every page that everybody is invented


@pytest.mark.parametrize("role", [role for role, specs in CLOSED.items() if specs])
def test_a_page_does_not_exist_for_a_role_without_its_right(app_page, role):
    app = app_page(role=role)
    for spec in CLOSED[role]:
        with pytest.raises(ValueError, match="Could not find a navigation page"):
            app.switch_page(page_file(spec.name)).run()


def test_some_page_is_closed_to_some_role():
    assert any(CLOSED.values())


@pytest.mark.parametrize("spec", PAGES, ids=name)
def test_an_empty_ward_says_what_to_do_next(empty_folder, come_in, spec):
    from lib.settings import demo_settings
    from lib.store.engine import open_store

    open_store(demo_settings()).close()  # a database without a row
    store.cache_clear()
    app = AppTest.from_file(str(SHELL), default_timeout=60)
    come_in("administrator" if spec.name == "accounts" else "data_officer")
    app.run()
    if spec.name != "overview":
        app.switch_page(page_file(spec.name)).run()
    assert not app.exception
    store().close()
    store.cache_clear()
    if spec.name in ("overview", "vaccination", "map", "quarantine"):
        assert app.info


def test_the_day_stands_in_the_address_and_drives_the_figures(app_page):
    app = app_page(as_of=date(2022, 1, 15))
    assert app.query_params["as_of"] == "2022-01-15"
    later = numbers(app)
    app.date_input(key="shell.as_of").set_value(date(2021, 12, 29)).run()
    assert app.query_params["as_of"] == "2021-12-29"
    earlier = numbers(app)
    assert later != earlier


@pytest.mark.parametrize("wrong", ["yesterday", "2021-02-30", "1900-01-01", "<script>"])
def test_a_wrong_day_in_the_address_falls_back_and_says_so(demo_folder, come_in, wrong):
    store.cache_clear()
    come_in("vice_chair")
    app = AppTest.from_file(str(SHELL), default_timeout=60)
    app.query_params["as_of"] = wrong
    app.run()
    assert app.date_input(key="shell.as_of").value == date(2021, 12, 29)
    assert [w.value for w in app.warning] == [
        "Ngày trong địa chỉ không đúng; đang xem ngày 29/12/2021."
    ]
    assert len(app.run().warning) == 1  # not only for a moment
    assert not app.date_input(key="shell.as_of").set_value(date(2021, 12, 30)).run().warning
    store().close()
    store.cache_clear()


def test_a_day_that_has_not_come_says_so(app_page, monkeypatch):
    monkeypatch.setattr("lib.settings.now", lambda: datetime.fromisoformat("2022-01-10T08:00"))
    said = [i.value for i in app_page(as_of=date(2022, 1, 11)).info]
    assert any("11/01/2022 chưa tới" in words for words in said)
    assert not any("chưa tới" in i.value for i in app_page(as_of=date(2022, 1, 10)).info)


def test_english_speaks_english(app_page):
    app = app_page(lang="en")
    assert app.title[0].value == "Overview"
    assert "F0 in quarantine" in numbers(app)


@pytest.fixture
def everyone(app_page):
    """The Quarantine page with the list of everyone."""
    app = app_page("quarantine")
    return app.segmented_control(key="quarantine.show").set_value("everyone").run()


def test_search_without_diacritics_finds_and_filters_narrow(everyone):
    app = everyone
    before = app.dataframe[0].value
    some_name = before.iloc[0, 0]
    app.text_input(key="quarantine.search").set_value(some_name.upper()).run()
    found = app.dataframe[0].value
    assert some_name in set(found.iloc[:, 0])
    assert len(found) < len(before)
    app.text_input(key="quarantine.search").set_value("khong ai ten nay").run()
    assert app.info


def test_people_stand_in_the_order_of_their_given_names(everyone):
    from lib.text.collate import name_key

    names = list(everyone.dataframe[0].value.iloc[:, 0])
    assert names == sorted(names, key=name_key)
    assert len(names) > 100


def test_awaiting_release_is_found_by_its_state(everyone):
    app = everyone.selectbox(key="quarantine.state").set_value("awaiting_release").run()
    assert len(app.dataframe[0].value) == 3


def test_a_chosen_row_opens_that_persons_record(everyone):
    app = everyone
    grid = app.dataframe[0]
    keys = app.session_state._state.filtered_state
    key = next(key for key in keys if key.startswith("quarantine.list"))
    app.session_state[key] = {"selection": {"rows": [4], "columns": [], "cells": []}}
    app.run()
    assert app.subheader[0].value == grid.value.iloc[4, 0]
    visits = app.dataframe[-1].value
    assert visits["Mã tổ công tác"].iloc[0].endswith(")")  # the name, and the code
    assert "," in visits["Nhiệt độ (°C)"].dropna().iloc[0]


def test_a_figure_opens_its_definition_and_its_rows(app_page):
    app = app_page()
    app.button(key="overview.decision.awaiting_release").click().run()
    assert not app.exception
    assert any("xác nhận kết thúc" in m.value for m in app.markdown)
    assert len(app.dataframe[0].value) == 3
    (onward,) = [e.proto for e in app.get("page_link") if e.proto.label == "Sang trang Cách ly"]
    assert (onward.page, onward.query_string) == ("quarantine", "list=awaiting_release")


def test_nobody_is_sent_to_a_page_that_is_closed_to_them(app_page):
    app = app_page(role="group_leader")
    app.button(key="overview.decision.payments_overdue").click().run()
    assert not [link for link in app.get("page_link") if link.proto.page == "pay"]
    assert all(page_file(page_of(i)) for i in INDICATORS.values() if i.action)


@pytest.mark.parametrize("figure", ["requests_overdue", "payments_overdue"])
def test_a_code_of_a_person_has_the_name_beside_it_for_whoever_may_see_it(demo_store, figure):
    shown = {}
    for role in ("vice_chair", "auditor"):
        actor = demo_actor(role)
        view = figure_views(demo_store, actor, date(2021, 12, 29))[figure]
        shown[role] = figure_listing(demo_store, actor, view)
    listed, (code, people) = shown["vice_chair"].frame, NAMED_BY[shown["vice_chair"].table]
    with demo_store.read() as conn:
        names = dict(fetch(conn, demo_store.ward_id, people, (code, "full_name")).iter_rows())
    assert listed["person_name"].to_list() == [names[id_] for id_ in listed[code]]
    assert listed["person_name"].to_list() == sorted(listed["person_name"], key=name_key)
    assert len(listed) > 2
    assert "person_name" not in shown["auditor"].frame.columns


@pytest.mark.parametrize(
    ("figure", "words"),
    [
        ("unvaccinated_remaining", "**114** trên 114"),  # a number is said once
        ("rate_7d", "**181,1** · 42 trên 23.198"),
        ("awaiting_release", "**3**"),
    ],
)
def test_a_value_and_its_share_stand_apart(demo_store, figure, words):
    view = figure_views(demo_store, demo_actor("vice_chair"), date(2021, 12, 29))[figure]
    assert number_words(view) == words


def test_lists_begin_with_what_a_phone_has_room_for(demo_store):
    officer, day = demo_actor("data_officer"), date(2021, 12, 29)
    rows, _n = quarantine_list(demo_store, officer, day, QuarantineFilter())
    assert rows.frame.columns[:4] == ["full_name", "quarantine_end", "state", "group_id"]
    people = residents_left(demo_store, officer, day)
    assert people.frame.columns[:4] == ["full_name", "reason", "next_action_on", "group_id"]


def test_the_auditor_gets_no_names_behind_a_figure(app_page):
    app = app_page(role="auditor")
    app.button(key="overview.decision.awaiting_release").click().run()
    columns = set(app.dataframe[0].value.columns)
    assert "Họ và tên" not in columns
    assert "Điện thoại" not in columns


def test_rows_out_of_reach_are_counted_and_not_denied(app_page):
    app = app_page(role="group_leader")
    app.button(key="overview.decision.awaiting_release").click().run()
    assert "Phần bạn được xem: 1 trên 3 dòng." in [c.value for c in app.caption]
    app = app_page("map", role="group_leader")
    app.selectbox(key="map.group").select("TDP18").run()
    assert "Phần bạn được xem: 0 trên 7 dòng." in [c.value for c in app.caption]
    app = app_page("compliance", role="group_leader")
    assert "Phần bạn được xem: 0 trên 1 dòng." in [c.value for c in app.caption]


def test_the_list_of_the_114_by_group(app_page):
    app = app_page("vaccination")
    assert len(app.dataframe[-1].value) == 114
    app.multiselect(key="vaccination.group").set_value(["TDP05"]).run()
    assert set(app.dataframe[-1].value["Tổ dân phố"]) == {"Tổ 5"}


def test_level_3_puts_what_is_wrong_first(app_page):
    app = app_page("compliance")
    gatherings = app.dataframe[0].value
    assert any("26 người, tối đa 20" in said for said in gatherings["Theo đăng ký"][:2])
    assert app.dataframe[1].value["Tình trạng gần nhất"].iloc[0] == "Đang mở"
