"""The import as a job: the file gone over once for an overview, then chunk by chunk, tried dry or applied."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Sequence
from contextlib import closing
from itertools import count, islice

import msgspec
from sqlalchemy import select

from core.customers import rules
from core.customers.numbers import highest_numbers
from core.database import scratch
from core.exchange.deciding import Context, Decision, Found, Known, decide
from core.files.operations import open_blob
from core.imports.by_hand import tell_by_hand
from core.imports.counting import Counts
from core.imports.repeats import Customers, Overview, look_over
from core.imports.source import Arguments, Item, Source
from core.imports.stored import find_stored
from core.imports.views import ImportRow, RowFault
from core.imports.writing import Written, write
from core.jobs.running import Running
from core.jobs.tables import JobItem, JobRow
from core.rights import Right
from core.work import UnitOfWork

MOST_ROWS = 200
"""Rows in one chunk, which is one change set."""
FEWEST_ROWS = 10
SECONDS = 0.1
"""What a chunk may take; the next one is as much shorter as it took longer."""
DRY_ROWS = 500
DETAILED_ROWS = 20_000
"""Up to so many rows a new customer's every field is told, not only how many there are."""


async def run_import(running: Running) -> None:
    """Do an import, dry or not, from where the job stands to its end."""
    arguments = msgspec.json.decode(running.arguments, type=Arguments)
    file, ref = await open_blob(running.services, arguments.blob)
    with closing(file):
        source = await asyncio.to_thread(Source, file, ref.size, arguments)
        settings = await running.reading(lambda work: work.settings)
        going_on = [True]
        looking = asyncio.to_thread(look_over, source.items(), settings.number_longest, lambda: going_on[0])
        try:
            overview = await running.meanwhile(looking)
        finally:
            going_on[0] = False
        await _Import(running, arguments, source, overview).run()


class _Import:
    """One run: what is known of the customers in the file so far, and the counts."""

    def __init__(self, running: Running, arguments: Arguments, source: Source, overview: Overview) -> None:
        self._running = running
        self._arguments = arguments
        self._source = source
        self._overview = overview
        self._customers = Customers(overview)
        self._counts = Counts()
        self._number = overview.highest
        self._temporary = count(-1, -1)

    async def run(self) -> None:
        """Begin, or go on after the last chunk."""
        dry = self._arguments.dry
        items = self._source.items()
        if dry:
            while await self._running.chunk(self._start_over):
                pass
        else:
            await self._running.chunk(self._tell_total)
            await self._go_over_done(items)
        size = DRY_ROWS if dry else MOST_ROWS // 4
        while batch := await asyncio.to_thread(lambda: list(islice(items, size))):
            began = time.monotonic()
            if dry:
                await self._try(batch)
            else:
                await self._apply(batch)
                size = _next_size(size, self._took)

    # Chunks -----------------------------------------------------------------------------------------------------------
