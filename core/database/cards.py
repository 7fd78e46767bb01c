"""The SQL of cards: customers as they are stored, with their parts, and who made and last changed one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from core.customers.rows import ADDRESS_COLUMNS, FIELDS
from core.customers.views import SWITCHES
from core.database.plain import fetch
from core.database.searching.matching import Sql

if TYPE_CHECKING:
    from sqlalchemy import Connection

PIECE = 400
"""Customers in one `IN (…)`."""

_COLUMNS = ("id", "seq", *FIELDS, *(column for columns in ADDRESS_COLUMNS.values() for column in columns))
_ADDRESSES = len(("id", "seq", *FIELDS))
_SWITCHES = (*SWITCHES, "active")
"""Fields that are true or false; SQLite answers 1 or 0."""

_CUSTOMER = f"SELECT {', '.join(f'c.{name}' for name in _COLUMNS)} FROM customer c WHERE c.removed_seq IS NULL"  # noqa: S608
_CONTACT, _BUYER, _ALIAS, _MAKER = range(4)
# One shape for all parts, so that one statement answers; the first column says which (_CONTACT …).
_PARTS = """
SELECT 0, customer_id, position, id, seq, name, "role", phone, mobile, email, send_protocol, send_work_order, 0
FROM contact WHERE removed_seq IS NULL AND customer_id IN ({marks})
UNION ALL SELECT 1, customer_id, position, id, seq, personal_no, '', '', '', '', FALSE, FALSE, share
FROM buyer WHERE removed_seq IS NULL AND customer_id IN ({marks})
UNION ALL SELECT 2, customer_id, 0, id, seq, number, '', '', '', '', FALSE, FALSE, 0
FROM customer_alias WHERE removed_seq IS NULL AND customer_id IN ({marks})"""
_MAKERS = """
UNION ALL SELECT 3, 0, 0, s.seq, s.seq, coalesce(u.name, ''), s.made_at, '', '', '', FALSE, FALSE, 0
FROM change_set s LEFT JOIN "user" u ON u.id = s.actor
WHERE s.seq IN (?, (SELECT min(seq) FROM change WHERE root_kind = 'customer' AND root_id = ?))"""
_EVERY_PART = """
SELECT 0, position, id, seq, removed_seq, name, "role", phone, mobile, email, send_protocol, send_work_order, 0
FROM contact WHERE customer_id = ?
UNION ALL SELECT 1, position, id, seq, removed_seq, personal_no, '', '', '', '', FALSE, FALSE, share
FROM buyer WHERE customer_id = ?
ORDER BY 1, 2, 3"""
_ORDER = " ORDER BY 1, 2, 3, 4"
_ONE = _PARTS.format(marks="?") + _MAKERS + _ORDER
_BY_NUMBER = (
    "SELECT c.id, 0 AS old FROM customer c WHERE c.number_folded = ? AND c.removed_seq IS NULL"
    " UNION ALL SELECT a.customer_id, 1 FROM customer_alias a WHERE a.number_folded = ? AND a.removed_seq IS NULL"
    " ORDER BY 2, 1"
)

# Removed ones count too: their numbers are not given again. Of all that have the highest rank, leading zeros apart, the
# longest; the rank alone comes first, so that an index gives it.
_HIGHEST = (
    "SELECT number FROM {table} WHERE length(number) <= ? AND number_rank = (SELECT number_rank FROM {table}"
    " WHERE number_rank > '' AND length(number) <= ? ORDER BY number_rank DESC LIMIT 1)"
    " ORDER BY length(number) DESC LIMIT 1"
)


class Maker(NamedTuple):
    """A change set that made or changed a customer: its seq, the name of who did it, and when."""

    seq: int
    name: str
    made_at: str


class Stored(NamedTuple):
    """A customer as stored: FIELDS by name, the columns of its three addresses, and its parts in their order.

    A contact is (id, *CONTACT_FIELDS, seq), a buyer (id, *BUYER_FIELDS, seq), an alias its number. `makers` are the first
    and the last change set that touched it, where those were asked for.
    """

    id: int
    seq: int
    fields: dict[str, Any]
    addresses: dict[str, tuple[str, ...]]
    contacts: list[tuple[Any, ...]]
    buyers: list[tuple[Any, ...]]
    aliases: list[str]
    makers: list[Maker]


def find_card(connection: Connection, customer_id: int, seen: Sql) -> Stored | None:
    """Return a customer with all its parts and its makers, by two statements; None where it is not there or not seen.

    `seen` is the condition on `c.id` that holds for the customers the actor may see.
    """
    statement = f"{_CUSTOMER} AND c.id = ? AND {seen.text}"
    rows = fetch(connection, statement, (customer_id, *seen.parameters))
    if not rows:
        return None
    stored = _stored(rows[0])
    parts = fetch(connection, _ONE, (customer_id, customer_id, customer_id, stored.seq, customer_id))
    _share_out({customer_id: stored}, parts, stored.makers)
    return stored


def find_cards(connection: Connection, ids: Sequence[int], seen: Sql) -> list[Stored]:
    """Return those of many customers that are there and seen, in the order of `ids`, without their makers."""
    found: dict[int, Stored] = {}
    for start in range(0, len(ids), PIECE):
        piece = tuple(ids[start : start + PIECE])
        marks = ", ".join("?" * len(piece))
        statement = f"{_CUSTOMER} AND c.id IN ({marks}) AND {seen.text}"
        rows = fetch(connection, statement, (*piece, *seen.parameters))
        stored = {row[0]: _stored(row) for row in rows}
        parts = fetch(connection, _PARTS.format(marks=marks) + _ORDER, (*piece, *piece, *piece))
        _share_out(stored, parts, [])
        found |= stored
    return [found[id] for id in ids if id in found]


class Part(NamedTuple):
    """A contact or a buyer as stored, in the shape that `Stored` has it, its place, and whether it was removed."""

    values: tuple[Any, ...]
    position: int
    removed: bool


def find_parts(connection: Connection, customer_id: int) -> tuple[list[Part], list[Part]]:
    """Return the contacts and the buyers of a customer in their order, removed ones too: for rules, never for a view."""
    contacts: list[Part] = []
    buyers: list[Part] = []
    for row in fetch(connection, _EVERY_PART, (customer_id, customer_id)):
        kind, position, id, seq, removed_seq, name, role, phone, mobile, email, protocol, work_order, share = row
        removed = removed_seq is not None
        if kind == _CONTACT:
            values = (id, name, role, phone, mobile, email, bool(protocol), bool(work_order), seq)
            contacts.append(Part(values, position, removed))
        else:
            buyers.append(Part((id, name, share, seq), position, removed))
    return contacts, buyers


def find_by_number(connection: Connection, folded: str) -> list[int]:
    """Return the ids of the customers that have the folded number, the present one first, then those that had it."""
    return [id for id, _old in fetch(connection, _BY_NUMBER, (folded, folded))]


def find_highest_numbers(connection: Connection, longest: int) -> list[str]:
    """Return the highest number of digits alone among the present ones, and among the old ones, at most `longest` long."""
    tables = ("customer", "customer_alias")
    return [
        number for table in tables for (number,) in fetch(connection, _HIGHEST.format(table=table), (longest, longest))
    ]


def _stored(values: tuple[Any, ...]) -> Stored:
    fields = dict(zip(FIELDS, values[2:_ADDRESSES], strict=True))
    for switch in _SWITCHES:
        fields[switch] = bool(fields[switch])
    addresses, start = {}, _ADDRESSES
    for kind, columns in ADDRESS_COLUMNS.items():
        addresses[kind] = values[start : start + len(columns)]
        start += len(columns)
    return Stored(values[0], values[1], fields, addresses, [], [], [], [])


def _share_out(customers: dict[int, Stored], parts: Sequence[Sequence[Any]], makers: list[Maker]) -> None:
    """Give each customer its parts, and `makers` the change sets; what is of a customer not seen falls away."""
    for kind, customer, _position, id, seq, name, role, phone, mobile, email, protocol, work_order, share in parts:
        if kind == _MAKER:
            makers.append(Maker(seq, name, role))
        elif (stored := customers.get(customer)) is None:
            continue
        elif kind == _CONTACT:
            stored.contacts.append((id, name, role, phone, mobile, email, bool(protocol), bool(work_order), seq))
        elif kind == _BUYER:
            stored.buyers.append((id, name, share, seq))
        else:
            stored.aliases.append(name)
