"""The Rules page: a document typed in as an official has it in hand, and a rule confirmed."""

from datetime import date
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from lib.actions.proposals import approve
from lib.reports.frames import rule_book
from lib.reports.rule_book import preview_rules, proposed_rules
from lib.rules.quarantine import Rule, shipped_book
from lib.security.actors import demo_actor
from lib.ui.state import store
from tests.conftest import AppPage

DAY = date(2021, 12, 29)
SAME = (
    "case_type", "days", "tests_on", "then_days", "count_from", "release", "any_of", "if_positive",
)  # fmt: skip
DOSED = {"whom": "some", "doses": 2, "dose_days": 14}
DOCUMENTS: dict[str, list[dict[str, Any]]] = {
    "10696/BYT-MT": [DOSED | {"dose_months": 6, "recovered": 6, "tests": "1, 7", "then": 7}],
    "762/BYT-DP": [
        DOSED | {"recovered": 3, "days": 5, "tests": "5", "then": 5, "count": "exposure"},
        {"days": 7, "tests": "7", "then": 3, "count": "exposure"},
    ],
    "250/QĐ-BYT": [{
        "type": "F0", "tests": "7", "count": "positive", "longer_dosed": 10, "longer_others": 14,
    }],
}  # fmt: skip
KINDS = ("text_input", "number_input", "selectbox", "segmented_control", "date_input")


def fill(app: AppTest, key: str, value: Any) -> None:
    field = next(f for kind in KINDS for f in getattr(app, kind) if f.key == key)
    field.set_value(value).run()
    assert not app.exception


def type_in(app: AppTest, document: str) -> None:
    fill(app, "try.document", document)
    for number, row in enumerate(DOCUMENTS[document]):
        if number:
            app.button(key="try.more").click().run()
        for name, value in row.items():
            fill(app, f"try.{number}.{name}", value)


def told(rules: Any) -> list[tuple[Any, ...]]:
    return sorted((tuple(getattr(rule, name) for name in SAME) for rule in rules), key=str)


def shipped(document: str) -> list[Rule]:
    return [rule for rule in shipped_book().rules if rule.document == document]


@pytest.mark.parametrize("document", DOCUMENTS)
def test_a_document_is_typed_in_whole_and_taken_up_as_one(app_page: AppPage, document: str) -> None:
    app = app_page("rules", role="data_officer")
    type_in(app, document)
    fill(app, "try.reason", "quận gửi văn bản")
    app.button(key="try.propose").click().run()
    assert not app.exception
    (proposed,) = proposed_rules(store(), demo_actor("data_officer"))
    assert told(proposed.rules) == told(shipped(document))
    moves = preview_rules(store(), demo_actor("data_officer"), DAY, *proposed.rules)
    said = [each.value for each in app.markdown]
    words = f"{len(moves)} đợt đang mở sẽ đổi ngày cuối theo quy định."
    assert said.count(words) == 2, "once as typed, once as proposed"
    approve(store(), demo_actor("vice_chair"), proposed.proposal_id)
    ids = {rule.id for rule in proposed.rules}
    own = [rule for rule in rule_book(store()).rules if rule.id in ids]
    assert told(own) == told(shipped(document))
    assert {rule.confirmed_by for rule in own} == {"demo:vice_chair"}


def test_a_row_too_many_is_taken_away_again(app_page: AppPage) -> None:
    app = app_page("rules", role="data_officer")
    app.button(key="try.more").click().run()
    assert any(field.key == "try.1.days" for field in app.number_input)
    app.button(key="try.fewer").click().run()
    assert not any(field.key == "try.1.days" for field in app.number_input)


def test_a_shipped_rule_is_confirmed_by_two_and_moves_nobody(app_page: AppPage) -> None:
    app = app_page("rules", role="data_officer")
    fill(app, "confirm.f1-762-others.reason", "đối chiếu bản giấy của quận")
    app.button(key="confirm.f1-762-others.propose").click().run()
    assert not app.exception
    assert not any(b.key == "confirm.f1-762-others.propose" for b in app.button)
    (proposed,) = proposed_rules(store(), demo_actor("data_officer"))
    assert (proposed.proposed_by, proposed.is_own) == ("Cán bộ dữ liệu", True)
    assert proposed.rules == tuple(
        rule for rule in shipped_book().rules if rule.id == "f1-762-others"
    )
    assert not preview_rules(store(), demo_actor("data_officer"), DAY, *proposed.rules)
    asked = [each.value for each in app_page("privacy", role="vice_chair").text]
    assert any(each.startswith("762/BYT-DP \u00b7 21/02/2022 \u00b7 ") for each in asked)
    chair = app_page("rules", role="vice_chair")
    chair.button(key=f"rule.{proposed.proposal_id}.approve").click().run()
    (rule,) = (rule for rule in rule_book(store()).rules if rule.id == "f1-762-others")
    assert rule.confirmed_by == "demo:vice_chair"
    said = [each.value for each in chair.markdown if "demo" in each.value]
    assert not [words for words in said if "vice" in words]
    assert not any((b.key or "").startswith("confirm.f1-762-others.") for b in chair.button)


def test_who_may_not_change_policies_is_not_asked_to_confirm(app_page: AppPage) -> None:
    app = app_page("rules", role="support_team")
    assert not any((b.key or "").startswith("confirm.") for b in app.button)
