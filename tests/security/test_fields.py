"""What a role sees of each field: the matrix, typed in once more and held to the file."""

import pytest

from lib.schema.columns import Column
from lib.schema.tables import TABLES
from lib.security.actors import demo_actor
from lib.security.fields import (
    OPEN,
    disclosable_columns,
    hidden_columns,
    kind_of,
    masked_columns,
    may_see_extra,
    rule_for,
    shown_value,
    visible_columns,
)
from lib.security.roles import ROLES

EVERY = [(table.name, column) for table in TABLES.values() for column in table.columns.values()]
# What section 4 of the security note asks of each role; "-" is nothing.
MATRIX = {
    #                        chair    officer  testing  support  appraisal leader auditor admin
    "cases.full_name":       "full    full     full     full     full      full   -       -",
    "cases.house_number":    "full    full     full     full     full      full   -       -",
    "cases.quarantine_end":  "full    full     full     full     full      full   -       -",
    "cases.phone":           "reason  full     full     full     reason    full   -       -",
    "households.phone":      "reason  full     full     full     reason    full   -       -",
    "groups.leader_phone":   "reason  full     full     full     reason    full   -       -",
    "cases.national_id":     "reason  reason   -        -        -         -      -       -",
    "cases.birth_date":      "reason  reason   -        -        -         -      -       -",
    "unvaccinated.birth_date": "reason reason  -        -        -         -      -       -",
    "tests.result":          "full    full     full     -        -         -      -       -",
    "cases.first_positive_date": "full full    full     -        -         -      -       -",
    "cases.conditions":      "reason  reason   -        full     -         -      -       -",
    "cases.note":            "reason  reason   -        full     -         -      -       -",
    "unvaccinated.conditions": "reason reason  -        full     -         -      -       -",
    "visits.note":           "reason  reason   -        full     -         -      -       -",
    "visits.temperature":    "full    full     full     full     -         -      -       -",
    "cases.vaccine_doses":   "full    full     full     full     -         full   -       -",
    "unvaccinated.reason":   "full    full     full     full     -         full   -       -",
    "households.latitude":   "full    full     full     full     full      full   -       -",
    "appraisals.verdict":    "full    full     -        -        full      -      -       -",
    "cases.group_id":        "full    full     full     full     full      full   full    full",
    "ward.hotline":          "full    full     full     full     full      full   full    full",
}  # fmt: skip
ROLE_ORDER = (
    "vice_chair", "data_officer", "testing_team", "support_team", "appraisal_team",
    "group_leader", "auditor", "administrator",
)  # fmt: skip
CELLS = [
    (field, role, "none" if rule == "-" else rule)
    for field, line in MATRIX.items()
    for role, rule in zip(ROLE_ORDER, line.split(), strict=True)
]


def column(field: str) -> tuple[str, Column]:
    table, _dot, name = field.partition(".")
    return table, TABLES[table].columns[name]


@pytest.mark.parametrize(("field", "role", "rule"), CELLS)
def test_the_matrix_holds(field: str, role: str, rule: str) -> None:
    assert rule_for(demo_actor(role), *column(field)) == rule


def test_the_matrix_names_every_role() -> None:
    assert set(ROLE_ORDER) == set(ROLES)


@pytest.mark.parametrize(("table", "spec"), EVERY, ids=lambda value: getattr(value, "name", value))
def test_a_field_is_open_exactly_when_the_schema_says_so(table: str, spec: Column) -> None:
    assert (kind_of(table, spec) == OPEN) == (spec.class_ == "open")


@pytest.mark.parametrize("role", ["auditor", "administrator"])
@pytest.mark.parametrize("table", TABLES)
def test_who_sees_no_people_sees_open_fields_only(role: str, table: str) -> None:
    seen = visible_columns(demo_actor(role), table, TABLES[table].columns)
    assert all(TABLES[table].columns[name].class_ == "open" for name in seen)


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("table", TABLES)
def test_nothing_is_shown_in_full_beyond_the_rules(role: str, table: str) -> None:
    actor, columns = demo_actor(role), TABLES[table].columns
    seen = visible_columns(actor, table, columns)
    masked, hidden = masked_columns(actor, table, seen), hidden_columns(actor, table)
    for name, spec in columns.items():
        rule = rule_for(actor, table, spec)
        assert (name in seen and name not in masked) == (rule == "full")
        assert (name in hidden) == (rule == "reason")
        assert (name in disclosable_columns(actor, table)) == (rule in ("full", "reason"))
        assert name not in masked or spec.type in ("phone", "national_id")


def test_unknown_columns_are_for_whoever_may_see_everything() -> None:
    assert [name for name in ROLES if may_see_extra(demo_actor(name))] == [
        "vice_chair", "data_officer",
    ]  # fmt: skip


def test_a_value_outside_sql_is_hidden_by_the_same_rules() -> None:
    officer, tester = demo_actor("data_officer"), demo_actor("testing_team")
    assert shown_value(officer, "cases", "phone", "0912345678") == "0912345678"
    assert shown_value(officer, "cases", "national_id", "001080000001") == "***"
    assert shown_value(tester, "cases", "conditions", None) is None
    assert shown_value(tester, "cases", "extra", '{"x": 1}') == "***"
    assert shown_value(officer, "cases", "extra", '{"x": 1}') == '{"x": 1}'
