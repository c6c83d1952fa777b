"""What one person may not do alone."""

import threading
from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from lib.actions.proposals import KINDS, NotDone, approve, propose, reject
from lib.reports.frames import rule_book, visit_rules
from lib.rules.visiting import visits_a_day
from lib.security.actors import Actor, NotAllowed
from lib.security.audit import ReasonNeeded
from lib.security.roles import DECLARED, ROLES
from lib.store.engine import Store
from lib.store.history import Author
from lib.store.oversight import PROPOSALS
from lib.store.policies import policies_of
from lib.store.repository import RowChange, fetch, update_rows
from lib.store.tables import AUDIT
from tests.security.wards import NOW, actor

CHAIR, OFFICER = actor("vice_chair"), actor("data_officer")
VOID = {"table": "cases", "row_id": "C2", "row_version": 1}
REASON = "nhập nhầm người"


def cases(store: Store) -> set[str]:
    with store.read() as conn:
        return set(fetch(conn, store.ward_id, "cases")["case_id"])


def status(store: Store, proposal_id: str) -> str:
    with store.read() as conn:
        query = sa.select(PROPOSALS.c.status).where(PROPOSALS.c.proposal_id == proposal_id)
        return str(conn.scalar(query))


def ask(store: Store, who: Actor = CHAIR, **changes: object) -> str:
    return propose(store, who, "rows.void", VOID | changes, REASON, now=NOW)


def test_nothing_happens_until_another_person_agrees(filled: Store) -> None:
    proposal = ask(filled)
    assert "C2" in cases(filled)
    approve(filled, OFFICER, proposal, now=NOW)
    assert "C2" not in cases(filled)
    assert status(filled, proposal) == "done"


def test_the_same_person_cannot_agree_under_any_role(filled: Store) -> None:
    proposal = ask(filled)
    for role in ("vice_chair", "data_officer"):
        with pytest.raises(NotDone) as refused:
            approve(filled, actor(role, CHAIR.account), proposal)
        assert (refused.value.code, bool(refused.value.sentence())) == ("OWN", True)
    assert "C2" in cases(filled)


@pytest.mark.parametrize("action", KINDS)
def test_both_persons_need_the_right(filled: Store, action: str) -> None:
    right = KINDS[action].right
    assert right in DECLARED.rights
    without = [name for name, role in ROLES.items() if right not in role.rights]
    assert without
    with filled.write() as conn:
        row = {
            "ward_id": filled.ward_id, "proposal_id": "P1", "action": action, "arguments": VOID,
            "reason": REASON, "proposed_by": "x", "proposed_at": NOW, "status": "open",
        }  # fmt: skip
        conn.execute(sa.insert(PROPOSALS), row)
    for role in without:
        with pytest.raises(NotAllowed):
            propose(filled, actor(role), action, VOID, REASON)
        for decide in (approve, reject):
            with pytest.raises(NotAllowed):
                decide(filled, actor(role), "P1")
    assert status(filled, "P1") == "open"


@pytest.mark.parametrize("reason", ["", "  ", "sai", "a b"])
def test_a_reason_must_be_said(filled: Store, reason: str) -> None:
    with pytest.raises(ReasonNeeded):
        propose(filled, CHAIR, "rows.void", VOID, reason)


def test_a_record_that_moved_on_is_left_alone(filled: Store) -> None:
    proposal = ask(filled)
    with filled.write() as conn:
        change = RowChange("C2", 1, {"note": "đã gọi lại"})
        assert not update_rows(conn, filled.ward_id, "cases", [change], Author("lan", NOW))
    with pytest.raises(NotDone) as refused:
        approve(filled, OFFICER, proposal)
    assert refused.value.code == "MOVED_ON"
    assert status(filled, proposal) == "open"
    reject(filled, OFFICER, proposal)
    assert (status(filled, proposal), "C2" in cases(filled)) == ("refused", True)


def test_what_was_decided_is_not_decided_again(filled: Store) -> None:
    proposal = ask(filled)
    reject(filled, CHAIR, proposal)  # taken back
    for decide in (approve, reject):
        with pytest.raises(NotDone) as refused:
            decide(filled, OFFICER, proposal)
        assert refused.value.code == "GONE"


def test_two_who_agree_at_once_do_it_once(filled: Store) -> None:
    proposal, done = ask(filled, actor("data_officer", "hanh")), []

    def agree(who: Actor) -> None:
        try:
            approve(filled, who, proposal)
            done.append(who.account)
        except NotDone:
            pass

    threads = [threading.Thread(target=agree, args=(who,)) for who in (CHAIR, OFFICER)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(done) == 1
    with filled.read() as conn:
        voids = sa.select(sa.func.count()).where(AUDIT.c.action == "rows.void")
        assert conn.scalar(voids) == 1


def test_an_action_that_breaks_half_way_leaves_nothing(
    filled: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_args: object, **_named: object) -> None:
        raise RuntimeError

    proposal = ask(filled)
    monkeypatch.setattr("lib.actions.voiding.add_audit", fail)
    with pytest.raises(RuntimeError):
        approve(filled, OFFICER, proposal)
    assert "C2" in cases(filled)
    assert status(filled, proposal) == "open"


def test_a_threshold_is_changed_by_two(filled: Store) -> None:
    def standing() -> int:
        with filled.read() as conn:
            return policies_of(conn, filled.ward_id)["suppress_at_most"]

    assert standing() == 7
    change = {"name": "suppress_at_most", "value": 12}
    proposal = propose(filled, OFFICER, "policies.change", change, "cấp trên yêu cầu")
    assert standing() == 7
    approve(filled, CHAIR, proposal)
    assert standing() == 12


@pytest.mark.parametrize("is_agreed", [True, False])
def test_a_rule_and_the_visits_a_day_are_taken_up_by_two(filled: Store, is_agreed: bool) -> None:
    said = {"document": "12/TB-UBND", "issuer": "", "certainty": "unverified", "checked_by": "x",
            "en": "x", "vi": "x", "effective_from": "2021-12-30"}  # fmt: skip
    stay = said | {"id": "own", "case_type": "F1", "days": 3, "tests_on": [3], "then_days": 0,
                   "count_from": "start", "first_day": 1, "release": "negative"}  # fmt: skip
    for action, rule in (("rules.adopt", stay), ("visits.adopt", said | {"times": 3})):
        proposal = propose(filled, OFFICER, action, {"rule": rule}, "quận chỉ đạo")
        (approve if is_agreed else reject)(filled, CHAIR, proposal)
    assert any(rule.id == "own" for rule in rule_book(filled).rules) is is_agreed
    assert visits_a_day(visit_rules(filled), date(2021, 12, 30)) == (3 if is_agreed else 1)
    assert visits_a_day(visit_rules(filled), date(2021, 12, 29)) == 1


def test_no_two_persons_may_lower_a_threshold_below_what_is_safe(filled: Store) -> None:
    change = {"name": "suppress_at_most", "value": 2}
    proposal = propose(filled, OFFICER, "policies.change", change, "muốn xem hết")
    with pytest.raises(NotDone):
        approve(filled, CHAIR, proposal)


def test_each_step_is_on_record_and_the_reason_is_apart(filled: Store) -> None:
    proposal = ask(filled)
    approve(filled, OFFICER, proposal, now=NOW + timedelta(minutes=5))
    with filled.read() as conn:
        columns = (AUDIT.c.actor, AUDIT.c.action, AUDIT.c.row_id)
        found = conn.execute(sa.select(*columns).order_by(AUDIT.c.number.desc()).limit(3)).all()
        everything = str(conn.execute(sa.select(AUDIT)).all())
    assert [tuple(line) for line in reversed(found)] == [
        ("vice_chair", "proposals.make", proposal),
        ("data_officer", "rows.void", "C2"),
        ("data_officer", "proposals.approve", proposal),
    ]
    assert REASON not in everything
