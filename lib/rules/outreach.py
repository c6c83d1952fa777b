"""When to talk again to somebody with whom no day was agreed upon.

Source: data/rules/outreach.toml, which knows every result of a talk.
"""

import tomllib
from collections.abc import Mapping
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any

from lib.schema.tables import ENUMERATIONS
from lib.settings import ROOT

OUTREACH_FILE = ROOT / "data" / "rules" / "outreach.toml"


def load_again_after(path: Path = OUTREACH_FILE) -> dict[str, int]:
    """Result -> days. Raises ValueError when one is missing, unknown or not a day later at least,
    for whoever is never due is forgotten."""
    said: dict[str, Any] = tomllib.loads(path.read_text("utf-8"))["again_after_days"]
    if said.keys() != set(ENUMERATIONS["outreach_result"].codes):
        raise ValueError("outreach.toml: not every result, or others")
    if not all(type(days) is int and days > 0 for days in said.values()):
        raise ValueError("outreach.toml: days")
    return said


@lru_cache(maxsize=1)
def shipped_again_after() -> Mapping[str, int]:
    return load_again_after()


def again_on(result: str | None, *, talked_on: date) -> date:
    """The day on which they are due again; of a result that the reader may not see the soonest."""
    days = shipped_again_after()
    return talked_on + timedelta(days.get(result or "", min(days.values())))
