"""A form that others save the card of while one types: it takes in what it can, says so, and nothing typed moves."""

from __future__ import annotations

from typing import Any

from core import access
from core.customers.api import change_customer, delete_customer
from core.customers.views import Contact, Customer, CustomerChange
from core.edits import Edit, Parts
from core.local import LocalRegister
from core.people.api import me
from core.records.api import take_ids
from core.work import UnitOfWork
from tests.conftest import OpenAs
from tests.tui.card_driving import add_ekbacken, fill, on_card, open_form, press, type_text
from tests.tui.driving import caught_up, screen_lines
from tui.app import KundkortApp


async def saves(register: LocalRegister, customer: Customer, **fields: Any) -> int:
    """Save some fields; return in which change set."""
    return (await register(change_customer, customer.id, CustomerChange(**fields))).seq


def line_with(app: KundkortApp, text: str) -> int:
    """Return the row of the screen that has a text."""
    return next(y for y, line in enumerate(screen_lines(app)) if text in line)


async def test_what_one_does_not_touch_stands_there_with_a_sign(register: LocalRegister) -> None:
    ekbacken = await add_ekbacken(register)
    async with on_card(register, ekbacken, language="en") as (app, pilot):
        page = await open_form(pilot)
        await fill(pilot, page, "name", "Brf Ek")
        seq = await saves(register, ekbacken, cost_centre=Edit(now="500", was="400 Fastighet"))
        await caught_up(pilot, seq)
        line = screen_lines(app)[line_with(app, "Cost c.")]
        assert line.startswith(" ~ Cost c.       ▏500") and line.endswith("anna: was 400 Fastighet")
        assert app.page.band.status_text == "anna has just changed Cost c.: it stands in the form"
        assert screen_lines(app)[line_with(app, "Brf Ek ")].startswith("▌* Name")


async def test_what_both_changed_is_marked_and_kept(register: LocalRegister) -> None:
    ekbacken = await add_ekbacken(register)
    async with on_card(register, ekbacken, language="en") as (app, pilot):
        page = await open_form(pilot)
        await fill(pilot, page, "name", "Brf Eken")
        await caught_up(pilot, await saves(register, ekbacken, name=Edit(now="Brf Ek", was="Brf Ekbacken")))
        line = screen_lines(app)[line_with(app, "Brf Eken")]
        assert line.startswith("▌? Name") and line.endswith("anna: Brf Ek")
        assert app.page.band.status_text == "anna has changed Name too: you choose when you save"
        await press(pilot, "ctrl+z")
        assert page.model is not None
        assert page.model.text("name") == "Brf Ekbacken", "where one is nothing changes"
        await press(pilot, "tab")
        assert page.model.text("name") == "Brf Ek"
        assert not page.model.dirty


async def test_a_contact_added_above_moves_nothing(register: LocalRegister) -> None:
    ekbacken = await add_ekbacken(register)
    first, _last = await register(take_ids, 10)
    async with on_card(register, ekbacken, language="en") as (app, pilot):
        page = await open_form(pilot)
        await fill(pilot, page, "comment", "Portkod")
        row = line_with(app, "Portkod")
        nils = Contact(id=first, name="Nils")
        await caught_up(pilot, await saves(register, ekbacken, contacts=Parts(added=(nils,))))
        assert page.model is not None
        assert page.model.text(f"contacts.{first}.name") == "Nils"
        assert line_with(app, "Portkod") == row
        await type_text(pilot, " 9")
        assert "Portkod 9" in screen_lines(app)[row]


async def test_a_customer_that_is_lost_closes_nothing(register: LocalRegister, open_as: OpenAs) -> None:
    ekbacken = await add_ekbacken(register)
    per = await open_as("per", only_assigned=True)
    per.news.look_every = 0.2
    user = (await per(me)).id

    async def sees(*, lost: bool) -> int:
        def change(work: UnitOfWork) -> int:
            (access.withdraw if lost else access.grant)(work, user, ekbacken.id)
            return work.seq

        return await register.within(change_customer, change)

    await sees(lost=False)
    async with on_card(per, ekbacken, language="en") as (app, pilot):
        page = await open_form(pilot)
        await fill(pilot, page, "name", "Brf Eken")
        await caught_up(pilot, await sees(lost=True))
        assert app.screen is page
        assert page.model is not None and page.model.text("name") == "Brf Eken"
        words = "You may not see this customer any more: what you typed stands here"
        assert app.page.band.status_text == words


async def test_a_customer_that_is_deleted_leaves_the_form_open(register: LocalRegister) -> None:
    ekbacken = await add_ekbacken(register)
    async with on_card(register, ekbacken, language="en") as (app, pilot):
        page = await open_form(pilot)
        await fill(pilot, page, "name", "Brf Eken")
        await caught_up(pilot, (await register(delete_customer, ekbacken.id)).seq)
        assert app.screen is page
        assert app.page.band.status_text.startswith("The customer has been deleted meanwhile")
