"""`u`: it says what it takes back, asks when that is old or out of sight, and says what was kept."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from core.errors import Conflict
from core.history.views import Undoable, Undone
from tests.tui.driving import running, settle
from tests.tui.fakes import FakeRegister, many, pictured


def last(age: timedelta = timedelta(seconds=20), root: int = 10443, **values: object) -> Undoable:
    """Return the last change of the session: the phone of Brf Ekbacken."""
    fields: dict[str, object] = {
        "seq": 7,
        "batch": None,
        "operation": "customers.change",
        "root_kind": "customer",
        "root_id": root,
        "label": "Brf Ekbacken",
        "fields": ("name", "visiting"),
        "at": (datetime.now(UTC) - age).isoformat(),
        **values,
    }
    return Undoable(**fields)  # type: ignore[arg-type]


async def test_what_is_in_sight_and_fresh_is_undone_at_once() -> None:
    register = FakeRegister(pictured())
    register.undoable = last()
    async with running(register, language="sv") as (app, pilot):
        await pilot.press("u")
        await settle(pilot)
        assert "history.undo" in register.asked
        assert app.page.band.status_text == "Ångrat: Namn, Besöksadress i Brf Ekbacken · u gör om"
        assert app.page.band.sign_text == "✓"


async def test_nothing_to_undo_says_so() -> None:
    async with running(FakeRegister(pictured())) as (app, pilot):
        await pilot.press("u")
        await settle(pilot)
        assert app.page.band.status_text == "Nothing to undo: nothing was changed since kundkort was started"


@pytest.mark.parametrize(
    ("age", "root"),
    [(timedelta(minutes=11), 10443), (timedelta(seconds=5), 99999)],
    ids=["older than ten minutes", "not on the screen"],
)
async def test_what_is_old_or_out_of_sight_is_asked_first(age: timedelta, root: int) -> None:
    register = FakeRegister(pictured())
    register.undoable = last(age, root)
    async with running(register) as (app, pilot):
        await pilot.press("u")
        await settle(pilot)
        question = app.page.band.question
        assert question is not None
        assert question.text == "Undo: Name, Visiting address of Brf Ekbacken?"
        await pilot.press("escape")
        await settle(pilot)
        assert "history.undo" not in register.asked
        await pilot.press("u")
        await settle(pilot)
        await pilot.press("y")
        await settle(pilot)
        assert register.asked.count("history.undo") == 1


async def test_undo_of_undo_is_redo() -> None:
    register = FakeRegister(pictured())
    register.undoable = last(operation="history.undo", undoes=6)
    async with running(register) as (app, pilot):
        await pilot.press("u")
        await settle(pilot)
        assert app.page.band.status_text == "Redone: Name, Visiting address of Brf Ekbacken · u undoes again"


async def test_what_cannot_be_undone_says_why() -> None:
    register = FakeRegister(pictured())
    register.undoable = last(operation="customers.unmask", never="what was seen was seen")
    async with running(register) as (app, pilot):
        await pilot.press("u")
        await settle(pilot)
        assert app.page.band.status_text.startswith("This cannot be undone: ")
        assert "history.undo" not in register.asked


async def test_what_somebody_changed_since_is_kept_and_named() -> None:
    register = FakeRegister(many(30))
    register.undoable = last(root=10001)
    register.answers["history.undo"] = lambda seq: Undone(
        seq=9, root_kind="customer", root_id=10001, taken_back=3, kept=("Kund 00004", "Kund 00005")
    )
    async with running(register) as (app, pilot):
        await pilot.press("u")
        await settle(pilot)
        assert app.page.band.status_text.endswith("kept, as it was changed since: Kund 00004, Kund 00005")
        assert app.page.band.sign_text == "!"


async def test_a_conflict_is_told() -> None:
    register = FakeRegister(pictured())
    register.undoable = last()
    register.failing["history.undo"] = Conflict(())
    async with running(register) as (app, pilot):
        await pilot.press("u")
        await settle(pilot)
        assert app.page.band.sign_text == "!"
