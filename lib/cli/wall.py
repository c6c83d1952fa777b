"""`wall`: the meeting room's screen as a file that any web server, or a browser alone, can show."""

import argparse
import time
from pathlib import Path

from lib.cli.terminal import DONE, open_ward, say
from lib.documents.wall import wall_page
from lib.indicators.suppression import BASE
from lib.reports.published import SHARES, PublishedFigure, published_overview
from lib.reports.ward import ward
from lib.security.actors import Actor
from lib.settings import now
from lib.store.engine import Store
from lib.store.files import write_whole
from lib.text.catalogue import _, language
from lib.text.formats import format_day, format_moment, format_number


def add_wall(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--output", type=Path, required=True, help=_("folder of the page"))
    parser.add_argument("--every", type=int, help=_("write it anew after so many seconds"))
    parser.set_defaults(run=_wall)


def _wall(asked: argparse.Namespace, actor: Actor) -> int:
    target: Path = asked.output / "index.html"
    target.parent.mkdir(parents=True, exist_ok=True)
    with open_ward(asked) as store:
        while True:
            write_whole(target, page(store, actor).encode())
            target.chmod(0o644)  # it holds what may leave the ward's staff
            if not asked.every:
                break
            time.sleep(asked.every)
    say(str(target))
    return DONE


def page(store: Store, actor: Actor) -> str:
    """What may leave the ward's staff and nothing else."""
    as_of, moment = store.settings.default_as_of, now()
    report = published_overview(store, actor, as_of)
    demo = [_("Demo ward, everybody is invented")] if store.settings.is_demo else []
    hidden = _("Counts of 1 to {n} are not shown; the others are rounded to multiples of {base}.")
    return wall_page(
        language=language(),
        title=ward(store, actor).ward_name or _("Ward not named yet"),
        day=_("As of the end of {day}").format(day=format_day(as_of)),
        made=_("made {moment}").format(moment=format_moment(moment.isoformat(timespec="minutes"))),
        late=_("This page is out of date."),
        note=" \u00b7 ".join([hidden.format(n=report.rule.at_most, base=BASE), *demo]),
        moment=moment,
        figures=[(_(each.indicator.label), _words(each)) for each in report.figures],
    )


def _words(figure: PublishedFigure) -> str:
    if figure.is_hidden:
        return _("few")
    if figure.value is None:
        return _("no data")
    if figure.indicator.id in SHARES:
        return f"{format_number(figure.value * 100)} %"
    return format_number(figure.value, 1 if figure.indicator.unit == "rate" else 0)
