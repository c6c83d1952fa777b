"""`audit`: whether the account of who did what is whole, and what to note so that one can tell."""

import argparse

from lib.cli.terminal import DONE, FAILED, open_ward, print_json, say
from lib.reports.audit import chain_state, parse_noted
from lib.security.actors import Actor
from lib.store.audit import Head
from lib.text.catalogue import _


def add_audit(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("what", choices=("verify",), help=_("walk the whole chain of entries"))
    parser.add_argument(
        "--noted", type=_noted, metavar="NUMBER:HASH",
        help=_("an earlier end of the chain, which must still lie on it"),
    )  # fmt: skip
    parser.add_argument("--json", action="store_true")
    parser.set_defaults(run=_verify)


def _noted(text: str) -> Head:
    try:
        return parse_noted(text)
    except ValueError:
        raise argparse.ArgumentTypeError(_("write NUMBER:HASH as it was shown")) from None


def _verify(asked: argparse.Namespace, actor: Actor) -> int:
    with open_ward(asked) as store:
        state = chain_state(store, actor, asked.noted)
    broken = state.broken
    if asked.json:
        first = broken and {"number": broken.number, "what": broken.what}
        print_json({"entries": state.head.number, "hash": state.head.hash, "broken": first})
    if broken:
        words = _("The chain is broken at entry {number} ({what}).")
        say(words.format(number=broken.number, what=broken.what))
        return FAILED
    say(_("The audit is whole: {n} entries, each bound to the one before.").format(
        n=state.head.number
    ))  # fmt: skip
    say(_("Write down the end of the chain elsewhere, so that a cut would be noticed:"))
    say(state.noted)
    return DONE
