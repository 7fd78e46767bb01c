"""How the example company is made: chunk by chunk, each in a transaction of its own."""

from __future__ import annotations

from functools import partial

from sqlalchemy import select

from core.customers.tables import BuyerRow, ContactRow, CustomerRow
from core.database import search_index
from core.demo import api
from core.demo.customers import CHUNK, MOST_CUSTOMERS, chunk
from core.errors import Fault, Invalid
from core.services import Services
from core.work import UnitOfWork


@api.fill_with_example.implement
async def fill_with_example(services: Services, customers: int = 2_000) -> int:
    """Write the customers; the chunks are one batch."""
    if not 1 <= customers <= MOST_CUSTOMERS:
        raise Invalid([Fault("customers", "demo.customers", {"high": MOST_CUSTOMERS})])
    batch = await services.within(api.fill_with_example, _begin)
    for n, first in enumerate(range(0, customers, CHUNK)):
        size = min(CHUNK, customers - first)
        await services.within(api.fill_with_example, partial(_write, n, size), batch=batch)
    # All of them at once, in the order of names: one by one it would take many times as long.
    filling = search_index.Filling(alone=True)
    while await services.within(api.fill_with_example, lambda work: filling.step(work.connection)):
        pass
    return customers


def _begin(work: UnitOfWork) -> int:
    if work.select(select(CustomerRow).limit(1), whole=True):
        raise Invalid([Fault("customers", "demo.not_empty")])
    search_index.defer(work.connection)
    return work.new_id()


def _write(n: int, size: int, work: UnitOfWork) -> None:
    made = chunk(n, size, work.new_ids)
    work.insert_many(CustomerRow, made.customers)
    work.insert_many(ContactRow, made.contacts)
    work.insert_many(BuyerRow, made.buyers)
