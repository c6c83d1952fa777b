"""A hidden field, or a record outside one's area: for a typed reason, and on record first."""

from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from lib.actions.disclosure import break_glass, reveal_field
from lib.reports.exports import export_csv
from lib.reports.quarantine import QuarantineFilter, person_record, quarantine_list
from lib.reports.stay_story import stay_story
from lib.security.actors import Actor, NotAllowed
from lib.security.audit import ReasonNeeded
from lib.settings import now
from lib.store.engine import Store
from lib.store.tables import AUDIT
from lib.store.viewing import finish_looks
from tests.accounts import given_actor
from tests.security.wards import ID, ILLNESS, NAME, NOW, PHONE, STREET, actor

DAY = date(2021, 12, 29)
WHY = "gọi xe cấp cứu"
SUPPORT, CHAIR = actor("support_team"), actor("vice_chair")


def last_line(store: Store) -> dict:
    with store.read() as conn:
        query = sa.select(AUDIT).order_by(AUDIT.c.number.desc()).limit(1)
        return dict(conn.execute(query).mappings().one())


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("phone", PHONE),
        ("national_id", ID),
        ("birth_date", date(1980, 4, 3)),
        ("conditions", ILLNESS),
    ],
)
def test_a_hidden_field_is_shown_once_for_a_reason(
    filled: Store, column: str, value: object
) -> None:
    assert reveal_field(filled, CHAIR, "cases", "C1", column, WHY, now=NOW) == value
    line = last_line(filled)
    assert (line["actor"], line["action"]) == ("vice_chair", "field.reveal")
    assert (line["table_name"], line["row_id"], line["subject"]) == ("cases", "C1", column)
    assert str(value) not in str(line)
    assert WHY not in str(line)


def test_without_a_reason_nothing_is_shown_or_noted(filled: Store) -> None:
    before = last_line(filled)
    with pytest.raises(ReasonNeeded) as missing:
        reveal_field(filled, CHAIR, "cases", "C1", "phone", " ok ")
    assert missing.value.sentence()
    assert last_line(filled) == before


@pytest.mark.parametrize(
    ("who", "column"),
    [
        (actor("support_team"), "national_id"),  # no reason opens it
        (actor("group_leader"), "conditions"),
        (actor("appraisal_team"), "national_id"),
        (actor("auditor"), "phone"),
        (actor("administrator"), "phone"),
        (CHAIR, "full_name"),  # it is not hidden
    ],
)
def test_no_reason_opens_what_the_role_never_sees(filled: Store, who: Actor, column: str) -> None:
    before = last_line(filled)
    with pytest.raises(NotAllowed):
        reveal_field(filled, who, "cases", "C1", column, WHY)
    assert last_line(filled) == before


def test_a_field_of_somebody_out_of_reach_stays_hidden(filled: Store) -> None:
    appraiser = actor("appraisal_team")
    assert reveal_field(filled, appraiser, "cases", "C1", "phone", WHY) == PHONE
    with pytest.raises(NotAllowed):
        reveal_field(filled, appraiser, "cases", "C2", "phone", WHY)


def test_the_record_says_what_could_be_shown_and_masks_the_rest(filled: Store) -> None:
    record = person_record(filled, CHAIR, DAY, "C1")
    assert record is not None
    assert record.fields["phone"] == "***678"
    assert record.fields["national_id"] == "***432"
    assert {"phone", "national_id", "birth_date", "conditions", "note"} <= set(record.hidden)
    assert "birth_date" not in record.fields
    assert record.fields["full_name"] == NAME


def test_glass_is_broken_for_an_hour(filled: Store) -> None:
    assert person_record(filled, SUPPORT, DAY, "C2") is None
    assert break_glass(filled, SUPPORT, "C2", WHY, now=now())
    record = person_record(filled, SUPPORT, DAY, "C2")
    assert record is not None
    assert record.fields["full_name"] == "Trần Thị Ngoài"
    assert last_line(filled)["action"] == "record.break_glass"
    people, n_known = quarantine_list(filled, SUPPORT, DAY, QuarantineFilter())
    assert (set(people.ids), n_known) == ({"C1", "C2"}, 2)


def test_glass_that_was_broken_long_ago_is_whole_again(filled: Store) -> None:
    assert break_glass(filled, SUPPORT, "C2", WHY, now=now() - timedelta(minutes=61))
    assert person_record(filled, SUPPORT, DAY, "C2") is None
    assert break_glass(filled, SUPPORT, "C2", WHY)
    assert person_record(filled, SUPPORT, DAY, "C2") is not None


@pytest.mark.parametrize("typed", ["C99", f"{NAME} {PHONE}"])
def test_a_code_that_nobody_has_is_on_record_without_what_was_typed(
    filled: Store, typed: str
) -> None:
    assert not break_glass(filled, SUPPORT, typed, WHY)
    line = last_line(filled)
    assert (line["action"], line["row_id"], line["n_rows"]) == ("record.break_glass", None, 0)
    assert stay_story(filled, SUPPORT, DAY, typed, None) == []
    finish_looks(filled)
    assert last_line(filled) == line


@pytest.mark.parametrize("role", ["vice_chair", "group_leader", "auditor"])
def test_not_everybody_may_break_glass(filled: Store, role: str) -> None:
    with pytest.raises(NotAllowed):
        break_glass(filled, actor(role), "C2", WHY)


def test_an_export_holds_ones_own_people_and_fields_and_is_on_record(filled: Store) -> None:
    text = export_csv(filled, SUPPORT, "cases", "codes", reason="họp tổ").decode()
    assert NAME in text
    assert STREET in text
    assert ID not in text
    assert "Trần Thị Ngoài" not in text
    line = last_line(filled)
    assert (line["action"], line["table_name"], line["n_rows"]) == ("rows.export", "cases", 1)


def test_an_export_with_a_reason_holds_what_a_reason_opens(filled: Store) -> None:
    text = export_csv(filled, actor("data_officer"), "cases", "codes", reason="nộp quận").decode()
    assert ID in text


def test_an_account_must_say_why_it_takes_a_list_out(filled: Store) -> None:
    account = given_actor(filled, "lan", "data_officer")
    before = last_line(filled)
    with pytest.raises(ReasonNeeded):
        export_csv(filled, account, "cases", "codes")
    assert last_line(filled) == before


def test_a_list_of_pay_goes_out_to_whoever_may_see_pay(filled: Store) -> None:
    assert export_csv(filled, CHAIR, "payments", "codes", reason="duyệt chi").startswith(b"pay")
    with pytest.raises(NotAllowed):
        export_csv(filled, SUPPORT, "payments", "codes", reason="họp tổ")
