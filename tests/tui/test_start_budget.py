"""The start in modules, which can be counted where seconds can't: what is loaded at the first frame, and with rows."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from core.local import LocalRegister
from core.places import sqlite_url
from tests.core.customers.making import make

ROOT = Path(__file__).resolve().parents[2]
FIRST_FRAME = 114
"""Modules at the first frame beyond those of an app with one Input: a tenth of a second is some 150 modules."""
WITH_ROWS = 212
"""Modules beyond that app's with the rows and the card beside them."""
START = """
import asyncio, json, sys
from textual.app import App
from textual.widgets import Input

class Bare(App[None]):
    def compose(self):
        yield Input()

async def bare():
    async with Bare().run_test(size=(120, 40)) as pilot:
        await pilot.pause()

asyncio.run(bare())
bare = set(sys.modules)
# A catalogue that was not compiled yet is the developer's, never the user's.
import core.text
core.text._is_newer = lambda source, compiled: False
import tui.__main__, tui.commands.run, tui.commands.screen, tui.lean_driver
from tui.app import KundkortApp
from tui.state import State

async def start():
    first, seen = [], {}

    async def opening():
        first.extend(set(sys.modules) - bare)
        import core.local
        from core.register import open_register
        # What the first change needs comes a while after the rows, on a slow machine too.
        core.local.READY_AFTER = 3600
        return await open_register(URL, user="anna")

    app = KundkortApp(opening, State(), language="en", ascii_signs=False)
    async with app.run_test(size=(120, 40)) as pilot:
        from tests.tui.driving import screen_lines, settle
        own = {name for name in sys.modules if name.partition(".")[0] in ("tests", "pytest", "_pytest")}
        await settle(pilot)
        lines = screen_lines(app)
        rows = set(sys.modules) - bare - own
    print(json.dumps({"first": first, "rows": sorted(rows), "lines": lines}))

asyncio.run(start())
"""


@pytest.fixture
async def start(register: LocalRegister, register_file: Path) -> dict[str, Any]:
    """Start the interface on a register with a customer; return `first` and `rows`, lists of modules, and its `lines`."""
    await make(register, name="Brf Ekbacken")
    return started(sqlite_url(register_file))


def started(url: str) -> dict[str, Any]:
    """Start the interface in a Python of its own."""
    command = [sys.executable, "-c", f"URL = {url!r}\n{START}"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def of(modules: list[str], *packages: str) -> list[str]:
    """Return the modules that are one of `packages` or lie in one."""
    return sorted(name for name in modules if any(name == one or name.startswith(f"{one}.") for one in packages))


async def test_what_is_loaded_for_the_first_frame(start: dict[str, Any]) -> None:
    first = start["first"]
    assert len(first) <= FIRST_FRAME, sorted(first)
    # Tables of texts, time zones, other pages, and what fetches, reads or checks anything comes when it is needed.
    rare = ("sqlalchemy", "sqlite3", "core.words", "core.fault_texts", "zoneinfo", "hashlib", "importlib.resources")
    assert of(first, *rare, "textual.widgets._text_area", "core.local", "core.work", "tui.screens.card") == []


async def test_what_is_loaded_for_the_rows(start: dict[str, Any]) -> None:
    rows = start["rows"]
    assert any("Brf Ekbacken" in line for line in start["lines"])
    assert len(rows) <= WITH_ROWS, sorted(rows)
    libraries = (
        "sqlalchemy",
        "babel",
        "phonenumbers",
        "stdnum",
        "httpx",
        "alembic",
        "python_calamine",
        "xlsxwriter",
        "email_validator",
    )
    assert of(rows, *libraries) == []
    done_later = ("exchange", "imports", "demo", "files", "jobs", "history")
    assert of(rows, *(f"core.{name}.operations" for name in done_later), "core.history.batches") == []
