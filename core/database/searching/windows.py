"""Windows of the list: which way a search is answered by, from its order, its filters, and how much it can find."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, cast

from core.customers.views import MOST_SORTED
from core.database.plain import fetch
from core.database.searching import blocks, scanning, walking
from core.database.searching.along import Stretch, along, of_ranks
from core.database.searching.asking import Search, Shown, filters_of, where
from core.database.searching.matching import Sql, found
from core.database.searching.positions import INDEXED, Key
from core.database.searching.sorting import Found, Wanted, columns_of, cut, keys_of, show
from core.database.searching.tiers import find
from core.database.searching.walking import Edge, Walker, walker_of

if TYPE_CHECKING:
    from sqlalchemy import Connection

MOST_CALLS = 10
"""So many unfinished windows are gone through, at most, to count up to a row number."""

_Way = Callable[[Key | None, bool, int], tuple[list[Shown], list[Key], Key | None]]
"""(edge, down, limit) -> rows beyond the edge, the nearest first, their keys, and what was reached (`walking.Walked`)."""


class Narrow(Exception):
    """What was asked needs fewer hits: an order that nothing is kept of, or (`at`) a row number in one."""

    def __init__(self, field: str) -> None:
        super().__init__(field)
        self.field = field


def find_window(connection: Connection, search: Search, wanted: Wanted) -> Found:
    """Return the rows of a window; raises Narrow where more than MOST_SORTED are found and the order has to be made."""
    return _Finder(connection, search, wanted).found()


def sees_few(connection: Connection, search: Search) -> bool:
    """Say whether the actor sees so few customers that these are looked at rather than an index."""
    if not search.mine.text:
        return False
    statement = f"SELECT count(*) FROM (SELECT 1 FROM ({search.mine.text}) m LIMIT ?) n"
    return bool(fetch(connection, statement, (*search.mine.parameters, MOST_SORTED + 1))[0][0] <= MOST_SORTED)


class _Finder:
    """Answers one window."""

    def __init__(self, connection: Connection, search: Search, wanted: Wanted) -> None:
        self._connection = connection
        self._search = search
        self._wanted = wanted
        # Descending, what follows has smaller keys.
        self._down = wanted.descending is not wanted.backwards

    def found(self) -> Found:
        """Choose the way, and go it."""
        search, order = self._search, self._search.order
        if sees_few(self._connection, search):
            keys = scanning.gather(self._connection, search, order, MOST_SORTED, few=True)
            return cut(self._connection, keys_of(order, keys or []), self._wanted)
        walker = walker_of(self._connection)
        way = self._way(walker)
        if way is None:
            return cut(self._connection, keys_of(order, self._gathered(walker)), self._wanted)
        bare = not search.filtered and not search.typed.parts and order in INDEXED
        if self._wanted.at:
            return self._at_known(way, self._wanted.at) if bare and walker else self._at(way, self._wanted.at)
        found = self._from(way, self._wanted.edge)
        return self._with_offset(found) if bare and walker else found

    def _way(self, walker: Walker | None) -> _Way | None:
        """Return how to go through the order; None where what is found has to be gathered."""
        search, order = self._search, self._search.order
        if order != "found" and (search.typed.parts or order not in INDEXED):
            return None
        if walker is None:
            return self._scan
        if order == "found":
            return lambda edge, down, limit: find(
                self._connection, walker, search, edge=edge, backwards=down, limit=limit
            )
        if not filters_of(search.query):
            return self._along
        if order == "name":
            return lambda edge, down, limit: self._names(walker, edge, down, limit)
        few = walker.count(self._connection, search, MOST_SORTED + 1) <= MOST_SORTED
        return None if few else self._along

    def _gathered(self, walker: Walker | None) -> list[tuple[Any, ...]]:
        """Return the columns of everything that is found; raises Narrow where that is too much."""
        search, order = self._search, self._search.order
        if walker is None:
            rows = scanning.gather(self._connection, search, order, MOST_SORTED, few=False)
        else:
            rows = walker.gather(self._connection, search, columns_of(order), MOST_SORTED)
        if rows is None:
            raise Narrow("order")
        return rows

    def _scan(self, edge: Key | None, down: bool, limit: int) -> tuple[list[Shown], list[Key], Key | None]:
        keys = scanning.keys_beyond(self._connection, self._search, edge, down=down, limit=limit)
        return show(self._connection, [int(key[-1]) for key in keys]), keys, None

    def _along(self, edge: Key | None, down: bool, limit: int) -> tuple[list[Shown], list[Key], Key | None]:
        stretch = Stretch(self._search.order, edge, down)
        return along(self._connection, self._search, stretch, limit=limit, most=walking.MOST_VERIFIED)

    def _names(
        self, walker: Walker, edge: Key | None, down: bool, limit: int
    ) -> tuple[list[Shown], list[Key], Key | None]:
        rows, keys, reached = walker.walk(
            self._connection,
            self._search,
            ranks=(),
            edge=cast("Edge", edge),
            backwards=down,
            limit=limit,
            most=walking.MOST_VERIFIED,
        )
        return rows, [key[1:] for key in keys], reached

    def _from(self, way: _Way, edge: Key | None, *, behind: bool | None = None) -> Found:
        """Return the window beyond `edge`; `behind`: whether rows stand on its other side, where that is known."""
        limit = self._wanted.limit
        rows, keys, reached = way(edge, self._down, limit + 1)
        if len(rows) > limit:
            rows, keys, reached, ahead = rows[:limit], keys[:limit], None, True
        else:
            ahead = reached is not None
        if behind is None:
            behind = edge is not None and self._is_behind(way, edge)
        nearest, farthest = (keys[0], keys[-1]) if keys else (reached, reached)
        farthest = reached or farthest
        if self._wanted.backwards:
            return Found(rows[::-1], keys[::-1], ahead, behind, farthest, nearest, None if ahead else 0)
        return Found(rows, keys, behind, ahead, nearest, farthest, None if behind else 0)

    def _is_behind(self, way: _Way, edge: Key) -> bool:
        """Say whether anything stands at `edge` or on its other side: mostly the one still stands there that did."""
        search, names = self._search, columns_of(self._search.order)
        conditions = [Sql(f"r.{name} = ?", (value,)) for name, value in zip(names, edge, strict=True) if name != "rank"]
        table = "customer_row r"
        if search.typed.parts:
            table += " CROSS JOIN customer_search s"
            rank = int(edge[0])
            conditions += [Sql("s.customer_id = r.customer_id"), of_ranks(search, (rank,))]
            conditions.append(found(search.typed, unmask=search.unmask))
        condition = where([*conditions, *search.conditions()])
        if fetch(self._connection, f"SELECT 1 FROM {table} WHERE {condition.text}", condition.parameters):
            return True
        rows, _keys, reached = way(edge, not self._down, 1)
        return bool(rows) or reached is not None

    def _with_offset(self, found: Found) -> Found:
        """Return a window of everybody with how many rows stand before it."""
        if found.offset is not None or found.first is None:
            return found
        active = self._search.query.active
        before = blocks.offset_of(self._connection, self._search.order, active, found.first)
        if self._wanted.descending:
            before = blocks.total(self._connection, active) - 1 - before
        return found._replace(offset=before)

    def _at_known(self, way: _Way, at: int) -> Found:
        """Return the window from row number `at` on of everybody."""
        active = self._search.query.active
        total = blocks.total(self._connection, active)
        if at >= total:
            return self._last_ones()
        place = total - at if self._wanted.descending else at - 1
        edge = blocks.key_at(self._connection, self._search.order, active, place)
        return self._from(way, edge, behind=True)._replace(offset=at)

    def _at(self, way: _Way, at: int) -> Found:
        """Return the window from row number `at` on, where somebody must count: as far as everything may be gathered."""
        wanted = self._wanted
        if at > MOST_SORTED:
            raise Narrow("at")
        rows: list[Shown] = []
        keys: list[Key] = []
        edge: Key | None = None
        for _call in range(MOST_CALLS):
            step = _Finder(self._connection, self._search, wanted._replace(limit=at + wanted.limit - len(rows)))
            more = step._from(way, edge, behind=False)
            rows += more.rows
            keys += more.keys
            edge = more.last
            if not more.more_after and len(rows) <= at:
                return self._last_ones()
            if not more.more_after or len(rows) == at + wanted.limit:
                rows, keys = rows[at:], keys[at:]
                return Found(rows, keys, True, more.more_after, keys[0], keys[-1], at)
        raise Narrow("at")

    def _last_ones(self) -> Found:
        return _Finder(
            self._connection, self._search, self._wanted._replace(at=None, edge=None, backwards=True)
        ).found()
