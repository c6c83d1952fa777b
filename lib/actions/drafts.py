"""What is typed is kept until it is saved: a reload or a crash of the server costs nobody a word.

A draft is seen by the account that typed it and by nobody else. It is gone when the form is saved
or after a day; when somebody is erased, all drafts of the ward go, for any may name them.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from lib.security.access import allowed
from lib.security.actors import Actor
from lib.settings import now as present
from lib.store.drafts import KEPT_FOR, Draft, drop_draft, forget_drafts, put_draft
from lib.store.engine import Store


def keep_draft(
    store: Store, actor: Actor, form: str, fields: Mapping[str, Any], *,
    now: datetime | None = None,
) -> Draft:  # fmt: skip
    """In place of the form's last draft. Raises AccountClosed, StoreProblem."""
    actor, moment = allowed(store, actor), now or present()
    draft = Draft(moment, fields)
    with store.write() as conn:
        forget_drafts(conn, store.ward_id, before=moment - KEPT_FOR)
        put_draft(conn, store.ward_id, actor.account, form, draft)
    return draft


def discard_draft(store: Store, actor: Actor, form: str) -> None:
    """Raises AccountClosed, StoreProblem."""
    actor = allowed(store, actor)
    with store.write() as conn:
        drop_draft(conn, store.ward_id, actor.account, form)
