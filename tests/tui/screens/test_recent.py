"""The customers opened last, and back and forward through cards: from the list, the palette and the page of recent ones."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from textual.pilot import Pilot

from core.customers.views import CustomerRow
from core.history.views import HistoryWindow
from tests.conftest import StandingClock
from tests.tui.driving import running, screen_lines, settle
from tests.tui.fakes import FakeRegister, pictured
from tests.tui.list_driving import cursor_name, press, the_list
from tests.tui.naive_finding import row_of
from tui.app import KundkortApp
from tui.recent import Recent
from tui.screens.card import CardScreen
from tui.screens.recent import RecentScreen

EKBACKEN, GILLET, LARKAN = 10443, 10519, 10345


class Register(FakeRegister):
    """The customers of the pictures."""

    def __init__(self) -> None:
        super().__init__(pictured())

    def do_history_of_customer(self, customer_id: int, **_window: object) -> HistoryWindow:
        """Return an empty history."""
        return HistoryWindow(entries=())

    def do_customers_rows(self, ids: tuple[int, ...]) -> tuple[CustomerRow, ...]:
        """Return lines by ids."""
        return tuple(row_of(self.customers[id]) for id in ids if id in self.customers)


@asynccontextmanager
async def opened(
    *ids: int, size: tuple[int, int] = (80, 24), language: str = "en"
) -> AsyncIterator[tuple[KundkortApp, Pilot[None], Register]]:
    """Run the interface, and open these cards from the list one after the other, a minute apart."""
    register, clock = Register(), StandingClock()
    async with running(register, clock=clock, size=size, language=language) as (app, pilot):
        for id in ids:
            clock.now = clock.now.replace(minute=clock.now.minute + 1)
            the_list(app).table.go_to(id)
            await press(pilot, "enter", "escape")
        yield app, pilot, register


def shown(app: KundkortApp) -> str:
    """Return the name on the card that is on top."""
    page = app.page
    assert isinstance(page, CardScreen) and page.customer is not None
    return page.customer.name


@pytest.mark.parametrize("size", [(60, 15), (80, 24), (120, 40), (160, 50)])
async def test_the_last_opened_stand_first_with_when(size: tuple[int, int]) -> None:
    async with opened(EKBACKEN, GILLET, LARKAN, size=size) as (app, pilot, _register):
        await press(pilot, "g", "r")
        assert isinstance(app.page, RecentScreen)
        lines = [line for line in screen_lines(app) if "Brf" in line]
        assert [line[10:].split("  ")[0].strip() for line in lines] == ["Brf Lärkan", "Brf Gillet", "Brf Ekbacken"]
        assert [line.split("today ")[1].strip() for line in lines] == ["09:15", "09:14", "09:13"]
        assert lines[0].startswith("▌  10345")
        assert ("Hallstahammar" in lines[0]) == (size[0] >= 80)
        assert app.page.band.status_text == "3 customers · the last opened first"


async def test_enter_opens_and_esc_comes_back_to_the_same_row() -> None:
    async with opened(EKBACKEN, GILLET, LARKAN) as (app, pilot, _register):
        await press(pilot, "g", "r", "down", "down", "enter")
        assert shown(app) == "Brf Ekbacken"
        await press(pilot, "escape")
        page = app.page
        assert isinstance(page, RecentScreen) and page.lines.ref == EKBACKEN
        assert page.lines.refs[0] == EKBACKEN, "it is the last opened now"


async def test_going_through_them_from_the_card() -> None:
    async with opened(EKBACKEN, GILLET, LARKAN) as (app, pilot, _register):
        await press(pilot, "g", "r", "enter", "minus")
        assert shown(app) == "Brf Gillet"
        await press(pilot, "minus")
        assert shown(app) == "Brf Ekbacken"
        await press(pilot, "minus")
        assert app.page.band.status_text == "This is the last card of the selection"


async def test_search_narrows_and_esc_clears() -> None:
    async with opened(EKBACKEN, GILLET, LARKAN) as (app, pilot, _register):
        await press(pilot, "g", "r", "slash", *"ekb")
        page = app.page
        assert isinstance(page, RecentScreen) and page.lines.refs == [EKBACKEN]
        assert page.band.status_text == "1 of 3"
        await press(pilot, "enter")
        assert shown(app) == "Brf Ekbacken"
        await press(pilot, "escape", "escape")
        assert len(page.lines.refs) == 3 and page.lines.has_focus
        await press(pilot, "slash", *"021182290")
        assert page.lines.refs == [GILLET], "phones by their digits"
        await press(pilot, *"77")
        assert "None of them has that" in "\n".join(screen_lines(app))


async def test_who_is_gone_or_hidden_is_not_listed() -> None:
    async with opened(EKBACKEN, GILLET) as (app, pilot, register):
        del register.customers[EKBACKEN]
        await press(pilot, "g", "r")
        assert isinstance(app.page, RecentScreen) and app.page.lines.refs == [GILLET]


async def test_nothing_opened_yet_says_so() -> None:
    async with opened() as (app, pilot, _register):
        await press(pilot, "g", "r")
        assert app.page.band.status_text == "No customer has been opened here yet: Esc leads to the list"
        await press(pilot, "enter")
        assert app.page.band.status_text == "There is no customer at the cursor"


async def test_copying_from_there() -> None:
    async with opened(EKBACKEN) as (app, pilot, _register):
        await press(pilot, "g", "r", "y", "n")
        assert app.clipboard == "10443"


async def test_it_is_remembered_between_two_starts(tmp_path: Path) -> None:
    register = Register()
    async with running(register) as (app, pilot):
        app.recent = Recent(tmp_path / "recent.json", lambda: ("r", "anna"))
        app.before_end.append(app.recent.save)
        the_list(app).table.go_to(EKBACKEN)
        await press(pilot, "enter")
    assert [visit.customer for visit in Recent(tmp_path / "recent.json", lambda: ("r", "anna")).visits] == [EKBACKEN]


# -- back and forward ----------------------------------------------------------------------------------------------


async def test_back_and_forward_between_cards() -> None:
    async with opened(EKBACKEN, GILLET, LARKAN) as (app, pilot, _register):
        await press(pilot, "b")
        assert shown(app) == "Brf Lärkan", "from the list: the card one saw last"
        await press(pilot, "b", "b")
        assert shown(app) == "Brf Ekbacken"
        await press(pilot, "b")
        assert app.page.band.status_text == "This is the first card that was opened"
        await press(pilot, "B")
        assert shown(app) == "Brf Gillet"
        await press(pilot, "escape")
        assert the_list(app).table.row is not None
        await press(pilot, "B")
        assert shown(app) == "Brf Lärkan"
        await press(pilot, "B")
        assert app.page.band.status_text == "There is no card further on"


async def test_before_any_card_there_is_nowhere_to_go() -> None:
    async with opened() as (app, pilot, _register):
        await press(pilot, "b")
        assert app.page.band.status_text == "No card has been opened yet"


async def test_a_card_that_is_gone_is_passed_over() -> None:
    async with opened(EKBACKEN, GILLET, LARKAN) as (app, pilot, register):
        del register.customers[GILLET]
        await press(pilot, "b", "b")
        assert shown(app) == "Brf Ekbacken"


async def test_a_card_of_the_palette_is_on_the_way_too() -> None:
    async with opened(EKBACKEN) as (app, pilot, _register):
        await press(pilot, "ctrl+p", *"gillet")
        await press(pilot, "down")
        while "Brf Gillet" not in "\n".join(screen_lines(app)):
            await settle(pilot)
        app.open_page("tui.screens.card", "CardScreen", GILLET)
        await settle(pilot)
        await press(pilot, "b")
        assert shown(app) == "Brf Ekbacken"
        await press(pilot, "B")
        assert shown(app) == "Brf Gillet"


async def test_search_cursor_and_place_are_kept_in_the_list() -> None:
    async with opened(GILLET, LARKAN) as (app, pilot, _register):
        await press(pilot, "slash", *"brf", "enter", "down", "down")
        before = (cursor_name(app), the_list(app).search.text, the_list(app).table.view.top)
        await press(pilot, "enter", "b", "b", "B", "escape")
        assert (cursor_name(app), the_list(app).search.text, the_list(app).table.view.top) == before
        await press(pilot, "g", "r", "enter", "escape", "escape")
        assert (cursor_name(app), the_list(app).search.text, the_list(app).table.view.top) == before


async def test_going_on_through_the_selection_is_one_step_and_the_last_is_remembered() -> None:
    async with opened(GILLET) as (app, pilot, _register):
        the_list(app).table.go_to(EKBACKEN)
        await press(pilot, "enter", "minus", "minus")
        last = shown(app)
        await press(pilot, "b")
        assert shown(app) == "Brf Gillet"
        await press(pilot, "B")
        assert shown(app) == last
        await press(pilot, "escape", "g", "r")
        page = app.page
        assert isinstance(page, RecentScreen) and page.found is not None
        assert {row.name for row in page.found} >= {last, "Brf Gillet", "Brf Ekbacken"} and len(page.found) == 3
