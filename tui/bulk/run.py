"""A bulk change while it goes on: its job is followed whatever page is on top."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

from core.bulk.api import bulk_refusals, change_many
from core.bulk.views import BulkChange, BulkRow
from core.customers.views import Selection
from core.errors import KundkortError
from core.jobs.api import cancel_job, resume_job
from core.jobs.views import Job
from core.text import _
from tui.bulk.looking import BulkLines
from tui.jobs import ON_ITS_WAY, follow
from tui.listing.viewport import Wanted

if TYPE_CHECKING:
    from textual.worker import Worker

    from tui.app import KundkortApp

LOOK_EVERY = 0.1
"""Seconds between two looks at the job."""
WINDOW = 200
MOST_LEFT = 10_000
"""So many refused customers stay marked: what can be marked one by one."""


class BulkRun:
    """A change of many customers, `expected` of them by the preview. `told` is called when something of it is another.

    `refused` are the first of those that could not be changed; `error` is what went wrong last. `ended` is called once.
    """

    def __init__(
        self, app: KundkortApp, selection: Selection, change: BulkChange, seen: int | None, expected: int
    ) -> None:
        self.change = change
        self.expected = expected
        self.job: Job | None = None
        self.refused: tuple[BulkRow, ...] = ()
        self.error: KundkortError | None = None
        self.is_running = False
        self.told: Callable[[], None] = lambda: None
        self.ended: Callable[[], None] = lambda: None
        self._app = app
        self._selection = selection
        self._seen = seen
        self._worker: Worker[None] | None = None

    @property
    def is_done(self) -> bool:
        """Whether it came to its end."""
        return self.job is not None and self.job.state == "done"

    def count(self, outcome: str) -> int:
        """Return how many customers came to `outcome` so far."""
        return self.job.counts.get(outcome, 0) if self.job is not None else 0

    @property
    def left(self) -> int:
        """How many it did not come to."""
        return self.job.total - self.job.done if self.job is not None else self.expected

    def note(self) -> str:
        """Return how far it is, for the status line of any page; "" when it does not go on."""
        if not self.is_running:
            return ""
        job = self.job
        return _("changing {n} %", n=100 * job.done // job.total if job is not None and job.total else 0)

    def begin(self) -> None:
        """Start it."""
        self._start(self._begin)

    def resume(self) -> None:
        """Go on where it stopped."""
        self._start(self._resume)

    async def stop(self) -> None:
        """Stop it after its present chunk; what is changed stays changed."""
        if self.job is not None and self.job.state in ON_ITS_WAY:
            self.job = await self._app.ask(cancel_job, self.job.id)
            self.told()

    def _start(self, work: Callable[[], Awaitable[None]]) -> None:
        self.is_running, self.error = True, None
        self._worker = self._app.run_worker(self._with_errors(work), group="bulk", exit_on_error=True)
        self.told()

    async def _with_errors(self, work: Callable[[], Awaitable[None]]) -> None:
        try:
            await work()
        except KundkortError as error:
            self.error = error
        self.is_running = False
        self.told()
        self.ended()

    async def _begin(self) -> None:
        await self._follow(await self._app.ask(change_many, self._selection, self.change, self._seen))

    async def _resume(self) -> None:
        assert self.job is not None
        await self._follow(await self._app.ask(resume_job, self.job.id))

    async def _follow(self, job: Job) -> None:
        """Look at the job until it goes on no more, then at what was refused."""
        self.job = job
        job = await follow(self._app, job, self._set_job, every=LOOK_EVERY)
        self.refused = tuple(await self._refusals(job))

    def _set_job(self, job: Job) -> None:
        if job != self.job:
            self.job = job
            self.told()

    async def _refusals(self, job: Job) -> list[BulkRow]:
        rows: list[BulkRow] = []
        after, at_end = 0, not job.counts.get("refused")
        while not at_end and len(rows) < MOST_LEFT:
            found = await self._app.ask(bulk_refusals, job.id, after, 1000)
            rows += found.rows
            after, at_end = found.last, found.at_end
        return rows

    def window(self, wanted: Wanted) -> BulkLines:
        """Return the refused rows that are wanted; a position is the place of a row."""
        start = {"first": 0, "last": max(len(self.refused) - WINDOW, 0)}.get(wanted.place, 0)
        if wanted.place == "at":
            start = max(min(wanted.at, len(self.refused) - 1), 0)
        elif wanted.place == "after":
            start = int(wanted.position) + 1
        elif wanted.place == "before":
            start = max(int(wanted.position) - WINDOW, 0)
        end = int(wanted.position) if wanted.place == "before" else start + WINDOW
        rows = self.refused[start:end]
        last = start + len(rows)
        return BulkLines(rows, str(start), str(max(last - 1, 0)), start == 0, last >= len(self.refused), start)
