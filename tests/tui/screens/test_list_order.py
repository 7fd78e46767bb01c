"""The order of the list: any column by key and by its head, and what is said where too many would have to be sorted."""

from __future__ import annotations

import asyncio

from core.customers.views import CustomerOrder
from tests.tui.driving import caught_up, running, screen_lines, settle
from tests.tui.fakes import FakeRegister, customer, many, pictured
from tests.tui.list_driving import cursor_name, press, the_list
from tui.state import State


async def test_every_column_can_be_sorted_by_and_those_that_are_shown_come_first() -> None:
    async with running(FakeRegister(pictured())) as (app, pilot):
        await press(pilot, "s")
        question = app.page.band.question
        assert question is not None and question.consequence == "Now by name."
        assert [answer.value for answer in question.answers][:4] == ["name", "number", "city", "phone"]
        assert len(question.answers) == 12 and len({answer.key for answer in question.answers}) == 12
        lines = screen_lines(app)
        assert "r org. no." in lines[22] and "c last changed" in lines[23], "what does not fit stands on the line above"
        await press(pilot, "k")
        assert the_list(app).finder.asked.order is CustomerOrder.CONTACT


async def test_the_letters_differ_in_swedish_too() -> None:
    async with running(FakeRegister(pictured()), language="sv") as (app, pilot):
        await press(pilot, "s")
        question = app.page.band.question
        assert question is not None and len({answer.key for answer in question.answers}) == 12


async def test_where_too_many_are_found_the_key_says_so_and_all_stays() -> None:
    register = FakeRegister(many(300))
    register.most_sorted = 100
    async with running(register, size=(160, 40)) as (app, pilot):
        await press(pilot, "pagedown", "s", "e")
        assert app.page.band.status_text == "Narrow the search first: more than 100 cannot be sorted by e-mail"
        assert "Name ▲" in screen_lines(app)[4]
        place = the_list(app).table.view.position
        assert place is not None and place > 1, "the cursor too"
        await press(pilot, "slash", *"0001", "enter", "s", "e")
        assert the_list(app).finder.asked.order is CustomerOrder.EMAIL, "with fewer it can"


async def test_what_is_typed_gives_up_an_order_that_needs_fewer_and_takes_it_again() -> None:
    register = FakeRegister(many(300))
    register.most_sorted = 100
    state = State()
    async with running(register, state=state) as (app, pilot):
        await press(pilot, "s", "t")
        assert "Town ▲" in screen_lines(app)[2]
        await press(pilot, "slash", *"kund")
        assert "too many to sort by town: the best hits first" in app.page.band.status_text
        assert "Name ▲" in screen_lines(app)[2]
        assert cursor_name(app) == "Kund 00001"
        assert state.order == "city", "it is still what is wanted"
        await press(pilot, *" 0001")
        assert "Town ▲" in screen_lines(app)[2], "few enough now"
        assert "too many" not in app.page.band.status_text
        await press(pilot, "escape")
        assert "Town ▲" in screen_lines(app)[2]


async def test_another_order_while_one_is_given_up_is_another_order() -> None:
    register = FakeRegister(many(300))
    register.most_sorted = 100
    async with running(register) as (app, pilot):
        await press(pilot, "s", "t", "slash", *"kund", "enter", "s", "n")
        assert app.page.band.status_text == "Narrow the search first: more than 100 cannot be sorted by customer number"
        assert the_list(app).finder.given_up is not None
        await press(pilot, "slash", "escape")
        assert "Town ▲" in screen_lines(app)[2]


async def test_where_others_add_so_many_that_they_cannot_be_sorted_it_is_given_up() -> None:
    register = FakeRegister(many(50))
    register.most_sorted = len([found for found in many(50) if found.active])
    async with running(register) as (app, pilot):
        await press(pilot, "s", "e")
        assert "E-mail" not in app.page.band.status_text and the_list(app).order == "email"
        register.customers[1] = customer(1, "Aros")
        register.change(1, name="Aros AB")
        await caught_up(pilot, register.seq)
        assert "too many to sort by e-mail" in app.page.band.status_text
        assert the_list(app).order == "name"


async def test_an_order_that_is_overtaken_by_a_key_is_let_go() -> None:
    register = FakeRegister(pictured())
    async with running(register) as (app, pilot):
        register.slow = asyncio.Event()
        await pilot.press("s", "n", "slash", "e", "k")
        register.slow.set()
        await settle(pilot)
        assert the_list(app).finder.asked.text == "ek"
        assert the_list(app).finder.asked.order is CustomerOrder.RELEVANCE


async def test_a_sorted_list_asks_once_and_counts_nothing_anew() -> None:
    register = FakeRegister(many(300))
    async with running(register) as (_app, pilot):
        register.asked.clear()
        await press(pilot, "s", "n")
        assert register.asked == ["customers.list"]


async def test_the_head_of_every_column_sorts_and_turns() -> None:
    async with running(FakeRegister(pictured()), size=(160, 40)) as (app, pilot):
        table = the_list(app).table
        for column in table.columns.columns:
            for mark in "▲▼":
                await pilot.click("#list", offset=(column.start, 0))
                await settle(pilot)
                assert table.sorted_by == column.name and mark in screen_lines(app)[4], column
