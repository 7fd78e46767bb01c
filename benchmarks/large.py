"""A large register in a file for the benchmarks of finding: made once, quickly, and kept beside its like in a folder.

python -m benchmarks.large FOLDER [CUSTOMERS …]

`anna` is its administrator; `per` sees `FEW` customers, spread over the register. Customers, contacts and old numbers are
written straight into the tables (their history is one change set), everything derived by the register's own `rebuild`.
"""

from __future__ import annotations

import sqlite3
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import closing
from itertools import islice
from pathlib import Path
from threading import Event
from typing import Any

from benchmarks.register_data import Customer, customers
from core.clock import stamp, system_clock
from core.customers.rules import fold_number, number_rank
from core.customers.tables import AliasRow, ContactRow, CustomerRow
from core.database import search_index
from core.database.base import Row
from core.database.sqlite.connecting import connect
from core.database.sqlite.files import make_register
from core.database.store import store_of
from core.places import sqlite_url

SIZES = (1_000, 1_000_000)
FEW = 300
PER = 3
CHUNK = 20_000
IMPORTED = 2
"""The change set that everything came with."""


def register_of(folder: Path, count: int) -> Path:
    """Return the file of a register of `count` customers in `folder`, made where it is missing."""
    path = folder / f"kundkort-{count}.sqlite"
    if not path.exists():
        unfinished = path.with_suffix(".unfinished")
        for file in folder.glob(f"{unfinished.name}*"):
            file.unlink()
        make(unfinished, count)
        unfinished.rename(path)
    return path


def make(path: Path, count: int) -> None:
    """Make the register."""
    path.parent.mkdir(parents=True, exist_ok=True)
    make_register(path, "anna", "Anna", stamp(system_clock()))
    with closing(connect(path, writing=True)) as connection:
        connection.execute("PRAGMA synchronous=OFF")
        connection.execute("BEGIN IMMEDIATE")
        _write(connection, count)
        connection.execute("COMMIT")
    opened = store_of(sqlite_url(path)).open(writing=True)
    with opened.session(Event()) as session:
        search_index.rebuild(session.connection())
        session.commit()
    opened.let_go()
    with closing(connect(path, writing=True)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _write(connection: sqlite3.Connection, count: int) -> None:
    ids = iter(range(count + 1, 10 * count + 10))
    for some in _in_chunks(customers(count)):
        _insert(connection, CustomerRow, [_customer(one) for one in some])
        _insert(connection, ContactRow, [row for one in some for row in _contacts(one, ids)])
        _insert(connection, AliasRow, [row for one in some for row in _aliases(one, ids)])
    now = stamp(system_clock())
    connection.execute(
        "INSERT INTO change_set (seq, batch, operation, version, operation_id, actor, device, session, made_at, at, undoes)"
        " VALUES (?, NULL, 'imports.start', 1, 'large', 1, 0, '', ?, ?, NULL)",
        (IMPORTED, now, now),
    )
    connection.execute("UPDATE feed SET seq = ?, counter = ?", (IMPORTED, next(ids)))
    connection.execute(
        'INSERT INTO "user" (id, seq, login, name, only_assigned, active) VALUES (?, 1, ?, ?, ?, ?)',
        (PER, "per", "Per Lund", True, True),
    )
    connection.executemany(
        'INSERT INTO access ("user", customer, gained_seq) VALUES (?, ?, 1)',
        [(PER, id) for id in range(1, count + 1, max(count // FEW, 1))][:FEW],
    )


def _in_chunks(every: Iterator[Customer]) -> Iterator[list[Customer]]:
    while some := list(islice(every, CHUNK)):
        yield some


def _insert(connection: sqlite3.Connection, mapped: type[Row], rows: Sequence[dict[str, Any]]) -> None:
    """Insert rows; columns that they do not name have their defaults."""
    if not rows:
        return
    table = mapped.__table__
    values: dict[str, Any] = {}
    for column in table.columns:
        values[column.name] = column.default.arg if column.default is not None else None
    names = ", ".join(f'"{name}"' for name in values)
    marks = ", ".join("?" * len(values))
    statement = f'INSERT INTO "{mapped.__tablename__}" ({names}) VALUES ({marks})'
    connection.executemany(statement, [tuple((values | row).values()) for row in rows])


def _customer(one: Customer) -> dict[str, Any]:
    return {
        "id": one.id,
        "seq": IMPORTED,
        "number": one.number,
        "number_folded": fold_number(one.number),
        "number_rank": number_rank(one.number),
        "name": one.name,
        "type": one.type,
        "language": one.language,
        "org_no": one.org_no,
        "active": one.active,
        "visiting_row1": one.street,
        "visiting_postcode": one.postcode,
        "visiting_city": one.city,
        "invoice_city": one.invoice_city,
    }


def _contacts(one: Customer, ids: Iterator[int]) -> Iterator[dict[str, Any]]:
    for position, contact in enumerate(one.contacts):
        yield {
            "id": next(ids),
            "seq": IMPORTED,
            "customer_id": one.id,
            "position": position,
            "name": contact.name,
            "phone": contact.phone,
            "mobile": contact.mobile,
            "email": contact.email,
        }


def _aliases(one: Customer, ids: Iterator[int]) -> Iterator[dict[str, Any]]:
    for number in one.old_numbers:
        yield {
            "id": next(ids),
            "seq": IMPORTED,
            "customer_id": one.id,
            "number": number,
            "number_folded": fold_number(number),
            "number_rank": number_rank(number),
        }


def main(arguments: Sequence[str]) -> int:
    """Make registers, and say how long each took."""
    folder = Path(arguments[0])
    for count in map(int, arguments[1:] or map(str, SIZES)):
        began = time.perf_counter()
        path = register_of(folder, count)
        print(
            f"{count:>9,} customers  {time.perf_counter() - began:6.1f} s  {path.stat().st_size / 1e6:7.1f} MB  {path}"
        )
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
