"""What others change while one works: one call that waits for it, for the whole program, and pages that follow."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any

from msgspec.structs import replace

from core.errors import KundkortError, Unavailable
from core.people.api import me
from core.records.api import changes, wait
from core.records.views import Changes
from core.settings.api import get_settings
from tui.screens.base import Page
from tui.screens.working import go_beside

if TYPE_CHECKING:
    from tui.app import KundkortApp

PATIENCE = 25
"""Seconds that the register lets one call wait; what lies between closes no connection after so short a time."""
SHORTEST, LONGEST = 1.0, 10.0
"""Seconds between two tries while the register does not answer."""
ALL_KINDS = ("list_view", "setting", "user")
"""What the program itself knows of the register, which is another one where another copy took its place."""
SO_QUICK = 0.1
"""Seconds: a wait that ends sooner, and tells nothing, did not wait."""


class Feed:
    """Waits for changes as long as the program runs, and tells the pages that follow (`Live`).

    `seen` and `epoch` say up to where the pages were told; -1: nothing is known yet. Nothing is sent to the terminal
    where nothing changed. While the register does not answer it is asked ever more seldom; the header says so.
    """

    def __init__(self, app: KundkortApp) -> None:
        self.seen = -1
        self.epoch = ""
        self.failures = 0
        self.pages: list[Live] = []
        self.rest: Callable[[float], Awaitable[object]] = asyncio.sleep
        self._app = app
        self._standing = asyncio.Lock()
        self._resting: asyncio.Future[object] | None = None
        self._task: asyncio.Task[None] | None = None

    def begin(self) -> None:
        """Wait from now on."""
        if self._task is None:
            self._task = asyncio.get_running_loop().create_task(self._follow(), name="feed")
            self._task.add_done_callback(self._ended)

    async def end(self) -> None:
        """Wait no more: the register is about to be closed."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.wait([self._task])

    def _ended(self, task: asyncio.Task[None]) -> None:
        error = None if task.cancelled() else task.exception()
        if isinstance(error, Exception):
            self._app._handle_exception(error)

    async def stand(self) -> None:
        """Note where the register stands, unless that is known."""
        async with self._standing:
            if self.seen < 0:
                found = await self._app.ask(changes, -1)
                self.seen, self.epoch = found.seq, found.epoch
                for page in self.pages:
                    page.stands()

    async def _follow(self) -> None:
        go_beside()
        await self._app.register_ready()
        while True:
            begun = asyncio.get_running_loop().time()
            try:
                await self.stand()
                found = await self._app.ask(wait, self.seen, self.epoch, PATIENCE)
            except KundkortError as error:
                if not self.failures and _is_of_the_file(error):
                    self._app.tell(error)
                await self._rest(self._pause(error))
                continue
            self.failures = 0
            if found.tells:
                another = bool(self.epoch) and found.epoch != self.epoch
                self.hear(replace(found, kinds=ALL_KINDS) if another else found)
            elif asyncio.get_running_loop().time() - begun < SO_QUICK:
                await self._rest(SHORTEST)
            self.seen, self.epoch = found.seq, found.epoch

    async def _rest(self, seconds: float) -> None:
        self._resting = asyncio.ensure_future(self.rest(seconds))
        try:
            await asyncio.wait([self._resting])
        finally:
            self._resting.cancel()
            self._resting = None

    def wake(self) -> None:
        """Ask at once: the register answers again."""
        self.failures = 0
        if self._resting is not None:
            self._resting.cancel()

    def _pause(self, error: KundkortError) -> float:
        """Return for how long nothing is asked after an error: twice as long each time, and not all programs at once."""
        asked_for: float = error.wait if isinstance(error, Unavailable) else 0.0
        longest: float = min(SHORTEST * 2.0**self.failures, LONGEST)
        self.failures += 1
        return max(asked_for, longest * random.uniform(0.5, 1))  # noqa: S311 - no secret

    def hear(self, found: Changes) -> None:
        """Tell the app and every page that follows."""
        if found.kinds:
            self._app.page.start(learn_anew(self._app, found), group="who", beside=True)
        for page in self.pages:
            page.hear(found)


class Live:
    """What one page follows: `told` is called with what changed, while the page is on top, and else when it is again.

    `every` is how many seconds lie between two calls at the least: what changes meanwhile is told in one.
    """

    def __init__(self, page: Page[Any], told: Callable[[Changes], Awaitable[None]], *, every: float = 0.0) -> None:
        self.page = page
        self.told = told
        self.every = every
        self._untold: Changes | None = None
        self._telling = False
        self._resting = False
        self._read_early = False

    @property
    def feed(self) -> Feed:
        """The program's feed."""
        return self.page.kundkort.feed

    def begin(self) -> None:
        """Follow from now on, until the page is gone."""
        self.feed.pages.append(self)
        self.page.followed = self

    def end(self) -> None:
        """Follow no more."""
        self.feed.pages.remove(self)

    async def remember(self) -> None:
        """Note where the register stands; called before the page reads, so that nothing is missed.

        Over a line it is not waited for: what the page reads meanwhile is read once more when it is known.
        """
        register = await self.page.kundkort.register_ready()
        if self.feed.seen >= 0:
            return
        if register.link.state == "local":
            await self.feed.stand()
        else:
            self._read_early = True

    def stands(self) -> None:
        """Learn that it is known from where on changes are told: what was read before is read again."""
        if self._read_early:
            self._read_early = False
            self.hear(Changes(seq=self.feed.seen, epoch=self.feed.epoch, everything=True))

    def hear(self, found: Changes) -> None:
        """Take what changed, and tell it as soon as the page is on top."""
        self._untold = together(self._untold, found)
        self.look()

    def look(self) -> None:
        """Tell what has not been told yet, beside whatever else is done."""
        if self._untold is not None and self._is_on_top and not (self._telling or self._resting):
            self._telling = True
            self.page.start(self._tell(), group="look", beside=True)

    @property
    def _is_on_top(self) -> bool:
        # Textual's `is_current` is true of a page below too, where one may see through the one above.
        return self.page.is_attached and self.page.app.screen is self.page

    async def _tell(self) -> None:
        found, self._untold = self._untold, None
        try:
            if found is not None:
                await self.told(found)
        except KundkortError:
            # What could not be read is still to be told.
            self._untold = together(found, self._untold)
            raise
        finally:
            self._telling = False
        if self.every:
            self._resting = True
            self.page.set_timer(self.every, self.rested)
        self.look()

    def rested(self) -> None:
        """Learn that the time between two calls is over."""
        self._resting = False
        self.look()


def together(before: Changes | None, after: Changes | None) -> Changes | None:
    """Return what changed before and after as one."""
    if before is None or after is None:
        return before or after
    lost = (set(before.lost) - set(after.customers)) | set(after.lost)
    return replace(
        after,
        customers=tuple(sorted((set(before.customers) | set(after.customers)) - lost)),
        lost=tuple(sorted(lost)),
        kinds=tuple(sorted({*before.kinds, *after.kinds})),
        everything=before.everything or after.everything,
    )


async def learn_anew(app: KundkortApp, found: Changes) -> None:
    """Ask who is working and what the company's settings are, where others changed that; show what is shown by them."""
    before = who, settings = app.me, app.settings
    if who is None or settings is None:
        return
    if "user" in found.kinds:
        # Where the register stands is no news of who one is.
        who = replace(await app.ask(me), seq=who.seq)
    if "setting" in found.kinds:
        settings = await app.ask(get_settings)
    if (who, settings) != before:
        app.me, app.settings = who, settings
        app.state.company, app.state.user = settings.company_name, who.name or who.login
        for page in app.screen_stack:
            if isinstance(page, Page):
                page.settings_changed()


def _is_of_the_file(error: KundkortError) -> bool:
    """Say whether an error of waiting is one that no header tells: of a register in a file that can't be read any more."""
    return isinstance(error, Unavailable) and error.params["reason"] in ("moved", "missing")
