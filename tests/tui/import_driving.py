"""How tests drive an import: a file of five rows, the interface on it, and waiting for the job behind it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, cast

import pytest
from textual.pilot import Pilot

from core.jobs.api import cancel_job
from core.jobs.tables import JobRow
from core.local import LocalRegister
from core.work import UnitOfWork
from tests.tui.driving import running, screen_lines, settle
from tui.app import KundkortApp
from tui.screens.base import Page
from tui.screens.import_ import ImportScreen
from tui.screens.import_rows import ImportRowsScreen

SHARED = Path(__file__).resolve().parents[3] / "shared" / "registers"
needs_shared = pytest.mark.skipif(not SHARED.is_dir(), reason=f"the register files of {SHARED} are not here")

HEAD = "Kundnr;Namn;Org.nr;Telefon;E-post\r\n"
ROWS = (
    "100;Brf Ekbacken;769612-3459;0171-44 55 66;\r\n"
    "101;Bygg & Dörr i Arboga AB;;;\r\n"
    ";;;;inget@namn.example\r\n"
    "103;Kolbäcks Skola;;021-12 34 56;skola@@\r\n"
    '104;"[/b] Robert\'); DROP TABLE";;;\r\n'
)


async def until(pilot: Pilot[None], true: Callable[[], bool], what: str = "") -> None:
    """Wait until something is so; the job behind it takes a while."""
    for _turn in range(1000):
        await pilot.pause()
        if true():
            return
        await asyncio.sleep(0.01)
    raise AssertionError(f"never so: {what}\n" + "\n".join(screen_lines(cast(KundkortApp, pilot.app))))


async def cut_off(register: LocalRegister, job_id: int) -> None:
    """Let a job stand as if the program that ran it had ended in the midst of it."""

    def cut(work: UnitOfWork) -> None:
        row = work.get(JobRow, job_id)
        assert row is not None
        row.state, row.heartbeat = "running", "2026-11-24T08:00:00.000Z"

    await register.within(cancel_job, cut)


@asynccontextmanager
async def importing(
    register: LocalRegister,
    path: Path,
    *,
    size: tuple[int, int] = (120, 40),
    language: str = "sv",
    stage: str = "tried",
) -> AsyncIterator[tuple[KundkortApp, Pilot[None], ImportRowsScreen]]:
    """Run the interface from the choice of the file on, until the import is at `stage`."""

    def first() -> Page[Any]:
        return ImportScreen(str(path))

    async with running(register, size=size, first=first, language=language) as (app, pilot):
        await pilot.press("enter")
        await settle(pilot)
        page = app.page
        assert isinstance(page, ImportRowsScreen), screen_lines(app)
        await until(pilot, lambda: page.work.stage == stage, stage)
        await settle(pilot)
        yield app, pilot, page


def shown(app: KundkortApp) -> str:
    """Return everything on the screen."""
    return "\n".join(screen_lines(app))
