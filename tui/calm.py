"""The part of the app that nothing may disturb: errors become a line, what was typed is kept, no traceback is shown."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import datetime
from io import StringIO
from pathlib import Path
from typing import Any, NamedTuple, cast

from rich.console import Console, RenderableType
from rich.text import Text
from textual import events
from textual.driver import Driver
from textual.worker import WorkerFailed

from core.errors import KundkortError
from core.text import _
from tui import state as states
from tui.harmless import harmless
from tui.screens.base import Level, Page
from tui.trouble import append, log_error
from tui.type_ahead import OneKeyAtATime
from tui.wire import Wire

KEPT_MESSAGES = 200


class Said(NamedTuple):
    """One message that was said: when (local time), what, and how grave."""

    at: datetime
    text: str
    level: Level


class CalmApp(OneKeyAtATime, inherit_bindings=False):
    """An app that tells errors in the status line, logs what nobody expected, and ends without losing anything.

    `before_end` are functions that are called, quickly, when the program ends, is told to end or loses its terminal.
    `raises_bugs` None: only without a terminal, so that tests fail on them.
    """

    def __init__(self, state: states.State, state_file: Path | None, log: Path | None) -> None:
        super().__init__()
        self.state = state
        self.before_end: list[Callable[[], None]] = []
        self.messages: list[Said] = []
        self.ended_by: int | None = None
        self.raises_bugs: bool | None = None
        self._state_file, self._log_file = state_file, log

    def get_driver_class(self) -> type[Driver]:
        """Return the driver of this system; on all but Windows one that sends only what differs."""
        found = super().get_driver_class()
        if found.__name__ != "LinuxDriver":
            return found
        from tui.lean_driver import LeanDriver

        return LeanDriver

    def forget_terminal(self) -> None:
        """Take nothing on the terminal for what it was: it was resized, or something else wrote on it."""
        wire = getattr(self._driver, "wire", None)
        if isinstance(wire, Wire):
            wire.forget()

    def on_resize(self) -> None:
        """A terminal of another size shows what it likes until it is painted."""
        self.forget_terminal()

    @property
    def state_file(self) -> Path | None:
        """Where the state is remembered, None where it is not."""
        return self._state_file

    @property
    def page(self) -> Page[Any]:
        """The page on top."""
        return cast("Page[Any]", self.screen)

    # -- messages and errors ---------------------------------------------------------------------------------------

    def remember(self, text: str, level: Level) -> None:
        """Keep a message for Ctrl+L; the same one again is kept once."""
        if self.messages and self.messages[-1].text == text:
            self.messages.pop()
        self.messages.append(Said(datetime.now().astimezone(), text, level))
        del self.messages[:-KEPT_MESSAGES]

    def say_done(self, words: str) -> None:
        """Say on the page on top that something was done."""
        self.page.say(words, "tick", "success")

    def tell(self, error: KundkortError, page: Page[Any] | None = None) -> None:
        """Say in the status line of `page`, if it is on top, else of the one that is, what an error means."""
        from core.words import error_text

        self.told(error)
        top = self.page
        (page if page is not None and page.is_current else top).say(
            error_text(error, served=self.is_served), level="error"
        )

    @property
    def is_served(self) -> bool:
        """Whether a server answers, and not this program itself."""
        return False

    def told(self, error: KundkortError) -> None:
        """Learn that an error is told."""

    def _handle_exception(self, error: Exception) -> None:
        """Log what nobody expected; the terminal never shows a traceback. A page that still works stays open."""
        cause = error.error if isinstance(error, WorkerFailed) else error
        page_works = isinstance(error, WorkerFailed) and bool(self._screen_stack)
        if isinstance(cause, KundkortError) and page_works:
            self.tell(cause)
            return
        if self.raises_bugs if self.raises_bugs is not None else self.is_headless:
            super()._handle_exception(error)
            return
        if self._log_file is not None:
            log_error(self._log_file, cause)
        if page_works:
            self.page.say(self._what_happened(), level="error")
            return
        self._end_calmly()

    def panic(self, *renderables: RenderableType) -> None:
        """End with a line; what Textual wants to show, the traceback of a thread of its own, goes to the log."""
        if self._log_file is not None:
            console = Console(file=StringIO(), width=120, color_system=None)
            with console.capture() as written:
                console.print(*renderables)
            append(self._log_file, written.get())
        self._end_calmly()

    def _what_happened(self) -> str:
        place = self._log_file or "–"
        return _("Something in kundkort went wrong. What you have typed is kept. Details: {place}", place=place)

    def _end_calmly(self) -> None:
        self._return_code = 1
        self.end_well()
        super().panic(Text(harmless(self._what_happened())))

    # -- the end ---------------------------------------------------------------------------------------------------

    async def on_event(self, event: events.Event) -> None:
        """Let a message go at the next key, before the key does anything; a question gets the keys that follow it."""
        if isinstance(event, events.Key) and isinstance(self.screen, Page):
            if not event.is_forwarded:
                self.screen.unsay()
            elif self.screen.band.asking:
                # It was on its way to what had the focus when the question was asked.
                await self.screen.band.on_key(event)
                return
        await super().on_event(event)

    async def action_quit(self) -> None:
        """Quit; pages with something unsaved ask first."""
        self.run_worker(self.leave(), group="quit", exclusive=True)

    async def leave(self, last: Callable[[], Awaitable[object]] | None = None) -> None:
        """Ask every page whether it may be closed, do `last` where all of them may, and end."""
        for page in reversed(self.screen_stack):
            if not isinstance(page, Page):
                continue
            while page.unsaved and self.screen is not page:
                # What it asks must be seen.
                await self.screen.dismiss(None)
            if not await page.may_leave():
                return
        if last is not None:
            await last()
        self.end_well()
        self.exit()

    def end_well(self) -> None:
        """Do what must be done before the program ends: what was typed goes to disk, the state is remembered."""
        hooks, self.before_end = self.before_end, []
        for hook in hooks:
            try:
                hook()
            except OSError as error:
                if self._log_file is not None:
                    log_error(self._log_file, error)
        if self._state_file is not None:
            states.save(self._state_file, self.state)

    def hung_up(self, number: int) -> None:
        """End because of a signal: the terminal is gone, or somebody asked the program to end."""
        self.ended_by = number
        self.end_well()
        self.exit(return_code=128 + number)
