"""How many customers a search finds and its filters hide, and which towns, languages and numbers are in use."""

from __future__ import annotations

from typing import NamedTuple

from sqlalchemy import Connection

from core.database.plain import fetch
from core.database.searching.matching import Sql, joined
from core.database.searching.windows import Search, filters_of, hits_of


class Counted(NamedTuple):
    """Exact numbers: what is found, what only the filter on active hides, and what the text alone finds."""

    found: int
    hidden: int
    unfiltered: int


class Used(NamedTuple):
    """What is in use, with counts: towns by their order (one spelling each), languages by code; the longest number."""

    cities: tuple[tuple[str, int], ...]
    languages: tuple[tuple[str, int], ...]
    longest_number: int


def count(connection: Connection, search: Search) -> Counted:
    """Count what `search` finds, in one pass."""
    active = search.query.active
    hits = joined(" AND ", hits_of(search) or [Sql("1 = 1")])
    if not filters_of(search.query):
        return _unfiltered(connection, hits, active)
    filters = joined(" AND ", filters_of(search.query))
    statement = joined(
        "",
        [
            Sql("SELECT count(*), coalesce(sum(CASE WHEN "), filters,
            Sql(" THEN 1 ELSE 0 END), 0), coalesce(sum(CASE WHEN s.active = ? AND ", (active is not False,)), filters,
            Sql(" THEN 1 ELSE 0 END), 0) FROM customer_search s WHERE "), hits,
        ],
    )  # fmt: skip
    ((unfiltered, filtered, kept),) = fetch(connection, *statement)
    if active is None:
        return Counted(filtered, 0, unfiltered)
    return Counted(kept, filtered - kept, unfiltered)


def _unfiltered(connection: Connection, hits: Sql, active: bool | None) -> Counted:
    """Count where no filter but that on active is set: half the work for each customer."""
    statement = "SELECT count(*), coalesce(sum(CASE WHEN s.active THEN 1 ELSE 0 END), 0) FROM customer_search s WHERE "
    ((found, in_force),) = fetch(connection, statement + hits.text, hits.parameters)
    if active is None:
        return Counted(found, 0, found)
    kept = in_force if active else found - in_force
    return Counted(kept, found - kept, found)


def in_use(connection: Connection, seen: Sql) -> Used:
    """Return what the customers in `s` that hold `seen` use; active ones and inactive ones."""
    cities = connection.exec_driver_sql(
        f"SELECT min(s.city), count(*) FROM customer_search s WHERE s.city <> '' AND {seen.text}"
        " GROUP BY s.city_spelled ORDER BY min(s.city_key), s.city_spelled",
        seen.parameters,
    )
    found = tuple((city, number) for city, number in cities)
    languages = connection.exec_driver_sql(
        f"SELECT s.language, count(*) FROM customer_search s WHERE s.language <> '' AND {seen.text}"
        " GROUP BY s.language ORDER BY s.language",
        seen.parameters,
    )
    longest = connection.exec_driver_sql(
        f"SELECT max(length(s.number)) FROM customer_search s WHERE {seen.text}",
        seen.parameters,
    )
    return Used(found, tuple((code, number) for code, number in languages), longest.scalar_one() or 0)
