"""`kundkort export` and `kundkort template`: the register as a file, and an empty workbook to fill in."""

from __future__ import annotations

import sys
from collections.abc import AsyncIterator
from pathlib import Path
from typing import BinaryIO

from core.exchange.api import ExportFormat, export_register
from core.exchange.api import template as empty_workbook
from core.text import _
from tui.commands.call import Call, wait_for
from tui.commands.stopping import DONE, WRONGLY_CALLED, Stopped

STANDARD_OUTPUT = "-"


def export(call: Call) -> int:
    """Write every customer to a file, as CSV or JSON by the end of its name; without one, to standard output."""
    name = call.arguments.file or STANDARD_OUTPUT
    return wait_for(_export(call, name, format_of(name, json=call.answers.json)))


def format_of(name: str, *, json: bool) -> ExportFormat:
    """Return the format that a file's name asks for; on standard output CSV, or JSON with --json."""
    if name == STANDARD_OUTPUT:
        return "json" if json else "csv"
    formats: dict[str, ExportFormat] = {".csv": "csv", ".json": "json"}
    ending = Path(name).suffix.lower()
    if ending not in formats:
        raise Stopped(_("{name}: end the name in .csv or .json", name=name), WRONGLY_CALLED)
    return formats[ending]


async def _export(call: Call, name: str, format: ExportFormat) -> int:
    async with call.register() as register:
        chunks = await register(export_register, format)
        if name == STANDARD_OUTPUT:
            sys.stdout.flush()
            async for chunk in chunks:
                sys.stdout.buffer.write(chunk)
            return DONE
        size = await write_file(Path(name), chunks)
    _say_written(call, name, size)
    return DONE


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


def _say_written(call: Call, name: str, size: int) -> None:
    if call.answers.json:
        call.answers.value({"file": name, "bytes": size})
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
