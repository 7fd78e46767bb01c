"""How named views are written in their pane: numbers, who shares them, the default, what each shows; pure functions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from core.customers.columns import COLUMNS
from core.list_views.views import ListView
from core.text import _, ngettext
from tui.format import cut
from tui.lines import Row, wrapped
from tui.listing import query as list_query
from tui.listing.shown import Shown
from tui.listing.views import ALL
from tui.paint import Span, gap, width_of
from tui.signs import sign

TEXT_WIDTH = 40
LAST_DIGIT = 9


def described(shown: Shown) -> str:
    """Return in a line what is shown: text, filters, order, columns; parts with a dot between."""
    query = shown.query
    parts = [f"“{query.text}”"] if query.text else []
    parts += [chip.words for chip in list_query.chips(query) if chip.on]
    if query.active is None:
        parts.append(_("active and inactive"))
    order = list_query.sorted_column(query)
    if order != "name" or query.descending:
        turned = f" {sign('down')}" if query.descending else ""
        parts.append(_("by {order}", order=_(COLUMNS[order].words)) + turned)
    if shown.columns:
        parts.append(ngettext("{n} column", "{n} columns", len(shown.columns)))
    return f" {sign('dot')} ".join(parts)


def view_rows(views: Sequence[ListView], used: int | None, at_cursor: ListView | None, *, differs: bool) -> list[Row]:
    """Return the rows: all customers, one's own views, the shared ones, and what the one at the cursor shows.

    `views` come in the order of their numbers; `used` is the id of the one in use, ALL, or None where something else is
    shown. `differs`: something else is shown than the one in use says.
    """
    mark = _mark(differs=differs)
    rows = [Row(_line(0, _("All customers"), ""), ref=ALL, sign=mark if used == ALL else None, bold=1)]
    for shared, head in ((False, _("My views")), (True, _("Shared"))):
        section = [(number, view) for number, view in enumerate(views, 1) if view.shared is shared]
        if section:
            rows += [Row(), Row([Span(head, bold=True)])]
        for number, view in section:
            line = _line(number, view.name, _right(view))
            rows.append(Row(line, ref=view.id, sign=mark if used == view.id else None, bold=1))
    if not views:
        rows += [Row(), *_text(_("No views yet: n keeps what is shown now under a name."))]
    elif at_cursor is not None:
        rows += [Row(), *_details(at_cursor)]
    return rows


def share_row(shared: bool) -> Row:
    """Return the line below the name that is typed: whether everybody is to have the view."""
    mark = Span(sign("tick"), "accent", sign=True) if shared else None
    return Row([Span(_("shared with everybody"), "text" if shared else "muted")], sign=mark)


def _mark(*, differs: bool) -> Span:
    return Span(sign("unsaved"), "warning", sign=True) if differs else Span(sign("tick"), "accent", sign=True)


def _right(view: ListView) -> str:
    if view.is_default:
        return f"{sign('choice_on')} {_('default')}"
    return view.owner_name if view.shared else ""


def _line(number: int, name: str, right: str) -> list[Span]:
    digit = f"{number} " if number <= LAST_DIGIT else "  "
    right = cut(right, TEXT_WIDTH // 2 - 2)
    room = TEXT_WIDTH - len(digit) - (width_of([Span(right)]) + 2 if right else 0)
    line = [Span(digit, "accent", bold=True), Span(cut(name, room))]
    return [*line, gap(TEXT_WIDTH - width_of([*line, Span(right)])), Span(right, "muted")]


def _details(view: ListView) -> Iterator[Row]:
    yield from _text(described(Shown(view.query, view.columns)) or _("All customers"))
    if view.shared:
        yield from _text(_("shared by {name}", name=view.owner_name))


def _text(text: str) -> Iterator[Row]:
    for line in wrapped(text, TEXT_WIDTH):
        yield Row([Span(line, "muted")])
