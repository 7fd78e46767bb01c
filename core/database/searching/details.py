"""What a customer is found by and the list does not show: contacts, old numbers, other towns; for the rows of a window."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from core.database.plain import fetch
from core.database.searching.document import Person

if TYPE_CHECKING:
    from sqlalchemy import Connection


class Details(NamedTuple):
    """The contacts of one customer in their order, its old numbers, and the towns of its addresses."""

    people: list[Person]
    old_numbers: list[str]
    cities: list[str]


_DETAILS = (
    "SELECT customer_id, 0, position, id, name, phone, mobile, email FROM contact"
    " WHERE removed_seq IS NULL AND customer_id IN ({marks})"
    " UNION ALL SELECT customer_id, 1, 0, id, number, '', '', '' FROM customer_alias"
    " WHERE removed_seq IS NULL AND customer_id IN ({marks})"
    " UNION ALL SELECT id, 2, 0, id, visiting_city, invoice_city, postal_city, '' FROM customer WHERE id IN ({marks})"
    " ORDER BY 1, 2, 3, 4"
)
_CONTACT, _OLD_NUMBER = 0, 1


def find_details(connection: Connection, ids: Sequence[int]) -> dict[int, Details]:
    """Return the details of customers that a window has found: who may see them was asked there."""
    found = {id: Details([], [], []) for id in ids}
    statement = _DETAILS.format(marks=", ".join("?" * len(ids)))
    for customer, kind, _position, _id, *values in fetch(connection, statement, (*ids, *ids, *ids)):
        details = found[customer]
        if kind == _CONTACT:
            details.people.append(Person(customer, *values))
        elif kind == _OLD_NUMBER:
            details.old_numbers.append(values[0])
        else:
            details.cities.extend(city for city in values if city)
    return found
