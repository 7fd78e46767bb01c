"""How a customer is written on a line of the list: columns by width, matched letters, what is cut; pure functions."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from rich.cells import cell_len

from core.customers.columns import COLUMNS, ColumnName
from core.customers.views import CustomerRow, CustomerType
from core.text import N_, _
from core.values.finding import Typed, matched
from core.values.phone import format_phone
from tui.format import cut
from tui.listing.columns import BETWEEN, Column, Layout
from tui.paint import Span, gap, width_of
from tui.signs import sign

NO_TYPED = Typed()
SOUGHT = ("number", "city", "phone", "contact", "email", "org_no")
"""Columns in which what was typed may have been found: there it is marked."""
TYPES: dict[CustomerType, str] = {"company": N_("company"), "private": N_("private")}


class Days(NamedTuple):
    """What days are written by: the company's today and time zone; `exact`: as dates, where the rows are sorted by them."""

    today: date = date.min
    zone: str = ""
    exact: bool = False


NO_DAYS = Days()


def heads(columns: Layout, sorted_by: str, *, descending: bool = False, underline: bool = False) -> list[Span]:
    """Return the line of column heads, the sorted one with its sign; in 16 colours underlined."""
    line: list[Span] = []
    for column in columns.columns:
        kind = COLUMNS[_column(column)]
        on = column.name == sorted_by
        mark = " " + sign("down" if descending else "up") if on else ""
        words = cut(_(kind.head), column.width - cell_len(mark)) + mark
        start = column.end - cell_len(words) if kind.day else column.start
        line.append(_gap_to(line, start, underline))
        line.append(Span(words, "text" if on else "muted", underline=underline))
    line.append(_gap_to(line, columns.width, underline))
    return line


def _column(column: Column) -> ColumnName:
    return next(name for name in COLUMNS if name == column.name)


def _gap_to(line: list[Span], start: int, underline: bool = False) -> Span:
    return Span(" " * max(start - width_of(line), 0), "muted" if underline else "text", underline=underline)


def row_line(
    row: CustomerRow, columns: Layout, typed: Typed = NO_TYPED, *, cursor: bool = False, days: Days = NO_DAYS
) -> list[Span]:
    """Return the line of a customer without its gutter sign; on the cursor row (`cursor`) the name is bold."""
    line: list[Span] = []
    for column in columns.columns:
        line.append(gap(column.start - width_of(line)))
        if column.name == "name":
            line += _name_cell(row, column.width, typed, cursor, _is_shown(row, columns))
        else:
            line += _cell(row, column, typed, days)
    return line


def ticked(line: list[Span]) -> list[Span]:
    """Return a customer's line with the sign of the marked in its gutter."""
    tick = Span(sign("tick"), "accent", sign=True)
    return [gap(1), tick, line[0]._replace(text=line[0].text[2:]), *line[1:]]


def _is_shown(row: CustomerRow, columns: Layout) -> bool:
    """Say whether where a customer was found stands in a column that somebody chose."""
    return any(row.also == getattr(row, name) and columns.has(name) for name in ("contact", "email", "org_no"))


def _cell(row: CustomerRow, column: Column, typed: Typed, days: Days) -> list[Span]:
    text = cell_text(row, column.name, days)
    quiet = not row.active or column.name != "phone"
    if not text:
        text = sign("none")
        return [gap(column.width - cell_len(text) if column.name == "changed" else 0), Span(text, "muted")]
    if column.name == "phone" and cell_len(text) > column.width:
        text = text.replace("\N{NO-BREAK SPACE}", "")
    if column.name == "changed":
        return [gap(column.width - cell_len(text)), Span(text, "muted")]
    wanted = NO_TYPED if column.name not in SOUGHT else _numbers(typed) if column.name == "phone" else typed
    return marked(cut(text, column.width), wanted, "muted" if quiet else "text")


def cell_text(row: CustomerRow, name: str, days: Days) -> str:
    """Return what a column says of a customer, in the writing of LOOK.md 2; "" where there is nothing."""
    if name == "phone":
        return format_phone(row.phone)
    if name == "org_no":
        from core.values.org_no import format_org_no

        return format_org_no(row.org_no)
    if name == "postcode":
        from core.values.postcode import format_postcode

        return format_postcode(row.postcode)
    if name == "type":
        return _(TYPES[row.type])
    if name == "language":
        from tui.names import language_name

        return language_name(row.language)
    return day_text(row.changed, days) if name == "changed" else str(getattr(row, name))


def day_text(stamp: str, days: Days) -> str:
    """Return a moment as its day: "today", "26 nov"; of another year, and where rows are sorted by it, 2026-11-26."""
    from tui.when import near_date, read_time

    moment = read_time(stamp, days.zone)
    if moment is None:
        return ""
    day = moment.date()
    return day.isoformat() if days.exact or day.year != days.today.year else near_date(day, days.today)


def also_text(row: CustomerRow) -> str:
    """Return where a customer was found when no column shows it; an old number says that it is one."""
    return _("formerly {number}", number=row.formerly) if row.formerly else row.also


def _name_cell(row: CustomerRow, width: int, typed: Typed, cursor: bool, also_shown: bool) -> list[Span]:
    """Return the name, and at the end of its column what no column shows: "inactive", or where the text was found."""
    role = "text" if row.active else "muted"
    tail = _tail("" if also_shown else also_text(row), "" if row.active else _("inactive"), typed, max(width // 2, 8))
    room = width - (width_of(tail) + BETWEEN if tail else 0)
    name = marked(cut(row.name, room), typed, role, bold=cursor)
    return [*name, gap(width - width_of(name) - width_of(tail)), *tail] if tail else name


def _tail(also: str, words: str, typed: Typed, room: int) -> list[Span]:
    tail: list[Span] = []
    if also:
        left = room - (cell_len(words) + BETWEEN if words else 0)
        tail = marked(cut(also, max(left, 4)), typed, "muted")
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
