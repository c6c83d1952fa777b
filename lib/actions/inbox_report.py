"""What became of a file in the inbox, as it is written beside it: numbers, codes and sentences."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from lib.actions.imports import ImportReport
from lib.actions.weighing import Preview
from lib.ingest.refusal import FileAsks, FileRefused
from lib.ingest.telling import told_line
from lib.schema.findings import Finding
from lib.store.inbox import State
from lib.text.catalogue import N_, _

_COUNTS = ("rows", "accepted", "refused", "new", "changed", "unchanged", "conflicts", "missing")
_MOST_FINDINGS = 200
PROPOSED = "PROPOSED"
_SENTENCES = {
    "TAKEN": N_("The file has been taken in."),
    "REFUSED": N_(
        "The file was refused as a whole; nothing was changed. Correct it and put it here again."
    ),
    "NOT_ALLOWED": N_("The file is in order and waits for somebody to take it in."),
    "ASKS": N_("The file waits for somebody to answer a question about it."),
    "ROWS_REFUSED": N_(
        "The file waits, for some rows would be refused. Correct it and put it here again, or take "
        "it in with its good rows."
    ),
    "CONFLICTS": N_(
        "The file waits, for some cells were changed both here and in the file. Somebody must "
        "choose."
    ),
    "SECOND_PERSON": N_(
        "The file waits, for it changes a large share of the list. Somebody must look at it "
        "and ask a second person."
    ),
    PROPOSED: N_("The file waits for a second person to agree."),
    "FAILED": N_("The file waits, for reading it failed. Tell whoever looks after this program."),
}


@dataclass(frozen=True)
class Verdict:
    """`why` says more than `state`; `counts` are those of a preview or a report."""

    state: State
    why: str
    table: str | None = None
    counts: Mapping[str, int] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()
    import_id: str | None = None

    def as_json(self) -> dict[str, Any]:
        return {
            "state": self.state,
            "why": self.why,
            "table": self.table,
            "import_id": self.import_id,
            **{name: self.counts.get(name, 0) for name in _COUNTS},
            "findings": [
                {"code": each.code, "level": each.level, "row": each.row, "column": each.column}
                for each in self.findings[:_MOST_FINDINGS]
            ],
            "n_findings": len(self.findings),
        }

    def in_words(self) -> str:
        lines = [reason_words(self.why)]
        if self.counts:
            said = _(
                "{rows} rows: {accepted} accepted ({new} new, {changed} changed, {unchanged} "
                "unchanged), {refused} refused."
            )
            lines.append(said.format(**self.counts))
        lines += map(told_line, self.findings[:_MOST_FINDINGS])
        return "\n".join(lines) + "\n"


def reason_words(why: str) -> str:
    """Why a file is where it is, and what to do."""
    return _(_SENTENCES[why])


def waiting(preview: Preview, why: str) -> Verdict:
    counts = {
        "rows": preview.n_rows, "accepted": preview.accepted, "refused": preview.refused,
        "new": preview.new, "changed": len(preview.changed), "unchanged": preview.unchanged,
        "conflicts": len(preview.conflicts), "missing": len(preview.missing),
    }  # fmt: skip
    return Verdict("waiting", why, preview.table, counts, preview.findings)


def taken(report: ImportReport) -> Verdict:
    counts = {name: getattr(report, name) for name in _COUNTS}
    state, why = _standing(is_proposed=report.proposal_id is not None)
    return Verdict(state, why, report.table, counts, report.findings, report.import_id)


def recorded(line: Mapping[str, Any], findings: tuple[Finding, ...]) -> Verdict:
    """The same from the record of the import, when the report could not be written any more."""
    counts = {name: line.get(name, 0) for name in _COUNTS}
    state, why = _standing(is_proposed=line["status"] == "waiting")
    return Verdict(state, why, line["table_name"], counts, findings, line["import_id"])


def _standing(*, is_proposed: bool) -> tuple[State, str]:
    return ("waiting", PROPOSED) if is_proposed else ("taken", "TAKEN")


def refused(refusal: FileRefused) -> Verdict:
    if isinstance(refusal, FileAsks):
        return Verdict("waiting", "ASKS", findings=refusal.findings)
    return Verdict("refused", "REFUSED", findings=refusal.findings)
