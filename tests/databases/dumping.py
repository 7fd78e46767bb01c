"""All that stands in a register, as text: to hold one against another, whatever database each is in."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec
from sqlalchemy import Boolean, Table, select

from core.database.base import Base
from core.database.sessions import RegisterSession
from core.slices import map_tables

SERIES = frozenset({"change.id", "access.id", "activity.id", "token.id"})
"""Columns that a database numbers by itself, with gaps of its own: their order counts, not what they are."""
ITS_OWN = frozenset({"feed.epoch", "change_set.operation_id"})
"""What no two registers have alike: ids of calls are made up where none is given (those given stand in `receipt` too)."""

PLACES = frozenset({"customer_search.label", "search_state.generation", "search_state.first", "search_state.words"})
"""Where a file's index has its customers: a database without one has nothing of the kind."""
OF_FILES = frozenset({"search_word", "search_suffix"})
"""Tables that are empty in PostgreSQL: its index does without a vocabulary."""


def dump(session: RegisterSession) -> list[str]:
    """Return a line for every row of every table, in the order of their keys."""
    map_tables()
    return [
        line for table in Base.metadata.sorted_tables if table.name not in OF_FILES for line in _rows(session, table)
    ]


def _rows(session: RegisterSession, table: Table) -> Iterator[str]:
    key = [column for column in table.primary_key.columns if f"{table.name}.{column.name}" not in PLACES]
    statement = select(table).order_by(*(key or [table.columns["customer_id"]]))
    for row in session.connection().execute(statement).mappings():
        shown = {name: _plain(table, name, value) for name, value in row.items() if _counts(table, name)}
        yield f"{table.name} {msgspec.json.encode(shown, order='sorted').decode()}"


def _counts(table: Table, name: str) -> bool:
    return f"{table.name}.{name}" not in SERIES | ITS_OWN | PLACES


def _plain(table: Table, name: str, value: Any) -> Any:
    if value is not None and isinstance(table.columns[name].type, Boolean):
        return bool(value)
    return bytes(value) if isinstance(value, memoryview) else value
