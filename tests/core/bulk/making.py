"""What tests of bulk changes share: customers, selections, and a change made to its end."""

from __future__ import annotations

from core.bulk.api import change_many, preview_bulk
from core.bulk.views import BulkChange, BulkOutcome, BulkRow
from core.customers.views import Customer, Selection
from core.exchange.driving import finished
from core.jobs.views import Job
from core.register import Register
from tests.core.customers.making import make

ENGLISH = BulkChange(language="en")


async def several(register: Register, count: int, **values: object) -> list[Customer]:
    """Make so many customers, called Brf A1, Brf A2 …"""
    return [await make(register, name=f"Brf A{n}", **values) for n in range(1, count + 1)]


def these(customers: list[Customer]) -> Selection:
    """Return the selection of these customers."""
    return Selection(ids=tuple(customer.id for customer in customers))


async def changed(register: Register, selection: Selection, change: BulkChange, seen: int | None = None) -> Job:
    """Change them; return the job at its end."""
    return await finished(register, await register(change_many, selection, change, seen))


async def outcomes(register: Register, selection: Selection, change: BulkChange) -> list[BulkOutcome]:
    """Return what the preview says of each."""
    return [row.outcome for row in (await register(preview_bulk, selection, change)).rows]


def codes(row: BulkRow) -> list[tuple[str, str]]:
    """Return why a customer was refused."""
    return [(fault.field, fault.code) for fault in row.faults]
