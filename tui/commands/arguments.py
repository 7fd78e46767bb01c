"""The command line: every command with its options and words; read into one typed object."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from typing import NamedTuple

from core.text import INTERFACE_LANGUAGES, N_, _
from tui.commands.said import COLOURS, THEMES, Arguments
from tui.commands.usage import Parser, ShowVersion, count, day, teach_argparse

MOST_CUSTOMERS = 1_000_000
DEFAULT_HITS = 50
OPENING_OPTIONS = ("--ascii", "--no-mouse")
"""Options without a value that stand alone when the register in use is opened."""


class Command(NamedTuple):
    """A command: its name, what it does, and what adds its own arguments."""

    name: str
    words: str
    fill: Callable[[Parser], None]


def _nothing(parser: Parser) -> None:
    """A command without arguments of its own."""


def _demo(parser: Parser) -> None:
    parser.add_argument(
        "--customers", type=_customers, metavar="N", help=_("how many customers (2,000; up to a million)")
    )
    parser.add_argument("--again", action="store_true", help=_("make it anew, without what was changed in it"))


def _customers(text: str) -> int:
    number = count(text)
    if number > MOST_CUSTOMERS:
        raise argparse.ArgumentTypeError(_("at most a million customers"))
    return number


def _open(parser: Parser) -> None:
    parser.add_argument(
        "url", metavar="URL", help=_("a file, postgresql://…, https://… or unix:///…; a file that is not there is made")
    )


def _import(parser: Parser) -> None:
    parser.add_argument("file", metavar=_("FILE"), help=_("CSV, XLSX, XLS or ODS"))
    parser.add_argument("--dry-run", action="store_true", help=_("only say what would become of every row"))
    parser.add_argument("--refused", metavar=_("FILE"), help=_("write the refused rows there, to be mended"))
    parser.add_argument(
        "--mapping", metavar=_("FILE"), help=_("which column is which field (JSON); is written where it is missing")
    )


def _export(parser: Parser) -> None:
    parser.add_argument(
        "file",
        metavar=_("FILE"),
        nargs="?",
        help=_("CSV, XLSX, TXT, HTML or JSON by the end of its name; - is standard output"),
    )
    parser.add_argument("--view", metavar=_("NAME"), help=_("as this view of the list shows them"))
    parser.add_argument("--columns", metavar=_("NAMES"), help=_("with these columns: number,name,city …"))
    parser.add_argument("--search", metavar="TEXT", help=_("only those that this finds"))


def _find(parser: Parser) -> None:
    parser.add_argument("text", metavar="TEXT", nargs="+", help=_("name, number, contact, e-mail, town, phone …"))
    group = parser.add_mutually_exclusive_group()
    group.add_argument("--limit", type=count, metavar="N", help=_("at most so many (50)"))
    group.add_argument("--all", action="store_true", help=_("every hit"))


def _show(parser: Parser) -> None:
    parser.add_argument("number", metavar=_("NUMBER"), help=_("the customer number, or one it had before"))


def _template(parser: Parser) -> None:
    parser.add_argument("file", metavar=_("FILE"), help=_("the workbook to write (.xlsx)"))


def _settings(parser: Parser) -> None:
    parser.add_argument("key", metavar=_("KEY"), nargs="?", help=_("show only this setting"))
    parser.add_argument("value", metavar=_("VALUE"), nargs="?", help=_("give it this value"))


def _user(parser: Parser) -> None:
    parts = parser.add_subparsers(dest="part", metavar=_("COMMAND"), required=True)
    add = _subparser(parts, "add", _("add a user"))
    add.add_argument("login", metavar=_("LOGIN"), help=_("the name in the operating system"))
    add.add_argument("--name", metavar=_("NAME"), help=_("the name that others see"))
    add.add_argument("--administrator", action="store_true", help=_("with every right"))
    add.add_argument("--only-assigned", action="store_true", help=_("sees only assigned customers"))
    add.add_argument("--with", dest="with_right", action="append", metavar=_("RIGHT"), help=_("a right more"))
    add.add_argument("--without", dest="without_right", action="append", metavar=_("RIGHT"), help=_("a right less"))
    _subparser(parts, "list", _("list the users and their rights"))
    password = _subparser(parts, "password", _("give a user a password for signing in to a server"))
    password.add_argument("login", metavar=_("LOGIN"), nargs="?", help=_("whose; your own where none is named"))
    sign_ins = _subparser(parts, "sign-ins", _("list where a user is signed in"))
    sign_ins.add_argument("login", metavar=_("LOGIN"), nargs="?", help=_("whose; your own where none is named"))
    sign_out = _subparser(parts, "sign-out", _("end the sign-ins of a user, or one of them"))
    sign_out.add_argument("login", metavar=_("LOGIN|ID"), help=_("all of this user, or the one with this number"))


def _backup(parser: Parser) -> None:
    parser.add_argument("file", metavar=_("FILE"), help=_("the copy to write; must not be there yet"))


def _restore(parser: Parser) -> None:
    parser.add_argument("file", metavar=_("FILE"), help=_("the copy to put in the register's place"))
    parser.add_argument("--yes", action="store_true", help=_("don't ask"))


def _upgrade(parser: Parser) -> None:
    parser.add_argument("--yes", action="store_true", help=_("don't ask"))


def _check(parser: Parser) -> None:
    words = _("make what customers are found by anew, where that is what is wrong")
    parser.add_argument("--repair", action="store_true", help=words)


def _copy(parser: Parser) -> None:
    parser.add_argument("origin", metavar=_("FROM"), help=_("the register: a URL or the path of a file"))
    parser.add_argument("target", metavar=_("TO"), help=_("where nothing is: a new file, or a database without tables"))


def _signing(parser: Parser) -> None:
    parser.add_argument("url", metavar="URL", nargs="?", help=_("the server; that of the register in use if left out"))


def _serve(parser: Parser) -> None:
    parser.add_argument(
        "--listen", action="append", metavar=_("HOST:PORT"), help=_("where to listen (127.0.0.1:8765); may be repeated")
    )
    parser.add_argument("--socket", metavar=_("FILE"), help=_("a Unix socket, for users of this machine"))
    parser.add_argument("--certificate", metavar=_("FILE"), help=_("the certificate and its chain (PEM)"))
    parser.add_argument("--key", dest="key_file", metavar=_("FILE"), help=_("the certificate's key (PEM)"))
    parser.add_argument(
        "--behind-proxy",
        nargs="*",
        metavar=_("ADDRESS"),
        help=_("believe a proxy on this machine, or those named, about who calls"),
    )


def _keys(parser: Parser) -> None:
    parser.add_argument("--markdown", action="store_true", help=_("as a page of the documentation"))


COMMANDS: tuple[Command, ...] = (
    Command("demo", N_("open an example company, kept apart from real data"), _demo),
    Command("open", N_("open another register and remember it"), _open),
    Command("import", N_("read customers from a file"), _import),
    Command("export", N_("write every customer, or a list, to a file"), _export),
    Command("find", N_("find customers"), _find),
    Command("show", N_("show a customer's card"), _show),
    Command("template", N_("write an empty workbook to fill in"), _template),
    Command("settings", N_("show or change the company's settings"), _settings),
    Command("user", N_("add and list users, give them passwords, end their sign-ins"), _user),
    Command("upgrade", N_("bring the register up to date"), _upgrade),
    Command("backup", N_("copy the register while it is in use"), _backup),
    Command("restore", N_("put a copy in the register's place"), _restore),
    Command("copy", N_("move a register to another database, and prove both the same"), _copy),
    Command("serve", N_("serve the register to many, until stopped"), _serve),
    Command("sign-in", N_("sign in to a server with a password"), _signing),
    Command("sign-out", N_("end the sign-in at a server"), _signing),
    Command("check", N_("look for damage in the register"), _check),
    Command("keys", N_("list every key of the interface"), _keys),
)


def _common(parser: Parser, *, shown: bool) -> None:
    """Add the options that every command takes, before or after its name; help shows them once."""

    def words(text: str) -> str:
        return text if shown else argparse.SUPPRESS

    group = parser.add_argument_group(_("For every command"))
    group.add_argument(
        "--register", metavar="URL", help=words(_("the register: the path of a file, or a URL as of open"))
    )
    group.add_argument("--user", metavar=_("NAME"), help=words(_("who is at work")))
    group.add_argument("--language", choices=INTERFACE_LANGUAGES, help=words(_("the language of the interface")))
    group.add_argument("--today", type=day, metavar=_("DATE"), help=words(_("which day it is, for examples and tests")))
    group.add_argument("--json", action="store_true", help=words(_("answer in JSON")))
    screen = parser.add_argument_group(_("For the screen"))
    screen.add_argument("--theme", choices=THEMES, help=words(_("the colours")))
    screen.add_argument("--color", choices=COLOURS, help=words(_("how many colours the terminal has")))
    screen.add_argument("--ascii", action="store_true", help=words(_("signs of plain ASCII only")))
    screen.add_argument("--no-mouse", action="store_true", help=words(_("leave the mouse to the terminal")))


_Parts = argparse._SubParsersAction  # the type of what add_subparsers returns has no public name


def _subparser(parts: _Parts[Parser], name: str, words: str) -> Parser:
    found = parts.add_parser(
        name,
        help=words,
        description=words[:1].upper() + words[1:],
        epilog=_("Options for every command: kundkort --help"),
        allow_abbrev=False,
        argument_default=argparse.SUPPRESS,
    )
    _common(found, shown=False)
    return found


def parser(commands: Sequence[Command] = COMMANDS) -> Parser:
    """Return the parser of the command line with these commands, in the language of this context."""
    teach_argparse()
    found = Parser(
        prog="kundkort",
        usage=_("kundkort [OPTIONS] [COMMAND …]"),
        description=_(
            "The customer register of a field-service company. Without a command: opens the register in use."
        ),
        epilog=_("kundkort COMMAND --help says what a command takes."),
        allow_abbrev=False,
        argument_default=argparse.SUPPRESS,
    )
    found.add_argument("--version", action=ShowVersion, nargs=0, help=_("show program's version number and exit"))
    if commands:
        parts = found.add_subparsers(dest="command", metavar=_("COMMAND"), title=_("Commands"), prog="kundkort")
        for command in commands:
            command.fill(_subparser(parts, command.name, _(command.words)))
    _common(found, shown=True)
    return found


def parse(arguments: Sequence[str]) -> Arguments:
    """Read the call; SystemExit with code 2 where it is wrong, 0 after --help and --version."""
    return parser(_needed(arguments)).parse_args(arguments, namespace=Arguments())


def _needed(arguments: Sequence[str]) -> tuple[Command, ...]:
    """Return the commands that the parser must know for this call: making all takes as long as a frame of the screen.

    Without any it must not be asked for help, nor have anything that may be a command that is not there.
    """
    named = tuple(command for command in COMMANDS if command.name in arguments)
    if named and arguments[0] == named[0].name:
        return named
    return () if all(argument in OPENING_OPTIONS for argument in arguments) else COMMANDS
