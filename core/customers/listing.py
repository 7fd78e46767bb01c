"""The list and finding: windows of rows, counts, and what the filters offer (DESIGN 4)."""

from __future__ import annotations

from msgspec.structs import replace

from core import access
from core.customers import api, numbers
from core.customers.reasons import parts_not_shown, reason_for
from core.customers.views import Choices, CustomerCount, CustomerQuery, CustomerRow, CustomerWindow
from core.database import search
from core.errors import Fault, Invalid
from core.rights import Right
from core.values.cleaning import LENGTHS
from core.values.finding import read_typed
from core.work import UnitOfWork

LARGEST_WINDOW = 500
LARGEST_CAP = 1_000_000_000


@api.list_customers.implement
def list_customers(
    work: UnitOfWork, query: CustomerQuery, after: str = "", before: str = "", last: bool = False, limit: int = 100
) -> CustomerWindow:
    """Return a window of what `query` finds; Invalid where a position, the limit or the text is not right."""
    wanted = _search(work, query)
    faults = [*_text_faults(query), *_range_faults("limit", limit, LARGEST_WINDOW)]
    if (after != "") + (before != "") + last > 1:
        faults.append(Fault("before" if before else "last", "position.one"))
    field, position = ("before", before) if before else ("after", after)
    edge: search.Key | None = None
    if position:
        try:
            edge = search.read_position(position, wanted.order, query.descending)
        except search.BadPosition:
            faults.append(Fault(field, "position.unknown"))
    if faults:
        raise Invalid(faults)
    found = search.find_window(work.connection, wanted, edge=edge, backwards=bool(before or last), limit=limit)
    ends = [search.write_position(wanted.order, query.descending, key) for key in (found.keys[:1] + found.keys[-1:])]
    return CustomerWindow(
        rows=_with_reasons(work, wanted, [_row(values) for values in found.rows]),
        # Nothing beyond a position: it stays where one is.
        first=ends[0] if ends else position,
        last=ends[-1] if ends else position,
        at_start=not found.more_before,
        at_end=not found.more_after,
    )


@api.count_customers.implement
def count_customers(work: UnitOfWork, query: CustomerQuery, cap: int = 1000) -> CustomerCount:
    """Count what `query` finds and what its filters hide; Invalid where the cap or the text is not right."""
    faults = [*_text_faults(query), *_range_faults("cap", cap, LARGEST_CAP)]
    if faults:
        raise Invalid(faults)
    counted = search.count(work.connection, _search(work, query))
    found, hidden, unfiltered = (min(number, cap + 1) for number in counted)
    return CustomerCount(found=found, hidden=hidden, unfiltered=unfiltered, cap=cap)


@api.customer_choices.implement
def customer_choices(work: UnitOfWork) -> Choices:
    """Return what the filters and the form offer, of the customers that the actor may see."""
    used = search.in_use(work.connection, _seen(work))
    return Choices(
        cities=used.cities,
        languages=used.languages,
        longest_number=used.longest_number or Choices().longest_number,
        next_number=numbers.next_number(work) if work.settings.number_automatic else "",
    )


def _search(work: UnitOfWork, query: CustomerQuery) -> search.Search:
    return search.Search(query, read_typed(query.text), _seen(work), work.may(Right.CUSTOMER_UNMASK))


def _seen(work: UnitOfWork) -> search.Sql:
    return search.Sql(*access.sql_criteria(work.actor, "s.customer_id"))


def _text_faults(query: CustomerQuery) -> list[Fault]:
    high = LENGTHS["search"]
    if len(query.text) <= high:
        return []
    return [Fault("text", "too_long", {"high": high, "over": len(query.text) - high})]


def _range_faults(field: str, value: int, high: int) -> list[Fault]:
    return [] if 1 <= value <= high else [Fault(field, "range", {"low": 1, "high": high})]


def _row(values: search.Shown) -> CustomerRow:
    id, seq, number, name, kind, org_no, active, city, phone, email, contact = values
    return CustomerRow(
        id=id,
        seq=seq,
        number=number,
        name=name,
        type=kind,
        org_no=org_no,
        active=bool(active),
        city=city,
        phone=phone,
        email=email,
        contact=contact,
    )


def _with_reasons(work: UnitOfWork, wanted: search.Search, rows: list[CustomerRow]) -> tuple[CustomerRow, ...]:
    """Return the rows, those that do not show what was typed with where it was found."""
    if not wanted.typed.parts:
        return tuple(rows)
    missing = {row.id: parts for row in rows if (parts := parts_not_shown(row, wanted.typed))}
    if not missing:
        return tuple(rows)
    details = search.find_details(work.connection, list(missing))
    return tuple(
        replace(row, also=reason_for(row, details[row.id], missing[row.id])) if row.id in missing else row
        for row in rows
    )
