"""The walker of SQLite: FTS5 gives what a match finds by label, which is the order of names by buckets (SEARCH.md 9)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple, cast

from core.customers.views import CustomerQuery
from core.database.plain import fetch
from core.database.searching.along import Stretch, along, of_ranks
from core.database.searching.asking import SHOW, SHOWN, Search, active_of, beyond, filters_of, where
from core.database.searching.expressions import Match, match, number_beginning, whole_number
from core.database.searching.labels import bounds, bucket_of
from core.database.searching.matching import Sql, found, found_together, joined, rank
from core.database.searching.walking import MOST_VERIFIED, Edge, Walked
from core.values.finding import Part, Typed, Word
from core.values.sorting import fold_spelled

if TYPE_CHECKING:
    from sqlalchemy import Connection

_LAST = 2**62
_NAME = ("r.name_key", "r.customer_id")
_BEGINNING = 4
"""So many characters of a number's beginning are a term; what is longer is verified."""


class _Plan(NamedTuple):
    """What is matched, and what is then asked of each candidate in `s` and `r`."""

    expression: str
    verified: list[Sql]


class SqliteWalker:
    """Walks by FTS5 where the register is a file; see `walking.Walker`. For one call: a match is made once in it."""

    def __init__(self) -> None:
        self._matches: dict[tuple[Typed, CustomerQuery, bool], Match | None] = {}

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
        plan = self._plan(connection, search, ranks)
        if plan is None:
            return Walked([], [])
        if not plan.expression:
            text = found(search.typed, unmask=search.unmask) if ranks else None
            met = along(
                connection, search, Stretch("name", edge, backwards), limit=limit, ranks=ranks, text=text, most=most
            )
            keys = met.keys if ranks else [(0, *key) for key in met.keys]
            return Walked(met.rows, keys, cast("Edge | None", met.reached))
        return _Walk(connection, search, plan, ranks, edge, backwards, limit, most).walked()

    def count(self, connection: Connection, search: Search, most: int) -> int:
        """Return how many customers `search` finds, at most `most`."""
        plan = self._plan(connection, search, None)
        if plan is None:
            return 0
        source = _source(plan, search.sees("s.customer_id"), row=_of_row(plan.verified))
        return int(
            fetch(connection, f"SELECT count(*) FROM (SELECT 1{source.text} LIMIT ?)", (*source.parameters, most))[0][0]
        )

    def gather(
        self, connection: Connection, search: Search, columns: Sequence[str], most: int
    ) -> list[tuple[Any, ...]] | None:
        """Return `columns` of everything that is found; None where that is more than `most`."""
        plan = self._plan(connection, search, None)
        if plan is None:
            return []
        source = _source(plan, search.sees("r.customer_id"), row=True)
        names = ", ".join(f'r."{column}"' for column in columns)
        rows = fetch(connection, f"SELECT {names}{source.text} LIMIT ?", (*source.parameters, most + 1))
        return rows if len(rows) <= most else None

    def _plan(self, connection: Connection, search: Search, ranks: tuple[int, ...] | None) -> _Plan | None:
        """Return how to find what holds text and filters, of these ranks (None: of all); None where nothing can."""
        query, typed = search.query, search.typed
        if ranks and ranks[-1] <= 3:
            return self._numbers(connection, search, ranks)
        matched = self._match(connection, search, as_typed=ranks == (6,))
        if matched is None:
            return None
        if ranks == (7,):
            without = self._match(connection, search, as_typed=True)
            if without is not None and without.exact and without.expression:
                matched = matched._replace(expression=f"({matched.expression}) NOT ({without.expression})", apart=False)
        verified = [] if matched.fits and matched.expression else [*active_of(query), *filters_of(query)]
        if typed.parts and not matched.exact:
            having = found_together if matched.apart and matched.expression else found
            verified.append(having(typed, unmask=search.unmask))
        if ranks:
            verified.append(of_ranks(search, ranks))
        return _Plan(matched.expression, verified)

    def _numbers(self, connection: Connection, search: Search, ranks: tuple[int, ...]) -> _Plan | None:
        """Return how to find customers one of whose numbers is what was typed (ranks 0 and 1), or begins with it."""
        query, typed = search.query, search.typed
        spelled = "".join(word.spelled for word in typed.words)
        if len(spelled) > _BEGINNING:
            term = number_beginning(_beginning(spelled))
        else:
            term = whole_number(typed) if ranks[-1] <= 1 else number_beginning(typed)
        # Many numbers begin with a few characters; where more are typed the text leaves few of them.
        matched = self._match(connection, search if len(spelled) > _BEGINNING else search._replace(typed=Typed()))
        if matched is None or term is None:
            return None
        expression = f"({term}) AND ({matched.expression})" if matched.expression else term
        verified = [] if matched.fits and matched.expression else [*active_of(query), *filters_of(query)]
        return _Plan(expression, [*verified, of_ranks(search, ranks)])

    def _match(self, connection: Connection, search: Search, *, as_typed: bool = False) -> Match | None:
        """Return what `expressions.match` does, which one window asks for several times."""
        asked = (search.typed, search.query, as_typed)
        if asked not in self._matches:
            self._matches[asked] = match(
                connection, search.typed, search.query, as_typed=as_typed, unmask=search.unmask
            )
        return self._matches[asked]


def _beginning(spelled: str) -> Typed:
    """Return the typed text that has of a longer one only what terms of numbers have."""
    start = spelled[:_BEGINNING]
    return Typed((Part((Word(start, fold_spelled(start), False),)),))


def _of_row(conditions: list[Sql]) -> bool:
    return any("r." in condition.text for condition in conditions)


def _source(plan: _Plan, more: list[Sql], *, row: bool) -> Sql:
    """Return FROM and WHERE of everything that the plan finds: candidates, their texts, and with `row` their rows."""
    conditions = [*plan.verified, *more]
    if not plan.expression:
        conditions.append(Sql("s.customer_id = r.customer_id"))
        return joined("", [Sql(" FROM customer_row r CROSS JOIN customer_search s WHERE "), where(conditions)])
    pieces = [Sql(" FROM customer_match")]
    joins = [Sql("customer_match MATCH ?", (plan.expression,))]
    if row or conditions:
        pieces.append(Sql(" CROSS JOIN customer_search s"))
        joins.append(Sql("s.label = customer_match.rowid"))
    if row:
        pieces.append(Sql(" CROSS JOIN customer_row r"))
        joins.append(Sql("r.customer_id = s.customer_id"))
    return joined("", [*pieces, Sql(" WHERE "), where([*joins, *conditions])])


class _Walk:
    """One walk by label: whole buckets, each sorted by the keys of its customers."""

    def __init__(
        self,
        connection: Connection,
        search: Search,
        plan: _Plan,
        ranks: tuple[int, ...],
        edge: Edge | None,
        backwards: bool,
        limit: int,
        most: int,
    ) -> None:
        self._connection = connection
        self._plan = plan
        self._edge = edge
        self._backwards = backwards
        self._limit = limit
        self._most = most
        value = rank(search.typed, unmask=search.unmask) if ranks else Sql("0")
        conditions = [*plan.verified, *search.sees("r.customer_id")]
        if edge is not None:
            conditions.append(beyond(_NAME, edge, "<" if backwards else ">"))
        self._tail = where([Sql("s.label = m.label AND r.customer_id = s.customer_id"), *conditions])
        self._head = joined("", [Sql(f"SELECT {SHOW}, "), value, Sql(f", {', '.join(_NAME)}, m.label FROM (")])

    def walked(self) -> Walked:
        """Return the hits."""
        return self._among(*self._labels())

    def _among(self, low: int, high: int) -> Walked:
        """Return the hits beyond the edge with these labels."""
        rows = self._rows(low, high, self._most, self._limit)
        reached: Edge | None = None
        if len(rows) == self._limit:
            bucket = bucket_of(rows[-1][-1])
            rows += self._rest(rows[-1][-1], bucket)
        elif (last := self._last_candidate(low, high)) is not None:
            bucket = bucket_of(last)
            rows += self._rest(last, bucket)
            reached = self._end_of(bucket)
            if self._edge is not None and (reached >= self._edge if self._backwards else reached <= self._edge):
                # Only the bucket in which the edge is was looked at, and it ends there.
                first, after = bounds(bucket)
                return self._among(low, first - 1) if self._backwards else self._among(after + 1, high)
        shown = len(SHOWN)
        rows.sort(key=lambda row: (row[shown + 1], row[shown + 2]), reverse=self._backwards)
        if len(rows) >= self._limit:
            reached = None
            rows = rows[: self._limit]
        return Walked([row[:shown] for row in rows], [row[shown:-1] for row in rows], reached)

    def _labels(self) -> tuple[int, int]:
        """Return the labels among which everything beyond the edge is."""
        if self._edge is None:
            return 0, _LAST
        # Who stands at the edge or last before it (forwards) is in the first bucket that anything beyond can be in.
        sign, way = (">=", "") if self._backwards else ("<=", " DESC")
        condition = beyond(_NAME, self._edge, sign)
        rows = fetch(
            self._connection,
            "SELECT s.label FROM customer_row r CROSS JOIN customer_search s WHERE s.customer_id = r.customer_id"
            f" AND {condition.text} ORDER BY r.name_key{way}, r.customer_id{way} LIMIT 1",
            condition.parameters,
        )
        if not rows:
            return 0, _LAST
        bucket = bucket_of(rows[0][0])
        first, last = bounds(bucket)
        return (0, last) if self._backwards else (first, _LAST)

    def _candidates(self, low: int, high: int) -> Sql:
        way = " DESC" if self._backwards else ""
        return Sql(
            "SELECT rowid AS label FROM customer_match WHERE customer_match MATCH ? AND rowid BETWEEN ? AND ?"
            f" ORDER BY rowid{way} LIMIT ?",
            (self._plan.expression, low, high),
        )

    def _rows(self, low: int, high: int, most: int, limit: int) -> list[tuple[Any, ...]]:
        """Return up to `limit` hits among the first `most` candidates, in the order of labels."""
        candidates = self._candidates(low, high)
        statement = (
            f"{self._head.text}{candidates.text}) m CROSS JOIN customer_search s CROSS JOIN customer_row r"
            f" WHERE {self._tail.text} LIMIT ?"
        )
        return fetch(
            self._connection,
            statement,
            (*self._head.parameters, *candidates.parameters, most, *self._tail.parameters, limit),
        )

    def _rest(self, label: int, bucket: int) -> list[tuple[Any, ...]]:
        """Return the hits that follow `label` in its bucket."""
        first, last = bounds(bucket)
        low, high = (first, label - 1) if self._backwards else (label + 1, last)
        return self._rows(low, high, -1, -1) if low <= high else []

    def _last_candidate(self, low: int, high: int) -> int | None:
        """Return the last candidate that was looked at, None where those were all."""
        candidates = self._candidates(low, high)
        rows = fetch(self._connection, f"{candidates.text} OFFSET ?", (*candidates.parameters, 1, self._most - 1))
        return rows[0][0] if rows else None

    def _end_of(self, bucket: int) -> Edge:
        """Return the key of the customer that ends the bucket in the order of names."""
        way = "" if self._backwards else " DESC"
        rows = fetch(
            self._connection,
            "SELECT r.name_key, r.customer_id FROM customer_search s CROSS JOIN customer_row r"
            " WHERE s.label BETWEEN ? AND ? AND r.customer_id = s.customer_id"
            f" ORDER BY r.name_key{way}, r.customer_id{way} LIMIT 1",
            bounds(bucket),
        )
        return rows[0][0], rows[0][1]
