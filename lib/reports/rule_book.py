"""All rules with their documents, how many stays each covers, and what a new one would move."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from lib.indicators.figure import Ward
from lib.indicators.stay_life import facts_of, samples_until
from lib.reports.accounts import names_of_accounts
from lib.reports.frames import ward_on
from lib.rules.home import home_rules
from lib.rules.measures import Measure, shipped_measures
from lib.rules.quarantine import Dated, Rule, RuleBook, rule_from
from lib.rules.rulings import Facts, Move, moved_by
from lib.rules.visiting import VisitRule
from lib.security.access import allowed
from lib.security.actors import Actor
from lib.store.adopted_rules import open_rules
from lib.store.engine import Store


@dataclass(frozen=True)
class RuleUse:
    """A rule (`confirmed_by`: a name to show), whether it is the newest of its day, and how many
    open stays it covers."""

    rule: Rule
    n_open: int
    is_in_force: bool


@dataclass(frozen=True)
class Rules:
    """Everything the ward goes by. `n_uncovered`: open stays that no rule covers."""

    stays: tuple[RuleUse, ...]
    n_uncovered: int
    homes: tuple[Dated, ...]
    measures: tuple[Measure, ...]
    visits: tuple[VisitRule, ...]


def rules_page(store: Store, actor: Actor, as_of: date) -> Rules:
    allowed(store, actor, "figures.see")
    ward = ward_on(store, as_of)
    used = Counter(
        life.ruling.rule.id if life.ruling.rule else None
        for life in ward.lives.stays.values()
        if life.is_open
    )
    name_of = names_of_accounts(store)
    stays = tuple(
        RuleUse(
            replace(rule, confirmed_by=name_of(rule.confirmed_by)), used[rule.id],
            _is_in_force(ward.book, rule, as_of),
        )
        for rule in ward.book.rules
    )  # fmt: skip
    return Rules(stays, used[None], home_rules().all, shipped_measures(), ward.visit_rules)


def _is_in_force(book: RuleBook, rule: Rule, as_of: date) -> bool:
    """It begins by the day, has not ended, and no newer rule for everyone of its kind stands."""
    if rule.effective_from > as_of or (rule.effective_to and rule.effective_to < as_of):
        return False
    return not any(
        newer.case_type == rule.case_type
        and rule.effective_from < newer.effective_from <= as_of
        and not newer.any_of
        for newer in book.rules
    )


def preview_rules(store: Store, actor: Actor, as_of: date, *new: Rule) -> tuple[Move, ...]:
    """Exactly the open stays whose last day by the rules these would move, from the day on which
    the last of them takes effect. A rule of the same id is replaced."""
    allowed(store, actor, "persons.see")
    ward = ward_on(store, as_of)
    changed = ward.book.without(*(rule.id for rule in new)).with_rules(*new)
    day = max(as_of, *(rule.effective_from for rule in new))
    return moved_by(ward.book, changed, open_stays(ward), as_of=day)


@dataclass(frozen=True)
class ProposedRules:
    """Rules of one document that wait for a second person. `proposed_by`: a name to show."""

    proposal_id: str
    proposed_by: str
    reason: str
    rules: tuple[Rule, ...]
    is_own: bool


def proposed_rules(store: Store, actor: Actor) -> tuple[ProposedRules, ...]:
    actor = allowed(store, actor, "policies.change")
    name_of = names_of_accounts(store)
    with store.read() as conn:
        found = open_rules(conn, store.ward_id)
    return tuple(
        ProposedRules(id_, name_of(by), why, tuple(map(rule_from, rows)), by == actor.account)
        for id_, by, why, rows in found
    )


def open_stays(ward: Ward) -> Mapping[str, Facts]:
    """What the rules look at, of every stay that is open on the day."""
    rows = ward.stays.filter("is_open").rows(named=True)
    tests: dict[str, list[Mapping[str, object]]] = {}
    for test in ward.table("tests").rows(named=True):
        tests.setdefault(test["case_id"], []).append(test)
    return {
        row["case_id"]: facts_of(row, samples_until(tests.get(row["case_id"], ()), ward.as_of))
        for row in rows
    }
