"""The SQL of twins: customers by organisation number and by postcode, and what is compared of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from core.database.plain import fetch
from core.database.searching.matching import Sql

if TYPE_CHECKING:
    from sqlalchemy import Connection

MOST = 50
"""So many customers of one organisation number, or of one switchboard, are compared: some have hundreds."""
MOST_OF_A_POSTCODE = 5_000
"""So many customers of a postcode have their names compared."""

_OF_NUMBER = (
    "SELECT c.id FROM customer c WHERE c.org_no = ? AND c.removed_seq IS NULL AND {seen}"
    " ORDER BY c.active DESC, c.id LIMIT ?"
)
_HAVING = (
    "SELECT * FROM (SELECT k.customer_id FROM contact k WHERE {column} IN ({marks}) AND k.{name} <> ''"
    " AND k.removed_seq IS NULL AND {seen} ORDER BY k.customer_id LIMIT ?) AS {name}"
)
_NAMES = (
    "SELECT r.customer_id, r.name FROM customer_row r WHERE r.postcode IN ({marks}) AND {seen}"
    " ORDER BY r.postcode, r.name LIMIT ?"
)
_FOUND = (
    "SELECT c.id, c.number, c.name, c.active, c.org_no, r.city, r.postcode"
    " FROM customer c JOIN customer_row r ON r.customer_id = c.id"
    " WHERE c.id IN ({marks}) AND c.removed_seq IS NULL AND {seen}"
)
_CONTACTS = (
    "SELECT customer_id, phone, mobile, email FROM contact"
    " WHERE removed_seq IS NULL AND customer_id IN ({marks}) ORDER BY customer_id, position, id"
)


class Stored(NamedTuple):
    """What is read of one customer: what it is called, and what is compared; the postcode is that of the list."""

    id: int
    number: str
    name: str
    active: bool
    org_no: str
    city: str
    postcode: str
    phones: list[str]
    emails: list[str]


def with_number(connection: Connection, org_no: str, seen: Sql) -> list[int]:
    """Return customers with this organisation number, active ones first, at most MOST; `seen` is the right, of c.id."""
    statement = _OF_NUMBER.format(seen=seen.text)
    return [row[0] for row in fetch(connection, statement, (org_no, *seen.parameters, MOST))]


def with_contact(connection: Connection, phones: Sequence[str], emails: Sequence[str], seen: Sql) -> list[int]:
    """Return customers with a contact that has one of these phones (as stored) or e-mail addresses (case-blind).

    At most MOST for each kind; `seen` is the right, of k.customer_id.
    """
    pieces: list[str] = []
    parameters: list[object] = []
    for name, values in (("phone", phones), ("mobile", phones), ("email", emails)):
        if values:
            column = f"lower(k.{name})" if name == "email" else f"k.{name}"
            marks = ", ".join(["lower(?)" if name == "email" else "?"] * len(values))
            pieces.append(_HAVING.format(column=column, name=name, marks=marks, seen=seen.text))
            parameters += [*values, *seen.parameters, MOST]
    return [row[0] for row in fetch(connection, " UNION ALL ".join(pieces), parameters)] if pieces else []


def names_of(connection: Connection, postcodes: Sequence[str], seen: Sql) -> list[tuple[int, str]]:
    """Return id and name of the customers of these postcodes; `seen` is the right, of r.customer_id."""
    statement = _NAMES.format(marks=_marks(postcodes), seen=seen.text)
    return [(id, name) for id, name in fetch(connection, statement, (*postcodes, *seen.parameters, MOST_OF_A_POSTCODE))]


def find(connection: Connection, ids: Sequence[int], seen: Sql) -> list[Stored]:
    """Return those of these customers that are there and may be seen; `seen` is the right, of c.id."""
    if not ids:
        return []
    statement = _FOUND.format(marks=_marks(ids), seen=seen.text)
    found: dict[int, Stored] = {}
    for id, number, name, active, org_no, city, postcode in fetch(connection, statement, (*ids, *seen.parameters)):
        found[id] = Stored(id, number, name, bool(active), org_no, city, postcode, [], [])
    if found:
        for id, phone, mobile, email in fetch(connection, _CONTACTS.format(marks=_marks([*found])), tuple(found)):
            found[id].phones.extend(value for value in (phone, mobile) if value)
            found[id].emails.extend(value for value in (email,) if value)
    return list(found.values())


def _marks(values: Sequence[object]) -> str:
    return ", ".join("?" * len(values))
