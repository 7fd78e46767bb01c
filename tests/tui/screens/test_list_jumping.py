"""Any place of the list: End, the bar at its edge, a row by its number; and answers that come in pieces."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from msgspec.structs import replace
from textual.events import MouseDown, MouseMove, MouseUp
from textual.pilot import Pilot

from core.customers.views import CustomerQuery, CustomerWindow
from tests.tui.driving import running, screen_lines, settle
from tests.tui.fakes import FakeRegister, many
from tests.tui.list_driving import cursor_name, press, the_list
from tui.app import KundkortApp

COUNT = 1000


def everybody() -> FakeRegister:
    """Return a register with 1,000 active customers, Kund 00000 to Kund 00999."""
    return FakeRegister([replace(found, active=True) for found in many(COUNT)])


async def draw(pilot: Pilot[None], app: KundkortApp, *lines: int) -> None:
    """Take hold of the bar on the first of these lines of the list, and draw it to the others."""
    table = the_list(app).table
    x = table.region.right - 1
    kinds = [MouseDown, *[MouseMove] * (len(lines) - 1), MouseUp]
    for kind, line in zip(kinds, [*lines, lines[-1]], strict=True):
        y = table.region.y + 1 + line
        app.post_message(kind(None, x, y, 0, 0, 1, False, False, False, x, y))
        await settle(pilot)


@pytest.mark.parametrize(
    ("keys", "row"),
    [
        ("500", 499),
        ("0", 0),
        ("999999999999", COUNT - 1),
        ("50%", (COUNT - 1) // 2),
        ("100%", COUNT - 1),
    ],
)
async def test_g_and_a_number_goes_to_that_row(keys: str, row: int) -> None:
    async with running(everybody()) as (app, pilot):
        await press(pilot, "g", *("percent_sign" if letter == "%" else letter for letter in keys))
        assert f"  {keys}" in screen_lines(app)[20]
        await press(pilot, "enter")
        assert cursor_name(app) == f"Kund {row:05}"
        assert app.page.band.status_text.endswith(f"row {row + 1:,}")


async def test_from_a_place_one_goes_on_both_ways() -> None:
    async with running(everybody()) as (app, pilot):
        page = the_list(app).table.view.page
        await press(pilot, "g", *"500", "enter")
        place = 499
        for key, by in (("pageup", -page), ("up", -1), ("pageup", -page), ("pagedown", page), ("down", 1)):
            for _time in range(2):
                await press(pilot, key)
                place += by
                assert cursor_name(app) == f"Kund {place:05}", key
                assert the_list(app).table.view.position == place + 1
        await press(pilot, "end")
        assert (cursor_name(app), the_list(app).table.view.position) == ("Kund 00999", COUNT)
        await press(pilot, "home")
        assert (cursor_name(app), the_list(app).table.view.position) == ("Kund 00000", 1)


async def test_a_jump_is_one_question_and_a_little_around_it() -> None:
    register = everybody()
    async with running(register) as (_app, pilot):
        register.asked.clear()
        await press(pilot, "g", *"500", "enter")
        assert register.asked.count("customers.list") <= 2
        assert "customers.count" not in register.asked


async def test_a_later_jump_overtakes_an_earlier_one() -> None:
    register = everybody()
    async with running(register) as (app, pilot):
        register.slow = asyncio.Event()
        await pilot.press("g", *"500", "enter", "end", "g", *"300", "enter")
        register.slow.set()
        await settle(pilot)
        assert cursor_name(app) == "Kund 00299"


async def test_the_bar_is_at_the_edge_where_not_everything_fits() -> None:
    async with running(everybody()) as (app, pilot):
        assert [y for y, line in enumerate(screen_lines(app)) if line.endswith("▐")] == [3]
        await press(pilot, "g", *"500", "enter")
        assert [y for y, line in enumerate(screen_lines(app)) if line.endswith("▐")] == [12]
        await press(pilot, "end")
        assert [y for y, line in enumerate(screen_lines(app)) if line.endswith("▐")] == [21]
        await press(pilot, "slash", *"kund 0000")
        assert not any(line.endswith("▐") for line in screen_lines(app))


async def test_the_bar_is_drawn_and_clicked_to_any_place() -> None:
    async with running(everybody()) as (app, pilot):
        view = the_list(app).table.view
        await draw(pilot, app, 0, 4, 9)
        assert view.rows.offset is not None and view.rows.offset + view.top == round(9 * (COUNT - 19) / 18)
        assert view.line == 0, "the cursor stays on its line"
        await draw(pilot, app, 18)
        assert view.in_sight()[-1] is not None and view.rows.at_end
        await draw(pilot, app, 18, -20)
        assert view.position == 1
        await press(pilot, "down")
        assert cursor_name(app) == "Kund 00001"


async def test_without_a_count_a_share_leads_nowhere_and_says_why(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tui.listing.loading.COUNT_CAP", 100)
    async with running(everybody()) as (app, pilot):
        await press(pilot, "slash", *"kund", "enter", "g", "5", "percent_sign", "enter")
        assert app.page.band.status_text == "It is not known how many there are: type the number of a row"


# -- answers that come in pieces --------------------------------------------------------------------------------------


class Looking:
    """Answers as a register that looks at 50 customers a call; positions are how many it has looked at."""

    def __init__(self, register: FakeRegister) -> None:
        self.register = register
        self.names = [row.name for row in register._found(CustomerQuery())]
        register.answers["customers.list"] = self.window

    def window(self, query: CustomerQuery, after: str, limit: int, **_others: Any) -> CustomerWindow:
        """Return what is found among the next 50."""
        start, end = int(after or 0), int(after or 0) + 50
        found = [row for row in self.register._found(query) if row.name in self.names[start:end]][:limit]
        if len(found) == limit:
            end = self.names.index(found[-1].name) + 1
        return CustomerWindow(
            rows=tuple(found),
            first=str(start),
            last=str(min(end, len(self.names))),
            at_start=start == 0,
            at_end=end >= len(self.names),
        )


async def test_it_searches_on_until_the_list_is_full() -> None:
    register = everybody()
    Looking(register)
    async with running(register) as (app, pilot):
        register.asked.clear()
        await press(pilot, "slash", *"05")
        page = the_list(app).table.view.page
        assert len([row for row in the_list(app).table.view.in_sight() if row]) == page
        await press(pilot, "enter", "end")


async def test_it_searches_on_to_the_end_for_few_and_for_none() -> None:
    register = everybody()
    Looking(register)
    async with running(register) as (app, pilot):
        await press(pilot, "slash", *"kund 00950")
        assert cursor_name(app) == "Kund 00950"
        assert the_list(app).table.view.rows.at_end
        await press(pilot, "x")
        assert "No customer fits all the words: kund, 00950x." in screen_lines(app)[4]


async def test_while_it_searches_on_it_says_so_and_a_key_overtakes_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tui.listing.finder.PATIENCE", 0.01)
    register = everybody()
    looking = Looking(register)
    held = asyncio.Event()

    async with running(register) as (app, pilot):
        first = looking.window

        def window(query: CustomerQuery, after: str, limit: int, **others: Any) -> CustomerWindow:
            if after and query.text == "00950":
                register.slow = held
            return first(query, after, limit, **others)

        register.answers["customers.list"] = window
        await pilot.press("slash", *"00950")
        async with asyncio.timeout(10):
            while "searching on …" not in app.page.band.status_text:
                await pilot.pause(0.01)
        assert cursor_name(app) == "", "nothing was found so far"
        register.answers["customers.list"] = first
        await pilot.press("escape")
        held.set()
        await settle(pilot)
        assert cursor_name(app) == "Kund 00000"
        assert "searching" not in app.page.band.status_text
