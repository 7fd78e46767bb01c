"""Whether a database is sound in itself: its structure, and every reference between rows."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from sqlalchemy import Connection, ForeignKeyConstraint

from core.database.base import Base
from core.slices import map_tables


class Unsound(NamedTuple):
    """What is wrong: "structure" or "reference", and where."""

    code: str
    detail: str


def find_unsound(connection: Connection) -> Iterator[Unsound]:
    """Yield what is wrong, the gravest first; PostgreSQL itself finds damage in its pages, whenever it reads one."""
    if connection.dialect.name == "sqlite":
        yield from _in_file(connection)
    else:
        yield from _references(connection)


def _in_file(connection: Connection) -> Iterator[Unsound]:
    for (answer,) in connection.exec_driver_sql("PRAGMA integrity_check"):
        if answer != "ok":
            yield Unsound("structure", answer)
    for row in connection.exec_driver_sql("PRAGMA foreign_key_check"):
        yield Unsound("reference", f"{row[0]} {row[1]} → {row[2]}")


def _references(connection: Connection) -> Iterator[Unsound]:
    """Yield rows that point at none: a restore with triggers off, or a superuser, can leave such ones."""
    map_tables()
    for table in Base.metadata.sorted_tables:
        for reference in table.foreign_key_constraints:
            key = ", ".join(f'c."{column.name}"' for column in table.primary_key)
            statement = f'SELECT {key} FROM "{table.name}" c WHERE {_dangling(reference)} ORDER BY {key}'  # noqa: S608
            for row in connection.exec_driver_sql(statement):
                yield Unsound("reference", f"{table.name} {'/'.join(map(str, row))} → {reference.referred_table.name}")


def _dangling(reference: ForeignKeyConstraint) -> str:
    """Return the condition that a row `c` has no parent; names are our own."""
    pairs = [(element.parent.name, element.column.name) for element in reference.elements]
    there = " AND ".join(f'c."{name}" IS NOT NULL' for name, _other in pairs)
    same = " AND ".join(f'p."{other}" = c."{name}"' for name, other in pairs)
    return f'{there} AND NOT EXISTS (SELECT 1 FROM "{reference.referred_table.name}" p WHERE {same})'  # noqa: S608
