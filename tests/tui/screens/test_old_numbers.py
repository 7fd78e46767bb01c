"""A number that is no customer's any more opens its customer: from the search, and from the palette."""

from __future__ import annotations

from core.customers.api import change_customer
from core.customers.views import CustomerChange
from core.edits import Edit
from core.local import LocalRegister
from tests.core.customers.making import make
from tests.tui.driving import running, screen_lines, settle
from tests.tui.list_driving import press
from tui.screens.card import CardScreen


async def renumbered(register: LocalRegister) -> None:
    """Make Brf Ekbacken, whose number was 98, and others."""
    made = await make(register, number="98", name="Brf Ekbacken")
    await register(change_customer, made.id, CustomerChange(number=Edit(now="10443", was="98")))
    await make(register, number="981", name="Brf Gillet")


async def test_typed_in_the_search_it_says_what_it_was_and_enter_opens(register: LocalRegister) -> None:
    await renumbered(register)
    async with running(register) as (app, pilot):
        await press(pilot, "slash", *"98")
        lines = [line for line in screen_lines(app) if "Brf" in line]
        assert "10443" in lines[0] and "Brf Ekbacken" in lines[0] and "formerly 98" in lines[0]
        assert "Brf Gillet" in lines[1] and "formerly" not in lines[1]
        await press(pilot, "enter", "enter")
        assert isinstance(app.page, CardScreen) and app.page.title_of() == "Brf Ekbacken"


async def test_typed_in_the_palette_too(register: LocalRegister) -> None:
    await renumbered(register)
    async with running(register) as (app, pilot):
        await press(pilot, "ctrl+p", *"98")
        while not any("formerly 98" in line for line in screen_lines(app)):
            await settle(pilot)
        await press(pilot, "enter")
        assert isinstance(app.page, CardScreen) and app.page.title_of() == "Brf Ekbacken"
