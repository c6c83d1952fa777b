"""`indicators`: the figures of a day."""

import argparse
from typing import Any

from lib.cli.terminal import DONE, day_of, open_ward, print_json
from lib.security.actors import Actor
from lib.text.catalogue import _


def add_indicators(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--as-of", type=day_of, metavar="YYYY-MM-DD")
    parser.add_argument("--by", choices=("group",))
    parser.add_argument("--json", action="store_true")
    parser.set_defaults(run=_indicators)


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
