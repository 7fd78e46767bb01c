"""Which customers a selection means: the ids given, and what its query finds but those left out; each once."""

from __future__ import annotations

from array import array
from collections.abc import Iterator
from typing import NamedTuple

from msgspec.structs import replace

from core.customers.listing import LARGEST_WINDOW, list_customers
from core.customers.views import CustomerOrder, CustomerQuery, Selection
from core.errors import Fault, Invalid
from core.work import UnitOfWork

MOST_IDS = 10_000
"""Ids in one selection, given or left out: what is more is a query."""
_IDS, _FOUND = "i", "q"


class Selected(NamedTuple):
    """Some ids of a selection, in its order; `last` is the position to go on from, unless it is at its end."""

    ids: list[int]
    last: str
    at_end: bool


def check_selection(selection: Selection) -> None:
    """Raise Invalid where nothing is selected, or more ids are given than one call takes."""
    if not selection.ids and selection.query is None:
        raise Invalid([Fault("selection", "bulk.none")])
    if max(len(selection.ids), len(selection.but)) > MOST_IDS:
        raise Invalid([Fault("selection", "bulk.too_many", {"high": MOST_IDS})])


def window_of(work: UnitOfWork, selection: Selection, after: str, limit: int) -> Selected:
    """Return the next ids of a selection, up to `limit`: first those given, then those found, in the order of finding.

    `after` is the position where an earlier window ended, "" for the beginning; Invalid where it is none. There may be
    fewer than `limit`, even none, before the end.
    """
    ids = list(dict.fromkeys(selection.ids))
    kind, _colon, position = (after or (f"{_IDS}:0" if ids else f"{_FOUND}:")).partition(":")
    if kind == _IDS and position.isascii() and position.isdigit():
        start, end = int(position), int(position) + limit
        over = end >= len(ids)
        return Selected(ids[start:end], f"{_FOUND}:" if over else f"{_IDS}:{end}", over and selection.query is None)
    if kind != _FOUND:
        raise Invalid([Fault("after", "position.unknown")])
    if selection.query is None:
        return Selected([], after, True)
    return _found(work, selection, selection.query, position, limit)


def _found(work: UnitOfWork, selection: Selection, query: CustomerQuery, position: str, limit: int) -> Selected:
    # Any order of the list finds the same; this one holds for a register of any size.
    plain = replace(query, order=CustomerOrder.RELEVANCE, descending=False)
    window = list_customers(work, plain, after=position, limit=limit)
    left_out = {*selection.but, *selection.ids}
    ids = [row.id for row in window.rows if row.id not in left_out]
    return Selected(ids, f"{_FOUND}:{window.last}", window.at_end)


def windows_of(work: UnitOfWork, selection: Selection) -> Iterator[list[int]]:
    """Yield the ids of a whole selection, up to 500 at a time."""
    after, at_end = "", False
    while not at_end:
        ids, after, at_end = window_of(work, selection, after, LARGEST_WINDOW)
        yield ids


def all_of(work: UnitOfWork, selection: Selection) -> array[int]:
    """Return the ids of a whole selection, eight bytes each."""
    found = array("q")
    for ids in windows_of(work, selection):
        found.extend(ids)
    return found
