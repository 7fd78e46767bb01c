"""The order of finding, tier by tier, each in the order of names: numbers, names that begin so, then anywhere.

A tier is asked for only when those before it have not filled the window. The tiers of one family (numbers, names,
anywhere) are first asked for together: mostly that is all there is, or all that is wanted.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, cast

from core.database.searching import walking
from core.database.searching.along import Stretch, along
from core.database.searching.asking import Search, Shown
from core.database.searching.beginnings import any_spelling, as_typed
from core.database.searching.matching import Sql, ranks_of
from core.database.searching.positions import Key
from core.database.searching.walking import Edge, Walked, Walker

if TYPE_CHECKING:
    from sqlalchemy import Connection

_Hit = tuple[Shown, Key]
_NAMES = (4, 5)


class Reached(NamedTuple):
    """Rows in the order they were met and their keys (rank, name_key, customer_id); `reached` as in `walking.Walked`."""

    rows: list[Shown]
    keys: list[Key]
    reached: Key | None


def find(
    connection: Connection, walker: Walker, search: Search, *, edge: Key | None, backwards: bool, limit: int
) -> Reached:
    """Return up to `limit` hits that follow `edge`, or with `backwards` stand before it, the nearest first."""
    return _Tiers(connection, walker, search, backwards, limit).found(edge)


class _Tiers:
    def __init__(self, connection: Connection, walker: Walker, search: Search, backwards: bool, limit: int) -> None:
        self._connection = connection
        self._walker = walker
        self._search = search
        self._backwards = backwards
        self._limit = limit
        self._rows: list[Shown] = []
        self._keys: list[Key] = []
        families = [list(family) for family in ranks_of(search.typed)]
        if backwards:
            families = [family[::-1] for family in reversed(families)]
        self._families = families

    def found(self, edge: Key | None) -> Reached:
        """Go through the tiers until enough is found or one was not looked through."""
        for family in self._families:
            ranks = family
            known: list[_Hit] = []
            place: Edge | None = None
            if edge is not None:
                if edge[0] in family:
                    # Within a family only what follows the edge is left.
                    ranks = family[family.index(edge[0]) :]
                    place = cast("Edge", edge[1:])
                elif self._is_behind(family, int(edge[0])):
                    continue
            looked_at: Edge | None = None
            if place is None and len(ranks) > 1:
                walked = self._walk(tuple(sorted(ranks)), None, self._wanted)
                known = list(zip(walked.rows, walked.keys, strict=True))
                if walked.reached is None and len(known) < self._wanted:
                    known.sort(key=lambda hit: hit[1], reverse=self._backwards)
                    self._take(known)
                    continue
                looked_at = walked.reached or cast("Edge", walked.keys[-1][1:])
            for rank in ranks:
                self._take([hit for hit in known if hit[1][0] == rank])
                reached = self._tier(rank, place or looked_at) if self._wanted else None
                if reached is not None or not self._wanted:
                    return Reached(self._rows, self._keys, reached)
                place = None
        return Reached(self._rows, self._keys, None)

    @property
    def _wanted(self) -> int:
        return self._limit - len(self._rows)

    def _is_behind(self, family: list[int], rank: int) -> bool:
        return min(family) > rank if self._backwards else max(family) < rank

    def _tier(self, rank: int, edge: Edge | None) -> Key | None:
        """Take the hits of one rank beyond `edge`; returns what was reached where not all of them were looked at."""
        walked = self._walk((rank,), edge, self._wanted)
        self._take(list(zip(walked.rows, walked.keys, strict=True)))
        return None if walked.reached is None else (rank, *walked.reached)

    def _take(self, hits: list[_Hit]) -> None:
        for row, key in hits[: self._wanted]:
            self._rows.append(row)
            self._keys.append(key)

    def _walk(self, ranks: tuple[int, ...], edge: Edge | None, limit: int) -> Walked:
        if ranks[0] in _NAMES:
            return self._names(ranks, edge, limit)
        return self._walker.walk(
            self._connection,
            self._search,
            ranks=ranks,
            edge=edge,
            backwards=self._backwards,
            limit=limit,
            most=walking.MOST_VERIFIED,
        )

    def _names(self, ranks: tuple[int, ...], edge: Edge | None, limit: int) -> Walked:
        """Walk through the names that begin with what was typed."""
        typed = self._search.typed
        ranges = as_typed(self._connection, typed) if ranks == (4,) else any_spelling(self._connection, typed)
        rows: list[Shown] = []
        keys: list[Key] = []
        for low, high in reversed(ranges) if self._backwards else ranges:
            if edge is not None and (high <= edge[0] if not self._backwards else low > edge[0]):
                continue
            bounds = (Sql("r.name_key >= ?", (low,)), Sql("r.name_key < ?", (high,)))
            stretch = Stretch("name", edge, self._backwards, bounds)
            met = along(
                self._connection,
                self._search,
                stretch,
                limit=limit - len(rows),
                ranks=ranks,
                most=walking.MOST_VERIFIED,
            )
            rows += met.rows
            keys += met.keys
            if met.reached is not None:
                return Walked(rows, keys, cast("Edge", met.reached))
            if len(rows) == limit:
                break
        return Walked(rows, keys)
