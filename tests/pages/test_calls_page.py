"""A group leader on a phone: who is due, one tap a result, and a way back."""

from datetime import date

from tests.conftest import AppPage


def _due_words(app) -> str:
    return app.subheader[0].value


def test_one_tap_saves_and_one_takes_it_back(app_page: AppPage) -> None:
    app = app_page("calls", role="group_leader")
    assert not app.exception
    before = _due_words(app)
    first = next(b for b in app.button if b.key.endswith(".agreed"))
    app = first.click().run()
    assert not app.exception
    assert app.success[0].value.startswith("Đã lưu")
    assert _due_words(app) != before
    app = app.button(key="calls.undo").click().run()
    assert not app.success
    assert _due_words(app) == before


def test_whoever_may_not_write_sees_no_buttons(app_page: AppPage) -> None:
    app = app_page("calls", role="vice_chair")
    assert not app.exception
    assert not [b for b in app.button if b.key and b.key.startswith("calls.")]
    assert app.selectbox(key="calls.group").value == ""


def test_who_was_not_at_home_is_due_again_the_next_day(app_page: AppPage) -> None:
    app = app_page("calls", role="group_leader", as_of=date(2021, 12, 29))
    first = next(b for b in app.button if b.key.endswith(".absent"))
    app = first.click().run()
    assert "30/12/2021" in app.success[0].value
    tomorrow = app_page("calls", role="group_leader", as_of=date(2021, 12, 30))
    assert first.key in {b.key for b in tomorrow.button}
