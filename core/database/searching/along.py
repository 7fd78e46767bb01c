"""Along an index of the list: the rows of `customer_row` in one of its orders that hold what a search asks."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from core.database.plain import fetch
from core.database.searching.asking import SHOW, SHOWN, Search, Shown, beyond, where
from core.database.searching.matching import Sql, joined, rank
from core.database.searching.positions import INDEXED, Key
from core.database.searching.postgres_along import Row, ranked
from core.database.searching.walking import MOST_VERIFIED

if TYPE_CHECKING:
    from sqlalchemy import Connection


class Stretch(NamedTuple):
    """Where to look along an order: beyond `edge`, within `bounds` (conditions on `r`), and which way."""

    order: str
    edge: Key | None = None
    backwards: bool = False
    """From greater keys to smaller ones."""
    bounds: tuple[Sql, ...] = ()
    including: bool = False
    """Whether a row at the edge itself counts."""


class Met(NamedTuple):
    """Rows in the order they were met, and their keys; `reached` as in `walking.Walked`."""

    rows: list[Shown]
    keys: list[Key]
    reached: Key | None = None


def along(
    connection: Connection,
    search: Search,
    stretch: Stretch,
    *,
    limit: int,
    ranks: tuple[int, ...] = (),
    text: Sql | None = None,
    most: int = MOST_VERIFIED,
) -> Met:
    """Return up to `limit` rows of `stretch` that hold the filters of `search`, of these ranks where any are given.

    `text`: the condition that a row's text has what was typed, where the ranks alone do not say so. Where it or any
    filter but active leaves rows out, at most `most` are looked at. The keys begin with the rank, if ranks are asked for.
    """
    columns = [f"r.{column}" for column in INDEXED[stretch.order]]
    bounds = [*stretch.bounds]
    if stretch.edge is not None:
        bounds.append(beyond(columns, stretch.edge, ("<" if stretch.backwards else ">") + "=" * stretch.including))
    way = " DESC" if stretch.backwards else ""
    order = f" ORDER BY {', '.join(column + way for column in columns)} LIMIT ?"
    reached = _reach(connection, columns, bounds, order, most) if search.filtered or text is not None else None
    if reached is not None:
        bounds.append(beyond(columns, reached, ">=" if stretch.backwards else "<="))
    if ranks and connection.dialect.name == "postgresql":
        nearest = Row(columns, bounds, stretch.backwards)
        rows = fetch(connection, *ranked(search, nearest, ranks=ranks, text=text, limit=limit))
    else:
        rows = fetch(connection, *_plainly(search, columns, bounds, order, ranks, text, limit))
    shown = len(SHOWN)
    return Met([row[:shown] for row in rows], [row[shown:] for row in rows], reached if len(rows) < limit else None)


def _plainly(
    search: Search,
    columns: list[str],
    bounds: list[Sql],
    order: str,
    ranks: tuple[int, ...],
    text: Sql | None,
    limit: int,
) -> Sql:
    """Return the select of the rows: SHOWN, the rank if ranks are asked for, the columns."""
    pieces = [Sql(f"SELECT {SHOW}")]
    table = "customer_row r"
    if ranks:
        pieces += [Sql(", "), rank(search.typed, unmask=search.unmask)]
        table += " CROSS JOIN customer_search s"
        bounds = [*bounds, Sql("s.customer_id = r.customer_id"), *([text] if text else []), of_ranks(search, ranks)]
    pieces += [Sql(f", {', '.join(columns)} FROM {table} WHERE "), where([*bounds, *search.conditions()])]
    return joined("", [*pieces, Sql(order, (limit,))])


def of_ranks(search: Search, ranks: tuple[int, ...]) -> Sql:
    """Return the condition that the customer in `s`, which has what was typed, has one of these ranks."""
    value = rank(search.typed, unmask=search.unmask)
    return Sql(f"{value.text} IN ({', '.join(map(str, ranks))})", value.parameters)


def _reach(connection: Connection, columns: list[str], bounds: list[Sql], order: str, most: int) -> Key | None:
    """Return the key of the last row that is looked at, None where there are no more than `most`."""
    condition = where(bounds)
    rows = fetch(
        connection,
        f"SELECT {', '.join(columns)} FROM customer_row r WHERE {condition.text}{order} OFFSET ?",
        (*condition.parameters, 1, most - 1),
    )
    return rows[0] if rows else None
