"""The import as a job: the file gone over once for an overview, then chunk by chunk, tried dry or applied."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from itertools import chain, islice

import msgspec
from sqlalchemy import Select, select

from core.database import scratch
from core.database.search_index import Filling, defer_for
from core.exchange.threads import in_reading_thread
from core.files.operations import open_blob
from core.imports.by_hand import tell_by_hand
from core.imports.chunks import Decider
from core.imports.counting import is_warned
from core.imports.repeats import Overview, look_over
from core.imports.source import Arguments, Item, Source
from core.imports.views import ImportRow
from core.imports.writing import write
from core.jobs.running import Running
from core.jobs.tables import JobItem, JobRow
from core.work import UnitOfWork

MOST_ROWS = 200
"""Rows in one chunk, which is one change set."""
FEWEST_ROWS = 10
SECONDS = 0.1
"""What a chunk may take; the next one is as much shorter as it took longer."""
DRY_ROWS = 500
_DELETED_AT_ONCE = 2000


async def run_import(running: Running) -> None:
    """Do an import, dry or not, from where the job stands to its end."""
    arguments = msgspec.json.decode(running.arguments, type=Arguments)
    file, ref = await open_blob(running.services, arguments.blob)
    with closing(file):
        source = await in_reading_thread(Source, file, ref.size, arguments)
        longest = await running.reading(lambda work: work.settings.number_longest)
        going_on = [True]
        looking = in_reading_thread(look_over, source.items(), longest, lambda: going_on[0])
        try:
            overview = await running.meanwhile(looking)
        finally:
            going_on[0] = False
        run = _Dry if arguments.dry else _Applied
        await run(running, arguments, source, overview).run()


class _Run:
    """What a dry run and an import share: rows in chunks, decided on, told in the job."""

    def __init__(self, running: Running, arguments: Arguments, source: Source, overview: Overview) -> None:
        self._running = running
        self._arguments = arguments
        self._source = source
        self._total = overview.rows + overview.skipped
        self._decider = Decider(source.columns, overview, dry=arguments.dry)

    async def run(self) -> None:
        """Begin, or go on after the last chunk."""
        raise NotImplementedError

    def _tell(self, work: UnitOfWork, row: JobRow, results: Sequence[ImportRow]) -> None:
        """Write what came of some rows, and how far the job is."""
        encode = msgspec.json.encode
        scratch.insert_items(
            work.connection,
            [(row.id, one.row, one.outcome, is_warned(one), bool(one.dry), encode(one).decode()) for one in results],
        )
        row.done += len(results)
        row.total = self._total
        row.counts = encode(self._decider.counts.counts).decode()


async def _batch(items: Iterator[Item], size: int) -> list[Item]:
    return await in_reading_thread(lambda: list(islice(items, size)))


class _Dry(_Run):
    """Decides by reading; only what it found is written. Started again it begins anew: it has changed nothing."""

    async def run(self) -> None:
        while await self._running.chunk(self._start_over):
            pass
        items = self._source.items()
        while batch := await _batch(items, DRY_ROWS):
            results = await self._running.reading(self._deciding(batch))
            await self._running.chunk(self._telling(results))

    def _start_over(self, work: UnitOfWork, row: JobRow) -> int:
        row.done, row.total, row.counts = 0, self._total, "{}"
        return scratch.delete_items(work.connection, row.id, _DELETED_AT_ONCE)

    def _deciding(self, batch: Sequence[Item]) -> Callable[[UnitOfWork], list[ImportRow]]:
        return lambda work: tell_by_hand(work, self._decider.decide(work, batch)[0])

    def _telling(self, results: Sequence[ImportRow]) -> Callable[[UnitOfWork, JobRow], None]:
        return lambda work, row: self._tell(work, row, results)


class _Applied(_Run):
    """Decides anew and writes, a chunk a change set; what differs from the dry run says so."""

    async def run(self) -> None:
        items = self._source.items()
        await self._running.chunk(self._begin)
        items = await self._replay(items)
        size = MOST_ROWS // 4
        while batch := await _batch(items, size):
            took = await self._running.chunk(self._applying(batch))
            size = min(MOST_ROWS, max(FEWEST_ROWS, int(size * SECONDS / max(took, 0.001))))
        filling = Filling()
        while await self._running.chunk(lambda work, _row: filling.step(work.connection)):
            pass

    def _begin(self, work: UnitOfWork, row: JobRow) -> None:
        row.total = self._total
        defer_for(work.connection, self._total - row.done)

    def _applying(self, batch: Sequence[Item]) -> Callable[[UnitOfWork, JobRow], float]:
        def apply(work: UnitOfWork, row: JobRow) -> float:
            began = time.monotonic()
            tried = self._tried(work, batch)
            results, customers = self._decider.decide(work, batch, lambda result: _compared(result, tried))
            write(work, customers)
            self._tell(work, row, results)
            return time.monotonic() - began

        return apply

    def _tried(self, work: UnitOfWork, batch: Sequence[Item]) -> dict[int, ImportRow]:
        """Return what the dry run said of these rows."""
        if self._arguments.dry_job is None:
            return {}
        return _items(work, self._arguments.dry_job, batch[0].row.number, batch[-1].row.number)

    async def _replay(self, items: Iterator[Item]) -> Iterator[Item]:
        """Go past the rows that an earlier run has done, remembering whom they named; return the rows that are left."""
        done = await self._running.reading(lambda work: work.select(_last_item(self._running.job.id)))
        last = done[0].n if done else 0
        while last and (batch := await _batch(items, MOST_ROWS)):
            known = await self._running.reading(self._reading(batch))
            for item in batch:
                if item.row.number in known:
                    self._decider.replay(item.row, known[item.row.number])
            if batch[-1].row.number >= last:
                return chain([item for item in batch if item.row.number > last], items)
        return items

    def _reading(self, batch: Sequence[Item]) -> Callable[[UnitOfWork], dict[int, ImportRow]]:
        job = self._running.job.id
        return lambda work: _items(work, job, batch[0].row.number, batch[-1].row.number)


def _last_item(job: int) -> Select[JobItem]:
    return select(JobItem).where(JobItem.job == job).order_by(JobItem.n.desc()).limit(1)


def _items(work: UnitOfWork, job: int, first: int, last: int) -> dict[int, ImportRow]:
    statement = select(JobItem).where(JobItem.job == job, JobItem.n >= first, JobItem.n <= last)
    return {item.n: msgspec.json.decode(item.data, type=ImportRow) for item in work.select(statement)}


def _compared(result: ImportRow, tried: dict[int, ImportRow]) -> ImportRow:
    """Return a row with what the dry run said of it, where that is something else."""
    before = tried.get(result.row)
    if before is None or _gist(before) == _gist(result):
        return result
    return msgspec.structs.replace(result, dry=before.outcome)


def _gist(row: ImportRow) -> tuple[object, ...]:
    """Return what must be the same for a row to come to the same: outcome, faults, and the changes of a stored customer."""
    changes = [(one.field, one.part, one.was, one.now) for one in row.changes] if row.outcome != "new" else []
    return (row.outcome, {fault.code for fault in row.faults}, changes)
