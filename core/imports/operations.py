"""How files are read, tried dry, imported, looked at and taken back."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import closing
from itertools import islice

import msgspec
from sqlalchemy import ColumnElement, Select, or_, select

from core.errors import NotFound
from core.exchange.reading import SourceFile, Table
from core.exchange.refusals import RefusalWriter
from core.exchange.threads import in_reading_thread
from core.files.operations import open_blob
from core.history.batches import take_back_batch
from core.history.views import Undone
from core.imports import api, mappings
from core.imports.job import run_import
from core.imports.source import Arguments, Source
from core.imports.views import Column, FileView, ImportRow, ImportRows, Mapping, Sheet
from core.jobs.running import KINDS, Kind, find_job, start
from core.jobs.tables import JobItem, JobRow
from core.jobs.views import Job
from core.services import Services
from core.work import UnitOfWork

IMPORT, DRY_RUN = "import", "dry_run"
MOST_IN_WINDOW = 1000
EXAMPLES = 3

KINDS[IMPORT] = Kind(api.start_import, run_import)
KINDS[DRY_RUN] = Kind(api.dry_run, run_import)


@api.read_file.implement
async def read_file(services: Services, blob: str, encoding: str = "", delimiter: str = "") -> FileView:
    """Open it in a thread, then propose what was remembered or found."""
    mappings.check_reading(encoding, delimiter)
    file, ref = await open_blob(services, blob)
    with closing(file):
        source = await in_reading_thread(SourceFile, file, ref.size, encoding=encoding, delimiter=delimiter)
        counts = [await in_reading_thread(_count, table) for table in source.tables]
        recalled = await services.reading(
            api.read_file, lambda work: [mappings.recall(work, table.headings) for table in source.tables]
        )
        sheets = tuple(
            _sheet(source, table, rows, fields)
            for table, rows, fields in zip(source.tables, counts, recalled, strict=True)
        )
        return FileView(
            name=ref.name,
            format=source.format,
            sheets=sheets,
            sheet=source.best.name,
            encoding=source.encoding,
            delimiter=source.delimiter,
        )


def _count(table: Table) -> int:
    return sum(1 for _row in table.rows())


def _sheet(source: SourceFile, table: Table, rows: int, recalled: tuple[str, ...] | None) -> Sheet:
    mapping = mappings.proposed(source, table, recalled)
    below = [cells for number, cells in table.top if number > table.heading_row]
    columns = tuple(
        Column(heading=heading, letter=letters(place), field=field, examples=_examples(below, place))
        for place, (heading, field) in enumerate(zip(table.headings, mapping.columns, strict=True))
    )
    return Sheet(name=table.name, rows=rows, columns=columns, mapping=mapping, remembered=recalled is not None)


def _examples(rows: list[list[str]], place: int) -> tuple[str, ...]:
    filled = (cells[place].strip() for cells in rows if place < len(cells) and cells[place].strip())
    return tuple(islice(dict.fromkeys(filled), EXAMPLES))


def letters(place: int) -> str:
    """Return what a spreadsheet calls a column, from 0: A, B, … Z, AA."""
    place += 1
    text = ""
    while place:
        place, rest = divmod(place - 1, 26)
        text = chr(65 + rest) + text
    return text


@api.dry_run.implement
async def dry_run(services: Services, blob: str, mapping: Mapping | None = None) -> Job:
    """Read the head of the file, so that what is wrong with it is said at once, then start the job."""
    chosen = await _mapping(services, blob, mapping)
    arguments = Arguments(blob=blob, mapping=chosen, dry=True)
    return await start(services, DRY_RUN, msgspec.json.encode(arguments).decode(), 0)


@api.start_import.implement
async def start_import(
    services: Services,
    blob: str,
    mapping: Mapping | None = None,
    skip: tuple[int, ...] = (),
    dry_job: int | None = None,
) -> Job:
    """As the dry run; what was set by hand is remembered."""
    if dry_job is not None:
        await services.reading(api.start_import, lambda work: _import_job(work, dry_job))
    chosen = await _mapping(services, blob, mapping)
    arguments = Arguments(blob=blob, mapping=chosen, skip=skip, dry_job=dry_job)
    return await start(services, IMPORT, msgspec.json.encode(arguments).decode(), 0)


async def _mapping(services: Services, blob: str, mapping: Mapping | None) -> Mapping:
    """Return the mapping to read by, checked; one set by hand is remembered for these headings."""
    if mapping is not None:
        mappings.check_reading(mapping.encoding, mapping.delimiter)
    file, ref = await open_blob(services, blob)
    with closing(file):
        encoding, delimiter = (mapping.encoding, mapping.delimiter) if mapping else ("", "")
        source = await in_reading_thread(SourceFile, file, ref.size, encoding=encoding, delimiter=delimiter)
        table = source.best if mapping is None else source.table(mapping.sheet)
        if mapping is None:
            recalled = await services.reading(api.read_file, lambda work: mappings.recall(work, table.headings))
            return mappings.check(mappings.proposed(source, table, recalled), table)
        table.at(mapping.heading_row)
        chosen = mappings.check(mapping, table)
        await services.within(api.dry_run, lambda work: mappings.remember(work, table.headings, chosen.columns))
        return chosen


@api.import_rows.implement
def import_rows(
    work: UnitOfWork,
    job_id: int,
    outcomes: tuple[str, ...] = (),
    after: int = 0,
    limit: int = 100,
    before: int | None = None,
) -> ImportRows:
    """By the primary key, so a window costs the same wherever it lies."""
    _import_job(work, job_id)
    limit = max(1, min(limit, MOST_IN_WINDOW))
    found = work.select(_rows(job_id, outcomes, after, before).limit(limit + 1))
    over = len(found) <= limit
    shown = found[:limit] if before is None else list(reversed(found[:limit]))
    rows = tuple(msgspec.json.decode(item.data, type=ImportRow) for item in shown)
    return ImportRows(
        rows=rows,
        last=rows[-1].row if rows else after,
        at_start=over if before is not None else after == 0,
        at_end=over if before is None else before == 0,
    )


def _rows(job_id: int, outcomes: tuple[str, ...], after: int, before: int | None) -> Select[JobItem]:
    statement = select(JobItem).where(JobItem.job == job_id, JobItem.n > after)
    if before is None:
        statement = statement.order_by(JobItem.n)
    else:
        statement = statement.order_by(JobItem.n.desc())
        statement = statement.where(JobItem.n < before) if before else statement
    if not outcomes:
        return statement
    wanted: list[ColumnElement[bool]] = [JobItem.outcome.in_(outcomes)]
    if "warned" in outcomes:
        wanted.append(JobItem.warned.is_(True))
    if "differs" in outcomes:
        wanted.append(JobItem.differs.is_(True))
    return statement.where(or_(*wanted))


def _import_job(work: UnitOfWork, job_id: int) -> JobRow:
    row = find_job(work, job_id)
    if row.kind not in (IMPORT, DRY_RUN):
        raise NotFound("job", job_id)
    return row


@api.refused_rows.implement
async def refused_rows(services: Services, job_id: int) -> AsyncIterator[bytes]:
    """The file once more, of which only the refused rows are written."""
    stored = await services.reading(api.refused_rows, lambda work: _import_job(work, job_id).arguments)
    arguments = msgspec.json.decode(stored, type=Arguments)
    file, ref = await open_blob(services, arguments.blob)
    return _refused(services, job_id, await in_reading_thread(Source, file, ref.size, arguments), file.close)


async def _refused(services: Services, job_id: int, source: Source, close: Callable[[], None]) -> AsyncIterator[bytes]:
    try:
        writer = RefusalWriter(source.headings)
        yield writer.start()
        cells = source.cells()
        after, at_end = 0, False
        while not at_end:
            window = await services.reading(api.refused_rows, _refused_after(job_id, after))
            yield await in_reading_thread(writer.rows, cells, window.rows)
            after, at_end = window.last, window.at_end
    finally:
        close()


@api.undo_import.implement
async def undo_import(services: Services, job_id: int) -> Undone:
    """As any bulk action; a dry run changed nothing that could be taken back."""
    batch = await services.reading(api.undo_import, lambda work: _import_job(work, job_id).batch)
    if batch is None:
        raise NotFound("job", job_id)
    return await take_back_batch(services, api.undo_import, batch)


def _refused_after(job_id: int, after: int) -> Callable[[UnitOfWork], ImportRows]:
    return lambda work: import_rows(work, job_id, ("refused",), after, MOST_IN_WINDOW)
