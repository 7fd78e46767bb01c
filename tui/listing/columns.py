"""Which columns a list of customers has in a width: those somebody chose, or what the width gives by itself; pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from core.customers.columns import COLUMNS, ColumnName, ListColumn

GUTTER = 3
BETWEEN = 2
EDGE = 2
"""Cells at the right edge without a word: air, and the bar that says where one is."""
NAME_LEAST = COLUMNS["name"].least
WIDEST = 60
"""So wide, at most, a column is made by key."""
NARROWEST = 56
"""Below this a list shows number and name only; from `WITH_TOWN` town too, beside the pane not the phone."""
WITH_TOWN = 72
WITH_CONTACT = 100


class Column(NamedTuple):
    """A column: its name, where it begins, how wide it is."""

    name: str
    start: int
    width: int

    @property
    def end(self) -> int:
        """The cell after its last."""
        return self.start + self.width


class Layout(NamedTuple):
    """The columns of a list of one width, in order."""

    columns: tuple[Column, ...]
    width: int

    def at(self, x: int) -> str:
        """Return the name of the column at cell `x` (the air after a column belongs to it), "" where none is."""
        found = ""
        for column in self.columns:
            if x >= column.start:
                found = column.name
        return found

    def has(self, name: str) -> bool:
        """Say whether there is a column of that name."""
        return any(column.name == name for column in self.columns)


def layout(
    width: int, number_width: int = 5, *, beside_pane: bool = False, chosen: Sequence[ListColumn] = ()
) -> Layout:
    """Return the columns of a list `width` cells wide: the name has what is left, never under 18.

    What was chosen, as far as there is room: the rightmost goes first, whole. Nothing chosen (LOOK.md 1): 60–79 cells:
    number, name, phone; from 80: town and phone; beside a pane the phone is in the pane, until there is room for
    contact and phone again; the least important goes first.
    """
    wanted = list(chosen) or [ListColumn("number"), ListColumn("name"), *_by_width(width, beside_pane)]
    least_important = [column.name for column in (reversed(wanted) if chosen else wanted[2:]) if column.name != "name"]
    cells = {column.name: column_width(column, number_width) for column in wanted}
    room = width - EDGE - GUTTER
    while (left := room - _taken(cells)) < NAME_LEAST and least_important:
        del cells[least_important.pop(0)]
    most = next((column.width for column in chosen if column.name == "name" and column.width), left)
    cells["name"] = max(min(left, max(most, NAME_LEAST)), 1)
    columns: list[Column] = []
    for name, size in cells.items():
        columns.append(Column(name, columns[-1].end + BETWEEN if columns else GUTTER, size))
    return Layout(tuple(columns), width)


def _taken(cells: dict[ColumnName, int]) -> int:
    """Return the cells of all columns but the name, with the air between them and it."""
    return sum(size + BETWEEN for name, size in cells.items() if name != "name")


def _by_width(width: int, beside_pane: bool) -> Iterable[ListColumn]:
    three = (ListColumn("city", 13), ListColumn("contact", 13), ListColumn("phone", 13))
    if beside_pane:
        return three if width >= WITH_CONTACT else three[:1] if width >= WITH_TOWN else ()
    if width >= 120:
        return three
    if width >= 80:
        return (ListColumn("city", 11), three[2])
    return three[2:] if width >= NARROWEST else ()


def column_width(column: ListColumn, number_width: int) -> int:
    """Return how many cells a column has: what was chosen, else its own width; numbers are never cut."""
    own = 0 if column.name == "number" else COLUMNS[column.name].width
    return max(column.width or own, least_width(column.name, number_width))


def least_width(name: ColumnName, number_width: int) -> int:
    """Return how narrow a column can be made."""
    return max(number_width, COLUMNS["number"].least) if name == "number" else COLUMNS[name].least


# -- choosing --------------------------------------------------------------------------------------------------------


def as_chosen(columns: Layout) -> tuple[ListColumn, ...]:
    """Return the columns that a list has by itself as if somebody had chosen them: where choosing begins."""
    return tuple(ListColumn(name) for column in columns.columns for name in COLUMNS if name == column.name)


def ticked(chosen: tuple[ListColumn, ...], name: ColumnName) -> tuple[ListColumn, ...]:
    """Return the columns with one more at the right, or without one that is there; the name is always there."""
    if any(column.name == name for column in chosen):
        return tuple(column for column in chosen if column.name != name or name == "name")
    return (*chosen, ListColumn(name))


def moved(chosen: tuple[ListColumn, ...], name: ColumnName, by: int) -> tuple[ListColumn, ...]:
    """Return the columns with one of them so many places further to the right, as far as there are any."""
    place = next((place for place, column in enumerate(chosen) if column.name == name), -1)
    if place < 0:
        return chosen
    rest = list(chosen)
    column = rest.pop(place)
    rest.insert(max(min(place + by, len(rest)), 0), column)
    return tuple(rest)


def widened(
    chosen: tuple[ListColumn, ...], name: ColumnName, by: int, number_width: int, shown: int
) -> tuple[ListColumn, ...]:
    """Return the columns with one of them `by` cells wider than it is `shown`, within what it can be."""
    width = max(min(shown + by, WIDEST), least_width(name, number_width))
    return tuple(ListColumn(name, width) if column.name == name else column for column in chosen)
