"""The recorder: what a unit of work changed, read from SQLAlchemy's flushes, written as history at commit."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import Any, NamedTuple

import msgspec
from sqlalchemy import inspect as inspect_mapped
from sqlalchemy.orm import Mapper, PassiveFlag, Session, attributes
from sqlalchemy.orm.attributes import instance_state
from sqlalchemy.sql import ClauseElement

from core.database.base import Row

encoder = msgspec.json.Encoder(order="deterministic")


class Field(NamedTuple):
    """A field of history: its name and the mapped attributes it is made of, by part ("" where it is one attribute)."""

    name: str
    parts: tuple[tuple[str, str], ...]

    def value(self, values: dict[str, Any]) -> Any:  # noqa: ANN401 - JSON
        """Return the field's value from attribute values: the attribute, or a dict of the parts (None if all empty)."""
        if self.parts[0][0] == "":
            return values[self.parts[0][1]]
        parts = {part: values[attribute] for part, attribute in self.parts}
        return parts if any(value for part, value in parts.items() if part != "country") else None


@cache
def fields_of(mapped: type[Row]) -> tuple[Field, ...]:
    """Return the fields of `mapped` that history keeps: every column made by `column`, grouped by field."""
    mapper: Mapper[Any] = inspect_mapped(mapped)
    grouped: dict[str, list[tuple[str, str]]] = {}
    for attribute in mapper.column_attrs:
        info = attribute.columns[0].info
        if "field" not in info or attribute.key == "removed_seq":
            continue
        grouped.setdefault(info["field"] or attribute.key, []).append((info["part"] or "", attribute.key))
    return tuple(Field(name, tuple(parts)) for name, parts in grouped.items())


class Entry(NamedTuple):
    """One change as it is written: JSON text of was and now, or None twice for a created or removed row.

    The `now` of a created row is what was noted of it (`Recorder.note`), where anything was.
    """

    root_kind: str
    root_id: int
    entity: str
    row_id: int
    kind: str
    field: str
    was: str | None
    now: str | None


class _Seen:
    """What happened to one row during the unit of work."""

    __slots__ = ("created", "mapped", "removed", "restored", "root_id", "values")

    def __init__(self, mapped: type[Row]) -> None:
        self.mapped = mapped
        self.root_id = 0
        self.created = False
        self.removed = False
        self.restored = False
        self.values: dict[str, list[Any]] = {}


class Recorder:
    """Collects per row and field from the first `was` to the last `now`; a created row is ONE change without values."""

    def __init__(self) -> None:
        self._rows: dict[tuple[type[Row], int], _Seen] = {}
        self._notes: dict[tuple[type[Row], int], str] = {}
        self.bulk: list[Entry] = []

    def note(self, row: Row, note: object) -> None:
        """Keep with the change that says that `row` was created what its maker decided; any value that JSON can say."""
        self._notes[type(row), row.id] = encoder.encode(note).decode()

    def after_flush(self, session: Session) -> None:
        """Read what this flush wrote; attribute history still stands here, foreign keys are set."""
        for row in _in_order(session.new):
            self._seen(row).created = True
        for row in _in_order(session.dirty):
            if session.is_modified(row):
                self._changed(row)

    def _seen(self, instance: Row) -> _Seen:
        seen = self._rows.setdefault((type(instance), instance.id), _Seen(type(instance)))
        seen.root_id = getattr(instance, instance.ROOT[1])
        return seen

    def _changed(self, instance: Row) -> None:
        seen = self._seen(instance)
        was_removed, now_removed = _first_and_last(instance, "removed_seq")
        if was_removed is None and now_removed is not None:
            seen.removed, seen.restored = not seen.restored, False
        elif was_removed is not None and now_removed is None:
            seen.restored, seen.removed = not seen.removed, False
        untouched = instance_state(instance).unmodified
        for field in fields_of(type(instance)):
            if all(attribute in untouched for _part, attribute in field.parts):
                continue
            changes = {attribute: _first_and_last(instance, attribute) for _part, attribute in field.parts}
            was = field.value({attribute: pair[0] for attribute, pair in changes.items()})
            now = field.value({attribute: pair[1] for attribute, pair in changes.items()})
            if was != now or field.name in seen.values:
                seen.values.setdefault(field.name, [was, now])[1] = now

    @property
    def touched(self) -> dict[tuple[str, int], set[str]]:
        """Which things changed: (root kind, root id) with the kinds of rows that did."""
        roots: dict[tuple[str, int], set[str]] = {}
        for entry in self.entries():
            roots.setdefault((entry.root_kind, entry.root_id), set()).add(entry.entity)
        return roots

    def entries(self) -> list[Entry]:
        """Return everything that differs between the beginning and now; what ended as it began is no change."""
        found: list[Entry] = []
        for (mapped, row_id), seen in self._rows.items():
            about = (mapped.ROOT[0], seen.root_id, mapped.ENTITY, row_id)
            if seen.created:
                if not seen.removed:
                    found.append(Entry(*about, "created", "", None, self._notes.get((mapped, row_id))))
                continue
            if seen.restored:
                found.append(Entry(*about, "created", "", None, None))
            found.extend(
                Entry(*about, "changed", name, encoder.encode(was).decode(), encoder.encode(now).decode())
                for name, (was, now) in seen.values.items()
                if was != now
            )
            if seen.removed:
                found.append(Entry(*about, "removed", "", None, None))
        return found + self.bulk


def _in_order(instances: Iterable[object]) -> list[Row]:
    """Return the rows of the domain, roots first and then by kind and id: a session's sets have no order of their own."""
    rows = (instance for instance in instances if isinstance(instance, Row))
    return sorted(rows, key=lambda row: (row.ROOT[0] != row.ENTITY, row.ENTITY, row.id))


def _first_and_last(instance: Row, attribute: str) -> tuple[Any, Any]:
    history = attributes.get_history(instance, attribute, passive=PassiveFlag.PASSIVE_NO_INITIALIZE)
    now = history.added[0] if history.added else (history.unchanged[0] if history.unchanged else None)
    was = history.deleted[0] if history.deleted else (now if not history.added else None)
    return was, now


def refuse_expressions(instance: Row) -> None:
    """Raise TypeError where a value is an SQL expression: history could not say what it was and became."""
    for key, value in vars(instance).items():
        if isinstance(value, ClauseElement):
            raise TypeError(f"{type(instance).__name__}.{key} is given an SQL expression; history needs a value")
