"""The list as somebody uses it: finding, filtering, sorting, moving, and what happens when others change things."""

from __future__ import annotations

import asyncio

import pytest
from textual.events import MouseScrollDown
from textual.pilot import Pilot
from textual.strip import Strip

from core.customers.api import change_customer, create_customer
from core.customers.views import CustomerChange, CustomerDraft
from core.edits import Edit
from core.errors import Unavailable
from core.local import LocalRegister
from core.records.api import take_ids
from core.rights import ORDINARY, Right
from tests.conftest import OpenAs
from tests.tui.driving import running, screen_lines, settle
from tests.tui.fakes import FakeRegister, many, pictured
from tui.app import KundkortApp
from tui.screens.list import ListScreen
from tui.state import State
from tui.widgets.customer_list import CustomerList
from tui.widgets.filter_pane import Option


def the_list(app: KundkortApp) -> ListScreen:
    """Return the list, which is on top."""
    assert isinstance(app.page, ListScreen)
    return app.page


def cursor_name(app: KundkortApp) -> str:
    """Return the name at the cursor."""
    row = the_list(app).table.row
    return row.name if row is not None else ""


async def press(pilot: Pilot[None], *keys: str) -> None:
    """Press keys, and wait until all is still."""
    await pilot.press(*keys)
    await settle(pilot)


async def test_the_first_screen_is_complete() -> None:
    async with running(FakeRegister(pictured()), language="sv") as (app, _pilot):
        lines = screen_lines(app)
        assert lines[0].startswith("   Kunder") and lines[0].endswith("Brandservice Mälardalen   Anna Lind")
        assert lines[1].startswith(" / Sök namn, nummer, telefon, ort        f ✓ Aktiva  Ort ▾")
        assert lines[2] == "   Nr     Namn ▲                                    Ort          Telefon"
        assert lines[3] == "▌  10318  Aros Fastighetsförvaltning AB             Västerås     021-15 40 00"
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
        assert page.size.width - page.filter_pane.size.width - 1 == page.table.size.width
        assert [column.name for column in page.table.columns.columns] == ["number", "name"]
        page.filter_pane.options.go_to(Option("cities", "Sala"))
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


async def test_moving_by_keys() -> None:
    async with running(FakeRegister(many(1000))) as (app, pilot):
        page = the_list(app).table.view.page
        for keys, place in (
            (["j", "down", "k"], 1),
            (["pagedown"], 1 + page),
            (["ctrl+u"], 1 + page - page // 2),
            (["home"], 0),
            (["G"], 856),
            (["up"], 855),
            (["g", "g"], 0),
            (["ctrl+d"], page // 2),
            (["end"], 856),
        ):
            await press(pilot, *keys)
            assert cursor_name(app) == sorted(c.name for c in many(1000) if c.active)[place], keys


async def test_the_mouse_moves_and_scrolls_and_opens() -> None:
    async with running(FakeRegister(many(200))) as (app, pilot):
        table = the_list(app).table
        await pilot.click("#list", offset=(20, 5))
        assert table.view.cursor == 4
        table.post_message(MouseScrollDown(table, 1, 1, 0, 0, 0, False, False, False))
        await settle(pilot)
        assert (table.view.top, table.view.cursor) == (3, 4)


async def test_what_others_change_shows_and_the_cursor_stays() -> None:
    register = FakeRegister(pictured())
    async with running(register) as (app, pilot):
        await press(pilot, "j", "j", "j")
        assert cursor_name(app) == "Brf Ekbacken"
        register.change(10318, name="Zebra AB")
        the_list(app).live.look()
        await settle(pilot)
        assert cursor_name(app) == "Brf Ekbacken"
        assert screen_lines(app)[3].startswith("   10877  Aspen")


async def test_a_look_without_news_reads_nothing() -> None:
    register = FakeRegister(pictured())
    async with running(register) as (app, pilot):
        register.asked.clear()
        the_list(app).live.look()
        await settle(pilot)
        assert register.asked == ["records.changes"]


async def test_the_window_can_change_its_size_and_the_cursor_stays() -> None:
    async with running(FakeRegister(many(500)), size=(200, 60)) as (app, pilot):
        await press(pilot, *["j"] * 40)
        name = cursor_name(app)
        for width, height in ((80, 24), (60, 20), (120, 40), (160, 50), (61, 15)):
            await pilot.resize_terminal(width, height)
            await settle(pilot)
            assert cursor_name(app) == name
            assert any(name in line and line.startswith("▌") for line in screen_lines(app)), (width, height)


@pytest.mark.parametrize("size", [(59, 24), (80, 14)])
async def test_a_window_too_small_says_so_in_one_sentence(size: tuple[int, int]) -> None:
    async with running(FakeRegister(pictured()), size=size, language="sv") as (app, _pilot):
        lines = screen_lines(app)
        assert lines[0] == "Fönstret är för litet: minst 60 × 15."
        assert not any(lines[1:])


async def test_beside_the_list_is_the_card_of_the_cursor() -> None:
    async with running(FakeRegister(pictured()), size=(120, 40)) as (app, pilot):
        await press(pilot, "j", "j", "j")
        assert the_list(app).preview.text.startswith("Brf Ekbacken 10443")
        assert "0171-44\N{NO-BREAK SPACE}55\N{NO-BREAK SPACE}66" in the_list(app).preview.text
        assert screen_lines(app)[4][74:].startswith("│ Brf Ekbacken 10443")


async def test_running_over_rows_asks_for_no_card(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tui.screens.list.PREVIEW_AFTER", 0.4)
    register = FakeRegister(many(100))
    async with running(register, size=(120, 40)) as (_app, pilot):
        register.asked.clear()
        await pilot.press(*["j"] * 10)
        await settle(pilot)
        assert register.asked.count("customers.get") == 1


async def test_a_key_that_cannot_be_used_is_greyed_and_says_why() -> None:
    register = FakeRegister(pictured(), rights=ORDINARY - {Right.CUSTOMER_EDIT})
    async with running(register) as (app, pilot):
        edit = next(offer for offer in app.page.band.offers if offer.id == "list.edit")
        assert not edit.usable
        await press(pilot, "e")
        assert app.page.band.status_text == "You lack the right Edit customers: ask an administrator"
        await press(pilot, "j")
        assert app.page.band.status_text.endswith("row 2"), "until the next key"


async def test_an_error_of_the_register_is_said_and_the_next_move_asks_again() -> None:
    register = FakeRegister(many(500))
    async with running(register) as (app, pilot):
        register.failing["customers.list"] = Unavailable("busy", retry=True)
        await press(pilot, "pagedown", "pagedown", "pagedown", "pagedown")
        assert app.page.band.sign_text == "!"
        assert "try again" in app.page.band.status_text
        del register.failing["customers.list"]
        await press(pilot, *["pagedown"] * 4)
        assert len(the_list(app).table.view.rows) > 100


async def test_copying_asks_what_and_says_where_it_went() -> None:
    async with running(FakeRegister(pictured())) as (app, pilot):
        await press(pilot, "j", "j", "j", "y")
        assert app.page.band.question is not None and "Brf Ekbacken" in app.page.band.question.text
        await press(pilot, "enter")
        assert app.clipboard == "0171-44 55 66", "with plain spaces"
        assert app.page.band.status_text == "Sent to the terminal's clipboard: 0171-44 55 66"


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


async def test_moving_one_row_paints_two_lines(monkeypatch: pytest.MonkeyPatch) -> None:
    painted: list[int] = []
    original = CustomerList.render_line

    def render_line(table: CustomerList, y: int) -> Strip:
        painted.append(y)
        return original(table, y)

    async with running(FakeRegister(many(200))) as (_app, pilot):
        monkeypatch.setattr(CustomerList, "render_line", render_line)
        await press(pilot, "j")
        assert sorted(painted) == [1, 2]
        painted.clear()
        await press(pilot, "slash")
        assert painted == [], "going to the search field paints no row"
        await press(pilot, "escape")
        assert painted == []


async def test_what_is_typed_shows_before_any_answer() -> None:
    register = FakeRegister(many(200))
    async with running(register) as (app, pilot):
        register.slow = asyncio.Event()
        await pilot.press("slash", *"kund 0012")
        assert screen_lines(app)[1].startswith(" / kund 0012")
        register.slow.set()
        await settle(pilot)
        assert cursor_name(app) == "Kund 00120"


async def test_on_a_real_register_others_changes_show_and_undo_works(register: LocalRegister, open_as: OpenAs) -> None:
    first, last = await register(take_ids, 3)
    await register(create_customer, CustomerDraft(id=first, name="Brf Ekbacken", number="100"))
    await register(create_customer, CustomerDraft(id=last, name="Brf Lärkan", number="200"))
    other = await open_as("bo")
    async with running(register) as (app, pilot):
        assert [row.name for row in the_list(app).table.view.in_sight() if row] == ["Brf Ekbacken", "Brf Lärkan"]
        await press(pilot, "slash", *"lark")
        assert cursor_name(app) == "Brf Lärkan"
        await other(change_customer, last, CustomerChange(name=Edit("Brf Lärkan 2", "Brf Lärkan")))
        the_list(app).live.look()
        await settle(pilot)
        assert cursor_name(app) == "Brf Lärkan 2"
        await register(change_customer, last, CustomerChange(number=Edit("201", "200")))
        await press(pilot, "enter", "u")
        assert app.page.band.status_text == "Undone: Number of Brf Lärkan 2 · u brings it back"
        assert the_list(app).table.row is not None and the_list(app).table.row.number == "200"
