"""`kundkort sign-in` and `sign-out`: who one is at a server, from one call to the next; and asking for it within one."""

from __future__ import annotations

import sys

from core.errors import SignedOut
from core.places import kind_of, takes_password
from core.text import _
from tui.commands.answers import safe
from tui.commands.call import Call, wait_for
from tui.commands.configuration import whole_url
from tui.commands.stopping import DONE, REFUSED, WRONGLY_CALLED, Stopped


def sign_in(call: Call) -> int:
    """Sign in to a server: the password is asked for without showing it, or read from stdin where that is no terminal."""
    url = _server(call)
    if sys.stdin.isatty():
        login, password = ask(call, url)
    else:
        login, password = call.login, sys.stdin.readline().rstrip("\r\n")
    if not password:
        raise Stopped(_("No password was written: nobody is signed in"))
    wait_for(_signed_in(url, login, password))
    if call.answers.json:
        call.answers.value({"register": url, "login": login})
    else:
        call.answers.line(_("Signed in to {url} as {login}", url=url, login=login))
    return DONE


async def _signed_in(url: str, login: str, password: str) -> None:
    from core.register import sign_in_to

    await sign_in_to(url, login, password)


def sign_out(call: Call) -> int:
    """End the sign-in at a server, there and here."""
    from core.remote.client import sign_out as end

    url = _server(call)
    try:
        wait_for(end(url))
    except SignedOut:
        raise Stopped(_("Nobody was signed in to {url} from here", url=url), REFUSED) from None
    if call.answers.json:
        call.answers.value({"register": url})
    else:
        call.answers.line(_("Signed out of {url}", url=url))
    return DONE


def _server(call: Call) -> str:
    """Return the URL of the server that is meant; raises Stopped where it is none that one signs in to."""
    url = whole_url(call.arguments.url) or call.url
    if kind_of(url) != "server":
        raise Stopped(
            _("{url} is no server, so nobody signs in there: name one, like https://register.example", url=url),
            WRONGLY_CALLED,
        )
    if not takes_password(url):
        raise Stopped(_("On a socket of this machine the system says who you are: just open {url}", url=url))
    return url


def ask(call: Call, url: str) -> tuple[str, str]:
    """Ask at the terminal who one is at the server at `url`; return login and password.

    Raises Stopped where stdin is no terminal: then there is nobody to ask.
    """
    from getpass import getpass

    if not sys.stdin.isatty():
        raise Stopped(_("Nobody is signed in: kundkort sign-in {url}", url=url))
    login = call.arguments.user
    if not login:
        sys.stderr.write(safe(_("Login at {url} (Enter: {login}): ", url=url, login=call.login)))
        sys.stderr.flush()
        login = sys.stdin.readline().strip() or call.login
    try:
        return login, getpass(safe(_("Password of {login}: ", login=login)))
    except EOFError:
        raise Stopped(_("No password was written: nobody is signed in")) from None
