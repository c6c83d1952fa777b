"""Findings as a table: where, what, and what to do."""

from typing import Any

from lib.reports.imports import told
from lib.schema.findings import Finding
from lib.text.catalogue import N_, _

LEVELS = {"error": N_("Refused"), "warning": N_("Please check"), "note": N_("Note")}


def finding_row(finding: Finding) -> dict[str, Any]:
    """One line of the table of findings."""
    words = told(finding)
    return {
        _("Row"): words.row,
        _("Column"): words.column,
        _("What was found"): words.words,
        _("Kind"): _(LEVELS[words.level]),
    }
