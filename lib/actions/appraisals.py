"""A home is looked at: the checklist, the verdict, and the support that it asks for."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from lib.actions.deeds import Done, doing
from lib.rules.home import Verdict, home_rules, verdict_on
from lib.security.actors import Actor
from lib.store.engine import Store

RIGHT = "appraisals.edit"


@dataclass(frozen=True)
class HomeSeen:
    """What somebody found behind a door. `answers`: items of the checklist, None for not looked
    at; `verdict` overrides what follows from them, then `reasons` says why."""

    household_id: str
    on: date
    answers: Mapping[str, bool | None] = field(default_factory=dict)
    verdict: Verdict | None = None
    reasons: str = ""
    review_on: date | None = None


def record_appraisal(
    store: Store, actor: Actor, seen: HomeSeen, *, now: datetime | None = None
) -> Done:
    """Fit with support: one request for each kind of help, on the name of whoever came first.

    Raises NotAllowed, Refused.
    """
    rule = home_rules().appraisal
    follows, lacking = verdict_on(seen.answers, rule)
    verdict = seen.verdict or follows
    with doing(store, actor, "appraisal.record", RIGHT, now=now) as deed:
        deed.read("households", [seen.household_id])
        row = {item: seen.answers.get(item) for item in rule.items}
        about = {
            "household_id": seen.household_id, "appraised_on": seen.on,
            "appraised_by": deed.author.actor, "verdict": verdict,
            "reasons": seen.reasons or None, "review_on": seen.review_on,
        }  # fmt: skip
        appraisal_id = deed.add("appraisals", row | about)
        stays = deed.read("cases", [seen.household_id], by="household_id").values()
        open_ = sorted(
            (s for s in stays if s["closed_on"] is None or s["closed_on"] > seen.on),
            key=lambda stay: (stay["reported_at"], stay["case_id"]),
        )
        kinds = dict.fromkeys(rule.request[item] for item in lacking if item in rule.request)
        if verdict == "fit_with_support" and open_:
            asked_at = datetime.combine(seen.on, deed.author.at.time())
            for kind in kinds:
                request = {"case_id": open_[0]["case_id"], "kind": kind}
                asked = {"requested_at": asked_at.isoformat(timespec="minutes")}
                deed.add("requests", request | asked | {"appraisal_id": appraisal_id})
    return deed.done


def deliver_support(
    store: Store, actor: Actor, household_id: str, request_ids: Collection[str], *, on: date,
    now: datetime | None = None,
) -> Done:  # fmt: skip
    """What an appraisal asked for is there."""
    with doing(store, actor, "support.deliver", RIGHT, now=now) as deed:
        deed.read("households", [household_id])
        for row in deed.read("requests", request_ids).values():
            at = datetime.combine(on, deed.author.at.time()).isoformat(timespec="minutes")
            deed.change("requests", row, {"delivered_at": at})
    return deed.done
