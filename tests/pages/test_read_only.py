"""A ward whose database is damaged says so on every page; reading goes on."""

from dataclasses import replace

import pytest

from lib.store.problems import StoreProblem
from lib.text.catalogue import _
from lib.ui.state import store


def test_every_page_says_that_nothing_can_be_changed(app_page, monkeypatch):
    damaged = replace(store(), problem="STORE_DAMAGED")
    monkeypatch.setattr("lib.ui.state.store", lambda: damaged)
    for name in ("overview", "quarantine", "data"):
        app = app_page(name, role="data_officer")
        assert StoreProblem("STORE_DAMAGED").sentence() in [error.value for error in app.error]
        assert not app.exception


@pytest.mark.parametrize(
    ("name", "role"),
    [
        *((name, "vice_chair") for name in (
            "quarantine", "teams", "pay", "compliance", "signs", "directives", "vaccination",
        )),
        ("my_day", "support_team"), ("errands", "support_team"), ("appraisal", "appraisal_team"),
        ("calls", "group_leader"), ("inspection", "appraisal_team"),
    ],
)  # fmt: skip
def test_a_page_of_another_day_says_why_nothing_can_be_tapped(app_page, monkeypatch, name, role):
    """The demo has every day for its present, so the question is answered for it here."""
    said = _("This is another day than today: for reading only.")
    assert said not in [info.value for info in app_page(name, role=role).info]
    for module in ("calls", "inspecting", "deeds"):
        monkeypatch.setattr(f"lib.ui.{module}.may_act", lambda _context: False)
    app = app_page(name, role=role)
    assert said in [info.value for info in app.info]
    assert not [b.key for b in app.button if (b.key or "").startswith(("calls.", "inspect."))]
    assert not app.exception
