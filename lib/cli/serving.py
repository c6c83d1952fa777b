"""`demo`, `ward` and `serve`: build the demo ward, begin the real one, start the dashboard."""

import argparse
import subprocess
import sys

from lib.actions.demo import load_demo
from lib.cli.terminal import DONE, say
from lib.security.actors import Actor
from lib.settings import ROOT, demo_settings, ward_settings
from lib.store.engine import open_store
from lib.text.catalogue import _


def add_demo(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--rebuild", action="store_true", help=_("throw the old one away"))
    parser.set_defaults(run=_demo)


def add_ward(parser: argparse.ArgumentParser) -> None:
    parser.set_defaults(run=_ward)


def add_serve(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--port", type=int)
    parser.set_defaults(run=_serve)


def _demo(asked: argparse.Namespace, _actor: Actor) -> int:
    settings = demo_settings()
    reports = load_demo(settings, rebuild=asked.rebuild)
    for report in reports:
        say(f"{report.table}: {report.accepted} + {report.refused} = {report.rows}")
    say(_("The demo ward is in {folder}.").format(folder=settings.folder))
    return DONE  # rows refused on the way are troubles planted in the demo


def _ward(_asked: argparse.Namespace, _actor: Actor) -> int:
    settings = ward_settings()
    open_store(settings).close()
    say(_("The ward's data is in {folder}.").format(folder=settings.folder))
    say(_("Start the dashboard: it prints the code that opens the first account."))
    return DONE


def _serve(asked: argparse.Namespace, _actor: Actor) -> int:
    command = [sys.executable, "-m", "streamlit", "run", str(ROOT / "app.py")]
    if asked.port:
        command += ["--server.port", str(asked.port)]
    try:
        return subprocess.call(command, cwd=ROOT)
    except KeyboardInterrupt:
        return DONE
