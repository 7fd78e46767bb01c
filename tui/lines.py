"""A row of a painted list: its line, what it refers to, and what stands in its gutter."""

from __future__ import annotations

from collections.abc import Hashable
from typing import NamedTuple

from rich.cells import cell_len, set_cell_size

from tui.paint import Line, Span

GUTTER = 3
"""Cells at the left edge that hold signs only (LOOK.md 0)."""
WIDE, WIDER = 120, 160
"""From these widths on there is room for a third column, and for a fourth."""


class Row(NamedTuple):
    """One line. Rows that refer to the same thing, one below the other, are one row for the cursor; None is no row.

    `sign` stands in the gutter, `bold` is the span that turns bold under the cursor (-1: none).
    """

    line: Line = ()
    ref: Hashable | None = None
    sign: Span | None = None
    bold: int = -1


def wrapped(text: str, width: int) -> list[str]:
    """Return one line of text in lines of at most `width` cells, broken at spaces, a longer word where it must be."""
    lines: list[str] = []
    line = ""
    for word in text.split(" "):
        longer = f"{line} {word}" if line else word
        if cell_len(longer) <= width:
            line = longer
            continue
        if line:
            lines.append(line)
        line = word
        while cell_len(line) > width:
            part = set_cell_size(line, width).rstrip() or line[:1]
            lines.append(part)
            line = line[len(part) :]
    return [*lines, line]
