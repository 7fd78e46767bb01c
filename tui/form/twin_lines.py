"""Twins in words: the line under the form, and the lines of the pane beside it; pure functions."""

from __future__ import annotations

from collections.abc import Sequence

from core.customers.twin_views import TWIN_SIGNS, Twin, TwinReason
from core.text import _, ngettext
from core.values.phone import format_phone
from tui.format import cut
from tui.lines import Row, wrapped
from tui.paint import Line, Span, gap
from tui.signs import sign


def signs_text(signs: Sequence[str]) -> str:
    """Return what two customers have in common, in words: "same org. no., same phone"."""
    return ", ".join(_(words) for name, words in TWIN_SIGNS.items() if name in signs)


def reason_text(reason: TwinReason) -> str:
    """Return one thing in common, with its value where it has one: "same phone 0171-44 55 66"."""
    value = format_phone(reason.value) if reason.sign == "phone" else reason.value
    words = _(TWIN_SIGNS[reason.sign])
    return f"{words} {value}" if value else words


def twins_line(twins: Sequence[Twin]) -> Line:
    """Return the status line: the likeliest twin and why, and how many more there are; nothing where there is none."""
    if not twins:
        return ()
    first = twins[0]
    name = first.name if first.active else f"{first.name} ({_('inactive')})"
    why = signs_text([reason.sign for reason in first.reasons])
    line = [Span(_("Might be the same as {number} {name}: {why}", number=first.number, name=name, why=why), "warning")]
    if len(twins) > 1:
        more = ngettext("{n} more like it", "{n} more like it", len(twins) - 1)
        line.append(Span(f" {sign('dot')} {more}", "muted"))
    return line


def pane_rows(twins: Sequence[Twin], width: int, *, asked: bool) -> list[Row]:
    """Return the lines of the pane, `width` cells wide; `asked`: something was typed that twins are known by."""
    head = [Span(cut(_("Might be the same"), width), bold=True)]
    if not twins:
        words = (
            _("No customer like this one")
            if asked
            else _("Looked for as you type: org. no., phone, e-mail, name with postcode")
        )
        return [Row(), Row(head), *(Row([Span(part, "muted")]) for part in wrapped(words, width))]
    # The head stands on the line of the form's first head.
    rows = [Row(), Row([*head, Span(f" {len(twins)}", "muted")])]
    for twin in twins:
        rows += [Row(), *_twin_rows(twin, width)]
    return rows


def _twin_rows(twin: Twin, width: int) -> list[Row]:
    name = cut(twin.name, max(width - len(twin.number) - 1, 8))
    rows = [Row([Span(name), Span(f" {twin.number}", "muted")], ref=twin.id, bold=0)]
    for reason in twin.reasons:
        rows += [Row([Span(part.strip(), "warning")], ref=twin.id) for part in wrapped(reason_text(reason), width)]
    place = [twin.city] if twin.city else []
    if not twin.active:
        place.append(_("inactive"))
    if place:
        rows.append(Row([Span(cut(", ".join(place), width), "muted"), gap(0)], ref=twin.id))
    return rows
