"""`indicators`: the figures of a day."""

import argparse
import re
from datetime import date
from typing import Any

from lib.cli.terminal import DONE, open_ward, print_json
from lib.security.actors import Actor
from lib.settings import FIRST_DAY, LAST_DAY
from lib.text.catalogue import _
from lib.text.formats import format_day

_DAY_FIRST = re.compile(r"([0-9]{1,2})/([0-9]{1,2})/([0-9]{4})")


def add_indicators(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--as-of", type=_day, metavar="YYYY-MM-DD")
    parser.add_argument("--by", choices=("group",))
    parser.add_argument("--json", action="store_true")
    parser.set_defaults(run=_indicators)


def _day(text: str) -> date:
    try:
        day = _written_day(text)
    except ValueError:
        raise argparse.ArgumentTypeError(_("write the day as 2021-12-29 or 29/12/2021")) from None
    if not FIRST_DAY <= day <= LAST_DAY:
        words = _("the day must lie between {first} and {last}")
        raise argparse.ArgumentTypeError(
            words.format(first=format_day(FIRST_DAY), last=format_day(LAST_DAY))
        )
    return day


def _written_day(text: str) -> date:
    if day_first := _DAY_FIRST.fullmatch(text):
        day, month, year = map(int, day_first.groups())
        return date(year, month, day)
    return date.fromisoformat(text)


def _indicators(asked: argparse.Namespace, actor: Actor) -> int:
    from lib.reports.figures import figures_payload  # heavy, and needed by this command only

    with open_ward(asked) as store:
        as_of = asked.as_of or store.settings.default_as_of
        payload = figures_payload(store, actor, as_of, asked.by == "group")
    if asked.json:
        print_json(payload)
        return DONE
    for name, figure in payload.items():
        print(name, figure if name == "as_of" else _figure_line(figure), sep="\t")
    return DONE


def _figure_line(figure: dict[str, Any]) -> str:
    value = _("no data") if figure["value"] is None else figure["value"]
    parts = [value, figure["numerator"], figure["denominator"]]
    nothing, by_group = _("no data"), figure.get("by_group", {})
    groups = [f"{group}={nothing if n is None else n}" for group, n in by_group.items()]
    return "\t".join([*("" if part is None else str(part) for part in parts), *groups])
