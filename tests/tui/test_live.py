"""Following what others change: one call for the whole program, nothing painted that did not change, nothing moved."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import pytest
from textual._compositor import Compositor
from textual.pilot import Pilot

from core.errors import Unavailable
from core.records.views import Changes
from tests.tui.driving import caught_up, running, screen_lines, settle
from tests.tui.fakes import FakeRegister, customer, pictured
from tests.tui.list_driving import cursor_name, press, the_list
from tui.live import LONGEST, SHORTEST, together
from tui.screens.card import CardScreen
from tui.screens.help import HelpScreen


async def until(pilot: Pilot[None], reached: Callable[[], bool]) -> None:
    """Wait until something is so, and all is still."""
    for _turn in range(1000):
        if reached():
            await settle(pilot)
            return
        await pilot.pause(0.005)
    raise AssertionError("it does not come about")


def count_updates(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """Return a list that gets whatever is sent to the terminal from now on."""
    sent: list[object] = []
    original = Compositor.render_update

    def render_update(compositor: Compositor, *args: Any, **kwargs: Any) -> object:
        update = original(compositor, *args, **kwargs)
        if update is not None:
            sent.append(update)
        return update

    monkeypatch.setattr(Compositor, "render_update", render_update)
    return sent


async def test_one_call_waits_for_all_pages_and_nothing_is_asked_besides(monkeypatch: pytest.MonkeyPatch) -> None:
    register = FakeRegister(pictured())
    async with running(register) as (app, pilot):
        await press(pilot, "enter")
        assert isinstance(app.screen, CardScreen)
        register.asked.clear()
        sent = count_updates(monkeypatch)
        await pilot.pause(0.1)
        assert register.waiting == 1
        assert (register.asked, sent) == ([], [])


async def test_what_changes_out_of_sight_sends_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    register = FakeRegister([*pictured(), customer(99999, "Östra Skolan")])
    async with running(register) as (_app, pilot):
        sent = count_updates(monkeypatch)
        register.change(99999, comment="Portkod 4711")
        await caught_up(pilot, register.seq)
        assert register.asked[-1:] != []
        assert sent == []


async def test_the_cursor_stays_on_its_customer_and_its_line() -> None:
    register = FakeRegister(pictured())
    async with running(register) as (app, pilot):
        await press(pilot, "j", "j", "j")
        row = next(y for y, line in enumerate(screen_lines(app)) if "Brf Ekbacken" in line)
        register.customers[10001] = customer(10001, "Abborren AB", seq=register.seq + 1)
        register.tell()
        await caught_up(pilot, register.seq)
        assert cursor_name(app) == "Brf Ekbacken"
        assert "Brf Ekbacken" in screen_lines(app)[row]


async def test_a_list_is_read_once_a_second_however_much_changes() -> None:
    register = FakeRegister(pictured())
    async with running(register) as (app, pilot):
        the_list(app).live.every = 3600
        register.asked.clear()
        for name in ("Zebra A", "Zebra B", "Zebra C"):
            register.change(10318, name=name)
            await caught_up(pilot, register.seq)
        assert register.asked.count("customers.list") == 1
        the_list(app).live.rested()
        await settle(pilot)
        assert register.asked.count("customers.list") == 2
        assert any("Zebra C" in line for line in screen_lines(app))


async def test_a_page_below_is_told_when_it_is_on_top_again() -> None:
    register = FakeRegister(pictured())
    async with running(register) as (app, pilot):
        await press(pilot, "f1")
        assert isinstance(app.screen, HelpScreen)
        register.asked.clear()
        register.change(10318, name="Alfa AB")
        await caught_up(pilot, register.seq)
        assert register.asked == []
        await press(pilot, "escape")
        assert any("Alfa AB" in line for line in screen_lines(app))


async def test_while_the_register_does_not_answer_it_is_asked_ever_more_seldom_and_nothing_is_said() -> None:
    register = FakeRegister(pictured())
    rests: list[float] = []

    async def rest(seconds: float) -> None:
        rests.append(seconds)
        if len(rests) == 8:
            del register.failing["records.wait"]

    async with running(register) as (app, pilot):
        before = app.page.band.status_text
        app.feed.rest = rest
        register.failing["records.wait"] = Unavailable("lost", retry=True)
        register.tell()
        await until(pilot, lambda: len(rests) == 8)
        longest = [min(SHORTEST * 2**n, LONGEST) for n in range(8)]
        assert all(most / 2 <= rested <= most for rested, most in zip(rests, longest, strict=True))
        assert app.page.band.status_text == before
        register.change(10318, name="Alfa AB")
        await caught_up(pilot, register.seq)
        assert any("Alfa AB" in line for line in screen_lines(app))


async def test_it_is_asked_at_once_when_the_register_answers_again() -> None:
    register = FakeRegister(pictured())
    async with running(register) as (app, pilot):
        app.feed.rest = lambda _seconds: asyncio.Event().wait()
        register.failing["records.wait"] = Unavailable("lost", retry=True)
        register.tell()
        await until(pilot, lambda: app.feed.failures == 1)
        register.failing.clear()
        app.feed.wake()
        register.change(10318, name="Alfa AB")
        await caught_up(pilot, register.seq)
        assert any("Alfa AB" in line for line in screen_lines(app))


async def test_when_to_come_back_is_what_the_server_says() -> None:
    register = FakeRegister(pictured())
    rests: list[float] = []

    async def rest(seconds: float) -> None:
        rests.append(seconds)
        register.failing.clear()

    async with running(register) as (app, pilot):
        app.feed.rest = rest
        register.failing["records.wait"] = Unavailable("full_up", retry=True, wait=7)
        register.tell()
        await until(pilot, lambda: rests != [])
        assert rests == [7]


async def test_a_change_of_settings_shows_in_the_header() -> None:
    register = FakeRegister(pictured())
    async with running(register, size=(120, 40)) as (app, pilot):
        register.settings = type(register.settings)(company_name="Brandservice Norr")
        register.tell(kinds=("setting",))
        await caught_up(pilot, register.seq)
        assert "Brandservice Norr" in screen_lines(app)[0]


async def test_a_card_that_one_may_not_see_any_more_says_so_and_stays() -> None:
    register = FakeRegister(pictured())
    async with running(register) as (app, pilot):
        await press(pilot, "enter")
        card = app.screen
        assert isinstance(card, CardScreen)
        register.tell(lost=(card.customer_id,))
        await caught_up(pilot, register.seq)
        assert app.screen is card
        assert app.page.band.status_text == "You may not see this card any more: Esc leads back to the list"


def test_what_is_told_later_is_told_together() -> None:
    first = Changes(seq=2, epoch="one", customers=(1, 2), lost=(3,), kinds=("user",))
    second = Changes(seq=3, epoch="one", customers=(3, 4), lost=(1,))
    assert together(first, second) == Changes(seq=3, epoch="one", customers=(2, 3, 4), lost=(1,), kinds=("user",))
    assert together(None, second) == second == together(second, None)
