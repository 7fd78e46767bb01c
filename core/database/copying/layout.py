"""What is copied: the tables of a schema, their columns by the four kinds of value that we keep, and their keys."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import (
    BigInteger,
    Boolean,
    Connection,
    Inspector,
    Integer,
    LargeBinary,
    SmallInteger,
    String,
    Table,
    inspect,
)
from sqlalchemy.types import TypeEngine

from core.proof import Unfit

Kind = Literal["truth", "whole", "text", "bytes"]
Cell = int | str | bytes | None
Row = tuple[Cell, ...]
"""A row as it is copied and digested: a truth is 0 or 1 on every database."""

_LONG, _SHORT = 2**63, 2**31
_QUOTED_KEY = 80
"""Letters of a key that are said of a row that doesn't fit."""


@dataclass(frozen=True)
class Field:
    """A column: what it holds, the bits of a whole number (else 0), whether the database numbers it by itself.

    A text has no greatest length: neither database holds us to the one that is declared.
    """

    name: str
    kind: Kind
    bits: int
    counts: bool


@dataclass(frozen=True)
class Layout:
    """A table: its columns in their order, and which of them are its key, by their places."""

    name: str
    fields: tuple[Field, ...]
    key: tuple[int, ...]

    @property
    def columns(self) -> str:
        """The names of its columns, quoted and with commas."""
        return ", ".join(f'"{field.name}"' for field in self.fields)

    def key_of(self, row: Sequence[Cell]) -> str:
        """Return the key of a row, as it may be said: blobs and operations by their names, rows by their number."""
        return ", ".join(str(row[place]) for place in self.key)[:_QUOTED_KEY]


def layout(table: Table) -> Layout:
    """Return the layout of a mapped table; TypeError for a column of a kind that we don't keep."""
    places = {column.name: place for place, column in enumerate(table.columns)}
    return Layout(
        # SQLAlchemy's names are strings that nobody else encodes.
        str(table.name),
        tuple(_field(str(column.name), column.type, column.autoincrement is True) for column in table.columns),
        tuple(places[column.name] for column in table.primary_key.columns),
    )


def layouts_found(connection: Connection, left_out: frozenset[str] = frozenset()) -> tuple[Layout, ...]:
    """Return the layouts of the tables that are in a database but those `left_out`, each after those that it points at."""
    there = inspect(connection)
    names = [
        name for name, _keys in there.get_sorted_table_and_fkc_names() if name is not None and name not in left_out
    ]
    return tuple(_layout_found(there, name) for name in names)


def _layout_found(there: Inspector, name: str) -> Layout:
    columns = there.get_columns(name)
    places = {column["name"]: place for place, column in enumerate(columns)}
    return Layout(
        name,
        tuple(_field(column["name"], column["type"], column.get("autoincrement") is True) for column in columns),
        tuple(places[column] for column in there.get_pk_constraint(name)["constrained_columns"]),
    )


def _field(name: str, kind: TypeEngine[Any], counts: bool) -> Field:
    if isinstance(kind, Boolean):
        return Field(name, "truth", 0, counts)
    if isinstance(kind, LargeBinary):
        return Field(name, "bytes", 0, counts)
    if isinstance(kind, String):
        return Field(name, "text", 0, counts)
    if isinstance(kind, Integer) and not isinstance(kind, SmallInteger):
        return Field(name, "whole", 64 if isinstance(kind, BigInteger) else 32, counts)
    raise TypeError(f"{name} is of no kind that is copied: {kind!r}")


def find_unfit(table: Layout, rows: Sequence[Row]) -> None:
    """Raise Unfit for the first value among `rows` that a column is too small for; return where there is none."""
    for row in rows:
        for field, cell in zip(table.fields, row, strict=True):
            if cell is not None and not _fits(field, cell):
                raise Unfit(table.name, field.name, table.key_of(row))


def _fits(field: Field, cell: Cell) -> bool:
    match field.kind, cell:
        case "text", str():
            return "\0" not in cell
        case "whole", int():
            limit = _LONG if field.bits == 64 else _SHORT
            return -limit <= cell < limit
        case "truth", int():
            return cell in (0, 1)
        case "bytes", bytes():
            return True
        case _:
            return False
