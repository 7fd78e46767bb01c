"""The rows to be written, a window at a time: those that a query finds in its order, and those that were marked."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from typing import Any, Protocol, TypeVar

from sqlalchemy import select

from core.customers.chosen import get_rows
from core.customers.list_tables import ListRow
from core.customers.listing import LARGEST_WINDOW, count_customers, list_customers
from core.customers.views import CustomerOrder, CustomerQuery, CustomerRow, CustomerWindow
from core.database.plain import pieces as pieces_of
from core.exchange.shown.asked import Arguments
from core.values.sorting import sort_key
from core.work import UnitOfWork

R = TypeVar("R")
WINDOW = LARGEST_WINDOW
_ALL = 1_000_000_000
_KEPT_KEYS = {
    CustomerOrder.NUMBER: "number_key",
    CustomerOrder.NAME: "name_key",
    CustomerOrder.CITY: "city_key",
    CustomerOrder.CONTACT: "contact_key",
    CustomerOrder.CHANGED: "seq",
}
"""The orders that the register keeps, and the column of `customer_row` that has their key."""


class Reading(Protocol):
    """Runs a function in one read transaction, as the job that reads."""

    def __call__(self, function: Callable[[UnitOfWork], R], /) -> Awaitable[R]:
        """Return what the function returns."""
        ...


def count_rows(asked: Arguments) -> Callable[[UnitOfWork], int]:
    """Return what counts the rows there will be, as far as one can know before they are read."""
    selection = asked.selection

    def count(work: UnitOfWork) -> int:
        found = count_customers(work, selection.query, _ALL).found if selection.query is not None else 0
        return found + len(set(selection.ids))

    return count


async def windows(reading: Reading, asked: Arguments) -> AsyncIterator[Sequence[CustomerRow]]:
    """Yield the rows: the marked ones in the order asked for, then what the query finds in its own; each once."""
    selection = asked.selection
    marked = await reading(_sorted_ids(asked))
    for start in range(0, len(marked), WINDOW):
        yield await reading(_rows(marked[start : start + WINDOW]))
    if selection.query is None:
        return
    left_out = {*selection.but, *selection.ids}
    async for window in query_windows(reading, selection.query):
        yield [row for row in window.rows if row.id not in left_out] if left_out else window.rows


async def query_windows(reading: Reading, query: CustomerQuery, size: int = WINDOW) -> AsyncIterator[CustomerWindow]:
    """Yield the windows of what a query finds to its end; unfinished ones, which may be empty, are gone on from."""
    after, at_end = "", False
    while not at_end:
        window = await reading(_window(query, after, size))
        yield window
        after, at_end = window.last, window.at_end


def _window(query: CustomerQuery, after: str, size: int) -> Callable[[UnitOfWork], CustomerWindow]:
    return lambda work: list_customers(work, query, after=after, limit=size)


def _sorted_ids(asked: Arguments) -> Callable[[UnitOfWork], list[int]]:
    """Return what puts the marked ids into the order asked for; those that are not there fall away when they are read."""
    ids = list(dict.fromkeys(asked.selection.ids))

    def sort(work: UnitOfWork) -> list[int]:
        if asked.order is CustomerOrder.RELEVANCE:
            return ids
        keys: dict[int, Any] = {}
        for piece in pieces_of(ids):
            for row in work.select(select(ListRow).where(ListRow.customer_id.in_(piece))):
                keys[row.customer_id] = (_key(row, asked.order), row.name_key, row.customer_id)
        return sorted(keys, key=keys.__getitem__, reverse=asked.descending)

    return sort


def _key(row: ListRow, order: CustomerOrder) -> bytes | int:
    if order in _KEPT_KEYS:
        key: bytes | int = getattr(row, _KEPT_KEYS[order])
        return key
    return sort_key(getattr(row, order.value))


def _rows(ids: Sequence[int]) -> Callable[[UnitOfWork], Sequence[CustomerRow]]:
    return lambda work: get_rows(work, tuple(ids))
