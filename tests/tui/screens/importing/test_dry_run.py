"""The dry run: what every row would do, which rows are shown and left out, and which column is what."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.customers.api import count_customers
from core.customers.views import CustomerQuery
from core.local import LocalRegister
from tests.tui.driving import settle
from tests.tui.import_driving import importing, shown, until
from tui.screens.import_rows import ImportRowsScreen
from tui.widgets.path_field import PathField

# -- the dry run -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("size", "language"), [((80, 24), "sv"), ((120, 40), "sv"), ((120, 40), "en"), ((60, 15), "sv")]
)
async def test_the_dry_run_says_what_every_row_would_do_and_saves_nothing(
    register: LocalRegister, file: Path, size: tuple[int, int], language: str
) -> None:
    async with importing(register, file, size=size, language=language) as (app, _pilot, page):
        text = shown(app)
        assert "Brf Ekbacken" in text
        assert ("Provkörning, inget är sparat" if language == "sv" else "Dry run, nothing is saved") in text
        assert ("importera 3" if language == "sv" else "import 3") in text
        assert "[/b] Robert" in text
        assert sum(page.work.rows(outcome) for outcome in ("new", "refused")) == page.work.read == 5
        assert (await register(count_customers, CustomerQuery())).found == 0


async def test_the_pane_says_why_a_row_is_refused(register: LocalRegister, file: Path) -> None:
    async with importing(register, file) as (app, pilot, page):
        await pilot.press("f8")
        await until(pilot, lambda: page.table.row is not None and page.table.row.id == 4)
        await settle(pilot)
        text = shown(app)
        assert "Namn" in text
        assert "Alla som nekas 2" in text
        await pilot.press("f8")
        await until(pilot, lambda: page.table.row is not None and page.table.row.id == 5)
        await pilot.press("f8")
        await until(pilot, lambda: page.table.row is not None and page.table.row.id == 4)


async def test_space_leaves_a_row_out_and_puts_it_back(register: LocalRegister, file: Path) -> None:
    async with importing(register, file) as (app, pilot, page):
        await pilot.press("space")
        await settle(pilot)
        assert page.work.rows("new") == 2
        assert page.work.rows("skipped") == 1
        assert page.work.read == 5
        assert "Hoppas över 1" in shown(app)
        assert "importera 2" in shown(app)
        await pilot.press("up", "space")
        await settle(pilot)
        assert page.work.to_import == 3


async def test_the_chips_turn_what_is_shown(register: LocalRegister, file: Path) -> None:
    async with importing(register, file) as (app, pilot, page):
        await pilot.press("f")
        await settle(pilot)
        assert page.pane.mode == "filter"
        await pilot.press("space")
        await settle(pilot)
        assert [row.row.outcome for row in page.table.view.in_sight() if row] == ["refused", "refused"]
        await pilot.press("escape")
        await settle(pilot)
        assert page.table.has_focus
        assert "Brf Ekbacken" not in shown(app)


async def test_a_row_that_is_left_out_stands_among_those_left_out(register: LocalRegister, file: Path) -> None:
    async with importing(register, file) as (_app, pilot, page):
        await pilot.press("space", "f", "space")
        await settle(pilot)
        assert [row.id for row in page.table.view.in_sight() if row] == [2, 4, 5]


# -- the columns -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_a_column_is_given_another_field_and_that_is_remembered(
    register: LocalRegister, tmp_path: Path, size: tuple[int, int]
) -> None:
    path = tmp_path / "egna.csv"
    path.write_text("Nr;Benämning;Kuli\r\n1;Brf Eken;Västerås\r\n", encoding="utf-8")
    async with importing(register, path, size=size) as (app, pilot, page):
        await pilot.press("m")
        await settle(pilot)
        assert page.pane.mode == "columns"
        assert "Kuli" in shown(app)
        await pilot.press("end", "enter")
        await settle(pilot)
        await pilot.press(*"besoksadress ort", "enter")
        await settle(pilot)
        assert page.panes.changed, shown(app)
        await pilot.press("escape")
        await until(pilot, lambda: page.work.stage == "tried" and not page.panes.changed)
        assert page.work.mapping is not None
        assert page.work.mapping.columns[2] == "visiting.city"
        await pilot.press("n")
        await settle(pilot)
        app.page.query_one(PathField).put(str(path))
        await settle(pilot)
        await pilot.press("enter")
        await settle(pilot)
        again = app.page
        assert isinstance(again, ImportRowsScreen)
        await until(pilot, lambda: again.work.stage == "tried")
        assert again.work.mapping is not None
        assert again.work.mapping.columns[2] == "visiting.city"


async def test_columns_that_say_nobody_open_by_themselves(register: LocalRegister, tmp_path: Path) -> None:
    path = tmp_path / "konstig.csv"
    path.write_text("Aaa;Bbb\r\nx;y\r\n", encoding="utf-8")
    async with importing(register, path, stage="read") as (app, pilot, page):
        await until(pilot, lambda: page.pane.mode == "columns")
        await pilot.press("escape")
        await settle(pilot)
        assert "kolumn" in app.page.band.status_text
        assert page.work.stage == "read"
