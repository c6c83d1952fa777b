"""A rule that the ward takes up: proposed by one person with a preview, agreed to by another.

The agreed proposal itself keeps the row; from then on it stands in the rule book, in the place of
a rule of the same id if there is one.
"""

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa

from lib.rules.quarantine import rule_from
from lib.store.audit import add_audit
from lib.store.engine import Store
from lib.store.history import Author


def adopt_rule(
    conn: sa.Connection, store: Store, author: Author, arguments: Mapping[str, Any]
) -> bool:
    """`arguments`: rule, a row as lib.rules.quarantine.rule_row makes it. False when it is none."""
    try:
        rule = rule_from(arguments["rule"])
    except ValueError:
        return False
    add_audit(conn, store.ward_id, author, "rules.adopt", subject=rule.id)
    return True
