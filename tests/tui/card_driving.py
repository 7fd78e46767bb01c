"""How tests drive card and form: a real register with Brf Ekbacken in it, an app on its card, and what is typed."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from msgspec.structs import replace
from textual.pilot import Pilot

from core.customers.api import create_customer, get_customer
from core.customers.views import Buyer, Customer, CustomerDraft, CustomerValues
from core.local import LocalRegister
from core.records.api import take_ids
from core.register import Register
from tests.conftest import StandingClock
from tests.tui.cards import EKBACKEN
from tests.tui.driving import settle
from tui.app import KundkortApp
from tui.screens.base import Page
from tui.screens.card import CardScreen
from tui.screens.form import FormScreen
from tui.state import State


class Below(Page[None]):
    """What the card was opened from."""


async def add_ekbacken(register: LocalRegister) -> Customer:
    """Add the pictures' customer."""
    first, _last = await register(take_ids, 10)
    fields = {name: getattr(EKBACKEN, name) for name in CustomerValues.__struct_fields__}
    contacts = tuple(replace(each, id=first + 1 + n, seq=0) for n, each in enumerate(EKBACKEN.contacts))
    return await register(create_customer, CustomerDraft(id=first, **(fields | {"contacts": contacts})))


async def add_private(register: LocalRegister) -> Customer:
    """Add a private person with tax reduction."""
    first, _last = await register(take_ids, 10)
    draft = CustomerDraft(
        id=first,
        name="Karin Nord",
        type="private",
        org_no="811218-9876",
        tax_apartment_no="1101",
        tax_brf_org_no="769612-3459",
        buyers=(Buyer(id=first + 1, personal_no="811218-9876", share=5000),),
    )
    return await register(create_customer, draft)


@asynccontextmanager
async def on_card(
    register: Register,
    customer: Customer,
    *,
    size: tuple[int, int] = (80, 24),
    language: str = "sv",
    drafts: Path | None = None,
    theme: str = "dark",
    card: bool = True,
) -> AsyncIterator[tuple[KundkortApp, Pilot[None]]]:
    """Run the interface on a customer's card; without `card` on what it would be opened from."""

    async def opening() -> Register:
        return register

    app = KundkortApp(
        opening,
        State(),
        first=Below,
        language=language,
        theme=theme,
        ascii_signs=False,
        drafts=drafts,
        register_url="sqlite:///test",
        clock=StandingClock(),
    )
    async with app.run_test(size=size) as pilot:
        await settle(pilot)
        if card:
            app.push_screen(CardScreen(customer.id))
            await settle(pilot)
        yield app, pilot


async def open_form(pilot: Pilot[None]) -> FormScreen:
    """Press e, and return the form that opens."""
    await pilot.press("e")
    await settle(pilot)
    page = pilot.app.screen
    assert isinstance(page, FormScreen)
    return page


async def fill(pilot: Pilot[None], page: FormScreen, key: str, text: str) -> None:
    """Go to a field, clear it, and type into it."""
    page.view.focus_slot(key)
    await pilot.press("end", "ctrl+u")
    await type_text(pilot, text)


async def type_text(pilot: Pilot[None], text: str) -> None:
    """Type a text, letter by letter."""
    names = {" ": "space", "-": "minus", ".": "full_stop", "@": "at", ",": "comma", "[": "left_square_bracket"}
    await pilot.press(*(names.get(letter, letter) for letter in text))
    await settle(pilot)


async def press(pilot: Pilot[None], *keys: str) -> None:
    """Press keys, and wait until all is done."""
    await pilot.press(*keys)
    await settle(pilot)


async def stored(register: LocalRegister, customer: Customer) -> Customer:
    """Return the card as the register has it."""
    return await register(get_customer, customer.id)
