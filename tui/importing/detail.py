"""One row of an import in full: field by field what was and what it becomes, faults and warnings; pure functions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from rich.cells import cell_len

from core.exchange.words import fault_text
from core.imports.views import FieldChange, ImportRow
from core.text import N_, _, number
from core.words import field_label
from tui.format import cut, fit_right
from tui.importing.lines import SIGNS, ImportLine, outcome_word
from tui.lines import wrapped
from tui.paint import Line, Span, at_edges, gap
from tui.signs import sign
from tui.value_text import shown_or_none, value_text
from tui.when import read_time, short_date

LABEL = 6
"""Cells of "was" and "becomes", and the air after them."""
NEW_LABEL = 16
MOST_REFUSED = 4
KNOWN_BY = {
    "number": N_("known by its number, row {row} of the file"),
    "org_no": N_("known by its org. no., row {row} of the file"),
    "": N_("row {row} of the file"),
}


def detail_lines(line: ImportLine, width: int, *, done: bool, today: date, zone: str) -> list[Line]:
    """Return everything that is known of a row in lines of at most `width` cells."""
    row = line.row
    lines = [*_head(line, width, done=done), []]
    if line.left_out:
        lines += [*_text(_("Left out of the import. Space puts it back."), width, "text"), []]
    if row.dry:
        words = _("The dry run said: {outcome}", outcome=outcome_word(row.dry, done=False))
        lines += [*_text(words, width, "warning"), []]
    lines += _faults(row, width)
    if row.outcome == "new":
        lines += _new(row, width)
    else:
        for change in row.changes:
            lines += _change(change, width, today, zone)
    if row.unchanged:
        lines += [[Span(_("Unchanged"), bold=True), gap(1), Span(number(len(row.unchanged)), "muted")]]
        names = ", ".join(_lower(field_label(field)) for field in row.unchanged)
        lines += [*_text(names, width, "muted")[:2], []]
    return lines


def _lower(label: str) -> str:
    return label[:1].lower() + label[1:]


def _head(line: ImportLine, width: int, *, done: bool) -> list[Line]:
    row = line.row
    name, role = SIGNS[line.outcome]
    word = outcome_word(line.outcome, done=done)
    right = [Span(f"{sign(name)} {word}" if name else word, role)]
    room = width - cell_len(word) - 4 - cell_len(row.number) - 1
    title = [Span(cut(row.name or _("(no name)"), max(room, 8)), bold=True), gap(1), Span(row.number, "muted")]
    by = row.matched_by if row.customer is not None or row.outcome in ("changed", "unchanged", "added") else ""
    words = _(KNOWN_BY[by], row=number(row.row))
    if row.group and row.group != row.row:
        words = _("goes with row {first}: row {row} of the file", first=number(row.group), row=number(row.row))
    return [at_edges(title, right, width), [Span(cut(words, width), "muted")]]


def _text(text: str, width: int, role: str) -> list[Line]:
    return [[Span(part, role)] for part in wrapped(text, max(width, 1))]


def _faults(row: ImportRow, width: int) -> list[Line]:
    lines: list[Line] = []
    for fault in row.faults:
        quiet = row.outcome == "skipped"
        role = "muted" if quiet else "error" if fault.level == "fault" else "warning"
        for place, part in enumerate(wrapped(fault_text(fault), max(width - 2, 1))):
            mark = Span(sign("alert"), role, bold=True) if not place and not quiet else gap(1)
            lines.append([mark, gap(1), Span(part, role)])
    return [*lines, []] if lines else []


def _new(row: ImportRow, width: int) -> list[Line]:
    """Return a new customer's fields, a line or more each: what was before is nothing."""
    lines: list[Line] = []
    for change in row.changes:
        label = Span(cut(_label(change), NEW_LABEL - 2), "muted")
        for place, part in enumerate(wrapped(_value(change, change.now), max(width - NEW_LABEL, 1))):
            lines.append(
                [label, gap(NEW_LABEL - cell_len(label.text)), Span(part)]
                if not place
                else [gap(NEW_LABEL), Span(part)]
            )
    if not row.changes and row.fields:
        words = _("{n} fields; in so long a file they are not told one by one", n=number(row.fields))
        lines += _text(words, width, "muted")
    return [*lines, []]


def _change(change: FieldChange, width: int, today: date, zone: str) -> list[Line]:
    head: list[Span] = [Span(cut(_label(change), width), bold=True)]
    lines: list[Line] = [head]
    if change.by_hand:
        moment = read_time(change.on, zone)
        day = short_date(moment.date(), today) if moment is not None else ""
        words = f"{sign('alert')} {_('changed by hand {day} by {who}', day=day, who=change.by_hand)}"
        if cell_len(head[0].text) + 3 + cell_len(words) <= width:
            head += [gap(3), Span(words, "warning")]
        else:
            lines += _text(words, width, "warning")
    for word, value, role in ((_("was"), change.was, "muted"), (_("to"), change.now, "text")):
        for place, part in enumerate(wrapped(_value(change, value), max(width - LABEL, 1))):
            label = Span(word if not place else "", "muted")
            lines.append([label, gap(LABEL - cell_len(label.text)), Span(part, role)])
    return [*lines, []]


def _label(change: FieldChange) -> str:
    if change.field == "contacts" and not change.part:
        return f"{field_label('contact')} {sign('dot')} {change.label}" if change.label else field_label("contact")
    return field_label(change.part or change.field, change.label)


def _value(change: FieldChange, value: Any) -> str:  # noqa: ANN401 - any stored value
    if change.field == "contacts" and not change.part and isinstance(value, Mapping):
        return _contact(value)
    return shown_or_none(value_text(change.part or change.field, value))


def _contact(parts: Mapping[str, Any]) -> str:
    texts = [value_text(part, value) for part, value in parts.items() if value not in (None, "", False, True)]
    switches = [_lower(field_label(part)) for part, value in parts.items() if value is True]
    return ", ".join([*texts, *switches])


def refused_lines(rows: Sequence[ImportRow], count: int, width: int) -> list[Line]:
    """Return the first of all refused rows with why, and how many more there are; nothing where none is."""
    if not count:
        return []
    lines: list[Line] = [[Span(_("All that are refused"), bold=True), gap(1), Span(number(count), "muted")]]
    for row in rows[:MOST_REFUSED]:
        why = (
            fault_text(next((fault for fault in row.faults if fault.level == "fault"), row.faults[0]))
            if row.faults
            else ""
        )
        lines.append([Span(fit_right(number(row.row), 4), "muted"), gap(2), Span(cut(why, max(width - 6, 1)))])
    more = count - min(len(rows), MOST_REFUSED)
    if more > 0:
        lines.append([gap(6), Span(_("and {n} more", n=number(more)), "muted")])
    return lines


def kept_lines(kept: Sequence[str], width: int) -> list[Line]:
    """Return what was kept when an import was taken back: somebody had edited it since."""
    if not kept:
        return _text(_("Everything that the import did is taken back."), width, "text")
    head = _("Kept, because it was edited after the import")
    return [*([Span(part, bold=True)] for part in wrapped(head, width)), *([Span(cut(one, width))] for one in kept)]
