"""How jobs are looked at, cancelled and gone on with."""

from __future__ import annotations

from core.clock import stamp
from core.jobs import api
from core.jobs.running import KINDS, find_job, run, view
from core.jobs.views import Job
from core.services import Services
from core.work import UnitOfWork


@api.get_job.implement
def get_job(work: UnitOfWork, job_id: int) -> Job:
    """Return how a job stands."""
    return view(find_job(work, job_id), stamp(work.now))


@api.cancel_job.implement
def cancel_job(work: UnitOfWork, job_id: int) -> Job:
    """Say that a job shall stop; whoever runs it sees that before the next chunk."""
    row = find_job(work, job_id)
    if row.state == "running":
        row.state = "cancelled"
    return view(row, stamp(work.now))


@api.resume_job.implement
async def resume_job(services: Services, job_id: int) -> Job:
    """Take a job over into this program and run it from where it stands."""

    def take(work: UnitOfWork) -> tuple[Job, str] | Job:
        row = find_job(work, job_id)
        before = view(row, stamp(work.now))
        if before.state not in ("stopped", "cancelled", "failed"):
            return before
        row.state, row.code, row.params = "running", "", "{}"
        row.owner = services.session
        row.heartbeat = stamp(work.now)
        return view(row, row.heartbeat), row.arguments

    kind = await services.reading(api.resume_job, lambda work: find_job(work, job_id).kind)
    taken = await services.within(KINDS[kind].operation, take)
    if isinstance(taken, Job):
        return taken
    job, arguments = taken
    services.spawn(run(services, job, arguments), f"job {job.id}")
    return job
