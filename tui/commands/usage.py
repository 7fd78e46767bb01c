"""argparse in the user's language: its own words, and a parser that answers as the rest of the program does."""

from __future__ import annotations

import argparse
import sys
from datetime import date
from typing import NoReturn

from core.text import N_, _, speech
from tui.commands.answers import safe

ARGPARSE_WORDS = (
    N_("usage: "),
    N_("options"),
    N_("positional arguments"),
    N_("show this help message and exit"),
    N_("show program's version number and exit"),
    N_("argument %(argument_name)s: %(message)s"),
    N_("expected one argument"),
    N_("expected at least one argument"),
    N_("ignored explicit argument %r"),
    N_("invalid choice: %(value)r (choose from %(choices)s)"),
    N_("not allowed with argument %s"),
    N_("the following arguments are required: %s"),
    N_("unrecognized arguments: %s"),
)
"""What argparse itself says, as it asks its module for a translation."""


def teach_argparse() -> None:
    """Let argparse ask our catalogue for its own words; it knows no other way than the name `_` in its module."""
    vars(argparse)["_"] = lambda message: speech().text(message)


class Parser(argparse.ArgumentParser):
    """A parser that says how to get help when it complains; what it repeats of the call is safe to print."""

    def error(self, message: str) -> NoReturn:
        """Say what is wrong with the call and how to get help; exit code 2."""
        self.print_usage(sys.stderr)
        help_line = _("{program} --help says more", program=self.prog)
        self.exit(2, f"{self.prog}: {safe(message)}\n{help_line}\n")


class ShowVersion(argparse.Action):
    """--version; the version is looked up only when somebody asks."""

    def __call__(self, parser: argparse.ArgumentParser, *_given: object) -> NoReturn:
        """Print the version and end with 0."""
        from importlib.metadata import version

        sys.stdout.write(f"kundkort {version('kundkort')}\n")
        parser.exit()


def day(text: str) -> date:
    """Read a date as it is written in Sweden: 2026-11-24."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(_("write a date like 2026-11-24")) from None


def count(text: str) -> int:
    """Read a number from 1 up; spaces between thousands are fine."""
    digits = "".join(text.split()).replace("\N{NO-BREAK SPACE}", "")
    if not (digits.isascii() and digits.isdigit() and int(digits) > 0):
        raise argparse.ArgumentTypeError(_("write a whole number, 1 or more"))
    return int(digits)
