"""The list of those without a dose: written down on the page, and taken back."""

from datetime import date

from streamlit.testing.v1 import AppTest

from tests.conftest import AppPage

LATER = date(2022, 1, 15)


def test_a_dose_on_the_platform_takes_somebody_off_the_list_and_undo_puts_them_back(
    app_page: AppPage,
) -> None:
    app = app_page("vaccination", role="data_officer")
    assert not app.exception
    same = [b.key for b in app.button if b.key.startswith("platform.") and b.key.endswith(".same")]
    assert len(same) == 2
    assert "platform.confirm_all" not in {b.key for b in app.button}
    app = app.button(key=same[0]).click().run()
    assert not app.exception
    assert app.success
    assert same[0] not in {b.key for b in app.button}
    app = app.button(key="deeds.undo").click().run()
    assert same[0] in {b.key for b in app.button}


def _same(app: AppTest) -> set[str]:
    keys = {b.key for b in app.button if b.key}
    return {key for key in keys if key.startswith("platform.") and key.endswith(".same")}


def test_all_full_matches_are_confirmed_with_one_tap(app_page: AppPage) -> None:
    app = app_page("vaccination", role="data_officer", as_of=LATER)
    before = _same(app)
    app = app.button(key="platform.confirm_all").click().run()
    assert not app.exception
    assert app.success
    assert len(_same(app)) == 2
    assert _same(app) < before
    app = app.button(key="deeds.undo").click().run()
    assert _same(app) == before


def test_an_outcome_is_written_in_one_form(app_page: AppPage) -> None:
    app = app_page("vaccination", role="data_officer")
    opened = next(b.key for b in app.button if b.key.startswith("hospital."))
    app = app.button(key=opened).click().run()
    resident = opened.split(".")[1]
    assert app.date_input(key=f"residents.{resident}.outcome_on").max == date(2021, 12, 29)
    app.selectbox(key=f"residents.{resident}.outcome").set_value("vaccinated_here")
    app.button(key=opened).click()  # a dialog lives in a fragment: its button is pressed again
    app = app.button(key=f"residents.{resident}.save").click().run()
    assert not app.exception
    assert app.success
    assert opened not in {b.key for b in app.button}


def test_whoever_may_not_write_sees_the_queues_without_buttons(app_page: AppPage) -> None:
    app = app_page("vaccination", role="vice_chair", as_of=LATER)
    assert not app.exception
    assert not [b.key for b in app.button if b.key and b.key.startswith(("platform.", "hospital."))]


def test_the_list_is_narrowed_by_risk(app_page: AppPage) -> None:
    app = app_page("vaccination", role="data_officer")
    everybody = len(app.selectbox(key="residents.chosen").options)
    app = app.selectbox(key="vaccination.risk").set_value("elderly").run()
    assert not app.exception
    assert 0 < len(app.selectbox(key="residents.chosen").options) < everybody
