"""Following a job of the register from the interface, whatever page is on top."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING

from core.errors import Unavailable
from core.jobs.api import get_job
from core.jobs.views import Job

if TYPE_CHECKING:
    from tui.app import KundkortApp

ON_ITS_WAY = ("waiting", "running")
"""The states of a job that goes on."""
POLL = 0.2
"""Seconds between two looks at a job."""
POLL_LOST = 2.0
"""The same while the server does not answer."""


async def follow(app: KundkortApp, job: Job, told: Callable[[Job], None], *, every: float | None = None) -> Job:
    """Look at a job until it goes on no more, and return how it ended; `told` is called at each look.

    `every` is in seconds (None: POLL). On a server the job goes on also while that does not answer.
    """
    usual = POLL if every is None else every
    pause = usual
    while job.state in ON_ITS_WAY:
        await asyncio.sleep(pause)
        try:
            job, pause = await app.ask(get_job, job.id), usual
        except Unavailable as error:
            if error.params["reason"] != "lost" or not app.connection.remote:
                raise
            pause = POLL_LOST
        told(job)
    return job
