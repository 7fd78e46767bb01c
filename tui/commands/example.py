"""`kundkort demo`: makes the example company the first time, and opens it; real data is never touched."""

from __future__ import annotations

import os
from datetime import datetime
from pathlib import Path

from core.places import Places, sqlite_url
from core.text import ngettext
from tui import state as states
from tui.commands.arguments import Arguments
from tui.commands.call import Call, wait_for
from tui.commands.screen import need_terminal, open_screen

DEFAULT_CUSTOMERS = 2_000
SIDECARS = ("-wal", "-shm", "-journal")


def demo(call: Call) -> int:
    """Open the example company; `--again` makes it anew."""
    need_terminal()
    path = example_file(call.where, call.arguments)
    if call.arguments.again or not path.exists():
        make(call, path)
    state_file = call.where.demo_folder / "state.json"
    state = states.load(state_file)
    state.theme = state.theme or call.state.theme
    return open_screen(call, sqlite_url(path), call.login, state, state_file)


def example_file(where: Places, said: Arguments) -> Path:
    """Return the file of an example company: one for each number of customers, and for each day that --today says."""
    day = f"-{said.today.isoformat()}" if said.today else ""
    return where.demo_folder / f"example-{said.customers or DEFAULT_CUSTOMERS}{day}.sqlite"


def make(call: Call, path: Path) -> None:
    """Make the example company beside its place and put it there when it is whole: a half one is never opened."""
    from core.demo.prepare import prepare

    customers = call.arguments.customers or DEFAULT_CUSTOMERS
    call.answers.note(
        ngettext(
            "Making an example company with {n} customer …", "Making an example company with {n} customers …", customers
        )
    )
    today = call.arguments.today or datetime.now().astimezone().date()
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f"{path.name}.{os.getpid()}")
    try:
        wait_for(prepare(sqlite_url(beside), login=call.login, customers=customers, today=today))
        for ending in SIDECARS:
            path.with_name(path.name + ending).unlink(missing_ok=True)
        beside.replace(path)
    finally:
        for ending in ("", *SIDECARS):
            beside.with_name(beside.name + ending).unlink(missing_ok=True)
