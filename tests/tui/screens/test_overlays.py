"""Help, palette and messages: what they offer, what they say of keys that cannot be used, and what they change."""

from __future__ import annotations

import pytest
from textual import events

from tests.tui.driving import running, screen_lines, settle
from tests.tui.fakes import FakeRegister, pictured
from tui.app import KundkortApp
from tui.keys import GROUPS, KEYS
from tui.overlays.help_lines import count_keys, help_groups, help_rows
from tui.paint import width_of
from tui.screens.card import CardScreen
from tui.screens.help import HelpScreen
from tui.screens.import_ import ImportScreen
from tui.screens.list import ListScreen
from tui.screens.messages import MessagesScreen
from tui.state import State

SIZES = [(60, 15), (80, 24), (120, 40), (160, 50)]


def shown(app: KundkortApp) -> str:
    """Return everything on the screen."""
    return "\n".join(screen_lines(app))


def ordinary() -> FakeRegister:
    """Return a register whose user may neither import nor edit."""
    return FakeRegister(pictured(), rights=())


# -- help ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("language", ["sv", "en"])
async def test_help_shows_every_task_and_the_reason_below_what_cannot_be_used(
    size: tuple[int, int], language: str
) -> None:
    async with running(ordinary(), size=size, language=language) as (app, pilot):
        await pilot.press("question_mark")
        await settle(pilot)
        assert isinstance(app.page, HelpScreen)
        text = "\n".join("".join(span.text for span in row.line) for row in app.page.lines.rows)
        assert ("Kunden under markören" if language == "sv" else "The customer at the cursor") in text
        assert ("Tecken" if language == "sv" else "Signs") in text
        assert ("Du saknar rätten" if language == "sv" else "You lack the right") in text
        assert "Ctrl+S" in text
        await pilot.press("escape")
        await settle(pilot)
        assert isinstance(app.page, ListScreen)


@pytest.mark.parametrize("width", [60, 80, 100, 120, 160, 240])
def test_no_line_of_help_is_wider_than_the_page(width: int) -> None:
    groups = help_groups((), lambda key_id: "because " * 12 if key_id.startswith("list") else None)
    assert max(width_of(row.line) for row in help_rows(groups, width)) <= width - 5


def test_help_has_every_key_of_its_groups() -> None:
    groups = help_groups(("card",), lambda _key: None)
    assert groups[0].head == GROUPS["card"]
    assert count_keys(groups) == (sum(key.group not in ("", "palette") for key in KEYS.values()), 0)


async def test_help_is_narrowed_by_typing_and_does_what_was_found() -> None:
    async with running(FakeRegister(pictured()), language="sv") as (app, pilot):
        await pilot.press("f1")
        await settle(pilot)
        await pilot.press("slash", *"oppna kort")
        await settle(pilot)
        assert "öppna kortet" in shown(app)
        assert "kolumner" not in shown(app)
        await pilot.press("enter")
        await settle(pilot)
        assert isinstance(app.page, CardScreen)


async def test_help_says_so_when_no_key_does_that_and_escape_clears() -> None:
    async with running(FakeRegister(pictured()), language="sv") as (app, pilot):
        await pilot.press("f1")
        await settle(pilot)
        await pilot.press("slash", *"xyzzy")
        await settle(pilot)
        assert "Ingen tangent gör det" in shown(app)
        await pilot.press("escape")
        await settle(pilot)
        assert "öppna kortet" in shown(app)
        await pilot.press("f1")
        await settle(pilot)
        assert isinstance(app.page, ListScreen)


# -- the palette -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", SIZES)
async def test_the_palette_has_the_customer_first_then_everywhere_then_customers(size: tuple[int, int]) -> None:
    async with running(FakeRegister(pictured()), size=size, language="sv") as (app, pilot):
        await pilot.press("ctrl+p")
        await settle(pilot)
        assert app.page.commands is not None
        texts = ["".join(span.text for span in row.line) for row in app.page.commands.widget.entries.rows]
        assert "Aros Fastighetsförvaltning AB" in texts[1]
        assert any("Överallt" in text for text in texts)
        await pilot.press(*"ek")
        await settle(pilot)
        texts = ["".join(span.text for span in row.line) for row in app.page.commands.widget.entries.rows]
        assert any("Kunder" in text for text in texts)
        assert any("Brf Ekbacken" in text for text in texts)


async def test_the_palette_runs_a_key_and_gives_the_focus_back() -> None:
    async with running(FakeRegister(pictured()), language="sv") as (app, pilot):
        await pilot.press("colon", *"öppna", "enter")
        await settle(pilot)
        assert isinstance(app.page, CardScreen)
        await pilot.press("escape")
        await settle(pilot)
        page = app.page
        assert page.commands is None
        assert isinstance(page, ListScreen)
        assert page.table.has_focus


async def test_the_palette_opens_a_customer_that_it_found() -> None:
    async with running(FakeRegister(pictured()), language="sv") as (app, pilot):
        await pilot.press("ctrl+p", *"10345")
        await settle(pilot)
        await pilot.press("enter")
        await settle(pilot)
        assert isinstance(app.page, CardScreen)
        assert app.page.customer_id == 10345


async def test_what_cannot_be_used_says_why_and_the_palette_stays() -> None:
    async with running(ordinary(), language="sv") as (app, pilot):
        await pilot.press("ctrl+p", *"ladda upp")
        await settle(pilot)
        assert "Du saknar rätten" in shown(app)
        await pilot.press("enter")
        await settle(pilot)
        assert app.page.commands is not None
        assert "Du saknar rätten" in app.page.band.status_text
        await pilot.press("escape")
        await settle(pilot)
        assert app.page.commands is None


async def test_no_key_reaches_the_page_while_the_palette_is_open() -> None:
    async with running(FakeRegister(pictured()), language="sv") as (app, pilot):
        await pilot.press("ctrl+p", "e", "q", "f5", "ctrl+s", "f8")
        await settle(pilot)
        assert isinstance(app.page, ListScreen)
        assert app.page.commands is not None
        await pilot.press("ctrl+p")
        await settle(pilot)
        assert app.page.commands is None


async def test_the_answer_to_an_earlier_text_is_let_go() -> None:
    register = FakeRegister(pictured())
    async with running(register, language="sv") as (app, pilot):
        await pilot.press("ctrl+p", *"brf eke")
        await settle(pilot)
        assert app.page.commands is not None
        texts = "\n".join("".join(span.text for span in row.line) for row in app.page.commands.widget.entries.rows)
        assert "Brf Eken 3" in texts
        assert "Brf Gillet" not in texts


async def test_a_terminal_of_16_colours_is_offered_no_others(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "linux")
    async with running(FakeRegister(pictured()), language="sv", theme="ansi-dark") as (app, pilot):
        await pilot.press("ctrl+p", *"tema")
        await settle(pilot)
        assert shown(app).count("terminalen visar bara 16 färger") == 3
        await pilot.press("enter")
        await settle(pilot)
        assert app.theme == "ansi-dark"


@pytest.mark.parametrize("theme", ["light", "contrast", "dark"])
async def test_the_theme_changes_at_once_and_is_remembered(theme: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm-256color")
    words = {"light": "Tema: ljust", "contrast": "Tema: hög", "dark": "Tema: mörkt"}
    state = State()
    async with running(FakeRegister(pictured()), state=state, language="sv", theme="ansi-dark") as (app, pilot):
        await pilot.press("ctrl+p", *words[theme], "enter")
        await settle(pilot)
        assert app.theme == state.theme == theme


async def test_the_language_changes_at_once_everywhere_and_is_remembered() -> None:
    state = State()
    async with running(FakeRegister(pictured()), state=state, language="sv") as (app, pilot):
        await pilot.press("enter")
        await settle(pilot)
        await pilot.press("ctrl+p", *"english", "enter")
        await settle(pilot)
        assert state.language == "en"
        assert "Customers" in shown(app)
        assert "Översikt" not in shown(app)
        await pilot.press("escape")
        await settle(pilot)
        assert "Search name" in shown(app)
        assert "Sök namn" not in shown(app)
        await pilot.press("ctrl+p", *"svenska", "enter")
        await settle(pilot)
        assert "Sök namn" in shown(app)


# -- messages --------------------------------------------------------------------------------------------------------


async def test_messages_are_kept_and_shown_in_full_the_newest_first() -> None:
    async with running(FakeRegister(pictured()), size=(60, 15), language="sv") as (app, pilot):
        await pilot.press("ctrl+l")
        await settle(pilot)
        assert isinstance(app.page, MessagesScreen)
        assert "Inget har sagts" in shown(app)
        await pilot.press("escape")
        await settle(pilot)
        app.page.say("det första")
        app.page.say(
            "något som är så långt att det inte får plats på en enda rad i ett så smalt fönster", level="error"
        )
        await pilot.press("ctrl+l")
        await settle(pilot)
        text = shown(app)
        assert text.index("något som är") < text.index("det första")
        assert "smalt fönster" in text
        assert "2 meddelanden" in text
        await pilot.press("ctrl+l")
        await settle(pilot)
        assert isinstance(app.page, ListScreen)


# -- going to another place ------------------------------------------------------------------------------------------


async def test_keys_that_follow_each_other_at_once_are_one_command_and_no_two() -> None:
    register = FakeRegister(pictured())
    async with running(register, language="sv") as (app, pilot):
        for key in "gu":
            app.post_message(events.Key(key, key))
        await settle(pilot)
        assert isinstance(app.page, ImportScreen)
        assert "history.undoable" not in register.asked
