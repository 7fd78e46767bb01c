"""One taking out of the list, from its job to the file on this computer; it goes on whatever page is on top."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Literal, NamedTuple, ParamSpec, TypeVar

from core.customers.columns import ListColumn
from core.customers.views import CustomerOrder, Selection
from core.errors import KundkortError, NotFound
from core.exchange.api import ListFormat, export_file, start_export
from core.jobs.api import cancel_job, get_job, resume_job
from core.jobs.views import Job
from core.operation import Operation
from core.text import _, speech
from tui.commands.exporting import write_file
from tui.jobs import ON_ITS_WAY, follow

if TYPE_CHECKING:
    from textual.worker import Worker

    from tui.app import KundkortApp

P = ParamSpec("P")
R = TypeVar("R")

Stage = Literal["working", "fetching", "done", "stopped", "cancelled"]
"""Where it is. "fetching": the file is made and on its way here; "stopped": something went wrong, it can be begun anew."""


class Taken(NamedTuple):
    """What is taken out: which customers, as which format, with which columns, in which order, under which title."""

    format: ListFormat
    selection: Selection
    columns: tuple[ListColumn, ...] = ()
    order: CustomerOrder = CustomerOrder.RELEVANCE
    descending: bool = False
    title: str = ""


class Export:
    """A file that is being made, and where it is to lie. `told` is called when something of it is another, `ended` once.

    `error` is what went wrong last. It is remembered until it is done, so that the next start of the program finds it.
    """

    def __init__(self, app: KundkortApp, path: Path) -> None:
        self.path = path
        self.stage: Stage = "working"
        self.job: Job | None = None
        self.error: KundkortError | OSError | None = None
        self.told: Callable[[], None] = lambda: None
        self.ended: Callable[[], None] = lambda: None
        self._app = app
        self._worker: Worker[None] | None = None

    @property
    def is_running(self) -> bool:
        """Whether it goes on."""
        return self.stage in ("working", "fetching")

    def note(self) -> str:
        """Return how far it is, for the status line of any page; "" when it does not go on."""
        if not self.is_running:
            return ""
        job = self.job
        # What is left when all rows are read is not nothing: a workbook is packed, the file comes over.
        done = 0 if job is None or not job.total else min(99, 100 * job.done // job.total)
        return _("{name} {n} %", name=self.path.name, n=done)

    def begin(self, taken: Taken) -> None:
        """Start the job, and write the file when it is done."""
        self._start(taken)

    def begin_again(self) -> None:
        """Start the job that stopped again, in place of a new one."""
        self._start(None)

    def _start(self, taken: Taken | None) -> None:
        self.stage, self.error = "working", None
        self._worker = self._app.run_worker(self._with_errors(taken), group="export", exit_on_error=True)

    async def stop(self) -> None:
        """Stop it; nothing is left of it."""
        self.stage = "cancelled"
        if self._worker is not None:
            self._worker.cancel()
        if self.job is not None and self.job.state in ON_ITS_WAY:
            await self._ask(cancel_job, self.job.id)
        self._forget()
        self.told()

    async def _with_errors(self, taken: Taken | None) -> None:
        try:
            await self._run(taken)
        except (KundkortError, OSError) as error:
            self.error, self.stage = error, "stopped"
        self.told()
        self.ended()

    async def _run(self, taken: Taken | None) -> None:
        if taken is None:
            assert self.job is not None
            self.job = await self._ask(resume_job, self.job.id)
        else:
            language = speech().language
            self.job = await self._ask(start_export, **taken._asdict(), language=language)
            self._remember()
        await follow(self._app, self.job, self._set_job)
        if self.job.state != "done":
            self.stage = "stopped"
            return
        self.stage = "fetching"
        self.told()
        await write_file(self.path, await self._ask(export_file, self.job.id))
        self.stage = "done"
        self._forget()

    async def _ask(self, operation: Operation[P, R], /, *args: P.args, **kwargs: P.kwargs) -> R:
        return await self._app.ask(operation, *args, **kwargs)

    def _set_job(self, job: Job) -> None:
        if job != self.job:
            self.job = job
            self.told()

    def _remember(self) -> None:
        state = self._app.state
        state.export_job = self.job.id if self.job is not None else 0
        state.export_file, state.export_register = str(self.path), self._app.register_url

    def _forget(self) -> None:
        self._app.state.export_job = 0


async def unfinished(app: KundkortApp) -> Export | None:
    """Return what an earlier run of the program began to take out of this register and did not finish; None where nothing."""
    state = app.state
    if not state.export_job or state.export_register != app.register_url:
        return None
    try:
        job = await app.ask(get_job, state.export_job)
    except NotFound:
        state.export_job = 0
        return None
    if job.state == "cancelled":
        state.export_job = 0
        return None
    work = Export(app, Path(state.export_file))
    work.job, work.stage = job, "stopped"
    return work
