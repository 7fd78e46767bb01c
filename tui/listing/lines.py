"""How a customer is written on a line of the list: columns by width, matched letters, what is cut; pure functions."""

from __future__ import annotations

from typing import NamedTuple

from rich.cells import cell_len

from core.customers.views import CustomerRow
from core.text import N_, _
from core.values.finding import Typed, matched
from core.values.phone import format_phone
from tui.format import cut
from tui.paint import Span, gap, width_of
from tui.signs import sign

GUTTER = 3
BETWEEN = 2
NAME_LEAST = 18
NO_TYPED = Typed()


class Column(NamedTuple):
    """A column: its name, where it begins, how wide it is."""

    name: str
    start: int
    width: int

    @property
    def end(self) -> int:
        """The cell after its last."""
        return self.start + self.width


HEADS: dict[str, str] = {
    "number": N_("No."),
    "name": N_("Name"),
    "city": N_("Town"),
    "contact": N_("Contact"),
    "phone": N_("Phone"),
}
NARROWEST = 56
"""Below this a list shows number and name only; from `WITH_TOWN` town too, beside the pane not the phone."""
WITH_TOWN = 72
WITH_CONTACT = 100


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


def layout(width: int, number_width: int = 5, *, beside_pane: bool = False) -> Layout:
    """Return the columns of LOOK.md 1 for a list `width` cells wide: the name has what is left, never under 18.

    60–79 cells: number, name, phone; from 80: town and phone; beside a pane the phone is in the pane, until there is
    room for contact and phone again. Where the name would get too narrow, the least important column goes, whole.
    """
    if beside_pane:
        wide = [("city", 13), ("contact", 13), ("phone", 13)] if width >= WITH_CONTACT else [("city", 13)]
        fixed = wide if width >= WITH_TOWN else []
    else:
        fixed = [("city", 11), ("phone", 13)] if width >= 80 else [("phone", 13)] if width >= NARROWEST else []
        if width >= 120:
            fixed = [("city", 13), ("contact", 13), ("phone", 13)]
    right = width - (2 if width >= NARROWEST else 1)
    number = max(number_width, 5)
    while True:
        name = right - GUTTER - number - BETWEEN - sum(BETWEEN + cells for _name, cells in fixed)
        if name >= NAME_LEAST or not fixed:
            break
        fixed.pop(0)
    columns = [Column("number", GUTTER, number), Column("name", GUTTER + number + BETWEEN, max(name, 1))]
    for column, cells in fixed:
        columns.append(Column(column, columns[-1].end + BETWEEN, cells))
    return Layout(tuple(columns), width)


def heads(columns: Layout, sorted_by: str, *, descending: bool = False, underline: bool = False) -> list[Span]:
    """Return the line of column heads, the sorted one with its sign; in 16 colours underlined."""
    line: list[Span] = []
    for column in columns.columns:
        words = _(HEADS[column.name])
        on = column.name == sorted_by
        if on:
            words += " " + sign("down" if descending else "up")
        line.append(_gap_to(line, column.start, underline))
        line.append(Span(cut(words, column.width), "text" if on else "muted", underline=underline))
    line.append(_gap_to(line, columns.width, underline))
    return line


def _gap_to(line: list[Span], start: int, underline: bool = False) -> Span:
    return Span(" " * max(start - width_of(line), 0), "muted" if underline else "text", underline=underline)


def row_line(row: CustomerRow, columns: Layout, typed: Typed = NO_TYPED, *, cursor: bool = False) -> list[Span]:
    """Return the line of a customer without its gutter sign; on the cursor row (`cursor`) the name is bold."""
    line: list[Span] = []
    for column in columns.columns:
        line.append(gap(column.start - width_of(line)))
        if column.name == "name":
            line += _name_cell(row, column.width, typed, cursor)
        else:
            line += _cell(row, column, typed)
    return line


def _cell(row: CustomerRow, column: Column, typed: Typed) -> list[Span]:
    text = format_phone(row.phone) if column.name == "phone" else str(getattr(row, column.name))
    quiet = not row.active or column.name != "phone"
    if not text:
        return [Span(sign("none"), "muted")]
    if column.name == "phone" and cell_len(text) > column.width:
        text = text.replace("\N{NO-BREAK SPACE}", "")
    wanted = _numbers(typed) if column.name == "phone" else typed
    return marked(cut(text, column.width), wanted, "muted" if quiet else "text")


def _name_cell(row: CustomerRow, width: int, typed: Typed, cursor: bool) -> list[Span]:
    """Return the name, and at the end of its column what no column shows: "inactive", or where the text was found."""
    role = "text" if row.active else "muted"
    tail = _tail(row, typed, width)
    room = width - (width_of(tail) + BETWEEN if tail else 0)
    name = marked(cut(row.name, room), typed, role, bold=cursor)
    return [*name, gap(width - width_of(name) - width_of(tail)), *tail] if tail else name


def _tail(row: CustomerRow, typed: Typed, width: int) -> list[Span]:
    room = max(width // 2, 8)
    words = "" if row.active else _("inactive")
    tail: list[Span] = []
    if row.also:
        left = room - (cell_len(words) + BETWEEN if words else 0)
        tail = marked(cut(row.also, max(left, 4)), typed, "muted")
    if words:
        tail += [gap(BETWEEN), Span(words, "muted")] if tail else [Span(words, "muted")]
    return tail


def marked(text: str, typed: Typed, role: str, *, bold: bool = False) -> list[Span]:
    """Return `text` with what was typed in accent, bold and underlined."""
    spans: list[Span] = []
    done = 0
    for start, end in matched(typed, text):
        if start > done:
            spans.append(Span(text[done:start], role, bold=bold))
        spans.append(Span(text[start:end], "accent", bold=True, underline=True))
        done = end
    if done < len(text) or not spans:
        spans.append(Span(text[done:], role, bold=bold))
    return spans


def _numbers(typed: Typed) -> Typed:
    """Return only what is found in phone numbers: runs of digits as one number, no words."""
    return Typed(tuple(part._replace(words=()) for part in typed.parts if part.number))
