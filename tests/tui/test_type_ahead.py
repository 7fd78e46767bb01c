"""Keys that come in one piece, as over a slow line: each does its work before the next one is looked at."""

from __future__ import annotations

import pytest
from textual import events

from core.local import LocalRegister
from tests.core.customers.making import make
from tests.tui.driving import running, screen_lines, settle
from tui.app import KundkortApp
from tui.screens.card import CardScreen
from tui.screens.form import FormScreen
from tui.screens.list import ListScreen

NAMES = {":": "colon", "\r": "enter", "\x1b": "escape", "\t": "tab", "/": "slash", " ": "space"}


def burst(app: KundkortApp, text: str) -> None:
    """Send keys as a terminal sends what came in one piece: all at once."""
    for character in text:
        printable = character if character.isprintable() else None
        app.post_message(events.Key(NAMES.get(character, character), printable))


@pytest.fixture
async def three(register: LocalRegister) -> LocalRegister:
    """Return a register with three customers."""
    for name in ("Brf Eken", "Brf Ekbacken", "Centrumhuset"):
        await make(register, name=name)
    return register


async def test_a_search_typed_in_one_piece_goes_to_the_search_field(three: LocalRegister) -> None:
    async with running(three) as (app, pilot):
        burst(app, "/ekb")
        await settle(pilot)
        assert isinstance(app.page, ListScreen), "e did not edit"
        assert app.page.search.input.value == "ekb"
        assert "Brf Ekbacken" in "\n".join(screen_lines(app))


async def test_searching_and_opening_in_one_piece(three: LocalRegister) -> None:
    async with running(three) as (app, pilot):
        burst(app, "/ekb")
        await settle(pilot)
        burst(app, "\r\r")
        await settle(pilot)
        assert isinstance(app.page, CardScreen)
        assert "Brf Ekbacken" in screen_lines(app)[0]


async def test_what_is_typed_before_a_form_has_opened_is_in_it(three: LocalRegister) -> None:
    async with running(three) as (app, pilot):
        burst(app, "nBrf Provet")
        await settle(pilot)
        assert isinstance(app.page, FormScreen)
        assert app.page.model is not None
        assert app.page.model.text("name") == "Brf Provet"


async def test_a_command_typed_in_one_piece_goes_to_the_palette(three: LocalRegister) -> None:
    async with running(three) as (app, pilot):
        burst(app, ":high")
        await settle(pilot)
        assert screen_lines(app)[1].startswith(" : high")
