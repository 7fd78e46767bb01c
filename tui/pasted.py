"""What is pasted, on its way from the terminal: text only, so that nobody's clipboard presses keys."""

from __future__ import annotations

import re

BEGIN, END = "\x1b[200~", "\x1b[201~"
"""What a terminal sends around what is pasted."""
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")


class Pasted:
    """Takes what the terminal sends, piece by piece, and gives it back without controls between the two marks.

    Textual reads a sequence that stands in a pasted text as the key that sends it.
    """

    def __init__(self) -> None:
        self._inside = False
        self._before = ""
        self._held = ""

    def cleaned(self, text: str) -> str:
        """Return `text` as it may be read; the beginning of what may be the second mark waits for the rest of it."""
        found: list[str] = []
        while text:
            piece, text = self._take(text)
            found.append(piece)
        return "".join(found)

    def _take(self, text: str) -> tuple[str, str]:
        """Return the text up to the next mark, with it, and what follows."""
        if self._inside:
            text, self._held = self._held + text, ""
            place = text.find(END)
            if place < 0:
                whole = len(text) - _begun(text)
                self._held = text[whole:]
                return _CONTROLS.sub("", text[:whole]), ""
            self._inside = False
            return _CONTROLS.sub("", text[:place]) + END, text[place + len(END) :]
        # The first mark may have come in two pieces; the first of them is gone already.
        place = (self._before + text).find(BEGIN)
        if place < 0:
            self._before = (self._before + text)[1 - len(BEGIN) :]
            return text, ""
        end = place + len(BEGIN) - len(self._before)
        self._inside, self._before = True, ""
        return text[:end], text[end:]


def _begun(text: str) -> int:
    """Return how many characters at the end of `text` are the beginning of END."""
    return next((size for size in range(len(END) - 1, 0, -1) if text.endswith(END[:size])), 0)
