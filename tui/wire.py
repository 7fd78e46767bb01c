"""What is sent to the terminal: of each frame only the cells that differ from what stands there, in the fewest bytes.

Textual paints every cell of whatever was refreshed, whether it changed or not, each piece with all its attributes. This
reads the frame, compares it with what was sent before, and writes moves, changes of style and text for the difference.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple

from rich.cells import cell_len

_TOKENS = re.compile(
    r"\x1b\[(?P<y>\d+);(?P<x>\d+)H"  # a move
    r"|\x1b\[(?P<sgr>[\d;]*)m"  # a style
    r"|(?P<text>[^\x00-\x1f\x7f-\x9f]+)"  # text
    r"|(?P<line>\n)"  # after which Textual always moves
    r"|(?P<other>.)",
    re.DOTALL,
)
_HARMLESS = re.compile(
    r"(?:\x1b\[\?(?!1049|1047|47|6h|6l)[\d;$]+[hlp]|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)|\x07|\x1b\[[<>=]?\d*u)+"
)
"""Modes but that of the other screen, titles and the clipboard, the bell: nothing of it touches a cell."""
_SIMPLE = re.compile("[ -\u02ff\u2010-\u203a\u2190-\u21ff\u2500-\u25ff\u2713]*")
"""Characters that every terminal draws one cell wide; of a line with any other, all that follows is sent."""

SYNC_BEGIN, SYNC_END = "\x1b[?2026h", "\x1b[?2026l"
UNKNOWN = "?"
"""The style of a cell of which nothing is known."""
_AIR = re.compile(" {13,}")
"""Air that takes more bytes than erasing it and stepping over it."""
_HAS_LINES = re.compile(r"(?:^|;)[479](?:;|$)")
"""Underlined, reversed or struck out air is more than its background."""
_ERASE = frozenset({"xterm", "tmux", "alacritty", "foot", "wezterm", "rxvt", "linux", "vte", "konsole", "putty"})
"""Terminals by the first part of TERM; GNU screen is none of them."""
NEAR = 7
"""Cells that did not change but stand between two that did are sent again where a move would cost as much."""


class Style(NamedTuple):
    """A style as the terminal has it: attributes that are on (bold 1, dim 2 …), foreground and background codes."""

    attributes: frozenset[str]
    foreground: str
    background: str


PLAIN = Style(frozenset(), "", "")
_OFF = {"1": "22", "2": "22", "3": "23", "4": "24", "5": "25", "7": "27", "9": "29"}

Row = tuple[list[str], list[str]]
"""The characters of a line ("" after a wide one), and the style of each as Textual writes it ("1;38;5;80")."""


class Wire:
    """Knows what stands on the terminal, and turns a frame into what must be sent to change it.

    `erases`: the terminal fills cells that it is told to erase with the background in use, so that air need not be sent.
    """

    def __init__(self, *, erases: bool = False) -> None:
        self._erases = erases
        self._rows: dict[int, Row] = {}
        self._at: tuple[int, int] | None = None
        self._rests_at = ""
        self._style = ""
        self._sync_waits = False

    def forget(self) -> None:
        """Know nothing of what stands on the terminal: the next frames are sent as they are."""
        self._rows.clear()
        self._at = None
        self._rests_at = ""

    def lean(self, data: str) -> str:
        """Return what must be sent for `data`, a whole frame or a control sequence; "" where nothing must."""
        if data == SYNC_BEGIN:
            self._sync_waits = True
            return ""
        if data == SYNC_END and self._sync_waits:
            self._sync_waits = False
            return ""
        begin = SYNC_BEGIN if self._sync_waits else ""
        if _HARMLESS.fullmatch(data):
            self._sync_waits = False
            return begin + data
        painted = self._read(data)
        if painted is None:
            self.forget()
            self._sync_waits = False
            back, self._style = self._to_style(""), ""
            return begin + back + data
        sent = self._send(*painted)
        if sent:
            self._sync_waits = False
            return begin + sent
        return ""

    # -- reading a frame -------------------------------------------------------------------------------------------

    def _read(self, data: str) -> tuple[dict[int, Row], str] | None:
        """Return the lines as they will be, and the last move; None where it is not all moves, styles and text."""
        rows: dict[int, Row] = {}
        style, rest = "", ""
        y = x = -1
        for token in _TOKENS.finditer(data):
            kind = token.lastgroup
            if kind == "x":
                y, x = int(token["y"]) - 1, int(token["x"]) - 1
                rest = token[0]
            elif kind == "sgr":
                style = "" if token["sgr"] == "0" else token["sgr"]
            elif kind == "line":
                y = -1
            elif kind == "text" and y >= 0:
                if y not in rows:
                    old = self._rows.get(y, ([], []))
                    rows[y] = ([*old[0]], [*old[1]])
                x = _write(rows[y], x, token["text"], style)
                rest = ""
            else:
                return None
        return (rows, rest) if rest or not rows else None

    # -- writing the difference ------------------------------------------------------------------------------------

    def _send(self, rows: dict[int, Row], rest: str) -> str:
        parts: list[str] = []
        for y, row in sorted(rows.items()):
            old = self._rows.get(y, ([], []))
            if row != old:
                for start, end in _spans(old, row):
                    parts.append(self._run(y, row, start, end))
                self._rows[y] = row
        if not parts:
            if rest == self._rests_at:
                return ""
            self._rests_at, self._at = rest, None
            return rest
        parts.append(self._to_style(""))
        self._style = ""
        self._rests_at, self._at = rest, None
        return "".join(parts) + rest

    def _run(self, y: int, row: Row, start: int, end: int) -> str:
        parts = [] if self._at == (y, start) else [f"\x1b[{y + 1};{start + 1}H" if start else f"\x1b[{y + 1}H"]
        letters, styles = row
        place = start
        while place < end:
            style, last = styles[place], place + 1
            while last < end and styles[last] == style:
                last += 1
            parts.append(self._to_style(style))
            self._style = style
            text = "".join(letters[place:last])
            parts.append(_with_erased(text) if self._erases and not _HAS_LINES.search(style) else text)
            place = last
        # In the last column a terminal waits: where its cursor is, is not sure.
        self._at = (y, end) if end < len(letters) else None
        return "".join(parts)

    def _to_style(self, style: str) -> str:
        return transition(self._style, style)


def _with_erased(text: str) -> str:
    """Return `text` with long runs of spaces erased and stepped over instead of written (ECH and CUF)."""
    return _AIR.sub(lambda found: f"\x1b[{len(found[0])}X\x1b[{len(found[0])}C", text)


def erases(environment: Mapping[str, str]) -> bool:
    """Say whether the terminal, as far as its name tells, fills erased cells with the background in use."""
    return environment.get("TERM", "").lower().partition("-")[0] in _ERASE


def _write(row: Row, x: int, text: str, style: str) -> int:
    """Write `text` at cell `x` and return the cell after it."""
    letters, styles = row
    if len(letters) < x:
        styles += [UNKNOWN] * (x - len(letters))
        letters += [""] * (x - len(letters))
    if _SIMPLE.fullmatch(text):
        end = x + len(text)
        letters[x:end] = text
        styles[x:end] = [style] * len(text)
        return end
    for letter in text:
        width = cell_len(letter)
        if width == 0 and x > 0:
            letters[x - 1] += letter
            continue
        letters[x : x + width] = [letter, *[""] * (width - 1)]
        styles[x : x + width] = [style] * width
        x += width
    return x


def _spans(old: Row, new: Row) -> list[tuple[int, int]]:
    """Return from which cell to which (not included) a line must be sent: what changed, and what lies close between."""
    old_letters, old_styles = old
    letters, styles = new
    known = min(len(old_letters), len(letters))
    changed = [
        place for place in range(known) if letters[place] != old_letters[place] or styles[place] != old_styles[place]
    ]
    changed += [place for place in range(known, len(letters)) if styles[place] != UNKNOWN]
    near = NEAR
    if changed and not (_SIMPLE.fullmatch("".join(letters)) and _SIMPLE.fullmatch("".join(old_letters))):
        changed, near = [place for place, style in enumerate(styles) if style != UNKNOWN], 0
    spans: list[tuple[int, int]] = []
    for place in changed:
        if spans and place - spans[-1][1] <= near and UNKNOWN not in styles[spans[-1][1] : place]:
            spans[-1] = (spans[-1][0], place + 1)
        else:
            spans.append((place, place + 1))
    return spans


@lru_cache(maxsize=4096)
def transition(now: str, wanted: str) -> str:
    """Return the shortest sequence that changes one style into another (both as Rich writes them, "" for plain)."""
    if now == wanted:
        return ""
    if not wanted:
        return "\x1b[m"
    before, after = read_style(now), read_style(wanted)
    codes: list[str] = []
    gone = before.attributes - after.attributes
    kept = after.attributes & before.attributes
    for attribute in sorted(gone):
        off = _OFF.get(attribute, "")
        if not off:
            return f"\x1b[0;{wanted}m"
        if off not in codes:
            codes.append(off)
            # 22 turns bold and dim off together.
            kept -= {other for other in kept if _OFF.get(other) == off}
    codes += sorted(after.attributes - kept)
    if after.foreground != before.foreground:
        codes.append(after.foreground or "39")
    if after.background != before.background:
        codes.append(after.background or "49")
    step = f"\x1b[{';'.join(codes)}m"
    whole = f"\x1b[0;{wanted}m"
    return step if len(step) <= len(whole) else whole


@lru_cache(maxsize=4096)
def read_style(written: str) -> Style:
    """Take a style as Rich writes it ("1;38;5;80;48;5;233") apart."""
    attributes: set[str] = set()
    foreground = background = ""
    codes = written.split(";") if written else []
    place = 0
    while place < len(codes):
        code = codes[place]
        size = 1
        if code in ("38", "48"):
            size = 3 if codes[place + 1] == "5" else 5
            value = ";".join(codes[place : place + size])
            foreground, background = (value, background) if code == "38" else (foreground, value)
        elif len(code) == 2 and code[0] in "39":
            foreground = "" if code == "39" else code
        elif (len(code) == 2 and code[0] == "4") or len(code) == 3:
            background = "" if code == "49" else code
        else:
            attributes.add(code)
        place += size
    return Style(frozenset(attributes), foreground, background)
