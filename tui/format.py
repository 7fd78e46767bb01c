"""Pure functions from values to cells of text, in the writing of LOOK.md 2; widths are terminal cells."""

from __future__ import annotations

from rich.cells import cell_len, set_cell_size

from tui.signs import sign


def cut(text: str, width: int) -> str:
    """Return `text` in at most `width` cells: what is too long ends in "…" after a letter, never after a space."""
    if cell_len(text) <= width:
        return text
    mark = sign("cut")
    room = width - cell_len(mark)
    if room <= 0:
        return set_cell_size(mark, max(width, 0)).rstrip()
    kept = set_cell_size(text, room).rstrip()
    return kept.rstrip(" .,;:-–(/") + mark if kept.rstrip(" .,;:-–(/") else kept + mark


def fit(text: str, width: int) -> str:
    """Return `text` in exactly `width` cells, at the left."""
    return set_cell_size(cut(text, width), width)


def fit_right(text: str, width: int) -> str:
    """Return `text` in exactly `width` cells, at the right."""
    short = cut(text, width)
    return " " * (width - cell_len(short)) + short
