"""Taking out the list as a job: rows read in windows, written into a file aside, which then becomes a blob to fetch."""

from __future__ import annotations

import asyncio
import errno
import shutil
import tempfile
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

import msgspec

from core.errors import NotFound, Unavailable
from core.exchange import api
from core.exchange.api import ListFormat
from core.exchange.shown.asked import Arguments, ListWriter, Outline
from core.exchange.shown.csv_file import CsvFile
from core.exchange.shown.html_file import HtmlFile
from core.exchange.shown.rows import count_rows, windows
from core.exchange.shown.text_file import TextFile
from core.exchange.shown.words import shown_words, trace_of
from core.exchange.shown.xlsx_file import XlsxFile
from core.exchange.threads import in_writing_thread
from core.files.operations import keep
from core.files.views import BlobRef
from core.jobs.running import REST, Running
from core.jobs.tables import JobRow
from core.text import _, speak, speech
from core.work import UnitOfWork

FOLDER = "kundkort-export-"
"""How the folders begin that files are written in before they are blobs; one left by a killed program goes after a day."""
LEFT = timedelta(days=1)
TELL = 0.3
"""Seconds between two times that the job says how far it is, and finds out that it was cancelled."""

WRITERS: dict[ListFormat, Callable[[Outline, str], ListWriter]] = {
    "csv": CsvFile,
    "xlsx": XlsxFile,
    "txt": TextFile,
    "html": HtmlFile,
}


async def run_export(running: Running) -> None:
    """Write the file from its beginning, whatever an earlier run of the job did, and keep it for who started the job."""
    asked = msgspec.json.decode(running.arguments, type=Arguments)
    # Words of this job alone: whoever sits at the screen may choose another language meanwhile.
    speak(asked.language or speech().language)
    await running.chunk(_begin)
    total = await running.meanwhile(running.reading(count_rows(asked)))
    await running.chunk(_telling(0, total))
    try:
        async with _folder() as folder:
            outline = await running.reading(_outline(asked))
            writer = await in_writing_thread(WRITERS[asked.format], outline, folder)
            try:
                done = await _write(running, asked, writer)
                content = await running.meanwhile(in_writing_thread(writer.finish))
                kept = keep(running.services, api.start_export, _pieces(content), _name(asked))
                ref = await running.meanwhile(kept)
            finally:
                await in_writing_thread(writer.close)
    except OSError as error:
        if error.errno not in (errno.ENOSPC, errno.EDQUOT):
            raise
        raise Unavailable("full", retry=False, place=tempfile.gettempdir()) from error
    await running.chunk(_ending(asked, ref, done))


def _begin(work: UnitOfWork, row: JobRow) -> None:
    """Whoever goes on with somebody else's job sees other rows than that user: the file is not made."""
    if row.actor != work.actor.id:
        raise NotFound("job", row.id)
    row.done = row.total = 0


def _outline(asked: Arguments) -> Callable[[UnitOfWork], Outline]:
    # All words here, and not in the thread that reads: it does not speak the language of the job.
    shown, title = shown_words(asked), asked.title or _("Customers")
    active = bool(asked.selection.ids) or (asked.selection.query is not None and asked.selection.query.active is None)

    def read(work: UnitOfWork) -> Outline:
        settings = work.settings
        return Outline(settings.company_name, title, shown, work.today, settings.time_zone, asked.columns, active)

    return read


async def _write(running: Running, asked: Arguments, writer: ListWriter) -> int:
    """Write all rows, saying now and then how far it is; return how many there were."""
    done, told = 0, time.monotonic()
    async for rows in windows(running.reading, asked):
        await in_writing_thread(writer.rows, rows)
        done += len(rows)
        if time.monotonic() - told >= TELL:
            await running.chunk(_telling(done))
            told = time.monotonic()
    await running.chunk(_telling(done))
    return done


def _telling(done: int, total: int = 0) -> Callable[[UnitOfWork, JobRow], None]:
    def tell(_work: UnitOfWork, row: JobRow) -> None:
        row.done, row.total = done, max(row.total, total, done)

    return tell


def _ending(asked: Arguments, ref: BlobRef, done: int) -> Callable[[UnitOfWork, JobRow], None]:
    """Let the file be fetched, and leave the trace of it, in one transaction."""

    def end(work: UnitOfWork, row: JobRow) -> None:
        row.done = row.total = done
        row.counts = msgspec.json.encode({"rows": done, "bytes": ref.size}).decode()
        row.arguments = msgspec.json.encode(msgspec.structs.replace(asked, blob=ref.hash)).decode()
        work.trace("export", None, trace_of(asked, done))

    return end


def _name(asked: Arguments) -> str:
    return f"export.{asked.format}"


async def _pieces(content: Iterator[bytes]) -> AsyncIterator[bytes]:
    """Give what a writer wrote; between two pieces others may write in the register."""
    while piece := await in_writing_thread(next, content, b""):
        yield piece
        await asyncio.sleep(REST)


@asynccontextmanager
async def _folder() -> AsyncIterator[str]:
    """Give a folder that nobody else can look into; it goes with all that is in it, however the block ends."""
    folder = await in_writing_thread(_new_folder)
    try:
        yield folder
    finally:
        # After what the thread may still be writing, of a job that was cancelled.
        await in_writing_thread(shutil.rmtree, folder, ignore_errors=True)


def _new_folder() -> str:
    before = time.time() - LEFT.total_seconds()
    for left in Path(tempfile.gettempdir()).glob(f"{FOLDER}*"):
        if left.lstat().st_mtime < before:
            # Another user's can't be taken away, and need not be.
            shutil.rmtree(left, ignore_errors=True)
    return tempfile.mkdtemp(prefix=FOLDER)
