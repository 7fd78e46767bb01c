"""History as lines of text: days as heads; when, who, what, was and now in fixed columns (LOOK.md 7)."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from typing import NamedTuple

from core.customers.views import ADDRESS_KINDS
from core.history.views import HistoryEntry
from core.text import N_, _, ngettext
from core.words import field_label
from tui.form.twin_lines import signs_text
from tui.format import cut
from tui.lines import GUTTER, Row, wrapped
from tui.paint import Line, Span, gap, width_of
from tui.signs import sign
from tui.value_text import shown_or_none, value_text
from tui.when import clock_time, day_head, read_time, short_date

Ref = tuple[int, str, int, str, str]
"""What tells an entry from all others: seq, entity, row, kind and field."""

DONE: dict[tuple[str, str], str] = {
    ("customer", "created"): N_("added"),
    ("customer", "removed"): N_("deleted"),
    ("contact", "created"): N_("added"),
    ("contact", "removed"): N_("taken away"),
    ("buyer", "created"): N_("added"),
    ("buyer", "removed"): N_("taken away"),
    ("alias", "created"): N_("kept as an earlier number"),
    ("alias", "removed"): N_("taken away"),
}


class Columns(NamedTuple):
    """Where each column begins, from the gutter's end, and where the last one ends."""

    who: int
    what: int
    was: int
    arrow: int
    right: int


def columns(width: int) -> Columns:
    """Return the columns for a screen `width` cells wide."""
    right = width - GUTTER - 2
    if width < 80:
        return Columns(7, 7, 24, 24 + (right - 24) // 2 - 2, right)
    who = 7
    what = who + (12 if width < 120 else 18)
    was = what + 20 + (right - 75) // 4
    return Columns(who, what, was, was + (right - was) // 2 - (2 if width < 120 else 1), right)


def ref_of(entry: HistoryEntry) -> Ref:
    """Return what tells an entry from all others."""
    return (entry.seq, entry.entity, entry.row_id, entry.kind, entry.field)


def api_field(entry: HistoryEntry) -> str:
    """Return a field's name as `field_label` takes it: "contacts.7.phone", "contacts.7", "name"."""
    if entry.entity == "customer":
        return entry.field or "customer"
    if entry.entity == "alias":
        return "alias"
    return f"{entry.entity}s.{entry.row_id}" + (f".{entry.field}" if entry.field else "")


def what_text(entry: HistoryEntry) -> str:
    """Return what was changed: "Phone · Mona Dahl", "Invoice address", "Customer"."""
    return field_label(api_field(entry), entry.label)


def was_text(entry: HistoryEntry) -> str:
    """Return the value before; a dash where there was none."""
    return shown_or_none("" if entry.kind != "changed" else value_text(api_field(entry), entry.was))


def now_text(entry: HistoryEntry) -> str:
    """Return the value after, or what was done: added (in spite of whom), taken away."""
    if entry.despite:
        twins = ", ".join(f"{twin.number} ({signs_text(twin.signs)})" for twin in entry.despite)
        return _("added despite likeness to {twins}", twins=twins)
    if entry.kind != "changed":
        return _(DONE.get((entry.entity, entry.kind), N_("changed")))
    return shown_or_none(value_text(api_field(entry), entry.now))


def entry_line(entry: HistoryEntry, when: str, width: int) -> list[Span]:
    """Return one entry in its columns; what takes something back says so after its value."""
    at = columns(width)
    cells: list[tuple[int, int, Span]] = [(0, at.who - 1, Span(when, "muted"))]
    if at.what > at.who:
        cells.append((at.who, at.what - 1, Span(entry.who, "muted")))
    now = now_text(entry)
    if entry.undoes is not None:
        now = _("{value} (taken back)", value=now)
    cells += [
        (at.what, at.was - 1, Span(what_text(entry))),
        (at.was, at.arrow - 1, Span(was_text(entry), "muted")),
        (at.arrow, at.arrow + 1, Span(sign("becomes"), "muted")),
        (at.arrow + 2, at.right, Span(now)),
    ]
    line: list[Span] = []
    for start, end, span in cells:
        line += [gap(start - width_of(line)), span._replace(text=cut(span.text, end - start))]
    return line


def bold_span(width: int) -> int:
    """Return which span of an entry's line turns bold under the cursor: what was changed."""
    at = columns(width)
    return 5 if at.what > at.who else 3


def whole_change(entry: HistoryEntry, width: int) -> list[Line]:
    """Return was and now in full, in lines, for an entry that is opened."""
    room = width - GUTTER - 2 - 12
    lines: list[Line] = []
    for label, text in ((_("was"), was_text(entry)), (_("became"), now_text(entry)), (_("by"), entry.who)):
        for index, part in enumerate(wrapped(text, room)):
            lines.append([gap(4), Span((label if index == 0 else "").ljust(8), "muted"), Span(part)])
    return lines


def history_rows(
    entries: Sequence[HistoryEntry], width: int, today: date, zone: str, opened: Collection[Ref] = ()
) -> list[Row]:
    """Return entries (newest first) under a head a day; earlier years have one head each, and the date on the line."""
    rows: list[Row] = []
    head_before = ""
    for entry in entries:
        moment = read_time(entry.at, zone)
        day = moment.date() if moment else today
        this_year = day.year == today.year
        head = day_head(day, today) if this_year else str(day.year)
        if head != head_before:
            rows += [Row()] if rows else []
            rows.append(Row([Span(head, bold=True)]))
            head_before = head
        when = "" if moment is None else clock_time(moment) if this_year else short_date(day, date(day.year, 1, 1))
        ref = ref_of(entry)
        rows.append(Row(entry_line(entry, when, width), ref=ref, bold=bold_span(width)))
        if ref in opened:
            rows += [Row(line, ref=ref) for line in whole_change(entry, width)]
    return rows


def status_line(total: int, since: str, zone: str, entry: HistoryEntry | None) -> list[Span]:
    """Return the standing status line: how many changes since when, and what `r` would put back."""
    began = read_time(since, zone)
    line = [Span(ngettext("{n} change", "{n} changes", total))]
    if began is not None and total:
        line.append(Span(" " + _("since {year}", year=began.year), "muted"))
    if entry is not None and entry.can_put_back:
        line.append(Span(f" {sign('dot')} " + _("r puts back {what}", what=back_text(entry)), "muted"))
    return line


def back_text(entry: HistoryEntry) -> str:
    """Return what putting back an entry would give: the value before, the contact that was taken away, or nothing."""
    if entry.kind == "removed":
        return entry.label or what_text(entry)
    was = value_text(api_field(entry), entry.was)
    return was or _("nothing (it was empty)")


def field_choice_label(field: str) -> str:
    """Return how a field of the filter ("contact.phone", "customer.visiting") is called."""
    entity, _dot, name = field.partition(".")
    if not name:
        return field_label(entity)
    label = field_label(name)
    return label if entity == "customer" or name in ADDRESS_KINDS else f"{label} {sign('dot')} {field_label(entity)}"
