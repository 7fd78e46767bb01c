"""Importing a file without a screen: from its path to the result that `import --json` prints; asks a register only."""

from __future__ import annotations

import asyncio
import errno
import os
import stat
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any, BinaryIO

import msgspec

from core.errors import Fault, Invalid
from core.exchange.headings import compact
from core.exchange.limits import CSV_BYTES
from core.exchange.words import fault_dict
from core.files.api import put_blob
from core.files.views import PIECE, BlobRef
from core.imports.api import import_rows
from core.imports.views import OUTCOMES, ImportRow, Mapping, Sheet
from core.jobs.api import get_job
from core.jobs.views import Job
from core.register import Register

POLL = 0.05
"""Seconds between looks at a job."""
_WINDOW = 500
_ON_ITS_WAY = ("waiting", "running")


async def put_file(register: Register, path: Path) -> BlobRef:
    """Put a file into the register.

    Raises OSError where it cannot be read, and Invalid where it is no file or larger than any that can be imported.
    """
    # Opened here, so that a file that is not there says so before anything is written.
    file = await asyncio.to_thread(_opened, path)

    async def chunks() -> AsyncIterator[bytes]:
        while chunk := await asyncio.to_thread(_read, file, path):
            yield chunk

    with file:
        return await register(put_blob, chunks(), path.name)


def _opened(path: Path) -> BinaryIO:
    """Open a file; a pipe, which may never end or never begin, is not even opened."""
    info = path.stat()
    if stat.S_ISDIR(info.st_mode):
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(path))
    if not stat.S_ISREG(info.st_mode):
        raise Invalid([Fault("file", "file.special")])
    if info.st_size > CSV_BYTES:
        raise Invalid([Fault("file", "file.too_large", {"high": CSV_BYTES // 2**20})])
    return path.open("rb")


def _read(file: BinaryIO, path: Path) -> bytes:
    try:
        return file.read(PIECE)
    except OSError as error:
        # Who is told must know which file it was.
        error.filename = str(path)
        raise


async def finished(register: Register, job: Job, progress: Callable[[Job], None] = lambda job: None) -> Job:
    """Wait until a job goes on no more, telling `progress` how it stands; return how it ended."""
    while job.state in _ON_ITS_WAY:
        await asyncio.sleep(POLL)
        job = await register(get_job, job.id)
        progress(job)
    return job


async def all_rows(register: Register, job: Job, outcomes: tuple[str, ...] = ()) -> AsyncIterator[ImportRow]:
    """Yield what became of the rows, in the file's order."""
    after, at_end = 0, False
    while not at_end:
        window = await register(import_rows, job.id, outcomes, after, _WINDOW)
        for row in window.rows:
            yield row
        after, at_end = window.last, window.at_end


def counts(job: Job) -> dict[str, int]:
    """Return the counts of an import as `import --json` prints them, before its rows."""
    return {outcome: job.counts.get(outcome, 0) for outcome in OUTCOMES}


def row_dict(row: ImportRow) -> dict[str, Any]:
    """Return a row as `import --json` prints it."""
    found: dict[str, Any] = {
        "row": row.row,
        "outcome": row.outcome,
        "number": row.number,
        "name": row.name,
        "faults": [fault_dict(fault) for fault in row.faults],
    }
    if row.changes and row.outcome in ("changed", "added"):
        found["changes"] = [msgspec.to_builtins(change) for change in row.changes]
    if row.dry:
        found["dry_run"] = row.dry
    return found


def chosen(sheet: Sheet, fields: dict[str, str]) -> Mapping:
    """Return the sheet's mapping with some headings read as other fields ("" not at all); Invalid for unknown headings.

    Headings are compared as everywhere, case and signs apart; a column may also be called by its letter.
    """
    wanted = {compact(heading): field for heading, field in fields.items()}
    columns = list(sheet.mapping.columns)
    for place, column in enumerate(sheet.columns):
        for name in (compact(column.heading), compact(column.letter)):
            if name in wanted:
                columns[place] = wanted[name]
    known = {compact(column.heading) for column in sheet.columns} | {compact(column.letter) for column in sheet.columns}
    unknown = [heading for heading in fields if compact(heading) not in known]
    if unknown:
        raise Invalid([Fault("mapping.columns", "mapping.heading", {"heading": heading}) for heading in unknown])
    return msgspec.structs.replace(sheet.mapping, columns=tuple(columns))
