"""What snapshots share: an app on a register in memory, with clock and language that stand still."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from textual import __version__ as textual_version

from core.register import Register
from tests.tui.fakes import FakeRegister, pictured
from tui.app import KundkortApp
from tui.screens.base import Page
from tui.state import State

TEXTUAL = "8.2.8"
"""The version that the snapshots were made with: another one draws the same page a little differently."""

MakeApp = Callable[..., KundkortApp]


def pytest_configure(config: pytest.Config) -> None:
    """Refuse to make snapshots with another version of Textual than the one they are compared with."""
    if config.getoption("update_snapshots", default=False) and textual_version != TEXTUAL:
        raise pytest.UsageError(f"snapshots are made with textual {TEXTUAL}, not {textual_version}")


@pytest.fixture
def make_app(monkeypatch: pytest.MonkeyPatch) -> MakeApp:
    """Return what makes an app in Swedish on the customers of the pictures."""
    monkeypatch.setenv("TERM", "xterm-256color")
    if textual_version != TEXTUAL:
        pytest.skip(f"the snapshots are of textual {TEXTUAL}; here is {textual_version}")

    def make(theme: str = "dark", first: Callable[[], Page[Any]] | None = None, **state: Any) -> KundkortApp:
        async def opening() -> Register:
            return FakeRegister(pictured())

        remembered = State(company="Brandservice Mälardalen", user="Anna Lind", **state)
        return KundkortApp(opening, remembered, first=first, theme=theme, language="sv", ascii_signs=False)

    return make
