"""Signing in: at the first start, and in the middle of work, where nothing that is typed is lost."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from textual import events
from textual.pilot import Pilot

from core.customers.api import get_customer
from core.errors import Fault, Invalid, KundkortError, SignedOut, Unavailable
from core.history.views import HistoryWindow
from core.local import LocalRegister
from core.register import Register
from tests.conftest import StandingClock
from tests.tui.card_driving import Below, add_ekbacken, press
from tests.tui.driving import screen_lines, settle
from tests.tui.fakes import FakeRegister, pictured
from tests.tui.list_driving import cursor_name
from tests.tui.slow_register import PLACE, SlowRegister, until
from tui.app import KundkortApp
from tui.screens.base import Page
from tui.screens.form import FormScreen
from tui.screens.list import ListScreen
from tui.screens.no_register import NoRegisterScreen
from tui.screens.sign_in import SignInScreen
from tui.state import State

PASSWORD = "tre små bäckar"
WRONG = Invalid([Fault("password", "login.wrong")])


class Doorkeeper:
    """Lets in whoever has the password; `trouble` is raised instead of that, once."""

    def __init__(self, register: SlowRegister, *, signed_in: bool = False) -> None:
        self.register = register
        self.signed_in = signed_in
        self.trouble: KundkortError | None = None
        self.tried: list[str] = []

    async def opening(self) -> Register:
        """Open the register, as `core.register.open_register` does."""
        if not self.signed_in:
            raise SignedOut()
        return self.register

    async def signing_in(self, login: str, password: str) -> None:
        """Sign in, as `core.register.sign_in_to` does."""
        self.tried.append(login)
        trouble, self.trouble = self.trouble, None
        if trouble is not None:
            raise trouble
        if password != PASSWORD:
            raise WRONG
        self.signed_in, self.register.line.signed_out = True, False

    def end(self) -> None:
        """Let the sign-in end, as it does by itself after its time."""
        self.register.line.signed_out = True


@asynccontextmanager
async def at_the_door(
    keeper: Doorkeeper,
    *,
    first: Callable[[], Page[None]] | None = None,
    state: State | None = None,
    language: str = "en",
    drafts: Path | None = None,
    size: tuple[int, int] = (80, 24),
) -> AsyncIterator[tuple[KundkortApp, Pilot[None]]]:
    """Run the interface on a server's register."""
    app = KundkortApp(
        keeper.opening,
        state or State(),
        first=first,
        signing_in=keeper.signing_in,
        login="anna",
        register_url=PLACE,
        language=language,
        ascii_signs=False,
        drafts=drafts,
        clock=StandingClock(),
    )
    async with app.run_test(size=size) as pilot:
        if keeper.signed_in:
            await settle(pilot)
        else:
            await until(pilot, lambda: is_asked(app))
        yield app, pilot


def is_asked(app: KundkortApp) -> bool:
    """Say whether the page that asks is there, and takes what is typed."""
    return isinstance(app.page, SignInScreen) and app.page.is_mounted and app.page.form.has_focus


async def type_password(pilot: Pilot[None], text: str) -> None:
    """Type a password, and press Enter."""
    names = {" ": "space", "å": "å", "ä": "ä"}
    await pilot.press(*(names.get(letter, letter) for letter in text), "enter")


async def test_the_page_asks_for_the_password_of_the_login_that_is_offered() -> None:
    async with at_the_door(Doorkeeper(SlowRegister(FakeRegister(pictured()))), language="sv") as (app, pilot):
        await pilot.press("a", "b", "c")
        lines = screen_lines(app)
        assert lines[0] == "   Logga in"
        assert lines[2] == "   Logga in i registret"
        assert lines[3] == "   https://kundkort.example.se"
        assert lines[6] == "   Inloggning    ▏anna"
        assert lines[7] == "▌  Lösenord      ▏•••"
        assert lines[23].startswith("   ↵ logga in  Tab andra fältet  Ctrl+Q avsluta")


async def test_the_right_password_opens_the_register_and_is_kept_nowhere(tmp_path: Path) -> None:
    state = State()
    keeper = Doorkeeper(SlowRegister(FakeRegister(pictured())))
    async with at_the_door(keeper, state=state, drafts=tmp_path) as (app, pilot):
        await type_password(pilot, PASSWORD)
        await until(pilot, lambda: app.register_is_open)
        await settle(pilot)
        assert isinstance(app.page, ListScreen)
        assert cursor_name(app) == "Aros Fastighetsförvaltning AB"
        assert state.login == "anna", "offered at the next start"
        assert not any(PASSWORD in message.text for message in app.messages)
        assert app.clipboard == ""
        assert list(tmp_path.iterdir()) == []


ERRORS: list[tuple[KundkortError, str]] = [
    (WRONG, "Login and password don't go together"),
    (Unavailable("slowed", retry=True, wait=8), "wait 8 s, then try again"),
    (Unavailable("lost", retry=True, place=PLACE), "The server does not answer"),
    (Unavailable("certificate_name", retry=False, place=PLACE), "certificate is for another name"),
]


@pytest.mark.parametrize(("error", "said"), ERRORS)
async def test_what_is_wrong_is_said_and_one_can_try_again(error: KundkortError, said: str) -> None:
    keeper = Doorkeeper(SlowRegister(FakeRegister(pictured())))
    async with at_the_door(keeper) as (app, pilot):
        page = app.page
        assert isinstance(page, SignInScreen)
        keeper.trouble = error
        await type_password(pilot, PASSWORD)
        await until(pilot, lambda: said in page.band.status_text)
        assert page.band.sign_text == "!"
        # A wrong password is written anew; after any other trouble Enter is enough.
        assert page.form.password == ("" if error is WRONG else PASSWORD)
        await type_password(pilot, PASSWORD if error is WRONG else "")
        await until(pilot, lambda: app.register_is_open)


async def test_login_and_password_are_two_fields_and_enter_goes_on() -> None:
    keeper = Doorkeeper(SlowRegister(FakeRegister(pictured())))
    async with at_the_door(keeper) as (app, pilot):
        page = app.page
        assert isinstance(page, SignInScreen)
        await pilot.press("enter")
        assert keeper.tried == [], "no password, nothing to try"
        await pilot.press("tab", "ctrl+u", "enter", "b", "o", "enter")
        await type_password(pilot, PASSWORD)
        await until(pilot, lambda: app.register_is_open)
        assert keeper.tried == ["bo"]


@pytest.mark.parametrize("key", ["escape", "ctrl+p"])
async def test_before_one_is_signed_in_there_is_nothing_else_to_do(key: str) -> None:
    async with at_the_door(Doorkeeper(SlowRegister(FakeRegister(pictured())))) as (app, pilot):
        await pilot.press(key)
        await pilot.pause()
        assert isinstance(app.page, SignInScreen)
        assert app.page.band.sign_text == "!"


async def test_a_pasted_password_is_one_line() -> None:
    keeper = Doorkeeper(SlowRegister(FakeRegister(pictured())))
    async with at_the_door(keeper) as (app, pilot):
        page = app.page
        assert isinstance(page, SignInScreen)
        page.form.post_message(events.Paste(PASSWORD + "\n"))
        await pilot.press("enter")
        await until(pilot, lambda: app.register_is_open)


async def test_a_server_that_answers_later_asks_then() -> None:
    keeper = Doorkeeper(SlowRegister(FakeRegister(pictured())))
    answers = [Unavailable("lost", retry=True, place=PLACE)]

    async def opening() -> Register:
        if answers:
            raise answers.pop()
        return await keeper.opening()

    app = KundkortApp(opening, State(), signing_in=keeper.signing_in, login="anna", register_url=PLACE, language="en")
    async with app.run_test() as pilot:
        await until(pilot, lambda: isinstance(app.page, NoRegisterScreen))
        await pilot.press("r")
        await until(pilot, lambda: is_asked(app))
        await type_password(pilot, PASSWORD)
        await until(pilot, lambda: app.register_is_open)
        await settle(pilot)
        assert isinstance(app.page, ListScreen)


async def test_without_a_way_to_sign_in_the_page_of_a_closed_register_says_why() -> None:
    keeper = Doorkeeper(SlowRegister(FakeRegister(pictured())))
    app = KundkortApp(keeper.opening, State(), register_url="unix:///run/kundkort", language="en")
    async with app.run_test() as pilot:
        await until(pilot, lambda: isinstance(app.page, NoRegisterScreen))


# -- a sign-in that ends in the middle of work ---------------------------------------------------------------------


async def test_a_sign_in_that_ends_is_renewed_over_what_is_there_and_the_save_goes_on(register: LocalRegister) -> None:
    ekbacken = await add_ekbacken(register)
    keeper = Doorkeeper(SlowRegister(register), signed_in=True)
    async with at_the_door(keeper, first=Below) as (app, pilot):
        form = FormScreen(ekbacken.id)
        app.push_screen(form)
        await settle(pilot)
        keeper.end()
        await pilot.press("end", "x", "ctrl+s")
        await until(pilot, lambda: is_asked(app))
        lines = screen_lines(app)
        assert lines[2] == "   You are signed out"
        assert lines[6] == "   Login          anna", "nobody else can go on with it"
        assert form.model is not None and form.model.text("name") == "Brf Ekbackenx"
        await type_password(pilot, PASSWORD)
        await until(pilot, lambda: isinstance(app.page, Below))
        assert (await register(get_customer, ekbacken.id)).name == "Brf Ekbackenx"
        ids = {sent.operation_id for sent in keeper.register.line.sent if sent.name == "customers.change"}
        assert len(ids) == 1


async def test_signing_in_later_keeps_what_is_typed(register: LocalRegister) -> None:
    ekbacken = await add_ekbacken(register)
    keeper = Doorkeeper(SlowRegister(register), signed_in=True)
    async with at_the_door(keeper, first=Below) as (app, pilot):
        form = FormScreen(ekbacken.id)
        app.push_screen(form)
        await settle(pilot)
        keeper.end()
        await pilot.press("end", "x", "ctrl+s")
        await until(pilot, lambda: isinstance(app.page, SignInScreen))
        await press(pilot, "escape")
        assert app.page is form and not form.saver.saving
        assert form.band.status_text == "You are signed out: do it again to sign in; what you typed is kept"
        assert "! signed out" in screen_lines(app)[0]
        await pilot.press("ctrl+s")
        await until(pilot, lambda: is_asked(app))
        await type_password(pilot, PASSWORD)
        await until(pilot, lambda: isinstance(app.page, Below))
        assert "signed out" not in screen_lines(app)[0]


async def test_who_only_reads_on_is_not_interrupted() -> None:
    inner = FakeRegister(pictured())
    inner.answers["history.of_customer"] = lambda **_arguments: HistoryWindow(entries=(), total=0)
    keeper = Doorkeeper(SlowRegister(inner), signed_in=True)
    async with at_the_door(keeper, size=(120, 40)) as (app, pilot):
        keeper.end()
        await press(pilot, "j", "j")
        assert isinstance(app.page, ListScreen), "the card beside the list was not asked for by anybody"
        assert "! signed out" in screen_lines(app)[0]
        await pilot.press("enter")
        await until(pilot, lambda: is_asked(app))
        await type_password(pilot, PASSWORD)
        await until(pilot, lambda: "Bilia" in screen_lines(app)[0])


async def test_however_many_calls_need_it_it_is_asked_once() -> None:
    keeper = Doorkeeper(SlowRegister(FakeRegister(pictured())), signed_in=True)
    async with at_the_door(keeper) as (app, pilot):
        keeper.end()
        asked = [asyncio.ensure_future(app.ask(get_customer, number)) for number in (10318, 10877, 10402)]
        await until(pilot, lambda: is_asked(app))
        assert len([page for page in app.screen_stack if isinstance(page, SignInScreen)]) == 1
        await type_password(pilot, PASSWORD)
        assert [found.name for found in await asyncio.gather(*asked)] == [
            "Aros Fastighetsförvaltning AB",
            "Aspen Förskola",
            "Bilia Personbilar AB",
        ]
        assert keeper.tried == ["anna"]
