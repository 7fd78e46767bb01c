"""`x` in the list: as what, where to, how far it is, and the file that lies there then."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from core.customers.columns import ListColumn
from core.customers.views import CustomerRow
from core.exchange.shown import job as export_job
from core.exchange.shown.csv_file import CsvFile
from core.jobs.api import cancel_job
from core.local import LocalRegister
from core.rights import Right
from tests.conftest import OpenAs
from tests.core.customers.making import make
from tests.tui.driving import running, settle
from tests.tui.import_driving import cut_off, until
from tui.app import KundkortApp
from tui.screens.export import ExportScreen
from tui.state import State

NAMES = ("Brf Ekbacken", "Åbergs El", "Ölands Rör")


@asynccontextmanager
async def listing(
    register: LocalRegister, folder: Path, *, state: State | None = None
) -> AsyncIterator[tuple[KundkortApp, Pilot[None]]]:
    """Run the interface on a register with three customers, which takes out into `folder`."""
    state = state or State()
    state.export_folder = str(folder)
    async with running(register, size=(120, 40), state=state) as (app, pilot):
        yield app, pilot


@pytest.fixture
async def filled(register: LocalRegister) -> LocalRegister:
    """Return a register with three customers."""
    for n, name in enumerate(NAMES, 1):
        await make(register, number=str(n), name=name)
    return register


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return the folder that files are written to."""
    found = tmp_path / "out"
    found.mkdir()
    return found


async def choose(app: KundkortApp, pilot: Pilot[None], format: str, path: Path | None = None) -> None:
    """Ask for a format, and put a path in place of the one proposed."""
    await pilot.press("x", format)
    await until(pilot, lambda: isinstance(app.page, ExportScreen), "the page that asks where to")
    assert isinstance(app.page, ExportScreen)
    if path is not None:
        app.page.field.put(str(path))
    await settle(pilot)


async def ended(app: KundkortApp, pilot: Pilot[None]) -> None:
    """Wait until nothing is taken out any more."""
    await until(pilot, lambda: app.exporting is not None and not app.exporting.is_running, "the end")
    await settle(pilot)


def status(app: KundkortApp) -> str:
    """Return the status line."""
    return app.page.band.status_text


async def test_what_the_list_shows_is_written_where_one_says(filled: LocalRegister, folder: Path) -> None:
    columns = [ListColumn("name"), ListColumn("number")]
    async with listing(filled, folder, state=State(columns=columns)) as (app, pilot):
        await pilot.press("slash", *"ek", "enter")
        await settle(pilot)
        await pilot.press("x")
        await settle(pilot)
        question = app.page.band.question
        assert question is not None and question.text == "Take out 1 customer as what?"
        await pilot.press("c")
        await until(pilot, lambda: isinstance(app.page, ExportScreen))
        assert isinstance(app.page, ExportScreen)
        await settle(pilot)
        proposed = Path(app.page.field.text)
        assert proposed.parent == folder and proposed.name == f"customers-{app.today.isoformat()}.csv"
        await pilot.press("enter")
        await ended(app, pilot)
        assert status(app) == f"Written to {proposed}: 1 customer"
        assert app.page.band.sign_text
        assert any("Written to" in message for message, *_rest in told(app))
    assert proposed.read_text("utf-8-sig").splitlines() == ["Name;Customer number", "Brf Ekbacken;1"]
    assert proposed.stat().st_mode & 0o777 == 0o600


def told(app: KundkortApp) -> Sequence[Any]:
    """Return the messages that are kept."""
    return [(message.text,) if hasattr(message, "text") else (str(message),) for message in app.messages]


async def test_the_marked_ones_are_taken_out_in_the_order_of_the_list(filled: LocalRegister, folder: Path) -> None:
    async with listing(filled, folder) as (app, pilot):
        await pilot.press("end", "space", "home", "space", "x")
        await settle(pilot)
        question = app.page.band.question
        assert question is not None and question.text == "Take out 2 marked customers as what?"
        await pilot.press("escape")
        await choose(app, pilot, "c", folder / "kunder.csv")
        await pilot.press("enter")
        await ended(app, pilot)
    lines = (folder / "kunder.csv").read_text("utf-8-sig").splitlines()
    assert [line.split(";")[1] for line in lines] == ["Name", "Brf Ekbacken", "Ölands Rör"]


async def test_a_file_that_is_there_is_asked_about(filled: LocalRegister, folder: Path) -> None:
    path = folder / "kunder.txt"
    path.write_text("something else")
    async with listing(filled, folder) as (app, pilot):
        await choose(app, pilot, "t", folder / "kunder")
        await pilot.press("enter")
        await settle(pilot)
        assert app.page.band.question is not None
        await pilot.press("escape")
        await settle(pilot)
        assert isinstance(app.page, ExportScreen) and path.read_text() == "something else"
        await pilot.press("enter")
        await settle(pilot)
        await pilot.press("o")
        await ended(app, pilot)
    assert "page 1 of 1" in path.read_text()


async def test_tab_completes_and_enter_goes_into_a_folder(filled: LocalRegister, folder: Path) -> None:
    (folder / "Lönelistor").mkdir()
    async with listing(filled, folder) as (app, pilot):
        await choose(app, pilot, "c", folder / "Lön")
        await pilot.press("tab")
        await settle(pilot)
        page = app.page
        assert isinstance(page, ExportScreen) and page.field.text == f"{folder / 'Lönelistor'}/"
        await pilot.press("enter")
        await settle(pilot)
        assert "Type the name of a file" in status(app)


@pytest.mark.parametrize("where", ["nowhere/kunder.csv", "closed/kunder.csv"])
async def test_a_place_that_cannot_be_written_is_told_at_once(
    filled: LocalRegister, folder: Path, monkeypatch: pytest.MonkeyPatch, where: str
) -> None:
    (folder / "closed").mkdir()
    monkeypatch.setattr("os.access", lambda path, _mode: Path(path).name != "closed")
    async with listing(filled, folder) as (app, pilot):
        await choose(app, pilot, "c", folder / where)
        await pilot.press("enter")
        await settle(pilot)
        assert isinstance(app.page, ExportScreen) and app.exporting is None
        assert app.page.band.sign_text == "!" or "nowhere" in status(app) or "may not" in status(app)
        await pilot.press("escape")
        await settle(pilot)
        assert not isinstance(app.page, ExportScreen)


async def test_without_the_right_the_key_says_so(filled: LocalRegister, folder: Path, open_as: OpenAs) -> None:
    per = await open_as("per", without=(Right.EXPORT,))
    async with listing(per, folder) as (app, pilot):
        await pilot.press("x")
        await settle(pilot)
        assert "Export registers" in status(app) and app.page.band.question is None


async def test_an_empty_list_is_not_taken_out(register: LocalRegister, folder: Path) -> None:
    async with listing(register, folder) as (app, pilot):
        await pilot.press("x")
        await settle(pilot)
        assert "nothing to take out" in status(app)


class Held(CsvFile):
    """A writer that waits until it may go on."""

    go_on: asyncio.Event
    loop: asyncio.AbstractEventLoop

    def rows(self, rows: Sequence[CustomerRow]) -> None:
        """Wait, then write."""
        asyncio.run_coroutine_threadsafe(self.go_on.wait(), self.loop).result()
        super().rows(rows)


@pytest.fixture
async def held(monkeypatch: pytest.MonkeyPatch) -> type[Held]:
    """Let exports wait in the midst of their rows."""
    Held.go_on, Held.loop = asyncio.Event(), asyncio.get_running_loop()
    monkeypatch.setitem(export_job.WRITERS, "csv", Held)
    monkeypatch.setattr(export_job, "TELL", 0)
    return Held


async def test_one_goes_on_working_meanwhile_and_may_stop_it(
    filled: LocalRegister, folder: Path, held: type[Held]
) -> None:
    async with listing(filled, folder) as (app, pilot):
        await choose(app, pilot, "c", folder / "kunder.csv")
        await pilot.press("enter")
        await until(pilot, lambda: "kunder.csv 0 %" in status(app), "how far it is")
        await pilot.press("down")
        assert "row 2" in status(app)
        await pilot.press("x")
        await until(pilot, lambda: app.page.band.question is not None, "the question")
        await pilot.press("s")
        await until(pilot, lambda: "was not written" in status(app), "that it stopped")
        held.go_on.set()
        await settle(pilot)
        assert app.state.export_job == 0
    assert list(folder.iterdir()) == []


async def test_the_end_is_told_to_who_was_being_asked(filled: LocalRegister, folder: Path, held: type[Held]) -> None:
    async with listing(filled, folder) as (app, pilot):
        await choose(app, pilot, "c", folder / "kunder.csv")
        await pilot.press("enter")
        await until(pilot, lambda: "kunder.csv 0 %" in status(app), "how far it is")
        await pilot.press("x")
        await until(pilot, lambda: app.page.band.question is not None, "the question")
        held.go_on.set()
        await ended(app, pilot)
        await pilot.press("escape")
        await until(pilot, lambda: status(app).startswith("Written to"), "the end")


async def test_what_was_cut_off_is_offered_at_the_next_start(
    filled: LocalRegister, folder: Path, held: type[Held], open_as: OpenAs, monkeypatch: pytest.MonkeyPatch
) -> None:
    state, again = State(), await open_as("anna")
    async with listing(filled, folder, state=state) as (app, pilot):
        await choose(app, pilot, "c", folder / "kunder.csv")
        await pilot.press("enter")
        await until(pilot, lambda: state.export_job != 0, "that it is remembered")
        await pilot.press("ctrl+q")
        await until(pilot, lambda: app.page.band.question is not None, "the question")
        question = app.page.band.question
        assert question is not None and "kunder.csv" in question.text
        await pilot.press("escape")
        await settle(pilot)
        job = state.export_job
        await filled(cancel_job, job)
        await until(pilot, lambda: app.exporting is not None and not app.exporting.is_running, "that it ended")
        held.go_on.set()
        await settled_job(job)
    await cut_off(again, job)
    monkeypatch.setitem(export_job.WRITERS, "csv", CsvFile)
    async with listing(again, folder, state=state) as (app, pilot):
        assert list(folder.iterdir()) == []
        await pilot.press("x")
        await until(pilot, lambda: app.page.band.question is not None, "the offer")
        await pilot.press("r")
        await ended(app, pilot)
        assert "3 customers" in status(app) and state.export_job == 0
    assert len((folder / "kunder.csv").read_text("utf-8-sig").splitlines()) == 4


async def settled_job(job_id: int) -> None:
    """Wait until nobody in this program works on a job."""
    tasks = [task for task in asyncio.all_tasks() if task.get_name() == f"job {job_id}"]
    if tasks:
        await asyncio.wait(tasks)
