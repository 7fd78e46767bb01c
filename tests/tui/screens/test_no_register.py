"""A register that can't be opened: a calm page says why and what to do, and tries again."""

from __future__ import annotations

import asyncio

import pytest
from textual.pilot import Pilot

from core.errors import Broken, KundkortError, Outdated, SignedOut, Unavailable
from core.register import Register
from tests.tui.driving import screen_lines, settle
from tests.tui.fakes import FakeRegister, pictured
from tui.app import KundkortApp
from tui.screens.list import ListScreen
from tui.screens.no_register import NoRegisterScreen
from tui.state import State

PLACE = "/home/anna/.local/share/kundkort/kundkort.sqlite"


class Door:
    """Opens, once nothing is in the way."""

    def __init__(self, error: KundkortError | None) -> None:
        self.error = error
        self.tried = 0

    async def __call__(self) -> Register:
        self.tried += 1
        if self.error is not None:
            raise self.error
        return FakeRegister(pictured())


async def opened(pilot: Pilot[None]) -> None:
    """Wait for what an app does whose register does not open: its workers wait for it for ever."""
    for _turn in range(10):
        await asyncio.sleep(0)
        await pilot.pause()


ERRORS: list[tuple[KundkortError, str, str]] = [
    (Broken(PLACE), "The register is damaged, or none", "kundkort restore FILE"),
    (Unavailable("missing", retry=False, place=PLACE), "check that the folder is there", "kundkort open FILE"),
    (Unavailable("read_only", retry=False, place=PLACE), "check who may write there", "kundkort open FILE"),
    (Unavailable("full", retry=True, place=PLACE), "The disk is full", "kundkort demo"),
    (Outdated("0009", "0001", newer=True), "install the newest kundkort", "kundkort open FILE"),
    (Outdated("0000", "0001"), "run kundkort upgrade", "kundkort upgrade"),
    (SignedOut(login="per"), "per is no user of this register", "kundkort user add LOGIN"),
]


@pytest.mark.parametrize(("error", "why", "what"), ERRORS)
async def test_the_page_says_why_and_what_to_do(error: KundkortError, why: str, what: str) -> None:
    app = KundkortApp(Door(error), State(), language="en", register_url=f"sqlite:///{PLACE}")
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot)
        assert isinstance(app.screen, NoRegisterScreen)
        text = " ".join(" ".join(screen_lines(app)).split())
        assert why in text
        assert what in text
        assert PLACE in text
        assert "Nothing in the register was changed" in text


@pytest.mark.parametrize(("error", "_why", "_what"), ERRORS)
@pytest.mark.parametrize("size", [(80, 24), (40, 10), (160, 50)])
async def test_it_fits_in_swedish(error: KundkortError, _why: str, _what: str, size: tuple[int, int]) -> None:
    app = KundkortApp(Door(error), State(), language="sv", register_url=f"sqlite:///{PLACE}")
    async with app.run_test(size=size) as pilot:
        await opened(pilot)
        lines = screen_lines(app)
        assert not any("…" in line for line in lines[1:-2])
        assert any("r försök igen" in line for line in lines) or size[1] < 15


async def test_r_tries_again_and_goes_on_where_it_was() -> None:
    door = Door(Broken(PLACE))
    app = KundkortApp(door, State(), language="en")
    async with app.run_test() as pilot:
        await opened(pilot)
        await pilot.press("r")
        await opened(pilot)
        assert door.tried == 2
        assert app.page.band.status_text == "It still can't be opened"
        door.error = None
        await pilot.press("r")
        await settle(pilot)
        assert isinstance(app.screen, ListScreen)
        assert app.register_is_open
        assert any("Ekbacken" in line for line in screen_lines(app))


@pytest.mark.parametrize("key", ["q", "ctrl+q"])
async def test_it_can_be_quit(key: str) -> None:
    app = KundkortApp(Door(Broken(PLACE)), State(), language="en")
    async with app.run_test() as pilot:
        await opened(pilot)
        await pilot.press(key)
        await opened(pilot)
    assert not app.is_running
    assert app.return_code == 0


@pytest.mark.parametrize("key", ["ctrl+p", "u", "escape"])
async def test_what_needs_the_register_says_so(key: str) -> None:
    app = KundkortApp(Door(Broken(PLACE)), State(), language="en")
    async with app.run_test() as pilot:
        await opened(pilot)
        await pilot.press(key)
        await opened(pilot)
        assert isinstance(app.screen, NoRegisterScreen)
        assert app.page.band.status_text == "That needs the register: r tries to open it again"


async def test_an_older_register_that_is_left_as_it_is_is_asked_about_again() -> None:
    async def upgrading() -> Register:
        return FakeRegister(pictured())

    app = KundkortApp(Door(Outdated("1", "2")), State(), upgrading=upgrading, language="en")
    async with app.run_test() as pilot:
        await opened(pilot)
        await pilot.press("escape")
        await opened(pilot)
        assert isinstance(app.screen, NoRegisterScreen)
        await pilot.press("r")
        await opened(pilot)
        assert app.page.band.asking
        await pilot.press("y")
        await settle(pilot)
        assert app.register_is_open
