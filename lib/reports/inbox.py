"""What lies in the inbox folder, and what became of it."""

from dataclasses import dataclass

from lib.security.access import allowed
from lib.security.actors import Actor
from lib.store.engine import Store
from lib.store.inbox import InboxFile, allowed_senders, as_known, dropped_files


@dataclass(frozen=True)
class Inbox:
    """`senders`: whose clean files are taken in without anybody looking."""

    files: tuple[InboxFile, ...]
    senders: frozenset[str]


def load_inbox(store: Store, actor: Actor) -> Inbox:
    """As the reports beside the files say; looking anew is an action. Raises NotAllowed."""
    allowed(store, actor, "imports.see", "rows.import")
    inbox = store.settings.inbox
    files = tuple(as_known(file) for file in dropped_files(inbox)) if inbox.is_dir() else ()
    with store.read() as conn:
        return Inbox(files, allowed_senders(conn, store.ward_id))
