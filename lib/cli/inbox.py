"""`inbox`: look through the inbox folder once; say whose files are taken without a look."""

import argparse

from lib.actions.inbox import allow_inbox, look
from lib.cli.terminal import DONE, SOME_REFUSED, open_ward, print_json, say
from lib.reports.inbox import STATES
from lib.security.actors import Actor
from lib.store.inbox import InboxFile
from lib.text.catalogue import _


def add_inbox(parser: argparse.ArgumentParser) -> None:
    chosen = parser.add_mutually_exclusive_group()
    chosen.add_argument("--allow", metavar="SENDER", help=_("take this sender's clean files in"))
    chosen.add_argument(
        "--disallow", metavar="SENDER", help=_("let this sender's files wait again")
    )
    parser.add_argument("--json", action="store_true")
    parser.set_defaults(run=_inbox)


def _inbox(asked: argparse.Namespace, actor: Actor) -> int:
    with open_ward(asked) as store:
        if sender := asked.allow or asked.disallow:
            allow_inbox(store, actor, sender, is_allowed=bool(asked.allow))
        files = look(store, actor)
    if asked.json:
        print_json({"files": [_as_json(file) for file in files]})
    for file in files:
        say(f"{file.name}: {_(STATES[file.state])}")
    say(_("{n} files in the inbox.").format(n=len(files)))
    return SOME_REFUSED if any(file.state == "refused" for file in files) else DONE


def _as_json(file: InboxFile) -> dict[str, object]:
    return {"name": file.name, "state": file.state, "report": dict(file.report)}
