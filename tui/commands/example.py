"""`kundkort demo`: makes the example company the first time, and opens it; real data is never touched."""

from __future__ import annotations

import os
import time
from datetime import datetime
from pathlib import Path

from core.places import Places, sqlite_url
from core.text import _, ngettext, number
from tui import state as states
from tui.commands.call import Call, wait_for
from tui.commands.said import Arguments
from tui.commands.screen import need_terminal, open_screen

DEFAULT_CUSTOMERS = 2_000
FORGOTTEN_AFTER = 4 * 3600
"""Seconds; nothing is made for that long."""
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
    shown = number(customers)
    today = call.arguments.today or datetime.now().astimezone().date()
    path.parent.mkdir(parents=True, exist_ok=True)
    _remove_forgotten(path)
    beside = path.with_name(f"{path.name}.{os.getpid()}")
    try:
        work = prepare(
            sqlite_url(beside),
            login=call.login,
            customers=customers,
            today=today,
            progress=lambda done: call.answers.progress(
                _("{done} of {total} customers", done=number(done), total=shown)
            ),
        )
        wait_for(work)
        call.answers.progress("")
        for ending in SIDECARS:
            path.with_name(path.name + ending).unlink(missing_ok=True)
        beside.replace(path)
    finally:
        for ending in ("", *SIDECARS):
            beside.with_name(beside.name + ending).unlink(missing_ok=True)


def _remove_forgotten(path: Path) -> None:
    """Remove what a program that was killed left half-made, some hours ago."""
    for left in path.parent.glob(f"{path.name}.[0-9]*"):
        if time.time() - left.stat().st_mtime > FORGOTTEN_AFTER:
            left.unlink(missing_ok=True)
