"""What a search finds in PostgreSQL, in no order: selects of the hits, how many there are, and columns of them.

Statements are put so that they are carried out as they read: a sub-select with OFFSET 0 or MATERIALIZED is one by itself,
whatever the planner believes to know of how many rows there will be.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import sqrt
from typing import TYPE_CHECKING, Any

from core.database.plain import fetch
from core.database.searching.asking import Search, where
from core.database.searching.matching import Sql, found, found_somewhere, found_together, joined
from core.database.searching.postgres_grams import longest, may_be_numbered, may_have

if TYPE_CHECKING:
    from sqlalchemy import Connection

COMMON = 3
"""A text of so many characters at most may be almost everybody's."""
FEW = 5_000
"""So many hits, of a million customers, are fetched and sorted in the time that a walk to a window among more takes."""
FEWEST = 500
"""The same for a small register: as many hits are too many as the root of its customers is less."""
NARROW = 20_000
"""Filters that no more customers pass are looked at first, where the text may be almost everybody's."""
SAMPLED = 60_000
"""So many customers, at most, are looked at to see that a text has more hits than are counted."""
NUMBERS = (0, 1, 2, 3)
"""The ranks of who is found by a number's beginning."""
_MILLION = 1_000_000


def candidates(search: Search, ranks: tuple[int, ...]) -> Sql:
    """Return the select of label (the customer's id) of all that may have the text, and of some more.

    `ranks`: the ranks that are asked for; () for all.
    """
    typed, unmask = search.typed, search.unmask
    if ranks and ranks[-1] in NUMBERS:
        conditions = [may_be_numbered(typed, as_typed=ranks == (0,), whole=ranks[-1] <= 1)]
    else:
        conditions = [may_have(typed, as_typed=ranks == (6,), unmask=unmask), found_somewhere(typed, unmask=unmask)]
    return joined("", [Sql("SELECT s.label FROM customer_search s WHERE "), where(conditions)])


def of_filters(search: Search) -> Sql:
    """Return the select of label of all that holds the whole search, found by its filters first."""
    pieces = [
        Sql(
            "SELECT r.customer_id AS label FROM customer_row r CROSS JOIN LATERAL (SELECT 1 FROM customer_search s WHERE "
        ),
        where([Sql("s.label = r.customer_id"), found(search.typed, unmask=search.unmask)]),
        Sql(" OFFSET 0) t WHERE "),
        where(search.conditions()),
    ]
    return joined("", pieces)


def is_narrow(connection: Connection, search: Search) -> bool:
    """Say whether the filters leave so few customers that these are looked at first."""
    if not search.filtered:
        return False
    return _count(connection, Sql(" FROM customer_row r WHERE "), search.conditions(), NARROW + 1) <= NARROW


def few(connection: Connection) -> int:
    """Return how many hits are few in this register, by what the server last counted of it."""
    rows = fetch(connection, "SELECT reltuples FROM pg_class WHERE oid = 'customer_row'::regclass")
    return max(FEWEST, int(FEW * sqrt(max(rows[0][0], 0) / _MILLION)))


def count(connection: Connection, search: Search, most: int) -> int:
    """Return how many customers `search` finds, at most `most`."""
    if not search.typed.parts:
        return _count(connection, Sql(" FROM customer_row r WHERE "), search.conditions(), most)
    if longest(search.typed) <= COMMON:
        known = _sampled(connection, search, most)
        if known is not None:
            return known
    first, source, conditions = _everything(connection, search)
    return _count(connection, source, conditions, most, first)


def gather(connection: Connection, search: Search, columns: Sequence[str], most: int) -> list[tuple[Any, ...]] | None:
    """Return `columns` (of `customer_row`) of everything that is found; None where that is more than `most`."""
    first, source, conditions = Sql(""), Sql(" FROM customer_row r WHERE "), search.conditions()
    if search.typed.parts:
        if longest(search.typed) <= COMMON:
            known = _sampled(connection, search, most + 1)
            if known is not None and known > most:
                return None
        first, source, conditions = _everything(connection, search)
    names = ", ".join(f'r."{column}"' for column in columns)
    pieces = [first, Sql(f"SELECT {names}"), source, where(conditions), Sql(" LIMIT ?", (most + 1,))]
    rows = fetch(connection, *joined("", pieces))
    return rows if len(rows) <= most else None


def _everything(connection: Connection, search: Search) -> tuple[Sql, Sql, list[Sql]]:
    """Return the hits as a WITH, and what follows FROM and WHERE to have their rows in `r`."""
    typed, unmask = search.typed, search.unmask
    conditions = [Sql("r.customer_id = c.label"), *search.conditions()]
    source = Sql(" FROM c CROSS JOIN customer_row r WHERE ")
    if longest(typed) <= COMMON and is_narrow(connection, search):
        hits = of_filters(search)
    else:
        hits = candidates(search, ())
        if len(typed.words) > 1:
            # Of who passes the filters only: it is the longest look.
            together = where([Sql("s.label = r.customer_id"), found_together(typed, unmask=unmask)])
            lateral = "(SELECT 1 FROM customer_search s WHERE "
            pieces = [Sql(f" FROM c CROSS JOIN customer_row r CROSS JOIN LATERAL {lateral}"), together]
            source = joined("", [*pieces, Sql(" OFFSET 0) t WHERE ")])
    return joined("", [Sql("WITH c AS MATERIALIZED ("), hits, Sql(") ")]), source, conditions


def _sampled(connection: Connection, search: Search, most: int) -> int | None:
    """Return how many hits there are, `most` where more, by looking at some customers; None: that takes too long to know."""
    looked_at = 3 * most
    while looked_at <= SAMPLED:
        text = where([Sql("s.label = k.customer_id"), found(search.typed, unmask=search.unmask)])
        pieces = [
            Sql("WITH k AS MATERIALIZED (SELECT r.customer_id FROM customer_row r WHERE "),
            where(search.conditions()),
            Sql(" LIMIT ?) SELECT (SELECT count(*) FROM k), (SELECT count(*) FROM (SELECT 1 FROM k", (looked_at,)),
            Sql(" CROSS JOIN LATERAL (SELECT 1 FROM customer_search s WHERE "),
            text,
            Sql(" OFFSET 0) t LIMIT ?) n)", (most,)),
        ]
        ((seen, hits),) = fetch(connection, *joined("", pieces))
        if hits >= most or seen < looked_at:
            return int(hits)
        if hits * SAMPLED < most * looked_at:
            return None
        # As many as should do, were it everywhere as here.
        looked_at = max(looked_at * 2, looked_at * most * 5 // (hits * 4))
    return None


def _count(connection: Connection, source: Sql, conditions: list[Sql], most: int, *first: Sql) -> int:
    pieces = [*first, Sql("SELECT count(*) FROM (SELECT 1"), source, where(conditions), Sql(" LIMIT ?) n", (most,))]
    return int(fetch(connection, *joined("", pieces))[0][0])
