"""The list of a vaccination session, to take along: who comes, in which order, and what to know."""

from collections.abc import Mapping, Sequence

from lib.documents.workbooks import Column, Sheet, write_workbook
from lib.reports.call_sheet import Call
from lib.schema.tables import ENUMERATIONS
from lib.security.access import allowed
from lib.security.actors import Actor
from lib.security.audit import note_export
from lib.store.engine import Store
from lib.text.catalogue import _, language


def session_file(
    store: Store, actor: Actor, calls: Sequence[Call], groups: Mapping[str, str], reason: str
) -> bytes:
    """A workbook with a line for the signature; who takes it out is noted. Raises NotAllowed."""
    actor = allowed(store, actor, "persons.see", "rows.export")
    note_export(store, actor, "unvaccinated", len(calls), reason)
    reasons = ENUMERATIONS["unvaccinated_reason"]
    columns = [
        Column(_("Row number"), style="number"), Column(_("Full name")),
        Column(_("Age"), style="number"), Column(_("Residential group")), Column(_("Address")),
        Column(_("Phone")), Column(_("Reason")), Column(_("F0 in the home")), Column(_("Came")),
        Column(_("Signature")),
    ]  # fmt: skip
    rows = [
        [number, call.full_name or "", call.age, groups.get(call.group_id, call.group_id),
         call.address or "", call.phone or "", reasons.label(call.reason, language()),
         _("yes") if call.home_has_f0 else "", "", ""]
        for number, call in enumerate(calls, start=1)
    ]  # fmt: skip
    return write_workbook([Sheet(_("Session"), columns, rows)])
