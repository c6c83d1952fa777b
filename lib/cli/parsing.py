"""argparse in the reader's language: what it says of a wrong command comes from the catalogue."""

import argparse
from typing import NoReturn

from lib.cli.terminal import USAGE, Stopped
from lib.text.catalogue import N_, _, ngettext

# What argparse says of its own accord, in its own words.
WORDS = (
    N_("usage:"),
    N_("positional arguments"),
    N_("options"),
    N_("show this help message and exit"),
    N_("argument %(argument_name)s: %(message)s"),
    N_("invalid choice: %(value)r (choose from %(choices)s)"),
    N_("invalid %(type)s value: %(value)r"),
    N_("the following arguments are required: %s"),
    N_("unrecognized arguments: %s"),
    N_("not allowed with argument %s"),
    N_("one of the arguments %s is required"),
    N_("ambiguous option: %(option)s could match %(matches)s"),
    N_("ignored explicit argument %r"),
    N_("expected one argument"),
    N_("expected at most one argument"),
    N_("expected at least one argument"),
)


def _in_our_words(message: str) -> str:
    """A sentence of the catalogue begins and ends without a space."""
    bare = message.rstrip(" ")
    return _(bare) + message[len(bare) :]


# It asks gettext, which knows compiled files only; the catalogue is asked in its place.
vars(argparse).update(_=_in_our_words, ngettext=ngettext)


class WrongUsage(Stopped):
    """The command line cannot be understood, or names what is not there."""

    def __init__(self, words: str, code: str = "USAGE") -> None:
        super().__init__(code, words, USAGE)


class Parser(argparse.ArgumentParser):
    """Stops with WrongUsage, so that a script that asked for JSON gets JSON."""

    def error(self, message: str) -> NoReturn:
        raise WrongUsage(f"{self.format_usage()}{message}")
