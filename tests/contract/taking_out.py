"""Taking out what the list shows, as a case that goes well."""

from __future__ import annotations

from core.customers.columns import ListColumn
from core.customers.views import CustomerQuery, Selection
from core.exchange.api import export_file, start_export
from core.exchange.driving import finished
from core.register import Register
from tests.core.customers.making import make


async def listed(register: Register) -> object:
    """Take out what a query finds, and what is marked."""
    made = await make(register, number="10443")
    texts = []
    for selection in (Selection(query=CustomerQuery(text="brf")), Selection(ids=(made.id,))):
        job = await register(start_export, "csv", selection, (ListColumn("number"),))
        done = await finished(register, job)
        assert (done.state, done.done, done.total) == ("done", 1, 1)
        texts.append(b"".join([piece async for piece in await register(export_file, done.id)]))
        assert texts[-1].splitlines()[1].startswith(b"10443")
    return texts
