"""The app: errors become a line, nothing typed is lost at the end, and what is slow comes after the first frame."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import ClassVar

import pytest
from textual.binding import BindingType
from textual.pilot import Pilot

from core.errors import Outdated, Unavailable
from core.register import Register
from tests.tui.driving import running, screen_lines, settle
from tests.tui.fakes import FakeRegister, pictured
from tui.app import KundkortApp
from tui.keys import bindings
from tui.screens.base import Page
from tui.state import State, load


class Buggy(Page[None]):
    """A page with a bug behind each key."""

    BINDINGS: ClassVar[list[BindingType]] = bindings("list.open", "list.edit", "list.new")
    leaves = True

    def action_open(self) -> None:
        """An error of the core."""
        raise Unavailable("full", retry=False)

    async def action_edit(self) -> None:
        """An error of the core, later."""
        raise Unavailable("full", retry=False)

    async def action_new(self) -> None:
        """A bug."""
        raise ZeroDivisionError

    async def may_leave(self) -> bool:
        """Something may be unsaved."""
        return self.leaves


@pytest.mark.parametrize("key", ["enter", "e"])
async def test_an_error_of_the_core_is_a_line(key: str) -> None:
    async with running(FakeRegister(), first=Buggy) as (app, pilot):
        await pilot.press(key)
        await settle(pilot)
        assert app.page.band.status_text == "The disk is full: make room on it, then try again; nothing was saved"
        assert app.page.band.sign_text == "!"


async def test_a_bug_is_logged_and_said_calmly_and_the_page_stays(tmp_path: Path) -> None:
    log = tmp_path / "kundkort.log"
    app = KundkortApp(_opening, State(), first=Buggy, log=log, language="en")
    app.raises_bugs = False
    async with app.run_test() as pilot:
        await pilot.press("n")
        await settle(pilot)
        assert app.page.band.status_text.startswith("Something in kundkort went wrong. What you have typed is kept.")
        assert "ZeroDivisionError" in log.read_text(encoding="utf-8")
        assert not any("Traceback" in line for line in screen_lines(app))
        await pilot.press("enter")
        await settle(pilot)
        assert app.page.band.status_text.startswith("The disk is full")


async def _opening() -> Register:
    return FakeRegister(pictured())


async def until(pilot: Pilot[None], reached: Callable[[], bool]) -> None:
    """Wait until something is so; workers may wait for a register that never opens."""
    for _turn in range(200):
        if reached():
            return
        await pilot.pause()
    raise AssertionError("waited in vain")


@pytest.mark.parametrize("yes", [True, False])
async def test_an_older_register_is_brought_up_to_date_after_a_question(yes: bool) -> None:
    upgraded = 0

    async def old() -> Register:
        raise Outdated("1", "2")

    async def upgrading() -> Register:
        nonlocal upgraded
        upgraded += 1
        return FakeRegister(pictured())

    app = KundkortApp(old, State(), upgrading=upgrading, language="en")
    async with app.run_test() as pilot:
        await until(pilot, lambda: app.page.band.asking)
        question = app.page.band.question
        assert question is not None and question.text.startswith("The register is of an older version")
        await pilot.press("y" if yes else "escape")
        await until(pilot, lambda: not app.page.band.asking and (upgraded == int(yes)))
        if yes:
            await until(pilot, lambda: app.register_is_open)
        assert (upgraded, app.register_is_open) == (int(yes), yes)


async def test_quitting_asks_pages_with_something_unsaved() -> None:
    page = Buggy()
    page.leaves = False
    async with running(FakeRegister(), first=lambda: page) as (app, pilot):
        await pilot.press("ctrl+q")
        await settle(pilot)
        assert app.is_running
        page.leaves = True
        await pilot.press("ctrl+q")
        await pilot.pause()
    assert not app.is_running


async def test_q_quits_from_the_first_list_and_remembers_the_state(tmp_path: Path) -> None:
    state = State()
    app = KundkortApp(_opening, state, state_file=tmp_path / "state.json", language="sv", theme="light")
    async with app.run_test() as pilot:
        await settle(pilot)
        app.change_theme("contrast")
        await pilot.press("s", "n", "q")
        await pilot.pause()
    found = load(tmp_path / "state.json")
    assert (found.theme, found.order, found.company, found.user) == (
        "contrast",
        "number",
        "Brandservice Mälardalen",
        "Anna Lind",
    )


async def test_the_register_is_closed_at_the_end() -> None:
    register = FakeRegister(pictured())
    async with running(register):
        assert not register.closed
    assert register.closed


async def test_a_lost_terminal_saves_what_was_typed_and_ends() -> None:
    flushed: list[str] = []
    async with running(FakeRegister(pictured())) as (app, pilot):
        app.before_end.append(lambda: flushed.append("draft"))
        app.hung_up(signal.SIGHUP)
        await pilot.pause()
    assert flushed == ["draft"]
    assert (app.ended_by, app.return_code) == (signal.SIGHUP, 128 + signal.SIGHUP)


async def test_a_hook_that_fails_does_not_stop_the_others() -> None:
    flushed: list[str] = []

    def fails() -> None:
        raise OSError(28, "No space left on device")

    async with running(FakeRegister(pictured())) as (app, _pilot):
        app.before_end += [fails, lambda: flushed.append("second")]
        app.end_well()
    assert flushed == ["second"]


@pytest.mark.parametrize(
    ("theme", "state", "environment", "expected"),
    [
        ("", "", {"TERM": "xterm-256color"}, "dark"),
        ("light", "dark", {"TERM": "xterm-256color"}, "light"),
        ("", "contrast", {"TERM": "xterm-256color"}, "contrast"),
        ("", "light", {"TERM": "linux"}, "ansi-light"),
        ("", "", {"TERM": "linux"}, "ansi-dark"),
        ("dark", "", {"TERM": "linux"}, "dark"),
        ("", "no such", {"TERM": "xterm-256color"}, "dark"),
    ],
)
async def test_the_first_theme(
    theme: str, state: str, environment: dict[str, str], expected: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("TEXTUAL_COLOR_SYSTEM", raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert KundkortApp(_opening, State(theme=state), theme=theme).theme == expected


def run_python(code: str) -> str:
    """Return what a fresh Python prints."""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)
    return done.stdout.strip()


def test_no_screen_brings_the_database() -> None:
    code = """
import importlib, pkgutil, sys
import tui.app, tui.screens, tui.widgets
for package in (tui.screens, tui.widgets):
    for module in pkgutil.iter_modules(package.__path__):
        importlib.import_module(f"{package.__name__}.{module.name}")
print([name for name in sys.modules if name.split(".")[0] in ("sqlalchemy", "alembic", "phonenumbers", "calamine")])
"""
    assert run_python(code) == "[]"


def test_the_first_screen_brings_no_more_than_it_needs() -> None:
    code = """
import sys
import tui.app, tui.screens.list
slow = ("babel", "sqlalchemy", "phonenumbers", "httpx", "markdown_it", "tui.screens.card", "tui.screens.form")
print([name for name in slow if name in sys.modules])
"""
    assert run_python(code) == "[]"


def test_everything_is_imported_without_translating() -> None:
    code = """
import importlib, pkgutil
import core.text
def never(self, *texts):
    raise AssertionError(f"translated at import: {texts}")
core.text.Speech.text = core.text.Speech.plural = never
import core, tui
for package in (core, tui):
    for module in pkgutil.walk_packages(package.__path__, package.__name__ + "."):
        if "__main__" not in module.name and "migrations" not in module.name:
            importlib.import_module(module.name)
print("fine")
"""
    assert run_python(code) == "fine"
