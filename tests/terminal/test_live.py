"""Two programs on one register in a file: what one saves the other shows, and where nothing shows nothing is sent."""

from __future__ import annotations

import asyncio
from pathlib import Path

from core.clock import system_clock
from core.customers.api import change_customer, list_customers
from core.customers.views import CustomerChange, CustomerOrder, CustomerQuery
from core.edits import Edit
from core.local import open_local
from core.places import sqlite_url
from tests.terminal.conftest import OpenDemo


def rename(path: Path, *, last: bool, to: str) -> None:
    """Rename the first or last customer of the register in a file, from another process's point of view."""

    async def run() -> None:
        register = await open_local(sqlite_url(path), user="anna", session="another", clock=system_clock)
        window = await register(list_customers, CustomerQuery(order=CustomerOrder.NAME), "", "", last, 1)
        row = window.rows[0]
        await register(change_customer, row.id, CustomerChange(name=Edit(now=row.name + to, was=row.name)))
        await register.close()

    asyncio.run(run())


def test_what_another_program_saves_shows_and_what_is_out_of_sight_sends_nothing(
    open_demo: OpenDemo, tmp_path: Path
) -> None:
    with open_demo() as terminal:
        terminal.until_shows("kunder · rad 1")
        terminal.until_still()
        (path,) = tmp_path.rglob("*.sqlite")
        terminal.raw = b""
        rename(path, last=True, to=" 2")
        assert terminal.read(3.0) == b""
        rename(path, last=False, to=" 2")
        terminal.until(lambda lines: lines[3].split("  ")[2].endswith(" 2") or " 2 " in lines[3])
        assert len(terminal.raw) < 600, "one line of the list"
