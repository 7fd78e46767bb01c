"""Finding as simple as can be, for the register in memory: which rows customers are, and what is found in them."""

from __future__ import annotations

from core.customers.views import Contact, Customer, CustomerQuery, CustomerRow
from core.values.finding import Typed
from core.values.phone import phone_digits
from core.values.sorting import fold


def row_of(found: Customer) -> CustomerRow:
    """Return the line of the list that a customer is."""
    contact = found.contacts[0] if found.contacts else Contact(id=0)
    return CustomerRow(
        id=found.id,
        seq=found.seq,
        number=found.number,
        name=found.name,
        type=found.type,
        org_no=found.org_no if isinstance(found.org_no, str) else "",
        active=found.active,
        city=found.visiting.city if found.visiting else "",
        phone=contact.phone or contact.mobile,
        email=contact.email,
        contact=contact.name,
    )


def passes(query: CustomerQuery, row: CustomerRow) -> bool:
    """Say whether the filters let a row through."""
    return (
        (query.active is None or row.active == query.active)
        and (not query.cities or row.city in query.cities)
        and (not query.types or row.type in query.types)
        and (query.org_no is None or bool(row.org_no) == query.org_no)
    )


def has(typed: Typed, row: CustomerRow) -> bool:
    """Say whether what was typed is found in a row."""
    text = fold(" ".join((row.name, row.number, row.contact, row.email, row.city, row.org_no)))
    digits = phone_digits(row.phone)
    return all(
        (part.number and (part.number in digits or part.number in row.number))
        or all(word.folded in text for word in part.words)
        for part in typed.parts
    )


def also_of(typed: Typed, row: CustomerRow) -> str:
    """Return where it was found, where no column shows that."""
    shown = fold(f"{row.name} {row.number} {row.city}")
    words = [word.folded for part in typed.parts if not part.number for word in part.words]
    return row.contact if any(word not in shown for word in words) else ""
