"""What is in use among the customers, counted as it is written: towns, languages, and how long numbers are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from core.database.guard import writing
from core.database.plain import fetch
from core.database.searching.document import ROW_COLUMNS, Row
from core.database.searching.matching import Sql
from core.values.sorting import sort_key, spell

if TYPE_CHECKING:
    from sqlalchemy import Connection

CITY, LANGUAGE, LENGTH = "city", "language", "length"

_COUNT = (
    "INSERT INTO customer_use (kind, value, customers) VALUES (?, ?, ?)"
    " ON CONFLICT (kind, value) DO UPDATE SET customers = customer_use.customers + excluded.customers"
)
_UNUSED = "DELETE FROM customer_use WHERE kind = ? AND value = ? AND customers <= 0"
_COLUMNS = tuple(map(ROW_COLUMNS.index, ("city", "language", "number")))
_GROUPS = (
    (CITY, "r.city", "r.city <> ''"),
    (LANGUAGE, "r.language", "r.language <> ''"),
    (LENGTH, "CAST(length(r.number) AS TEXT)", "1 = 1"),
)


class Used(NamedTuple):
    """What is in use, with counts: towns by their order (one spelling each), languages by code; the longest number."""

    cities: tuple[tuple[str, int], ...]
    languages: tuple[tuple[str, int], ...]
    longest_number: int


def follow_uses(connection: Connection, changes: Iterable[tuple[Row | None, Row | None]]) -> None:
    """Count in what became of rows of `customer_row`, as `blocks.follow_blocks`."""
    steps: Counter[tuple[str, str]] = Counter()
    for was, now in changes:
        for row, sign in ((was, -1), (now, 1)):
            for use in _uses(row) if row is not None else ():
                steps[use] += sign
    counted = [(kind, value, number) for (kind, value), number in steps.items() if number]
    if not counted:
        return
    with writing(connection):
        connection.exec_driver_sql(_COUNT, counted)
        fewer = [(kind, value) for kind, value, number in counted if number < 0]
        if fewer:
            connection.exec_driver_sql(_UNUSED, fewer)


def rebuild_uses(connection: Connection) -> None:
    """Count everything anew from `customer_row`."""
    with writing(connection):
        connection.exec_driver_sql("DELETE FROM customer_use")
        for kind, value, condition in _GROUPS:
            connection.exec_driver_sql(
                f"INSERT INTO customer_use (kind, value, customers) SELECT '{kind}', {value}, count(*)"
                f" FROM customer_row r WHERE {condition} GROUP BY {value}"
            )


def in_use(connection: Connection, mine: Sql) -> Used:
    """Return what the customers use that `mine` selects (column `customer`), without it all of them; inactive ones too."""
    if not mine.text and fetch(connection, "SELECT 1 FROM search_state WHERE id = 1 AND ready = ?", (True,)):
        return _read(fetch(connection, "SELECT kind, value, customers FROM customer_use"))
    table = f"({mine.text}) a CROSS JOIN customer_row r" if mine.text else "customer_row r"
    theirs = "r.customer_id = a.customer" if mine.text else "1 = 1"
    rows: list[tuple[Any, ...]] = []
    for kind, value, condition in _GROUPS:
        rows += fetch(
            connection,
            f"SELECT '{kind}', {value}, count(*) FROM {table} WHERE {theirs} AND {condition} GROUP BY {value}",
            mine.parameters,
        )
    return _read(rows)


def _uses(row: Row) -> Iterable[tuple[str, str]]:
    city, language, number = (row[column] for column in _COLUMNS)
    if city:
        yield CITY, city
    if language:
        yield LANGUAGE, language
    yield LENGTH, str(len(number))


def _read(rows: Sequence[tuple[Any, ...]]) -> Used:
    cities: dict[str, tuple[str, int]] = {}
    languages: list[tuple[str, int]] = []
    longest = 0
    for kind, value, number in sorted(rows):
        if kind == CITY:
            # Sorted, so the first spelling of a town stays: capital letters come before small ones.
            spelled = spell(value)
            first, counted = cities.get(spelled, (value, 0))
            cities[spelled] = (first, counted + number)
        elif kind == LANGUAGE:
            languages.append((value, number))
        else:
            longest = max(longest, int(value))
    ordered = sorted(cities.items(), key=lambda city: (sort_key(city[1][0]), city[0]))
    return Used(tuple(city for _spelled, city in ordered), tuple(languages), longest)
