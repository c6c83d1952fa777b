"""A home is looked at: the checklist, the verdict, and the support that it asks for."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from lib.actions.deeds import Deed, Done, doing
from lib.rules.home import Verdict, home_rules, verdict_on
from lib.schema.tables import TABLES
from lib.security.actors import Actor
from lib.store.engine import Store
from lib.text.catalogue import LANGUAGES, N_, _, in_every_language, language

RIGHT = "appraisals.edit"
Row = Mapping[str, Any]
_NEEDED = N_("Needed after the appraisal: {item}")


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
    """Fit with support: one request for each thing that is missing, on the name of whoever came
    first; what an earlier appraisal asked for and is still missing is not asked for twice, and
    what is there now counts as delivered. Raises NotAllowed, Refused.
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
        appraisal_id = _written(deed, row | about)
        stays = deed.read("cases", [seen.household_id], by="household_id").values()
        open_ = sorted(
            (s for s in stays if s["closed_on"] is None or s["closed_on"] > seen.on),
            key=lambda stay: (stay["reported_at"], stay["case_id"]),
        )
        wanted = [item for item in rule.request if item in lacking]
        asked = _asked_before(deed, open_, seen.on)
        for item, request in asked.items():
            if item in rule.request and seen.answers.get(item):
                deed.change("requests", request, {"delivered_at": _at(deed, seen.on)})
        if verdict == "fit_with_support" and open_:
            for item in wanted:
                if item in asked:
                    deed.change("requests", asked[item], {"appraisal_id": appraisal_id})
                    continue
                request = {"case_id": open_[0]["case_id"], "kind": rule.request[item]}
                about = {"requested_at": _at(deed, seen.on), "details": _words(item)}
                deed.add("requests", request | about | {"appraisal_id": appraisal_id})
    return deed.done


def _written(deed: Deed, row: Row) -> str:
    """Once more on the same day is the same appraisal, put right: a home has one a day."""
    made = deed.read("appraisals", [row["household_id"]], by="household_id").values()
    for before in made:
        if before["appraised_on"] == row["appraised_on"]:
            deed.change("appraisals", before, row)
            return str(before["appraisal_id"])
    return deed.add("appraisals", row)


def _asked_before(deed: Deed, open_: Sequence[Row], on: date) -> dict[str, Row]:
    """Item -> the open request for it from an earlier appraisal of this home."""
    requests = deed.read("requests", [stay["case_id"] for stay in open_], by="case_id").values()
    standing = [
        request
        for request in sorted(requests, key=lambda row: (row["requested_at"], row["request_id"]))
        if request["appraisal_id"] and date.fromisoformat(request["requested_at"][:10]) <= on
        and request["delivered_at"] is None
    ]  # fmt: skip
    found: dict[str, Row] = {}
    for item, kind in home_rules().appraisal.request.items():
        for request in standing:
            says = request["details"] in _all_words(item) or request["details"] is None
            if request["kind"] == kind and says and request not in found.values():
                found[item] = request
                break
    return found


def _words(item: str) -> str:
    """What is needed, for whoever brings it; written in the language of the writer."""
    return _(_NEEDED).format(item=_label(item, language()))


def _all_words(item: str) -> set[str]:
    templates = in_every_language(_NEEDED)
    return {
        words.format(item=_label(item, code))
        for words, code in zip(templates, LANGUAGES, strict=True)
    }


def _label(item: str, code: str) -> str:
    label = TABLES["appraisals"].columns[item].label(code)
    return label[0].lower() + label[1:]


def _at(deed: Deed, on: date) -> str:
    return datetime.combine(on, deed.author.at.time()).isoformat(timespec="minutes")


def deliver_support(
    store: Store, actor: Actor, household_id: str, request_ids: Collection[str], *, on: date,
    now: datetime | None = None,
) -> Done:  # fmt: skip
    """What an appraisal asked for is there."""
    with doing(store, actor, "support.deliver", RIGHT, now=now) as deed:
        deed.read("households", [household_id])
        for row in deed.read("requests", request_ids).values():
            deed.change("requests", row, {"delivered_at": _at(deed, on)})
    return deed.done
