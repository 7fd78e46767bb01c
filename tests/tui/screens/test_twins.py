"""Twins beside the form: told a moment after the last key, opened and come back from, never in the way of saving."""

from __future__ import annotations

import asyncio
from datetime import date
from typing import Any, ParamSpec, TypeVar

from textual.pilot import Pilot

from core.customers.api import change_customer, find_twins, get_customer, list_customers
from core.customers.twin_views import TwinQuery
from core.customers.views import Customer, CustomerChange, CustomerQuery, CustomerValues
from core.edits import Edit
from core.errors import Unavailable
from core.history.api import customer_history
from core.local import LocalRegister
from core.operation import Operation
from core.settings.views import Settings
from tests.core.customers.making import make
from tests.tui.card_driving import add_ekbacken, fill, on_card, open_form, press
from tests.tui.driving import screen_lines, settle
from tui.app import KundkortApp
from tui.form.content import restore, save
from tui.form.model import EditModel
from tui.screens.card import CardScreen
from tui.screens.form import FormScreen

P = ParamSpec("P")
R = TypeVar("R")


async def new_form(app: KundkortApp, pilot: Pilot[None]) -> FormScreen:
    """Open the form of a new customer."""
    app.open_page("tui.screens.form", "FormScreen", None)
    await settle(pilot)
    page = app.screen
    assert isinstance(page, FormScreen)
    return page


def pane(app: KundkortApp) -> str:
    """Return what stands in the pane."""
    assert isinstance(app.screen, FormScreen)
    return "\n".join("".join(span.text for span in row.line) for row in app.screen.twin_pane.rows)


async def saved(register: LocalRegister, name: str) -> Customer:
    """Return the customer of that name, as it was saved."""
    (row,) = (await register(list_customers, CustomerQuery(text=name))).rows
    return await register(get_customer, row.id)


async def test_at_80_columns_the_band_tells_and_a_key_goes_there(register: LocalRegister) -> None:
    await add_ekbacken(register)
    async with on_card(register, _nobody, card=False, language="en") as (app, pilot):
        page = await new_form(app, pilot)
        await fill(pilot, page, "name", "Ekbackens Vänner")
        await fill(pilot, page, "org_no", "769612-3459")
        assert app.page.band.status_text == "Might be the same as 10443 Brf Ekbacken: same org. no."
        assert "F6 the same?" in screen_lines(app)[23]
        before = screen_lines(app)
        await press(pilot, "f6")
        lines = screen_lines(app)
        assert any("│▌  Brf Ekbacken 10443" in line for line in lines)
        assert [line[1:50].rstrip() for line in lines[1:22]] == [line[1:50].rstrip() for line in before[1:22]]
        await press(pilot, "enter")
        card = app.screen
        assert isinstance(card, CardScreen) and card.title_of() == "Brf Ekbacken"
        await press(pilot, "escape")
        assert app.page is page and page.twin_pane.has_focus, "one is back where one was"
        await press(pilot, "escape")
        assert page.view.has_focus and page.model is not None and page.model.text("org_no") == "769612-3459"
        assert not any("│" in line for line in screen_lines(app)[1:22])


async def test_at_120_columns_the_pane_is_there_from_the_first_frame(register: LocalRegister) -> None:
    await add_ekbacken(register)
    async with on_card(register, _nobody, card=False, language="en", size=(120, 40)) as (app, pilot):
        page = await new_form(app, pilot)
        assert "Looked for as you type" in pane(app)
        before = [line[1:17] for line in screen_lines(app)]
        await fill(pilot, page, "name", "Ekbacken")
        assert "Looked for as you type" in pane(app), "a name alone is not looked for"
        await fill(pilot, page, "visiting.postcode", "745 31")
        assert pane(app).splitlines()[1:5] == [
            "Might be the same 1", "", "Brf Ekbacken 10443", "like name, same postcode",
        ]  # fmt: skip
        await fill(pilot, page, "visiting.postcode", "111 22")
        assert "No customer like this one" in pane(app)
        assert [line[1:17] for line in screen_lines(app)][1:38] == before[1:38], "nothing moved"


async def test_the_phone_and_the_e_mail_of_a_contact_are_looked_for(register: LocalRegister) -> None:
    await add_ekbacken(register)
    async with on_card(register, _nobody, card=False, language="en", size=(120, 40)) as (app, pilot):
        page = await new_form(app, pilot)
        page.view.focus_slot("add:contact")
        await press(pilot, "enter")
        assert page.model is not None
        contact = page.model.contacts[0]
        await fill(pilot, page, f"contacts.{contact}.phone", "0171-445566")
        assert "same phone 0171-44 55 66" in pane(app).replace("\N{NO-BREAK SPACE}", " ")
        await fill(pilot, page, f"contacts.{contact}.phone", "")
        await fill(pilot, page, f"contacts.{contact}.email", "LARS.OBERG@ekbacken.example")
        assert "same e-mail" in pane(app)


async def test_inactive_ones_are_told_and_say_so(register: LocalRegister) -> None:
    ekbacken = await add_ekbacken(register)
    await register(change_customer, ekbacken.id, CustomerChange(active=Edit(now=False, was=True)))
    async with on_card(register, _nobody, card=False, language="en") as (app, pilot):
        page = await new_form(app, pilot)
        await fill(pilot, page, "org_no", "769612-3459")
        assert "10443 Brf Ekbacken (inactive): same org. no." in app.page.band.status_text


async def test_saving_in_spite_of_a_twin_is_in_the_history(register: LocalRegister) -> None:
    await add_ekbacken(register)
    async with on_card(register, _nobody, card=False, language="en") as (app, pilot):
        page = await new_form(app, pilot)
        await fill(pilot, page, "name", "Ekbackens Vänner")
        await fill(pilot, page, "org_no", "769612-3459")
        await press(pilot, "ctrl+s")
        assert not isinstance(app.screen, FormScreen), "nothing is asked"
        made = await saved(register, "Vänner")
        app.push_screen(CardScreen(made.id))
        await settle(pilot)
        await press(pilot, "3")
        assert any("added despite lik…" in line for line in screen_lines(app))
        await press(pilot, "enter")
        assert any("added despite likeness to 10443 (same org. no.)" in line for line in screen_lines(app))
        entry = (await register(customer_history, made.id)).entries[0]
        assert [(twin.number, twin.signs) for twin in entry.despite] == [("10443", ("org_no",))]


async def test_of_one_that_is_there_only_what_is_changed_is_looked_for(register: LocalRegister) -> None:
    ekbacken = await add_ekbacken(register)
    await make(register, number="7", name="Brf Gillet", org_no="702001-1735")
    async with on_card(register, ekbacken, language="en") as (app, pilot):
        page = await open_form(pilot)
        await fill(pilot, page, "name", "Brf Ekbacken 2")
        assert page.twins.found == ()
        await fill(pilot, page, "org_no", "702001-1735")
        assert app.page.band.status_text == "Might be the same as 7 Brf Gillet: same org. no."


class Watched:
    """Stands before a register: notes what twins are looked for, holds the first answer back, or loses it."""

    def __init__(self, register: LocalRegister, *, loses: bool = False) -> None:
        self.register = register
        self.asked: list[str] = []
        self.held = asyncio.Event()
        self.loses = loses

    async def __call__(self, operation: Operation[P, R], /, *args: P.args, **kwargs: P.kwargs) -> R:
        """Ask the register."""
        if operation is find_twins:
            query = args[0]
            assert isinstance(query, TwinQuery)
            self.asked.append(query.org_no)
            if self.loses:
                raise Unavailable("lost", retry=True)
            if len(self.asked) == 1:
                await self.held.wait()
        return await self.register(operation, *args, **kwargs)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.register, name)


async def test_the_last_key_overtakes_and_nothing_waits(register: LocalRegister) -> None:
    await add_ekbacken(register)
    watched = Watched(register)
    async with on_card(watched, _nobody, card=False, language="en") as (app, pilot):
        page = await new_form(app, pilot)
        page.view.focus_slot("org_no")
        await pilot.press(*"769612345")
        while not watched.asked:
            await pilot.pause(0.01)
        await pilot.press("9")
        assert page.model is not None and page.model.text("org_no") == "7696123459", "typing goes on"
        while "7696123459" not in watched.asked:
            await pilot.pause(0.01)
        assert not watched.held.is_set(), "the first answer never came"
        await settle(pilot)
        assert [twin.number for twin in page.twins.found] == ["10443"]


async def test_a_lost_register_says_nothing_of_twins(register: LocalRegister) -> None:
    watched = Watched(register, loses=True)
    async with on_card(watched, _nobody, card=False, language="en") as (app, pilot):
        page = await new_form(app, pilot)
        await fill(pilot, page, "org_no", "7696123459")
        assert watched.asked and page.twins.found == ()
        assert "connection" not in app.page.band.status_text


def test_a_draft_keeps_what_was_told() -> None:
    model = EditModel(CustomerValues(name="Brf Ek"), settings=Settings(), today=date(2026, 11, 24), customer_id=7)
    model.operation_id = "one"
    model.tell((104,))
    assert model.operation_id == "", "who saves now decides about 104: another operation"
    model.operation_id = "two"
    model.tell((104,))
    assert model.operation_id == "two"
    back = restore(save(model), settings=Settings(), today=date(2026, 11, 24))
    assert back.draft().despite == (104,) and back.operation_id == "two"


_nobody = Customer(id=0, seq=0)
