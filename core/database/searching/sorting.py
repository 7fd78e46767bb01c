"""Orders by gathering: everything that is found, no more than MOST_SORTED, sorted here and cut; every place is known."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from core.database.plain import fetch
from core.database.searching.asking import SHOW, Shown
from core.database.searching.positions import GATHERED, INDEXED, Key
from core.values.sorting import sort_key

if TYPE_CHECKING:
    from sqlalchemy import Connection

_NOTHING = b"\xff"
"""The sort key of what is empty: after everything."""


class Wanted(NamedTuple):
    """Which part of a list is wanted: after `edge`, or `backwards` before it; or from row number `at` on; or its ends."""

    edge: Key | None = None
    backwards: bool = False
    limit: int = 100
    at: int | None = None
    descending: bool = False


class Found(NamedTuple):
    """The rows of a window in order (SHOWN), their keys, and whether more stand before and after.

    `first` and `last` are the keys to go on from, None where those of the asked position stay; `offset` is how many rows
    stand before, None where that is not known.
    """

    rows: list[Shown]
    keys: list[Key]
    more_before: bool
    more_after: bool
    first: Key | None = None
    last: Key | None = None
    offset: int | None = None


def columns_of(order: str) -> tuple[str, ...]:
    """Return the columns of `customer_row` that `keys_of` makes the keys of an order of."""
    if order == "found":
        return ("rank", "name_key", "customer_id")
    return INDEXED.get(order) or (GATHERED[order], "name_key", "customer_id")


def keys_of(order: str, rows: Sequence[tuple[Any, ...]]) -> list[Key]:
    """Return the keys of gathered rows (`columns_of`), in ascending order."""
    if order in GATHERED:
        rows = [(_sort_key(value), *rest) for value, *rest in rows]
    return sorted(rows)


@lru_cache(maxsize=4096)
def _sort_key(value: str) -> bytes:
    return sort_key(value) if value else _NOTHING


def cut(connection: Connection, keys: list[Key], wanted: Wanted) -> Found:
    """Return the part that is wanted of what was gathered; `keys` are in ascending order."""
    start, end = _part(keys, wanted)
    if wanted.descending:
        keys = keys[::-1]
    part = keys[start:end]
    return Found(
        show(connection, [int(key[-1]) for key in part]),
        part,
        more_before=start > 0,
        more_after=end < len(keys),
        first=part[0] if part else None,
        last=part[-1] if part else None,
        offset=start,
    )


def _part(keys: list[Key], wanted: Wanted) -> tuple[int, int]:
    size, limit = len(keys), wanted.limit
    before, after = 0, 0
    if wanted.edge is not None:
        before, after = bisect_left(keys, wanted.edge), bisect_right(keys, wanted.edge)
        if wanted.descending:
            before, after = size - after, size - before
    elif wanted.at is not None:
        after = wanted.at if wanted.at < size else max(0, size - limit)
    elif wanted.backwards:
        before = size
    if wanted.backwards:
        return max(0, before - limit), before
    return after, min(size, after + limit)


def show(connection: Connection, ids: Sequence[int]) -> list[Shown]:
    """Return what is shown of these customers, in the order of `ids`."""
    if not ids:
        return []
    statement = f"SELECT {SHOW} FROM customer_row r WHERE r.customer_id IN ({', '.join('?' * len(ids))})"
    found = {row[0]: row for row in fetch(connection, statement, ids)}
    return [found[id] for id in ids]
