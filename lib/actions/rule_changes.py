"""A rule that the ward takes up: proposed by one person, agreed to by another.

The agreed proposal itself keeps the row; from then on it stands in the rule book, in the place of
a rule of the same id if there is one.
"""

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa

from lib.rules.quarantine import RuleBook, rule_from
from lib.rules.visiting import visit_rule
from lib.store.adopted_rules import proposed_rows
from lib.store.audit import add_audit
from lib.store.engine import Store
from lib.store.history import Author


def adopt_rule(
    conn: sa.Connection, store: Store, author: Author, arguments: Mapping[str, Any]
) -> bool:
    """`arguments`: rules, rows as lib.rules.quarantine.rule_row makes them, or one as rule. False
    when one of them is none."""
    try:
        rules = [rule_from(row) for row in proposed_rows(arguments)]
        RuleBook.of(*rules)
    except ValueError:
        return False
    subject = ", ".join(rule.id for rule in rules)
    add_audit(conn, store.ward_id, author, "rules.adopt", subject=subject)
    return True


def adopt_visits(
    conn: sa.Connection, store: Store, author: Author, arguments: Mapping[str, Any]
) -> bool:
    """`arguments`: rule, a row of data/rules/visiting.toml. False when it is none."""
    try:
        rule = visit_rule(arguments["rule"])
    except ValueError:
        return False
    subject = f"{rule.times} from {rule.effective_from.isoformat()}"
    add_audit(conn, store.ward_id, author, "visits.adopt", subject=subject)
    return True
