"""How a register is looked through: the file, its references, the history, the search text and the rules."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import TypeVar

from sqlalchemy import select

from core.customers.rows import field_columns, values_of
from core.customers.rules import normalise
from core.customers.tables import BuyerRow, ContactRow, CustomerRow
from core.customers.views import CustomerValues
from core.database.search_index import is_index_whole, stale
from core.database.soundness import find_unsound
from core.records import api
from core.records.views import Problem
from core.work import UnitOfWork

PIECE = 500
"""Customers looked at together."""

Part = TypeVar("Part", ContactRow, BuyerRow)


@api.check_register.implement
def check_register(work: UnitOfWork, limit: int = 100) -> tuple[Problem, ...]:
    """Every kind of problem, the gravest first."""
    return tuple(islice(_problems(work), max(limit, 0)))


def _problems(work: UnitOfWork) -> Iterator[Problem]:
    connection = work.connection
    for unsound in find_unsound(connection):
        yield Problem(code=unsound.code, detail=unsound.detail)
    first, last, count = connection.exec_driver_sql("SELECT min(seq), max(seq), count(*) FROM change_set").one()
    if count and last - first + 1 != count:
        yield Problem(code="seq", detail=f"{first}–{last}: {count}")
    for row in connection.exec_driver_sql(
        "SELECT number FROM customer c WHERE NOT EXISTS (SELECT 1 FROM change h WHERE h.root_kind = 'customer'"
        " AND h.root_id = c.id AND h.row_id = c.id AND h.entity = 'customer' AND h.kind = 'created')"
    ):
        yield Problem(code="history", number=row.number)
    is_stale = False
    for number in stale(connection):
        is_stale = True
        yield Problem(code="search", number=number)
    # Where texts are wrong, so is what is made of them.
    if not is_stale and not is_index_whole(connection):
        yield Problem(code="index")
    yield from _broken_rules(work)


def _broken_rules(work: UnitOfWork) -> Iterator[Problem]:
    last = 0
    while True:
        rows = work.select(select(CustomerRow).where(CustomerRow.id > last).order_by(CustomerRow.id).limit(PIECE))
        if not rows:
            return
        last = rows[-1].id
        contacts, buyers = _parts(work, ContactRow, rows), _parts(work, BuyerRow, rows)
        for row in rows:
            yield from _faults(work, row, values_of(row, contacts.get(row.id, ()), buyers.get(row.id, ())))


def _parts(work: UnitOfWork, mapped: type[Part], rows: Sequence[CustomerRow]) -> dict[int, list[Part]]:
    statement = select(mapped).where(mapped.customer_id.in_([row.id for row in rows]))
    found: dict[int, list[Part]] = {}
    for part in work.select(statement.order_by(mapped.position, mapped.id)):
        found.setdefault(part.customer_id, []).append(part)
    return found


def _faults(work: UnitOfWork, row: CustomerRow, values: CustomerValues) -> Iterator[Problem]:
    if any(getattr(row, name) != value for name, value in field_columns("number", row.number).items()):
        yield Problem(code="number", number=row.number)
    normal, faults = normalise(values, work.settings, work.today)
    for fault in faults:
        if fault.level == "fault":
            yield Problem(code="rule", number=row.number, field=fault.field, detail=fault.code)
    if normal != values and not faults:
        yield Problem(code="rule", number=row.number, field="", detail="normal_form")
