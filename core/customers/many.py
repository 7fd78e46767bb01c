"""Stored customers read many at a time: their values in full, for rules and never for a view."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple, TypeVar

from sqlalchemy import select

from core.customers.rows import values_of
from core.customers.tables import BuyerRow, ContactRow, CustomerRow
from core.customers.views import CustomerValues
from core.database.plain import pieces
from core.work import UnitOfWork

Part = TypeVar("Part", ContactRow, BuyerRow)


class Whole(NamedTuple):
    """A customer as it stands: its values in stored form, and the seq of its last change."""

    values: CustomerValues
    seq: int


def find_whole(work: UnitOfWork, ids: Iterable[int]) -> dict[int, Whole]:
    """Return those of the customers that are there and for this actor, with few statements, by id."""
    found: dict[int, Whole] = {}
    for piece in pieces(sorted(ids)):
        contacts = _parts(work, ContactRow, piece)
        buyers = _parts(work, BuyerRow, piece)
        for row in work.select(select(CustomerRow).where(CustomerRow.id.in_(piece))):
            values = values_of(row, contacts.get(row.id, ()), buyers.get(row.id, ()))
            found[row.id] = Whole(values, row.seq)
    return found


def _parts(work: UnitOfWork, mapped: type[Part], ids: Sequence[int]) -> dict[int, list[Part]]:
    found: dict[int, list[Part]] = {}
    statement = select(mapped).where(mapped.customer_id.in_(ids)).order_by(mapped.position, mapped.id)
    for part in work.select(statement):
        found.setdefault(part.customer_id, []).append(part)
    return found
