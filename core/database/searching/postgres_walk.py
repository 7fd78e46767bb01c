"""The walker of PostgreSQL: along the names where a text is common, by the index of grams where it is not.

An index that gives its hits in no order has to give all of them before the first ones are known; going along the names
finds the first ones at once where many have the text, and never where few do. How common a text is nobody knows before,
so a short walk is tried first, then the index up to a few hits, then a longer walk, then everything.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from core.database.plain import fetch
from core.database.searching import postgres_hits
from core.database.searching.asking import SHOW, SHOWN, Search, active_of, beyond, where
from core.database.searching.matching import Sql, found, joined
from core.database.searching.postgres_along import Row, ranked
from core.database.searching.postgres_grams import longest
from core.database.searching.postgres_hits import COMMON, NUMBERS, candidates, is_narrow, of_filters
from core.database.searching.walking import MOST_VERIFIED, Edge, Walked

if TYPE_CHECKING:
    from sqlalchemy import Connection

SHORT_WALKS = (1_200, 1_200, 1_200, 1_200, 600, 600)
"""How many customers the first walk looks at, by how many characters were typed; of longer words, LAST_SHORT_WALK."""
LAST_SHORT_WALK = 200
LONG_WALK = 12_000
"""How many the second one does."""
INFORMATIVE = 600
"""A walk past so many, at least, says how many a longer one would meet."""
TRIED = 20
"""Of very many candidates of the index so many times the wanted ones are looked at, before all are."""
_NAME = ("name_key", "customer_id")


class PostgresWalker:
    """Walks by names and grams where the register is in PostgreSQL; see `walking.Walker`. Nothing is left unfinished."""

    def walk(
        self,
        connection: Connection,
        search: Search,
        *,
        ranks: tuple[int, ...],
        edge: Edge | None,
        backwards: bool,
        limit: int,
        most: int = MOST_VERIFIED,
    ) -> Walked:
        """Return hits beyond `edge` in the order of names."""
        rows = _Walk(connection, search, ranks, edge, backwards, limit, most).rows()
        rows.sort(key=lambda row: row[-2:], reverse=backwards)
        shown = len(SHOWN)
        return Walked([row[:shown] for row in rows], [row[shown:] for row in rows])

    def count(self, connection: Connection, search: Search, most: int) -> int:
        """Return how many customers `search` finds, at most `most`."""
        return postgres_hits.count(connection, search, most)

    def gather(
        self, connection: Connection, search: Search, columns: Sequence[str], most: int
    ) -> list[tuple[Any, ...]] | None:
        """Return `columns` of everything that is found; None where that is more than `most`."""
        return postgres_hits.gather(connection, search, columns, most)


def _short_walk(search: Search, wanted: int) -> int:
    """Return how many customers are looked at before the index is asked."""
    size = longest(search.typed)
    return max(SHORT_WALKS[size] if size < len(SHORT_WALKS) else LAST_SHORT_WALK, 2 * wanted)


class _Walk(NamedTuple):
    """One walk: what `Walker.walk` is asked."""

    connection: Connection
    search: Search
    ranks: tuple[int, ...]
    edge: Edge | None
    backwards: bool
    limit: int
    most: int

    def rows(self) -> list[tuple[Any, ...]]:
        """Return the rows (SHOWN, rank, name_key, customer_id) of the hits, in no order."""
        if not self.ranks:
            return self._without_text()
        walked, met, rows = 0, 0, list[tuple[Any, ...]]()
        if self.ranks[-1] not in NUMBERS or self._is_common_number():
            walked = _short_walk(self.search, self.limit)
            rows = self._near(walked)
            if len(rows) == self.limit:
                return rows
            met = len(rows)
        hits = candidates(self.search, self.ranks)
        few = self._nearest_of_few(hits, postgres_hits.few(self.connection))
        if few is not None:
            return few
        if longest(self.search.typed) <= COMMON and is_narrow(self.connection, self.search):
            return self._nearest(of_filters(self.search))
        if walked < INFORMATIVE:
            walked = INFORMATIVE
            rows = self._near(walked)
            met = len(rows)
        # Many have it; where hardly anybody does here, they stand together somewhere else in the alphabet.
        if met < self.limit and met * LONG_WALK * 2 >= self.limit * walked:
            rows = self._near(LONG_WALK)
            met = len(rows)
        if met == self.limit:
            return rows
        return self._nearest(hits)

    def _is_common_number(self) -> bool:
        """Say whether many numbers may begin so: one or two digits are typed."""
        typed = self.search.typed
        return self.ranks[0] > 1 and longest(typed) <= 2 and typed.words[0].spelled.isdecimal()

    def _without_text(self) -> list[tuple[Any, ...]]:
        """Return the nearest rows: next to the edge, or else among all that hold the filters."""
        conditions = self._conditions("r.")
        keys = ", ".join(f"r.{column}" for column in _NAME)
        near = Sql(f"SELECT {keys} FROM customer_row r WHERE ")
        bounds = [*active_of(self.search.query)]
        if self.edge is not None:
            bounds.append(self._beyond("r.", self.edge))
        pieces = [
            Sql(f"SELECT {SHOW}, 0 AS rank, {keys} FROM ("),
            near,
            where(bounds),
            Sql(self._order("r."), (self.most if self.search.filtered else self.limit,)),
            Sql(") k CROSS JOIN LATERAL (SELECT * FROM customer_row r WHERE "),
            where([Sql("r.customer_id = k.customer_id"), *self.search.conditions()]),
            Sql(f" OFFSET 0) r{self._order('k.')}", (self.limit,)),
        ]
        rows = fetch(self.connection, *joined("", pieces))
        if len(rows) == self.limit or not self.search.filtered:
            return rows
        pieces = [
            Sql("WITH c AS MATERIALIZED (SELECT r.customer_id FROM customer_row r WHERE "),
            where(conditions),
            Sql(
                f") SELECT {SHOW}, 0 AS rank, {keys} FROM c CROSS JOIN customer_row r WHERE r.customer_id = c.customer_id"
            ),
            Sql(self._order("r."), (self.limit,)),
        ]
        return fetch(self.connection, *joined("", pieces))

    def _conditions(self, table: str) -> list[Sql]:
        """Return the conditions on the customer in `r`, and that its name, in `table`, is beyond the edge."""
        conditions = self.search.conditions()
        return conditions if self.edge is None else [*conditions, self._beyond(table, self.edge)]

    def _beyond(self, table: str, edge: Edge) -> Sql:
        return beyond([table + column for column in _NAME], edge, "<" if self.backwards else ">")

    def _order(self, table: str) -> str:
        way = " DESC" if self.backwards else ""
        return f" ORDER BY {', '.join(table + column + way for column in _NAME)} LIMIT ?"

    def _near(self, size: int) -> list[tuple[Any, ...]]:
        """Return the nearest hits among the `size` customers next to the edge."""
        bounds = [] if self.edge is None else [self._beyond("r.", self.edge)]
        rows = Row([f"r.{column}" for column in _NAME], bounds, self.backwards, size)
        text = found(self.search.typed, unmask=self.search.unmask)
        return fetch(self.connection, *ranked(self.search, rows, ranks=self.ranks, text=text, limit=self.limit))

    def _nearest_of_few(self, hits: Sql, few: int) -> list[tuple[Any, ...]] | None:
        """Return the nearest of `hits` (a select of label), None where there are more than `few`, filters apart."""
        rows = self._sorted(hits, few, None)
        return None if rows[0][0] > few else _without_size(rows)

    def _nearest(self, hits: Sql) -> list[tuple[Any, ...]]:
        """Return the nearest of `hits` (a select of label), however many there are."""
        tried = TRIED * self.limit
        rows = self._sorted(hits, None, tried)
        found = _without_size(rows)
        # Where the names come first that only may have the text, all of them are looked at.
        return (
            found if len(found) == self.limit or rows[0][0] <= tried else _without_size(self._sorted(hits, None, None))
        )

    def _sorted(self, hits: Sql, few: int | None, tried: int | None) -> list[tuple[Any, ...]]:
        """Return how many `hits` there are (up to one more than `few`), and the rows of the nearest that hold the search.

        The first column of each row is that number; the others are NULL where there is no row, or more hits than `few`.
        They are sorted first, by an index alone, and then looked at one by one: `tried` of them at most.
        """
        bounds = [Sql("r.customer_id = few.label"), *([Sql("size.n <= ?", (few,))] if few is not None else [])]
        if self.edge is not None:
            bounds.append(self._beyond("r.", self.edge))
        table = "few CROSS JOIN customer_row r"
        sought = Row([f"r.{column}" for column in _NAME], bounds, self.backwards, tried, table)
        text = found(self.search.typed, unmask=self.search.unmask)
        pieces = [
            Sql("WITH c AS MATERIALIZED ("),
            hits,
            Sql("), few AS MATERIALIZED (SELECT c.label FROM c"),
            Sql(" LIMIT ?", (few + 1,)) if few is not None else Sql(""),
            Sql(
                "), size AS MATERIALIZED (SELECT count(*) AS n FROM few) SELECT size.n, w.* FROM size LEFT JOIN LATERAL ("
            ),
            ranked(self.search, sought, ranks=self.ranks, text=text, limit=self.limit),
            Sql(") w ON TRUE"),
        ]
        return fetch(self.connection, *joined("", pieces))


def _without_size(rows: list[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    return [row[1:] for row in rows if row[-1] is not None]
