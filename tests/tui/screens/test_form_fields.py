"""The fields of the form: numbers, contacts, addresses, hidden ones, the comment; on a real register."""

from __future__ import annotations

import pytest

from core.local import LocalRegister
from core.settings.api import set_setting
from tests.conftest import OpenAs
from tests.tui.card_driving import add_ekbacken, add_private, fill, on_card, open_form, press, stored, type_text
from tests.tui.driving import screen_lines
from tui.screens.card import CardScreen
from tui.screens.form import FormScreen


async def test_a_new_customer_gets_the_next_number(register: LocalRegister) -> None:
    ekbacken = await add_ekbacken(register)
    async with on_card(register, ekbacken) as (app, pilot):
        saved: list[int | None] = []
        app.open_page("tui.screens.form", "FormScreen", None, name="Brf Eken", done=saved.append)
        await press(pilot)
        page = app.screen
        assert isinstance(page, FormScreen)
        assert "tomt: får 10444" in "\n".join(screen_lines(app))
        await press(pilot, "ctrl+n")
        await type_text(pilot, "Sara Holm")
        await press(pilot, "ctrl+s")
        assert app.page.band.status_text == "Brf Eken är tillagd som 10444 · u ångrar"
        (created,) = saved
        assert created is not None
        card = await stored(register, ekbacken.__class__(id=created, seq=0))
        assert (card.name, card.number, card.contacts[0].name) == ("Brf Eken", "10444", "Sara Holm")


async def test_a_number_that_is_taken_is_said_beside_its_field(register: LocalRegister) -> None:
    ekbacken = await add_ekbacken(register)
    async with on_card(register, ekbacken) as (app, pilot):
        app.open_page("tui.screens.form", "FormScreen", None, name="Brf Eken")
        await press(pilot)
        page = app.screen
        assert isinstance(page, FormScreen)
        await fill(pilot, page, "number", "10443")
        await press(pilot, "ctrl+s")
        assert page.view.state.slot == "number"
        assert [fault.code for fault in page.view.faults.values()] == ["taken"]
        await type_text(pilot, "9")
        assert page.view.faults == {}
        await press(pilot, "ctrl+s")
        assert isinstance(app.screen, CardScreen)


async def test_only_an_administrator_changes_the_number(register: LocalRegister, open_as: OpenAs) -> None:
    ekbacken = await add_ekbacken(register)
    per = await open_as("per")
    async with on_card(per, ekbacken) as (app, pilot):
        await open_form(pilot)
        line = next(line for line in screen_lines(app) if "Kundnummer" in line)
        assert line == "   Kundnummer     10443                             ändras av administratör"
    async with on_card(register, ekbacken) as (_app, pilot):
        page = await open_form(pilot)
        await fill(pilot, page, "number", "20000")
        await press(pilot, "ctrl+s")
        saved = await stored(register, ekbacken)
        assert (saved.number, saved.aliases) == ("20000", ("10443",))


async def test_contacts_are_added_moved_and_taken_away(register: LocalRegister) -> None:
    ekbacken = await add_ekbacken(register)
    lars, mona, jouren = (contact.id for contact in ekbacken.contacts)
    async with on_card(register, ekbacken) as (app, pilot):
        page = await open_form(pilot)
        page.view.focus_slot(f"fold:{jouren}")
        await press(pilot, "ctrl+d")
        assert "tas bort   ↵ lägg tillbaka" in "\n".join(screen_lines(app))
        page.view.focus_slot(f"fold:{mona}")
        await press(pilot, "ctrl+up")
        page.view.focus_slot("add:contact")
        await press(pilot, "enter")
        await type_text(pilot, "Sara Holm")
        page.view.focus_slot(page.view.state.slot.replace("name", "send_protocol"))
        await press(pilot, "space")
        await press(pilot, "ctrl+s")
        assert isinstance(app.screen, CardScreen), app.page.band.status_text
        saved = await stored(register, ekbacken)
        assert [contact.name for contact in saved.contacts] == ["Mona Dahl", "Lars Öberg", "Sara Holm"]
        assert saved.contacts[2].send_protocol
        assert lars in [contact.id for contact in saved.contacts]


async def test_a_private_persons_number_is_masked_and_replaced_by_typing(register: LocalRegister) -> None:
    karin = await add_private(register)
    async with on_card(register, karin) as (app, pilot):
        assert any("811218-••••" in line for line in screen_lines(app))
        page = await open_form(pilot)
        page.view.focus_slot("org_no")
        await type_text(pilot, "121212-1212")
        assert "Personnr" in "\n".join(screen_lines(app))
        await press(pilot, "ctrl+s")
        assert isinstance(app.screen, CardScreen), app.page.band.status_text
        assert (await stored(register, karin)).org_no_masked.startswith("121212")


async def test_a_postal_address_of_its_own(register: LocalRegister) -> None:
    ekbacken = await add_ekbacken(register)
    async with on_card(register, ekbacken) as (_app, pilot):
        page = await open_form(pilot)
        page.view.focus_slot("open:postal")
        await press(pilot, "enter")
        assert page.view.state.slot == "postal.row1"
        await type_text(pilot, "Box 9")
        await press(pilot, "ctrl+s")
        saved = await stored(register, ekbacken)
        assert saved.postal is not None
        assert saved.postal.row1 == "Box 9"


async def test_the_comment_has_lines(register: LocalRegister) -> None:
    ekbacken = await add_ekbacken(register)
    async with on_card(register, ekbacken) as (_app, pilot):
        page = await open_form(pilot)
        page.view.focus_slot("comment")
        await press(pilot, "enter")
        await type_text(pilot, "Nyckel i tub")
        await press(pilot, "up", "home")
        await type_text(pilot, "OBS ")
        await press(pilot, "ctrl+s")
        assert (await stored(register, ekbacken)).comment == (
            "OBS Portkod 4711 till garaget. Ring Lars före 07.\nNyckel i tub"
        )


async def test_pasting_goes_into_the_field_without_controls(register: LocalRegister) -> None:
    from textual import events

    ekbacken = await add_ekbacken(register)
    async with on_card(register, ekbacken) as (_app, pilot):
        page = await open_form(pilot)
        page.view.post_message(events.Paste("\x1b[31m Norra\nhuset"))
        await press(pilot)
        assert page.model is not None
        assert page.model.text("name") == "Brf Ekbacken[31m Norra huset"


async def test_language_and_vat_type_show_when_their_settings_are_on(register: LocalRegister) -> None:
    ekbacken = await add_ekbacken(register)
    await register(set_setting, "language", True)
    async with on_card(register, ekbacken) as (app, pilot):
        page = await open_form(pilot)
        assert "Språk         ▏företagets (svenska)" in "\n".join(screen_lines(app))
        page.view.focus_slot("language")
        await press(pilot, "right")
        await press(pilot, "ctrl+s")
        assert (await stored(register, ekbacken)).language == "sv"


@pytest.mark.parametrize(
    ("key", "text", "hint"),
    [
        ("name", "brf ekbacken", "finns: 10443 Brf Ekbacken"),
        ("org_no", "769612-3459", "finns: 10443 Brf Ekbacken"),
        ("name", "Brf Ek", ""),
    ],
)
async def test_a_new_customer_that_is_there_already_gets_a_hint(
    register: LocalRegister, key: str, text: str, hint: str
) -> None:
    ekbacken = await add_ekbacken(register)
    async with on_card(register, ekbacken) as (app, pilot):
        app.open_page("tui.screens.form", "FormScreen", None)
        await press(pilot)
        page = app.screen
        assert isinstance(page, FormScreen)
        await fill(pilot, page, key, text)
        await press(pilot, "tab")
        assert page.view.hints.get(key, "") == hint
        if hint:
            assert any(line.endswith(hint) for line in screen_lines(app))
