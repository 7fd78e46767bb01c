"""The form: typing, faults, saving, leaving, contacts; on a real register."""

from __future__ import annotations

import pytest

from core.errors import Unavailable
from core.history.api import customer_history
from core.local import LocalRegister
from tests.tui.card_driving import add_ekbacken, fill, on_card, open_form, press, stored, type_text
from tests.tui.driving import screen_lines
from tui.screens.card import CardScreen
from tui.screens.form import FormScreen


async def test_the_form_is_the_pictures(register: LocalRegister) -> None:
    ekbacken = await add_ekbacken(register)
    async with on_card(register, ekbacken) as (app, pilot):
        page = await open_form(pilot)
        await fill(pilot, page, "org_no", "769612-3456")
        await press(pilot, "tab", "shift+tab")
        lines = screen_lines(app)
        assert lines[0].startswith("   Kunder › Brf Ekbacken › Ändra  * 1 ändring")
        assert "   Typ            ● Företag   ○ Privat" in lines
        assert "▌! Org.nr        ▏769612-3456                       Sista siffran ska vara 9" in lines
        assert "   Postnr, ort   ▏745 31  ▏Enköping" in lines
        assert "   Post           som faktura   ↵ egen postadress" in lines
        assert lines[22] == " ! 1 fel · Org.nr: rätta sista siffran eller töm fältet"
        assert lines[23].startswith("   Ctrl+S spara  F8 nästa fel  Ctrl+Z ångra fältet  Esc avbryt")
        assert lines[23].endswith("F1 hjälp")


async def test_a_saved_change_is_in_the_register_and_on_the_card(register: LocalRegister) -> None:
    ekbacken = await add_ekbacken(register)
    async with on_card(register, ekbacken) as (app, pilot):
        page = await open_form(pilot)
        mona = ekbacken.contacts[1].id
        await fill(pilot, page, f"contacts.{mona}.phone", "0171-445500")
        await press(pilot, "ctrl+s")
        assert isinstance(app.screen, CardScreen)
        assert app.page.band.status_text == "Sparat · u ångrar"
        assert (await stored(register, ekbacken)).contacts[1].phone == "+46171445500"
        assert any("0171-44 55 00" in line for line in screen_lines(app))
        await press(pilot, "u")
        assert (await stored(register, ekbacken)).contacts[1].phone == "+46171445566"
        assert any("0171-44 55 66" in line for line in screen_lines(app))


async def test_with_faults_nothing_is_saved_and_f8_goes_round_them(register: LocalRegister) -> None:
    ekbacken = await add_ekbacken(register)
    async with on_card(register, ekbacken) as (app, pilot):
        page = await open_form(pilot)
        mona = ekbacken.contacts[1].id
        await fill(pilot, page, f"contacts.{mona}.email", "mona")
        await fill(pilot, page, "name", "")
        await press(pilot, "ctrl+s")
        assert isinstance(app.screen, FormScreen)
        assert app.page.band.status_text.startswith("2 fel · ")
        first = page.view.state.slot
        await press(pilot, "f8")
        second = page.view.state.slot
        await press(pilot, "f8")
        assert {first, second} == {"name", f"contacts.{mona}.email"}
        assert page.view.state.slot == first
        assert (await stored(register, ekbacken)).name == "Brf Ekbacken"


async def test_a_fault_shows_when_the_field_is_left_not_while_it_is_first_typed(register: LocalRegister) -> None:
    ekbacken = await add_ekbacken(register)
    async with on_card(register, ekbacken) as (_app, pilot):
        page = await open_form(pilot)
        await fill(pilot, page, "org_no", "7696")
        assert page.view.faults == {}
        await press(pilot, "tab")
        assert set(page.view.faults) == {"org_no"}
        page.view.focus_slot("org_no")
        await press(pilot, "ctrl+u")
        await type_text(pilot, "7696123459")
        assert page.view.faults == {}


async def test_changing_back_clears_the_star(register: LocalRegister) -> None:
    ekbacken = await add_ekbacken(register)
    async with on_card(register, ekbacken) as (app, pilot):
        page = await open_form(pilot)
        await press(pilot, "x")
        assert "* 1 ändring" in screen_lines(app)[0]
        await press(pilot, "backspace")
        assert "*" not in screen_lines(app)[0]
        await press(pilot, "x", "ctrl+z")
        assert page.view.state.edit is not None
        assert page.view.state.edit.text == "Brf Ekbacken"
        await press(pilot, "ctrl+z")
        assert page.view.state.edit is not None
        assert page.view.state.edit.text == "Brf Ekbackenx"


async def test_esc_closes_at_once_what_is_not_changed(register: LocalRegister) -> None:
    ekbacken = await add_ekbacken(register)
    async with on_card(register, ekbacken) as (app, pilot):
        await open_form(pilot)
        await press(pilot, "escape")
        assert isinstance(app.screen, CardScreen)


@pytest.mark.parametrize(
    ("answer", "stays", "name"),
    [("k", False, "Brf Ekbacken"), ("s", False, "Brf Ekbackenx"), ("escape", True, "Brf Ekbacken")],
)
async def test_esc_asks_before_something_is_lost(register: LocalRegister, answer: str, stays: bool, name: str) -> None:
    ekbacken = await add_ekbacken(register)
    async with on_card(register, ekbacken) as (app, pilot):
        await open_form(pilot)
        await press(pilot, "x", "escape")
        question = app.page.band.question
        assert question is not None
        assert question.text == "Kasta 1 ändring i Brf Ekbacken?"
        await press(pilot, "q", answer)
        assert isinstance(app.screen, FormScreen) is stays
        assert (await stored(register, ekbacken)).name == name
        if stays:
            await press(pilot, "y")
            assert "Brf Ekbackenxy" in "\n".join(screen_lines(app))


async def test_quitting_asks_too(register: LocalRegister) -> None:
    ekbacken = await add_ekbacken(register)
    async with on_card(register, ekbacken) as (app, pilot):
        await open_form(pilot)
        await press(pilot, "x", "ctrl+q")
        assert app.page.band.asking
        await press(pilot, "s")
        assert (await stored(register, ekbacken)).name == "Brf Ekbackenx"


async def test_letters_are_typed_and_never_keys(register: LocalRegister) -> None:
    ekbacken = await add_ekbacken(register)
    async with on_card(register, ekbacken) as (app, pilot):
        page = await open_form(pilot)
        await fill(pilot, page, "name", "u?:q[b]1")
        assert page.model is not None
        assert page.model.text("name") == "u?:q[b]1"
        assert isinstance(app.screen, FormScreen)


async def test_an_unavailable_register_loses_nothing_and_sends_once(
    register: LocalRegister, monkeypatch: pytest.MonkeyPatch
) -> None:
    ekbacken = await add_ekbacken(register)
    async with on_card(register, ekbacken) as (app, pilot):
        page = await open_form(pilot)
        await press(pilot, "x")
        sent: list[str | None] = []
        real = type(register).sending

        def lost(self: LocalRegister, *, operation_id: str | None = None) -> LocalRegister:
            sent.append(operation_id)
            if len(sent) == 1:
                raise Unavailable("busy", retry=True)
            return real(self, operation_id=operation_id)

        monkeypatch.setattr(type(register), "sending", lost)
        await press(pilot, "ctrl+s")
        assert isinstance(app.screen, FormScreen)
        assert "försök" in app.page.band.status_text
        assert page.model is not None
        assert page.model.text("name") == "Brf Ekbackenx"
        await press(pilot, "ctrl+s")
        assert sent[0] == sent[1], "the outcome was not known, so the same id is sent again"
        assert (await stored(register, ekbacken)).name == "Brf Ekbackenx"


async def test_nothing_to_save_is_said(register: LocalRegister) -> None:
    ekbacken = await add_ekbacken(register)
    async with on_card(register, ekbacken) as (app, pilot):
        await open_form(pilot)
        await press(pilot, "ctrl+s")
        assert app.page.band.status_text == "Inget är ändrat: Esc stänger formuläret"
        history = await register(customer_history, ekbacken.id)
        assert {entry.kind for entry in history.entries} == {"created"}


async def test_a_click_puts_focus_and_caret_there(register: LocalRegister) -> None:
    ekbacken = await add_ekbacken(register)
    async with on_card(register, ekbacken) as (app, pilot):
        page = await open_form(pilot)
        row = next(y for y, line in enumerate(screen_lines(app)) if "Org.nr" in line)
        await pilot.click(offset=(18 + 6, row))
        await press(pilot, "1")
        assert page.view.state.slot == "org_no"
        assert page.model is not None
        assert page.model.text("org_no") == "7696121-3459"


@pytest.mark.parametrize(("size", "language"), [((60, 15), "sv"), ((80, 24), "en"), ((120, 40), "sv")])
async def test_every_field_can_be_reached_and_is_in_sight(
    register: LocalRegister, size: tuple[int, int], language: str
) -> None:
    ekbacken = await add_ekbacken(register)
    async with on_card(register, ekbacken, size=size, language=language) as (_app, pilot):
        page = await open_form(pilot)
        seen: set[str] = set()
        while page.view.state.slot not in seen:
            seen.add(page.view.state.slot)
            assert any(line and line[0].text == "▌" for line in page.view.painted), page.view.state.slot
            page.view.state.key("tab", "")
            page.view.update_rows(bring=True)
        assert {"name", "invoice.city", "comment", "always_invoice", "add:contact", "open:tax"} <= seen


async def test_resizing_keeps_the_focus_and_what_is_typed(register: LocalRegister) -> None:
    ekbacken = await add_ekbacken(register)
    async with on_card(register, ekbacken) as (_app, pilot):
        page = await open_form(pilot)
        page.view.focus_slot("comment")
        await press(pilot, "x")
        for size in ((120, 40), (60, 15), (40, 10), (80, 24)):
            await pilot.resize_terminal(*size)
            await press(pilot)
        assert page.view.state.slot == "comment"
        assert page.model is not None
        assert str(page.model.text("comment")).endswith("x")
        assert any(line and line[0].text == "▌" for line in page.view.painted)
