"""Moving in the list, other sizes of the window, and what happens when others change things."""

from __future__ import annotations

import pytest
from textual.events import MouseScrollDown
from textual.strip import Strip

from core.customers.api import change_customer, create_customer
from core.customers.views import CustomerChange, CustomerDraft
from core.edits import Edit
from core.errors import Unavailable
from core.local import LocalRegister
from core.records.api import take_ids
from tests.conftest import OpenAs, StandingClock
from tests.tui.driving import caught_up, running, screen_lines, settle
from tests.tui.fakes import FakeRegister, many, pictured
from tests.tui.list_driving import cursor_name, press, the_list
from tui.state import State
from tui.widgets.customer_list import CustomerList


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
        await caught_up(pilot, register.seq)
        assert cursor_name(app) == "Brf Ekbacken"
        assert screen_lines(app)[3].startswith("   10877  Aspen")


async def test_what_changes_elsewhere_reads_no_row() -> None:
    register = FakeRegister(pictured())
    async with running(register) as (_app, pilot):
        register.asked.clear()
        register.tell(kinds=("user",))
        await caught_up(pilot, register.seq)
        assert register.asked == ["people.me"]


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


async def test_p_closes_the_card_beside_the_list_and_it_stays_closed() -> None:
    state = State()
    register = FakeRegister(pictured())
    async with running(register, size=(120, 40), state=state) as (app, pilot):
        await press(pilot, "p")
        assert not the_list(app).preview.display
        assert [column.name for column in the_list(app).table.columns.columns][2:] == ["city", "contact", "phone"]
        register.asked.clear()
        await press(pilot, "j")
        assert register.asked == []
    async with running(register, size=(120, 40), state=state) as (app, pilot):
        assert not the_list(app).preview.display
        await press(pilot, "p")
        assert the_list(app).preview.text.startswith("Aros")
    async with running(register) as (app, pilot):
        await press(pilot, "p")
        assert app.page.band.status_text == "From 120 columns on there is room for the card beside the list"


async def test_running_over_rows_asks_for_no_card(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tui.screens.list.PREVIEW_AFTER", 0.4)
    register = FakeRegister(many(100))
    async with running(register, size=(120, 40)) as (_app, pilot):
        register.asked.clear()
        await pilot.press(*["j"] * 10)
        await settle(pilot)
        assert register.asked.count("customers.get") == 1


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


async def test_on_a_real_register_others_changes_show_and_undo_works(
    register: LocalRegister, open_as: OpenAs, clock: StandingClock
) -> None:
    first, last = await register(take_ids, 3)
    await register(create_customer, CustomerDraft(id=first, name="Brf Ekbacken", number="100"))
    await register(create_customer, CustomerDraft(id=last, name="Brf Lärkan", number="200"))
    other = await open_as("bo")
    async with running(register, clock=clock) as (app, pilot):
        assert [row.name for row in the_list(app).table.view.in_sight() if row] == ["Brf Ekbacken", "Brf Lärkan"]
        await press(pilot, "slash", *"lark")
        assert cursor_name(app) == "Brf Lärkan"
        saved = await other(change_customer, last, CustomerChange(name=Edit("Brf Lärkan 2", "Brf Lärkan")))
        await caught_up(pilot, saved.seq)
        assert cursor_name(app) == "Brf Lärkan 2"
        await register(change_customer, last, CustomerChange(number=Edit("201", "200")))
        await press(pilot, "enter", "u")
        assert app.page.band.status_text == "Undone: Customer no. of Brf Lärkan 2 · u brings it back"
        row = the_list(app).table.row
        assert row is not None and row.number == "200"
