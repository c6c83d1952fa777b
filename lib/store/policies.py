"""Thresholds and periods as the ward has set them, else as the rules say."""

import sqlalchemy as sa

from lib.rules.privacy import PRIVACY
from lib.store.oversight import POLICIES


def policies_of(conn: sa.Connection, ward_id: str) -> dict[str, int]:
    """Every policy of data/rules/privacy.toml by name."""
    query = sa.select(POLICIES.c.name, POLICIES.c.value).where(POLICIES.c.ward_id == ward_id)
    standing = {name: policy.value for name, policy in PRIVACY.policies.items()}
    return standing | {line.name: line.value for line in conn.execute(query)}


def put_policy(conn: sa.Connection, ward_id: str, name: str, value: int) -> None:
    own = (POLICIES.c.ward_id == ward_id, POLICIES.c.name == name)
    conn.execute(sa.delete(POLICIES).where(*own))
    conn.execute(sa.insert(POLICIES), {"ward_id": ward_id, "name": name, "value": value})
