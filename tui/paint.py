"""Lines of text with roles, and how they become what the terminal is sent; no widget and no theme knows the other."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from tui.harmless import harmless
from tui.theme import style


class Span(NamedTuple):
    """Some text of one role (tui.theme): bold, underlined, or a sign, which keeps its colour on the cursor row.

    `on` paints this much of the line on another background than the rest; `press` is the id of a key that a click on
    it presses.
    """

    text: str
    role: str = "text"
    bold: bool = False
    underline: bool = False
    sign: bool = False
    on: str = ""
    press: str = ""


Line = Sequence[Span]


def width_of(line: Iterable[Span]) -> int:
    """Return how many cells a line takes."""
    return sum(cell_len(span.text) for span in line)


def gap(cells: int) -> Span:
    """Return so many cells of nothing (none where negative)."""
    return Span(" " * max(cells, 0))


def at_edges(left: Line, right: Line, width: int) -> list[Span]:
    """Return `left`, and `right` ending at cell `width`; where they come closer than two cells, `right` falls off."""
    room = width - width_of(left) - width_of(right)
    return [*left] if room < 2 and right else [*left, gap(room), *right]


def paint(line: Line, theme: str, width: int, on: str = "background") -> Strip:
    """Return the strip of exactly `width` cells that shows `line` on a background; what is too long is cut off."""
    runs: list[tuple[str, Style]] = []
    left = width
    for span in [*line, gap(left)]:
        if left <= 0 or not span.text:
            continue
        text = harmless(span.text)
        cells = cell_len(text)
        if cells > left:
            text = set_cell_size(text, left)
        left -= min(cells, left)
        ink = style(theme, span.role, span.on or on, span.bold, span.underline, span.sign)
        # Air looks the same in every ink: one change of style less to send.
        if runs and (ink == runs[-1][1] or (text.isspace() and _same_ground(ink, runs[-1][1]))):
            runs[-1] = (runs[-1][0] + text, runs[-1][1])
        elif runs and runs[-1][0].isspace() and _same_ground(ink, runs[-1][1]):
            runs[-1] = (runs[-1][0] + text, ink)
        else:
            runs.append((text, ink))
    return Strip([Segment(text, ink) for text, ink in runs], width)


def _same_ground(one: Style, other: Style) -> bool:
    return one.bgcolor == other.bgcolor and one.reverse == other.reverse and not one.underline and not other.underline


def press_at(line: Line, x: int) -> str:
    """Return the id of the key that a click at cell `x` presses, "" where none."""
    start = 0
    for span in line:
        end = start + cell_len(span.text)
        if start <= x < end:
            return span.press
        start = end
    return ""
