"""One's sign-ins: where, since when, ending one or all of them, and signing out."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime

import pytest
from textual.pilot import Pilot

from core.errors import SignedOut
from core.local import LocalRegister
from core.people.views import SignIn
from tests.conftest import StandingClock
from tests.tui.driving import running, screen_lines, settle
from tests.tui.fakes import FakeRegister, pictured
from tests.tui.list_driving import press
from tests.tui.slow_register import SlowRegister
from tui.app import KundkortApp
from tui.screens.form import FormScreen
from tui.screens.list import ListScreen
from tui.screens.sign_ins import SignInsScreen
from tui.state import State


def sign_in(number: int, device: str, used: str, *, current: bool = False) -> SignIn:
    """Return a sign-in of anna's."""
    return SignIn(
        id=number,
        login="anna",
        device_name=device,
        created="2026-11-02T07:00:00.000Z",
        used=used,
        expires="2027-02-01T07:00:00.000Z",
        current=current,
    )


class Server(FakeRegister):
    """A register with three sign-ins of anna's, and what was ended."""

    def __init__(self) -> None:
        super().__init__(pictured())
        self.found = [
            sign_in(3, "disp-04", "2026-11-24T08:10:00.000Z", current=True),
            sign_in(2, "annas-laptop", "2026-11-23T15:20:00.000Z"),
            sign_in(1, "", "2026-11-02T07:00:00.000Z"),
        ]
        self.ended: list[str] = []
        self.answers |= {
            "people.sign_ins": lambda login: tuple(self.found),
            "people.end_sign_in": self.end,
            "people.end_all_sign_ins": self.end_all,
            "people.sign_out": lambda: self.ended.append("here"),
            "records.take_ids": lambda count: (1, count),
        }

    def end_all(self, login: str) -> int:
        """End all of them."""
        self.ended.append("all")
        return len(self.found)

    def end(self, id: int) -> None:
        """End one."""
        self.found = [one for one in self.found if one.id != id]
        self.ended.append(str(id))


@asynccontextmanager
async def at_work(server: Server, *, language: str = "en") -> AsyncIterator[tuple[KundkortApp, Pilot[None]]]:
    """Run the interface on the register of a server."""
    slow = SlowRegister(server)

    async def opening() -> SlowRegister:
        return slow

    async def signing_in(login: str, password: str) -> None:
        raise AssertionError("nobody is asked to sign in")

    clock = StandingClock(datetime(2026, 11, 24, 8, 12, tzinfo=UTC))
    app = KundkortApp(
        opening, State(), signing_in=signing_in, language=language, clock=clock, register_url="https://example.se"
    )
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        yield app, pilot


async def test_every_device_is_listed_and_this_one_named() -> None:
    async with at_work(Server()) as (app, pilot):
        await press(pilot, "g", "m")
        assert isinstance(app.page, SignInsScreen)
        lines = screen_lines(app)
        assert lines[0].startswith("   Customers › My sign-ins")
        assert lines[2] == "   Device                      Last used           Since         Until"
        assert lines[3] == "▌  disp-04 · here              today 09:10         2 Nov         1 Feb 2027"
        assert lines[4] == "   annas-laptop                yesterday 16:20     2 Nov         1 Feb 2027"
        assert lines[5] == "   without a name              2 Nov 08:00         2 Nov         1 Feb 2027"
        assert app.page.band.status_text == "3 sign-ins · the last used first"


async def test_ending_another_one_asks_first() -> None:
    server = Server()
    async with at_work(server) as (app, pilot):
        await press(pilot, "g", "m", "j", "d")
        question = app.page.band.question
        assert question is not None and question.text == "End the sign-in on annas-laptop?"
        await press(pilot, "escape")
        assert server.ended == []
        await press(pilot, "d", "d")
        assert server.ended == ["2"]
        assert app.page.band.status_text == "Ended: annas-laptop"
        assert "annas-laptop" not in "".join(screen_lines(app)[:20])


@pytest.mark.parametrize(("keys", "ended"), [(("o", "o"), "here"), (("d", "o"), "here"), (("D", "d"), "all")])
async def test_signing_out_here_or_everywhere_ends_the_program(keys: tuple[str, ...], ended: str) -> None:
    server = Server()
    async with at_work(server) as (app, pilot):
        await press(pilot, "g", "m", *keys)
        await pilot.pause()
        assert not app.is_running
    assert server.ended == [ended]
    assert app.return_code == 0


async def test_who_is_signed_out_already_can_still_quit() -> None:
    server = Server()
    server.failing["people.sign_out"] = SignedOut()
    async with at_work(server) as (app, pilot):
        await press(pilot, "g", "m", "o", "o")
        await pilot.pause()
        assert not app.is_running


async def test_a_form_below_is_asked_about_where_it_is_seen() -> None:
    server = Server()
    async with at_work(server) as (app, pilot):
        await press(pilot, "e", "end", "x", "ctrl+p", *"sign-ins", "enter")
        assert isinstance(app.page, SignInsScreen)
        await press(pilot, "o", "o")
        assert isinstance(app.page, FormScreen)
        assert app.page.band.asking
        assert server.ended == []
        await press(pilot, "escape")
        assert app.is_running
        await press(pilot, "ctrl+q", "d")
        await pilot.pause()
        assert not app.is_running


async def test_a_register_in_a_file_knows_no_sign_ins(register: LocalRegister) -> None:
    async with running(register) as (app, pilot):
        await press(pilot, "ctrl+p", *"sign-ins", "enter")
        assert isinstance(app.page, ListScreen)
        assert app.page.band.status_text.startswith("Nobody signs in to this register")
