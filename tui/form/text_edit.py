"""A text being typed and its caret: what every editing key does to them; pure."""

from __future__ import annotations

import re
from collections.abc import Callable

from rich.cells import cell_len

from core.values.cleaning import clean

_WORD_LEFT = re.compile(r"\w*\W*\Z")
_WORD_RIGHT = re.compile(r"\W*\w*")


class TextEdit:
    """One text and a caret (0 to its length); with `lines` it may have line feeds."""

    def __init__(self, text: str, *, caret: int | None = None, lines: bool = False) -> None:
        self.text = text
        self.caret = len(text) if caret is None else min(max(caret, 0), len(text))
        self.lines = lines

    def insert(self, typed: str) -> None:
        """Put in what was typed or pasted, without what no text may have (controls, in one line also line feeds)."""
        kept = _cleaned(typed, self.lines)
        self.text = self.text[: self.caret] + kept + self.text[self.caret :]
        self.caret += len(kept)

    def press(self, key: str) -> bool:
        """Do what a key does (Textual's name); False where it does nothing in a text."""
        action = _KEYS.get(key)
        if action is None:
            return False
        action(self)
        return True

    # -- moving ----------------------------------------------------------------------------------------------------

    def left(self) -> None:
        """One letter to the left, over marks that belong to it."""
        self.caret = _step(self.text, self.caret, -1)

    def right(self) -> None:
        """One letter to the right."""
        self.caret = _step(self.text, self.caret, 1)

    def word_left(self) -> None:
        """To the beginning of the word."""
        found = _WORD_LEFT.search(self.text[: self.caret])
        self.caret = found.start() if found else 0

    def word_right(self) -> None:
        """To the end of the word."""
        found = _WORD_RIGHT.match(self.text, self.caret)
        self.caret = found.end() if found else len(self.text)

    def home(self) -> None:
        """To the beginning of the line."""
        self.caret = self.text.rfind("\n", 0, self.caret) + 1

    def end(self) -> None:
        """To the end of the line."""
        found = self.text.find("\n", self.caret)
        self.caret = len(self.text) if found < 0 else found

    # -- taking away -----------------------------------------------------------------------------------------------

    def _cut(self, start: int, end: int) -> None:
        self.text = self.text[:start] + self.text[end:]
        self.caret = start

    def backspace(self) -> None:
        """Take away the letter before the caret."""
        self._cut(_step(self.text, self.caret, -1), self.caret)

    def delete(self) -> None:
        """Take away the letter after the caret."""
        self._cut(self.caret, _step(self.text, self.caret, 1))

    def word_backspace(self) -> None:
        """Take away the word before the caret."""
        end = self.caret
        self.word_left()
        self._cut(self.caret, end)

    def to_home(self) -> None:
        """Take away what stands before the caret on its line."""
        end = self.caret
        self.home()
        self._cut(self.caret, end)

    def to_end(self) -> None:
        """Take away what stands after the caret on its line."""
        start = self.caret
        self.end()
        self._cut(start, self.caret)


def _cleaned(typed: str, lines: bool) -> str:
    """Clean what was typed; a lone space is text here, though nothing of a whole field."""
    if typed.isascii() and typed.isprintable():
        return typed
    before = " " if typed[:1] == " " else ""
    after = " " if len(typed) > 1 and typed[-1:] == " " else ""
    if lines and typed.strip("\r\n") == "":
        return "\n" * len(typed.replace("\r\n", "\n"))
    return before + clean(typed, lines=lines) + after


def _step(text: str, caret: int, by: int) -> int:
    """Return the place one letter away; marks of no width belong to the letter before them."""
    there = caret + by
    while 0 < there < len(text) and text[there] != "\n" and cell_len(text[there]) == 0:
        there += by
    return min(max(there, 0), len(text))


_KEYS: dict[str, Callable[[TextEdit], None]] = {
    "left": TextEdit.left,
    "right": TextEdit.right,
    "ctrl+left": TextEdit.word_left,
    "ctrl+right": TextEdit.word_right,
    "home": TextEdit.home,
    "ctrl+a": TextEdit.home,
    "end": TextEdit.end,
    "ctrl+e": TextEdit.end,
    "backspace": TextEdit.backspace,
    "delete": TextEdit.delete,
    "ctrl+w": TextEdit.word_backspace,
    "ctrl+backspace": TextEdit.word_backspace,
    "ctrl+u": TextEdit.to_home,
    "ctrl+k": TextEdit.to_end,
}


def wrap_places(text: str, width: int) -> list[tuple[int, int]]:
    """Return the (start, end) of each line that `text` takes in `width` cells: after spaces, else inside a word."""
    places: list[tuple[int, int]] = []
    start = 0
    for line in text.split("\n"):
        end = start + len(line)
        places += _wrap_line(text, start, end, width)
        start = end + 1
    return places


def _wrap_line(text: str, start: int, end: int, width: int) -> list[tuple[int, int]]:
    places: list[tuple[int, int]] = []
    while True:
        cells, cut, space = 0, start, 0
        while cut < end and (cells := cells + cell_len(text[cut])) <= width:
            cut += 1
            if text[cut - 1] == " ":
                space = cut
        if cut >= end:
            return [*places, (start, end)]
        cut = space if space > start else max(cut, start + 1)
        places.append((start, cut))
        start = cut


def window(text: str, caret: int, width: int, offset: int) -> int:
    """Return the first letter that a field of `width` cells shows, moved only so far that the caret is in sight."""
    offset = min(offset, caret)
    while cell_len(text[offset:caret]) > width - 1:
        offset += 1
    return offset
