"""The wall screen: one static page of published figures, with no database behind it."""

from collections.abc import Sequence
from datetime import datetime

from lib.documents.overview_sheet import sheet_template


def wall_page(
    *, language: str, title: str, day: str, made: str, late: str, note: str, moment: datetime,
    figures: Sequence[tuple[str, str]],
) -> str:  # fmt: skip
    """HTML that asks for itself anew every minute; `late` shows when it is five minutes old."""
    return sheet_template("wall.html").render(
        language=language, title=title, day=day, made=made, late=late, note=note,
        moment=moment.isoformat(), figures=figures,
    )  # fmt: skip
