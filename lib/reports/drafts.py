"""What the reader typed and has not saved."""

from datetime import datetime

from lib.security.access import allowed
from lib.security.actors import Actor
from lib.settings import now as present
from lib.store.drafts import KEPT_FOR, Draft, find_drafts
from lib.store.engine import Store


def own_drafts(store: Store, actor: Actor, *, now: datetime | None = None) -> dict[str, Draft]:
    """By form; of the last day, the reader's own only. Raises AccountClosed, StoreProblem."""
    actor, moment = allowed(store, actor), now or present()
    with store.read() as conn:
        return find_drafts(conn, store.ward_id, actor.account, since=moment - KEPT_FOR)
