"""Puts the customers of `benchmarks.register_data` into an empty register, many at a time: PostgreSQL by COPY."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from itertools import islice
from typing import Any

import psycopg
from psycopg import sql

from benchmarks.register_data import Customer, customers
from core.customers.rules import fold_number, number_rank
from core.customers.tables import AliasRow, ContactRow, CustomerRow
from core.database.base import Row
from core.database.guard import writing
from core.database.postgres.engine import connect, make_engine
from core.database.searching import postgres_index
from core.database.searching.blocks import rebuild_blocks
from core.database.searching.document import (
    LINE_COLUMNS,
    ROW_COLUMNS,
    TEXT_COLUMNS,
    Made,
    Person,
    Source,
    make_rows,
)

BATCH = 10_000
"""Customers in memory at once."""
_IDS = 10
"""Ids that a customer takes for itself, its contacts and its old numbers."""
_TOGETHER = 200
"""Customers that came in one change."""

Rows = list[tuple[Any, ...]]


def load(url: str, count: int) -> None:
    """Fill the empty register in the PostgreSQL database at `url` with `count` customers, and make its index."""
    with closing(connect(url, writing=True, patient=True)) as connection:
        connection.execute("DROP INDEX ix_customer_search_grams")
        made = customers(count)
        while batch := list(islice(made, BATCH)):
            for table, columns, rows in (*stored(batch), *derived(batch)):
                _copy(connection, table, columns, rows)
        ends = ((count + 1) * _IDS, _seq(count))
        connection.execute("UPDATE feed SET counter = %s, seq = %s WHERE id = 1", ends)
        connection.commit()
    _finish(url)


def stored(batch: Sequence[Customer]) -> Iterator[tuple[str, Sequence[str], Rows]]:
    """Yield what a register keeps of customers: table, columns, rows."""
    yield _rows(CustomerRow, (_customer(customer) for customer in batch))
    yield _rows(ContactRow, (values for customer in batch for values in _contacts(customer)))
    yield _rows(AliasRow, (values for customer in batch for values in _old_numbers(customer)))


def derived(batch: Sequence[Customer]) -> Iterator[tuple[str, Sequence[str], Rows]]:
    """Yield what follows from them: the rows of the list, and the texts."""
    made = [text_of(customer) for customer in batch]
    active = ROW_COLUMNS.index("active")
    yield (
        "customer_row",
        ROW_COLUMNS,
        [(*one.row[:active], bool(one.row[active]), *one.row[active + 1 :]) for one in made],
    )
    yield "customer_search", (*TEXT_COLUMNS, "label"), [(*one.text, one.text[0]) for one in made]
    yield "customer_search_line", LINE_COLUMNS, [line for one in made for line in one.lines]


def text_of(customer: Customer) -> Made:
    """Return what the search and the list have of a customer."""
    id = customer.id * _IDS
    source = Source(
        id, _seq(customer.id), customer.active, customer.type, customer.language, customer.number, customer.name,
        customer.org_no, customer.city, customer.street, customer.postcode, customer.invoice_city, "", "", "", "", "",
    )  # fmt: skip
    return make_rows(source, [Person(id, *contact) for contact in customer.contacts], customer.old_numbers)


def _seq(place: int) -> int:
    return 2 + place // _TOGETHER


def _customer(customer: Customer) -> dict[str, object]:
    return {
        "id": customer.id * _IDS,
        "seq": _seq(customer.id),
        "number": customer.number,
        "number_folded": fold_number(customer.number),
        "number_rank": number_rank(customer.number),
        "name": customer.name,
        "type": customer.type,
        "language": customer.language,
        "org_no": customer.org_no,
        "active": customer.active,
        "visiting_row1": customer.street,
        "visiting_postcode": customer.postcode,
        "visiting_city": customer.city,
        "invoice_city": customer.invoice_city,
    }


def _contacts(customer: Customer) -> Iterator[dict[str, object]]:
    for place, contact in enumerate(customer.contacts):
        yield {
            "id": customer.id * _IDS + 1 + place,
            "customer_id": customer.id * _IDS,
            "position": place,
            "name": contact.name,
            "phone": contact.phone,
            "mobile": contact.mobile,
            "email": contact.email,
        }


def _old_numbers(customer: Customer) -> Iterator[dict[str, object]]:
    for place, number in enumerate(customer.old_numbers):
        yield {
            "id": customer.id * _IDS + 8 + place,
            "customer_id": customer.id * _IDS,
            "number": number,
            "number_folded": fold_number(number),
            "number_rank": number_rank(number),
        }


def _rows(mapped: type[Row], values: Iterable[dict[str, object]]) -> tuple[str, Sequence[str], Rows]:
    """Return table, columns and rows of a mapped class; what is left out has its default."""
    columns = list(mapped.__table__.columns)
    defaults = {column.name: getattr(column.default, "arg", None) for column in columns} | {"seq": 1}
    rows = [tuple(row.get(name, default) for name, default in defaults.items()) for row in values]
    return str(mapped.__tablename__), list(defaults), rows


def _copy(connection: psycopg.Connection[Any], table: str, columns: Sequence[str], rows: Rows) -> None:
    names = sql.SQL(", ").join(map(sql.Identifier, columns))
    statement = sql.SQL("COPY {} ({}) FROM STDIN").format(sql.Identifier(table), names)
    with connection.cursor() as cursor, cursor.copy(statement) as copy:
        for row in rows:
            copy.write_row(row)


def _finish(url: str) -> None:
    """Make the index, count the blocks, and let the server see which pages need no second look."""
    engine = make_engine(url, writing=True, patient=True)
    with engine.begin() as connection, writing(connection):
        postgres_index.make(connection)
        rebuild_blocks(connection)
    engine.dispose()
    with closing(connect(url, writing=True, patient=True)) as plain:
        plain.autocommit = True
        plain.read_only = None
        plain.execute("VACUUM (ANALYZE)")
