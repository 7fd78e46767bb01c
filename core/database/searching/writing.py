"""The one writer of `customer_search` and `customer_search_line`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection

from core.database.guard import writing
from core.database.plain import fetch
from core.database.searching.document import COLUMNS, LINE_COLUMNS, NOT_IN_TEXT, Person, Row, Source, make_rows

if TYPE_CHECKING:
    from core.recorder import Entry

CHUNK = 500
"""Customers whose text is made at once."""


def _marks(count: int) -> str:
    return ", ".join("?" * count)


def _insert(table: str, columns: Sequence[str]) -> str:
    names = ", ".join(f'"{name}"' for name in columns)
    return f'INSERT INTO "{table}" ({names}) VALUES ({_marks(len(columns))})'


_SOURCE = (
    'SELECT id, seq, active, "type", language, number, name, org_no, visiting_city, invoice_city, postal_city'
    " FROM customer WHERE removed_seq IS NULL AND id IN ({})"
)
_PEOPLE = (
    "SELECT customer_id, name, phone, mobile, email FROM contact"
    " WHERE removed_seq IS NULL AND customer_id IN ({}) ORDER BY customer_id, position, id"
)
_OLD_NUMBERS = (
    "SELECT customer_id, number FROM customer_alias WHERE removed_seq IS NULL AND customer_id IN ({}) ORDER BY id"
)
_TOUCH = "UPDATE customer_search SET seq = ? WHERE customer_id = ?"
_WRITTEN = "SELECT customer_id FROM customer_search WHERE customer_id IN ({})"
_FORGET = (
    "DELETE FROM customer_search WHERE customer_id IN ({})",
    "DELETE FROM customer_search_line WHERE customer_id IN ({})",
)
_EVERYBODY = (
    "SELECT id FROM customer WHERE id > ? UNION SELECT customer_id FROM customer_search WHERE customer_id > ?"
    " ORDER BY 1 LIMIT ?"
)
_STORED_ROWS = f"SELECT {', '.join(COLUMNS)} FROM customer_search WHERE customer_id IN ({{}})"
_STORED_LINES = f"SELECT {', '.join(LINE_COLUMNS)} FROM customer_search_line WHERE customer_id IN ({{}})"
_ROW = _insert("customer_search", COLUMNS)
_LINE = _insert("customer_search_line", LINE_COLUMNS)


def follow(connection: Connection, entries: Iterable[Entry], seq: int) -> None:
    """Bring the search text up to date with what a unit of work changed; where no text has that, it is only the seq."""
    changed: set[int] = set()
    touched: set[int] = set()
    for entry in entries:
        if entry.root_kind == "customer":
            in_no_text = entry.kind == "changed" and (entry.entity, entry.field) in NOT_IN_TEXT
            (touched if in_no_text else changed).add(entry.root_id)
    reindex(connection, changed)
    if only_touched := touched - changed:
        with writing(connection):
            connection.exec_driver_sql(_TOUCH, [(seq, id) for id in sorted(only_touched)])


def reindex(connection: Connection, customer_ids: Iterable[int]) -> None:
    """Make the search text of these customers anew from what stands in the register; removed ones lose theirs."""
    ids = sorted(set(customer_ids))
    with writing(connection):
        for start in range(0, len(ids), CHUNK):
            _reindex(connection, tuple(ids[start : start + CHUNK]))


def _reindex(connection: Connection, ids: tuple[int, ...]) -> None:
    marks = _marks(len(ids))
    rows, lines = _made(connection, ids)
    if fetch(connection, _WRITTEN.format(marks), ids):
        for statement in _FORGET:
            connection.exec_driver_sql(statement.format(marks), ids)
    if rows:
        connection.exec_driver_sql(_ROW, rows)
    if lines:
        connection.exec_driver_sql(_LINE, lines)


def stale(connection: Connection) -> Iterator[str]:
    """Yield the numbers of customers whose search text is not what `reindex` would write, or is there in vain."""
    after = 0
    while ids := tuple(connection.exec_driver_sql(_EVERYBODY, (after, after, CHUNK)).scalars()):
        after = ids[-1]
        marks = _marks(len(ids))
        rows, lines = _made(connection, ids)
        wrong: set[Any] = {
            row[0] for row in {tuple(row) for row in rows} ^ _stored(connection, _STORED_ROWS.format(marks), ids)
        }
        wrong |= {
            row[0] for row in {tuple(row) for row in lines} ^ _stored(connection, _STORED_LINES.format(marks), ids)
        }
        for customer in sorted(wrong):
            found = connection.exec_driver_sql("SELECT number FROM customer WHERE id = ?", (customer,)).scalar()
            yield found or str(customer)


def _stored(connection: Connection, statement: str, ids: tuple[int, ...]) -> set[tuple[Any, ...]]:
    return {tuple(row) for row in connection.exec_driver_sql(statement, ids)}


def _made(connection: Connection, ids: tuple[int, ...]) -> tuple[list[Row], list[Row]]:
    """Return the rows of both tables as they should be, from what stands in the register."""
    marks = _marks(len(ids))
    people: dict[int, list[Person]] = {}
    for values in fetch(connection, _PEOPLE.format(marks), ids):
        people.setdefault(values[0], []).append(Person(*values))
    old_numbers: dict[int, list[str]] = {}
    for customer, number in fetch(connection, _OLD_NUMBERS.format(marks), ids):
        old_numbers.setdefault(customer, []).append(number)
    rows: list[Row] = []
    lines: list[Row] = []
    for values in fetch(connection, _SOURCE.format(marks), ids):
        source = Source(*values)
        row, more = make_rows(source, people.get(source.id, ()), old_numbers.get(source.id, ()))
        rows.append(row)
        lines += more
    return rows, lines
