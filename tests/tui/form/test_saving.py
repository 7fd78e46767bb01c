"""Saving over a line that is slow or lost: nothing typed is lost, and nothing is saved twice or unasked."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from textual.pilot import Pilot

from core.customers.api import get_customer, list_customers
from core.customers.views import CustomerQuery
from core.history.api import customer_history
from core.local import LocalRegister
from tests.conftest import StandingClock
from tests.tui.card_driving import Below, add_ekbacken, fill, press, type_text
from tests.tui.driving import screen_lines, settle
from tests.tui.slow_register import SlowRegister, still, until
from tui.app import KundkortApp
from tui.screens.form import FormScreen
from tui.state import State

KEPT = "No connection: your text is kept. Ctrl+S saves it when that is back"


@asynccontextmanager
async def at_work(
    register: LocalRegister, drafts: Path | None = None
) -> AsyncIterator[tuple[KundkortApp, Pilot[None], SlowRegister]]:
    """Run the interface on a real register at the end of a line."""
    slow = SlowRegister(register)

    async def opening() -> SlowRegister:
        return slow

    app = KundkortApp(
        opening, State(), first=Below, language="en", ascii_signs=False, drafts=drafts, clock=StandingClock()
    )
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        yield app, pilot, slow
        slow.line.find()


async def form_of(app: KundkortApp, pilot: Pilot[None], customer_id: int | None) -> FormScreen:
    """Open a form."""
    page = FormScreen(customer_id)
    app.push_screen(page)
    await settle(pilot)
    return page


async def test_a_form_keeps_what_was_typed_until_it_can_be_saved(register: LocalRegister, tmp_path: Path) -> None:
    ekbacken = await add_ekbacken(register)
    async with at_work(register, tmp_path) as (app, pilot, slow):
        page = await form_of(app, pilot, ekbacken.id)
        slow.line.lose()
        app.connection.look()
        await press(pilot, "end", "x", "ctrl+s")
        assert app.page is page
        assert page.band.status_text == KEPT
        assert page.model is not None and page.model.text("name") == "Brf Ekbackenx"
        assert "* 1 change" in screen_lines(app)[0] and "× no connection" in screen_lines(app)[0]
        (draft,) = tmp_path.glob("*.json")
        assert "Brf Ekbackenx" in draft.read_text(encoding="utf-8")
        assert json.loads(draft.read_text(encoding="utf-8"))["content"]["operation_id"] == page.model.operation_id
        slow.line.find()
        app.connection.look()
        await settle(pilot)
        assert page.band.status_text == "The connection is back: Ctrl+S saves"
        assert (await register(get_customer, ekbacken.id)).name == "Brf Ekbacken", "nothing is saved unasked"
        await press(pilot, "ctrl+s")
        assert (await register(get_customer, ekbacken.id)).name == "Brf Ekbackenx"
        assert not list(tmp_path.glob("*.json"))


async def test_a_save_whose_answer_was_lost_is_done_once(register: LocalRegister) -> None:
    ekbacken = await add_ekbacken(register)
    async with at_work(register) as (app, pilot, slow):
        page = await form_of(app, pilot, ekbacken.id)
        slow.line.answers_lost = True
        await press(pilot, "end", "x", "ctrl+s")
        assert app.page is page and page.band.status_text == KEPT
        slow.line.find()
        await press(pilot, "ctrl+s")
        assert app.page is not page
        ids = [sent.operation_id for sent in slow.line.sent if sent.name == "customers.change"]
        assert len(ids) == 2 and len(set(ids)) == 1
        history = await register(customer_history, ekbacken.id)
        assert [entry.now for entry in history.entries if entry.field == "name"] == ["Brf Ekbackenx"]


@pytest.mark.parametrize("new", [True, False])
async def test_what_is_typed_after_a_save_without_an_answer_is_a_change_of_it(
    register: LocalRegister, new: bool
) -> None:
    ekbacken = await add_ekbacken(register)
    async with at_work(register) as (app, pilot, slow):
        page = await form_of(app, pilot, None if new else ekbacken.id)
        await fill(pilot, page, "name", "Brf Nya")
        slow.line.answers_lost = True
        await press(pilot, "ctrl+s")
        assert page.band.status_text == KEPT
        slow.line.find()
        await type_text(pilot, " 2")
        await press(pilot, "ctrl+s")
        assert app.page is not page
        assert isinstance(app.page, Below), "nobody is asked to choose between two values of their own"
        found = await register(list_customers, CustomerQuery(text="Brf Nya"))
        assert [row.name for row in found.rows] == ["Brf Nya 2"]


async def test_a_new_customer_can_be_written_without_a_connection(register: LocalRegister) -> None:
    async with at_work(register) as (app, pilot, slow):
        slow.line.lose()
        page = await form_of(app, pilot, None)
        await fill(pilot, page, "name", "Brf Nya")
        await press(pilot, "ctrl+s")
        assert app.page is page and page.band.status_text == KEPT
        slow.line.find()
        await press(pilot, "ctrl+s")
        assert [row.name for row in (await register(list_customers, CustomerQuery(text="nya"))).rows] == ["Brf Nya"]


@pytest.mark.parametrize("key", ["escape", "ctrl+q"])
async def test_a_save_that_takes_long_can_be_left_and_is_done_once(
    register: LocalRegister, monkeypatch: pytest.MonkeyPatch, key: str
) -> None:
    monkeypatch.setattr("tui.form.saving.LATER", 0)
    monkeypatch.setattr("tui.screens.working.LATER", 0)
    ekbacken = await add_ekbacken(register)
    async with at_work(register) as (app, pilot, slow):
        page = await form_of(app, pilot, ekbacken.id)
        slow.line.held = True
        await pilot.press("end", "x", "ctrl+s")
        await until(pilot, lambda: page.band.status_text == "Saving … Esc goes back to writing")
        await pilot.press(key)
        await still(pilot)
        assert app.page is page and not page.saver.saving
        assert page.band.status_text.startswith("Saved or not is not known; your text is kept")
        slow.line.held = False
        await press(pilot, "ctrl+s")
        assert app.page is not page
        assert (await register(get_customer, ekbacken.id)).name == "Brf Ekbackenx"


async def test_a_form_can_be_left_as_a_draft_while_there_is_no_connection(
    register: LocalRegister, tmp_path: Path
) -> None:
    ekbacken = await add_ekbacken(register)
    async with at_work(register, tmp_path) as (app, pilot, slow):
        await form_of(app, pilot, ekbacken.id)
        slow.line.lose()
        await press(pilot, "end", "x", "ctrl+q")
        question = app.page.band.question
        assert question is not None and question.enter == "keep"
        await press(pilot, "k")
        await pilot.pause()
        assert not app.is_running
    (draft,) = tmp_path.glob("*.json")
    assert "Brf Ekbackenx" in draft.read_text(encoding="utf-8")
