"""A register that is 300 ms away: what each key sends, and that nothing waits for two answers in a row."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager

import pytest
from textual.pilot import Pilot

from core.history.views import HistoryWindow
from tests.tui.driving import running, screen_lines
from tests.tui.fakes import FakeRegister, many, pictured
from tests.tui.list_driving import cursor_name, the_list
from tests.tui.slow_register import Line, SlowRegister, crossings_until, still
from tui.app import KundkortApp
from tui.screens.card import CardScreen
from tui.screens.form import FormScreen


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Count only where a test asks for it, and let the card beside the list follow at once."""
    monkeypatch.setattr("tui.listing.finder.COUNT_AFTER", 3600)
    monkeypatch.setattr("tui.screens.list.PREVIEW_AFTER", 0)
    yield


@asynccontextmanager
async def far_away(
    register: FakeRegister, size: tuple[int, int] = (80, 24)
) -> AsyncIterator[tuple[KundkortApp, Pilot[None], Line]]:
    """Run the interface on a register behind a line that the test holds, from after the first rows on."""
    register.answers["records.take_ids"] = lambda count: (1, count)
    slow = SlowRegister(register)
    async with running(slow, size=size, wait=False) as (app, pilot):
        await crossings_until(pilot, slow.line, lambda: bool(len(the_list(app).table.view.rows)))
        await still(pilot)
        slow.line.held = True
        slow.line.sent.clear()
        yield app, pilot, slow.line
        slow.line.held = False
        slow.line.cross()


async def test_the_first_screen_is_one_round_trip_after_opening() -> None:
    slow = SlowRegister(FakeRegister(many(300)))
    slow.line.held = True
    async with running(slow, size=(120, 40), wait=False) as (app, pilot):

        def complete() -> bool:
            return bool(len(the_list(app).table.view.rows)) and app.me is not None and app.settings is not None

        assert await crossings_until(pilot, slow.line, complete) == 1
        assert sorted(slow.line.names()[:4]) == ["customers.list", "people.me", "records.changes", "settings.get"]


async def test_a_letter_is_one_call_and_overtakes_the_one_before() -> None:
    async with far_away(FakeRegister(pictured())) as (app, pilot, line):
        await pilot.press("slash", *"sala")
        await still(pilot)
        assert screen_lines(app)[1].startswith(" / sala"), "the echo waits for nothing"
        assert line.names() == ["customers.list"] * 4
        assert [sent.overtaken for sent in line.sent] == [True, True, True, False]
        assert await crossings_until(pilot, line, lambda: cursor_name(app) == "Brf Ekorren i Sala") == 1


async def test_the_count_is_a_call_of_its_own_after_the_last_letter(monkeypatch: pytest.MonkeyPatch) -> None:
    async with far_away(FakeRegister(pictured())) as (app, pilot, line):
        await pilot.press("slash", *"sal")
        monkeypatch.setattr("tui.listing.finder.COUNT_AFTER", 0)
        await pilot.press("a")
        await still(pilot)
        # The first time what the filters offer, and how many there are in all, is asked beside it.
        counts = ["customers.choices", "customers.count", "customers.count"]
        assert sorted(line.names()) == [*counts, *["customers.list"] * 4]
        assert await crossings_until(pilot, line, lambda: "2 of 21" in app.page.band.status_text) == 1


async def test_all_that_leads_out_of_nothing_is_counted_side_by_side(monkeypatch: pytest.MonkeyPatch) -> None:
    async with far_away(FakeRegister(pictured())) as (app, pilot, line):
        monkeypatch.setattr("tui.listing.finder.COUNT_AFTER", 0)
        the_list(app).search.put("ekbacken sala")
        assert await crossings_until(pilot, line, lambda: "fits all the words" in screen_lines(app)[4]) == 1
        # Three ways are counted at once, then the two customers are named that two of them find.
        assert await crossings_until(pilot, line, lambda: "take away" in screen_lines(app)[6]) <= 2
        assert line.names().count("customers.count") == 2 + 3


async def test_the_next_rows_are_there_before_page_down_needs_them() -> None:
    async with far_away(FakeRegister(many(1000))) as (app, pilot, line):
        table = the_list(app).table
        while line.names() == []:
            await pilot.press("pagedown")
            await still(pilot)
        assert table.view.top + 2 * table.view.page <= len(table.view.rows), "two pages are still held"
        assert line.names() == ["customers.list"], "once, however often it is wanted"
        line.cross()
        await still(pilot)
        for _page in range(2):
            row = table.view.cursor
            await pilot.press("pagedown")
            assert table.view.cursor == row + table.view.page
            assert all(row is not None for row in table.view.in_sight())


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (200, 60)])
async def test_the_first_rows_are_enough_to_begin_with_at_every_size(size: tuple[int, int]) -> None:
    slow = SlowRegister(FakeRegister(many(1000)))
    async with running(slow, size=size, wait=False) as (app, pilot):
        await crossings_until(pilot, slow.line, lambda: bool(len(the_list(app).table.view.rows)))
        await press_still(pilot, "slash", "k")
        slow.line.sent.clear()
        await press_still(pilot, "u")
        assert slow.line.names() == ["customers.list"]


async def press_still(pilot: Pilot[None], *keys: str) -> None:
    """Press keys, and wait until they have asked what they ask."""
    await pilot.press(*keys)
    await still(pilot)


@pytest.mark.parametrize(
    ("size", "calls"), [((80, 24), ["customers.get"]), ((120, 40), ["customers.get", "history.of_customer"])]
)
async def test_a_card_is_one_round_trip_and_the_next_is_fetched_ahead(size: tuple[int, int], calls: list[str]) -> None:
    register = FakeRegister(pictured())
    register.answers["history.of_customer"] = lambda **_arguments: HistoryWindow(entries=(), total=0)
    async with far_away(register, size=(80, 24)) as (app, pilot, line):
        await pilot.resize_terminal(*size)
        line.memory.clear()
        await still(pilot)
        line.cross()
        await still(pilot)
        line.memory.clear()
        line.sent.clear()
        await press_still(pilot, "enter")
        assert isinstance(app.page, CardScreen)
        assert sorted(line.names()) == calls
        line.cross()
        await still(pilot)
        assert "Aros Fastighets" in screen_lines(app)[0]
        assert line.names(len(calls)) == ["customers.get"], "the next of the selection"
        line.cross()
        await still(pilot)
        await press_still(pilot, "minus")
        assert "Aspen" in screen_lines(app)[0], "at once, while it is asked whether it still holds"


async def test_a_card_that_was_open_before_shows_at_once_and_is_checked() -> None:
    register = FakeRegister(pictured())
    async with far_away(register) as (app, pilot, line):
        await pilot.press("enter")
        await crossings_until(pilot, line, lambda: "Aros" in screen_lines(app)[0])
        await press_still(pilot, "escape")
        register.change(10318, name="Aros Nya AB")
        line.sent.clear()
        await press_still(pilot, "enter")
        assert "Aros Fastighets" in screen_lines(app)[0]
        assert "customers.get" in line.names()
        assert await crossings_until(pilot, line, lambda: "Aros Nya AB" in screen_lines(app)[0]) == 1


async def test_the_form_of_a_card_that_is_known_opens_at_once() -> None:
    async with far_away(FakeRegister(pictured())) as (app, pilot, line):
        await pilot.press("enter")
        await crossings_until(pilot, line, lambda: "Aros" in screen_lines(app)[0])
        await press_still(pilot, "e")
        page = app.page
        assert isinstance(page, FormScreen) and page.model is not None
        await pilot.press("end", "x")
        assert page.model.text("name").endswith("x")


async def test_a_form_begins_with_what_others_saved_while_nothing_is_typed() -> None:
    register = FakeRegister(pictured())
    async with far_away(register) as (app, pilot, line):
        await pilot.press("enter")
        await crossings_until(pilot, line, lambda: "Aros" in screen_lines(app)[0])
        register.change(10318, name="Aros Nya AB")
        await press_still(pilot, "e")
        page = app.page
        assert isinstance(page, FormScreen) and page.model is not None
        assert page.model.text("name").startswith("Aros Fastighets")
        line.cross()
        await still(pilot)
        assert page.model.text("name") == "Aros Nya AB"
        assert not page.model.dirty


async def test_the_card_beside_the_list_is_not_asked_for_twice() -> None:
    async with far_away(FakeRegister(pictured()), size=(120, 40)) as (app, pilot, line):
        await press_still(pilot, "j")
        line.cross()
        await still(pilot)
        assert the_list(app).preview.text.startswith("Aspen")
        await press_still(pilot, "k")
        line.sent.clear()
        await press_still(pilot, "j")
        await press_still(pilot, "k")
        assert line.names() == [], "the row itself says that the card has not changed"
