"""The list as somebody uses it: finding, filtering, sorting, and what the keys say."""

from __future__ import annotations

import asyncio

from core.rights import ORDINARY, Right
from tests.tui.driving import running, screen_lines, settle
from tests.tui.fakes import FakeRegister, many, pictured
from tests.tui.list_driving import cursor_name, press, the_list
from tui.state import State
from tui.widgets.filter_pane import FilterPane, Option


async def test_the_first_screen_is_complete() -> None:
    async with running(FakeRegister(pictured()), language="sv") as (app, _pilot):
        lines = screen_lines(app)
        assert lines[0].startswith("   Kunder") and lines[0].endswith("Brandservice Mälardalen   Anna Lind")
        assert lines[1].startswith(" / Sök namn, nummer, telefon, ort        f ✓ Aktiva  Ort ▾")
        assert lines[2] == "   Nr     Namn ▲                                    Ort          Telefon"
        assert lines[3] == "▌  10318  Aros Fastighetsförvaltning AB             Västerås     021-15 40 00  ▐"
        assert lines[22] == "   21 kunder · rad 1"
        assert lines[23].startswith("   ↵ öppna  e ändra  n ny") and lines[23].endswith("? hjälp")


async def test_everything_but_the_rows_is_there_before_the_register_answers() -> None:
    register = FakeRegister(pictured())
    register.slow = asyncio.Event()
    async with running(register, state=State(company="Brandservice", user="Anna"), wait=False) as (app, pilot):
        await pilot.pause()
        empty = screen_lines(app)
        assert empty[0].endswith("Brandservice   Anna")
        assert "Name ▲" in empty[2] and "open" in empty[23]
        register.slow.set()
        await settle(pilot)
        filled = screen_lines(app)
        changed = sum(
            was != now
            for before, after in zip(empty, filled, strict=True)
            for was, now in zip(before.ljust(80), after.ljust(80), strict=True)
        )
        assert changed <= 0.4 * 80 * 24 + 20 * 40, "the rows, and hardly anything else"


async def test_typing_finds_and_marks_and_counts() -> None:
    async with running(FakeRegister(pictured())) as (app, pilot):
        await press(pilot, "slash", "e", "k")
        assert cursor_name(app) == "Ekbergs Plåt & Smide AB"
        assert app.page.band.status_text == "7 of 21 · names that begin with ek first"
        assert "Nina Ekman" in screen_lines(app)[8], "a match that no column shows stands after the name"
        assert "F1 help" in screen_lines(app)[23]


async def test_letters_are_typed_in_the_search_field_and_keys_outside_it() -> None:
    async with running(FakeRegister(pictured())) as (app, pilot):
        await press(pilot, "slash", "q", "j", "slash")
        assert the_list(app).search.text == "qj/"
        await press(pilot, "escape")
        assert the_list(app).search.text == ""
        await press(pilot, "escape", "j")
        assert cursor_name(app) == "Aspen Förskola"


async def test_enter_and_down_lead_from_the_search_to_the_list() -> None:
    for key in ("enter", "down"):
        async with running(FakeRegister(pictured())) as (app, pilot):
            await press(pilot, "slash", "e", "k", key)
            assert app.focused is the_list(app).table
            assert cursor_name(app) == "Ekbergs Plåt & Smide AB"


async def test_escape_takes_one_step_at_a_time_and_never_quits() -> None:
    async with running(FakeRegister(pictured())) as (app, pilot):
        await press(pilot, "f", "space", "escape", "slash", "e", "enter")
        assert the_list(app).finder.asked.text == "e"
        await press(pilot, "escape")
        assert the_list(app).finder.asked.text == ""
        await press(pilot, "escape")
        assert the_list(app).finder.asked.active is True
        await press(pilot, "escape")
        assert app.page.band.status_text == "This is the first page: q quits"
        assert app.is_running


async def test_an_answer_to_an_earlier_text_is_let_go() -> None:
    register = FakeRegister(pictured())
    async with running(register) as (app, pilot):
        register.slow = asyncio.Event()
        await pilot.press("slash", "s", "a", "l", "a")
        assert the_list(app).search.text == "sala", "what is typed is seen at once"
        assert cursor_name(app) == "Aros Fastighetsförvaltning AB", "the rows stay until the answer comes"
        register.slow.set()
        await settle(pilot)
        assert [row.name for row in the_list(app).table.view.in_sight() if row] == [
            "Brf Ekorren i Sala",
            "Stiftelsen Lekstugan",
        ]


async def test_nothing_found_says_the_ways_out() -> None:
    async with running(FakeRegister(pictured())) as (app, pilot):
        await press(pilot, "slash", *"brf ekbacken sala".replace(" ", "\0").replace("\0", " "))
        lines = screen_lines(app)
        assert lines[4] == "   No customer fits all the words: brf, ekbacken, sala."
        assert lines[6] == "   1 customer if you take away ekbacken   Brf Ekorren i Sala, Sala"
        assert lines[7] == "   1 customer if you take away sala   Brf Ekbacken, Enköping"
        assert lines[9] == "   Ctrl+N adds a customer with what you have typed"
        assert lines[2].startswith("   No.    Name ▲"), "the heads stay"


async def test_hidden_inactive_hits_are_told_and_shown() -> None:
    async with running(FakeRegister(pictured())) as (app, pilot):
        await press(pilot, "slash", *"gillet", "enter")
        assert app.page.band.status_text == "1 of 21 · 1 inactive, i shows it · row 1"
        await press(pilot, "i")
        lines = screen_lines(app)
        assert lines[4].startswith("   10520  Brf Gillet Parkering") and "inactive  Västerås" in lines[4]
        await press(pilot, "i")
        assert "Parkering" not in screen_lines(app)[4]


async def test_i_says_why_when_nothing_is_hidden() -> None:
    async with running(FakeRegister(pictured())) as (app, pilot):
        await press(pilot, "i")
        assert app.page.band.status_text == "No inactive customers are hidden"


async def test_filters_narrow_the_list_and_are_told_as_chips() -> None:
    state = State()
    async with running(FakeRegister(pictured()), state=state) as (app, pilot):
        await press(pilot, "f")
        page = the_list(app)
        filters = page.query_one(FilterPane)
        assert page.size.width - filters.size.width - 1 == page.table.size.width
        assert [column.name for column in page.table.columns.columns] == ["number", "name"]
        filters.options.go_to(Option("cities", "Sala"))
        await press(pilot, "space", "escape")
        assert "✓ Sala" in screen_lines(app)[1]
        assert page.table.view.row is not None and page.table.view.row.city == "Sala"
        assert state.cities == ["Sala"], "remembered for the next start"
        await press(pilot, "F")
        assert state.cities == []


async def test_filters_and_order_are_as_they_were_at_the_next_start() -> None:
    state = State(cities=["Sala"], order="number", descending=True)
    async with running(FakeRegister(pictured()), state=state) as (app, _pilot):
        assert [row.number for row in the_list(app).table.view.in_sight() if row] == ["10871", "10602"]
        assert "No. ▼" in screen_lines(app)[2]


async def test_the_order_is_chosen_in_the_band_and_turned_by_the_same_key() -> None:
    async with running(FakeRegister(pictured())) as (app, pilot):
        await press(pilot, "j", "s")
        assert app.page.band.question is not None
        await press(pilot, "n")
        assert "No. ▲" in screen_lines(app)[2]
        assert cursor_name(app) == "Aspen Förskola", "the cursor stays on its customer"
        await press(pilot, "s", "s")
        assert "No. ▼" in screen_lines(app)[2]
        await press(pilot, "s", "escape")
        assert "No. ▼" in screen_lines(app)[2]


async def test_a_click_on_a_head_sorts() -> None:
    async with running(FakeRegister(pictured())) as (app, pilot):
        await pilot.click("#list", offset=(55, 0))
        await settle(pilot)
        assert "Town ▲" in screen_lines(app)[2]


async def test_a_key_that_cannot_be_used_is_greyed_and_says_why() -> None:
    register = FakeRegister(pictured(), rights=ORDINARY - {Right.CUSTOMER_EDIT})
    async with running(register) as (app, pilot):
        edit = next(offer for offer in app.page.band.offers if offer.id == "list.edit")
        assert not edit.usable
        await press(pilot, "e")
        assert app.page.band.status_text == "You lack the right Edit customers: ask an administrator"
        await press(pilot, "j")
        assert app.page.band.status_text.endswith("row 2"), "until the next key"


async def test_copying_asks_what_and_says_where_it_went() -> None:
    async with running(FakeRegister(pictured())) as (app, pilot):
        await press(pilot, "j", "j", "j", "y")
        assert app.page.band.question is not None and "Brf Ekbacken" in app.page.band.question.text
        await press(pilot, "enter")
        assert app.clipboard == "0171-44 55 66", "with plain spaces"
        assert app.page.band.status_text == "Sent to the terminal's clipboard: 0171-44 55 66"


async def test_copying_the_address_or_the_whole_card_reads_the_card() -> None:
    async with running(FakeRegister(pictured())) as (app, pilot):
        await press(pilot, "j", "j", "j", "y", "a")
        assert app.clipboard == "Ekgatan 4, 745 31 Enköping"
        await press(pilot, "y", "c")
        assert app.clipboard.startswith("Brf Ekbacken\nCustomer no.: 10443\n")
        assert app.page.band.status_text.endswith("clipboard: the whole card, 6 lines")


async def test_a_name_is_text_and_never_markup() -> None:
    from tests.tui.fakes import customer

    async with running(FakeRegister([customer(1, "[/b] Robert'); DROP TABLE [red]")])) as (app, _pilot):
        assert "[/b] Robert'); DROP TABLE [red]" in screen_lines(app)[3]


async def test_ascii_signs() -> None:
    async with running(FakeRegister(pictured()), ascii_signs=True, language="sv") as (app, _pilot):
        lines = screen_lines(app)
        assert lines[3].startswith(">  10318")
        assert "Namn ^" in lines[2] and "x Aktiva" in lines[1] and "Enter öppna" in lines[23]
        assert not any(sign in "".join(lines) for sign in "▌▎✓▲▼▾·…–↵›")


async def test_another_language_shows_at_once() -> None:
    async with running(FakeRegister(pictured())) as (app, pilot):
        app.change_language("sv")
        await settle(pilot)
        lines = screen_lines(app)
        assert "Namn ▲" in lines[2] and "Sök namn" in lines[1] and "öppna" in lines[23] and "kunder" in lines[22]


async def test_what_is_typed_shows_before_any_answer() -> None:
    register = FakeRegister(many(200))
    async with running(register) as (app, pilot):
        register.slow = asyncio.Event()
        await pilot.press("slash", *"kund 0012")
        assert screen_lines(app)[1].startswith(" / kund 0012")
        register.slow.set()
        await settle(pilot)
        assert cursor_name(app) == "Kund 00120"
