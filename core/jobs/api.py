"""What can be asked of jobs."""

from __future__ import annotations

from core.errors import NotFound
from core.jobs.views import Job
from core.operation import never, outside, read, write


@read("GET /jobs/{job_id}", name="jobs.get", raises=(NotFound,))
def get_job(job_id: int) -> Job:
    """Return how a job stands."""


@write("POST /jobs/{job_id}/cancel", name="jobs.cancel", raises=(NotFound,), undo=never("start it again"))
def cancel_job(job_id: int) -> Job:
    """Stop a job after its present chunk; what is in stays in (undo its batch to take it back)."""


@outside("POST /jobs/{job_id}/resume", name="jobs.resume", raises=(NotFound,), undo=never("cancel it"))
def resume_job(job_id: int) -> Job:
    """Go on with a stopped, cancelled or failed job after its last chunk, in this program; any other is left alone."""
