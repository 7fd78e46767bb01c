"""A line that is slow, lost, and back: what is there stays readable, nothing typed is lost, and no save is done twice."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.strip import Strip

from core.customers.api import get_customer
from core.errors import Outdated, Unavailable
from core.local import LocalRegister
from core.register import Link
from tests.tui.card_driving import press
from tests.tui.driving import running, screen_lines, settle
from tests.tui.fakes import FakeRegister, many
from tests.tui.list_driving import cursor_name, the_list
from tests.tui.slow_register import PLACE, SlowRegister
from tui.app import KundkortApp
from tui.screens.base import Page
from tui.screens.card import CardScreen
from tui.screens.form import FormScreen
from tui.screens.list import ListScreen
from tui.widgets.header import Header

KEPT = "No connection: your text is kept. Ctrl+S saves it when that is back"


def header(app: KundkortApp) -> str:
    """Return the header after one look at the line."""
    app.connection.look()
    return screen_lines(app)[0]


# -- the header ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("link", "note"),
    [
        (Link("live", 0.02), ""),
        (Link("slow", 0.304), "slow, 300 ms"),
        (Link("slow", 1.28), "slow, 1,280 ms"),
        (Link("lost"), "× no connection"),
    ],
)
async def test_the_header_says_what_is_wrong_with_the_line_and_nothing_else(link: Link, note: str) -> None:
    register = FakeRegister(many(3))
    register.line = Link("live", 0.02)
    async with running(SlowRegister(register)) as (app, _pilot):
        before = header(app)
        assert before.endswith("Brandservice Mälardalen   Anna Lind")
        slow = await app.register_ready()
        assert isinstance(slow, SlowRegister)
        slow.line.link = link
        expected = f"Brandservice Mälardalen   {note}   Anna Lind" if note else "Brandservice Mälardalen   Anna Lind"
        assert header(app).endswith(expected)


async def test_a_round_trip_that_wavers_paints_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    register = SlowRegister(FakeRegister(many(3)))
    async with running(register) as (app, pilot):
        register.line.link = Link("slow", 0.3)
        assert "slow, 300 ms" in header(app)
        await pilot.pause()
        painted: list[int] = []
        original = Header.render_line

        def render_line(self: Header, y: int) -> Strip:
            painted.append(y)
            return original(self, y)

        monkeypatch.setattr(Header, "render_line", render_line)
        for round_trip in (0.31, 0.33, 0.27, 0.34, 0.3):
            register.line.link = Link("slow", round_trip)
            app.connection.look()
            await pilot.pause()
        assert painted == []
        register.line.link = Link("slow", 0.42)
        app.connection.look()
        await pilot.pause()
        assert painted == [0]


async def test_a_register_in_a_file_has_no_line_to_look_at(register: LocalRegister) -> None:
    async with running(register) as (app, _pilot):
        assert not app.connection.remote
        assert list(app.connection_note()) == []


# -- reading -------------------------------------------------------------------------------------------------------


async def test_rows_and_cards_stay_readable_without_a_connection() -> None:
    register = SlowRegister(FakeRegister(many(90)))
    async with running(register) as (app, pilot):
        await press(pilot, "enter", "escape")
        register.line.lose()
        await press(pilot, "j", "pagedown", "end")
        assert cursor_name(app) == "Kund 00089"
        await press(pilot, "home", "enter")
        assert isinstance(app.page, CardScreen)
        assert "Kund 00001" in screen_lines(app)[0], "the card that was open before"
        assert app.page.band.status_text.startswith("The register does not answer")
        await press(pilot, "2")
        assert any("Kund 00001" in line for line in screen_lines(app)), "its tabs too"


async def test_what_needs_the_register_says_so_and_works_when_it_is_back() -> None:
    register = SlowRegister(FakeRegister(many(90)))
    async with running(register) as (app, pilot):
        register.line.lose()
        await press(pilot, "j", "enter")
        assert isinstance(app.page, ListScreen), "a card that was never read is not opened empty"
        assert app.page.band.status_text.startswith("The register does not answer")
        assert app.page.band.sign_text == "!"
        register.line.find()
        await press(pilot, "enter")
        assert isinstance(app.page, CardScreen)
        assert "Kund 00002" in screen_lines(app)[0]


async def test_the_list_answers_what_was_asked_meanwhile_when_the_line_is_back() -> None:
    inner = FakeRegister(many(90))
    register = SlowRegister(inner)
    async with running(register) as (app, pilot):
        register.line.lose()
        assert "no connection" in header(app)
        await press(pilot, "slash", *"kund 0008")
        assert cursor_name(app) == "Kund 00001", "what was there stays"
        register.line.find()
        assert "no connection" not in header(app)
        await settle(pilot)
        assert cursor_name(app) == "Kund 00080"
        assert app.page.band.status_text == "The connection is back"


async def test_a_loss_that_nobody_saw_is_not_spoken_of() -> None:
    inner = FakeRegister(many(90))
    register = SlowRegister(inner)
    async with running(register) as (app, pilot):
        register.line.lose()
        header(app)
        inner.change(10001, name="Annan AB")
        register.line.find()
        header(app)
        await settle(pilot)
        assert "back" not in app.page.band.status_text
        assert next(row.name for row in the_list(app).table.view.in_sight() if row) == "Annan AB", "read anew"


async def test_who_works_is_learnt_when_the_line_is_back(tmp_path: Path) -> None:
    register = SlowRegister(FakeRegister(many(3)))
    register.line.lose()
    async with running(register) as (app, pilot):
        assert app.me is None
        header(app)
        register.line.find()
        header(app)
        await settle(pilot)
        assert app.me is not None and app.me.login == "anna"
        assert cursor_name(app) == "Kund 00001"


# -- what is told ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (Outdated("1", "2"), "ask whoever runs it to upgrade it"),
        (Outdated("3", "2", newer=True), "install the newest"),
        (Unavailable("full_up", retry=True, wait=7), "try again in 7 s"),
        (Unavailable("busy", retry=True), "try again in a moment"),
    ],
)
async def test_a_form_keeps_its_text_whatever_the_server_says(error: Exception, said: str) -> None:
    inner = FakeRegister(many(3))
    inner.answers["records.take_ids"] = lambda count: (1, count)
    inner.failing["customers.change"] = error
    async with running(SlowRegister(inner)) as (app, pilot):
        app.register_url = PLACE
        await press(pilot, "e", "end", "x", "ctrl+s")
        page = app.page
        assert isinstance(page, FormScreen) and page.model is not None
        assert page.model.text("name") == "Kund 00001x"
        assert said in page.band.status_text


class Looking(Page[None]):
    """A page that asks beside what the person does."""

    def action_back(self) -> None:
        """Ask."""
        self.start(self._ask(), beside=True)

    async def _ask(self) -> None:
        await self.kundkort.ask(get_customer, 1)


async def test_what_nobody_asked_for_is_for_the_header_to_tell() -> None:
    register = SlowRegister(FakeRegister(many(3)))
    async with running(register, first=Looking) as (app, pilot):
        register.line.lose()
        await press(pilot, "escape")
        assert app.page.band.status_text == ""
        assert "no connection" in header(app)


async def test_a_step_to_a_card_that_cannot_be_read_stays_on_the_one_that_is_shown() -> None:
    register = SlowRegister(FakeRegister(many(90)))
    async with running(register) as (app, pilot):
        await press(pilot, "enter", "minus")
        register.line.lose()
        register.line.memory.clear()
        await press(pilot, "minus")
        page = app.page
        assert isinstance(page, CardScreen) and page.customer is not None
        assert app.page.band.status_text.startswith("The register does not answer")
        assert page.customer_id == page.customer.id, "keys do what they do to the card that is seen"
        register.line.find()
        await press(pilot, "minus")
        assert "Kund 00003" in screen_lines(app)[0]
