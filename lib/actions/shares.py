"""How much of a list a file changes, and from where on one person may not do it alone."""

from dataclasses import dataclass

import sqlalchemy as sa

from lib.store.policies import policies_of
from lib.store.tables import DATA_TABLES
from lib.text.catalogue import _
from lib.text.formats import format_number


@dataclass(frozen=True)
class Share:
    """`changed` of the `held` rows that stand in the whole list; new rows count for neither.

    A short list passes any percentage on an ordinary day: the number must be large as well.
    """

    changed: int
    held: int
    most_percent: int
    fewest_rows: int

    @property
    def needs_second(self) -> bool:
        is_much = self.changed * 100 > self.held * self.most_percent
        return is_much and self.changed >= self.fewest_rows


def share_of(conn: sa.Connection, ward_id: str, table: str, changed: int) -> Share:
    """Against the list as it stands, whoever's rows they are."""
    data, policies = DATA_TABLES[table], policies_of(conn, ward_id)
    standing = sa.select(sa.func.count()).where(
        data.c.ward_id == ward_id, data.c.voided_at.is_(None)
    )
    return Share(
        changed=changed,
        held=conn.scalar(standing) or 0,
        most_percent=policies["import_share_percent"],
        fewest_rows=policies["import_fewest_rows"],
    )


def share_words(changed: int, held: int) -> str:
    """The same sentence before it is asked and where it is decided."""
    words = _(
        "This file changes {changed} of {held} rows ({percent} %): a second person must agree."
    )
    return words.format(
        changed=format_number(changed),
        held=format_number(held),
        percent=format_number(100 * changed / held if held else 0),
    )
