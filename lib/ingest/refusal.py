"""When a whole file cannot be read: nothing was changed, and the findings say why."""

from __future__ import annotations

from collections.abc import Mapping as Named
from typing import TYPE_CHECKING, Any, Literal

from lib.schema.findings import Finding

if TYPE_CHECKING:
    from lib.ingest.mapping import Mapping

Question = Literal["sheet", "encoding", "table"]
_CODES: dict[Question, str] = {
    "sheet": "FILE_ASKS_SHEET",
    "encoding": "FILE_ASKS_ENCODING",
    "table": "FILE_ASKS_TABLE",
}


class FileRefused(Exception):
    """The file as a whole is refused. The message holds codes only, never a cell's text.

    `mapping` and `n_rows` are given when so much is known: which headings were recognised,
    which not, what is missing, and how many rows stand below them; `header_row` where the
    headings seem to stand, for Choices.
    """

    def __init__(
        self,
        *findings: Finding,
        mapping: Mapping | None = None,
        n_rows: int | None = None,
        header_row: int | None = None,
    ) -> None:
        super().__init__(", ".join(finding.code for finding in findings))
        self.findings = findings
        self.mapping = mapping
        self.n_rows = n_rows
        self.header_row = header_row


class FileAsks(FileRefused):
    """The file can be read in several ways; `Choices` with one of `options` settles it. The
    likeliest stands first.

    `samples` gives up to five texts per option, to choose by: for the screen only.
    """

    def __init__(
        self,
        question: Question,
        samples: Named[str, tuple[str, ...]],
        *,
        mapping: Mapping | None = None,
        n_rows: int | None = None,
    ) -> None:
        finding = Finding(_CODES[question], "", params={"n": len(samples)})
        super().__init__(finding, mapping=mapping, n_rows=n_rows)
        self.question = question
        self.options = list(samples)
        self.samples = dict(samples)


def refuse(code: str, table: str = "", **params: Any) -> FileRefused:
    return FileRefused(Finding(code, table, params=params))
