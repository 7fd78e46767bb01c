"""How a register is taken out: window by window, as CSV or JSON; and the template."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from functools import partial

import msgspec

from core.customers import cards as customer_cards
from core.customers.views import Customer, CustomerOrder, CustomerQuery
from core.errors import Fault, Invalid
from core.exchange import api
from core.exchange.api import ExportFormat
from core.exchange.cards import card
from core.exchange.csv_out import CustomerWriter
from core.exchange.fields import MOST_CONTACTS, TEMPLATE_CONTACTS
from core.exchange.shown.rows import query_windows
from core.exchange.template import write_template
from core.files.views import PIECE
from core.services import Services
from core.work import UnitOfWork

WINDOW = 500
EVERYBODY = CustomerQuery(active=None, order=CustomerOrder.NUMBER)

_MOST_CONTACTS = (
    "SELECT coalesce(max(c.n), 0) FROM"
    " (SELECT count(*) AS n FROM contact WHERE removed_seq IS NULL GROUP BY customer_id) c"
)

Format = Callable[[tuple[Customer, ...]], bytes]


@api.export_register.implement
async def export_register(
    services: Services, format: ExportFormat, query: CustomerQuery | None = None
) -> AsyncIterator[bytes]:
    """Leave the trace first: what was asked for counts, however much of it is read."""
    if format not in ("csv", "json"):
        raise Invalid([Fault("format", "choice")])
    await services.within(api.export_register, lambda work: work.trace("export", None, format))
    windows = _windows(services, query or EVERYBODY)
    return _json(windows) if format == "json" else await _csv(services, windows)


async def _windows(services: Services, query: CustomerQuery) -> AsyncIterator[tuple[Customer, ...]]:
    def cards_of(ids: list[int]) -> Callable[[UnitOfWork], tuple[Customer, ...]]:
        return lambda work: customer_cards.cards(work, ids)

    async for window in query_windows(partial(services.reading, api.export_register), query, WINDOW):
        yield await services.reading(api.export_register, cards_of([row.id for row in window.rows]))


async def _csv(services: Services, windows: AsyncIterator[tuple[Customer, ...]]) -> AsyncIterator[bytes]:
    most, today = await services.reading(
        api.export_register, lambda work: (work.connection.exec_driver_sql(_MOST_CONTACTS).scalar_one(), work.today)
    )
    writer = CustomerWriter(max(TEMPLATE_CONTACTS, min(most, MOST_CONTACTS)), today)
    return _written(windows, writer.start(), writer.customers, b"")


def _json(windows: AsyncIterator[tuple[Customer, ...]]) -> AsyncIterator[bytes]:
    first = True

    def write(customers: tuple[Customer, ...]) -> bytes:
        nonlocal first
        lines = b",\n".join(msgspec.json.encode(card(customer)) for customer in customers)
        before = b"" if first or not lines else b",\n"
        first = first and not lines
        return before + lines

    return _written(windows, b"[\n", write, b"\n]\n")


async def _written(
    windows: AsyncIterator[tuple[Customer, ...]], start: bytes, write: Format, end: bytes
) -> AsyncIterator[bytes]:
    async for customers in windows:
        # Nothing is given before the first window is read: a query that breaks rules is told as that, on a server too.
        piece = start + (await asyncio.to_thread(write, customers) if customers else b"")
        start = b""
        if piece:
            yield piece
    if end:
        yield end


@api.template.implement
async def template(services: Services) -> AsyncIterator[bytes]:
    """Make the workbook in a thread; it is small."""
    return _pieces(await asyncio.to_thread(write_template))


async def _pieces(content: bytes) -> AsyncIterator[bytes]:
    for start in range(0, len(content), PIECE):
        yield content[start : start + PIECE]
