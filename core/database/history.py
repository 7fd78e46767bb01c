"""The SQL of history: what changed of a thing, by whom and when; and the last change of a running program."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Row

_ENTRIES = """
SELECT c.id, c.seq, c.entity, c.row_id, c.kind, c.field, c.was, c.now,
       s.made_at AS at, s.operation, s.batch, s.undoes, u.name AS who
FROM change c JOIN change_set s ON s.seq = c.seq JOIN "user" u ON u.id = s.actor
WHERE c.root_kind = ? AND c.root_id = ?"""
_COUNT = """
SELECT count(*) FROM change c JOIN change_set s ON s.seq = c.seq JOIN "user" u ON u.id = s.actor
WHERE c.root_kind = ? AND c.root_id = ?"""
_LAST_OF_SESSION = "SELECT * FROM change_set WHERE session = ? ORDER BY seq DESC LIMIT 1"
_TAKEN_BACK = "SELECT seq FROM change_set WHERE undoes = ?"


def entries(
    connection: Connection,
    root: tuple[str, int],
    *,
    before: tuple[int, int] | None,
    limit: int,
    who: str = "",
    field: tuple[str, str] | None = None,
) -> Sequence[Row[Any]]:
    """Return changes of the thing `root`, newest first, after the position `before`; of one person, of one field."""
    statement, parameters = _ENTRIES, [*root]
    condition, more = _filters(who, field)
    if before is not None:
        condition += " AND (c.seq < ? OR (c.seq = ? AND c.id > ?))"
        more += [before[0], before[0], before[1]]
    # Within one change set in the order it was written: the thing before its parts.
    statement += condition + " ORDER BY c.seq DESC, c.id LIMIT ?"
    return connection.exec_driver_sql(statement, (*parameters, *more, limit)).all()


def count(connection: Connection, root: tuple[str, int], who: str = "", field: tuple[str, str] | None = None) -> int:
    """Return how many changes `entries` would give without a limit."""
    condition, more = _filters(who, field)
    statement = _COUNT + condition
    found: int = connection.exec_driver_sql(statement, (*root, *more)).scalar_one()
    return found


def choices(connection: Connection, root: tuple[str, int]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the names of everybody who changed the thing, and every field ("contact.phone") that changed."""
    people = connection.exec_driver_sql(
        'SELECT DISTINCT u.name FROM change c JOIN change_set s ON s.seq = c.seq JOIN "user" u ON u.id = s.actor'
        " WHERE c.root_kind = ? AND c.root_id = ? ORDER BY u.name",
        root,
    ).scalars()
    fields = connection.exec_driver_sql(
        "SELECT DISTINCT entity, field FROM change WHERE root_kind = ? AND root_id = ? AND field <> ''"
        " ORDER BY entity, field",
        root,
    )
    return tuple(people), tuple(f"{row.entity}.{row.field}" for row in fields)


def since(connection: Connection, root: tuple[str, int]) -> str:
    """Return when the thing's history begins (UTC), "" where it has none."""
    found = connection.exec_driver_sql(
        "SELECT s.made_at FROM change c JOIN change_set s ON s.seq = c.seq"
        " WHERE c.root_kind = ? AND c.root_id = ? ORDER BY c.seq LIMIT 1",
        root,
    ).scalar()
    return found or ""


def change_set(connection: Connection, seq: int) -> Row[Any] | None:
    """Return a change set, None where there is none."""
    return connection.exec_driver_sql("SELECT * FROM change_set WHERE seq = ?", (seq,)).first()


def changes(connection: Connection, seq: int) -> Sequence[Row[Any]]:
    """Return what a change set changed, in the order it was written."""
    return connection.exec_driver_sql("SELECT * FROM change WHERE seq = ? ORDER BY id", (seq,)).all()


def last_of_session(connection: Connection, session: str) -> Row[Any] | None:
    """Return the last change set of a running program."""
    return connection.exec_driver_sql(_LAST_OF_SESSION, (session,)).first()


def of_batch(connection: Connection, batch: int) -> Sequence[int]:
    """Return the change sets of a bulk action, the last first."""
    return (
        connection.exec_driver_sql("SELECT seq FROM change_set WHERE batch = ? ORDER BY seq DESC", (batch,))
        .scalars()
        .all()
    )


def things_of(connection: Connection, batch: int) -> int:
    """Return how many things (customers) a bulk action changed."""
    found: int = connection.exec_driver_sql(
        "SELECT count(DISTINCT c.root_id) FROM change_set s JOIN change c ON c.seq = s.seq WHERE s.batch = ?", (batch,)
    ).scalar_one()
    return found


def is_taken_back(connection: Connection, seq: int) -> bool:
    """Say whether a change set was undone, and that undo not undone again."""
    return any(
        not is_taken_back(connection, other)
        for other in connection.exec_driver_sql(_TAKEN_BACK, (seq,)).scalars().all()
    )


def changed_since(connection: Connection, root: tuple[str, int], seq: int) -> bool:
    """Say whether anything of the thing changed after `seq`."""
    found = connection.exec_driver_sql(
        "SELECT 1 FROM change WHERE root_kind = ? AND root_id = ? AND seq > ? LIMIT 1", (*root, seq)
    ).first()
    return found is not None


def _filters(who: str, field: tuple[str, str] | None) -> tuple[str, list[Any]]:
    condition, parameters = "", []
    if who:
        condition += " AND u.name = ?"
        parameters.append(who)
    if field is not None:
        condition += " AND c.entity = ? AND c.field = ?"
        parameters += [*field]
    return condition, parameters
