"""One import from its file to its end; it goes on while its page is closed, and is there when that is opened again."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TYPE_CHECKING, Literal, ParamSpec, TypeVar

from core.errors import KundkortError, NotFound
from core.exchange.driving import put_file
from core.history.views import Undone
from core.imports.api import dry_run, read_file, refused_rows, start_import, undo_import
from core.imports.views import OUTCOMES, FileView, ImportRow, Mapping, Outcome
from core.jobs.api import cancel_job, get_job, resume_job
from core.jobs.views import Job
from core.operation import Operation
from core.text import _
from tui.jobs import ON_ITS_WAY, follow

if TYPE_CHECKING:
    from textual.worker import Worker

    from tui.app import KundkortApp

P = ParamSpec("P")
R = TypeVar("R")

Stage = Literal["reading", "unread", "read", "trying", "tried", "applying", "stopped", "applied", "undoing", "undone"]
"""Where an import is. "unread": the file cannot be read; "read": it is here, but what its columns are must be said;
"stopped": half of it is in."""


class Import:
    """A file, how its columns are read, its dry run, the rows left out, the job, and what was taken back.

    `told` is called whenever something of it is another; `error` is what went wrong last. What goes on goes on as a
    worker of the app, so no page needs to be open.
    """

    def __init__(self, app: KundkortApp, path: Path) -> None:
        self.path = path
        self.stage: Stage = "reading"
        self.file: FileView | None = None
        self.mapping: Mapping | None = None
        self.dry: Job | None = None
        self.job: Job | None = None
        self.seconds = 0.0
        self.left_out: dict[int, ImportRow] = {}
        self.undone: Undone | None = None
        self.error: KundkortError | OSError | None = None
        self.told: Callable[[], None] = lambda: None
        self.ended: Callable[[], None] = lambda: None
        self._app = app
        self._blob = ""
        self._worker: Worker[None] | None = None

    @property
    def name(self) -> str:
        """What the file is called."""
        return self.path.name

    @property
    def shown_job(self) -> Job | None:
        """The job whose rows are looked at: the import's once there is one, else the dry run's."""
        return self.job or self.dry

    @property
    def is_running(self) -> bool:
        """Whether something goes on that one can wait for."""
        return self.stage in ("reading", "trying", "applying", "undoing")

    @property
    def changes_register(self) -> bool:
        """Whether the register is being changed by it now."""
        return self.stage in ("applying", "undoing")

    def note(self) -> str:
        """Return how far it is, for pages that show something else: "import 45 %"; "" while it leaves the register alone."""
        if self.stage == "undoing":
            return _("taking an import back")
        job = self.job if self.changes_register else None
        return _("import {n} %", n=100 * job.done // job.total if job.total else 0) if job is not None else ""

    def rows(self, outcome: Outcome) -> int:
        """Return how many rows of the file come to `outcome`, those left out by hand counted as skipped."""
        job = self.shown_job
        counted = job.counts.get(f"{outcome}_rows", 0) if job is not None else 0
        if self.job is not None:
            return counted
        if outcome == "skipped":
            return counted + sum(row.outcome != "skipped" for row in self.left_out.values())
        return counted - sum(row.outcome == outcome for row in self.left_out.values())

    @property
    def to_import(self) -> int:
        """How many rows would change something."""
        return sum(self.rows(outcome) for outcome in ("new", "changed", "added"))

    @property
    def read(self) -> int:
        """How many rows were read so far."""
        return sum(self.rows(outcome) for outcome in OUTCOMES)

    # -- what is done ----------------------------------------------------------------------------------------------

    def begin(self) -> None:
        """Put the file into the register, read it, and try it dry."""
        self._start(self._read_and_try())

    def try_again(self, file: FileView, mapping: Mapping) -> None:
        """Try it dry with columns that were set by hand."""
        self.file, self.mapping = file, mapping
        self._start(self._try())

    def apply(self) -> None:
        """Import it: it can be taken back afterwards."""
        self._start(self._apply())

    def resume(self) -> None:
        """Go on where it stopped."""
        self._start(self._resume())

    def take_up(self, job: Job) -> None:
        """Take up an import that an earlier run of the program began."""
        self.job = job
        self._start(self._take_up(job))

    def take_back(self) -> None:
        """Take the whole import back."""
        self._start(self._take_back())

    async def read_anew(self, encoding: str, delimiter: str) -> FileView:
        """Return the file as it reads with another encoding or delimiter."""
        return await self._ask(read_file, self._blob, encoding, delimiter)

    async def stop(self) -> None:
        """Stop the job that runs after its present chunk, and wait until it has; what is in stays in."""
        job, worker = self.shown_job, self._worker
        if job is not None and job.state in ON_ITS_WAY:
            self._set_job(await self._ask(cancel_job, job.id))
            if worker is not None:
                await worker.wait()
        elif worker is not None:
            worker.cancel()

    async def write_refused(self, path: Path) -> int:
        """Write the refused rows to a file, and return how many bytes it has; OSError where that can't be."""
        from tui.commands.exporting import write_file

        assert self.shown_job is not None
        return await write_file(path, await self._ask(refused_rows, self.shown_job.id))

    # -- how ---------------------------------------------------------------------------------------------------------

    async def _ask(self, operation: Operation[P, R], /, *args: P.args, **kwargs: P.kwargs) -> R:
        return await self._app.ask(operation, *args, **kwargs)

    def _start(self, work: Awaitable[None]) -> None:
        self.error = None
        self._worker = self._app.run_worker(self._with_errors(work), group="import", exit_on_error=True)

    async def _with_errors(self, work: Awaitable[None]) -> None:
        """Keep an error for the page to tell; what was there before stays."""
        well = False
        try:
            await work
            well = True
        except (KundkortError, OSError) as error:
            self.error = error
        finally:
            if not well:
                self.stage = self._stage_after_error()
                self.told()
                self.ended()

    def _stage_after_error(self) -> Stage:
        if self.job is not None:
            return "applied" if self.job.state == "done" else "stopped"
        if self.stage == "applying":
            return "tried"
        return "read" if self.file is not None else "unread"

    def _go(self, stage: Stage) -> None:
        self.stage = stage
        self.told()

    async def _read_and_try(self) -> None:
        self._go("reading")
        blob = await put_file(await self._app.register_ready(), self.path)
        self._blob = blob.hash
        self.file = await self._ask(read_file, blob.hash)
        await self._try()

    async def _try(self) -> None:
        began = time.monotonic()
        self.left_out.clear()
        self.dry = None
        self._go("trying")
        self.dry = await self._ask(dry_run, self._blob, self.mapping)
        if self.mapping is None and self.file is not None:
            self.mapping = self.file.mapping
        await self._follow(self.dry)
        self.seconds = time.monotonic() - began
        self._go("tried" if self.dry.state == "done" else "read")

    async def _apply(self) -> None:
        assert self.dry is not None
        began = time.monotonic()
        self._go("applying")
        skip = tuple(sorted(self.left_out))
        self.job = await self._ask(start_import, self._blob, self.mapping, skip, self.dry.id)
        self._remember()
        await self._follow(self.job)
        self.seconds = time.monotonic() - began
        self._end_applying()

    async def _resume(self) -> None:
        assert self.job is not None
        self._go("applying")
        self._set_job(await self._ask(resume_job, self.job.id))
        await self._follow(self.job)
        self._end_applying()

    def _remember(self) -> None:
        """Remember an import that is not at its end, so that the program finds it after it was ended."""
        state, job = self._app.state, self.job
        over = job is None or self.stage in ("applied", "undone")
        state.import_job = 0 if job is None or over else job.id
        state.import_file, state.import_register = str(self.path), self._app.register_url

    def _end_applying(self) -> None:
        self._go("applied" if self.job is not None and self.job.state == "done" else "stopped")
        self._remember()
        self.ended()

    async def _take_up(self, job: Job) -> None:
        self._go("applying" if job.state in ON_ITS_WAY else "stopped")
        await self._follow(job)
        self._end_applying()

    async def _take_back(self) -> None:
        assert self.job is not None
        self._go("undoing")
        self.undone = await self._ask(undo_import, self.job.id)
        self._go("undone")
        self._remember()
        self.ended()

    async def _follow(self, job: Job) -> None:
        """Look at a job until it goes on no more."""
        self._set_job(job)
        await follow(self._app, job, self._set_job)

    def _set_job(self, job: Job) -> None:
        if self.job is not None and job.id == self.job.id:
            changed, self.job = job != self.job, job
        else:
            changed, self.dry = job != self.dry, job
        if changed:
            self.told()


async def unfinished(app: KundkortApp) -> Import | None:
    """Return the import of an earlier run that did not come to its end; None where there is none in this register."""
    state = app.state
    if not state.import_job or state.import_register != app.register_url:
        return None
    try:
        job = await app.ask(get_job, state.import_job)
    except NotFound:
        job = None
    if job is None or job.state == "done":
        state.import_job = 0
        return None
    work = Import(app, Path(state.import_file))
    work.take_up(job)
    return work
