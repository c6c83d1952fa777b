"""What lies in the inbox folder, and what became of it."""

from dataclasses import dataclass

from lib.security.access import allowed
from lib.security.actors import Actor
from lib.store.engine import Store
from lib.store.inbox import InboxFile, State, allowed_senders, as_known, dropped_files
from lib.store.problems import StoreProblem
from lib.text.catalogue import N_

STATES: dict[State, str] = {
    "arriving": N_("still arriving"),
    "waiting": N_("waiting"),
    "taken": N_("taken in"),
    "refused": N_("refused"),
}


@dataclass(frozen=True)
class Inbox:
    """`folder`: where it lies; `senders`: whose clean files are taken in unseen."""

    folder: str
    files: tuple[InboxFile, ...]
    senders: frozenset[str]


def load_inbox(store: Store, actor: Actor) -> Inbox:
    """As the reports beside the files say; looking anew is an action. Raises NotAllowed."""
    allowed(store, actor, "imports.see", "rows.import")
    inbox = store.settings.inbox
    files = tuple(as_known(file) for file in dropped_files(inbox)) if inbox.is_dir() else ()
    with store.read() as conn:
        return Inbox(str(inbox), files, allowed_senders(conn, store.ward_id))


def dropped_bytes(store: Store, actor: Actor, name: str) -> bytes:
    """The file of this name in the inbox. Raises NotAllowed, StoreProblem when it is gone."""
    allowed(store, actor, "rows.import")
    inbox = store.settings.inbox
    for file in dropped_files(inbox) if inbox.is_dir() else ():
        if file.name == name:
            return file.path.read_bytes()
    raise StoreProblem("INBOX_FILE_GONE")
