"""How many customers are looked at and changed together: a preview that writes nothing, a job, and what it refused."""

from __future__ import annotations

import msgspec
from sqlalchemy import select

from core.bulk import api
from core.bulk.deciding import check_change, decide
from core.bulk.job import Arguments, run_bulk_change
from core.bulk.selecting import MOST_IDS, check_selection, window_of, windows_of
from core.bulk.views import BulkChange, BulkOutcome, BulkRow, BulkRows, BulkWindow
from core.customers import changing
from core.customers.listing import LARGEST_WINDOW, search_of, text_faults
from core.customers.views import CustomerQuery, Selection
from core.database.searching import among
from core.errors import Fault, Invalid, NotFound
from core.jobs.running import KINDS, Kind, find_job, start
from core.jobs.tables import JobItem
from core.jobs.views import Job
from core.services import Services
from core.work import UnitOfWork

BULK_CHANGE = "bulk_change"
MOST_REFUSALS = 1000

KINDS[BULK_CHANGE] = Kind(api.change_many, run_bulk_change)


@api.selected.implement
def selected(work: UnitOfWork, selection: Selection) -> tuple[int, ...]:
    """Window by window; it stops as soon as there are too many."""
    check_selection(selection)
    found: list[int] = []
    for ids in windows_of(work, selection):
        found += ids
        if len(found) > MOST_IDS:
            raise Invalid([Fault("selection", "bulk.too_many", {"high": MOST_IDS})])
    return tuple(found)


@api.count_among.implement
def count_among(work: UnitOfWork, query: CustomerQuery, ids: tuple[int, ...]) -> int:
    """By looking at the texts of these customers alone."""
    if len(ids) > MOST_IDS:
        raise Invalid([Fault("ids", "bulk.too_many", {"high": MOST_IDS})])
    changing.refuse(text_faults(query))
    return among.count_among(work.connection, search_of(work, query), list(dict.fromkeys(ids)))


@api.preview_bulk.implement
def preview_bulk(
    work: UnitOfWork,
    selection: Selection,
    change: BulkChange,
    after: str = "",
    limit: int = 200,
    outcomes: tuple[BulkOutcome, ...] = (),
) -> BulkWindow:
    """Decide as the job will, and let it be."""
    check_selection(selection)
    check_change(work, change)
    if not 1 <= limit <= LARGEST_WINDOW:
        raise Invalid([Fault("limit", "range", {"low": 1, "high": LARGEST_WINDOW})])
    ids, last, at_end = window_of(work, selection, after, limit)
    rows = [decided.row for decided in decide(work, ids, change)]
    found = [row.outcome for row in rows]
    return BulkWindow(
        rows=tuple(row for row in rows if not outcomes or row.outcome in outcomes),
        last=last,
        at_end=at_end,
        changed=found.count("changed"),
        unchanged=found.count("unchanged"),
        refused=found.count("refused"),
        seq=work.seq,
    )


@api.change_many.implement
async def change_many(services: Services, selection: Selection, change: BulkChange, seen: int | None = None) -> Job:
    """Say at once what is wrong with the whole of it, then start the job."""
    check_selection(selection)
    await services.reading(api.change_many, lambda work: check_change(work, change))
    arguments = Arguments(change=change, seen=seen, selection=selection)
    return await start(services, BULK_CHANGE, msgspec.json.encode(arguments).decode(), 0)


@api.bulk_refusals.implement
def bulk_refusals(work: UnitOfWork, job_id: int, after: int = 0, limit: int = 200) -> BulkRows:
    """By the primary key. They name customers, so they are for whoever made the change."""
    job = find_job(work, job_id)
    if job.kind != BULK_CHANGE or (job.actor != work.actor.id and not work.actor.sees_all):
        raise NotFound("job", job_id)
    limit = max(1, min(limit, MOST_REFUSALS))
    statement = select(JobItem).where(JobItem.job == job_id, JobItem.n > max(after, 0)).order_by(JobItem.n)
    items = work.select(statement.limit(limit + 1))
    rows = tuple(msgspec.json.decode(item.data, type=BulkRow) for item in items[:limit])
    return BulkRows(rows=rows, last=items[:limit][-1].n if rows else after, at_end=len(items) <= limit)
