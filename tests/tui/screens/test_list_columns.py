"""Columns chosen, moved and sized by key, shown in the list at once and remembered."""

from __future__ import annotations

import pytest
from textual.events import MouseDown, MouseMove, MouseUp
from textual.pilot import Pilot

from core.customers.columns import ListColumn
from tests.tui.driving import running, screen_lines, settle
from tests.tui.fakes import FakeRegister, pictured
from tests.tui.list_driving import press, the_list
from tui.app import KundkortApp
from tui.state import State
from tui.widgets.column_pane import ColumnPane

WIDE = (140, 30)


def shown_names(app: KundkortApp) -> list[str]:
    """Return the columns that the list shows."""
    return [column.name for column in the_list(app).table.columns.columns]


def pane_of(app: KundkortApp) -> ColumnPane:
    """Return the pane."""
    return the_list(app).query_one(ColumnPane)


async def go_to(pilot: Pilot[None], app: KundkortApp, name: str) -> None:
    """Put the cursor of the pane on a column."""
    pane_of(app).options.go_to(name)
    await settle(pilot)


async def test_the_pane_has_what_is_shown_first_and_then_the_rest() -> None:
    async with running(FakeRegister(pictured())) as (app, pilot):
        await press(pilot, "c")
        lines = [line.partition("│")[2] for line in screen_lines(app)]
        assert lines[1] == "   Columns               as the width gives"
        assert lines[3] == "▌✓ customer number                        5"
        assert lines[6] == " ✓ phone                                 13"
        assert lines[8] == "   first contact"
        assert shown_names(app) == ["number", "name"], "at 80 the list narrows and is never covered"
        await press(pilot, "escape")
        assert shown_names(app) == ["number", "name", "city", "phone"]
        assert app.focused is the_list(app).table


async def test_a_column_is_ticked_moved_and_made_wider_and_the_list_shows_it_at_once() -> None:
    state = State()
    async with running(FakeRegister(pictured()), size=WIDE, state=state) as (app, pilot):
        assert shown_names(app) == ["number", "name", "city"]
        await press(pilot, "c")
        await go_to(pilot, app, "email")
        await press(pilot, "space")
        assert shown_names(app) == ["number", "name", "city", "email"]
        assert pane_of(app).name_at_cursor == "email", "the cursor goes with the column"
        await press(pilot, "ctrl+up", "ctrl+up")
        assert shown_names(app) == ["number", "email", "name", "city"]
        await press(pilot, "left", "left", "plus")
        assert {column.name: column.width for column in the_list(app).table.columns.columns}["email"] == 23
        await press(pilot, "J", "enter")
        assert state.columns == [
            ListColumn("number"),
            ListColumn("name"),
            ListColumn("email", 23),
            ListColumn("city"),
        ], "remembered for the next start"
    async with running(FakeRegister(pictured()), size=WIDE, state=state) as (app, _pilot):
        assert shown_names(app) == ["number", "name", "email", "city"]


async def test_r_goes_back_to_what_the_width_gives() -> None:
    state = State(columns=[ListColumn("name"), ListColumn("email")])
    async with running(FakeRegister(pictured()), state=state) as (app, pilot):
        assert shown_names(app) == ["name", "email"]
        await press(pilot, "c", "r")
        assert state.columns == []
        await press(pilot, "r")
        assert app.page.band.status_text == "The columns are as the width gives them"
        await press(pilot, "escape")
        assert shown_names(app) == ["number", "name", "city", "phone"]


@pytest.mark.parametrize(
    ("name", "key", "said"),
    [
        ("name", "space", "The name is always shown"),
        ("email", "right", "The column is not shown: Space ticks it"),
        ("email", "ctrl+up", "The column is not shown: Space ticks it"),
    ],
)
async def test_a_key_that_cannot_be_used_says_why(name: str, key: str, said: str) -> None:
    async with running(FakeRegister(pictured())) as (app, pilot):
        await press(pilot, "c")
        await go_to(pilot, app, name)
        await press(pilot, key)
        assert app.page.band.status_text == said


async def test_a_column_that_is_chosen_and_has_no_room_says_so() -> None:
    state = State(columns=[ListColumn("name"), ListColumn("email"), ListColumn("street"), ListColumn("org_no")])
    async with running(FakeRegister(pictured()), state=state) as (app, pilot):
        assert shown_names(app) == ["name", "email", "street"]
        await press(pilot, "c")
        assert any(line.endswith("✓ organisation number" + " " * 14 + "no room") for line in screen_lines(app))


async def test_the_mouse_ticks_by_a_double_click_and_moves_what_is_dragged() -> None:
    async with running(FakeRegister(pictured()), size=WIDE) as (app, pilot):
        await press(pilot, "c")
        options = pane_of(app).options
        email = options.places["email"][0]
        await pilot.click(options, offset=(10, email), times=2)
        await settle(pilot)
        assert shown_names(app) == ["number", "name", "city", "email"]
        for kind, place in ((MouseDown, "email"), (MouseMove, "number"), (MouseUp, "number")):
            y = options.region.y + options.places[place][0]
            x = options.region.x + 10
            app.post_message(kind(None, x, y, 0, 0, 1, False, False, False, x, y))
            await settle(pilot)
        assert shown_names(app) == ["email", "number", "name", "city"]


async def test_every_column_can_be_shown_and_says_its_values() -> None:
    register = FakeRegister(pictured())
    columns = [ListColumn(name) for name in ("number", "name", "contact", "email", "org_no", "type", "language")]
    async with running(register, size=(200, 30), state=State(columns=columns)) as (app, _pilot):
        lines = screen_lines(app)
        assert "Contact        E-mail                    Org. no.       Type      Language" in lines[4]
        assert "Eva Sandell    –                         –              company   –" in lines[5]
