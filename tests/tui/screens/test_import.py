"""A file taken into the register on the screen: chosen, tried dry, mended, imported, looked at and taken back."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, cast

import pytest
from textual.pilot import Pilot

from core.customers.api import count_customers, get_customer_by_number
from core.customers.views import CustomerQuery
from core.imports import job as import_job
from core.imports import writing
from core.imports.writing import Written
from core.jobs.api import cancel_job
from core.jobs.tables import JobRow
from core.local import LocalRegister
from core.people.api import add_user
from core.people.views import UserDraft
from core.work import UnitOfWork
from tests.conftest import OpenAs
from tests.core.imports.loading import imported
from tests.tui.driving import running, screen_lines, settle
from tui import importing as importing_module
from tui.app import KundkortApp
from tui.screens.base import Page
from tui.screens.import_ import ImportScreen
from tui.screens.import_rows import ImportRowsScreen
from tui.state import State
from tui.widgets.path_field import PathField

SHARED = Path(__file__).resolve().parents[4] / "shared" / "registers"
needs_shared = pytest.mark.skipif(not SHARED.is_dir(), reason=f"the register files of {SHARED} are not here")

HEAD = "Kundnr;Namn;Org.nr;Telefon;E-post\r\n"
ROWS = (
    "100;Brf Ekbacken;769612-3459;0171-44 55 66;\r\n"
    "101;Bygg & Dörr i Arboga AB;;;\r\n"
    ";;;;inget@namn.example\r\n"
    "103;Kolbäcks Skola;;021-12 34 56;skola@@\r\n"
    '104;"[/b] Robert\'); DROP TABLE";;;\r\n'
)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Return a file of five rows, two of which are refused."""
    path = tmp_path / "kunder.csv"
    path.write_text(HEAD + ROWS, encoding="cp1252")
    return path


@pytest.fixture(autouse=True)
def looked_at_often(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let nobody wait for the next look at a job."""
    monkeypatch.setattr(importing_module, "POLL", 0.01)


@pytest.fixture
def gate(monkeypatch: pytest.MonkeyPatch) -> Iterator[threading.Event]:
    """Hold every import in its second chunk until the event is set."""
    event = threading.Event()
    written: list[int] = []

    def write(work: UnitOfWork, customers: Sequence[Written]) -> None:
        written.append(len(customers))
        if len(written) > 1:
            assert event.wait(60)
        writing.write(work, customers)

    monkeypatch.setattr(import_job, "write", write)
    monkeypatch.setattr(import_job, "SECONDS", 60)
    # The pilot waits until the program is idle, which it would not be between looks that follow so close.
    monkeypatch.setattr(importing_module, "POLL", 0.2)
    yield event
    event.set()


async def until(pilot: Pilot[None], true: Callable[[], bool], what: str = "") -> None:
    """Wait until something is so; the job behind it takes a while."""
    for _turn in range(1000):
        await pilot.pause()
        if true():
            return
        await asyncio.sleep(0.01)
    raise AssertionError(f"never so: {what}\n" + "\n".join(screen_lines(cast(KundkortApp, pilot.app))))


async def cut_off(register: LocalRegister, job_id: int) -> None:
    """Let a job stand as if the program that ran it had ended in the midst of it."""

    def cut(work: UnitOfWork) -> None:
        row = work.get(JobRow, job_id)
        assert row is not None
        row.state, row.heartbeat = "running", "2026-11-24T08:00:00.000Z"

    await register.within(cancel_job, cut)


@asynccontextmanager
async def importing(
    register: LocalRegister,
    path: Path,
    *,
    size: tuple[int, int] = (120, 40),
    language: str = "sv",
    stage: str = "tried",
) -> AsyncIterator[tuple[KundkortApp, Pilot[None], ImportRowsScreen]]:
    """Run the interface from the choice of the file on, until the import is at `stage`."""

    def first() -> Page[Any]:
        return ImportScreen(str(path))

    async with running(register, size=size, first=first, language=language) as (app, pilot):
        await pilot.press("enter")
        await settle(pilot)
        page = app.page
        assert isinstance(page, ImportRowsScreen), screen_lines(app)
        await until(pilot, lambda: page.work.stage == stage, stage)
        await settle(pilot)
        yield app, pilot, page


def shown(app: KundkortApp) -> str:
    """Return everything on the screen."""
    return "\n".join(screen_lines(app))


# -- choosing the file -----------------------------------------------------------------------------------------------


async def test_the_folder_shows_what_looks_like_a_register(register: LocalRegister, tmp_path: Path) -> None:
    (tmp_path / "kunder.csv").write_text("x", encoding="utf-8")
    (tmp_path / "Läs mig.pdf").write_text("x", encoding="utf-8")
    (tmp_path / "Gamla").mkdir()
    async with running(register, first=lambda: ImportScreen(f"{tmp_path}/"), language="sv") as (app, pilot):
        await settle(pilot)
        text = shown(app)
        assert "kunder.csv" in text
        assert "Gamla/" in text
        assert "Läs mig" not in text
        await pilot.press("k", "tab")
        await settle(pilot)
        assert app.page.query_one(PathField).text == f"{tmp_path}/kunder.csv"


async def test_a_folder_is_gone_into_and_one_that_is_not_there_is_named(
    register: LocalRegister, tmp_path: Path
) -> None:
    (tmp_path / "Gamla").mkdir()
    (tmp_path / "Gamla" / "register.xlsx").write_bytes(b"PK")
    async with running(register, first=lambda: ImportScreen(f"{tmp_path}/G"), language="sv") as (app, pilot):
        await settle(pilot)
        await pilot.press("enter")
        await settle(pilot)
        assert "register.xlsx" in shown(app)
        await pilot.press("q", "/")
        await settle(pilot)
        assert "Det finns ingen" in app.page.band.status_text


async def test_a_dropped_file_is_the_path_whatever_stood_there(register: LocalRegister, tmp_path: Path) -> None:
    path = tmp_path / "två ord.csv"
    path.write_text(HEAD + ROWS, encoding="utf-8")
    async with running(register, first=lambda: ImportScreen("/home/"), language="sv") as (app, pilot):
        await settle(pilot)
        from textual import events

        page = app.page
        assert isinstance(page, ImportScreen)
        page.field.input.post_message(events.Paste(f"'{path}' "))
        await settle(pilot)
        assert page.field.text == str(path)
        await pilot.press("enter")
        await settle(pilot)
        assert isinstance(app.page, ImportRowsScreen)


async def test_the_template_is_written_into_the_folder(register: LocalRegister, tmp_path: Path) -> None:
    async with running(register, first=lambda: ImportScreen(f"{tmp_path}/"), language="sv") as (app, pilot):
        await settle(pilot)
        await pilot.press("ctrl+t")
        await settle(pilot)
        assert (tmp_path / "kunder.xlsx").read_bytes()[:2] == b"PK"
        assert "kunder.xlsx" in shown(app)
        await pilot.press("ctrl+t")
        await settle(pilot)
        assert (tmp_path / "kunder-2.xlsx").exists()


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
        assert "[/b] Robert'); DROP" in text
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


# -- who may, and what cannot be read --------------------------------------------------------------------------------


async def test_who_lacks_the_right_is_told_so(register: LocalRegister, open_as: OpenAs) -> None:
    await register(add_user, UserDraft(login="per", name="Per Lund"))
    other = await open_as("per")
    async with running(other, language="sv") as (app, pilot):
        app.page.press("go.import")
        await settle(pilot)
        assert "Du saknar rätten" in app.page.band.status_text
        assert not isinstance(app.page, ImportScreen)


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("tom.csv", b"", "tom"),
        ("trasig.xlsx", b"PK\x03\x04" + b"\x00" * 300, "skadad"),
        ("bild.csv", b"\x89PNG\r\n\x1a\n" + b"\x00" * 300, "register"),
    ],
)
async def test_a_file_that_cannot_be_read_says_why_and_lets_one_choose_another(
    register: LocalRegister, tmp_path: Path, name: str, content: bytes, said: str
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    async with importing(register, path, size=(80, 24), stage="unread") as (app, pilot, _page):
        assert said in app.page.band.status_text
        await pilot.press("n")
        await settle(pilot)
        assert isinstance(app.page, ImportScreen)


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
