"""A ward whose database is damaged says so on every page; reading goes on."""

from dataclasses import replace

from lib.store.problems import StoreProblem
from lib.ui.state import store


def test_every_page_says_that_nothing_can_be_changed(app_page, monkeypatch):
    damaged = replace(store(), problem="STORE_DAMAGED")
    monkeypatch.setattr("lib.ui.state.store", lambda: damaged)
    for name in ("overview", "quarantine", "data"):
        app = app_page(name, role="data_officer")
        assert StoreProblem("STORE_DAMAGED").sentence() in [error.value for error in app.error]
        assert not app.exception
