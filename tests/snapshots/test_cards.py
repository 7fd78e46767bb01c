"""Pictures of the card, its history, the form and a conflict, compared as SVG: every theme and size of card and form."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol

import pytest
from msgspec.structs import replace
from textual.pilot import Pilot

from core.history.views import HistoryWindow
from tests.conftest import StandingClock
from tests.tui.card.test_history_lines import entry
from tests.tui.cards import EKBACKEN, MONA
from tests.tui.driving import settle
from tests.tui.fakes import FakeRegister
from tui.app import KundkortApp
from tui.form.merge import Merge
from tui.screens.card import CardScreen
from tui.screens.conflict import ConflictScreen
from tui.screens.form import FormScreen
from tui.state import State
from tui.theme import THEME_NAMES

SIZES = ((80, 24), (120, 40), (160, 50))
HISTORY = HistoryWindow(
    entries=(
        entry(row_id=MONA),
        entry(entity="customer", field="comment", label="", was="Ring Lars", now="Portkod 4711 till garaget", seq=8),
        entry(entity="customer", field="language", label="", was="en", now="sv", at="2026-11-02T15:20:00.000Z", seq=7),
        entry(entity="customer", field="name", label="", was="Brf 1", now="Brf", at="2025-12-12T10:00:00.000Z", seq=6),
    ),
    total=312,
    since="2019-03-01T10:00:00.000Z",
)


class SnapCompare(Protocol):
    """The plugin's fixture: takes a picture of an app, and compares it with the one that is kept."""

    def __call__(
        self, app: KundkortApp, *, terminal_size: tuple[int, int], run_before: Callable[[Pilot[None]], Any]
    ) -> bool:
        """Return whether the two are the same."""
        ...


def app_in(theme: str) -> KundkortApp:
    """Return an app on Brf Ekbacken's card, in Swedish, its clock standing."""
    register = FakeRegister([EKBACKEN])
    register.answers["history.of_customer"] = lambda **_asked: HISTORY
    register.answers["records.take_ids"] = lambda count: (1000, 1000 + count)

    async def opening() -> FakeRegister:
        return register

    return KundkortApp(
        opening,
        State(),
        first=lambda: CardScreen(EKBACKEN.id),
        theme=theme,
        language="sv",
        ascii_signs=False,
        clock=StandingClock(),
    )


async def form_with_faults(pilot: Pilot[None]) -> None:
    """Open the form, and leave two faults and three changes in it."""
    await settle(pilot)
    await pilot.press("e")
    await settle(pilot)
    page = pilot.app.screen
    assert isinstance(page, FormScreen)
    assert page.model is not None
    for key, text in (("org_no", "769612-3456"), ("invoice.row2", "Box 13"), ("visiting.postcode", "7453")):
        page.model.set(key, text)
        page.shown_faults.leave(key)
    page.view.focus_slot("org_no")
    page.refresh_form()
    await settle(pilot)


@pytest.mark.parametrize("theme", THEME_NAMES)
@pytest.mark.parametrize("size", SIZES)
def test_card(snap_compare: SnapCompare, theme: str, size: tuple[int, int]) -> None:
    assert snap_compare(app_in(theme), terminal_size=size, run_before=settle)


@pytest.mark.parametrize("theme", THEME_NAMES)
@pytest.mark.parametrize("size", SIZES)
def test_form(snap_compare: SnapCompare, theme: str, size: tuple[int, int]) -> None:
    assert snap_compare(app_in(theme), terminal_size=size, run_before=form_with_faults)


def test_contacts(snap_compare: SnapCompare) -> None:
    async def before(pilot: Pilot[None]) -> None:
        await settle(pilot)
        await pilot.press("2")
        await settle(pilot)

    assert snap_compare(app_in("dark"), terminal_size=(80, 24), run_before=before)


def test_history(snap_compare: SnapCompare) -> None:
    async def before(pilot: Pilot[None]) -> None:
        await settle(pilot)
        await pilot.press("3")
        await settle(pilot)

    assert snap_compare(app_in("dark"), terminal_size=(80, 24), run_before=before)


def test_conflict(snap_compare: SnapCompare) -> None:
    async def before(pilot: Pilot[None]) -> None:
        await form_with_faults(pilot)
        page = pilot.app.screen
        assert isinstance(page, FormScreen)
        assert page.model is not None
        page.model.set("cost_centre", "600")
        now = replace(EKBACKEN, seq=8, cost_centre="500", invoice=None, name="Brf Ek", changed_by="Per Lund")
        merge = Merge(page.model, now)
        merge.choose("cost_centre", "mine")
        pilot.app.push_screen(ConflictScreen(merge))
        await settle(pilot)

    assert snap_compare(app_in("light"), terminal_size=(80, 24), run_before=before)


def test_the_question_before_something_is_lost(snap_compare: SnapCompare) -> None:
    async def before(pilot: Pilot[None]) -> None:
        await form_with_faults(pilot)
        await pilot.press("escape")
        await settle(pilot)

    assert snap_compare(app_in("dark"), terminal_size=(80, 24), run_before=before)
