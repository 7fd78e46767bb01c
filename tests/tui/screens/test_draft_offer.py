"""What was typed when a session died is offered at the next start, and merges like any edit."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.customers.api import change_customer
from core.customers.views import Customer, CustomerChange
from core.edits import Edit
from core.local import LocalRegister
from core.places import sqlite_url
from tests.conftest import OpenAs, StandingClock
from tests.tui.card_driving import add_ekbacken, fill, on_card, open_form, press, stored
from tests.tui.driving import screen_lines
from tui.screens.conflict import ConflictScreen
from tui.screens.form import FormScreen


@pytest.fixture
def drafts(tmp_path: Path) -> Path:
    """Return a folder for drafts."""
    return tmp_path / "drafts"


def kept(drafts: Path) -> list[Path]:
    """Return the drafts on disk."""
    return list(drafts.glob("*.json"))


def everything(drafts: Path) -> list[Path]:
    """Return every file in the folder."""
    return list(drafts.iterdir())


@pytest.fixture
async def next_session(register_file: Path, clock: StandingClock) -> LocalRegister:
    """Return the same user's register in another run of the program."""
    from core.local import open_local

    return await open_local(sqlite_url(register_file), user="anna", session="next", clock=clock)


async def type_and_die(register: LocalRegister, ekbacken: Customer, drafts: Path, text: str = "Brf Eken") -> None:
    """Type a name, and end as a lost terminal does: what is to be done before the end is done, nothing else."""
    async with on_card(register, ekbacken, drafts=drafts) as (app, pilot):
        page = await open_form(pilot)
        await fill(pilot, page, "name", text)
        app.end_well()


async def test_it_is_offered_and_opened(register: LocalRegister, next_session: LocalRegister, drafts: Path) -> None:
    ekbacken = await add_ekbacken(register)
    await type_and_die(register, ekbacken, drafts)
    async with on_card(next_session, ekbacken, drafts=drafts, card=False) as (app, pilot):
        question = app.page.band.question
        assert question is not None
        assert question.text == "Inte sparat: 1 ändring i Brf Ekbacken"
        assert question.consequence.startswith("Skrevs i dag 09:12")
        await press(pilot, "enter")
        page = app.screen
        assert isinstance(page, FormScreen)
        assert "* 1 ändring" in screen_lines(app)[0]
        await press(pilot, "ctrl+s")
        assert (await stored(next_session, ekbacken)).name == "Brf Eken"
        assert kept(drafts) == []


async def test_it_can_be_thrown_away_or_left_for_later(
    register: LocalRegister, next_session: LocalRegister, drafts: Path
) -> None:
    ekbacken = await add_ekbacken(register)
    await type_and_die(register, ekbacken, drafts)
    async with on_card(next_session, ekbacken, drafts=drafts, card=False) as (app, pilot):
        await press(pilot, "escape")
        assert app.page.band.status_text == "1 utkast är kvar: det visas vid nästa start"
        assert len(kept(drafts)) == 1
        from tui.form.draft_offer import offer_drafts

        app.page.start(offer_drafts(app))
        await press(pilot, "k")
        assert kept(drafts) == []


async def test_it_merges_with_what_others_did_meanwhile(
    register: LocalRegister, next_session: LocalRegister, open_as: OpenAs, drafts: Path
) -> None:
    ekbacken = await add_ekbacken(register)
    per = await open_as("per", name="Per Lund")
    await type_and_die(register, ekbacken, drafts)
    change = CustomerChange(
        name=Edit(now="Brf Ek", was="Brf Ekbacken"), cost_centre=Edit(now="500", was="400 Fastighet")
    )
    await per(change_customer, ekbacken.id, change)
    async with on_card(next_session, ekbacken, drafts=drafts, card=False) as (app, pilot):
        await press(pilot, "enter")
        assert isinstance(app.screen, ConflictScreen)
        await press(pilot, "left", "ctrl+s")
        saved = await stored(next_session, ekbacken)
        assert (saved.name, saved.cost_centre) == ("Brf Eken", "500")


async def test_a_draft_that_had_been_saved_says_so(
    register: LocalRegister, next_session: LocalRegister, drafts: Path
) -> None:
    ekbacken = await add_ekbacken(register)
    await type_and_die(register, ekbacken, drafts)
    change = CustomerChange(name=Edit(now="Brf Eken", was="Brf Ekbacken"))
    await next_session(change_customer, ekbacken.id, change)
    async with on_card(next_session, ekbacken, drafts=drafts, card=False) as (app, pilot):
        await press(pilot, "enter")
        assert app.page.band.status_text == "Utkastet hann sparas innan programmet avslutades"
        assert kept(drafts) == []


async def test_a_new_customer_is_offered_too(
    register: LocalRegister, next_session: LocalRegister, drafts: Path
) -> None:
    ekbacken = await add_ekbacken(register)
    async with on_card(register, ekbacken, drafts=drafts) as (app, pilot):
        app.open_page("tui.screens.form", "FormScreen", None, name="Brf Nya")
        await press(pilot)
        await press(pilot, "ctrl+n", "x")
        app.end_well()
    async with on_card(next_session, ekbacken, drafts=drafts, card=False) as (app, pilot):
        question = app.page.band.question
        assert question is not None
        assert question.text == "En ny kund blev inte sparad: Brf Nya"
        await press(pilot, "enter", "ctrl+s")
        assert app.page.band.status_text == "Brf Nya är tillagd som 10444 · u ångrar"


async def test_discarding_and_saving_leave_no_draft(register: LocalRegister, drafts: Path) -> None:
    ekbacken = await add_ekbacken(register)
    async with on_card(register, ekbacken, drafts=drafts) as (app, pilot):
        page = await open_form(pilot)
        await fill(pilot, page, "name", "Brf Eken")
        assert page.keeper is not None
        await page.keeper.settled()
        assert len(kept(drafts)) == 1
        await press(pilot, "escape", "k")
        assert kept(drafts) == []
        page = await open_form(pilot)
        await fill(pilot, page, "name", "Brf Eken")
        await press(pilot, "ctrl+s")
        assert kept(drafts) == []
        app.end_well()
        assert everything(drafts) == []


async def test_a_full_disk_is_said_and_typing_goes_on(
    register: LocalRegister, drafts: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tui.form import drafts as journal

    def full(_path: Path, _data: bytes) -> None:
        raise OSError(28, "No space left on device")

    ekbacken = await add_ekbacken(register)
    async with on_card(register, ekbacken, drafts=drafts) as (app, pilot):
        page = await open_form(pilot)
        monkeypatch.setattr(journal, "write_whole", full)
        await press(pilot, "x")
        assert page.keeper is not None
        await page.keeper.settled()
        assert app.page.band.status_text.startswith("Disken är full, så inget utkast sparas")
        await press(pilot, "y")
        await page.keeper.settled()
        assert app.page.band.status_text == "", "it is said once"
        await press(pilot, "ctrl+s")
        assert (await stored(register, ekbacken)).name == "Brf Ekbackenxy"
