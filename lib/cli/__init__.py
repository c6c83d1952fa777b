"""The ward from a terminal: the same actions and reports as the pages, for people and scripts."""

import argparse
import sys
import textwrap
from collections.abc import Sequence

from lib.cli.accounts import add_accounts
from lib.cli.auditing import add_audit
from lib.cli.exporting import add_export, add_template
from lib.cli.figures import add_indicators
from lib.cli.importing import add_import
from lib.cli.inbox import add_inbox
from lib.cli.keeping import add_backup, add_doctor, add_restore
from lib.cli.parsing import Parser, WrongUsage
from lib.cli.serving import add_demo, add_serve, add_ward
from lib.cli.terminal import Stopped, file_trouble, print_json, say
from lib.cli.undoing import add_undo
from lib.cli.wall import add_wall
from lib.security.actors import NotAllowed, terminal_actor
from lib.settings import account_name
from lib.store.problems import StoreProblem
from lib.text.catalogue import N_, _

_COMMANDS = """\
    python -m lib.cli import FILE... [--table T] [--mapping FILE] [--constant COLUMN=VALUE]
                      [--sheet S] [--encoding E] [--sender WHO] [--confirm] [--reason WHY]
                      [--dry-run] [--report out.xlsx] [--ward] [--json]
    python -m lib.cli undo IMPORT_ID [--dry-run] [--json]
    python -m lib.cli export TABLE [--format csv|xlsx] [--headers codes|labels] [--reason WHY]
                      [--output FILE]
    python -m lib.cli template TABLE|--all [--format csv|xlsx] [--output FILE|FOLDER]
    python -m lib.cli indicators --as-of 2021-12-29 [--by group] [--json]
    python -m lib.cli demo [--rebuild]
    python -m lib.cli ward
    python -m lib.cli serve [--port 8501] [--address A [--name N] --certificate FILE --key FILE]
                      [--without-tls]
    python -m lib.cli wall --output FOLDER [--every 60]
    python -m lib.cli inbox [--allow SENDER | --disallow SENDER] [--json]
    python -m lib.cli backup [--new-key]
    python -m lib.cli restore [FILE] [--key FILE]
    python -m lib.cli accounts list | add LOGIN --name NAME --role ROLE [--team T | --group G]
                      [--member M] [--until DAY] | until LOGIN [DAY] | tie LOGIN [MEMBER]
                      | close LOGIN | reset LOGIN
    python -m lib.cli audit verify [--noted NUMBER:HASH] [--json]
    python -m lib.cli doctor [--go-on] [--json]"""
_INTRODUCTION = N_(
    "The ward from a terminal: the same actions and reports as the pages, for people and scripts."
)
_EXIT_CODES = N_(
    "Exit codes: 0 done, every row accepted; 1 some rows refused, or some cells of an undo kept; "
    "2 wrong usage; 3 the whole file refused, or it asks for --table, --sheet, --encoding or "
    "--confirm; 4 anything else that can be expected (not allowed, database busy, no ward yet); 5 "
    "a file changes so much of its list that it waits for a second person, or, in a trial, would. "
    "Of several files the highest."
)
_CONDITIONS = N_(
    "With --json exactly one JSON object is printed on standard output, also when nothing could "
    "be done: then it holds error and message. Everything for people goes to standard error. "
    "Whoever runs it acts under the operating-system account as the data officer. WARD_DATA_DIR "
    "moves the data folder. It works beside a running server."
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; the help names the exit codes."""
    typed = sys.argv[1:] if arguments is None else arguments
    try:
        asked = _parser().parse_args(typed)
        return asked.run(asked, terminal_actor(account_name()))  # type: ignore[no-any-return]
    except WrongUsage as wrong:
        raise SystemExit(_fail(wrong, typed)) from None
    except Stopped as stopped:
        return _fail(stopped, typed)
    except StoreProblem as problem:
        return _fail(Stopped(problem.code, problem.sentence()), typed)
    except NotAllowed as problem:
        return _fail(Stopped("NOT_ALLOWED", problem.sentence()), typed)
    except OSError as error:
        return _fail(file_trouble(error), typed)


def _fail(stopped: Stopped, typed: Sequence[str]) -> int:
    say(stopped.words)
    if "--json" in typed:
        print_json({"error": stopped.code, "message": stopped.words})
    return stopped.exit_code


def _parser() -> Parser:
    parser = Parser(
        prog="python -m lib.cli",
        description="\n\n".join(
            (_filled(_INTRODUCTION), _COMMANDS, *map(_filled, (_EXIT_CODES, _CONDITIONS)))
        ),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    add_import(commands.add_parser("import", help=_("take files in, or say what they would do")))
    add_undo(commands.add_parser("undo", help=_("take an import back")))
    add_export(commands.add_parser("export", help=_("print a table as CSV or workbook")))
    add_template(commands.add_parser("template", help=_("make an empty list to fill in")))
    add_indicators(commands.add_parser("indicators", help=_("print the figures of a day")))
    add_demo(commands.add_parser("demo", help=_("build the demo ward")))
    add_ward(commands.add_parser("ward", help=_("begin the real ward, empty")))
    add_inbox(commands.add_parser("inbox", help=_("look through the inbox folder now")))
    add_serve(commands.add_parser("serve", help=_("start the dashboard")))
    add_wall(commands.add_parser("wall", help=_("write the meeting room's screen")))
    add_backup(commands.add_parser("backup", help=_("make a backup now")))
    add_restore(commands.add_parser("restore", help=_("put a backup in the ward's place")))
    add_accounts(commands.add_parser("accounts", help=_("open, close and reset accounts")))
    add_audit(commands.add_parser("audit", help=_("check that the audit is whole")))
    add_doctor(commands.add_parser("doctor", help=_("say whether the installation is sound")))
    return parser


def _filled(words: str) -> str:
    return textwrap.fill(_(words), 98)
