"""Write the files as a team would send them: headings, separators and title rows of real life."""

import csv
import io
from collections.abc import Mapping
from pathlib import Path

from maker.words import heading

Row = dict[str, object]


def write_table(
    folder: Path, table: str, rows: list[Row], *, style: str = "vi", separator: str = ",",
    titles: tuple[str, ...] = (), borrowed: Mapping[str, str] | None = None,
) -> None:  # fmt: skip
    """UTF-8 with BOM and CRLF, as Excel saves; a column without any value is left out.

    `borrowed` tells which table the heading of a column comes from, when not from this one.
    """
    columns = [name for name in rows[0] if any(row[name] not in ("", None) for row in rows)]
    text = io.StringIO()
    writer = csv.writer(text, delimiter=separator, lineterminator="\r\n")
    blanks = [""] * (len(columns) - 1)  # a spreadsheet fills its title rows up to the table's width
    writer.writerows([[title, *blanks] for title in titles])
    writer.writerow(
        [heading((borrowed or {}).get(column, table), column, style) for column in columns]
    )
    writer.writerows([[_cell(row[column]) for column in columns] for row in rows])
    (folder / f"{table}.csv").write_bytes(text.getvalue().encode("utf-8-sig"))


def _cell(value: object) -> str:
    return "" if value is None else str(value)


def place_cells(place: tuple[float, float] | None) -> Row:
    longitude, latitude = place or ("", "")
    return {"latitude": latitude, "longitude": longitude}
