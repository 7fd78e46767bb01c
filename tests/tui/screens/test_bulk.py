"""Changing many customers as somebody does it: mark, choose, look, apply, undo; on a real register, beside others."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable

import pytest
from textual.pilot import Pilot

from core.bulk import job as bulk_job
from core.bulk.operations import BULK_CHANGE
from core.customers.api import change_customer, get_customer_by_number, list_customers
from core.customers.views import CustomerChange, CustomerQuery
from core.edits import Edit
from core.jobs.running import KINDS, Running
from core.local import LocalRegister
from core.register import Register
from core.settings.api import set_setting
from tests.conftest import OpenAs
from tests.core.customers.making import make
from tests.tui.driving import running, screen_lines, settle
from tests.tui.list_driving import press, the_list
from tui.app import KundkortApp
from tui.screens.bulk import BulkScreen
from tui.screens.list import ListScreen


@pytest.fixture
async def town(register: LocalRegister) -> AsyncIterator[LocalRegister]:
    """Return a register with six associations, the fifth of which demands facilities."""
    await register(set_setting, "language", True)
    for n in range(1, 7):
        await make(register, number=f"1000{n}", name=f"Brf {n}", facility_required=n == 5)
    yield register


def bulk(app: KundkortApp) -> BulkScreen:
    """Return the page of the change, which is on top."""
    assert isinstance(app.page, BulkScreen)
    return app.page


def rows(app: KundkortApp) -> list[str]:
    """Return the rows of the page, without the air between their columns."""
    lines = screen_lines(app)
    start = next(y for y, line in enumerate(lines) if line.startswith("   No.")) + 1
    found = (" ".join(line[1:].split()) for line in lines[start:-2])
    return [line for line in found if line]


async def until(pilot: Pilot[None], so: Callable[[], bool]) -> None:
    """Wait until something is so."""
    async with asyncio.timeout(20):
        while not so():
            await pilot.pause(0.01)
    await settle(pilot)


async def take(pilot: Pilot[None], value: object) -> None:
    """Take a value of those to choose from, and wait until all rows are looked at."""
    app = pilot.app
    assert isinstance(app, KundkortApp)
    bulk(app).choices.go_to(("value", value))
    await press(pilot, "enter")


async def languages(register: Register) -> list[str]:
    """Return the languages of the customers in order."""
    found = (await register(list_customers, CustomerQuery(active=None))).rows
    return [(await register(get_customer_by_number, row.number)).language for row in found]


async def test_mark_choose_look_apply_and_undo(town: LocalRegister) -> None:
    async with running(town) as (app, pilot):
        await press(pilot, "space", "space", "down", "space", "e")
        assert screen_lines(app)[0].startswith("   Customers › Change 3 customers")
        await press(pilot, "down", "enter")
        assert "Language  for all of them" in screen_lines(app)[2]
        await take(pilot, "en")
        assert app.page.band.status_text == "3 would be changed · nothing is saved yet"
        assert rows(app)[0] == "~ 10001 Brf 1 – → English"
        assert screen_lines(app)[-1].startswith("   ↵ change 3  Esc another value")
        assert await languages(town) == [""] * 6
        await press(pilot, "enter")
        await until(pilot, lambda: isinstance(app.page, ListScreen))
        assert app.page.band.status_text == "3 changed · u undoes"
        assert not the_list(app).marks
        assert await languages(town) == ["en", "en", "", "en", "", ""]
        await press(pilot, "u")
        if app.page.band.asking:
            await press(pilot, "y")
        assert app.page.band.status_text.startswith("Undone: Language of 3 customers")
        assert await languages(town) == [""] * 6


async def test_what_stands_in_the_way_comes_first_and_stays_marked(town: LocalRegister) -> None:
    async with running(town) as (app, pilot):
        await press(pilot, "ctrl+a", "full_stop", *["down"] * 5, "enter")
        assert "Facilities are disabled" in screen_lines(app)[2]
        await press(pilot, "enter")
        assert app.page.band.status_text == "5 would be changed · 1 cannot be changed · nothing is saved yet"
        assert rows(app)[0] == "! 10005 Brf 5 Facility required: goes with no facilities" or rows(app)[0].startswith(
            "! 10005 Brf 5 Facility required:"
        )
        assert rows(app)[1] == "~ 10001 Brf 1 no → yes"
        await press(pilot, "enter")
        await until(pilot, lambda: app.changing is not None and not app.changing.is_running)
        assert app.page.band.status_text == "5 changed, 1 refused · u undoes"
        assert len(rows(app)) == 1
        await press(pilot, "escape")
        page = the_list(app)
        assert page.marks.count == 1
        assert [row.name for row in page.table.view.in_sight() if row is not None and page.is_marked(row)] == ["Brf 5"]


async def test_escape_climbs_step_by_step_and_changes_nothing(town: LocalRegister) -> None:
    async with running(town) as (app, pilot):
        await press(pilot, "space", "full_stop", "enter", "enter")
        assert bulk(app).where == "rows"
        for where in ("value", "field"):
            await press(pilot, "escape")
            assert bulk(app).where == where
        await press(pilot, "escape")
        assert the_list(app).marks.count == 1
        assert (await town(list_customers, CustomerQuery())).rows[0].active


async def test_inactivate_many_from_the_list(town: LocalRegister) -> None:
    async with running(town) as (app, pilot):
        await press(pilot, "shift+down", "i")
        assert bulk(app).where == "rows"
        assert rows(app) == ["~ 10001 Brf 1 active → inactive", "~ 10002 Brf 2 active → inactive"]
        await press(pilot, "enter")
        await until(pilot, lambda: isinstance(app.page, ListScreen))
        assert [row.name for row in (await town(list_customers, CustomerQuery(active=False))).rows] == [
            "Brf 1",
            "Brf 2",
        ]


async def test_a_text_is_typed_and_an_empty_one_clears(town: LocalRegister) -> None:
    async with running(town) as (app, pilot):
        await press(pilot, "space", "space", "full_stop", *["down"] * 3, "enter", "2", "1", "0", "enter")
        assert rows(app) == ["~ 10001 Brf 1 – → 210", "~ 10002 Brf 2 – → 210"]
        await press(pilot, "escape", "backspace", "backspace", "backspace", "enter")
        assert rows(app) == ["10001 Brf 1 is so already", "10002 Brf 2 is so already"]
        await press(pilot, "enter")
        assert app.page.band.status_text.startswith("Nobody would be changed")


async def test_what_another_changes_meanwhile_is_kept_and_named(town: LocalRegister, open_as: OpenAs) -> None:
    per = await open_as("per", name="Per Lund")
    async with running(town) as (app, pilot):
        await press(pilot, "ctrl+a", "l")
        await take(pilot, "en")
        assert app.page.band.status_text.startswith("6 would be changed")
        second = await per(get_customer_by_number, "10002")
        await per(change_customer, second.id, CustomerChange(language=Edit("fi", "")))
        await make(per, number="10007", name="Brf 7")
        await press(pilot, "enter")
        await until(pilot, lambda: app.changing is not None and not app.changing.is_running)
        assert app.page.band.status_text.startswith(
            "6 changed, 1 refused · u undoes · 7 were marked by then, 6 when you looked"
        )
        assert rows(app) == ["! 10002 Brf 2 Language: Per Lund changed it just now"]
        assert await languages(town) == ["en", "fi", "en", "en", "en", "en", "en"]
        await press(pilot, "u", "y")
        await until(pilot, lambda: isinstance(app.page, ListScreen))
        assert await languages(town) == ["", "fi", "", "", "", "", ""]
        assert the_list(app).marks.count == 6


async def test_it_goes_on_while_one_does_something_else(town: LocalRegister, monkeypatch: pytest.MonkeyPatch) -> None:
    going_on = asyncio.Event()
    plain = bulk_job.run_bulk_change

    async def held(running: Running) -> None:
        await going_on.wait()
        await plain(running)

    monkeypatch.setattr(KINDS[BULK_CHANGE], "runner", held)
    async with running(town) as (app, pilot):
        await press(pilot, "ctrl+a", "l")
        await take(pilot, "en")
        await pilot.press("enter")
        await pilot.press("escape")
        while not app.page.band.asking:
            await pilot.pause(0.01)
        question = app.page.band.question
        assert question is not None and "gone through" in question.text
        await pilot.press("l")
        await until(pilot, lambda: isinstance(app.page, ListScreen))
        assert "changing 0 %" in app.page.band.status_text
        going_on.set()
        await until(pilot, lambda: app.changing is not None and not app.changing.is_running)
        assert app.page.band.status_text == "6 changed · u undoes"
        assert await languages(town) == ["en"] * 6
