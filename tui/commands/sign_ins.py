"""`kundkort user password`, `sign-ins` and `sign-out`: how users sign in to a server, and where they are signed in."""

from __future__ import annotations

import sys

from core.people.api import end_all_sign_ins, end_sign_in, set_password, sign_ins
from core.people.views import SignIn
from core.settings.api import get_settings
from core.text import _, ngettext
from tui.commands.call import Call, wait_for
from tui.commands.stopping import DONE, REFUSED, Stopped
from tui.when import local_time, near_time, read_time

LONGEST_ID = 15
"""Digits of the longest number of a sign-in; longer ones are logins."""


def password(call: Call) -> int:
    """Give a user a password: asked for twice without showing it, or read from stdin where that is no terminal."""
    login = call.arguments.login
    new, current = _from_terminal(own=not login) if sys.stdin.isatty() else _from_stdin()
    return wait_for(_password(call, login, new, current))


async def _password(call: Call, login: str, new: str, current: str) -> int:
    async with call.register() as register:
        await register(set_password, login, new, current)
    if call.answers.json:
        call.answers.value({"login": login or call.login})
    elif login:
        call.answers.line(_("{login} has a new password and signs in anew everywhere", login=login))
    else:
        call.answers.line(_("You have a new password and sign in anew on your other devices"))
    return DONE


def _from_terminal(*, own: bool) -> tuple[str, str]:
    """Ask for a new password twice and, where it is one's own, for the present one first; return new and present."""
    from getpass import getpass

    try:
        current = getpass(_("Your password now (Enter if you have none): ")) if own else ""
        new = getpass(_("New password: "))
        again = getpass(_("The same once more: "))
    except EOFError:
        raise Stopped(_("No password was written: nothing was changed")) from None
    if new != again:
        raise Stopped(_("The two are not the same: nothing was changed"), REFUSED)
    return new, current


def _from_stdin() -> tuple[str, str]:
    """Read the new password from the first line and the present one, where one is needed, from the second."""
    new, current = (sys.stdin.readline().rstrip("\r\n") for _line in range(2))
    if not new:
        raise Stopped(_("No password was written: nothing was changed"))
    return new, current


def listed(call: Call) -> int:
    """Answer with the sign-ins of a user that hold."""
    return wait_for(_listed(call))


async def _listed(call: Call) -> int:
    async with call.register() as register:
        found = await register(sign_ins, call.arguments.login)
        zone = (await register(get_settings)).time_zone
    if call.answers.json:
        call.answers.value(found)
        return DONE
    today = local_time(call.clock(), zone).date()

    def when(stamp: str) -> str:
        moment = read_time(stamp, zone)
        return near_time(moment, today) if moment else ""

    def cells(one: SignIn) -> tuple[str, ...]:
        mark = _("this one") if one.current else ""
        return str(one.id), one.device_name, when(one.created), when(one.used), when(one.expires), mark

    headings = ("Id", _("Device"), _("Signed in"), _("Last used"), _("Ends"), "")
    call.answers.table(headings, map(cells, found))
    return DONE


def end(call: Call) -> int:
    """End one sign-in by its id, or every one of a user."""
    return wait_for(_end(call))


async def _end(call: Call) -> int:
    who = call.arguments.login
    async with call.register() as register:
        if who.isascii() and who.isdigit() and len(who) <= LONGEST_ID:
            await register(end_sign_in, int(who))
            count = 1
        else:
            count = await register(end_all_sign_ins, who)
    if call.answers.json:
        call.answers.value({"ended": count})
    else:
        call.answers.line(ngettext("{n} sign-in ended", "{n} sign-ins ended", count))
    return DONE
