"""Windows of the list by keyset, both ways, as SQL over `customer_search`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from sqlalchemy import Connection

from core.customers.views import CustomerOrder, CustomerQuery
from core.database.plain import fetch
from core.database.searching.matching import ANYWHERE, Sql, begins, found, joined, may_begin, rank
from core.database.searching.positions import Key
from core.values.finding import Typed
from core.values.sorting import spell

SHOWN = (
    "customer_id", "seq", "number", "name", "type", "org_no", "active", "city", "phone", "email", "contact",
)  # fmt: skip
"""The columns of a window's rows, in order; the keys follow."""
Shown = tuple[Any, ...]
"""The values of SHOWN of one row."""
_KEYS: dict[str, tuple[str, ...]] = {
    "found": ("rank", "name_key", "customer_id"),
    CustomerOrder.NUMBER: ("number_key", "customer_id"),
    CustomerOrder.NAME: ("name_key", "customer_id"),
    CustomerOrder.CITY: ("city_key", "name_key", "customer_id"),
    CustomerOrder.CHANGED: ("seq", "customer_id"),
}
WALKED = 2000
"""So many customers are looked at in the order of names before the whole register is, where that promises enough."""
SAMPLED = 200
"""So many customers, the oldest, say what a walk promises: they choose the way, never the answer."""


class Search(NamedTuple):
    """A search as SQL needs it: the query, its text read, who may see which customers, and personal numbers."""

    query: CustomerQuery
    typed: Typed
    seen: Sql
    """The condition on `s.customer_id` that holds for the customers the actor may see."""
    unmask: bool = False

    @property
    def order(self) -> str:
        """The order: relevance is by how well a text is found, and by name where none is sought."""
        if self.query.order is CustomerOrder.RELEVANCE:
            return "found" if self.typed.parts else CustomerOrder.NAME
        return self.query.order


class Found(NamedTuple):
    """The rows of a window in order (SHOWN), their keys, and whether more stand before and after."""

    rows: list[Shown]
    keys: list[Key]
    more_before: bool
    more_after: bool


def find_window(connection: Connection, search: Search, *, edge: Key | None, backwards: bool, limit: int) -> Found:
    """Return up to `limit` rows after `edge`, or with `backwards` before it; from the beginning or the end without one."""
    if edge is None:
        behind = False
        if search.order == "found" and not (backwards or search.query.descending):
            rows = _best(connection, search, limit)
        else:
            statement = _window(search, Sql("1 = 1"), backwards, limit, Sql("0"))
            rows = [row[:-1] for row in fetch(connection, *statement)]
    else:
        rows, behind = _from_edge(connection, search, edge, backwards, limit)
    ahead = len(rows) > limit
    rows = rows[:limit]
    if backwards:
        rows.reverse()
    shown = len(SHOWN)
    return Found(
        [row[:shown] for row in rows],
        [row[shown:] for row in rows],
        more_before=ahead if backwards else behind,
        more_after=behind if backwards else ahead,
    )


def _from_edge(
    connection: Connection, search: Search, edge: Key, backwards: bool, limit: int
) -> tuple[list[tuple[Any, ...]], bool]:
    """Return the rows beyond `edge`, the next one first, and whether there are any on its other side, itself included."""
    keys = _KEYS[search.order]
    down = search.query.descending is not backwards
    others = [
        Sql("EXISTS (SELECT 1 FROM ("), _source(search, keys, _table(search)), Sql(") w WHERE "),
        _beside(keys, edge, ">=" if down else "<="), Sql(")"),
    ]  # fmt: skip
    behind = joined("", others)
    statement = _window(search, _beside(keys, edge, "<" if down else ">"), backwards, limit, behind)
    rows = fetch(connection, *statement)
    if rows:
        return [row[:-1] for row in rows], bool(rows[0][-1])
    return [], bool(fetch(connection, f"SELECT {behind.text}", behind.parameters)[0][0])


def _window(search: Search, condition: Sql, backwards: bool, limit: int, behind: Sql) -> Sql:
    """Return the select of one row more than `limit`, each with `behind` at its end."""
    keys = _KEYS[search.order]
    way = " DESC" if search.query.descending is not backwards else ""
    order = ", ".join(f"w.{key}{way}" for key in keys)
    source = _source(search, keys, _table(search))
    pieces = [Sql(f"SELECT {_columns(keys)}, "), behind, Sql(" FROM ("), source, Sql(") w WHERE "), condition]
    return joined("", [*pieces, Sql(f" ORDER BY {order} LIMIT ?", (limit + 1,))])


def _best(connection: Connection, search: Search, limit: int) -> list[tuple[Any, ...]]:
    """Return the first rows of what is found, the best first, in one statement that takes the quickest of three ways.

    What begins with the text comes from indexes. Where that is too little, the first names of the register may have
    enough of the rest. Where that is too little too, every customer is looked at.
    """
    keys = _KEYS["found"]
    columns = _columns(keys)
    order = f"ORDER BY w.rank, w.name_key, w.customer_id LIMIT {limit + 1:d}"
    candidates = may_begin(search.typed)
    begin = joined(" AND ", [Sql(f"s.customer_id IN ({candidates.text})", candidates.parameters), begins(search.typed)])
    is_hit = joined(" AND ", hits_of(search))
    walked = joined(
        "",
        [
            Sql(f"s.name_key < CASE WHEN (SELECT count(*) FROM beginning) > {limit:d} THEN x''"),
            Sql(" WHEN (SELECT count(*) FROM customer_search s NOT INDEXED WHERE s.customer_id <= (SELECT customer_id"),
            Sql(f" FROM customer_search ORDER BY customer_id LIMIT 1 OFFSET {SAMPLED}) AND "),
            is_hit,
            Sql(f") * {WALKED} < {limit:d} * {SAMPLED} THEN x'' ELSE (SELECT name_key FROM customer_search"),
            Sql(f" ORDER BY name_key, customer_id LIMIT 1 OFFSET {WALKED}) END"),
        ],
    )
    hits = "(SELECT count(*) FROM beginning) + (SELECT count(*) FROM near)"
    # A condition alone would be held against every customer; the first table of a join lets none be read.
    gate = f"(SELECT {hits} AS hits) gate CROSS JOIN customer_search s NOT INDEXED"
    pieces = [
        Sql("WITH beginning AS MATERIALIZED (SELECT * FROM ("),
        _source(search, keys, "customer_search s NOT INDEXED", begin),
        Sql(f") w {order}), near AS MATERIALIZED (SELECT * FROM ("),
        _source(search, keys, "customer_search s", walked),
        Sql(f") w WHERE w.rank = {ANYWHERE} ORDER BY w.name_key, w.customer_id LIMIT {limit + 1:d})"),
        Sql(f" SELECT {columns} FROM beginning w WHERE {hits} > {limit:d}"),
        Sql(f" UNION ALL SELECT {columns} FROM near w WHERE {hits} > {limit:d}"),
        Sql(f" UNION ALL SELECT * FROM (SELECT {columns} FROM ("),
        _source(search, keys, gate, Sql(f"gate.hits <= {limit:d}")),
        Sql(f") w {order})"),
    ]
    rows = fetch(connection, *joined("", pieces))
    shown = len(SHOWN)
    return sorted(rows, key=lambda row: row[shown:])


def _columns(keys: Sequence[str]) -> str:
    return ", ".join(f"w.{name}" for name in (*SHOWN, *keys))


def _source(search: Search, keys: Sequence[str], table: str, *first: Sql) -> Sql:
    """Return the select of everything that is found in `table`, called `s` there, in no order."""
    columns = ", ".join(f"s.{name}" for name in dict.fromkeys((*SHOWN, *keys)) if name != "rank")
    pieces = [Sql(f"SELECT {columns}")]
    if "rank" in keys:
        pieces += [Sql(", "), rank(search.typed, unmask=search.unmask), Sql(" AS rank")]
    conditions = [*first, *_active(search.query), *filters_of(search.query), *hits_of(search)]
    return joined("", [*pieces, Sql(f" FROM {table} WHERE "), joined(" AND ", conditions or [Sql("1 = 1")])])


def _table(search: Search) -> str:
    """Return the table to look in; in the order of finding SQLite would walk an index, and fetch each row from far apart."""
    return "customer_search s NOT INDEXED" if search.order == "found" else "customer_search s"


def _beside(keys: Sequence[str], edge: Key, sign: str) -> Sql:
    columns = ", ".join(f"w.{key}" for key in keys)
    return Sql(f"({columns}) {sign} ({', '.join('?' * len(edge))})", edge)


def _active(query: CustomerQuery) -> list[Sql]:
    return [] if query.active is None else [Sql("s.active = ?", (query.active,))]


def hits_of(search: Search) -> list[Sql]:
    """Return the conditions on `s` that do not come from filters: what was typed is there, and the actor may see it."""
    hits = [found(search.typed, unmask=search.unmask)] if search.typed.parts else []
    return [search.seen, *hits] if search.seen.parameters else hits


def filters_of(query: CustomerQuery) -> list[Sql]:
    """Return the conditions of the filters on `s`, but the one on active."""
    filters = []
    for column, values in (
        ("city_spelled", tuple(map(spell, query.cities))),
        ("language", query.languages),
        ('"type"', query.types),
    ):
        if values:
            filters.append(Sql(f"s.{column} IN ({', '.join('?' * len(values))})", values))
    if query.org_no is not None:
        filters.append(Sql("s.org_no <> ''" if query.org_no else "s.org_no = ''"))
    return filters
