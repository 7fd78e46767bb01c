"""What is said of marked customers: the status line, the keys with their number, and the pane beside the list; pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from rich.cells import cell_len

from core.customers.views import CustomerRow
from core.people.views import User
from core.rights import Right
from core.settings.views import Settings
from core.text import N_, _, ngettext, number
from core.words import field_label
from tui.format import cut
from tui.keys import KEYS, shown_key
from tui.lines import wrapped
from tui.listing.asking import Offered
from tui.listing.marks import Marks
from tui.names import TYPE_NAMES, language_name
from tui.paint import Line, Span, at_edges, gap, width_of
from tui.signs import sign

CHANGING = ("list.bulk", "list.edit", "list.inactive", "list.language")
"""Keys that change the marked customers."""
LABEL = 11
MOST_VALUES = 3
"""So many values that differ are named."""
ACTIONS_HEIGHT = 16
"""Lines of the pane that the rows leave for what they share and what can be done."""


class Known(NamedTuple):
    """Rows of marked customers that are known here, and whether those are all of them."""

    rows: Sequence[CustomerRow]
    all: bool


def status(marks: Marks, not_shown: int, line: Line) -> tuple[Line, Span]:
    """Return the status line: how many are marked, how many of them the list does not show, then what it says itself."""
    count = marks.count
    words = _("all marked") if count is None else ngettext("{n} marked", "{n} marked", count)
    spans = [Span(words, "accent", bold=True)]
    if not_shown:
        spans.append(Span(f" {sign('dot')} " + ngettext("{n} not shown here", "{n} not shown here", not_shown)))
    if marks.query is not None and marks.query.text.strip():
        spans.append(Span(f" {sign('dot')} " + _("all that “{text}” finds", text=marks.query.text.strip()), "muted"))
    rest = [Span(f" {sign('dot')} ", "muted"), *(span._replace(role="muted") for span in line)] if line else []
    return [*spans, *rest], Span(sign("tick"), "accent", bold=True)


def keys(marks: Marks) -> list[Offered]:
    """Return the keys for the band, the number in their words."""
    count = marks.count
    n = number(count) if count is not None else _("all")
    return [
        ("list.edit", _("change {n}", n=n)),
        ("list.take_out", _("take out {n}", n=n)),
        ("list.inactive", _("inactivate {n}", n=n)),
        ("app.back", _("unmark all")),
        "list.mark",
        "list.mark_range",
        "list.mark_all",
        "list.language",
        "list.open",
        "app.undo",
    ]


def reason_not(key_id: str, user: User | None, settings: Settings | None) -> str | None:
    """Return why the marked customers cannot be changed by a key, None where they can."""
    if user is not None and not user.may(Right.CUSTOMER_EDIT):
        from core.errors import Refused
        from core.words import error_text

        return error_text(Refused(Right.CUSTOMER_EDIT))
    if key_id == "list.language" and settings is not None and not settings.language:
        return _("Customers have no language of their own here: an administrator can turn that setting on")
    return None


def pane_lines(marks: Marks, known: Known, width: int, height: int, why_not: dict[str, str]) -> list[Line]:
    """Return the pane: who is marked, what they share, what can be done with all and what stands in the way of it."""
    count = marks.count
    head = (
        _("All customers that are found")
        if count is None
        else ngettext("{n} marked customer", "{n} marked customers", count)
    )
    lines: list[Line] = [[Span(head, bold=True)], []]
    room = max(height - ACTIONS_HEIGHT, 3)
    shown = known.rows if known.all and len(known.rows) <= room else known.rows[: room - 1]
    lines += [_row_line(row, width) for row in shown]
    left = count - len(shown) if count is not None else 0
    if left > 0:
        lines.append([gap(2), Span(_("and {n} more", n=number(left)), "muted")])
    if known.all and known.rows:
        lines += [[], [Span(_("In common"), bold=True)], *_shared(known.rows, width)]
    lines += [[], [Span(_("Do with all"), bold=True)], *_actions(known, width, why_not), []]
    text = _("You see every change before it is saved, and u takes them all back.")
    return [*lines, *([Span(part, "muted")] for part in wrapped(text, width))]


def _row_line(row: CustomerRow, width: int) -> Line:
    left = [Span(sign("tick"), "accent"), gap(1), Span(row.number, "muted"), gap(2)]
    right = [] if row.active else [Span(_("inactive"), "muted")]
    name = cut(row.name, width - width_of(left) - width_of(right) - 2 * bool(right))
    return at_edges([*left, Span(name)], right, width) if right else [*left, Span(name)]


def _shared(rows: Sequence[CustomerRow], width: int) -> list[Line]:
    """Return the fields of the list, each with the value that all have, or those they have."""
    values = {
        "type": [_(TYPE_NAMES[row.type]) for row in rows],
        "city": [row.city for row in rows],
        "language": [language_name(row.language) for row in rows],
        "active": [_("active") if row.active else _("inactive") for row in rows],
    }
    return [_shared_line(field, found, width) for field, found in values.items()]


def _shared_line(field: str, values: Iterable[str], width: int) -> Line:
    counted = Counter(values)
    label = cut(_("Town") if field == "city" else field_label(field), LABEL - 1)
    line = [Span(label, "muted"), gap(LABEL - cell_len(label))]
    names = [value or sign("none") for value, _n in counted.most_common(MOST_VALUES)]
    if len(counted) == 1:
        return [*line, Span(cut(names[0], width - LABEL))]
    more = [_("{n} more", n=number(len(counted) - MOST_VALUES))] if len(counted) > MOST_VALUES else []
    differ = _("differ:")
    return [
        *line,
        Span(differ, "muted"),
        Span(cut(f" {', '.join([*names, *more])}", width - width_of(line) - len(differ))),
    ]


ACTIONS: dict[str, str] = {
    "list.edit": N_("change a field"),
    "list.language": N_("change the language they are sent"),
    "list.take_out": N_("take out to Excel, CSV or print"),
    "list.inactive": N_("inactivate"),
}


def _actions(known: Known, width: int, why_not: dict[str, str]) -> list[Line]:
    lines: list[Line] = []
    inactive = sum(not row.active for row in known.rows)
    for key_id, words in ACTIONS.items():
        if key_id not in KEYS:
            continue
        reason = why_not.get(key_id, "")
        cap = shown_key(KEYS[key_id], typing=False)
        line = [Span(cap, "muted" if reason else "accent", bold=not reason), gap(3 - cell_len(cap))]
        line.append(Span(_(words), "muted" if reason else "text"))
        note = ngettext("{n} is already", "{n} are already", inactive) if key_id == "list.inactive" and inactive else ""
        lines.append(at_edges(line, [Span(note, "warning")], width) if note and not reason else line)
        if reason:
            lines += [[gap(3), Span(part, "warning")] for part in wrapped(reason, width - 3)]
    return lines
