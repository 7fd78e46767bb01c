"""`kundkort export` and `kundkort template`: the register or a list as a file, and an empty workbook to fill in."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from typing import BinaryIO, Literal, NamedTuple

import msgspec

from core.customers.columns import COLUMNS, ListColumn
from core.customers.views import CustomerOrder, CustomerQuery, Selection
from core.exchange import driving
from core.exchange.api import ExportFormat, ListFormat, export_file, export_register, start_export
from core.exchange.api import template as empty_workbook
from core.jobs.api import cancel_job
from core.jobs.views import Job
from core.register import Register
from core.text import _, speech
from core.words import job_text
from tui.commands.call import Call, wait_for
from tui.commands.stopping import DONE, UNAVAILABLE, WRONGLY_CALLED, Stopped

STANDARD_OUTPUT = "-"
Format = Literal["csv", "json", "xlsx", "txt", "html"]
FORMATS: dict[str, Format] = {".csv": "csv", ".json": "json", ".xlsx": "xlsx", ".txt": "txt", ".html": "html"}
"""How a file's name ends -> its format."""
_WHOLE = CustomerQuery(active=None, order=CustomerOrder.NUMBER)


class Asked(NamedTuple):
    """What of the register is written: the customers of a query, with the columns of a list."""

    query: CustomerQuery
    columns: tuple[ListColumn, ...]
    title: str


def export(call: Call) -> int:
    """Write customers to a file, as the end of its name says; without one, to standard output.

    All of them with everything that is known of them; as a list, where a view, columns or a search are named, or the
    format is one that only lists have.
    """
    name = call.arguments.file or STANDARD_OUTPUT
    format = format_of(name, json=call.answers.json)
    return wait_for(_export(call, name, format, _columns(call.arguments.columns, format)))


def format_of(name: str, *, json: bool) -> Format:
    """Return the format that a file's name asks for; on standard output CSV, or JSON with --json."""
    if name == STANDARD_OUTPUT:
        return "json" if json else "csv"
    ending = Path(name).suffix.lower()
    if ending not in FORMATS:
        raise Stopped(_("{name}: end the name in .csv, .xlsx, .txt, .html or .json", name=name), WRONGLY_CALLED)
    return FORMATS[ending]


def _columns(names: str, format: Format) -> tuple[ListColumn, ...]:
    """Read --columns: names between commas, each once."""
    wanted = list(dict.fromkeys(name.strip() for name in names.split(",") if name.strip()))
    found = tuple(ListColumn(name) for name in COLUMNS if name in wanted)
    if len(found) < len(wanted):
        text = _("There is no such column: choose among {columns}", columns=", ".join(COLUMNS))
        raise Stopped(text, WRONGLY_CALLED)
    if wanted and format == "json":
        raise Stopped(_("JSON has every field: leave --columns out"), WRONGLY_CALLED)
    return tuple(sorted(found, key=lambda column: wanted.index(column.name)))


async def _export(call: Call, name: str, format: Format, columns: tuple[ListColumn, ...]) -> int:
    said = call.arguments
    job: list[Job] = []
    async with call.register() as register:
        asked = await _asked(call, register, columns)
        whole: ExportFormat | None = "json" if format == "json" else None
        if format == "csv" and not (said.view or said.search or columns):
            whole = "csv"
        if whole is not None:
            chunks = await register(export_register, whole, asked.query)
        else:
            assert format != "json"
            chunks = _list(call, register, asked, format, job)
        if name == STANDARD_OUTPUT:
            sys.stdout.flush()
            async for chunk in chunks:
                sys.stdout.buffer.write(chunk)
            return DONE
        size = await write_file(Path(name), chunks)
    _say_written(call, name, size, rows=job[0].done if job else None)
    return DONE


async def _asked(call: Call, register: Register, columns: tuple[ListColumn, ...]) -> Asked:
    """Return what a view shows, or everything; with --search only what that finds of it."""
    said = call.arguments
    query, title = _WHOLE, ""
    if said.view:
        from core.list_views.api import list_views
        from core.list_views.rules import named

        views = await register(list_views)
        view = named(views, said.view)
        query, title, columns = view.query, view.name, columns or view.columns
    if said.search:
        # The best hits first, as the list has them: any other order holds for so many only.
        query = msgspec.structs.replace(query, text=said.search, order=CustomerOrder.RELEVANCE, descending=False)
    return Asked(query, columns, title)


async def _list(
    call: Call, register: Register, asked: Asked, format: ListFormat, ended: list[Job]
) -> AsyncIterator[bytes]:
    """Let the register write the list, and give its bytes; `ended` gets the job when it is done."""
    selection = Selection(query=asked.query)
    job = await register(start_export, format, selection, asked.columns, title=asked.title, language=speech().language)
    job = await _finished(call, register, job)
    if job.state != "done":
        why = job_text(job.code, job.params) if job.code else _("It stopped before its end: start it again")
        raise Stopped(why, UNAVAILABLE)
    ended.append(job)
    async for chunk in await register(export_file, job.id):
        yield chunk


async def _finished(call: Call, register: Register, job: Job) -> Job:
    """Wait for the job, showing how far it is to whoever looks; Ctrl+C stops it."""
    try:
        return await driving.finished(register, job, call.answers.job_progress)
    except asyncio.CancelledError:
        await register(cancel_job, job.id)
        raise
    finally:
        call.answers.progress("")


def template(call: Call) -> int:
    """Write the workbook to fill in."""
    name = call.arguments.file
    if Path(name).suffix.lower() != ".xlsx":
        raise Stopped(_("{name}: end the name in .xlsx", name=name), WRONGLY_CALLED)
    return wait_for(_template(call, name))


async def _template(call: Call, name: str) -> int:
    async with call.register() as register:
        size = await write_file(Path(name), await register(empty_workbook))
    _say_written(call, name, size)
    return DONE


def _say_written(call: Call, name: str, size: int, *, rows: int | None = None) -> None:
    if call.answers.json:
        call.answers.value({"file": name, "bytes": size} | ({"rows": rows} if rows is not None else {}))
    else:
        call.answers.note(_("Written to {place}", place=name))


async def write_file(path: Path, chunks: AsyncIterator[bytes]) -> int:
    """Write the bytes to `path`, readable by its owner only, and return how many there were.

    What was there before stays until all of it is written; OSError where it can't be.
    """
    beside = path.with_name(f".{path.name}.unfinished")
    try:
        with _new_file(beside, path) as file:
            size = 0
            async for chunk in chunks:
                size += file.write(chunk)
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)
    return size


def _new_file(beside: Path, path: Path) -> BinaryIO:
    try:
        beside.touch(mode=0o600)
        return beside.open("wb")
    except OSError as error:
        # Who reads the message knows the name that was typed.
        error.filename = str(path)
        raise
