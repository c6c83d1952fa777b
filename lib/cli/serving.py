"""`demo`, `ward` and `serve`: build the demo ward, begin the real one, start the dashboard."""

import argparse
import subprocess
import sys
from pathlib import Path

from lib.actions.demo import load_demo
from lib.cli.terminal import DONE, USAGE, say
from lib.security.actors import Actor
from lib.settings import ROOT, accepting_plain_network, demo_settings, ward_settings
from lib.store.engine import open_store
from lib.text.catalogue import _


def add_demo(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--rebuild", action="store_true", help=_("throw the old one away"))
    parser.set_defaults(run=_demo)


def add_ward(parser: argparse.ArgumentParser) -> None:
    parser.set_defaults(run=_ward)


def add_serve(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--port", type=int)
    parser.add_argument("--address", help=_("0.0.0.0 for all computers of the network"))
    parser.add_argument(
        "--name",
        action="append",
        default=[],
        help=_("under which others reach it; may be repeated"),
    )
    parser.add_argument("--certificate", type=Path, help=_("for HTTPS, as a PEM file"))
    parser.add_argument("--key", type=Path, help=_("of the certificate, as a PEM file"))
    parser.add_argument(
        "--without-tls", action="store_true", help=_("let others in though anybody can read along")
    )
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
    """The server itself refuses other computers without a certificate; see lib.ui.startup."""
    files = [file for file in (asked.certificate, asked.key) if file]
    if len(files) == 1 or not all(file.is_file() for file in files):
        say(_("A certificate and its key are needed, as two files that are there."))
        return USAGE
    options = {
        "port": [asked.port], "address": [asked.address], "allowedHosts": asked.name,
        "sslCertFile": files[:1], "sslKeyFile": files[1:],
    }  # fmt: skip
    command = [sys.executable, "-m", "streamlit", "run", str(ROOT / "app.py")]
    for name, values in options.items():
        for value in filter(None, values):
            command += [f"--server.{name}", str(value)]
    environment = accepting_plain_network() if asked.without_tls else None
    try:
        return subprocess.call(command, cwd=ROOT, env=environment)
    except KeyboardInterrupt:
        return DONE
