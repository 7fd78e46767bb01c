"""The list and finding: windows of rows, counts, and what the filters offer (DESIGN 4)."""

from __future__ import annotations

from msgspec.structs import replace

from core import access
from core.customers import api, numbers
from core.customers.reasons import may_be_old_number, old_number, parts_not_shown, reason_for
from core.customers.views import MOST_SORTED, Choices, CustomerCount, CustomerQuery, CustomerRow, CustomerWindow
from core.database import search
from core.errors import Fault, Invalid
from core.rights import Right
from core.values.cleaning import LENGTHS
from core.values.finding import read_typed
from core.work import UnitOfWork

LARGEST_WINDOW = 500
LARGEST_CAP = 1_000_000_000
_FIELDS = ("id", *search.SHOWN[1:])


@api.list_customers.implement
def list_customers(
    work: UnitOfWork,
    query: CustomerQuery,
    after: str = "",
    before: str = "",
    last: bool = False,
    limit: int = 100,
    at: int | None = None,
) -> CustomerWindow:
    """Return a window of what `query` finds; Invalid where a position, the limit or the text is not right."""
    search_for = search_of(work, query)
    faults = [*text_faults(query), *_range_faults("limit", limit, LARGEST_WINDOW)]
    if (after != "") + (before != "") + last + (at is not None) > 1:
        field = "at" if at is not None else "before" if before else "last"
        faults.append(Fault(field, "position.one"))
    if at is not None:
        faults += _range_faults("at", at, LARGEST_CAP, low=0)
    field, position = ("before", before) if before else ("after", after)
    edge: search.Key | None = None
    if position:
        try:
            edge = search.read_position(position, search_for.order, query.descending)
        except search.BadPosition:
            faults.append(Fault(field, "position.unknown"))
    if faults:
        raise Invalid(faults)
    wanted = search.Wanted(edge, bool(before or last), limit, at, query.descending)
    try:
        found = search.find_window(work.connection, search_for, wanted)
    except search.Narrow as narrow:
        raise Invalid([Fault(narrow.field, "order.narrow", {"most": MOST_SORTED})]) from narrow
    ends = [
        position if key is None else search.write_position(search_for.order, query.descending, key)
        for key in (found.first, found.last)
    ]
    return CustomerWindow(
        rows=_with_reasons(work, search_for, [_row(values) for values in found.rows]),
        # Nothing beyond a position: it stays where one is.
        first=ends[0],
        last=ends[1],
        at_start=not found.more_before,
        at_end=not found.more_after,
        offset=found.offset,
    )


@api.count_customers.implement
def count_customers(work: UnitOfWork, query: CustomerQuery, cap: int = 1000) -> CustomerCount:
    """Count what `query` finds and what its filters hide; Invalid where the cap or the text is not right."""
    faults = [*text_faults(query), *_range_faults("cap", cap, LARGEST_CAP)]
    if faults:
        raise Invalid(faults)
    counted = search.count(work.connection, search_of(work, query), cap + 1)
    return CustomerCount(found=counted.found, hidden=counted.hidden, unfiltered=counted.unfiltered, cap=cap)


@api.customer_choices.implement
def customer_choices(work: UnitOfWork) -> Choices:
    """Return what the filters and the form offer, of the customers that the actor may see."""
    used = search.in_use(work.connection, search.Sql(*access.sql_seen(work.actor)))
    return Choices(
        cities=used.cities,
        languages=used.languages,
        longest_number=used.longest_number or Choices().longest_number,
        next_number=numbers.next_number(work) if work.settings.number_automatic else "",
    )


def search_of(work: UnitOfWork, query: CustomerQuery) -> search.Search:
    """Return a query as a search of this actor."""
    typed, unmask = read_typed(query.text), work.may(Right.CUSTOMER_UNMASK)
    if work.actor.sees_all:
        return search.Search(query, typed, unmask=unmask)
    seen = search.Sql(*access.sql_criteria(work.actor, "{customer}", few=True))
    return search.Search(query, typed, seen, search.Sql(*access.sql_seen(work.actor)), unmask)


def text_faults(query: CustomerQuery) -> list[Fault]:
    """Return what is wrong with the text that is sought."""
    high = LENGTHS["search"]
    if len(query.text) <= high:
        return []
    return [Fault("text", "too_long", {"high": high, "over": len(query.text) - high})]


def _range_faults(field: str, value: int, high: int, low: int = 1) -> list[Fault]:
    return [] if low <= value <= high else [Fault(field, "range", {"low": low, "high": high})]


def _row(values: search.Shown) -> CustomerRow:
    named = dict(zip(_FIELDS, values, strict=True))
    return CustomerRow(**named | {"active": bool(named["active"])})


def _with_reasons(work: UnitOfWork, wanted: search.Search, rows: list[CustomerRow]) -> tuple[CustomerRow, ...]:
    """Return the rows, those that do not show what was typed with where it was found."""
    if not wanted.typed.parts:
        return tuple(rows)
    missing = {row.id: parts for row in rows if (parts := parts_not_shown(row, wanted.typed))}
    # Whose number the text exactly is, or was, stands first.
    first = rows[:1] if wanted.order == "found" and rows and may_be_old_number(rows[0], wanted.typed) else []
    explained = {*missing, *(row.id for row in first)}
    if not explained:
        return tuple(rows)
    details = search.find_details(work.connection, list(explained))
    found = []
    for row in rows:
        if row in first and (old := old_number(wanted.typed, details[row.id])):
            row = replace(row, also=old, formerly=old)
        elif row.id in missing:
            row = replace(row, also=reason_for(row, details[row.id], missing[row.id]))
        found.append(row)
    return tuple(found)
