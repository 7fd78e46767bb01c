"""Labels: the places of customers in the index, so that what it finds comes in the order of names (SEARCH.md 9).

A label belongs to a bucket, SIZE labels side by side. Whoever is in a bucket comes, by (name_key, customer_id), after all
that are in the buckets before it; within a bucket there is no order. So whoever is put in takes any label that is free in
the bucket of whom it comes after, and where a bucket is full one customer moves on from each bucket to the next one, up
to where there is room.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import count
from typing import TYPE_CHECKING

from core.database.plain import fetch

if TYPE_CHECKING:
    from sqlalchemy import Connection

BITS = 8
SIZE = 1 << BITS
"""Labels of a bucket."""
FILLED = 64
"""So many customers a bucket gets where they come in the order of names."""

Move = Callable[[int, int], None]
"""Called with the customer that has a label, and the label that it gets: what is written of it must move too."""

_BEFORE = (
    "SELECT s.label FROM customer_row r CROSS JOIN customer_search s ON s.customer_id = r.customer_id"
    " WHERE (r.name_key, r.customer_id) < (?, ?) AND s.label >= ?"
    " ORDER BY r.name_key DESC, r.customer_id DESC LIMIT 1"
)
# By the smallest index, which has every label: the rows themselves have the texts between them.
_IN_BUCKET = (
    "customer_search INDEXED BY ix_customer_search_renumbered WHERE renumbered IN (0, 1) AND label BETWEEN ? AND ?"
)
_LABELS = f"SELECT label FROM {_IN_BUCKET}"
_COUNT = f"SELECT count(*) FROM {_IN_BUCKET}"
_ENDS = "SELECT (SELECT min(label) FROM customer_search WHERE label >= ?), (SELECT max(label) FROM customer_search)"
_OUTERMOST = (
    "SELECT r.name_key, r.customer_id, s.label FROM customer_search s CROSS JOIN customer_row r"
    " ON r.customer_id = s.customer_id WHERE s.label BETWEEN ? AND ?"
    " ORDER BY r.name_key {way}, r.customer_id {way} LIMIT 1"
)
_SO_MANY_ON = (
    "SELECT r.name_key, r.customer_id, s.label FROM (SELECT name_key, customer_id FROM customer_row"
    " WHERE (name_key, customer_id) {sign} (?, ?) ORDER BY name_key {way}, customer_id {way} LIMIT 2 OFFSET ?) r"
    " CROSS JOIN customer_search s ON s.customer_id = r.customer_id"
)

Outermost = tuple[bytes, int, int]
"""The first or the last of a bucket: name_key, customer_id, label."""


def bucket_of(label: int) -> int:
    """Return the bucket of a label."""
    return label >> BITS


def bounds(bucket: int) -> tuple[int, int]:
    """Return the first and the last label of a bucket."""
    return bucket << BITS, ((bucket + 1) << BITS) - 1


def in_order(bucket: int) -> Iterator[int]:
    """Yield labels for customers that come in the order of names, from this bucket on, each filled to its measure."""
    gap = SIZE // FILLED
    return (bounds(bucket + n // FILLED)[0] + n % FILLED * gap for n in count())


class Labels:
    """Gives labels in one register, of the generation whose labels begin with `first`, within one transaction.

    `move` is called for whoever has to make room; it writes the new label before it returns.
    """

    def __init__(self, connection: Connection, first: int, move: Move) -> None:
        self._connection = connection
        self._first = first
        self._move = move

    def give(self, name_key: bytes, customer: int) -> int:
        """Return a free label for a customer of this name, whose row in the list is written; the caller writes the label."""
        before = fetch(self._connection, _BEFORE, (name_key, customer, self._first))
        ((low, high),) = fetch(self._connection, _ENDS, (self._first,))
        if low is None:
            return self._first
        bucket = bucket_of(before[0][0]) if before else bucket_of(low)
        taken = self._taken(bucket)
        if before and len(taken) >= FILLED and bucket == bucket_of(high) and self._is_last(bucket, name_key, customer):
            return bounds(bucket + 1)[0]
        if len(taken) < SIZE:
            return self._free(bucket, taken)
        return self._make_room(bucket, name_key, customer)

    def _is_last(self, bucket: int, name_key: bytes, customer: int) -> bool:
        """Say whether nobody in the last bucket comes after this customer: then there is room beyond it."""
        return self._outermost(bucket, 1)[:2] < (name_key, customer)

    def _taken(self, bucket: int) -> set[int]:
        return {row[0] for row in fetch(self._connection, _LABELS, bounds(bucket))}

    def _free(self, bucket: int, taken: set[int]) -> int:
        low, high = bounds(bucket)
        return next(label for label in range(low, high + 1) if label not in taken)

    def _outermost(self, bucket: int, step: int, before: Outermost | None = None) -> Outermost:
        """Return the last of a bucket, or where `step` is -1 the first; `before` is that of the bucket before it."""
        way, sign = ("DESC", ">") if step > 0 else ("ASC", "<")
        if before is not None:
            # A full bucket ends so many on; both neighbours are looked at, others may stand between that are not in yet.
            other = "ASC" if step > 0 else "DESC"
            statement = _SO_MANY_ON.format(sign=sign, way=other)
            found = fetch(self._connection, statement, (*before[:2], SIZE - 1))
            if [bucket_of(row[2]) for row in found] in ([bucket, bucket + step], [bucket]):
                return found[0][0], found[0][1], found[0][2]
        ((key, customer, label),) = fetch(self._connection, _OUTERMOST.format(way=way), bounds(bucket))
        return key, customer, label

    def _make_room(self, bucket: int, name_key: bytes, customer: int) -> int:
        """Move one customer on from every bucket between this one and the nearest with room; return what became free."""
        end = self._nearest_with_room(bucket)
        step = 1 if end > bucket else -1
        chain = [self._outermost(bucket, step)]
        for place in range(bucket + step, end, step):
            chain.append(self._outermost(place, step, chain[-1]))
        free = self._free(end, self._taken(end))
        # Whoever is put in may itself be the outermost of its bucket: then it is the one that moves on.
        goes_itself = ((name_key, customer) > chain[0][:2]) == (step > 0)
        for _key, other, label in reversed(chain[1:] if goes_itself else chain):
            self._move(other, free)
            free = label
        return free

    def _nearest_with_room(self, bucket: int) -> int:
        distance = 1
        while True:
            for other in (bucket + distance, bucket - distance):
                if other >= bucket_of(self._first) and self._count(other) < SIZE:
                    return other
            distance += 1

    def _count(self, bucket: int) -> int:
        count: int = fetch(self._connection, _COUNT, bounds(bucket))[0][0]
        return count
