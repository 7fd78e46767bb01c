"""How the register is reached: looked at once a second from memory, said in the header, and signing in once more."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

from core.errors import KundkortError, Unavailable
from core.text import _, number
from tui.paint import Line, Span
from tui.screens.working import is_beside
from tui.signs import sign

if TYPE_CHECKING:
    from core.register import Link, Register
    from tui.app import KundkortApp

LOOK_EVERY = 1.0
"""Seconds between two looks at the connection."""
STEP, PART = 0.05, 0.2
"""Seconds, and the part of what is shown, by which the round trip must differ before the header says another."""

SigningIn = Callable[[str, str], Awaitable[None]]
"""Signs in with a login and a password."""


class Connection:
    """The line to the register, as whoever works sees it. `signing_in` signs in; None where no password helps."""

    def __init__(self, app: KundkortApp, signing_in: SigningIn | None) -> None:
        self.signing_in = signing_in
        self.signed_out = False
        self._app = app
        self._register: Register | None = None
        self._link: Link | None = None
        self._told_lost = False
        self._page_open: asyncio.Future[bool] | None = None

    # -- the line --------------------------------------------------------------------------------------------------

    def begin(self, register: Register) -> None:
        """Look at the line of `register` from now on; a register that this program opens itself has none."""
        self._register = register
        if register.link.state != "local":
            self._app.set_interval(LOOK_EVERY, self.look)
            self.look()

    @property
    def remote(self) -> bool:
        """Whether the register is at the end of a line."""
        return self._register is not None and self._register.link.state != "local"

    @property
    def lost(self) -> bool:
        """Whether the register does not answer now, as far as is known."""
        return self._register is not None and self._register.link.state == "lost"

    def look(self) -> None:
        """Look once: say in the header what is another than before, and on the page that the register is back."""
        if self._register is None:
            return
        before, now = self._link, self._register.link
        if not _differs(before, now):
            return
        self._link = now
        self._app.page.refresh_header()
        if before is not None and before.state == "lost":
            self._app.feed.wake()
            self._app.page.start(self._came_back(), group="back", exclusive=True, beside=True)

    async def _came_back(self) -> None:
        told, self._told_lost = self._told_lost, False
        await self._app.learn_who()
        await self._app.page.came_back(told=told)

    def note(self) -> Line:
        """Return what is to be known of the connection, for the header; nothing where all is well."""
        if self.signed_out:
            return [Span(f"{sign('alert')} {_('signed out')}", "warning")]
        if self._link is None or self._link.state in ("local", "live"):
            return ()
        if self._link.state == "lost":
            return [Span(f"{sign('offline')} {_('no connection')}", "warning")]
        milliseconds = number(round(self._link.round_trip * 100) * 10)
        return [Span(_("slow, {n} ms", n=milliseconds), "muted")]

    def told(self, error: KundkortError) -> None:
        """Learn that an error was told: after a loss that somebody saw it is said that the connection is back."""
        if isinstance(error, Unavailable) and error.params["reason"] == "lost":
            self._told_lost = True

    # -- signing in once more --------------------------------------------------------------------------------------

    async def sign_in_again(self) -> bool:
        """Ask whoever works to sign in once more, over what they do; say whether they did.

        However many ask at once, it is asked once. Beside what is done (`WorkingScreen.start`) it is only noted: the
        header says it, and the next thing that the person does leads to the page.
        """
        if self.signing_in is None:
            return False
        if not self.signed_out:
            self.signed_out = True
            self._app.page.refresh_header()
        if is_beside():
            return False
        if self._page_open is None:
            self._page_open = asyncio.get_running_loop().create_future()
            me = self._app.me
            self._app.open_page(
                "tui.screens.sign_in",
                "SignInScreen",
                self.enter,
                login=me.login if me is not None else self._app.login,
                fixed=me is not None,
                done=self._signed_in,
            )
        return await asyncio.shield(self._page_open)

    async def enter(self, login: str, password: str) -> bool:
        """Sign in; the login is the one that is offered next time. Errors are the caller's."""
        assert self.signing_in is not None
        await self.signing_in(login, password)
        self._app.state.login = login
        return True

    def _signed_in(self, done: bool | None) -> None:
        page_open, self._page_open = self._page_open, None
        self.signed_out = not done
        self._app.feed.wake()
        self._app.call_later(self._app.refresh_header)
        if page_open is not None and not page_open.done():
            page_open.set_result(bool(done))


def _differs(before: Link | None, now: Link) -> bool:
    """Say whether the header says something else: a round trip that wavers a little is the same."""
    if before is None or before.state != now.state:
        return True
    step = max(STEP, before.round_trip * PART)
    return now.state == "slow" and abs(now.round_trip - before.round_trip) >= step
