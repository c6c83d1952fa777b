"""The register kept: a task's owner, status and evidence; who acknowledged; what was announced."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from lib.actions.deeds import Done, Refused, doing, seen_at
from lib.security.actors import Actor, NotAllowed
from lib.store.engine import Store


@dataclass(frozen=True)
class TaskChange:
    """A task as it was read at `row_version`, and what is said of it now; "" leaves a word, None a
    day, as it was. `done_on` counts for a task that is done."""

    directive_id: str
    row_version: int
    status: str
    done_on: date | None = None
    evidence: str = ""
    responsible: str = ""
    due_on: date | None = None


def change_task(
    store: Store, actor: Actor, task: TaskChange, *, now: datetime | None = None
) -> Done:
    """Raises StoreBusy when somebody else changed the task meanwhile, NotAllowed, as do the others
    here."""
    words = {"evidence": task.evidence.strip(), "responsible": task.responsible.strip()}
    values: dict[str, Any] = {name: said for name, said in words.items() if said}
    values |= {"due_on": task.due_on} if task.due_on else {}
    values |= {"status": task.status, "done_on": task.done_on if task.status == "done" else None}
    with doing(store, actor, "directive.change", "directives.edit", now=now) as deed:
        (row,) = deed.read("directives", [task.directive_id]).values()
        seen_at(row, task.row_version)
        deed.change("directives", row, values)
    return deed.done


def add_directive(
    store: Store, actor: Actor, said: Mapping[str, Any], *, now: datetime | None = None
) -> Done:
    """A document, or one task of it, as it was typed; `said` holds columns of the table.

    Raises Refused without an issuer and a title.
    """
    words = {name: value for name, value in said.items() if value not in (None, "")}
    if not (words.get("issuer") and words.get("title")):
        raise Refused("NO_DOCUMENT")
    with doing(store, actor, "directive.add", "directives.edit", now=now) as deed:
        deed.add("directives", {"status": "open"} | words)
    return deed.done


def receive(
    store: Store, actor: Actor, directive_id: str, on: date, *, now: datetime | None = None
) -> Done:
    """The actor's own group or team has received the document; said once. Raises Refused."""
    scope = actor.scope
    own = {"group_id": scope.group_id} if scope.kind == "group" else {"team_id": scope.team_id}
    said = {"directive_id": directive_id, "acknowledged_on": on, "acknowledged_by": actor.account}
    with doing(store, actor, "directive.tell", "directives.receive", now=now) as deed:
        ((column, receiver),) = own.items()
        if receiver is None:
            raise NotAllowed("directives.receive")
        before = deed.read("acknowledgements", [receiver], by=column)
        if any(row["directive_id"] == directive_id for row in before.values()):
            raise Refused("RECEIVED")
        deed.add("acknowledgements", said | own)
    return deed.done


def acknowledge(
    store: Store, actor: Actor, directive_id: str, on: date, *, groups: Sequence[str] = (),
    teams: Sequence[str] = (), now: datetime | None = None,
) -> Done:  # fmt: skip
    """These groups and teams have received the document."""
    said = {"directive_id": directive_id, "acknowledged_on": on, "acknowledged_by": actor.account}
    who = [{"group_id": group} for group in groups] + [{"team_id": team} for team in teams]
    with doing(store, actor, "directive.tell", "acknowledgements.edit", now=now) as deed:
        for receiver in who:
            deed.add("acknowledgements", said | receiver)
    return deed.done


def announce(
    store: Store, actor: Actor, directive_id: str | None, groups: Sequence[str], channel: str,
    on: date, *, now: datetime | None = None,
) -> Done:  # fmt: skip
    """It was made known in these groups by one channel."""
    said = {
        "directive_id": directive_id, "announced_on": on, "channel": channel,
        "made_by": actor.account,
    }  # fmt: skip
    with doing(store, actor, "directive.tell", "announcements.edit", now=now) as deed:
        for group in groups:
            deed.add("announcements", said | {"group_id": group})
    return deed.done
