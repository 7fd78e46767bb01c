"""What tests of the list share: the list that is on top, the name at its cursor, and keys."""

from __future__ import annotations

from textual.pilot import Pilot

from tests.tui.driving import settle
from tui.app import KundkortApp
from tui.screens.list import ListScreen


def the_list(app: KundkortApp) -> ListScreen:
    """Return the list, which is on top."""
    assert isinstance(app.page, ListScreen)
    return app.page


def cursor_name(app: KundkortApp) -> str:
    """Return the name at the cursor."""
    row = the_list(app).table.row
    return row.name if row is not None else ""


async def press(pilot: Pilot[None], *keys: str) -> None:
    """Press keys, and wait until all is still."""
    await pilot.press(*keys)
    await settle(pilot)
