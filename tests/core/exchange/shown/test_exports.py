"""Taking out the list as a job: the list's own rows in its order, for who asked only, begun anew when it was stopped."""

from __future__ import annotations

import asyncio
import errno
import sqlite3
import stat
import tempfile
from collections.abc import Sequence
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import Any, ClassVar

import msgspec
import pytest

from core.customers.api import list_customers as list_api
from core.customers.columns import ListColumn
from core.customers.listing import list_customers as listed
from core.customers.views import CustomerOrder, CustomerQuery, CustomerRow, CustomerWindow, Selection
from core.errors import Invalid, NotFound, Refused
from core.exchange.api import export_file, start_export
from core.exchange.driving import finished
from core.exchange.shown import job as export_job
from core.exchange.shown import rows as export_rows
from core.exchange.shown.csv_file import CsvFile
from core.files.operations import tidy
from core.jobs.api import cancel_job, get_job, resume_job
from core.jobs.tables import JobRow
from core.jobs.views import Job
from core.local import LocalRegister
from core.register import Register
from core.rights import Right
from core.work import UnitOfWork
from tests.conftest import OpenAs, StandingClock
from tests.core.customers.making import make
from tests.core.imports.loading import settled

NUMBER = (ListColumn("number"),)
NAMES = ("Ölands Rör", "Brf Ekbacken 12", "Åbergs El", "Brf Ekbacken 3", "Zinkgruvan AB")
IN_ORDER = ["Brf Ekbacken 3", "Brf Ekbacken 12", "Zinkgruvan AB", "Åbergs El", "Ölands Rör"]


@pytest.fixture(autouse=True)
def scratch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the folder that files are written in before they are blobs: each test's own."""
    folder = tmp_path / "scratch"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


@pytest.fixture
async def filled(register: LocalRegister) -> LocalRegister:
    """Return a register with five customers, numbered from 1, the last of them inactive."""
    for n, name in enumerate(NAMES, 1):
        await make(register, number=str(n), name=name, active=n < len(NAMES))
    return register


async def taken(register: Register, selection: Selection, *arguments: Any, **options: Any) -> list[str]:
    """Return the lines of a list that is taken out as CSV, without its head."""
    columns = options.pop("columns", (ListColumn("name"),))
    job = await finished(register, await register(start_export, "csv", selection, columns, *arguments, **options))
    assert (job.state, job.code) == ("done", "")
    return (await content(register, job)).decode("utf-8-sig").splitlines()[1:]


async def content(register: Register, job: Job) -> bytes:
    """Return the file of an export."""
    return b"".join([piece async for piece in await register(export_file, job.id)])


@pytest.mark.parametrize(
    ("query", "names"),
    [
        (CustomerQuery(), [name for name in IN_ORDER if name != NAMES[-1]]),
        (
            CustomerQuery(active=None, order=CustomerOrder.NAME),
            [f"{n};{'Nej' if n == NAMES[-1] else 'Ja'}" for n in IN_ORDER],
        ),
        (CustomerQuery(order=CustomerOrder.NUMBER, descending=True), [*reversed(NAMES[:4])]),
        (CustomerQuery(text="ekbacken"), IN_ORDER[:2]),
        (CustomerQuery(text="finns inte"), []),
    ],
)
async def test_the_rows_are_those_of_the_list_in_its_order(
    filled: LocalRegister, monkeypatch: pytest.MonkeyPatch, query: CustomerQuery, names: list[str]
) -> None:
    monkeypatch.setattr(export_rows, "WINDOW", 2)
    assert await taken(filled, Selection(query=query), language="sv") == names


async def test_unfinished_windows_are_gone_on_from(filled: LocalRegister, monkeypatch: pytest.MonkeyPatch) -> None:
    def one_in_two(work: UnitOfWork, query: CustomerQuery, after: str = "", limit: int = 100) -> CustomerWindow:
        """Give every other window without its row, as a search that has looked at as many as one call may."""
        window = listed(work, query, after=after, limit=1)
        asked.append(after)
        return msgspec.structs.replace(window, rows=()) if len(asked) % 2 else window

    asked: list[str] = []
    monkeypatch.setattr(export_rows, "list_customers", one_in_two)
    assert await taken(filled, Selection(query=CustomerQuery())) == ["Brf Ekbacken 12", "Ölands Rör"]
    assert len(asked) >= 4


async def test_marked_ones_in_the_order_of_the_list(filled: LocalRegister) -> None:
    ids = [(await filled(list_api, CustomerQuery(active=None, text=name))).rows[0].id for name in NAMES]
    marked = Selection(ids=(ids[0], ids[3], ids[1], 4711, ids[0]))
    assert await taken(filled, marked) == ["Ölands Rör;Yes", "Brf Ekbacken 3;Yes", "Brf Ekbacken 12;Yes"]
    by_name = await taken(filled, marked, CustomerOrder.NAME)
    assert by_name == ["Brf Ekbacken 3;Yes", "Brf Ekbacken 12;Yes", "Ölands Rör;Yes"]
    assert await taken(filled, marked, CustomerOrder.NAME, True) == by_name[::-1]
    assert await taken(filled, marked, CustomerOrder.PHONE) == by_name


async def test_all_that_match_but_some(filled: LocalRegister) -> None:
    first = (await filled(list_api, CustomerQuery())).rows[0].id
    assert await taken(filled, Selection(query=CustomerQuery(), but=(first,))) == [
        "Brf Ekbacken 12",
        "Åbergs El",
        "Ölands Rör",
    ]


# -- who ---------------------------------------------------------------------------------------------------------------


async def test_only_what_one_sees_and_only_for_oneself(filled: LocalRegister, open_as: OpenAs) -> None:
    per = await open_as("per", only_assigned=True)
    every = [row.id for row in (await filled(list_api, CustomerQuery())).rows]
    assert await taken(per, Selection(query=CustomerQuery())) == []
    assert await taken(per, Selection(ids=tuple(every))) == []
    job = await finished(filled, await filled(start_export, "csv", Selection(query=CustomerQuery())))
    for other in (per, await open_as("bo", administrator=True)):
        with pytest.raises(NotFound):
            await content(other, job)


async def test_the_right_to_export_is_enough(filled: LocalRegister, open_as: OpenAs) -> None:
    per = await open_as("per", without=(Right.IMPORT,))
    assert len(await taken(per, Selection(query=CustomerQuery()))) == 4
    job = await finished(per, await per(start_export, "csv", Selection(query=CustomerQuery())))
    without = await open_as("eva", without=(Right.EXPORT,))
    for call in (without(start_export, "csv", Selection(query=CustomerQuery())), without(export_file, job.id)):
        with pytest.raises(Refused):
            await call


async def test_personal_numbers_are_masked_for_everybody(register: LocalRegister) -> None:
    await make(register, type="private", org_no="811218-9876")
    selection = Selection(query=CustomerQuery())
    assert await taken(register, selection, columns=(ListColumn("org_no"),)) == ["811218-••••"]


async def test_a_trace_says_who_took_out_what_and_how_many(filled: LocalRegister, register_file: Path) -> None:
    await taken(filled, Selection(query=CustomerQuery(text="ekbacken")), title="Mina", columns=NUMBER)
    with closing(sqlite3.connect(register_file)) as database:
        ((at, actor, note),) = database.execute("SELECT at, actor, note FROM activity WHERE kind = 'export'")
    found = msgspec.json.decode(note)
    assert at.startswith("2026-11-24T08:12") and actor
    assert (found["format"], found["rows"], found["columns"], found["title"]) == ("csv", 2, ["number"], "Mina")
    assert found["query"]["text"] == "ekbacken"


# -- what is refused -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("pdf", Selection(query=CustomerQuery())), "choice"),
        (("csv", Selection()), "bulk.none"),
        (("csv", Selection(ids=tuple(range(10_001)))), "bulk.too_many"),
        (("csv", Selection(query=CustomerQuery()), (*NUMBER, *NUMBER)), "export.columns"),
        (("csv", Selection(query=CustomerQuery()), (ListColumn("number", 1000),)), "range"),
        (("csv", Selection(query=CustomerQuery(text="811218-9876"))), "export.personal"),
        (("csv", Selection(query=CustomerQuery(text="x" * 1000))), "too_long"),
    ],
)
async def test_what_is_wrong_is_said_before_anything_begins(
    register: LocalRegister, arguments: tuple[Any, ...], code: str
) -> None:
    with pytest.raises(Invalid) as invalid:
        await register(start_export, *arguments)
    assert [fault.code for fault in invalid.value.faults] == [code]


# -- how it ends ---------------------------------------------------------------------------------------------------------


class Held(CsvFile):
    """A writer that waits with its rows until it may go on; what it noted of the folder is in `seen`."""

    begun: asyncio.Event
    go_on: asyncio.Event
    loop: asyncio.AbstractEventLoop
    seen: ClassVar[list[int]] = []

    def __init__(self, outline: Any, folder: str) -> None:
        super().__init__(outline, folder)
        self.seen.append(stat.S_IMODE(Path(folder).stat().st_mode))

    def rows(self, rows: Sequence[CustomerRow]) -> None:
        """Say that it began, and wait."""
        self.loop.call_soon_threadsafe(self.begun.set)
        asyncio.run_coroutine_threadsafe(self.go_on.wait(), self.loop).result()
        super().rows(rows)


@pytest.fixture
async def held(monkeypatch: pytest.MonkeyPatch) -> type[Held]:
    """Let the next export wait in the midst of its rows."""
    Held.begun, Held.go_on, Held.loop, Held.seen = asyncio.Event(), asyncio.Event(), asyncio.get_running_loop(), []
    monkeypatch.setitem(export_job.WRITERS, "csv", Held)
    monkeypatch.setattr(export_job, "TELL", 0)
    return Held


async def test_a_cancelled_one_leaves_nothing_and_can_be_begun_anew(
    filled: LocalRegister, held: type[Held], scratch: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    job = await filled(start_export, "csv", Selection(query=CustomerQuery()), NUMBER)
    await held.begun.wait()
    assert held.seen == [0o700] and len(list(scratch.iterdir())) == 1
    await filled(cancel_job, job.id)
    held.go_on.set()
    await settled(job)
    assert (await filled(get_job, job.id)).state == "cancelled"
    assert list(scratch.iterdir()) == []
    with pytest.raises(NotFound):
        await content(filled, job)
    monkeypatch.setitem(export_job.WRITERS, "csv", CsvFile)
    again = await finished(filled, await filled(resume_job, job.id))
    assert (again.state, again.done, again.total) == ("done", 4, 4)
    assert len((await content(filled, job)).splitlines()) == 5


async def test_one_whose_program_was_killed_is_taken_up_by_its_user_alone(
    filled: LocalRegister, open_as: OpenAs
) -> None:
    def cut(work: UnitOfWork) -> None:
        row = work.get(JobRow, job.id)
        assert row is not None
        row.state, row.heartbeat = "running", "2026-11-24T08:00:00.000Z"

    job = await finished(filled, await filled(start_export, "csv", Selection(query=CustomerQuery()), NUMBER))
    await filled.within(cancel_job, cut)
    assert (await filled(get_job, job.id)).state == "stopped"
    bo = await open_as("bo", only_assigned=True)
    failed = await finished(bo, await bo(resume_job, job.id))
    assert (failed.state, failed.code) == ("failed", "not_found")
    done = await finished(filled, await filled(resume_job, job.id))
    assert (done.state, done.done) == ("done", 4)


async def test_a_full_disk_is_told_as_that(
    filled: LocalRegister, scratch: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Full(CsvFile):
        """A writer whose disk is full."""

        def rows(self, rows: Sequence[CustomerRow]) -> None:
            """Find no room."""
            raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setitem(export_job.WRITERS, "csv", Full)
    job = await finished(filled, await filled(start_export, "csv", Selection(query=CustomerQuery())))
    assert (job.state, job.code, job.params["reason"]) == ("failed", "unavailable", "full")
    assert list(scratch.iterdir()) == []


async def test_what_a_killed_program_left_goes_after_a_day(filled: LocalRegister, scratch: Path) -> None:
    import os
    import time

    old, new = scratch / f"{export_job.FOLDER}old", scratch / f"{export_job.FOLDER}new"
    for folder in (old, new):
        folder.mkdir()
        (folder / "sheet.xml").write_text("x")
    two_days = time.time() - 2 * 86400
    os.utime(old, (two_days, two_days))
    await taken(filled, Selection(query=CustomerQuery()))
    assert list(scratch.iterdir()) == [new]


async def test_the_file_is_there_for_a_day(filled: LocalRegister, clock: StandingClock) -> None:
    job = await finished(filled, await filled(start_export, "csv", Selection(query=CustomerQuery())))
    clock.now += timedelta(hours=23)
    await tidy(filled)
    assert await content(filled, job)
    clock.now += timedelta(hours=2)
    await tidy(filled)
    with pytest.raises(NotFound):
        await content(filled, job)


@pytest.mark.parametrize("format", ["csv", "xlsx", "txt", "html"])
async def test_every_format_comes_out_whole(filled: LocalRegister, format: Any) -> None:
    job = await finished(filled, await filled(start_export, format, Selection(query=CustomerQuery()), language="sv"))
    found = await content(filled, job)
    assert job.counts == {"rows": 4, "bytes": len(found)}
    assert found.startswith({"csv": b"\xef\xbb\xbf", "xlsx": b"PK", "txt": b"", "html": b"<!DOCTYPE html>"}[format])
