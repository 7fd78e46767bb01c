"""`kundkort import`: reads a file into the register, or says what reading it would do, row by row."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from pathlib import Path

from core.exchange import driving
from core.exchange.words import OUTCOME_NAMES, fault_text, outcome_count, outcome_name
from core.imports.api import dry_run, read_file, refused_rows, start_import
from core.imports.views import FileView, ImportRow, Mapping
from core.jobs.api import cancel_job
from core.jobs.views import Job
from core.register import Register
from core.text import _, ngettext
from core.words import job_text
from tui.commands.call import Call, wait_for
from tui.commands.exporting import write_file
from tui.commands.stopping import DONE, REFUSED, UNAVAILABLE, WRONGLY_CALLED, Stopped


def import_file(call: Call) -> int:
    """Import a file (--dry-run: only say what that would do); exit code 1 where rows were refused."""
    return wait_for(_import(call))


async def _import(call: Call) -> int:
    said = call.arguments
    async with call.register() as register:
        blob = await driving.put_file(register, Path(said.file))
        view = await register(read_file, blob.hash)
        mapping = _mapping(call, view)
        job = await register(dry_run if said.dry_run else start_import, blob.hash, mapping)
        job = await finished(call, register, job)
        await _answer(call, register, job)
        if said.refused:
            await _write_refused(call, register, job)
    if job.state != "done":
        raise Stopped(_stopped_text(job, dry=said.dry_run), UNAVAILABLE)
    return REFUSED if job.counts.get("refused") else DONE


def _stopped_text(job: Job, *, dry: bool) -> str:
    """Return why a job ended too early, and what became of what it had done."""
    why = [job_text(job.code, job.params)] if job.code else []
    if not dry:
        why.append(_("The import stopped before its end: what is in stays, start it again"))
    return "\n".join(why) or _("The dry run stopped before its end: start it again")


async def finished(call: Call, register: Register, job: Job) -> Job:
    """Wait for the job, showing how far it is to whoever looks; Ctrl+C stops it after its chunk, and what is in stays."""
    try:
        return await driving.finished(register, job, call.answers.job_progress)
    except asyncio.CancelledError:
        await driving.finished(register, await register(cancel_job, job.id))
        call.answers.progress("")
        if not call.arguments.dry_run:
            call.answers.note(_("What was imported stays"))
        raise
    finally:
        call.answers.progress("")


async def _answer(call: Call, register: Register, job: Job) -> None:
    counts = driving.counts(job)
    if call.answers.json:
        await call.answers.document(
            counts, "rows", (driving.row_dict(row) async for row in driving.all_rows(register, job))
        )
        return
    async for row in driving.all_rows(register, job, ("refused", "skipped", "warned")):
        for line in _row_lines(row):
            call.answers.line(line)
    call.answers.line(", ".join(outcome_count(outcome, counts[outcome]) for outcome in OUTCOME_NAMES))
    if call.arguments.dry_run:
        call.answers.note(_("A dry run: nothing was changed"))


def _row_lines(row: ImportRow) -> list[str]:
    """Return what is to be said of a row: its number, what becomes of it, and every fault."""
    head = _("row {row}, {outcome}", row=row.row, outcome=outcome_name(row.outcome))
    return [f"{head}: {fault_text(fault)}" for fault in row.faults] or [head]


async def _write_refused(call: Call, register: Register, job: Job) -> None:
    count = job.counts.get("refused", 0)
    if not count:
        call.answers.note(_("No row was refused, so no file was written"))
        return
    chunks: AsyncIterator[bytes] = await register(refused_rows, job.id)
    await write_file(Path(call.arguments.refused), chunks)
    call.answers.note(
        ngettext(
            "{n} refused row is in {place}: mend it and import that file",
            "{n} refused rows are in {place}: mend them and import that file",
            count,
            place=call.arguments.refused,
        )
    )


def _mapping(call: Call, view: FileView) -> Mapping | None:
    """Return the mapping of the file that --mapping names; where there is none, write what would be read as what."""
    if not call.arguments.mapping:
        return None
    path = Path(call.arguments.mapping)
    sheet = next(sheet for sheet in view.sheets if sheet.name == view.sheet)
    if not path.exists():
        fields = {column.heading or column.letter: column.field for column in sheet.columns}
        text = json.dumps({"sheet": sheet.name, "columns": fields}, ensure_ascii=False, indent=2)
        try:
            path.write_text(text, encoding="utf-8")
        except OSError:
            # Half of it would be taken for a mapping next time.
            path.unlink(missing_ok=True)
            raise
        call.answers.note(_("Which column is read as which field is in {place}, to be changed", place=str(path)))
        return None
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except ValueError as error:
        raise Stopped(_("{place} is no JSON: {why}", place=str(path), why=str(error)), WRONGLY_CALLED) from error
    columns = content.get("columns") if isinstance(content, dict) else None
    if not isinstance(columns, dict) or not all(isinstance(field, str) for field in columns.values()):
        text = _('{place}: write {{"sheet": …, "columns": {{"heading": "field", …}}}}', place=str(path))
        raise Stopped(text, WRONGLY_CALLED)
    name = content.get("sheet") or sheet.name
    sheet = next((other for other in view.sheets if other.name == name), sheet)
    return driving.chosen(sheet, columns)
