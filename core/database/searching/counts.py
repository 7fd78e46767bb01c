"""How many customers a search finds, how many its filter on active hides, and how many the text finds without filters."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from core.customers.views import CustomerQuery
from core.database.plain import fetch
from core.database.searching import blocks, scanning
from core.database.searching.asking import Search, active_of, filters_of, where
from core.database.searching.matching import Sql
from core.database.searching.scanning import Counted
from core.database.searching.walking import Walker, walker_of
from core.database.searching.windows import sees_few

if TYPE_CHECKING:
    from sqlalchemy import Connection


def count(connection: Connection, search: Search, most: int) -> Counted:
    """Count what `search` finds, each number up to `most`; who sees few, and while there is no index, in one pass."""
    if sees_few(connection, search):
        return _capped(scanning.count(connection, search, few=True), most)
    walker = walker_of(connection)
    if walker is None:
        return _capped(scanning.count(connection, search, few=False), most)
    if not search.typed.parts and not search.filtered:
        return _capped(_everybody(connection, search.query.active), most)
    return _by_index(connection, walker, search, most)


def _everybody(connection: Connection, active: bool | None) -> Counted:
    """Count everybody, from the blocks' sums."""
    numbers = blocks.totals(connection)
    if active is None:
        return Counted(sum(numbers), 0, sum(numbers))
    kept, hidden = numbers if active else numbers[::-1]
    return Counted(kept, hidden, kept + hidden)


def _by_index(connection: Connection, walker: Walker, search: Search, most: int) -> Counted:
    query = search.query
    found = _found(connection, walker, search, most)
    hidden = 0
    if query.active is not None:
        # Those that are hidden are few, mostly: found by themselves they are counted without the rest.
        others = replace(query, active=not query.active)
        hidden = _found(connection, walker, search._replace(query=others), most)
    if not filters_of(query):
        return Counted(found, hidden, min(found + hidden, most))
    if found == most:
        return Counted(found, hidden, most)
    return Counted(found, hidden, _unfiltered(connection, walker, search, most))


def _unfiltered(connection: Connection, walker: Walker, search: Search, most: int) -> int:
    """Count without filters."""
    if not search.typed.parts and search.seen is None:
        return min(sum(blocks.totals(connection)), most)
    bare = CustomerQuery(text=search.query.text, active=None)
    return _found(connection, walker, search._replace(query=bare), most)


def _found(connection: Connection, walker: Walker, search: Search, most: int) -> int:
    """Count what is found; without text and filters it is what the actor may see, and that is a list of its own."""
    if search.typed.parts or filters_of(search.query):
        return walker.count(connection, search, most)
    condition = where([Sql("r.customer_id = a.customer"), *active_of(search.query)])
    statement = (
        f"SELECT count(*) FROM (SELECT 1 FROM ({search.mine.text}) a CROSS JOIN customer_row r WHERE {condition.text}"
        " LIMIT ?) n"
    )
    return int(fetch(connection, statement, (*search.mine.parameters, *condition.parameters, most))[0][0])


def _capped(counted: Counted, most: int) -> Counted:
    return Counted(*(min(number, most) for number in counted))
