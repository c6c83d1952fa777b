"""What becomes of residents without a first dose: hospital, platform, one form for all."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import streamlit as st

from lib.actions.residents import RIGHT, change_resident, confirm_on_platform
from lib.reports.listing import Listing
from lib.reports.reconciling import Checked, Reconciliation
from lib.reports.residents import Refusal, Waiting, resident_record
from lib.schema.tables import ENUMERATIONS, TABLES
from lib.text.catalogue import N_, _, language
from lib.text.formats import format_day
from lib.ui.context import PageContext
from lib.ui.deeds import do, may_act, perform, show_problem
from lib.ui.drafts import discard, drafted
from lib.ui.plain import plain

OUTCOMES = ENUMERATIONS["unvaccinated_outcome"]
COLUMNS = TABLES["unvaccinated"].columns
STATES = {
    "passed": N_("appointment on {day}, nobody has said what came of it"),
    "unregistered": N_("not registered yet"),
    "no_day": N_("registered, no appointment yet"),
    "waiting": N_("appointment on {day}"),
}
PARTS = (
    N_("On our list, with a dose on the platform"),
    N_("On the platform, to be confirmed"),
    N_("Say they are vaccinated, not found on the platform"),
)
SHOWN = 30
_TEXTS = ("owner", "hospital", "registration_number")
_DAYS = ("next_action_on", "appointment_on", "outcome_on")


def show_hospital(
    context: PageContext, queue: tuple[Waiting, ...], groups: Mapping[str, str]
) -> None:
    """The ward's own rule, said so; those for whom something must be done first."""
    title = _("Underlying disease: registered at the hospital ({n})").format(n=len(queue))
    with st.expander(title, icon=":material/local_hospital:"):
        st.caption(_("That they go to a hospital is the ward's own rule, notice of 29/12/2021."))
        for waiting in queue[:SHOWN]:
            row = waiting.row
            day = format_day(row["appointment_on"]) if row.get("appointment_on") else ""
            said = [_(STATES[waiting.state]).format(day=day), row.get("hospital") or ""]
            with _line(row, groups, said, place="hospital"):
                _write_down(context, row, place="hospital")
        _more(len(queue))


def show_refusals(
    context: PageContext, refused: tuple[Refusal, ...], groups: Mapping[str, str]
) -> None:
    """What was said and answered, so that the next talk begins there."""
    title = _("Refused, and what was answered ({n})").format(n=len(refused))
    with st.expander(title, icon=":material/forum:"):
        for each in refused[:SHOWN]:
            words = _("refused on {day}").format(day=format_day(each.on))
            said = [words, each.by or "", each.said or _("nothing written down")]
            with _line(each.row, groups, said, place="refusals"):
                _write_down(context, each.row, place="refusals")
        _more(len(refused))


def show_platform(context: PageContext, checked: Reconciliation, groups: Mapping[str, str]) -> None:
    """Who is on the platform and still on our list; who is on it and waits for somebody to say
    so; who says so and is not on it."""
    n = len(checked.missing) + len(checked.unconfirmed) + len(checked.found)
    title = _("National platform: to be cleared ({n})").format(n=n)
    with st.expander(title, icon=":material/fact_check:"):
        if checked.taken_on is None:
            st.caption(_("The platform's list has not been brought in yet; take it to Data."))
        else:
            words = _("The platform's list of {day}, {n} people; {m} of ours are cleared.")
            day = format_day(checked.taken_on)
            st.caption(words.format(day=day, n=checked.n, m=checked.n_confirmed))
        parts = (checked.found, checked.unconfirmed, checked.missing)
        for title, people in zip(PARTS, parts, strict=True):
            _platform_part(context, _(title), people, groups)


def _platform_part(
    context: PageContext, title: str, people: tuple[Checked, ...], groups: Mapping[str, str]
) -> None:
    if not people:
        return
    st.markdown(f"**{title} ({len(people)})**")
    _confirm_all(context, people)
    for each in people[:SHOWN]:
        _platform_line(context, each, groups)
    _more(len(people))


def _confirm_all(context: PageContext, people: tuple[Checked, ...]) -> None:
    """One tap for those of whom everything agrees; the others are looked at one by one."""
    full = {
        each.resident["resident_id"]: each.resident["row_version"]
        for each in people
        if each.is_full_match and not each.resident["is_remaining"]
    }
    if len(full) < 2 or not (context.may(RIGHT) and may_act(context)):
        return
    st.caption(
        _("Full match: name, birth, day of the dose, and telephone, address or national id.")
    )
    words = _("{n} residents: written down.").format(n=len(full))
    st.button(
        _("Confirm all full matches ({n})").format(n=len(full)), key="platform.confirm_all",
        icon=":material/done_all:", on_click=do,
        args=(
            context,
            lambda: confirm_on_platform(context.store, context.actor, full, context.as_of),
            words,
        ),
    )  # fmt: skip


def _platform_line(context: PageContext, each: Checked, groups: Mapping[str, str]) -> None:
    with _line(each.resident, groups, _platform_words(each), place="platform"):
        if context.may(RIGHT) and may_act(context):
            _platform_buttons(context, each)


def _platform_words(each: Checked) -> list[str]:
    row, match, said = each.resident, each.match, []
    if row.get("outcome_on") and not row["is_remaining"]:
        said.append(_("says so for {day}").format(day=format_day(row["outcome_on"])))
    if row.get("platform_checked_on"):
        looked = format_day(row["platform_checked_on"])
        said.append(_("looked for on {day}").format(day=looked))
    if match and match.first_dose_on:
        same = ", ".join(
            _(EVIDENCE[name])
            for name, how in match.evidence.items()
            if name in EVIDENCE and how.startswith("same")
        )
        words = _("platform: {name}, first dose on {day} (the same: {what})")
        day = format_day(match.first_dose_on)
        said.append(words.format(name=match.full_name, day=day, what=same))
    return said


def _platform_buttons(context: PageContext, each: Checked) -> None:
    row, key = each.resident, f"platform.{each.resident['resident_id']}"
    looked: dict[str, Any] = {"platform_checked_on": context.as_of}
    if each.match and each.match.first_dose_on:
        dose = {"outcome": "vaccinated_elsewhere", "outcome_on": each.match.first_dose_on}
        same_person = looked | (dose if row["is_remaining"] else {})
        if st.button(_("The same person"), key=f"{key}.same", icon=":material/how_to_reg:"):
            _write_and_go_on(context, row, same_person)
    if st.button(_("Looked, not there"), key=f"{key}.not", icon=":material/person_search:"):
        _write_and_go_on(context, row, looked)


EVIDENCE = {
    "full_name": N_("name"), "birth": N_("birth"), "phone": N_("phone"), "door": N_("address"),
    "group_id": N_("group"), "national_id": N_("national id"),
}  # fmt: skip


@contextmanager
def _line(
    row: Mapping[str, Any], groups: Mapping[str, str], said: list[str], *, place: str
) -> Iterator[None]:
    """Somebody with what is said of them; buttons go beside it."""
    with st.container(
        horizontal=True, vertical_alignment="center", key=f"{place}_{row['resident_id']}",
        gap="small",
    ):  # fmt: skip
        name = plain(row.get("full_name") or _("Name hidden"))
        where = plain(groups.get(row["group_id"], row["group_id"]))
        about = plain(" \u00b7 ".join(part for part in said if part))
        st.markdown(f"**{name}** \u00b7 {where}  \n:gray[:small[{about}]]")
        yield


def _more(n: int) -> None:
    if n > SHOWN:
        st.caption(_("The first {n} of {total} are shown.").format(n=SHOWN, total=n))


def choose_resident(context: PageContext, people: Listing) -> None:
    """Anybody of the list below, to write down a next step or what became of them."""
    if not (context.may(RIGHT) and may_act(context)) or "full_name" not in people.frame.columns:
        return
    names = dict(zip(people.ids, people.frame["full_name"].to_list(), strict=True))
    with st.container(horizontal=True, vertical_alignment="bottom"):
        chosen = st.selectbox(
            _("Write down for"), list(names), index=None, key="residents.chosen",
            format_func=lambda id_: names.get(id_) or id_, placeholder=_("Choose a person"),
        )  # fmt: skip
        if st.button(_("Write down"), key="residents.open", disabled=not chosen) and chosen:
            _open(context, chosen)


def _write_down(context: PageContext, row: Mapping[str, Any], *, place: str) -> None:
    if not (context.may(RIGHT) and may_act(context)):
        return
    key = f"{place}.{row['resident_id']}.open"
    if st.button(_("Write down"), key=key, icon=":material/edit_note:"):
        _open(context, row["resident_id"])


def _open(context: PageContext, resident_id: str) -> None:
    row = resident_record(context.store, context.actor, context.as_of, resident_id)
    title = plain(row.get("full_name") or _("Name hidden"))
    st.dialog(title, width="medium")(_drafted_form)(context, row)


def _drafted_form(context: PageContext, row: dict[str, Any]) -> None:
    key = f"residents.{row['resident_id']}"
    with drafted(context, key):
        _form(context, row, key)


def _form(context: PageContext, row: dict[str, Any], key: str) -> None:
    values = dict[str, Any]()
    left, right = st.columns(2)
    for name in (each for each in _TEXTS if each in row):
        label = COLUMNS[name].label(language())
        values[name] = left.text_input(label, row[name] or "", key=f"{key}.{name}", max_chars=120)
    for name in (each for each in _DAYS if each in row):
        label = COLUMNS[name].label(language())
        last = max(context.as_of, row[name] or context.as_of) if name == "outcome_on" else None
        values[name] = right.date_input(
            label, row[name], key=f"{key}.{name}", format="DD/MM/YYYY", max_value=last
        )
    if "outcome" in row:
        values["outcome"] = left.selectbox(
            COLUMNS["outcome"].label(language()), OUTCOMES.codes, key=f"{key}.outcome",
            index=OUTCOMES.codes.index(row["outcome"] or "remaining"),
            format_func=lambda code: OUTCOMES.label(code, language()),
        )  # fmt: skip
    if st.button(_("Save"), type="primary", key=f"{key}.save"):
        changed = {n: said or None for n, said in values.items() if (said or None) != row[n]}
        if changed.get("outcome", "remaining") != "remaining":
            changed["outcome_on"] = values.get("outcome_on") or context.as_of
        if not changed or _write(context, row, changed):
            discard(context, key)
            st.rerun()
        show_problem()


def _write(context: PageContext, row: Mapping[str, Any], values: Mapping[str, Any]) -> bool:
    words = _("{name}: written down.").format(name=row.get("full_name") or _("Name hidden"))
    id_, version = row["resident_id"], row["row_version"]
    return perform(
        context, lambda: change_resident(context.store, context.actor, id_, version, values), words
    )


def _write_and_go_on(
    context: PageContext, row: Mapping[str, Any], values: Mapping[str, Any]
) -> None:
    _write(context, row, values)
    st.rerun()
