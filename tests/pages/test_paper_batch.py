"""Papers of several stays on the Quarantine page: ticked, numbered one after the other, taken."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from lib.documents.papers import COMPLETION, ORDER
from lib.reports.paper_lists import PaperList, paper_list
from lib.reports.work_lists import work_board
from lib.schema.tables import TABLES
from lib.security.actors import demo_actor
from lib.store.history import Author
from lib.store.repository import RowChange, fetch, update_rows
from lib.ui.state import store
from tests.conftest import AppPage

DAY = date(2021, 12, 29)
Papers = Callable[..., AppTest]


def forget_papers() -> None:
    """Some of the demo's papers have no number yet: the ward of its files is up to date."""
    no_order, no_completion = (
        {f"{kind}_{part}": None for part in ("number", "date")} for kind in ("order", "completion")
    )
    changes = []
    for id_, row in stored().items():
        is_open = row["closed_on"] is None or row["closed_on"] > DAY
        if row["reported_at"][:10] == "2021-12-27":
            changes.append(RowChange(id_, row["row_version"], no_order))
        elif not is_open and row["closed_on"] == DAY - timedelta(1):
            changes.append(RowChange(id_, row["row_version"], no_completion))
    with store().write() as conn:
        assert not update_rows(
            conn,
            store().ward_id,
            "cases",
            changes,
            Author("before", datetime.fromisoformat("2021-12-28T09:00")),
        )


@pytest.fixture
def papers(app_page: AppPage) -> Papers:
    def opened(kind: str, role: str = "vice_chair") -> AppTest:
        forget_papers()
        app = app_page("quarantine", role=role)
        app.segmented_control(key="quarantine.show").set_value("papers").run()
        return app.segmented_control(key="papers.kind").set_value(kind).run()

    return opened


def listed(kind: str) -> PaperList:
    return paper_list(store(), demo_actor("vice_chair"), kind, DAY)


def stored() -> dict[str, dict[str, Any]]:
    with store().read() as conn:
        columns = (*TABLES["cases"].columns, "row_version")
        rows = fetch(conn, store().ward_id, "cases", columns).rows(named=True)
    return {row["case_id"]: row for row in rows}


def tick(app: AppTest, part: str, *at: int) -> AppTest:
    key = next(str(k) for k in app.session_state._state.filtered_state if str(k).startswith(part))
    app.session_state[key] = {"selection": {"rows": list(at), "columns": [], "cells": []}}
    return app.run()


def number(app: AppTest, kind: str, first: str) -> AppTest:
    app.text_input(key=f"papers.first.{kind}").set_value(first).run()
    app.button(key="papers.number").click().run()
    assert not app.exception
    return app


@pytest.mark.parametrize(
    ("kind", "column", "day", "role"),
    [
        (ORDER.name, "order_number", "order_date", "data_officer"),
        (COMPLETION.name, "completion_number", "completion_date", "vice_chair"),
    ],
)
def test_the_ticked_are_numbered_in_the_order_of_the_list(
    papers: Papers, kind: str, column: str, day: str, role: str
) -> None:
    app = papers(kind, role)
    before = [row["case_id"] for row in listed(kind).waiting]
    assert len(before) >= 3
    assert app.button(key="papers.number").disabled
    tick(app, f"papers.waiting.{kind}", 2, 0)
    number(app, kind, "98/QĐ")
    assert not app.error
    rows = stored()
    assert [(rows[id_][column], rows[id_][day]) for id_ in (before[0], before[2])] == [
        ("98/QĐ", DAY), ("99/QĐ", DAY),
    ]  # fmt: skip
    after = listed(kind)
    assert [row["case_id"] for row in after.waiting] == [
        id_ for id_ in before if id_ not in (before[0], before[2])
    ]
    assert {before[0], before[2]} <= {row["case_id"] for row in after.numbered}
    app.button(key="deeds.undo").click().run()
    assert [row["case_id"] for row in listed(kind).waiting] == before


def test_a_number_without_digits_is_refused_in_words(papers: Papers) -> None:
    app = tick(papers(ORDER.name), f"papers.waiting.{ORDER.name}", 0)
    number(app, ORDER.name, "QĐ-UBND")
    assert "125/" in app.error[0].value
    assert not any(row["order_number"] == "QĐ-UBND" for row in stored().values())


def test_completion_papers_that_wait_are_those_of_the_work_list(papers: Papers) -> None:
    papers(COMPLETION.name)
    board = work_board(store(), demo_actor("vice_chair"), DAY)
    waiting = {row["case_id"] for row in listed(COMPLETION.name).waiting}
    assert waiting == set(board.lists["papers_due"])


def test_orders_that_wait_are_of_open_stays_with_both_dates(papers: Papers) -> None:
    papers(ORDER.name)
    expected = {
        id_
        for id_, row in stored().items()
        if row["reported_at"][:10] <= "2021-12-29"
        and row["quarantine_start"] and row["quarantine_end"]
        and not (row["closed_on"] and row["closed_on"] <= DAY)
        and not (row["order_date"] and row["order_date"] <= DAY)
    }  # fmt: skip
    assert {row["case_id"] for row in listed(ORDER.name).waiting} == expected


def test_those_of_another_day_are_not_among_those_of_the_day(papers: Papers) -> None:
    papers(ORDER.name)
    other = paper_list(store(), demo_actor("vice_chair"), ORDER.name, DAY - timedelta(1))
    assert all(row["order_date"] == DAY - timedelta(1) for row in other.numbered)
    assert all(row["order_date"] == DAY for row in listed(ORDER.name).numbered)


def test_whoever_issues_no_papers_has_no_such_list(app_page: AppPage) -> None:
    app = app_page("quarantine", role="group_leader")
    assert "papers" not in app.segmented_control(key="quarantine.show").options
