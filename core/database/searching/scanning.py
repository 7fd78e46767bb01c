"""Finding without an index: every text is looked at, of all customers or of the few that a user sees.

So it is done while the index is being filled, and for who sees few. It gives what every other way must give.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from core.customers.views import CustomerQuery
from core.database.plain import fetch
from core.database.searching.asking import Search, active_of, beyond, filters_of, where
from core.database.searching.matching import Sql, found, joined, rank
from core.database.searching.positions import Key
from core.database.searching.sorting import columns_of

if TYPE_CHECKING:
    from sqlalchemy import Connection


class Counted(NamedTuple):
    """Exact numbers: what is found, what only the filter on active hides, and what the text alone finds."""

    found: int
    hidden: int
    unfiltered: int


def gather(connection: Connection, search: Search, order: str, most: int, *, few: bool) -> list[Key] | None:
    """Return the columns of `order` (`sorting.columns_of`) of everything that is found; None where more than `most`.

    `few`: look at the customers that the actor sees only, not at all.
    """
    columns = joined(", ", [_column(search, column) for column in columns_of(order)])
    source = _source(search, few=few)
    rows = fetch(
        connection,
        f"SELECT {columns.text}{source.text} LIMIT ?",
        (*columns.parameters, *source.parameters, most + 1),
    )
    return rows if len(rows) <= most else None


def keys_beyond(
    connection: Connection, search: Search, edge: Key | None, *, down: bool, limit: int, including: bool = False
) -> list[Key]:
    """Return up to `limit` keys beyond `edge` in an order that is kept, the nearest first: greater ones, or `down`."""
    names = columns_of(search.order)
    columns = joined(", ", [_column(search, name) for name in names])
    source = _source(search, few=False)
    keys = [f"w.{name}" for name in names]
    sign = ("<" if down else ">") + "=" * including
    condition = beyond(keys, edge, sign) if edge is not None else Sql("1 = 1")
    order = ", ".join(key + " DESC" * down for key in keys)
    pieces = [Sql(f"SELECT {', '.join(keys)} FROM (SELECT "), columns, source, Sql(") w WHERE "), condition]
    return fetch(connection, *joined("", [*pieces, Sql(f" ORDER BY {order} LIMIT ?", (limit,))]))


def count(connection: Connection, search: Search, *, few: bool) -> Counted:
    """Count what `search` finds, in one pass."""
    active = search.query.active
    filters = where(filters_of(search.query))
    source = _source(search._replace(query=CustomerQuery(active=None)), few=few)
    statement = joined(
        "",
        [
            Sql("SELECT count(*), coalesce(sum(CASE WHEN "), filters,
            Sql(" THEN 1 ELSE 0 END), 0), coalesce(sum(CASE WHEN r.active = ? AND ", (active is not False,)), filters,
            Sql(" THEN 1 ELSE 0 END), 0)"), source,
        ],
    )  # fmt: skip
    ((unfiltered, filtered, kept),) = fetch(connection, *statement)
    if active is None:
        return Counted(filtered, 0, unfiltered)
    return Counted(kept, filtered - kept, unfiltered)


def _column(search: Search, name: str) -> Sql:
    if name != "rank":
        return Sql(f'r."{name}"')
    value = rank(search.typed, unmask=search.unmask)
    return Sql(f"{value.text} AS rank", value.parameters)


def _source(search: Search, *, few: bool) -> Sql:
    """Return FROM and WHERE of everything that is found."""
    conditions = [*active_of(search.query), *filters_of(search.query)]
    table = "customer_row r"
    if few:
        table = f"({search.mine.text}) a CROSS JOIN customer_row r"
        conditions.append(Sql("r.customer_id = a.customer"))
    else:
        conditions += search.sees("r.customer_id")
    if search.typed.parts:
        table += " CROSS JOIN customer_search s"
        conditions += [Sql("s.customer_id = r.customer_id"), found(search.typed, unmask=search.unmask)]
    parameters = search.mine.parameters if few else ()
    return joined("", [Sql(f" FROM {table} WHERE ", parameters), where(conditions)])
