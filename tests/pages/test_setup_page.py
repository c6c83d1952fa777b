"""The set-up: it leads a newcomer, says what is missing, and lets a name be corrected."""

import re
from collections.abc import Iterator

import pytest
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import TextInput

from lib.reports.setting_up import LISTS, NEEDED, needed_before, set_up_state
from lib.schema.tables import TABLES
from lib.security.actors import demo_actor
from lib.settings import demo_settings
from lib.store.engine import open_store
from lib.ui.navigation import page_file
from lib.ui.state import store
from tests.conftest import SHELL, AppPage, ComeIn

OFFICER = demo_actor("data_officer")


@pytest.fixture
def empty_page(empty_folder: object, come_in: ComeIn) -> Iterator[AppTest]:
    """The first page of the data officer of a ward without a row."""
    open_store(demo_settings()).close()
    store.cache_clear()
    app = AppTest.from_file(str(SHELL), default_timeout=60)
    come_in("data_officer")
    yield app.run()
    store().close()
    store.cache_clear()


def links(app: AppTest) -> list[str]:
    return [link.proto.label for link in app.get("page_link")]


def at_setup(app: AppTest) -> AppTest:
    return app.switch_page(page_file("setup")).run()


def field(app: AppTest, form: str, name: str) -> TextInput:
    """After each save its key is another."""
    keys = re.compile(rf"{form}\.[0-9]+\.{name}")
    return next(each for each in app.text_input if keys.fullmatch(each.key or ""))


def typed(app: AppTest, **fields: str) -> AppTest:
    for name, text in fields.items():
        field(app, "setup.ward", name).set_value(text)
    return next(each for each in app.button if each.label == "Lưu").click().run()


def groups_added(app: AppTest, text: str) -> AppTest:
    field(app, "setup.groups", "numbers").set_value(text)
    return next(each for each in app.button if each.label == "Thêm các tổ này").click().run()


def test_an_empty_ward_leads_to_the_set_up(empty_page: AppTest) -> None:
    assert any("1 trên 6 bước" in label for label in links(empty_page))


def test_a_ward_that_is_set_up_is_not_led_there(app_page: AppPage) -> None:
    app = app_page(role="data_officer")
    assert not any("bước" in label for label in links(app))


def test_what_is_wrong_with_a_number_is_said_and_the_name_can_be_corrected(
    empty_page: AppTest,
) -> None:
    since = "27/12/2021 06:00"
    app = at_setup(empty_page)
    app = typed(app, ward_name="Phường Thữ", population="23.198", level_from_at=since)
    assert not app.error
    assert since in [field.value for field in app.text_input]
    app = typed(app, ward_name="Phường Thử")
    assert not app.error
    state = set_up_state(store(), OFFICER)
    assert (state.ward.ward_name, state.population) == ("Phường Thử", 23198)
    app = groups_added(app, "1-3, 5A")
    assert "5A" in app.error[0].value
    assert set_up_state(store(), OFFICER).rows["groups"] == 0
    app = groups_added(app, "1-3")
    assert set_up_state(store(), OFFICER).rows["groups"] == 3


def test_lists_stand_in_the_order_in_which_they_go_in(empty_page: AppTest) -> None:
    for at, table in enumerate(LISTS):
        assert set(needed_before(table)) <= set(LISTS[:at]), table
    app = at_setup(empty_page)
    (table,) = [each.value for each in app.markdown if "Lượt giám sát" in each.value]
    rows = [line for line in table.splitlines() if "|" in line][2:]
    assert len(rows) == len(LISTS)
    said = " ".join(each.value for each in app.caption)
    assert all(TABLES[name].vi in said for name in NEEDED)


def test_lists_that_wait_for_others_name_them(empty_page: AppTest) -> None:
    app = empty_page.switch_page(page_file("data")).run()
    text = "Mã ca,Mã tổ công tác,Thời điểm giám sát,Kết quả\nC1,HT1,28/12/2021 09:00,seen_ok\n"
    file = ("giam_sat.csv", text.encode("utf-8-sig"), "text/csv")
    app = app.file_uploader(key="data.file.0").set_value(file).run()
    assert app.button(key="data.accept").disabled
    assert TABLES["cases"].vi in app.warning[0].value
