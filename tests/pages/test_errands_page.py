"""The Errands page on a phone: nothing typed is lost, an errand is taken with a promise, a delivery
says what it cost, and what is over can be read again."""

from datetime import date, time

import pytest
from streamlit.testing.v1 import AppTest

from lib.reports.errands import Errands, errand_board
from lib.security.actors import demo_actor
from lib.ui import errands as page
from lib.ui.numbers import read_whole
from lib.ui.state import store
from tests.conftest import AppPage

DAY = date(2021, 12, 29)
ROLE = "data_officer"


@pytest.fixture(autouse=True)
def _morning(monkeypatch: pytest.MonkeyPatch) -> None:
    """The hour is the computer's; a promise for the evening still lies ahead."""
    monkeypatch.setattr(page, "_at", lambda context: f"{context.as_of.isoformat()}T08:30")


def board() -> Errands:
    return errand_board(store(), demo_actor(ROLE), DAY)


def press(app: AppTest, key: str) -> AppTest:
    app.button(key=key).click().run()
    assert not app.exception
    return app


def test_without_a_person_nothing_is_lost(app_page: AppPage) -> None:
    app = app_page("errands", role=ROLE)
    n = len(board().open)
    (save,) = [button for button in app.button if button.label == "Lưu"]
    app.text_input(key="errands.new.0.details").set_value("Hai hộp sữa")
    save.click().run()
    assert [each.value for each in app.error] == [
        "Hãy chọn người nhờ. Nội dung vừa nhập vẫn còn đây."
    ]
    assert app.text_input(key="errands.new.0.details").value == "Hai hộp sữa"
    who = next(iter(board().homes))
    app.selectbox(key="errands.new.0.who").set_value(who)
    app.date_input(key="errands.new.0.day").set_value(date(2021, 12, 30))
    app.time_input(key="errands.new.0.promised").set_value(time(9, 30))
    (save,) = [button for button in app.button if button.label == "Lưu"]
    save.click().run()
    assert not app.exception
    assert len(board().open) == n + 1
    (new,) = [item for item in board().open if item.details == "Hai hộp sữa"]
    assert new.errand.row["promised_at"] == "2021-12-30T09:30"
    assert app.text_input(key="errands.new.1.details").value == ""


@pytest.mark.parametrize(
    ("typed", "cost"),
    [
        ("125.500", 125_500), (" 125500 ", 125_500), ("1 250 000", 1_250_000), ("0", 0), ("", None),
        ("125,500", 125_500), ("125.50", ...), ("12,5", ...), ("125k", ...), ("-5", ...),
        ("1.000.000.000", ...),
    ],
)  # fmt: skip
def test_a_sum_is_read_as_it_is_written_here(typed: str, cost: object) -> None:
    if cost is ...:
        with pytest.raises(ValueError, match="chưa lưu"):
            read_whole("Chi phí", typed)
    else:
        assert read_whole("Chi phí", typed) == cost


def test_taken_with_a_promise_then_there_for_nothing(app_page: AppPage) -> None:
    app = app_page("errands", role=ROLE)
    id_ = next(item.id for item in board().open[: page.CARDS] if item.errand.state == "asked")
    press(app, f"errands.{id_}.take")
    app.date_input(key=f"errands.{id_}.day").set_value(date(2021, 12, 30))
    app.time_input(key=f"errands.{id_}.promised").set_value(time(10, 0)).run()
    press(app, f"errands.{id_}.taken")
    (item,) = [item for item in board().open if item.id == id_]
    assert (item.errand.state, item.errand.row["promised_at"]) == ("taken", "2021-12-30T10:00")
    assert not any("demo:" in each.value for each in app.markdown)
    press(app, f"errands.{id_}.deliver")
    assert app.error[0].value == "Hãy ghi số tiền đã chi, hoặc chọn là không mất tiền."
    app.text_input(key=f"errands.{id_}.cost").set_value("125.50").run()
    press(app, f"errands.{id_}.deliver")
    assert "chẳng hạn 125.500" in app.error[0].value
    assert id_ in [item.id for item in board().open]
    press(app, f"errands.{id_}.free")
    assert id_ in [item.id for item in board().settled]
    over, said = app.dataframe[0].value, [each.value for each in app.caption]
    assert f"Hiển thị {len(over)} trên tổng số {len(board().settled)} mục." in said
    assert any(f"\n\n:small[{len(board().owing)} việc]" in each.value for each in app.markdown)
    assert "Người đi" in over
    assert item.name in set(over["Người nhờ"])
