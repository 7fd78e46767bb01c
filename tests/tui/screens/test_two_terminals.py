"""Two people on one card, each at a terminal: both see each other's work at once, and are asked once about the rest."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from typing import NamedTuple

import pytest
from textual.pilot import Pilot

from core.caller import Caller
from core.customers.views import Customer
from core.local import LocalRegister
from core.records.api import changes
from core.register import Register
from core.remote.address import address_of
from core.remote.client import RemoteRegister, connect
from tests.conftest import OpenAs
from tests.remote.served import serving, token_for
from tests.tui.card_driving import add_ekbacken, fill, on_card, open_form, press, stored, type_text
from tests.tui.driving import caught_up, screen_lines
from tui.app import KundkortApp
from tui.screens.card import CardScreen
from tui.screens.conflict import ConflictScreen
from tui.screens.form import FormScreen


class Terminal(NamedTuple):
    """One person at one terminal, on the card of Brf Ekbacken."""

    app: KundkortApp
    pilot: Pilot[None]

    async def form(self) -> FormScreen:
        """Open the form."""
        return await open_form(self.pilot)

    async def press(self, *keys: str) -> None:
        """Press keys, and wait until all is done."""
        await press(self.pilot, *keys)

    @property
    def lines(self) -> list[str]:
        """What the screen shows."""
        return screen_lines(self.app)


class Two(NamedTuple):
    """Anna's and Per's terminal, the card they are on, and the register itself."""

    anna: Terminal
    per: Terminal
    card: Customer
    register: LocalRegister

    async def told(self) -> None:
        """Wait until both terminals show what both have saved."""
        seq = (await self.register(changes, -1)).seq
        for terminal in (self.anna, self.per):
            await caught_up(terminal.pilot, seq)


@asynccontextmanager
async def on_a_server(register: LocalRegister) -> AsyncIterator[tuple[Register, Register]]:
    """Give two registers of two people through a server over real connections."""
    async with AsyncExitStack() as stack:
        url = await stack.enter_async_context(serving(register))
        found = []
        for login in ("anna", "per"):
            token = await token_for(register.acting(Caller(login, f"session-{login}")))
            connection = await connect(address_of(url), token=token)
            remote = RemoteRegister(connection, session=f"session-{login}", clock=lambda: register.now)
            stack.push_async_callback(remote.close)
            found.append(remote)
        yield found[0], found[1]


@pytest.fixture(params=["a file", "a server"])
async def two(request: pytest.FixtureRequest, register: LocalRegister, open_as: OpenAs) -> AsyncIterator[Two]:
    """Open the card of Brf Ekbacken at two terminals."""
    card = await add_ekbacken(register)
    per = await open_as("per", name="Per Lund")
    async with AsyncExitStack() as stack:
        registers: tuple[Register, Register] = (register, per)
        if request.param == "a server":
            registers = await stack.enter_async_context(on_a_server(register))
        else:
            # Two processes look for each other's changes once a second: here they need not wait so long.
            register.news.look_every = per.news.look_every = 0.2
        terminals = [
            Terminal(*await stack.enter_async_context(on_card(opened, card, size=(100, 40), language="en")))
            for opened in registers
        ]
        yield Two(terminals[0], terminals[1], card, register)


async def test_what_one_saves_the_other_sees_and_nothing_else_moves(two: Two) -> None:
    form = await two.anna.form()
    await fill(two.anna.pilot, form, "comment", "Portkod 4712")
    before = two.anna.lines
    row = next(y for y, line in enumerate(before) if "Portkod 4712" in line)
    theirs = await two.per.form()
    await fill(two.per.pilot, theirs, "cost_centre", "500")
    await two.per.press("ctrl+s")
    await two.told()
    after = two.anna.lines
    assert after[row] == before[row], "the line that is typed in is where it was"
    assert form.model is not None
    assert form.model.text("cost_centre") == "500"
    await type_text(two.anna.pilot, "x")
    assert "Portkod 4712x" in two.anna.lines[row], "and the caret too"
    await two.anna.press("ctrl+s")
    await two.told()
    assert isinstance(two.per.app.screen, CardScreen)
    assert any("Portkod 4712x" in line for line in two.per.lines)
    saved = await stored(two.register, two.card)
    assert (saved.cost_centre, saved.comment) == ("500", "Portkod 4712x")


async def test_three_fields_of_both_are_asked_about_once_together_and_nothing_is_preselected(two: Two) -> None:
    mine, theirs = await two.anna.form(), await two.per.form()
    keys = ("name", "cost_centre", "customer_order_no")
    for key in keys:
        await fill(two.anna.pilot, mine, key, f"A{key[-1]}")
    for key in (*keys, "tax_property"):
        await fill(two.per.pilot, theirs, key, f"P{key[-1]}")
    await two.per.press("ctrl+s")
    await two.told()
    assert mine.model is not None
    assert [mine.model.text(key) for key in keys] == ["Ae", "Ae", "Ao"]
    assert mine.model.text("tax_property") == "Py", "what Anna does not type in is there already"
    assert two.anna.app.page.band.status_text.startswith("Per Lund has changed Name, Cost c., Their order no. too")
    await two.anna.press("ctrl+s")
    page = two.anna.app.screen
    assert isinstance(page, ConflictScreen)
    assert page.merge.left == list(keys)
    await two.anna.press("left", "down", "right", "down", "left", "ctrl+s")
    await two.told()
    assert isinstance(two.anna.app.screen, CardScreen)
    saved = await stored(two.register, two.card)
    assert [getattr(saved, key) for key in keys] == ["Ae", "Pe", "Ao"]
    assert saved.tax_property == "Py"
    for terminal in (two.anna, two.per):
        assert "Ae" in terminal.lines[0], "both see it"
