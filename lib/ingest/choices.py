"""What a person decided about a file that cannot decide it itself."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Choices:
    """None: let the file say. `sheet`, `encoding`, `table` are options of a FileAsks; `header_row`
    counts as a spreadsheet does, from 1; `fill_merged` gives every row under a merged cell the
    value of that cell."""

    sheet: str | None = None
    encoding: str | None = None
    header_row: int | None = None
    fill_merged: bool = False
    table: str | None = None


NO_CHOICES = Choices()
