"""Door signs: printed, hung up, taken down; the neighbours' sheet only when it is allowed."""

from datetime import date
from types import SimpleNamespace

from lib.reports.signs import sign_board
from lib.security.actors import demo_actor
from lib.store.repository import fetch
from lib.ui.signs import printed
from lib.ui.state import store
from tests.conftest import AppPage

DAY = date(2021, 12, 29)


def of(state: str) -> list[str]:
    return [d.household_id for d in sign_board(store(), demo_actor("data_officer"), DAY).of(state)]


def signs(household_id: str) -> list[dict]:
    with store().read() as conn:
        where = {"household_id": household_id}
        return fetch(conn, store().ward_id, "signs", where=where).rows(named=True)


def test_the_doors_are_those_that_were_planted(app_page: AppPage) -> None:
    app_page("signs", role="data_officer")
    assert set(of("to_post")) == {"H0103", "H0110"}
    assert set(of("to_replace")) == {"H0061", "H0066"}
    assert set(of("to_remove")) == {"H0027", "H0080"}


def test_a_sign_is_hung_up_and_another_taken_down(app_page: AppPage) -> None:
    app = app_page("signs", role="data_officer")
    app.button(key="signs.H0103.done").click().run()
    assert not app.exception
    assert "H0103" not in of("to_post")
    assert signs("H0103")[-1]["posted_on"] == DAY
    app.segmented_control(key="signs.state").set_value("to_remove").run()
    app.button(key="signs.all.to_remove").click().run()
    assert of("to_remove") == []
    assert signs("H0027")[-1]["removed_on"] == DAY
    app.button(key="deeds.undo").click().run()
    assert set(of("to_remove")) == {"H0027", "H0080"}


def test_what_is_printed_stands_in_the_ledger_once(app_page: AppPage) -> None:
    app_page("signs", role="data_officer")
    actor = demo_actor("data_officer")
    context = SimpleNamespace(store=store(), actor=actor, as_of=DAY)
    for _turn in range(2):
        doors = sign_board(store(), actor, DAY).of("to_post")
        assert printed(context, doors).startswith(b"%PDF")
    assert len(signs("H0103")) == 1
    assert signs("H0103")[0]["posted_on"] != DAY


def test_an_alleys_sheet_is_off_until_the_chair_allows_it(app_page: AppPage) -> None:
    leader = app_page("signs", role="appraisal_team")
    assert not any((b.key or "").startswith("alleys.") for b in leader.get("download_button"))
    chair = app_page("signs", role="vice_chair")
    chair.button(key="alleys.allow").click().run()
    assert not chair.exception
    sheets = [b.key for b in chair.get("download_button") if (b.key or "").startswith("alleys.")]
    assert len(sheets) == 1
    chair.button(key=sheets[0].replace("print", "off")).click().run()
    assert not any((b.key or "").startswith("alleys.") for b in chair.get("download_button"))
