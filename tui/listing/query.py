"""What the list is asked and how it says so: chips, status line, order, ways out of nothing; pure functions."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from msgspec.structs import replace

from core.customers.columns import COLUMNS, ColumnName
from core.customers.views import CustomerCount, CustomerOrder, CustomerQuery, CustomerRow, CustomerType
from core.text import N_, _, ngettext, number
from core.values.finding import read_typed
from tui.keys import keycap
from tui.paint import Line, Span, gap, width_of
from tui.signs import sign
from tui.state import State

TYPE_NAMES: dict[CustomerType, str] = {"company": N_("companies"), "private": N_("private")}
COUNT_CAP = 1000
"""Up to here what is found is counted; beyond it says "more than 1,000"."""
TOTAL_CAP = 1_000_000_000
"""All customers are counted however many: a bare count is quick."""
MOST_WAYS = 2


def from_state(state: State) -> CustomerQuery:
    """Return the query the list begins with: the filters and the order of the last time; no text but the view's."""
    order = COLUMNS[state.order].order
    if order is CustomerOrder.NAME and not state.descending:
        order = CustomerOrder.RELEVANCE
    return CustomerQuery(
        text=state.view.query.text if state.view is not None else "",
        active=state.active,
        cities=tuple(state.cities),
        languages=tuple(state.languages),
        types=tuple(state.types),
        org_no=state.org_no,
        order=order,
        descending=state.descending,
    )


def to_state(query: CustomerQuery, state: State) -> None:
    """Remember the filters and the order of `query`."""
    state.active, state.org_no, state.descending = query.active, query.org_no, query.descending
    state.cities, state.languages, state.types = list(query.cities), list(query.languages), list(query.types)
    state.order = sorted_column(query)


def sorted_column(query: CustomerQuery) -> ColumnName:
    """Return the name of the column that the rows are in the order of; the order of finding counts as the name's."""
    return next((name for name, column in COLUMNS.items() if column.order is query.order), "name")


def sorted_by(query: CustomerQuery, column: ColumnName) -> CustomerQuery:
    """Return the query in the order of a column; turned where it already is in that order.

    By name upwards is the order of finding, so that the best hits come first. What changed last comes first.
    """
    descending = not query.descending if column == sorted_column(query) else column == "changed"
    order = COLUMNS[column].order
    if order is CustomerOrder.NAME and not descending:
        order = CustomerOrder.RELEVANCE
    return replace(query, order=order, descending=descending)


def without_filters(query: CustomerQuery) -> CustomerQuery:
    """Return the query with only the filter that is on at first: active ones."""
    return replace(query, active=True, cities=(), languages=(), types=(), org_no=None)


def has_filters(query: CustomerQuery) -> bool:
    """Say whether other filters are on than at first."""
    return without_filters(query) != query


def is_narrowed(query: CustomerQuery) -> bool:
    """Say whether the query lets less through than all active, inactive, or both kinds of customers."""
    return bool(query.text.strip()) or has_filters(replace(query, active=True))


# -- chips ---------------------------------------------------------------------------------------------------------


class Chip(NamedTuple):
    """A filter: its words, whether it is on, and whether there is more to choose."""

    words: str
    on: bool
    opens: bool = False


def chips(query: CustomerQuery) -> list[Chip]:
    """Return the filters, those that are on first said with what they let through."""
    active = {
        True: Chip(_("Active only"), True),
        False: Chip(_("Inactive only"), True),
        None: Chip(_("Active only"), False),
    }
    found = [active[query.active]]
    found.append(_choice_chip(_("Town"), query.cities))
    found.append(_choice_chip(_("Language"), _language_names(query.languages)))
    types = [_(TYPE_NAMES[kind]) for kind in query.types]
    if query.org_no is not None:
        types.append(_("with org. no.") if query.org_no else _("without org. no."))
    found.append(_choice_chip(_("Type"), types))
    return found


def _language_names(codes: Sequence[str]) -> list[str]:
    if not codes:
        return []
    from tui.names import language_name

    return [language_name(code) or _("the company's") for code in codes]


def _choice_chip(name: str, chosen: Sequence[str]) -> Chip:
    if not chosen:
        return Chip(name, False, opens=True)
    more = f" +{len(chosen) - 1}" if len(chosen) > 1 else ""
    return Chip(chosen[0] + more, True)


def chips_line(found: Iterable[Chip], key: str, width: int) -> list[Span]:
    """Return the chips after the key that opens them, in `width` cells; those that are off go first, from the right."""
    kept = list(found)
    while True:
        line = _chips_line(kept, key)
        if width_of(line) <= width or not kept:
            return line
        off = [chip for chip in kept if not chip.on]
        kept.remove(off[-1] if off else kept[-1])


def _chips_line(kept: Iterable[Chip], key: str) -> list[Span]:
    line = [Span(key, "accent", bold=True, press="list.filters")]
    for place, chip in enumerate(kept):
        line.append(gap(2 if place else 1))
        if chip.on:
            line.append(Span(f"{sign('tick')} {chip.words}", "accent", bold=True, press="list.filters"))
        else:
            words = f"{chip.words} {sign('opens')}" if chip.opens else chip.words
            line.append(Span(words, "muted", press="list.filters"))
    return line


# -- status ----------------------------------------------------------------------------------------------------------


class Counts(NamedTuple):
    """What is known of how many there are: of what is asked, and of all; None while unknown."""

    found: CustomerCount | None = None
    total: int | None = None


def status_line(
    query: CustomerQuery,
    counts: Counts,
    position: int | None,
    *,
    searching: bool = False,
    given_up: CustomerQuery | None = None,
) -> list[Span]:
    """Return the status line: the count first, then what the filters hide, the order of finding or the row.

    `given_up`: what is asked in an order that too many are found for.
    """
    parts: list[str] = []
    if counts.found is not None:
        parts.append(count_words(query, counts.found, counts.total))
        if counts.found.hidden and is_narrowed(query):
            parts.append(_hidden_words(counts.found, f"{keycap('enter')} i" if searching else "i"))
    words = read_typed(query.text).words if query.order is CustomerOrder.RELEVANCE else ()
    if given_up is not None:
        column = _(COLUMNS[sorted_column(given_up)].words)
        parts.append(_("too many to sort by {column}: the best hits first", column=column))
    elif len(words) == 1 and (counts.found is None or counts.found.found > 1):
        parts.append(_("names that begin with {word} first", word=words[0].spelled))
    elif not searching and position is not None:
        parts.append(_("row {n}", n=number(position)))
    line: list[Span] = []
    for place, part in enumerate(parts):
        line.append(Span(part) if not place else Span(f" {sign('dot')} {part}", "muted"))
    return line


def narrow_first(query: CustomerQuery, most: int) -> str:
    """Return what is said where too many are found for an order."""
    column = _(COLUMNS[sorted_column(query)].words)
    return _("Narrow the search first: more than {n} cannot be sorted by {column}", n=number(most), column=column)


def count_words(query: CustomerQuery, count: CustomerCount, total: int | None) -> str:
    """Return "12,902 customers", "8 of 12,481", "more than 1,000"."""
    if count.found > count.cap:
        return _("more than {n}", n=number(count.cap))
    if is_narrowed(query) and total is not None:
        return _("{n} of {total}", n=number(count.found), total=number(total))
    return ngettext("{n} customer", "{n} customers", count.found)


def _hidden_words(count: CustomerCount, key: str) -> str:
    if count.hidden > count.cap:
        return _("more than {n} inactive, {key} shows them", n=number(count.cap), key=key)
    return ngettext("{n} inactive, {key} shows it", "{n} inactive, {key} shows them", count.hidden, key=key)


# -- nothing found -------------------------------------------------------------------------------------------------


class Way(NamedTuple):
    """A way out of an empty answer: what one does (with its last words bold), and the query it leads to."""

    words: str
    bold: str
    query: CustomerQuery


class FoundWay(NamedTuple):
    """A way out with how many it finds, and the one customer it finds where it is one."""

    way: Way
    hits: int
    cap: int
    only: CustomerRow | None = None


def ways_out(query: CustomerQuery) -> list[Way]:
    """Return the steps that may find something: without one word, without one filter."""
    words = query.text.split()
    ways = [
        Way(N_("if you take away"), word, replace(query, text=" ".join(words[:place] + words[place + 1 :])))
        for place, word in enumerate(words)
        if 1 < len(words) <= 5
    ]
    off = N_("if you turn off the filter")
    if query.active is not None:
        ways.append(Way(off, _("Active only") if query.active else _("Inactive only"), replace(query, active=None)))
    filters = {"cities": _("Town"), "languages": _("Language"), "types": _("Type")}
    ways += [Way(off, name, replace(query, **{field: ()})) for field, name in filters.items() if getattr(query, field)]
    if query.org_no is not None:
        ways.append(Way(off, _("Org. no."), replace(query, org_no=None)))
    return ways


def nearest(found: Iterable[FoundWay]) -> list[FoundWay]:
    """Return the ways that find something, those that find least first: they stay nearest to what was sought."""
    return sorted((way for way in found if way.hits), key=lambda way: way.hits)[:MOST_WAYS]


def empty_lines(query: CustomerQuery, found: Sequence[FoundWay], new_key: str) -> list[Line]:
    """Return what stands where the rows would: what was sought, the nearest ways out with counts, one key."""
    words = query.text.split()
    if len(words) > 1:
        first = _("No customer fits all the words: {words}.", words=", ".join(words))
    elif words:
        first = _("No customer fits {word}.", word=words[0])
    elif has_filters(query):
        first = _("No customer passes the filters.")
    else:
        first = _("No customers yet.")
    lines: list[Line] = [[gap(3), Span(first, bold=True)], []]
    for way in found:
        lines.append(_way_line(way))
    if found:
        lines.append([])
    if new_key:
        words_of_key = _("adds a customer with what you have typed") if words else _("adds a customer")
        lines.append([gap(3), Span(new_key, "accent", bold=True, press="list.new"), Span(f" {words_of_key}")])
    return lines


def _way_line(found: FoundWay) -> Line:
    if found.hits > found.cap:
        count = _("more than {n} customers", n=number(found.cap))
    else:
        count = ngettext("{n} customer", "{n} customers", found.hits)
    line = [gap(3), Span(f"{count} {_(found.way.words)} "), Span(found.way.bold, bold=True)]
    if found.only is not None:
        where = f"{found.only.name}, {found.only.city}" if found.only.city else found.only.name
        line += [gap(3), Span(where, "muted")]
    return line
