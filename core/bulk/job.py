"""The bulk change as a job: the selection found out once and written down, then changed chunk by chunk."""

from __future__ import annotations

import time
from array import array
from collections.abc import Callable, Sequence

import msgspec
from sqlalchemy import select

from core.bulk.deciding import Decided, decide, write
from core.bulk.selecting import all_of
from core.bulk.views import BulkChange
from core.customers.views import Selection
from core.database import scratch
from core.errors import Fault, Invalid
from core.jobs.running import Running
from core.jobs.tables import JobItem, JobRow
from core.work import UnitOfWork

MOST_ROWS, FIRST_ROWS, FEWEST_ROWS = 100, 50, 10
"""Customers in one chunk, which is one change set, at the most (taking it back takes some three times as long as making
it), in the first, and at the least."""
SECONDS = 0.1
"""What a chunk may take; the next one is as much shorter as it took longer."""
PLANNED = 1000
"""Ids in one item of the plan."""
PLANNED_AT_ONCE = 20
PLAN = "plan"


class Arguments(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What a bulk change is asked for. Once it is `planned` the selection stands in the job's items, and no longer here."""

    change: BulkChange
    seen: int | None = None
    selection: Selection = Selection()
    planned: bool = False


async def run_bulk_change(running: Running) -> None:
    """Do a bulk change from where the job stands to its end."""
    arguments = msgspec.json.decode(running.arguments, type=Arguments)
    if arguments.planned:
        done, total = running.job.done, running.job.total
    else:
        done, total = 0, await _plan(running, arguments)
    size = FIRST_ROWS
    page, ids = -1, array("q")
    while done < total:
        if done // PLANNED != page:
            page = done // PLANNED
            ids = await running.reading(_planned(running.job.id, page))
        some = ids[done % PLANNED :][:size]
        took = await running.chunk(_changing(arguments, some, done))
        done += len(some)
        size = min(MOST_ROWS, max(FEWEST_ROWS, int(len(some) * SECONDS / max(took, 0.001))))


async def _plan(running: Running, arguments: Arguments) -> int:
    """Find out whom the selection means and write it down, so that what is changed does not change whom it means."""
    selection = arguments.selection
    ids = await running.meanwhile(running.reading(lambda work: all_of(work, selection)))
    step = PLANNED * PLANNED_AT_ONCE
    for start in range(0, len(ids), step):
        await running.chunk(_noting(ids[start : start + step], start // PLANNED))
    stored = msgspec.structs.replace(arguments, selection=Selection(), planned=True)

    def planned(_work: UnitOfWork, row: JobRow) -> None:
        row.total, row.done, row.counts = len(ids), 0, "{}"
        row.arguments = msgspec.json.encode(stored).decode()

    await running.chunk(planned)
    return len(ids)


def _noting(ids: array[int], page: int) -> Callable[[UnitOfWork, JobRow], None]:
    def note(work: UnitOfWork, row: JobRow) -> None:
        pages = range(0, len(ids), PLANNED)
        items = [msgspec.json.encode(ids[start : start + PLANNED].tolist()).decode() for start in pages]
        # Below nothing, where no customer's place is.
        scratch.insert_items(
            work.connection, [(row.id, -1 - page - n, PLAN, False, False, data) for n, data in enumerate(items)]
        )

    return note


def _planned(job: int, page: int) -> Callable[[UnitOfWork], array[int]]:
    def read(work: UnitOfWork) -> array[int]:
        items = work.select(select(JobItem).where(JobItem.job == job, JobItem.n == -1 - page))
        if not items:
            # What a job found out goes a day after it did its last.
            raise Invalid([Fault("selection", "bulk.forgotten")])
        return array("q", msgspec.json.decode(items[0].data, type=list[int]))

    return read


def _changing(arguments: Arguments, ids: Sequence[int], done: int) -> Callable[[UnitOfWork, JobRow], float]:
    def change(work: UnitOfWork, row: JobRow) -> float:
        began = time.monotonic()
        decided = decide(work, ids, arguments.change, arguments.seen)
        write(work, decided)
        _tell(work, row, decided, done)
        return time.monotonic() - began

    return change


def _tell(work: UnitOfWork, row: JobRow, decided: Sequence[Decided], done: int) -> None:
    """Count what came of some customers, and name those that were refused, each by its place in the selection."""
    counts = msgspec.json.decode(row.counts, type=dict[str, int])
    for one in decided:
        counts[one.row.outcome] = counts.get(one.row.outcome, 0) + 1
    refused = [(n, one.row) for n, one in enumerate(decided, done + 1) if one.row.outcome == "refused"]
    scratch.insert_items(
        work.connection,
        [(row.id, n, one.outcome, False, False, msgspec.json.encode(one).decode()) for n, one in refused],
    )
    row.done = done + len(decided)
    row.counts = msgspec.json.encode(counts).decode()
