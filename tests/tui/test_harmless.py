"""Whatever a text came from, painting it sends a terminal nothing that it would obey."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.tui.driving import running, settle
from tests.tui.fakes import FakeRegister, pictured
from tui.harmless import harmless
from tui.paint import Span, paint
from tui.screens.list import ListScreen
from tui.widgets.text_input import TextInput

HOSTILE = (
    "[/b]",
    "Robert'); DROP TABLE customer;--",
    "\x1b[31mred",
    "\x1b]52;c;aGVq\x07",
    "\x1b]8;;http://x\x1b\\link",
    "\x9b31m",
    "\u202egpj.exe\u2066",
    "a\u200bb\ufeffc\u2060",
    "\udcff\udcfe",
    "NUL\x00",
    "tab\tline\nline\r",
    "e\u0301\u0301\u0301",
    "漢字カナ",
    "👩‍👩‍👧‍👦🇸🇪",
    "x" * 10_000,
)


@pytest.mark.parametrize("text", HOSTILE)
def test_painting_keeps_its_width_and_sends_no_controls(text: str) -> None:
    strip = paint([Span(text)], "dark", 40)
    assert strip.cell_length == 40
    assert sum(segment.cell_length for segment in strip) == 40
    painted = strip.text
    assert not any(unicodedata.category(sign) in ("Cc", "Cs") for sign in painted)
    painted.encode()


@given(st.text(st.characters()))
def test_harmless_is_as_long_and_stays_as_it_is(text: str) -> None:
    once = harmless(text)
    assert len(once) == len(text)
    assert harmless(once) == once


def test_a_joiner_and_a_space_that_does_not_break_stay() -> None:
    for text in ("👩‍👧", "12\N{NO-BREAK SPACE}481", "Åsa Öberg"):
        assert harmless(text) == text


@pytest.mark.parametrize("text", HOSTILE)
async def test_a_field_shows_it_harmlessly_and_keeps_the_caret(text: str) -> None:
    async with running(FakeRegister(pictured())) as (app, pilot):
        assert isinstance(app.screen, ListScreen)
        await pilot.press("slash")
        field = app.screen.search.input
        assert isinstance(field, TextInput)
        field.value = text[:200]
        await settle(pilot)
        shown = field.render_line(0).text
        assert not any(unicodedata.category(sign) in ("Cc", "Cs") for sign in shown)
        field.cursor_position = len(field.value)
        await pilot.press("a")
        assert field.value == (text[:200] + "a")[:200]


async def test_a_text_too_long_for_a_field_says_by_how_much_and_leaves_what_is_there() -> None:
    async with running(FakeRegister(pictured())) as (app, pilot):
        assert isinstance(app.screen, ListScreen)
        await pilot.press("slash", "e")
        field = app.screen.search.input
        field.replace("x" * 10_000, 1, 1)
        await pilot.pause()
        assert field.value == "e"
        assert app.page.band.status_text == "Shorten the text by 9801: at most 200 characters fit"
