"""Named views between two starts of the program, on another machine, and while others change them."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from msgspec.structs import replace

from core.customers.views import CustomerQuery
from tests.tui.driving import caught_up, running, screen_lines, settle
from tests.tui.list_driving import cursor_name, press, the_list
from tests.tui.views_driving import ALLAS, GONE, SALA, ViewRegister, edit_of, head, status, view
from tui import state as states
from tui.state import SavedView, State


@pytest.fixture(autouse=True)
def counted_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let nothing be waited for after the last key."""
    monkeypatch.setattr("tui.listing.finder.COUNT_AFTER", 0)


# Between two starts ---------------------------------------------------------------------------------------------------


async def started(register: ViewRegister, path: Path, *keys: str) -> tuple[str, CustomerQuery, list[str]]:
    """Start, press keys and quit; return the path, what was asked, and the screen's lines at the end."""
    state = states.load(path)
    async with running(register, state=state) as (app, pilot):
        await press(pilot, *keys)
        found = head(app), the_list(app).finder.asked, screen_lines(app)
    states.save(path, state)
    return found


async def test_the_view_in_use_is_remembered(tmp_path: Path) -> None:
    path, register = tmp_path / "state.json", ViewRegister(SALA, ALLAS)
    await started(register, path, "v", "1")
    assert (await started(register, path))[:2] == ("Customers › Sala", SALA.query)
    await started(register, path, "f", "down", "space", "escape")
    assert (await started(register, path))[:2] == ("Customers › Sala * changed", replace(SALA.query, active=None))
    await started(register, path, "v", "2")
    assert (await started(register, path))[:2] == ("Customers › Allas", ALLAS.query)
    await started(register, path, "v", "0")
    assert (await started(register, path))[:2] == ("Customers", CustomerQuery())


async def test_the_first_frame_shows_the_view_without_asking() -> None:
    register = ViewRegister(ALLAS)
    register.slow = asyncio.Event()
    state = State(default_view=SavedView(3, "Allas", ALLAS.query), cities=["Heby"])
    async with running(register, state=state, wait=False) as (app, pilot):
        lines = screen_lines(app)
        assert head(app) == "Customers › Allas" and "kund 0000" in lines[1]
        register.slow.set()
        await settle(pilot)
        assert head(app) == "Customers › Allas"
        assert screen_lines(app)[1:3] == lines[1:3], "nothing jumps when the rows come"


async def test_the_list_begins_with_the_default_view(tmp_path: Path) -> None:
    path, register = tmp_path / "state.json", ViewRegister(SALA, GONE)
    await started(register, path, "v", "2")
    await started(register, path, "v", "b")
    await started(register, path, "v", "1")
    assert (await started(register, path))[:2] == ("Customers › Sala", SALA.query)


async def test_a_default_chosen_elsewhere_is_shown_from_the_first_start_on() -> None:
    register = ViewRegister(replace(SALA, is_default=True))
    async with running(register) as (app, _pilot):
        assert (head(app), cursor_name(app)) == ("Customers › Sala", "Kund 00003")


async def test_a_default_changed_elsewhere_is_shown_as_it_is_now() -> None:
    register = ViewRegister(replace(SALA, name="Sala stad", is_default=True))
    state = State(default_view=SavedView(1, "Sala", CustomerQuery(cities=("Heby",))))
    async with running(register, state=state) as (app, _pilot):
        assert (head(app), the_list(app).finder.asked) == ("Customers › Sala stad", SALA.query)


async def test_what_one_has_begun_to_do_is_not_replaced_by_a_default() -> None:
    register = ViewRegister(replace(SALA, is_default=True))
    register.slow = asyncio.Event()
    async with running(register, wait=False) as (app, pilot):
        await pilot.press("slash", "k")
        register.slow.set()
        await settle(pilot)
        assert (head(app), the_list(app).finder.asked) == ("Customers", CustomerQuery(text="k"))


async def test_a_view_that_is_gone_is_said_and_what_it_showed_stays() -> None:
    state = State(view=SavedView(1, "Sala", SALA.query), cities=["Sala"])
    async with running(ViewRegister(), state=state) as (app, _pilot):
        assert status(app) == "The view Sala is gone: what it showed stays"
        assert (head(app), the_list(app).finder.asked) == ("Customers", SALA.query)
        assert state.view is None


# What others do -------------------------------------------------------------------------------------------------------


async def test_others_changes_are_told_and_nothing_jumps() -> None:
    register = ViewRegister(ALLAS)
    async with running(register) as (app, pilot):
        the_list(app).live.every = 0
        await press(pilot, "v", "1")
        register.others(replace(ALLAS, query=CustomerQuery(text="kund 0001")), view(4, "Ny", of="per"))
        await caught_up(pilot, register.seq)
        assert head(app) == "Customers › Allas * changed"
        assert status(app) == "The view Allas was changed by somebody else: v shows it as it is now"
        assert the_list(app).search.text == "kund 0000"
        await press(pilot, "v")
        assert any("2 Ny" in line for line in screen_lines(app))
        register.others(view(4, "Nyare", of="per"))
        await caught_up(pilot, register.seq)
        assert status(app) == "The view Allas is gone: what it showed stays"
        assert any("1 Nyare" in line for line in screen_lines(app))


async def test_ones_own_changes_elsewhere_are_taken_quietly() -> None:
    register = ViewRegister(SALA)
    async with running(register) as (app, pilot):
        await press(pilot, "v", "1")
        register.do_list_views_change(1, edit_of(SALA, "Sala stad"))
        register.others(*register.views)
        await caught_up(pilot, register.seq)
        assert head(app) == "Customers › Sala stad"
        assert "changed" not in status(app)


async def test_undoing_what_is_in_sight_is_not_asked_about() -> None:
    async with running(ViewRegister(SALA)) as (app, pilot):
        page = the_list(app)
        assert not page.shows("list_view", 1) and not page.shows("default_view", 9)
        await press(pilot, "v")
        assert page.shows("list_view", 1) and page.shows("default_view", 9)
        await press(pilot, "1")
        assert page.shows("list_view", 1) and not page.shows("list_view", 2)


async def test_no_views_are_asked_for_before_the_rows() -> None:
    register = ViewRegister(SALA)
    async with running(register):
        assert register.asked.count("list_views.list") == 1
        assert register.asked.index("list_views.list") > register.asked.index("customers.list")
