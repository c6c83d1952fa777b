"""`accounts`: who may come in. Passwords are printed once and never typed as an argument."""

import argparse
from datetime import date

from lib.actions.accounts import (
    AccountRefused,
    NewAccount,
    change_access,
    end_of,
    last_day_of,
    open_account,
    reset_password,
)
from lib.cli.terminal import DONE, FAILED, USAGE, day_of, open_ward, print_json, say
from lib.reports.accounts import load_accounts
from lib.security.actors import ROLES, Actor, actor_as, is_open
from lib.settings import now
from lib.store.engine import Store
from lib.text.catalogue import _


def add_accounts(parser: argparse.ArgumentParser) -> None:
    commands = parser.add_subparsers(required=True, metavar="WHAT")
    commands.add_parser("list", help=_("who has an account")).set_defaults(do=_list)
    add = commands.add_parser("add", help=_("open an account; prints its one-time password"))
    add.add_argument("--name", required=True)
    add.add_argument("--role", required=True, choices=ROLES)
    add.add_argument("--team", help=_("works for this team"))
    add.add_argument("--member", help=_("the volunteer of the team who alone uses it"))
    add.add_argument("--group", help=_("works for this residential group"))
    add.add_argument("--until", type=day_of, metavar="DAY", help=_("the account's last day"))
    close = commands.add_parser("close", help=_("close an account"))
    reset = commands.add_parser("reset", help=_("print a new one-time password"))
    until = commands.add_parser("until", help=_("set an account's last day"))
    tie = commands.add_parser("tie", help=_("say which volunteer of the team alone uses it"))
    for command, do in (
        (add, _add), (until, _until), (tie, _tie), (close, _close), (reset, _reset),
    ):  # fmt: skip
        command.add_argument("login")
        command.set_defaults(do=do)
    until.add_argument("day", type=day_of, nargs="?", metavar="DAY",
                       help=_("without a day the account has no end"))  # fmt: skip
    shared = _("without a volunteer it is a telephone that the team shares")
    tie.add_argument("member", nargs="?", metavar="MEMBER", help=shared)
    parser.set_defaults(run=_accounts)


def _accounts(asked: argparse.Namespace, actor: Actor) -> int:
    """Whoever sits at the terminal already owns the files: an administrator under that name."""
    administrator = actor_as(actor.account, "administrator")
    with open_ward(asked) as store:
        if store.settings.is_demo:
            say(_("The demo has no accounts: choose a person at the door."))
            return USAGE
        try:
            asked.do(asked, store, administrator)
        except AccountRefused as problem:
            say(problem.sentence())
            return FAILED
    return DONE


def _list(_asked: argparse.Namespace, store: Store, actor: Actor) -> None:
    accounts = load_accounts(store, actor)
    print_json({
        "accounts": [
            {"login": a.login, "role": a.role, "team": a.team_id, "group": a.group_id,
             "member": a.member_id,
             "open": is_open(a, now()), "until": _written(last_day_of(a))}
            for a in accounts
        ]
    })  # fmt: skip


def _written(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _add(asked: argparse.Namespace, store: Store, actor: Actor) -> None:
    end = end_of(asked.until)
    place = (asked.team, asked.group, end, asked.member)
    new = NewAccount(asked.login, asked.name, asked.role, *place)
    password = open_account(store, actor, new)
    print_json({"login": asked.login, "one_time_password": password})


def _until(asked: argparse.Namespace, store: Store, actor: Actor) -> None:
    end = {"expires_at": end_of(asked.day)}
    change_access(store, actor, _id_of(asked, store, actor), end)


def _tie(asked: argparse.Namespace, store: Store, actor: Actor) -> None:
    change_access(store, actor, _id_of(asked, store, actor), {"member_id": asked.member})


def _close(asked: argparse.Namespace, store: Store, actor: Actor) -> None:
    change_access(store, actor, _id_of(asked, store, actor), {"disabled_at": now()})


def _reset(asked: argparse.Namespace, store: Store, actor: Actor) -> None:
    password = reset_password(store, actor, _id_of(asked, store, actor))
    print_json({"login": asked.login, "one_time_password": password})


def _id_of(asked: argparse.Namespace, store: Store, actor: Actor) -> str:
    by_login = {account.login: account.account_id for account in load_accounts(store, actor)}
    if asked.login not in by_login:
        raise AccountRefused("UNKNOWN")
    return by_login[asked.login]
