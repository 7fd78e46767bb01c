"""The SQL of the lines of customers that are known by their ids."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from core.database.plain import fetch
from core.database.searching.asking import SHOW, SHOWN
from core.database.searching.matching import Sql

if TYPE_CHECKING:
    from sqlalchemy import Connection


def rows_of(connection: Connection, ids: Sequence[int], seen: Sql) -> list[dict[str, Any]]:
    """Return what the list shows of these customers by column, in no order; `seen` is the right, of r.customer_id."""
    if not ids:
        return []
    marks = ", ".join("?" * len(ids))
    statement = f"SELECT {SHOW} FROM customer_row r WHERE r.customer_id IN ({marks}) AND {seen.text}"  # noqa: S608
    return [dict(zip(SHOWN, row, strict=True)) for row in fetch(connection, statement, (*ids, *seen.parameters))]
