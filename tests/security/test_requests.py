"""What people ask about their own data, and until when they must have an answer."""

from datetime import date, datetime, timedelta

import pytest
import sqlalchemy as sa

from lib.actions.requests import (
    NoSuchRecord,
    SubjectRequest,
    decide_request,
    extend_request,
    note_reply,
    record_request,
)
from lib.reports.privacy import answered_requests, open_requests
from lib.rules.privacy import PRIVACY
from lib.security.actors import NotAllowed
from lib.security.roles import ROLES
from lib.store.engine import Store
from lib.store.problems import StoreBusy
from lib.store.tables import AUDIT
from tests.security.wards import actor

MONDAY = date(2026, 1, 5)
NOW = datetime.fromisoformat("2026-01-06T09:00")
CHAIR, LEADER = actor("vice_chair"), actor("group_leader")
ASKED = SubjectRequest("restrict", MONDAY, "Đặng Dấu Vết, 0912345678", "không gọi nữa")


def test_a_request_has_its_due_dates_from_the_first_moment(store: Store) -> None:
    request_id = record_request(store, LEADER, ASKED, now=NOW)
    (found,) = open_requests(store, CHAIR, on=MONDAY)
    assert (found.request_id, found.kind, found.asked_by) == (
        request_id,
        "restrict",
        ASKED.asked_by,
    )
    assert (found.reply_due_on, found.due_on) == (date(2026, 1, 7), date(2026, 1, 20))
    assert not found.is_late


@pytest.mark.parametrize("kind", PRIVACY.kinds)
def test_every_kind_can_be_asked_for(store: Store, kind: str) -> None:
    record_request(store, LEADER, SubjectRequest(kind, MONDAY, "ông Hai"), now=NOW)
    assert open_requests(store, CHAIR, on=MONDAY)[0].due_on > MONDAY


@pytest.mark.parametrize(("day", "is_late"), [(7, False), (8, True)])
def test_a_first_answer_that_is_missing_is_late(store: Store, day: int, is_late: bool) -> None:
    record_request(store, LEADER, ASKED, now=NOW)
    assert open_requests(store, CHAIR, on=date(2026, 1, day))[0].is_late == is_late


def test_after_the_first_answer_the_end_counts(store: Store) -> None:
    request_id = record_request(store, LEADER, ASKED, now=NOW)
    note_reply(store, CHAIR, request_id, MONDAY, now=NOW)
    (found,) = open_requests(store, CHAIR, on=date(2026, 1, 20))
    assert (found.replied_on, found.is_late) == (MONDAY, False)
    assert open_requests(store, CHAIR, on=date(2026, 1, 21))[0].is_late


def test_the_end_is_put_off_once(store: Store) -> None:
    request_id = record_request(store, LEADER, ASKED, now=NOW)
    extend_request(store, CHAIR, request_id, now=NOW)
    assert open_requests(store, CHAIR, on=MONDAY)[0].due_on == date(2026, 2, 4)
    with pytest.raises(StoreBusy):
        extend_request(store, CHAIR, request_id, now=NOW)
    assert open_requests(store, CHAIR, on=MONDAY)[0].due_on == date(2026, 2, 4)


def test_a_decided_request_leaves_the_list_and_stays_decided(store: Store) -> None:
    request_id = record_request(store, LEADER, ASKED, now=NOW)
    decide_request(store, CHAIR, request_id, "done", "đã xóa số điện thoại", now=NOW)
    assert open_requests(store, CHAIR, on=MONDAY) == ()
    with pytest.raises(StoreBusy):
        decide_request(store, CHAIR, request_id, "refused", "đổi ý", now=NOW)


def test_the_register_proves_what_came_of_each(store: Store) -> None:
    for days, status in ((1, "done"), (0, "refused")):
        id_ = record_request(store, LEADER, ASKED, now=NOW)
        moment = NOW - timedelta(days=days)
        decide_request(store, CHAIR, id_, status, f"trả lời: {status}", now=moment)
    record_request(store, LEADER, ASKED, now=NOW)
    found = answered_requests(store, CHAIR)
    assert [(r.status, r.outcome) for r in found] == [
        ("refused", "trả lời: refused"), ("done", "trả lời: done"),
    ]  # fmt: skip
    assert found[0].decided_on == NOW.date()
    with pytest.raises(NotAllowed):
        answered_requests(store, LEADER)


@pytest.mark.parametrize(("code", "table"), [(" C1 ", "cases"), ("R1", "unvaccinated")])
def test_the_code_of_a_record_is_looked_up(filled: Store, code: str, table: str) -> None:
    asked = SubjectRequest("erase", MONDAY, "ông Hai", about=code)
    record_request(filled, LEADER, asked, now=NOW)
    (found,) = open_requests(filled, CHAIR, on=MONDAY)
    assert (found.about_table, found.about_id) == (table, code.strip())


def test_a_code_that_no_record_has_is_refused(filled: Store) -> None:
    for code in ("C99", "V1", "ông Hai"):
        with pytest.raises(NoSuchRecord) as refused:
            record_request(filled, LEADER, SubjectRequest("erase", MONDAY, "ông Hai", about=code))
        assert refused.value.sentence()
    assert open_requests(filled, CHAIR, on=MONDAY) == ()


def test_the_most_urgent_stands_first(store: Store) -> None:
    for days in (5, 0, 4):
        asked = SubjectRequest("see", MONDAY - timedelta(days=days), f"người {days}")
        record_request(store, LEADER, asked, now=NOW)
    found = open_requests(store, CHAIR, on=MONDAY)
    assert [request.asked_by for request in found] == ["người 5", "người 4", "người 0"]


def test_whoever_hears_it_writes_it_down_and_two_roles_answer(store: Store) -> None:
    for name, role in ROLES.items():
        if "requests.record" not in role.rights:
            with pytest.raises(NotAllowed):
                record_request(store, actor(name), ASKED, now=NOW)
            continue
        request_id = record_request(store, actor(name), ASKED, now=NOW)
        if "requests.decide" not in role.rights:
            for act in (open_requests, note_reply, extend_request, decide_request):
                arguments = {
                    open_requests: (MONDAY,), note_reply: (request_id, MONDAY),
                    extend_request: (request_id,), decide_request: (request_id, "done", "xong"),
                }[act]  # fmt: skip
                with pytest.raises(NotAllowed):
                    act(store, actor(name), *arguments)


@pytest.mark.parametrize(
    "asked",
    [SubjectRequest("see", date(2026, 1, 7), "từ ngày mai"), SubjectRequest("see", MONDAY, "  ")],
)
def test_a_request_has_a_person_and_a_day_that_has_come(
    store: Store, asked: SubjectRequest
) -> None:
    with pytest.raises(ValueError, match="asked"):
        record_request(store, LEADER, asked, now=NOW)


def test_no_name_reaches_the_audit(store: Store) -> None:
    request_id = record_request(store, LEADER, ASKED, now=NOW)
    decide_request(store, CHAIR, request_id, "refused", "bà Vết đã qua đời", now=NOW)
    with store.read() as conn:
        said = str(conn.execute(sa.select(AUDIT)).all())
    assert request_id in said
    assert not any(part in said for part in ("Vết", "0912345678", "không gọi"))
