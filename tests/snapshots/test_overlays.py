"""Pictures of the import, the palette and help, compared as SVG."""

from __future__ import annotations

from typing import Any

import pytest
from textual.pilot import Pilot

from tests.conftest import StandingClock
from tests.snapshots.conftest import MakeApp
from tests.snapshots.test_cards import SnapCompare
from tests.tui.driving import settle
from tests.tui.fakes import FakeRegister
from tests.tui.import_rows import register_with, rows, tried
from tui.app import KundkortApp
from tui.screens.base import Page
from tui.screens.import_rows import ImportRowsScreen
from tui.state import State


def import_app() -> KundkortApp:
    """Return an app on an import that was tried dry, in Swedish, its clock standing."""

    async def opening() -> FakeRegister:
        return register_with(rows())

    def first() -> Page[Any]:
        return ImportRowsScreen(tried(app, rows()))

    state = State(company="Brandservice Mälardalen", user="Anna Lind")
    app = KundkortApp(
        opening, state, first=first, theme="dark", language="sv", ascii_signs=False, clock=StandingClock()
    )
    return app


async def on_the_sixth_row(pilot: Pilot[None]) -> None:
    """Go to Brf Ekbacken."""
    await settle(pilot)
    await pilot.press("down", "down", "down", "down", "down")
    await settle(pilot)


async def with_the_filter_open(pilot: Pilot[None]) -> None:
    """Open which rows are shown."""
    await on_the_sixth_row(pilot)
    await pilot.press("f")
    await settle(pilot)


async def palette(pilot: Pilot[None]) -> None:
    """Type in the palette."""
    await settle(pilot)
    await pilot.press("ctrl+p", *"ko")
    await settle(pilot)


async def help_page(pilot: Pilot[None]) -> None:
    """Open help."""
    await settle(pilot)
    await pilot.press("f1")
    await settle(pilot)


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
def test_import(snap_compare: SnapCompare, size: tuple[int, int], make_app: MakeApp) -> None:
    assert snap_compare(import_app(), terminal_size=size, run_before=on_the_sixth_row)


def test_import_filter(snap_compare: SnapCompare, make_app: MakeApp) -> None:
    assert snap_compare(import_app(), terminal_size=(80, 24), run_before=with_the_filter_open)


def test_palette(snap_compare: SnapCompare, make_app: MakeApp) -> None:
    assert snap_compare(make_app(), terminal_size=(80, 24), run_before=palette)


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
def test_help(snap_compare: SnapCompare, size: tuple[int, int], make_app: MakeApp) -> None:
    assert snap_compare(make_app(), terminal_size=size, run_before=help_page)
