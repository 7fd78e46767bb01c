"""Jobs: chunks that say how far they came, and how each of them ends."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import timedelta

import pytest

from core.caller import Caller
from core.errors import Fault, Invalid, NotFound, Unavailable
from core.exchange.driving import finished
from core.imports import api
from core.jobs import running
from core.jobs.api import cancel_job, get_job, resume_job
from core.jobs.running import KINDS, Kind, Running, start
from core.jobs.tables import JobRow
from core.local import LocalRegister
from core.work import UnitOfWork
from tests.conftest import StandingClock
from tests.core.imports.loading import settled

Work = Callable[[Running], Awaitable[None]]


@pytest.fixture
def kind(monkeypatch: pytest.MonkeyPatch) -> Callable[[Work], None]:
    """Return what says how jobs of the kind "trial" work."""

    def enter(work: Work) -> None:
        monkeypatch.setitem(KINDS, "trial", Kind(api.dry_run, work))

    return enter


def step(_work: UnitOfWork, row: JobRow) -> int:
    """Do one chunk."""
    row.done += 1
    return row.done


async def to_ten(task: Running) -> None:
    """Go on until ten chunks are done."""
    while await task.chunk(step) < 10:
        pass


async def test_a_job_goes_on_to_its_end(register: LocalRegister, kind: Callable[[Work], None]) -> None:
    kind(to_ten)
    job = await start(register, "trial", "{}", 10)
    assert (job.state, job.done, job.total, job.batch) == ("running", 0, 10, job.id)
    job = await finished(register, job)
    assert (job.state, job.done) == ("done", 10)
    assert await register(resume_job, job.id) == job
    assert await register(cancel_job, job.id) == job


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (Invalid([Fault("file", "file.quote", {"row": 7})]), "file.quote"),
        (Unavailable("full", retry=False), "unavailable"),
        (ZeroDivisionError(), "failed"),
    ],
)
async def test_a_job_that_fails_says_why_and_can_go_on(
    register: LocalRegister,
    kind: Callable[[Work], None],
    caplog: pytest.LogCaptureFixture,
    error: Exception,
    code: str,
) -> None:
    async def fail(task: Running) -> None:
        await task.chunk(step)
        raise error

    kind(fail)
    job = await finished(register, await start(register, "trial", "{}", 10))
    assert (job.state, job.code, job.done) == ("failed", code, 1)
    assert bool(caplog.records) is (code == "failed")
    caplog.clear()
    kind(to_ten)
    job = await finished(register, await register(resume_job, job.id))
    assert (job.state, job.code, job.done) == ("done", "", 10)


async def test_a_cancelled_job_stops_before_its_next_chunk(
    register: LocalRegister, kind: Callable[[Work], None], caplog: pytest.LogCaptureFixture
) -> None:
    begun, go_on = asyncio.Event(), asyncio.Event()

    async def wait(task: Running) -> None:
        await task.chunk(step)
        begun.set()
        await go_on.wait()
        await task.chunk(step)

    kind(wait)
    job = await start(register, "trial", "{}", 2)
    await begun.wait()
    assert (await register(cancel_job, job.id)).state == "cancelled"
    go_on.set()
    await settled(job)
    job = await register(get_job, job.id)
    assert (job.state, job.done) == ("cancelled", 1)
    with caplog.at_level(logging.ERROR):
        assert caplog.records == []


async def test_a_job_that_was_taken_over_leaves_it_to_the_other(
    register: LocalRegister, kind: Callable[[Work], None], clock: StandingClock
) -> None:
    begun, go_on = asyncio.Event(), asyncio.Event()

    async def wait(task: Running) -> None:
        begun.set()
        await go_on.wait()
        await to_ten(task)

    kind(wait)
    job = await start(register, "trial", "{}", 10)
    await begun.wait()
    clock.now += timedelta(seconds=31)
    assert (await register(get_job, job.id)).state == "stopped"
    other = register.acting(Caller("anna", "another"))
    kind(to_ten)
    taken = await finished(register, await other(resume_job, job.id))
    assert (taken.state, taken.owner, taken.done) == ("done", "another", 10)
    go_on.set()
    await settled(job)
    assert (await register(get_job, job.id)).done == 10


async def test_long_work_without_chunks_gives_signs_of_life(
    register: LocalRegister, kind: Callable[[Work], None], clock: StandingClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(running, "BEAT", 0.01)
    beaten = asyncio.Event()

    async def wait(task: Running) -> None:
        chunk = task.chunk

        async def noted(function: Callable[[UnitOfWork, JobRow], None]) -> None:
            await chunk(function)
            beaten.set()

        monkeypatch.setattr(task, "chunk", noted)
        clock.now += timedelta(seconds=31)
        await task.meanwhile(beaten.wait())

    kind(wait)
    job = await finished(register, await start(register, "trial", "{}", 1))
    assert job.state == "done"


async def test_a_job_that_is_not_there(register: LocalRegister) -> None:
    for operation in (get_job, cancel_job, resume_job):
        with pytest.raises(NotFound):
            await register(operation, 12345)
