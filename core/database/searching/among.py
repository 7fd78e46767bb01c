"""How many of some customers a search finds."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from core.database.searching import scanning
from core.database.searching.asking import Search, where
from core.database.searching.matching import Sql

if TYPE_CHECKING:
    from sqlalchemy import Connection

PIECE = 400
"""Ids in one `IN (…)`."""


def count_among(connection: Connection, search: Search, ids: Sequence[int]) -> int:
    """Return how many of the customers with these ids (each once) `search` finds, those that the actor may see."""
    count = 0
    for start in range(0, len(ids), PIECE):
        piece = tuple(ids[start : start + PIECE])
        chosen = where([Sql(f"c.customer_id IN ({', '.join('?' * len(piece))})", piece), *search.sees("c.customer_id")])
        few = Sql(f"SELECT c.customer_id AS customer FROM customer_row c WHERE {chosen.text}", chosen.parameters)
        count += scanning.count(connection, search._replace(mine=few), few=True).found
    return count
