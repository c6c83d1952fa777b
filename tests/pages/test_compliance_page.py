"""Level 3 on the page: breaches put right, and a level whose measures are not known."""

from datetime import date, datetime
from pathlib import Path

import pytest
import sqlalchemy as sa

from lib.actions.inspections import Inspection, record_inspection
from lib.rules.inspecting import Observation
from lib.security.actors import demo_actor
from lib.settings import demo_settings
from lib.store.engine import open_store
from lib.store.tables import DATA_TABLES
from lib.ui.state import store
from tests.conftest import AppPage

TEN = datetime.fromisoformat("2021-12-29T10:00")


def breach_buttons(app) -> list[str]:
    return [b.key for b in app.button if b.key and b.key.startswith("compliance.resolve.")]


def test_a_breach_is_put_right_and_undo_opens_it_again(app_page: AppPage) -> None:
    app = app_page("compliance", role="data_officer")
    assert not app.exception
    before = breach_buttons(app)
    assert before
    app = app.button(key=before[0]).click().run()
    assert not app.exception
    assert breach_buttons(app) == before[1:]
    app = app.button(key="deeds.undo").click().run()
    assert breach_buttons(app) == before


def test_whoever_may_not_inspect_sees_breaches_without_buttons(app_page: AppPage) -> None:
    app = app_page("compliance", role="vice_chair")
    assert not breach_buttons(app)


def test_venues_stand_by_their_names_and_are_open_or_closed(app_page: AppPage) -> None:
    app = app_page("inspection", role="data_officer")
    assert app.segmented_control(key="inspect.0.open").options == ["Đang mở", "Đóng cửa"]
    never = [each for each in app.selectbox[0].options if "chưa kiểm tra lần nào" in each]
    assert never[1].startswith("Câu lạc bộ")  # before "Chùa Mẫu Đông"
    assert "Muốn lưu, hãy chọn nơi kiểm tra" in said(app)


def test_a_breach_that_nothing_was_done_about_says_so(app_page: AppPage) -> None:
    app = app_page("compliance")
    seen = Inspection("2021-12-29T09:00", Observation(is_open=True), venue_id="CS02", action="none")
    record_inspection(store(), demo_actor("data_officer"), seen, now=TEN)
    assert "· chưa xử lý" in said(app.run())


def said(app) -> str:
    return " ".join(each.value for kind in ("markdown", "caption", "warning", "code")
                    for each in app.get(kind))  # fmt: skip


def test_before_its_day_a_declared_level_is_not_said_to_hold(app_page: AppPage) -> None:
    assert "chương trình không lưu cấp độ trước đó" in said(
        app_page("compliance", as_of=date(2021, 12, 20))
    )
    assert "chương trình không lưu" not in said(app_page("compliance"))


@pytest.fixture
def level_2(demo_folder: Path) -> None:
    store = open_store(demo_settings())
    with store.write() as conn:
        ward = DATA_TABLES["ward"]
        conn.execute(sa.update(ward).values(declared_level=2, level_from_at="2022-01-21T00:00"))
    store.close()


def test_measures_of_another_level_end_and_nothing_false_is_read_out(
    app_page: AppPage, level_2: None
) -> None:
    app = app_page("compliance", as_of=date(2022, 1, 21))
    words = said(app)
    assert "Chương trình chưa có các biện pháp của cấp độ 2" in words
    assert "Đám hiếu không quá 20 người" not in words.split("Nếu cấp độ")[0]
    assert not [code for code in app.code if "Đám hiếu" in code.value and "công bố" in code.value]


def test_a_notice_that_contradicts_itself_is_said_to(app_page: AppPage) -> None:
    app = app_page("compliance")
    for name, number in (("rate", "20,0"), ("cases", "1.124"), ("people", "8.200.000")):
        app.text_input(key=f"compliance.notice.{name}").set_value(number)
    app.run()
    assert any("tự mâu thuẫn" in each.value for each in app.error)
    app = app.text_input(key="compliance.notice.cases").set_value("3292").run()
    assert not app.error
