"""Thresholds and periods of the ward, changed by two persons."""

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa

from lib.rules.privacy import PRIVACY
from lib.store.audit import add_audit
from lib.store.engine import Store
from lib.store.history import Author
from lib.store.policies import put_policy


def set_policy(
    conn: sa.Connection, store: Store, author: Author, arguments: Mapping[str, Any]
) -> bool:
    """`arguments`: name, value. False when the value lies out of bounds."""
    policy, value = PRIVACY.policies[arguments["name"]], arguments["value"]
    if not policy.allows(value):
        return False
    put_policy(conn, store.ward_id, policy.name, value)
    add_audit(conn, store.ward_id, author, "policies.change", subject=f"{policy.name}={value}")
    return True
