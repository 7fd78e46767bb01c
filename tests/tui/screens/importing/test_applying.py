"""The import itself: applied, left alone, stopped, taken back; the files of real systems; long ones."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from core.customers.api import count_customers, get_customer_by_number
from core.customers.views import CustomerQuery
from core.local import LocalRegister
from tests.conftest import OpenAs
from tests.core.imports.loading import imported
from tests.tui.driving import running, settle
from tests.tui.import_driving import HEAD, ROWS, SHARED, cut_off, importing, needs_shared, shown, until
from tui.screens.import_rows import ImportRowsScreen
from tui.state import State

# -- importing and taking back ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_enter_imports_and_u_takes_it_all_back(
    register: LocalRegister, file: Path, size: tuple[int, int]
) -> None:
    async with importing(register, file, size=size) as (app, pilot, page):
        await pilot.press("space", "enter")
        await until(pilot, lambda: page.work.stage == "applied")
        assert "Importerat: 2 nya, 2 nekade" in shown(app)
        assert (await register(count_customers, CustomerQuery())).found == 2
        assert (await register(get_customer_by_number, "104")).name == "[/b] Robert'); DROP TABLE"
        await pilot.press("u")
        await settle(pilot)
        assert app.page.band.question is not None
        await pilot.press("t")
        await until(pilot, lambda: page.work.stage == "undone")
        assert (await register(count_customers, CustomerQuery())).found == 0
        assert "tagen tillbaka" in app.page.band.status_text


async def test_the_refused_rows_are_written_to_a_file_and_not_over_another(register: LocalRegister, file: Path) -> None:
    async with importing(register, file) as (app, pilot, _page):
        await pilot.press("w")
        await settle(pilot)
        await pilot.press("enter")
        await settle(pilot)
        target = file.with_name("kunder-nekade.csv")
        assert target.exists(), shown(app)
        assert "skola@@" in target.read_text(encoding="utf-8-sig")
        await pilot.press("w")
        await settle(pilot)
        await pilot.press("enter")
        await settle(pilot)
        assert app.page.band.question is not None
        await pilot.press("escape")
        await settle(pilot)
        await pilot.press("escape")
        await settle(pilot)
        assert not app.page.has_class("-writing")


async def test_what_came_out_otherwise_than_the_dry_run_is_told(
    register: LocalRegister, file: Path, open_as: OpenAs
) -> None:
    other = await open_as("berit", administrator=True)
    async with importing(register, file) as (app, pilot, page):
        await imported(other, (HEAD + "101;Annat namn AB;;;\r\n").encode("cp1252"))
        await pilot.press("enter")
        await until(pilot, lambda: page.work.stage == "applied")
        assert page.work.job is not None
        assert page.work.job.counts["differs"] == 1
        await pilot.press("down")
        await settle(pilot)
        assert "Provkörningen sa: ny" in shown(app)


async def test_the_import_goes_on_when_its_page_is_left_and_is_found_again(
    register: LocalRegister, tmp_path: Path, gate: threading.Event
) -> None:
    path = tmp_path / "många.csv"
    path.write_text("Kundnr;Namn\r\n" + "".join(f"{n};Kund {n}\r\n" for n in range(1, 500)), encoding="utf-8")
    async with running(register, size=(80, 24), language="sv") as (app, pilot):
        app.open_page("tui.screens.import_", "ImportScreen", str(path))
        await settle(pilot)
        await pilot.press("enter")
        await settle(pilot)
        page = app.page
        assert isinstance(page, ImportRowsScreen)
        await until(pilot, lambda: page.work.stage == "tried")
        await pilot.press("enter")
        await until(pilot, lambda: page.work.job is not None and page.work.job.done > 0, "begun")
        await pilot.press("escape")
        await until(pilot, lambda: page.band.question is not None, "asked")
        await pilot.press("l")
        await until(pilot, lambda: "import 10 %" in app.page.band.status_text, "told")
        assert not isinstance(app.page, ImportRowsScreen)
        gate.set()
        await until(pilot, lambda: app.importing is not None and app.importing.stage == "applied", "applied")
        assert any("Importerat: 499 nya" in said.text for said in app.messages)
        app.page.press("go.import")
        await settle(pilot)
        assert isinstance(app.page, ImportRowsScreen)
        assert app.page.work.stage == "applied"


async def test_an_import_that_is_stopped_keeps_what_is_in_and_goes_on(
    register: LocalRegister, tmp_path: Path, gate: threading.Event
) -> None:
    path = tmp_path / "många.csv"
    path.write_text("Kundnr;Namn\r\n" + "".join(f"{n};Kund {n}\r\n" for n in range(1, 700)), encoding="utf-8")
    async with importing(register, path, size=(80, 24)) as (app, pilot, page):
        await pilot.press("enter")
        await until(pilot, lambda: page.work.job is not None and page.work.job.done > 0)
        await pilot.press("escape")
        await until(pilot, lambda: page.band.question is not None, "asked")
        await pilot.press("s")
        await pilot.pause()
        gate.set()
        await until(pilot, lambda: page.work.stage == "stopped", "stopped")
        inside = (await register(count_customers, CustomerQuery(), 10_000)).found
        assert 50 < inside < 699
        assert "Stannade halvvägs" in app.page.band.status_text
        await pilot.press("r")
        await until(pilot, lambda: page.work.stage == "applied")
        assert (await register(count_customers, CustomerQuery(), 10_000)).found == 699


# -- the files of real systems ---------------------------------------------------------------------------------------


@needs_shared
@pytest.mark.parametrize(
    ("name", "new", "refused"),
    [
        ("bokforing-kunder.csv", 240, 0),
        ("kundlista.xlsx", 60, 0),
        ("customers.ods", 25, 0),
        ("gammalt-system.txt", 35, 5),
    ],
)
async def test_files_of_real_systems_load_as_they_should(
    register: LocalRegister, name: str, new: int, refused: int
) -> None:
    async with importing(register, SHARED / name) as (_app, pilot, page):
        assert page.work.rows("new") == new
        assert page.work.rows("refused") == refused
        await pilot.press("end")
        await settle(pilot)
        await until(pilot, lambda: page.table.view.rows.at_end)
        assert page.table.row is not None
        await pilot.press("enter")
        await until(pilot, lambda: page.work.stage == "applied")
        assert (await register(count_customers, CustomerQuery(active=None), 10_000)).found == new


async def test_a_long_file_holds_only_some_windows(register: LocalRegister, tmp_path: Path) -> None:
    path = tmp_path / "lång.csv"
    path.write_text("Kundnr;Namn\r\n" + "".join(f"{n};Kund {n}\r\n" for n in range(1, 2001)), encoding="utf-8")
    async with importing(register, path, size=(80, 24)) as (app, pilot, page):
        await pilot.press("end")
        await until(pilot, lambda: page.table.row is not None and page.table.row.id == 2001)
        assert len(page.table.view.rows) <= 400
        await pilot.press("home")
        await until(pilot, lambda: page.table.row is not None and page.table.row.id == 2)
        for _page in range(30):
            await pilot.press("pagedown")
            await settle(pilot)
        assert "Kund" in shown(app)
        assert len(page.table.view.rows) <= 400


async def test_an_import_that_was_cut_off_is_found_by_the_next_run(
    register: LocalRegister, open_as: OpenAs, tmp_path: Path
) -> None:
    path = tmp_path / "kunder.csv"
    path.write_text(HEAD + ROWS, encoding="cp1252")
    job = await imported(register, path.read_bytes())
    await cut_off(register, job.id)
    state = State(import_job=job.id, import_file=str(path), import_register="")
    async with running(await open_as("anna"), state=state, size=(80, 24), language="sv") as (app, pilot):
        app.page.press("go.import")
        await until(pilot, lambda: isinstance(app.page, ImportRowsScreen))
        page = app.page
        assert isinstance(page, ImportRowsScreen)
        await until(pilot, lambda: page.work.stage == "stopped")
        assert "Stannade halvvägs" in page.band.status_text
        await pilot.press("r")
        await until(pilot, lambda: page.work.stage == "applied")
        assert state.import_job == 0
