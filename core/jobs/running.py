"""How jobs run: chunk by chunk, each one transaction that also says how far it came, with a rest between."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any, TypeAlias, TypeVar

import msgspec

from core.clock import moment, stamp
from core.errors import Invalid, KundkortError, NotFound, Param
from core.jobs.tables import JobRow
from core.jobs.views import Job, JobState
from core.operation import Operation
from core.services import Services
from core.work import UnitOfWork

R = TypeVar("R")
log = logging.getLogger(__name__)

REST = 0.02
"""Seconds between chunks: SQLite's lock is not fair, and others wait for it (DESIGN 3)."""
BEAT = 5.0
"""Seconds after which a job that works without writing says that it lives."""
STOPPED_AFTER = timedelta(seconds=30)

ENDED = ("cancelled", "done", "failed")


class Ended(Exception):
    """Somebody cancelled the job, or another program took it over."""


Runner: TypeAlias = "Callable[[Running], Awaitable[None]]"
"""What a kind of job does from where it stands to its end, in chunks of `Running.chunk`."""


class Kind:
    """A kind of job: the operation that its change sets belong to, and what runs it."""

    def __init__(self, operation: Operation[..., Any], runner: Runner) -> None:
        self.operation = operation
        self.runner = runner


KINDS: dict[str, Kind] = {}
"""Every kind of job by name; slices enter theirs when their operations are loaded."""


class Running:
    """A job at work: what it was asked for, and how it writes."""

    def __init__(self, services: Services, kind: Kind, job: Job, arguments: str) -> None:
        self.services = services
        self.job = job
        self.arguments = arguments
        self._operation = kind.operation

    async def chunk(self, function: Callable[[UnitOfWork, JobRow], R]) -> R:
        """Run `function` in one write transaction of the job's batch, then rest. Ended where the job is no longer ours."""

        def run(work: UnitOfWork) -> R:
            row = work.get(JobRow, self.job.id)
            if row is None or row.state != "running" or row.owner != self.services.session:
                raise Ended
            row.heartbeat = stamp(work.now)
            return function(work, row)

        result = await self.services.within(self._operation, run, batch=self.job.batch)
        await asyncio.sleep(REST)
        return result

    async def reading(self, function: Callable[[UnitOfWork], R]) -> R:
        """Run `function` in one read transaction."""
        return await self.services.reading(self._operation, function)

    async def meanwhile(self, work: Awaitable[R]) -> R:
        """Wait for something long that writes nothing, with a sign of life now and then; Ended as in `chunk`."""
        task = asyncio.ensure_future(work)
        try:
            while not (await asyncio.wait([task], timeout=BEAT))[0]:
                await self.chunk(lambda _work, _row: None)
        except BaseException:
            task.cancel()
            raise
        return task.result()


def view(row: JobRow, now: str) -> Job:
    """Return a job as it is seen at `now` (UTC, as `stamp` writes it)."""
    state: JobState = msgspec.convert(row.state, JobState)
    if state == "running" and moment(now) - moment(row.heartbeat) > STOPPED_AFTER:
        state = "stopped"
    return Job(
        id=row.id,
        kind=row.kind,
        state=state,
        done=row.done,
        total=row.total,
        batch=row.batch,
        owner=row.owner,
        code=row.code,
        params=msgspec.json.decode(row.params, type=dict[str, Param]),
        counts=msgspec.json.decode(row.counts, type=dict[str, int]),
    )


def _why(error: BaseException) -> tuple[str, dict[str, Param]]:
    """Return the code of what ended a job, with its parameters: the first fault, the error, or that it failed."""
    if isinstance(error, Invalid) and error.faults:
        return error.faults[0].code, error.faults[0].params
    return (error.code, error.params) if isinstance(error, KundkortError) else ("failed", {})


def find_job(work: UnitOfWork, job_id: int) -> JobRow:
    """Return the row of a job; NotFound where there is none."""
    row = work.get(JobRow, job_id)
    if row is None:
        raise NotFound("job", job_id)
    return row


async def start(services: Services, kind: str, arguments: str, total: int) -> Job:
    """Enter a job of `kind` and let it run in this program; return it as it begins. `arguments` are JSON."""

    def enter(work: UnitOfWork) -> Job:
        row = JobRow(
            id=work.new_id(), kind=kind, state="running", total=total, done=0, counts="{}", code="", params="{}"
        )
        row.batch = row.id
        row.owner = services.session
        row.actor = work.actor.id
        row.heartbeat = stamp(work.now)
        row.arguments = arguments
        work.add(row)
        return view(row, row.heartbeat)

    job = await services.within(KINDS[kind].operation, enter)
    services.spawn(run(services, job, arguments), f"job {job.id}")
    return job


async def run(services: Services, job: Job, arguments: str) -> None:
    """Run a job to its end; how it ended stands in its row. What was not foreseen goes to the log too."""
    kind = KINDS[job.kind]
    running = Running(services, kind, job, arguments)
    task = asyncio.ensure_future(kind.runner(running))
    try:
        await asyncio.wait([task])
    except asyncio.CancelledError:
        # The register closes: the job is found "stopped" and goes on when somebody starts it again.
        task.cancel()
        await asyncio.wait([task])
        raise
    error = task.exception()
    if isinstance(error, Ended):
        return
    if error is not None and not isinstance(error, KundkortError):
        log.error("job %s (%s) failed", job.id, job.kind, exc_info=error)

    def end(_work: UnitOfWork, row: JobRow) -> None:
        row.state = "done" if error is None else "failed"
        if error is not None:
            row.code, params = _why(error)
            row.params = msgspec.json.encode(params).decode()

    with contextlib.suppress(Ended):
        await running.chunk(end)
