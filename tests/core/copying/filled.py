"""A register with rows in every table, and in their texts whatever one database or the other might trip over."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from sqlalchemy import Column, Table

from core.database.base import Base
from core.database.copying.layout import Cell, Field, layout
from core.demo.api import fill_with_example
from core.local import open_local
from core.places import sqlite_url
from core.slices import map_tables
from tests.conftest import StandingClock

CUSTOMERS = 40
ROWS = 3
"""Rows that a table gets which the example company leaves empty."""

AWKWARD = ("", "\\N", "\\.", "a\tb\nc\\d\"e'f", "Åkerö 🧰 é é", "[/b] %s ? :name", " x ")
"""Texts that mean something to COPY, to SQL or to whoever joins lines."""


async def fill(path: Path) -> None:
    """Fill the empty register in `path`: the example company, and rows in every table that has none."""
    register = await open_local(sqlite_url(path), user="anna", session="filling", clock=StandingClock())
    await register(fill_with_example, CUSTOMERS)
    await register.close()
    map_tables()
    with closing(sqlite3.connect(path)) as connection:
        for table in Base.metadata.sorted_tables:
            if not connection.execute(f'SELECT 1 FROM "{table.name}" LIMIT 1').fetchone():
                _fill(connection, table)
        connection.commit()


def _fill(connection: sqlite3.Connection, table: Table) -> None:
    found = layout(table)
    marks = ", ".join("?" for _ in found.fields)
    for n in range(1, ROWS + 1):
        row = [_cell(connection, table.columns[field.name], field, n) for field in found.fields]
        connection.execute(f'INSERT INTO "{table.name}" ({found.columns}) VALUES ({marks})', row)


def _cell(connection: sqlite3.Connection, column: Column[object], field: Field, n: int) -> Cell:
    for key in column.foreign_keys:
        there = key.column
        found: tuple[int] | None = connection.execute(
            f'SELECT "{there.name}" FROM "{there.table.name}" ORDER BY 1 LIMIT 1 OFFSET ?', (n - 1,)
        ).fetchone()
        assert found, f"too few rows in {there.table.name}"
        return found[0]
    if column.nullable and n == 1:
        return None
    match field.kind:
        case "truth":
            return n % 2
        case "whole":
            return 2**52 + n if field.bits == 64 else n
        case "bytes":
            return bytes(range(256)) * n
        case "text":
            # Unique, since some must be.
            return f"{n}{AWKWARD[(n + len(column.name)) % len(AWKWARD)]}"
