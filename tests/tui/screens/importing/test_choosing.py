"""The file of an import: typed, completed, chosen or dropped; who may, and what cannot be read."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.local import LocalRegister
from core.people.api import add_user
from core.people.views import UserDraft
from tests.conftest import OpenAs
from tests.tui.driving import running, settle
from tests.tui.import_driving import HEAD, ROWS, importing, shown
from tui.screens.import_ import ImportScreen
from tui.screens.import_rows import ImportRowsScreen
from tui.widgets.path_field import PathField


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
    ids=["empty", "damaged", "a picture"],
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
