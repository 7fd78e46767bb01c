"""What every page does beside being shown: asks the register, runs work, tells errors, says when it takes long."""

from __future__ import annotations

import asyncio
import contextlib
import weakref
from abc import abstractmethod
from collections.abc import Awaitable, Callable, Iterator
from contextvars import ContextVar
from functools import partial
from inspect import iscoroutine
from typing import TYPE_CHECKING, ParamSpec, TypeVar, cast

from textual.reactive import Reactive
from textual.screen import Screen, ScreenResultType
from textual.widget import Widget

from core.errors import KundkortError, SignedOut, Unavailable
from core.operation import Operation
from core.text import _

if TYPE_CHECKING:
    from tui.app import KundkortApp
    from tui.screens.base import Page

P = ParamSpec("P")
R = TypeVar("R")

PATIENCE = 0.15
"""Seconds before a wait is mentioned."""
LATER = 3.0
"""Seconds after which a wait is long: what can be done about it is mentioned then."""

_beside: ContextVar[bool] = ContextVar("beside", default=False)


def is_beside() -> bool:
    """Say whether what is done now is done beside what the person does, who asked for nothing."""
    return _beside.get()


def go_beside() -> None:
    """Say that all that this task does from now on is done beside what the person does."""
    _beside.set(True)


class WorkingScreen(Screen[ScreenResultType]):
    """A screen with a register to ask; a subclass shows `waiting_for`, the words about what takes long."""

    focused: Reactive[Widget | None] = Reactive(None, repaint=False)
    """Textual would paint the whole screen anew each time the focus moves."""
    waiting_for: str = ""

    @property
    def kundkort(self) -> KundkortApp:
        """The app, with its register and state."""
        return cast("KundkortApp", self.app)

    @abstractmethod
    def refresh_band(self) -> None:
        """Bring the status line and the keys up to date."""

    def _compositor_refresh(self) -> None:
        """Paint nothing while painting is held back: Textual would, and then neither send it nor do it again."""
        if not self.app._batch_count:
            super()._compositor_refresh()

    def start(
        self, work: Awaitable[object], *, group: str = "default", exclusive: bool = False, beside: bool = False
    ) -> None:
        """Run `work` beside the page; errors of the register are told. `exclusive`: it cancels others of its group.

        `beside`: nobody asked for it, so that a lost connection and a sign-in that ended are for the header to tell.
        """
        told: Callable[[], Awaitable[None]] = partial(self._unasked if beside else self._told, work)
        worker = self.run_worker(told, group=group, exclusive=exclusive, exit_on_error=True)
        if iscoroutine(work):
            # What is cancelled before it began would else be missed by Python as never awaited.
            weakref.finalize(worker, work.close)

    async def _told(self, work: Awaitable[object]) -> None:
        with self.errors_told():
            await work

    async def _unasked(self, work: Awaitable[object]) -> None:
        _beside.set(True)
        try:
            await self._told(work)
        finally:
            _beside.set(False)

    @contextlib.contextmanager
    def errors_told(self) -> Iterator[None]:
        """Tell an error of the register in the status line instead of raising it."""
        try:
            yield
        except KundkortError as error:
            if self.is_attached and not (is_beside() and _header_tells(error)):
                self.kundkort.tell(error, cast("Page[ScreenResultType]", self))

    async def ask(self, operation: Operation[P, R], /, *args: P.args, **kwargs: P.kwargs) -> R:
        """Ask the register, saying so when it takes long. Errors are the caller's, or `start` tells them."""
        with self.waiting():
            return await self.kundkort.ask(operation, *args, **kwargs)

    @contextlib.contextmanager
    def waiting(self, words: str = "", later: str = "") -> Iterator[None]:
        """Say in the status line that something is fetched, or `words`, if what is inside takes more than 150 ms.

        `later` is said in their place where it takes more than three seconds.
        """
        loop = asyncio.get_running_loop()
        mentions = [loop.call_later(PATIENCE, self._wait, words or _("Fetching …"))]
        if later:
            mentions.append(loop.call_later(LATER, self._wait, later))
        try:
            yield
        finally:
            for mention in mentions:
                mention.cancel()
            self._wait("")

    def _wait(self, words: str) -> None:
        if self.waiting_for != words:
            self.waiting_for = words
            self.refresh_band()


def _header_tells(error: KundkortError) -> bool:
    return isinstance(error, SignedOut) or (isinstance(error, Unavailable) and error.params["reason"] == "lost")
