"""Two people on one card: different fields merge without a word, the same field is asked about, nothing is lost."""

from __future__ import annotations

from typing import Any

from core.customers.api import change_customer
from core.customers.views import Address, ContactChange, Customer, CustomerChange
from core.edits import Edit, Parts
from core.local import LocalRegister
from tests.conftest import OpenAs
from tests.tui.card_driving import add_ekbacken, fill, on_card, open_form, press, stored, type_text
from tests.tui.cards import EKBACKEN
from tests.tui.driving import screen_lines
from tui.screens.card import CardScreen
from tui.screens.conflict import ConflictScreen
from tui.screens.form import FormScreen


async def per_saves(per: LocalRegister, ekbacken: Customer, **fields: Any) -> None:
    """Let Per save some fields."""
    await per(change_customer, ekbacken.id, CustomerChange(**fields))


async def test_different_fields_merge_and_the_status_line_names_theirs(
    register: LocalRegister, open_as: OpenAs
) -> None:
    ekbacken = await add_ekbacken(register)
    per = await open_as("per", name="Per Lund")
    async with on_card(register, ekbacken) as (app, pilot):
        page = await open_form(pilot)
        await fill(pilot, page, "name", "Brf Eken")
        await per_saves(per, ekbacken, cost_centre=Edit(now="500", was="400 Fastighet"))
        await press(pilot, "ctrl+s")
        assert isinstance(app.screen, CardScreen)
        assert app.page.band.status_text == "Sparat, ihop med vad andra ändrat: Kostnadsställe · u ångrar"
        saved = await stored(register, ekbacken)
        assert (saved.name, saved.cost_centre) == ("Brf Eken", "500")


async def both_changed(register: LocalRegister, per: LocalRegister, ekbacken: Customer, page: FormScreen) -> None:
    """Let both change name and invoice address, and each something of their own."""
    assert page.model is not None
    for key, text in (("name", "Brf Eken"), ("invoice.row2", "Box 13"), ("comment", "Portkod 4712")):
        page.model.set(key, text)
    mona = ekbacken.contacts[1].id
    await per_saves(
        per,
        ekbacken,
        name=Edit(now="Brf Ek", was="Brf Ekbacken"),
        invoice=Edit(now=Address(row1="Box 12", postcode="72103", city="Västerås"), was=EKBACKEN.invoice),
        contacts=Parts(
            changed=(ContactChange(id=mona, email=Edit(now="m@nabo.example", was="mona.dahl@nabo.example")),)
        ),
    )


async def test_the_same_fields_are_asked_about(register: LocalRegister, open_as: OpenAs) -> None:
    ekbacken = await add_ekbacken(register)
    per = await open_as("per", name="Per Lund")
    async with on_card(register, ekbacken) as (app, pilot):
        page = await open_form(pilot)
        await both_changed(register, per, ekbacken, page)
        await press(pilot, "ctrl+s")
        assert isinstance(app.screen, ConflictScreen)
        lines = screen_lines(app)
        assert lines[2] == "   Per Lund sparade kortet 09:12, medan du ändrade det."
        assert lines[3] == "   2 fält har ni båda ändrat. Välj vad som ska gälla."
        assert lines[5] == "                Var                  Ditt                  Per Lunds 09:12"
        assert lines[6] == "▌? Namn         Brf Ekbacken       ○ Brf Eken            ○ Brf Ek"
        assert lines[8] == " ? Faktura      c/o Nabo, Box 12   ○ c/o Nabo, Box 13    ○ Box 12"
        assert lines[9] == "                721 03 Västerås      721 03 Västerås       721 03 Västerås"
        assert lines[22] == " ? 2 av 2 kvar att välja · din text finns kvar tills du har sparat"
        assert any(line.startswith("   Gick ihop av sig självt 2") for line in lines)
        await press(pilot, "ctrl+s")
        assert app.page.band.status_text.startswith("Välj först för: Namn, Faktura")
        await press(pilot, "left", "down", "right", "ctrl+s")
        assert isinstance(app.screen, CardScreen)
        saved = await stored(register, ekbacken)
        assert (saved.name, saved.comment) == ("Brf Eken", "Portkod 4712")
        assert saved.invoice == Address(row1="Box 12", postcode="72103", city="Västerås")
        assert saved.contacts[1].email == "m@nabo.example"


async def test_esc_leads_to_the_form_and_what_was_chosen_and_typed_is_kept(
    register: LocalRegister, open_as: OpenAs
) -> None:
    ekbacken = await add_ekbacken(register)
    per = await open_as("per", name="Per Lund")
    async with on_card(register, ekbacken) as (app, pilot):
        page = await open_form(pilot)
        await both_changed(register, per, ekbacken, page)
        await press(pilot, "ctrl+s")
        await press(pilot, "left", "escape")
        assert app.screen is page
        assert page.model is not None
        assert page.model.text("name") == "Brf Eken"
        assert app.page.band.status_text == "1 fält är inte valt: Ctrl+S frågar igen"
        await press(pilot, "ctrl+s")
        assert isinstance(app.screen, ConflictScreen)
        assert app.page.band.status_text.startswith("1 av 2 kvar"), "what was chosen still is"
        assert (await stored(register, ekbacken)).name == "Brf Ek"


async def test_another_value_can_be_written(register: LocalRegister, open_as: OpenAs) -> None:
    ekbacken = await add_ekbacken(register)
    per = await open_as("per", name="Per Lund")
    async with on_card(register, ekbacken) as (app, pilot):
        page = await open_form(pilot)
        await both_changed(register, per, ekbacken, page)
        await press(pilot, "ctrl+s")
        await press(pilot, "e", "ctrl+u")
        await type_text(pilot, "Brf Eq")
        await press(pilot, "enter", "down", "e", "enter", "ctrl+u")
        await type_text(pilot, "Box 14")
        await press(pilot, "enter", "enter", "enter")
        assert app.page.band.status_text == "Allt är valt · Ctrl+S sparar"
        await press(pilot, "ctrl+s")
        saved = await stored(register, ekbacken)
        assert saved.name == "Brf Eq"
        assert saved.invoice == Address(row1="c/o Nabo", row2="Box 14", postcode="72103", city="Västerås")


async def test_esc_while_writing_another_value_keeps_the_choice_open(register: LocalRegister, open_as: OpenAs) -> None:
    ekbacken = await add_ekbacken(register)
    per = await open_as("per", name="Per Lund")
    async with on_card(register, ekbacken) as (app, pilot):
        page = await open_form(pilot)
        await both_changed(register, per, ekbacken, page)
        await press(pilot, "ctrl+s")
        await press(pilot, "e", "x", "escape")
        screen = app.screen
        assert isinstance(screen, ConflictScreen)
        assert screen.merge.left == ["name", "invoice"]


async def test_a_third_save_meanwhile_asks_again(register: LocalRegister, open_as: OpenAs) -> None:
    ekbacken = await add_ekbacken(register)
    per = await open_as("per", name="Per Lund")
    async with on_card(register, ekbacken) as (app, pilot):
        page = await open_form(pilot)
        await fill(pilot, page, "name", "Brf Eken")
        await per_saves(per, ekbacken, name=Edit(now="Brf Ek", was="Brf Ekbacken"))
        await press(pilot, "ctrl+s")
        await press(pilot, "left")
        await per_saves(per, ekbacken, name=Edit(now="Brf E", was="Brf Ek"))
        await press(pilot, "ctrl+s")
        assert isinstance(app.screen, ConflictScreen)
        assert any("Brf Ek " in line and "○ Brf E" in line for line in screen_lines(app))
        await press(pilot, "left", "ctrl+s")
        assert (await stored(register, ekbacken)).name == "Brf Eken"


async def test_a_card_that_was_deleted_meanwhile_loses_nothing_typed(register: LocalRegister, open_as: OpenAs) -> None:
    from core.customers.api import delete_customer

    ekbacken = await add_ekbacken(register)
    async with on_card(register, ekbacken) as (app, pilot):
        page = await open_form(pilot)
        await fill(pilot, page, "name", "Brf Eken")
        await register(delete_customer, ekbacken.id)
        await press(pilot, "ctrl+s")
        assert app.screen is page
        assert page.model is not None
        assert page.model.text("name") == "Brf Eken"
        assert app.page.band.status_text.startswith("Kunden har tagits bort under tiden")
