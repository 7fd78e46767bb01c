"""The customers opened last as lines: number, name, town, phone, and when; pure functions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from rich.cells import cell_len

from core.customers.views import CustomerRow
from core.text import _
from core.values.finding import Typed
from core.values.phone import format_phone, phone_digits
from core.values.sorting import fold_spelled, spell
from tui.format import cut, fit
from tui.lines import GUTTER, Row
from tui.listing.lines import marked
from tui.paint import Span, gap, width_of
from tui.signs import sign
from tui.when import near_time, read_time

WHEN = 13
"""Cells of the time: "yesterday 09:12", the longest, has as many in Swedish."""
CITY, PHONE = 13, 13
LEAST = 18
"""Cells of the name at the least."""


def has_typed(row: CustomerRow, typed: Typed) -> bool:
    """Say whether a line has everything that is typed, as the list would find it by what it shows."""
    spelled = spell(f"{row.number} {row.name} {row.city} {row.contact} {row.email} {row.org_no}")
    folded = fold_spelled(spelled)
    digits = f"{phone_digits(row.phone)} {row.number} {row.org_no}"
    return all(
        (part.number and part.number in digits)
        or all(word.form in (spelled if word.literal else folded) for word in part.words)
        for part in typed.parts
    )


def recent_rows(
    found: Iterable[CustomerRow], times: Mapping[int, str], typed: Typed, width: int, today: date, zone: str
) -> list[Row]:
    """Return the lines with their head; `times` has when each was opened (UTC, ISO 8601) by id."""
    rows = list(found)
    if not rows:
        words = _("None of them has that: Esc clears the search") if typed.parts else ""
        return [Row([Span(words, "muted")])] if words else []
    columns = _columns(rows, width)
    heads = (_("No."), _("Name"), _("Town"), _("Phone"), _("Opened"))
    head: list[Span] = []
    for start, cells, words in zip(columns.starts, columns.widths, heads, strict=True):
        if cells:
            head += [gap(start - width_of(head)), Span(cut(words, cells), "muted")]
    return [Row(head), *(_row(row, times.get(row.id, ""), typed, columns, today, zone) for row in rows)]


class _Columns:
    """Where the columns begin from the gutter's end, and how wide they are; 0 cells: left out."""

    def __init__(self, number: int, width: int) -> None:
        room = width - GUTTER - 2
        city, phone = CITY, PHONE
        if width < 80:
            city = 0
        fixed = number + sum(cells + 2 for cells in (city, phone, WHEN) if cells)
        name = max(room - fixed - 2, LEAST)
        self.widths = (number, name, city, phone, WHEN)
        starts: list[int] = []
        at = 0
        for cells in self.widths:
            starts.append(at)
            at += cells + 2 if cells else 0
        self.starts = tuple(starts)


def _columns(rows: Sequence[CustomerRow], width: int) -> _Columns:
    return _Columns(max(5, max(cell_len(row.number) for row in rows)), width)


def _row(row: CustomerRow, at: str, typed: Typed, columns: _Columns, today: date, zone: str) -> Row:
    moment = read_time(at, zone)
    role = "text" if row.active else "muted"
    inactive = "" if row.active else f" {_('inactive')}"
    name_width = columns.widths[1] - cell_len(inactive)
    name = [*marked(cut(row.name, name_width), typed, role), *([Span(inactive, "muted")] if inactive else [])]
    phone = format_phone(row.phone)
    cells = [
        marked(row.number, typed, "muted"),
        name,
        marked(cut(row.city, max(columns.widths[2], 1)), typed, "muted"),
        marked(cut(phone, columns.widths[3]), typed, role) if phone else [Span(sign("none"), "muted")],
        [Span(fit(near_time(moment, today) if moment else "", WHEN), "muted")],
    ]
    line: list[Span] = []
    bold = 0
    for place, (start, width) in enumerate(zip(columns.starts, columns.widths, strict=True)):
        if width:
            line.append(gap(start - width_of(line)))
            bold = len(line) if place == 1 else bold
            line += cells[place]
    return Row(line, ref=row.id, bold=bold)
