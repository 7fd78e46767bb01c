"""What is derived of customers, made of what stands in the register, and as it is stored."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from core.database.plain import fetch
from core.database.searching.document import (
    LINE_COLUMNS,
    ROW_COLUMNS,
    TEXT_COLUMNS,
    Made,
    Person,
    Row,
    Source,
    make_rows,
)
from core.database.searching.terms import Indexed

if TYPE_CHECKING:
    from sqlalchemy import Connection

CHUNK = 500
"""Customers that are read and written at once."""

_SOURCE = (
    'SELECT id, seq, active, "type", language, number, name, org_no, visiting_city, visiting_row1, visiting_postcode,'
    " invoice_city, invoice_row1, invoice_postcode, postal_city, postal_row1, postal_postcode"
    " FROM customer WHERE removed_seq IS NULL AND id IN ({})"
)
_PEOPLE = (
    "SELECT customer_id, name, phone, mobile, email FROM contact"
    " WHERE removed_seq IS NULL AND customer_id IN ({}) ORDER BY customer_id, position, id"
)
_OLD_NUMBERS = (
    "SELECT customer_id, number FROM customer_alias WHERE removed_seq IS NULL AND customer_id IN ({}) ORDER BY id"
)
_ROW = ", ".join(f'r."{name}"' for name in ROW_COLUMNS)
_TEXT = ", ".join(f"s.{name}" for name in TEXT_COLUMNS)
_STORED = (
    f"SELECT s.label, {_ROW}, {_TEXT} FROM customer_row r JOIN customer_search s ON s.customer_id = r.customer_id"
    " WHERE r.customer_id IN ({})"
)
_LINES = (
    f"SELECT {', '.join(LINE_COLUMNS)} FROM customer_search_line WHERE customer_id IN ({{}}) ORDER BY customer_id, line"
)

CITY_SPELLED, LANGUAGE, TYPE, ORG_NO, ACTIVE = map(
    ROW_COLUMNS.index, ("city_spelled", "language", "type", "org_no", "active")
)
NAME_KEY, SEQ = map(ROW_COLUMNS.index, ("name_key", "seq"))
CONTACTS, NUMBERS, FOLDED, DIGITS, SPELLED = map(
    TEXT_COLUMNS.index, ("contacts", "numbers", "folded", "digits", "spelled")
)


class Stored(NamedTuple):
    """What is derived of a customer as it is stored, and its label."""

    label: int
    made: Made


def marks(values: Sequence[object]) -> str:
    """Return a "?" for each value."""
    return ", ".join("?" * len(values))


def chunks(ids: Sequence[int]) -> Iterator[tuple[int, ...]]:
    """Cut ids into runs of at most CHUNK."""
    return (tuple(ids[start : start + CHUNK]) for start in range(0, len(ids), CHUNK))


def made(connection: Connection, ids: tuple[int, ...]) -> dict[int, Made]:
    """Return by its id what is derived of each customer, as it should be; of removed ones nothing."""
    among = marks(ids)
    people: dict[int, list[Person]] = {}
    for values in fetch(connection, _PEOPLE.format(among), ids):
        people.setdefault(values[0], []).append(Person(*values))
    old_numbers: dict[int, list[str]] = {}
    for customer, number in fetch(connection, _OLD_NUMBERS.format(among), ids):
        old_numbers.setdefault(customer, []).append(number)
    return {
        values[0]: make_rows(Source(*values), people.get(values[0], ()), old_numbers.get(values[0], ()))
        for values in fetch(connection, _SOURCE.format(among), ids)
    }


def stored(connection: Connection, ids: tuple[int, ...]) -> dict[int, Stored]:
    """Return by its id what is derived of each customer, as it is stored."""
    among = marks(ids)
    size = len(ROW_COLUMNS) + 1
    found = {
        values[1]: Stored(values[0], Made(values[1:size], values[size:], []))
        for values in fetch(connection, _STORED.format(among), ids)
    }
    several = tuple(id for id, one in found.items() if one.made.text[CONTACTS] > 1)
    if several:
        for line in fetch(connection, _LINES.format(marks(several)), several):
            found[line[0]].made.lines.append(line)
    return found


def indexed(row: Row, text: Row) -> Indexed:
    """Return what the index has of a customer whose derived rows these are."""
    return Indexed(
        text[FOLDED] if text[SPELLED] is None else text[SPELLED],
        text[DIGITS],
        text[NUMBERS],
        row[CITY_SPELLED],
        row[LANGUAGE],
        row[TYPE],
        row[ORG_NO],
        row[ACTIVE],
    )
