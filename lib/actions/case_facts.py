"""What became known later about a person in quarantine: doses, days, diseases, source, address."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from lib.actions.deeds import Done, Refused, doing
from lib.actions.doors import ADDRESS
from lib.actions.stays import RIGHT, Seen, door_of, open_as_seen
from lib.security.actors import Actor
from lib.store.engine import Store

PAST = ("last_dose_date", "recovered_on", "first_positive_date", "last_exposure_date")
FACTS = (
    *ADDRESS, "vaccine_doses", "conditions", "pregnant", "source_case_id", "relation", *PAST,
)  # fmt: skip


@dataclass(frozen=True)
class Facts:
    """New values of an open stay, by columns of FACTS; what is not named stays as it is."""

    seen: Seen
    values: Mapping[str, Any]


def complete_facts(
    store: Store, actor: Actor, facts: Facts, *, on: date, now: datetime | None = None
) -> Done:
    """The typed dates of the stay stand; whether they are the rule's is asked anew. A new address
    leads to its door, opened when nobody knew it. Raises NotAllowed, Refused, StoreBusy.
    """
    if unknown := facts.values.keys() - set(FACTS):
        raise ValueError(sorted(unknown))
    with doing(store, actor, "stay.facts", RIGHT, now=now) as deed:
        (row,) = open_as_seen(deed, [facts.seen], on=on)
        values = {name: value for name, value in facts.values.items() if value != row[name]}
        if any(values.get(name) and values[name] > on for name in PAST):
            raise Refused("DAY_TO_COME")
        if source := values.get("source_case_id"):
            deed.read("cases", [source])
            if source == row["case_id"]:
                raise Refused("OWN_SOURCE")
        if values.keys() & set(ADDRESS):
            values["household_id"] = door_of(deed, row | values)
        if values:
            deed.change("cases", row, values)
    return deed.done
