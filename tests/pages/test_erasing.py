"""The form that proposes to erase somebody shows names as they were typed."""

from pathlib import Path
from typing import Any

from streamlit.testing.v1 import AppTest

from lib.security.actors import actor_as
from lib.settings import Settings
from lib.store.engine import open_store
from lib.store.history import Author
from lib.store.repository import insert_rows
from lib.ui.context import PageContext
from lib.ui.plain import plain
from tests.security.wards import NOW, PHONE, fill

NAME = "[Hoa](https://example.org) **:red[x]**"


def page(context: "Any") -> None:
    """Run as a text of its own: what it needs it imports."""
    from lib.ui.erasing import offer_erasure

    offer_erasure(context, "cases", "C1", key="erase")


def test_another_record_is_named_as_it_was_typed(tmp_path: Path) -> None:
    store = open_store(Settings(tmp_path / "ward", is_demo=False))
    fill(store)
    other = {
        "resident_id": "R9", "full_name": NAME, "phone": PHONE, "group_id": "TDP06",
        "listed_on": NOW.date(), "reason": "refused",
    }  # fmt: skip
    with store.write() as conn:
        insert_rows(conn, store.ward_id, "unvaccinated", [other], Author("lan", NOW))
    context = PageContext(store, actor_as("chair", "vice_chair"), NOW.date())
    app = AppTest.from_function(page, args=(context,), default_timeout=60).run()
    assert not app.exception
    [option] = app.button_group[0].options
    store.close()
    assert plain(NAME) in option
