"""When a whole file cannot be read: nothing was changed, and the findings say why."""

from typing import Any

from lib.schema.findings import Finding


class FileRefused(Exception):
    """The file as a whole is refused. The message holds codes only, never a cell's text."""

    def __init__(self, *findings: Finding) -> None:
        super().__init__(", ".join(finding.code for finding in findings))
        self.findings = findings


def refuse(code: str, table: str = "", **params: Any) -> FileRefused:
    return FileRefused(Finding(code, table, params=params))
