"""The talking band: two lines at the bottom with what is so and what one can do; a question grows out of it."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Sequence
from dataclasses import dataclass
from itertools import takewhile
from typing import NamedTuple

from rich.cells import cell_len
from textual import events
from textual.geometry import Region
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from tui.format import cut
from tui.keys import keycap
from tui.paint import Line, Span, gap, paint, press_at, width_of
from tui.signs import sign
from tui.widgets.line_widget import LineWidget

LINES = 2
QUESTION_LINES = 5
DIGITS = "0123456789"
LONGEST_NUMBER = 12


class Offer(NamedTuple):
    """A key that the band offers: its id, cap and word; greyed where it cannot be used now; `stays` to the last."""

    id: str
    cap: str
    word: str
    usable: bool = True
    stays: bool = False
    at_right: bool = False


class Answer(NamedTuple):
    """One answer to a question: what the program gets, and the translated text whose first word is the key.

    `Answer("discard", _("d discard"))` is answered by d in English and, being translated "k kasta", by k in Swedish.
    """

    value: str
    text: str

    @property
    def key(self) -> str:
        """The letter that answers."""
        return self.text.partition(" ")[0]

    @property
    def word(self) -> str:
        """What stands after the letter."""
        return self.text.partition(" ")[2]


@dataclass(frozen=True)
class Question:
    """Something to decide: a whole sentence, a line of consequence, answers (default first), and what Esc does.

    `enter` is the value that Enter answers too, never a dangerous one; "" where Enter does nothing. With a `delay` it is
    shown only after so many seconds: who knows the key need not see it. With `number` one may also type a number, or so
    many percent: "5000", "50%" is then the value.
    """

    text: str
    answers: Sequence[Answer]
    escape: str
    consequence: str = ""
    enter: str = ""
    delay: float = 0.0
    number: bool = False


class Band(LineWidget, can_focus=False):
    """Shows a status line with its sign, and the keys; while it asks, it has the focus and takes all keys."""

    @dataclass
    class Pressed(Message):
        """Somebody clicked on a key."""

        id: str

    def __init__(self) -> None:
        super().__init__()
        self._status: Line = ()
        self._sign: Span | None = None
        self._offers: Sequence[Offer] = ()
        self._question: Question | None = None
        self._answer: asyncio.Future[str | None] | None = None
        self._number = ""

    @property
    def asking(self) -> bool:
        """Whether a question waits for its answer."""
        return self._question is not None

    @property
    def status_text(self) -> str:
        """The words of the status line, for tests and for the list of messages."""
        return "".join(span.text for span in self._status)

    @property
    def sign_text(self) -> str:
        """The sign in the status line's gutter, "" where none."""
        return self._sign.text if self._sign else ""

    @property
    def question(self) -> Question | None:
        """What is asked now."""
        return self._question

    @property
    def offers(self) -> Sequence[Offer]:
        """The keys that are offered, ranked."""
        return self._offers

    def show_status(self, line: Line, sign_span: Span | None = None) -> None:
        """Show a status line, with a sign in its gutter; repaints only when it differs."""
        if (list(line), sign_span) != (list(self._status), self._sign):
            before = self._status_line(self.size.width)
            self._status, self._sign = tuple(line), sign_span
            start, end = difference(before, self._status_line(self.size.width))
            self._refresh_line(-2, start, end)

    def show_keys(self, offers: Sequence[Offer]) -> None:
        """Show keys, the most used first; repaints only when they differ."""
        if list(offers) != list(self._offers):
            before = keys_line(self._offers, self.size.width)
            self._offers = tuple(offers)
            self._refresh_line(-1, *difference(before, keys_line(self._offers, self.size.width)))

    def _refresh_line(self, from_bottom: int, start: int = 0, end: int | None = None) -> None:
        if not self.has_class("-asking"):
            width = (self.size.width if end is None else end) - start
            self.refresh(Region(start, self.size.height + from_bottom, width, 1))

    def ask(self, question: Question) -> Awaitable[str | None]:
        """Ask, and return what gives the answer's value, None for Esc; not to be awaited in a message handler.

        The question is asked when this returns: the next key answers it, however soon it comes.
        """
        if self._answer is not None:
            return asyncio.sleep(0)
        self._question, self._number = question, ""
        self._answer = asyncio.get_running_loop().create_future()
        before = self.screen.focused
        self.can_focus = True
        self.screen.set_focus(self, scroll_visible=False)
        shown = asyncio.get_running_loop().call_later(question.delay, self._grow) if question.delay else None
        if shown is None:
            self._grow()
        return self._answered(self._answer, before, shown)

    async def _answered(
        self, answer: asyncio.Future[str | None], before: Widget | None, shown: asyncio.TimerHandle | None
    ) -> str | None:
        try:
            return await answer
        finally:
            self._question = self._answer = None
            if shown is not None:
                shown.cancel()
            self._shrink(before)

    def _grow(self) -> None:
        if self.has_class("-asking"):
            return
        self.add_class("-asking")
        self.refresh(layout=True)

    def _shrink(self, before: Widget | None) -> None:
        if self.is_attached:
            if before is not None and before.is_attached:
                before.focus(scroll_visible=False)
            else:
                self.screen.set_focus(None)
        if self.has_class("-asking"):
            self.remove_class("-asking")
            self.refresh(layout=True)
        self.can_focus = False

    def answer(self, value: str | None) -> None:
        """Answer the question that is asked, as its key would."""
        if self._answer is not None and not self._answer.done():
            self._answer.set_result(value)

    async def on_key(self, event: events.Key) -> None:
        """Take every key while a question is asked: only its own do something."""
        if self._question is None:
            return
        event.stop()
        event.prevent_default()
        if event.key == "escape":
            self.answer(None)
        elif self._question.number and self._typed_number(event):
            self._grow()
            self.refresh_rows(1)
        elif event.key == "enter" and self._number:
            self.answer(self._number)
        elif event.key == "enter" and self._question.enter:
            self.answer(self._question.enter)
        elif event.character:
            for answer in self._question.answers:
                if answer.key.casefold() == event.character.casefold():
                    self.answer(answer.value)

    def _typed_number(self, event: events.Key) -> bool:
        """Take a digit, a percent sign or Backspace as part of the number; say whether it was one."""
        before, letter = self._number, event.character or ""
        if event.key == "backspace":
            self._number = before[:-1]
        elif letter and letter in (f"{DIGITS}%" if before else DIGITS) and not before.endswith("%"):
            self._number = (before + letter)[:LONGEST_NUMBER]
        return self._number != before

    def on_click(self, event: events.Click) -> None:
        """Press the key, or give the answer, that was clicked on."""
        pressed = press_at(self._line(event.y), event.x)
        if self._question is not None:
            if pressed:
                self.answer(None if pressed == "escape" else pressed)
        elif pressed:
            self.post_message(self.Pressed(pressed))

    def render_line(self, y: int) -> Strip:
        """Return one line of the band."""
        return paint(self._line(y), self.app.theme, self.size.width, "panel")

    def _line(self, y: int) -> list[Span]:
        width = self.size.width
        if self._question is not None and self.has_class("-asking"):
            return self._question_line(self._question, y, width)
        from_bottom = y - self.size.height
        if from_bottom == -1:
            return keys_line(self._offers, width)
        if from_bottom == -2:
            return self._status_line(width)
        return []

    def _status_line(self, width: int) -> list[Span]:
        gutter = self._sign or Span(" ")
        return [gap(1), gutter, gap(2 - width_of([gutter])), *shortened(self._status, width - 5)]

    def _question_line(self, question: Question, y: int, width: int) -> list[Span]:
        bar = Span(sign("cursor"), "accent", sign=True)
        if y == 1:
            number = Span(f"  {self._number}" if self._number else "", "accent", bold=True)
            return [bar, gap(2), Span(cut(question.text, width - 5 - width_of([number])), bold=True), number]
        if y == 2:
            return [bar, gap(2), Span(cut(question.consequence, width - 5), "muted")]
        answers = [Offer(answer.value, answer.key, answer.word) for answer in question.answers]
        above, below = answer_lines(answers, Offer("escape", keycap("escape"), question.escape, stays=True), width)
        return below if y == self.size.height - 1 else above if y == self.size.height - 2 else []


def difference(before: Line, after: Line) -> tuple[int, int]:
    """Return from which cell to which (not included) two lines differ: moving one row changes one digit."""
    same = list(takewhile(lambda pair: pair[0] == pair[1], zip(before, after, strict=False)))
    start = width_of([span for span, _same in same])
    rest = [line[len(same)].text if len(same) < len(line) else "" for line in (before, after)]
    if all(rest) and before[len(same)][1:] == after[len(same)][1:]:
        alike = takewhile(lambda pair: pair[0] == pair[1], zip(*rest, strict=False))
        start += cell_len("".join(letter for letter, _same in alike))
    end = max(width_of(before), width_of(after))
    if width_of(before) == width_of(after):
        alike_last = takewhile(lambda pair: pair[0] == pair[1], zip(reversed(before), reversed(after), strict=False))
        end -= width_of([span for span, _same in alike_last])
    return start, max(start, end)


def keys_line(offers: Sequence[Offer], width: int) -> list[Span]:
    """Return the line of keys: they drop from the right where there is no room, but those that stay."""
    kept = list(offers)
    while True:
        left = [offer for offer in kept if not offer.at_right]
        right = [offer for offer in kept if offer.at_right]
        line, end = _offers_line(left), _offers_line(right)
        room = width - 5 - width_of(line) - width_of(end)
        droppable = [offer for offer in kept if not offer.stays]
        if room >= (2 if end else 0) or not droppable:
            return [gap(3), *line, gap(room), *end]
        kept.remove(droppable[-1])


def answer_lines(answers: Sequence[Offer], escape: Offer, width: int) -> tuple[list[Span], list[Span]]:
    """Return the answers on one line, the second; where there are too many for it, as many as there is room for above."""
    first, rest = list[Offer](), [*answers]
    room = width - 5
    while width_of(_offers_line([*rest, escape])) > room and width_of(_offers_line([*first, *rest[:1]])) <= room:
        first.append(rest.pop(0))
    return keys_line(first, width) if first else [], keys_line([*rest, escape], width)


def _offers_line(offers: Sequence[Offer]) -> list[Span]:
    line: list[Span] = []
    for offer in offers:
        if line:
            line.append(gap(2))
        line.append(Span(offer.cap, "accent" if offer.usable else "muted", bold=offer.usable, press=offer.id))
        line.append(Span(" " + offer.word, "muted", press=offer.id))
    return line


def shortened(line: Line, width: int) -> list[Span]:
    """Return `line` in at most `width` cells, the span at the edge cut with "…"."""
    kept: list[Span] = []
    for span in line:
        room = width - width_of(kept)
        if room <= 0:
            break
        kept.append(span._replace(text=cut(span.text, room)))
        if kept[-1].text != span.text:
            break
    return kept
