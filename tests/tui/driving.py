"""How tests drive the interface: an app on a fake register, waiting until it is still, and reading what it shows."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

from textual.pilot import Pilot
from textual.worker import Worker, WorkerError

from core.clock import Clock, system_clock
from tui.app import KundkortApp
from tui.screens.base import Page
from tui.state import State

if TYPE_CHECKING:
    from core.register import Register

STILL = 200
"""So many turns of the event loop at most until everything has settled."""


async def settle(pilot: Pilot[None]) -> None:
    """Wait until all that was begun is done and painted, or a question waits for its answer."""
    app = pilot.app
    for _turn in range(STILL):
        await pilot.pause()
        running = [worker for worker in app.workers if not worker.is_finished]
        if isinstance(app.screen, Page) and app.screen.band.asking:
            running = [worker for worker in running if not worker.group.startswith("press ")]
        if not running:
            await pilot.pause()
            return
        await asyncio.wait({asyncio.ensure_future(_finished(worker)) for worker in running}, timeout=0.05)


async def caught_up(pilot: Pilot[None], seq: int) -> None:
    """Wait until the program has been told of every change up to `seq`, and shows it."""
    app = pilot.app
    assert isinstance(app, KundkortApp)
    async with asyncio.timeout(20):
        while app.feed.seen < seq:
            await pilot.pause(0.005)
    await settle(pilot)


async def _finished(worker: Worker[object]) -> None:
    with contextlib.suppress(WorkerError):
        await worker.wait()


@asynccontextmanager
async def running(
    register: Register,
    *,
    size: tuple[int, int] = (80, 24),
    first: Callable[[], Page[Any]] | None = None,
    state: State | None = None,
    language: str = "en",
    theme: str = "dark",
    ascii_signs: bool = False,
    wait: bool = True,
    clock: Clock = system_clock,
) -> AsyncIterator[tuple[KundkortApp, Pilot[None]]]:
    """Run the interface on a register, without a terminal, until the block ends."""

    async def opening() -> Register:
        return register

    app = KundkortApp(
        opening, state or State(), first=first, theme=theme, language=language, ascii_signs=ascii_signs, clock=clock
    )
    async with app.run_test(size=size) as pilot:
        if wait:
            await settle(pilot)
        yield app, pilot


def screen_lines(app: KundkortApp) -> list[str]:
    """Return what the screen shows, a line of text each, without spaces at its end, plain spaces in it."""
    width, height = app.size
    strips = app.screen._compositor.render_strips()
    assert len(strips) <= height, (len(strips), height, width)
    return [strip.text.replace("\N{NO-BREAK SPACE}", " ").rstrip() for strip in strips]
