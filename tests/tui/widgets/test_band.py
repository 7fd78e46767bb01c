"""The band at the bottom: what is said stays until the next key, keys drop from the right, a question has its own keys."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import ClassVar

import pytest
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.widgets import Input

from core.text import _
from tests.tui.driving import running, screen_lines, settle
from tests.tui.fakes import FakeRegister
from tui.keys import bindings
from tui.paint import Line, Span, width_of
from tui.screens.base import Page
from tui.widgets.band import Answer, Band, Offer, Question, difference, keys_line, shortened

QUESTION = Question(
    "Throw 3 changes to Brf Ekbacken away?",
    [Answer("save", "s save"), Answer("discard", "d discard")],
    escape="keep writing",
    consequence="What you have typed is lost.",
    enter="save",
)


class Asking(Page[None]):
    """A page whose keys ask, say and fail."""

    BINDINGS: ClassVar[list[BindingType]] = bindings("list.open", "list.edit", "list.new", "list.sort")

    def __init__(self, question: Question = QUESTION) -> None:
        super().__init__()
        self.asked = question
        self.answers: list[str | None] = []
        self.opened = 0

    def content(self) -> ComposeResult:
        """One field."""
        yield Input()

    def path(self) -> Sequence[str]:
        """Where it is."""
        return ("Customers", "Brf Ekbacken", "Edit")

    def path_note(self) -> Line:
        """What is unsaved."""
        return [Span("* 3 changes", "warning")]

    def status(self) -> tuple[Line, Span | None]:
        """What is so."""
        return [Span("12,902 customers"), Span(" · row 4", "muted")], None

    def keys(self) -> Sequence[str | tuple[str, str]]:
        """Its keys."""
        return ["list.open", "list.edit", ("list.new", "another"), "list.sort", ("app.back", "the list")]

    def why_not(self, key_id: str) -> str | None:
        """One cannot be used."""
        return "You may not edit: ask an administrator" if key_id == "list.edit" else None

    def action_open(self) -> None:
        """Count."""
        self.opened += 1

    async def action_new(self) -> None:
        """Ask."""
        self.answers.append(await self.question(self.asked))

    def action_edit(self) -> None:
        """Never done."""
        raise AssertionError

    def action_sort(self) -> None:
        """Say something."""
        self.say("Saved · u undoes", "tick", "success")


def text_of(line: Line) -> str:
    """Return a line's text."""
    return "".join(span.text for span in line)


async def test_a_message_stays_until_the_next_key_and_is_kept() -> None:
    async with running(FakeRegister(), first=Asking) as (app, pilot):
        assert app.page.band.status_text == "12,902 customers · row 4"
        await pilot.press("s")
        assert (app.page.band.status_text, app.page.band.sign_text) == ("Saved · u undoes", "✓")
        await pilot.press("x")
        assert (app.page.band.status_text, app.page.band.sign_text) == ("12,902 customers · row 4", "")
        assert [message.text for message in app.messages] == ["Saved · u undoes"]


async def test_a_question_grows_out_of_the_band_and_takes_only_its_own_keys() -> None:
    page = Asking()
    async with running(FakeRegister(), first=lambda: page) as (app, pilot):
        await pilot.press("n")
        await settle(pilot)
        lines = screen_lines(app)
        assert lines[19] == ""
        assert lines[20] == "▌  Throw 3 changes to Brf Ekbacken away?"
        assert lines[21] == "▌  What you have typed is lost."
        assert lines[23] == "   s save  d discard  Esc keep writing"
        await pilot.press("enter", "x", "e", "tab")
        await settle(pilot)
        assert page.answers == ["save"], "Enter takes the answer that loses nothing"
        assert page.opened == 0


@pytest.mark.parametrize(("key", "answer"), [("s", "save"), ("D", "discard"), ("escape", None)])
async def test_answers(key: str, answer: str | None) -> None:
    page = Asking()
    async with running(FakeRegister(), first=lambda: page) as (app, pilot):
        page.query_one(Input).focus()
        await pilot.pause()
        page.press("list.new")
        await settle(pilot)
        await pilot.press("z", key)
        await settle(pilot)
        assert page.answers == [answer]
        assert app.focused is page.query_one(Input), "one goes on where one was"
        assert page.query_one(Input).value == ""
        assert not page.band.asking
        assert screen_lines(app)[22].startswith("   12,902")


async def test_enter_does_nothing_where_no_answer_is_safe() -> None:
    page = Asking(Question("Delete?", [Answer("delete", "d delete")], escape="leave"))
    async with running(FakeRegister(), first=lambda: page) as (_app, pilot):
        await pilot.press("n")
        await settle(pilot)
        await pilot.press("enter")
        assert page.band.asking
        await pilot.press("escape")


async def test_a_question_with_a_delay_is_answered_before_it_shows() -> None:
    page = Asking(Question("Go to?", [Answer("first", "g first")], escape="stay", delay=60))
    async with running(FakeRegister(), first=lambda: page) as (app, pilot):
        await pilot.press("n")
        await settle(pilot)
        assert screen_lines(app)[22].startswith("   12,902"), "who knows the key need not see it"
        await pilot.press("g")
        await settle(pilot)
        assert page.answers == ["first"]


async def test_two_questions_at_once_are_not_asked() -> None:
    page = Asking()
    async with running(FakeRegister(), first=lambda: page) as (_app, pilot):
        first = asyncio.ensure_future(page.band.ask(QUESTION))
        await pilot.pause()
        assert await page.band.ask(QUESTION) is None
        page.band.answer("save")
        assert await first == "save"


async def test_keys_and_answers_can_be_clicked() -> None:
    page = Asking()
    async with running(FakeRegister(), first=lambda: page) as (_app, pilot):
        await pilot.click(Band, offset=(4, 1))
        assert page.opened == 1
        page.press("list.new")
        await settle(pilot)
        await pilot.click(Band, offset=(12, 4))
        await settle(pilot)
        assert page.answers == ["discard"]


async def test_the_header_keeps_the_last_part_and_what_is_unsaved() -> None:
    async with running(FakeRegister(), first=Asking) as (app, _pilot):
        assert screen_lines(app)[0] == "   Customers › Brf Ekbacken › Edit * 3 changes" + "Anna Lind".rjust(32)


def test_keys_drop_from_the_right_but_back_and_help() -> None:
    offers = [Offer(f"a.{place}", letter, "words") for place, letter in enumerate("abcdefgh")]
    offers += [Offer("app.back", "Esc", "back", stays=True), Offer("app.help", "?", "help", stays=True, at_right=True)]
    for width in range(25, 140):
        line = text_of(keys_line(offers, width))
        assert "Esc back" in line and line.endswith("? help") and len(line) == width - 2
        shown = [letter for letter in "abcdefgh" if f" {letter} words" in line]
        assert shown == list("abcdefgh")[: len(shown)]


def test_a_key_that_cannot_be_used_is_muted() -> None:
    line = keys_line([Offer("a.a", "e", "edit", usable=False), Offer("a.b", "n", "new")], 80)
    roles = {span.text: (span.role, span.bold) for span in line}
    assert roles["e"] == ("muted", False) and roles["n"] == ("accent", True)


def test_a_long_status_is_cut_at_its_end() -> None:
    line = shortened([Span("12,902 customers"), Span(" · names that begin with ekbacken first")], 30)
    assert text_of(line) == "12,902 customers · names that…"
    assert width_of(line) == 30


@pytest.mark.parametrize(
    ("before", "after", "cells"),
    [
        ([Span("abc")], [Span("abd")], (2, 3)),
        ([Span("abc")], [Span("abcd")], (3, 4)),
        ([Span("abc")], [Span("abc"), Span("de")], (3, 5)),
        ([Span("abc")], [Span("abc", "muted")], (0, 3)),
        ([], [Span("a")], (0, 1)),
    ],
)
def test_only_what_differs_of_a_line_is_painted(before: Line, after: Line, cells: tuple[int, int]) -> None:
    assert difference(before, after) == cells


def test_the_key_of_an_answer_is_in_its_words(speak_swedish: None) -> None:
    answer = Answer("yes", _("y yes, undo"))
    assert (answer.key, answer.word) == ("j", "ja, ångra")
