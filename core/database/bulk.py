"""Many rows at once: one compiled statement for all of them, with history as a flush would have written it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any, TypeVar

from sqlalchemy import Connection, Table
from sqlalchemy import inspect as inspect_mapped
from sqlalchemy.orm import Mapper

from core.database.base import Row
from core.database.guard import writing
from core.database.plain import pieces
from core.recorder import Entry, encoder, fields_of

T = TypeVar("T")


class _Plan:
    """How rows of one mapped class are written: the columns with their attributes and defaults."""

    def __init__(self, mapped: type[Row]) -> None:
        mapper: Mapper[Any] = inspect_mapped(mapped)
        table = mapper.local_table
        assert isinstance(table, Table)
        self.table = table.name
        self.columns = {attribute.key: attribute.columns[0].name for attribute in mapper.column_attrs}
        self.defaults = {
            attribute.key: getattr(attribute.columns[0].default, "arg", None) for attribute in mapper.column_attrs
        }
        names = ", ".join(f'"{name}"' for name in self.columns.values())
        marks = ", ".join("?" for _ in self.columns)
        self.insert = f'INSERT INTO "{self.table}" ({names}) VALUES ({marks})'  # noqa: S608 - names of our own


_plan = cache(_Plan)


def insert_many(
    connection: Connection, mapped: type[Row], rows: Sequence[Mapping[str, object]], seq: int
) -> list[Entry]:
    """Insert `rows` (attribute -> value, with ids; what is left out gets its default); return their history."""
    if not rows:
        return []
    plan = _plan(mapped)
    unknown = set().union(*rows) - set(plan.columns)
    if unknown:
        raise TypeError(f"{mapped.__name__} has no {', '.join(sorted(unknown))}")
    keys = list(plan.columns)
    seq_at = keys.index("seq")
    head, tail = keys[:seq_at], keys[seq_at + 1 :]
    defaults = plan.defaults
    values = [
        (
            *[row.get(key, defaults[key]) for key in head],
            seq,
            *[row.get(key, defaults[key]) for key in tail],
        )
        for row in rows
    ]
    with writing(connection):
        connection.exec_driver_sql(plan.insert, values)
    kind, root = mapped.ROOT
    entity = mapped.ENTITY
    return [Entry(kind, _id(row[root]), entity, _id(row["id"]), "created", "", None, None) for row in rows]


def _id(value: object) -> int:
    assert isinstance(value, int)
    return value


def update_many(
    connection: Connection, mapped: type[Row], rows: Sequence[Mapping[str, object]], seq: int
) -> list[Entry]:
    """Change `rows` (each with `id` and the attributes to change); return the history of what really differs."""
    plan = _plan(mapped)
    entries: list[Entry] = []
    for keys, group in _by_keys(rows).items():
        stored = _stored(connection, plan, mapped, [row["id"] for row in group])
        changed = []
        for row in group:
            before = stored.get(row["id"])
            if before is None:
                continue
            found = _differences(mapped, before, row)
            if found:
                entries += found
                changed.append((*[row[key] for key in keys], seq, row["id"]))
        if changed:
            assignments = ", ".join(f'"{plan.columns[key]}" = ?' for key in keys)
            statement = f'UPDATE "{plan.table}" SET {assignments}, "seq" = ? WHERE "id" = ?'  # noqa: S608
            with writing(connection):
                connection.exec_driver_sql(statement, changed)
    return entries


def _by_keys(rows: Iterable[Mapping[str, object]]) -> dict[tuple[str, ...], list[Mapping[str, object]]]:
    groups: dict[tuple[str, ...], list[Mapping[str, object]]] = {}
    for row in rows:
        groups.setdefault(tuple(key for key in row if key != "id"), []).append(row)
    return groups


def _stored(connection: Connection, plan: _Plan, mapped: type[Row], ids: list[object]) -> dict[object, dict[str, Any]]:
    names = ", ".join(f'"{name}"' for name in plan.columns.values())
    boolean = {key for key, value in plan.defaults.items() if isinstance(value, bool)}
    found: dict[object, dict[str, Any]] = {}
    for piece in map(tuple, pieces(ids)):
        marks = ", ".join("?" for _ in piece)
        statement = f'SELECT {names} FROM "{plan.table}" WHERE "id" IN ({marks})'  # noqa: S608
        for values in connection.exec_driver_sql(statement, piece):
            row = dict(zip(plan.columns, values, strict=True))
            # SQLite gives whole numbers for what history writes as true and false.
            row |= {key: bool(row[key]) for key in boolean}
            found[row["id"]] = row
    return found


def _differences(mapped: type[Row], before: dict[str, Any], row: Mapping[str, object]) -> list[Entry]:
    after = before | dict(row)
    kind, root = mapped.ROOT
    about = (kind, before[root], mapped.ENTITY, before["id"])
    found = []
    for field in fields_of(mapped):
        was, now = field.value(before), field.value(after)
        if was != now:
            found.append(
                Entry(*about, "changed", field.name, encoder.encode(was).decode(), encoder.encode(now).decode())
            )
    return found
