"""Importing in tests: bytes in, the finished job and its rows out."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from pathlib import Path

import pytest

from core.exchange.driving import all_rows, counts, finished
from core.files.api import put_blob
from core.files.views import BlobRef
from core.imports import job as import_job
from core.imports import writing
from core.imports.api import dry_run, start_import
from core.imports.views import ImportRow, Mapping
from core.imports.writing import Written
from core.jobs.views import Job
from core.register import Register
from core.work import UnitOfWork
from tests.core.exchange.making import csv_bytes

SHARED = Path(__file__).resolve().parents[4] / "shared" / "registers"

needs_shared = pytest.mark.skipif(not SHARED.is_dir(), reason=f"the register files of {SHARED} are not here")


async def put(register: Register, content: bytes, name: str = "kunder.csv") -> BlobRef:
    """Put bytes into the register."""

    async def chunks() -> AsyncIterator[bytes]:
        yield content

    return await register(put_blob, chunks(), name)


async def tried(register: Register, content: bytes, mapping: Mapping | None = None) -> Job:
    """Try a file dry; return the finished job."""
    blob = await put(register, content)
    return await finished(register, await register(dry_run, blob.hash, mapping))


async def imported(
    register: Register,
    content: bytes,
    mapping: Mapping | None = None,
    *,
    skip: tuple[int, ...] = (),
    dry: int | None = None,
) -> Job:
    """Import a file; return the finished job."""
    blob = await put(register, content)
    return await finished(register, await register(start_import, blob.hash, mapping, skip, dry))


async def rows_of(register: Register, job: Job, *outcomes: str) -> list[ImportRow]:
    """Return what became of the rows."""
    return [row async for row in all_rows(register, job, outcomes)]


class Reached:
    """Lets a test wait until an import has written some rows."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, rows: int) -> None:
        self._loop = asyncio.get_running_loop()
        self._event = asyncio.Event()
        self._left = rows

        def write(work: UnitOfWork, customers: Sequence[Written]) -> None:
            writing.write(work, customers)
            self._left -= len(customers)
            if self._left <= 0:
                self._loop.call_soon_threadsafe(self._event.set)

        monkeypatch.setattr(import_job, "write", write)

    async def wait(self) -> None:
        """Return when they are in."""
        await self._event.wait()


async def settled(job: Job) -> None:
    """Return when nobody in this program works on the job any more."""
    tasks = [task for task in asyncio.all_tasks() if task.get_name() == f"job {job.id}"]
    if tasks:
        await asyncio.wait(tasks)


def counted(job: Job) -> dict[str, int]:
    """Return the outcomes that came up."""
    assert (job.state, job.code) == ("done", "")
    return {outcome: n for outcome, n in counts(job).items() if n}


def file_of(text: str) -> bytes:
    """Return a CSV file: cells between "|", rows between line ends."""
    return csv_bytes([line.split("|") for line in text.strip().splitlines()])


FIRST = file_of("""
Kundnr|Namn|Orgnr|Kontaktperson|Telefon|Anmärkning
10001|Brf Ekbacken|769612-3459|Åsa Åkesson|08-123 456 78|
10002|Östs Plåt AB|556036-0793|Bo Berg|08-123 456 78|
""")
