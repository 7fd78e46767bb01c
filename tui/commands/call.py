"""One call of a command: what was asked, by whom, of which register, and where the answer goes."""

from __future__ import annotations

from collections.abc import AsyncIterator, Coroutine, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from core.clock import Clock, clock_on, system_clock
from core.errors import Outdated, SignedOut
from core.places import Places, kind_of, takes_password
from tui import state as states
from tui.commands import configuration
from tui.commands.answers import Answers
from tui.commands.said import Arguments
from tui.commands.stopping import UNAVAILABLE, Stopped

if TYPE_CHECKING:
    from core.register import Register

R = TypeVar("R")


@dataclass(frozen=True)
class Call:
    """What a command gets."""

    arguments: Arguments
    where: Places
    configured: Mapping[str, str]
    state: states.State
    answers: Answers

    @property
    def url(self) -> str:
        """The register in use."""
        return configuration.register_url(self.arguments.register, self.configured, self.state, self.where)

    @property
    def login(self) -> str:
        """Who is at work."""
        return configuration.login_of(self.arguments.user, self.configured)

    @property
    def clock(self) -> Clock:
        """The time, on the day that --today says."""
        return clock_on(self.arguments.today) if self.arguments.today else system_clock

    @asynccontextmanager
    async def register(self) -> AsyncIterator[Register]:
        """Open the register in use for as long as the block lasts."""
        from tui.trouble import keep_log

        keep_log(self.where.log)
        try:
            register = await self._open()
            try:
                yield register
            finally:
                await register.close()
        except Outdated as error:
            if kind_of(self.url) != "server":
                raise
            # Of a server it must be said which of the two sides is the older one.
            from core.words import error_text

            raise Stopped(error_text(error, served=True), UNAVAILABLE) from error

    async def _open(self) -> Register:
        """Open the register; at a server where nobody is signed in from here, whoever is at the terminal is asked."""
        from core.register import open_register, sign_in_to

        try:
            return await open_register(self.url, user=self.login, clock=self.clock)
        except SignedOut:
            if not takes_password(self.url):
                raise
        from tui.commands.signing import ask

        await sign_in_to(self.url, *ask(self, self.url))
        return await open_register(self.url, user=self.login, clock=self.clock)


def wait_for(work: Coroutine[Any, Any, R]) -> R:
    """Run the work of a command to its end."""
    import asyncio

    return asyncio.run(work)


def make_call(arguments: Arguments, where: Places, configured: Mapping[str, str], state: states.State) -> Call:
    """Put a call together."""
    return Call(arguments, where, configured, state, Answers(json=arguments.json))
