"""The case of many customers changed at once, in which all its operations succeed."""

from __future__ import annotations

from core.bulk.api import bulk_refusals, change_many, preview_bulk, selected
from core.bulk.views import BulkChange
from core.customers.views import CustomerQuery, Selection
from core.exchange.driving import finished
from core.register import Register
from tests.core.customers.making import make


async def changed_many(register: Register) -> object:
    """See what a change would make of two customers, make it, and see which it refused."""
    customers = [await make(register, name=f"Brf {n}", facility_required=n == 2) for n in (1, 2)]
    selection = Selection(ids=(customers[1].id,), query=CustomerQuery(text="brf"))
    change = BulkChange(facilities_disabled=True)
    assert await register(selected, selection) == (customers[1].id, customers[0].id)
    seen = await register(preview_bulk, selection, change)
    rest = await register(preview_bulk, selection, change, seen.last)
    assert (seen.refused, rest.changed, seen.at_end, rest.at_end) == (1, 1, False, True)
    job = await finished(register, await register(change_many, selection, change, seen.seq))
    refused = await register(bulk_refusals, job.id)
    assert [row.name for row in refused.rows] == ["Brf 2"] and job.counts == {"refused": 1, "changed": 1}
    return refused
